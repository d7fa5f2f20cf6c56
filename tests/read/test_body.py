# SPDX-License-Identifier: AGPL-3.0-or-later
"""The Markdown of bodies: what each feature gives, and what the reader of the result relies on."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from newsroom.read.body import BodyRenderer
from newsroom.read.markup.labels import labels
from tests.read.markup.cases import ARTICLE, FIRST_LINE, FOLDER, LINE, render, text

CASES = sorted(FOLDER.glob("*.md"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_case(case: Path) -> None:
    """``UPDATE_CASES=1`` writes what is given now; read the difference before you keep it."""
    expected = case.read_text(encoding="utf-8")
    given = text(expected.split(f"\n{LINE}\n")[0])
    if os.environ.get("UPDATE_CASES"):
        case.write_text(given, encoding="utf-8")
    assert given == expected


def source_of(name: str) -> str:
    return (FOLDER / f"{name}.md").read_text(encoding="utf-8").split(f"\n{LINE}\n")[0]


def test_references_have_their_targets_and_lines() -> None:
    body, problems = render(source_of("links"))
    assert problems.errors == []
    here = "cong-doan/2025/04"
    assert [(it.kind, it.target, it.line) for it in body.references] == [
        ("article", "cong-doan/2021/03/y.md", 10),
        ("article", "cong-doan/2024/a b.md", 10),
        ("article", f"{here}/x.md", 10),
        ("article", f"{here}/z.md", 10),
        ("article", "trang/lien-he.md", 10),
        ("static", "a.zip", 12),
        ("static", f"{here}/b.webp", 12),
        ("static", f"{here}/bieu-mau.docx", 12),
        ("static", "images/a.webp", 12),
        ("static", "tai-lieu/qd.pdf", 12),
        ("address", "/2025/04/x.html", 16),
        ("address", "/index.html?q=1", 16),
        ("address", "/x.html", 16),
        ("static", f"{here}/a.webp", 18),
        ("static", "cong-doan/2025/a.webp", 18),
        ("static", "images/a.webp", 18),
        ("static", "images/a.webp", 18),
        ("static", "images/b.webp", 18),
        ("article", "cong-doan/2021/03/y.md", 22),
        ("article", "cong-doan/2021/03/y.md", 22),
    ]
    assert {it.use for it in body.references} == {"link", "picture"}
    fragments = {it.target: it.fragment for it in body.references if it.fragment}
    assert fragments == {
        "cong-doan/2024/a b.md": "m",
        f"{here}/x.md": "muc-1",
        "tai-lieu/qd.pdf": "page=3",
    }


def test_the_same_address_is_found_line_after_line() -> None:
    source = "[a](ba.md)\n\n[a](a.md#b)\n\n[a](a.md)\n\nx a.md x\n\n[a](a.md)"
    body, _ = render(source)
    lines = [found.line for found in body.references if found.target.endswith("/a.md")]
    # The words "a.md" on line 16 are taken for the third link: near enough, and cheap.
    assert lines == [12, 14, 16]


def test_text_is_what_a_reader_reads() -> None:
    body, _ = render(source_of("text"))
    assert body.text.split("\n") == [
        *("Mục 1", "Đoạn một, hai dòng.", "Trích", "mục a", "mục b", "a", "b", "c", "d"),
        *("Hộp", "Trong hộp.", "Chú thích."),
    ]
    assert body.words == 20
    assert not body.has_embed


@pytest.mark.parametrize("name", ["youtube", "iframe", "gallery-flaws"])
def test_embeds_are_told(name: str) -> None:
    assert render(source_of(name))[0].has_embed


def test_no_body_asks_another_site_before_a_click() -> None:
    for name in ("youtube", "iframe", "media"):
        html = render(source_of(name))[0].html
        assert not re.search(r'(?<!href)="(?:https?:)?//(?:www\.)?(?:youtu|i\.ytimg)', html)
        assert html.count("<audio") + html.count("<video") == html.count('preload="none"')


@pytest.mark.parametrize(
    "address",
    [
        "https://www.youtube.com/watch?v=abcdefghijk",
        "http://youtube.com/watch?feature=share&v=abcdefghijk#t=1",
        "https://m.youtube.com/watch?v=abcdefghijk&list=x",
        "https://youtu.be/abcdefghijk?si=x",
        "https://www.youtube.com/shorts/abcdefghijk",
        "https://www.youtube.com/live/abcdefghijk",
        "https://www.youtube-nocookie.com/embed/abcdefghijk",
    ],
)
@pytest.mark.parametrize("form", ["{}", "<{}>", "![x]({})", '<iframe src="{}"></iframe>'])
def test_youtube_addresses(address: str, form: str) -> None:
    body, problems = render(form.format(address))
    assert 'data-embed="youtube" data-id="abcdefghijk"' in body.html
    assert len(problems) == 0


@pytest.mark.parametrize(
    "address",
    [
        "https://youtube.com.evil.example/watch?v=abcdefghijk",
        "https://evil.example/youtu.be/abcdefghijk",
        "https://youtu.be/abc",
        "https://www.youtube.com/watch?v=abcdefghijkl",
        "https://notyoutube.com/watch?v=abcdefghijk",
    ],
)
def test_other_addresses_are_no_videos(address: str) -> None:
    assert not render(address)[0].has_embed
    assert not render(f"![x]({address})")[0].has_embed


def test_pictures_begin_with_their_source() -> None:
    """Pages find ``<img src="{static}…"`` to add the size, and nothing else looks like it."""
    for case in CASES:
        html = render(source_of(case.stem))[0].html
        assert html.count("<img ") == len(re.findall(r'<img src="(?:\{static\}|https?://)', html))
        found = re.findall(r'\b(?:href|src)="\{(?:filename|static|address)\}', html)
        assert len(found) == len(re.findall(r'<[^<>]*\b(?:href|src)="\{(?:fi|st|ad)', html))


def test_labels_follow_the_site_and_not_the_machine() -> None:
    # The tests of this folder run with LANG=en.
    html = render(source_of("headings"), BodyRenderer())[0].html
    assert f'aria-label="{labels("vi").anchor}"' in html
    assert labels("vi") != labels("en")


def test_extensions_of_the_setting() -> None:
    pelican = ["markdown.extensions.extra", "markdown.extensions.meta", "codehilite"]
    renderer = BodyRenderer(pelican, {"markdown.extensions.codehilite": {"css_class": "x"}})
    # No metadata is taken from a body; nothing is coloured; ours work beside them.
    body, _ = render("TPHCM: a --- b\n\n```python\nx = 1\n```\n\n!!! hộp\n    y", renderer)
    assert body.html == render("TPHCM: a --- b\n\n```python\nx = 1\n```\n\n!!! hộp\n    y")[0].html
    assert "TPHCM: a --- b" in body.html
    assert "<br>" in render("a\nb", BodyRenderer(["markdown.extensions.nl2br"]))[0].html


def test_one_body_leaves_nothing_to_the_next() -> None:
    renderer = BodyRenderer(language="en")
    for case in (*CASES, *reversed(CASES)):
        source = source_of(case.stem)
        assert render(source, renderer)[0] == render(source)[0], case.stem
    render("- " * 5000 + "x", renderer)
    assert render(source_of("box"), renderer)[0] == render(source_of("box"))[0]


@pytest.mark.parametrize("source", ["", "\n", "   ", "\ufeff", "<!-- x -->"])
def test_nothing_gives_nothing(source: str) -> None:
    body, problems = render(source)
    assert (body.html, body.text, body.references, body.words) == ("", "", (), 0)
    assert len(problems) == 0


def test_paths_and_lines_are_those_of_the_file() -> None:
    _, problems = render("Một\n\n![](images/a.webp)\n\n!!! hopp\n    y\n")
    assert [(found.path, found.line) for found in problems] == [
        (ARTICLE, FIRST_LINE + 4),
        (ARTICLE, FIRST_LINE + 2),
    ]
