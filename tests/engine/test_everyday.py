# SPDX-License-Identifier: AGPL-3.0-or-later
"""What editors do most: how many pages each act renders, and how many of them it changes.

The numbers stand in the table of docs/design.md, and are those of the archive of forty articles.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache, partial
from typing import Any

import pytest

from tests.engine.archive_site import ArchiveSite, source
from tests.engine.watching import watched
from tests.portal import REGISTRIES, ROOT

Act = Callable[[ArchiveSite], object]


def edit(number: int = 20, **fields: Any) -> Act:
    """Article ``number`` is saved with other fields."""
    return lambda archive: archive.put(number, **fields)


def picture(**words: str) -> Act:
    return edit(image={"src": "images/chung.svg"} | words)


def registry(name: str, old: str, new: str) -> Act:
    return lambda archive: archive.write(f"data/{name}", REGISTRIES[name].replace(old, new))


def moved(archive: ArchiveSite, *, folder: str = "cong-doan", name: str = "b20.md") -> None:
    old = archive.content / source(20)
    new = archive.content / folder / "2025" / name
    new.parent.mkdir(parents=True, exist_ok=True)
    old.rename(new)


def write(name: str, text: str) -> Act:
    return lambda archive: archive.write(f"data/{name}", text)


CORRECTION = [{"date": "2025-05-01", "text": "Sửa số liệu."}]
ALIAS = ["/cu/20.html"]

# How each act of the table is done; the second, where there is one, before it.
ACTS: dict[str, tuple[Act, Act | None]] = {
    "a letter of a body": (edit(body="Thân bài khác."), None),
    "a headline": (edit(title="Tựa khác"), None),
    "a sapo": (edit(summary="Sapo khác."), None),
    "a kicker": (edit(kicker="Dòng dẫn:"), None),
    "`updated`": (edit(updated="2025-04-21 09:00"), None),
    "`updated` of the newest": (edit(40, updated="2025-05-11 09:00"), None),
    "a correction": (edit(corrections=CORRECTION), None),
    "the body of a corrected article": (
        edit(corrections=CORRECTION, body="Khác."),
        edit(corrections=CORRECTION),
    ),
    "the caption, alt text or credit of a picture": (
        picture(caption="Chú thích.", alt="Ảnh", credit="Ai"),
        None,
    ),
    "another picture": (edit(image="images/rieng.svg"), None),
    "a picture, where there was none": (edit(), edit(image=None)),
    "`related` by hand": (edit(related=[source(3)]), None),
    "a story of another site by hand, and how many stand under the sapo": (
        edit(related=[{"title": "Bài", "url": "https://bao-khac.example.org/"}], in_lead=1),
        None,
    ),
    "the letter case of a tag": (edit(15, tags=["AN TOÀN"]), None),
    "one more tag": (edit(tags=["an toàn"]), None),
    "an old address": (edit(aliases=ALIAS), None),
    "the address of another article, in a body": (
        edit(body=f"[x]({{filename}}/{source(5)})"),
        None,
    ),
    "an article that is paid for": (edit(sponsored="true"), None),
    "the hour of an article": (edit(date="2025-04-20 09:00"), None),
    "the name of a file": (partial(moved, name="ten-khac.md"), None),
    "the section of an article": (partial(moved, folder="doi-song"), None),
    "another byline": (edit(author="Thu Hằng"), None),
    "an article taken down, from the middle": (lambda archive: archive.drop(20), None),
    "a new article": (edit(41), None),
    "a new article, dated back": (edit(41, date="2025-04-10 12:00"), None),
    "a pick for *Nên xem*": (write("slots.yaml", f"nen-xem:\n  - {source(30)}\n"), None),
    "the title of a section": (registry("sections.yaml", "Đời sống", "Cuộc sống"), None),
    "the letter case of an author's name": (
        write("authors.yaml", "- {name: MINH KHÔI}\n"),
        write("authors.yaml", "- {name: Minh Khôi}\n"),
    ),
    "the name of a unit": (
        registry("districts.yaml", "name: Quận Đống Đa", "name: quận Đống Đa"),
        None,
    ),
}


@cache
def documented() -> dict[str, tuple[int, int]]:
    """The table: pages rendered and files written by each act."""
    text = (ROOT / "docs/design.md").read_text("utf-8").partition("## What an edit costs")[2]
    rows = re.findall(r"^\| (.+?) \| (\d+) \| (\d+) \|$", text.partition("\n## ")[0], re.MULTILINE)
    return {act: (int(rendered), int(written)) for act, rendered, written in rows}


def test_every_act_of_the_table_is_done() -> None:
    assert documented().keys() == ACTS.keys()


@pytest.mark.parametrize("act", ACTS)
def test_what_an_edit_costs(act: str, archive: ArchiveSite) -> None:
    do, before = ACTS[act]
    if before:
        before(archive)
        archive.build()
    do(archive)
    report = watched(archive).report
    assert (report.rendered, report.written) == documented()[act]
    assert watched(archive).pages == set()
