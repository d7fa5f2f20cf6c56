# SPDX-License-Identifier: AGPL-3.0-or-later
"""What was read is kept until it is arranged: after a kill, after errors, and no longer."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import hypothesis.strategies as st
import pytest
from hypothesis import HealthCheck, given, settings

from newsroom.engine import readings
from newsroom.engine.ingest import Ingest, ReadFile, Task
from newsroom.engine.store_path import store_path
from newsroom.errors import ContentError
from newsroom.read.reader import EntryReader
from tests.portal import Portal

COUNT = 23
Read = list[str]


@pytest.fixture(autouse=True)
def small_portions(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readings, "PORTION", 4)


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> Read:
    """The paths of the sources that are parsed."""
    found: Read = []
    read = EntryReader.read

    def note(reader: EntryReader, path: str, data: bytes, kind: str):  # type: ignore[no-untyped-def]
        found.append(path)
        return read(reader, path, data, kind)

    monkeypatch.setattr(EntryReader, "read", note)
    return found


def path(number: int) -> str:
    return f"cong-doan/2025/b{number:02}.md"


@pytest.fixture
def site(portal: Portal) -> Portal:
    for number in range(COUNT):
        portal.article(path(number), f"Nội dung {number}.", date=f"2025-04-{number + 1:02} 08:00")
    return portal


def kept(site: Portal) -> Path:
    return store_path(site.settings).with_suffix(".reading")


def fail(site: Portal, number: int = 9) -> None:
    """A build that fails for one article's fault."""
    site.article(path(number), district="Quận Không Có", date=f"2025-04-{number + 1:02} 08:00")
    with pytest.raises(ContentError):
        site.build()


class Killed(BaseException):
    """The build was killed."""


def kill(site: Portal, after: int) -> None:
    """A build that is killed after so many files."""
    take, count = Ingest.take, 0

    def taking(ingest: Ingest, task: Task) -> ReadFile:
        nonlocal count
        count += task.path.endswith(".md")
        if count > after:
            raise Killed
        return take(ingest, task)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Ingest, "take", taking)
        patch.setattr("newsroom.engine.ingest._BATCH", 1)
        with pytest.raises(Killed):
            site.build()


def clean(site: Portal, tmp_path: Path) -> bool:
    return site.tree() == site.clean_tree(tmp_path / "clean")


def test_an_error_in_one_file_reads_no_other_again(
    site: Portal, parsed: Read, tmp_path: Path
) -> None:
    fail(site)
    assert len(parsed) == COUNT
    parsed.clear()
    with pytest.raises(ContentError):
        site.build()
    assert set(parsed) <= {path(9)}
    parsed.clear()
    site.article(path(9))
    site.build()
    assert parsed == [path(9)]
    assert not kept(site).exists()
    assert clean(site, tmp_path)


def test_a_build_that_is_killed_while_reading_goes_on_where_it_was(
    site: Portal, parsed: Read, tmp_path: Path
) -> None:
    kill(site, after=15)
    assert len(parsed) == 15
    parsed.clear()
    site.build()
    assert len(parsed) <= COUNT - 12  # whole portions of four
    assert clean(site, tmp_path)


def test_broken_registries_do_not_waste_what_is_read(site: Portal, parsed: Read) -> None:
    good = (site.content / "data" / "sections.yaml").read_text()
    site.write("data/sections.yaml", "- nothing")
    with pytest.raises(ContentError):
        site.build()
    parsed.clear()
    site.write("data/sections.yaml", good)
    site.build()
    assert parsed == []


def test_a_file_that_has_changed_since_is_read_as_it_is(
    site: Portal, parsed: Read, tmp_path: Path
) -> None:
    fail(site)
    parsed.clear()
    site.article(path(9), date="2025-04-10 08:00")
    site.article(path(3), "Nội dung khác.", date="2025-04-04 08:00")
    (site.content / path(4)).unlink()
    site.build()
    assert set(parsed) == {path(3), path(9)}
    assert clean(site, tmp_path)


@pytest.mark.parametrize(
    "edit",
    [
        lambda site: site.overrides.update(TIMEZONE="UTC"),
        lambda site: site.overrides.update(MARKDOWN={"extensions": ["abbr"]}),
        lambda site: site.write(
            "data/term-weights.txt", "# least 1 of 9 articles, most 40; others weigh 60\n"
        ),
    ],
)
def test_what_was_read_otherwise_is_read_again(
    site: Portal, parsed: Read, tmp_path: Path, edit: Callable[[Portal], None]
) -> None:
    fail(site)
    parsed.clear()
    edit(site)
    site.article(path(9), date="2025-04-10 08:00")
    site.build()
    assert len(parsed) == COUNT
    assert clean(site, tmp_path)


def test_a_few_files_are_not_worth_a_file(site: Portal) -> None:
    site.build()
    for number in range(2):
        site.article(path(number), district="Quận Không Có")
    with pytest.raises(ContentError):
        site.build()
    assert not kept(site).exists()


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_a_file_that_was_cut_off_or_damaged_anywhere(
    data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    root = tmp_path_factory.mktemp("cut")
    site = Portal(root)
    for number in range(COUNT):
        site.article(path(number), f"Nội dung {number}.", date=f"2025-04-{number + 1:02} 08:00")
    fail(site)
    whole = kept(site).read_bytes()
    place = data.draw(st.integers(0, len(whole) - 1))
    if data.draw(st.booleans()):
        kept(site).write_bytes(whole[:place])
    else:
        kept(site).write_bytes(whole[:place] + bytes([whole[place] ^ 255]) + whole[place + 1 :])
    site.article(path(9), date="2025-04-10 08:00")
    assert site.build().live["article"] == COUNT
    assert clean(site, root)
