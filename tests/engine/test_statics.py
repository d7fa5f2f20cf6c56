# SPDX-License-Identifier: AGPL-3.0-or-later
"""Which files are published: of known kinds, and while something visible refers to them."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import hypothesis.strategies as st
import pytest
from hypothesis import given, settings

from newsroom.commands.check import check
from newsroom.deploy.config import server_config
from newsroom.errors import ContentError
from newsroom.metadata.png import SIGNATURE, chunk
from tests.portal import Portal

pytestmark = pytest.mark.usefixtures("english")

FOLDER = "cong-doan/2025/04"
A = f"{FOLDER}/a.md"
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="60" height="40"><title>{}</title></svg>'


def png(width: int, height: int) -> bytes:
    head = width.to_bytes(4) + height.to_bytes(4) + b"\x08\x02\0\0\0"
    return SIGNATURE + chunk(b"IHDR", head) + chunk(b"IEND", b"")


def codes(portal: Portal) -> list[tuple[str, str]]:
    """The warnings about files."""
    found = [(warning.path, warning.code) for warning in portal.build().warnings]
    return [(path, code) for path, code in found if code.startswith("file-")]


# ------------------------------------------------------------------------------ kinds of files

FILES: list[tuple[str, bytes]] = [
    ("images/a.html", b"<script>1</script>"),
    ("images/a.exe", b"MZ"),
    ("images/a", SIGNATURE),
    ("images/a.png", b"<script>1</script>"),
    ("images/a.png", b""),
    ("images/a.pdf", b"<html>"),
    ("images/a.docx", b"PK\x03\x04" + bytes(40)),
    ("images/a.mp4", b"\x00\x00\x00\x10ftypheic\x00\x00\x00\x00"),
    ("images/a.webp", b"RIFF\x00\x00\x00\x00WAVE"),
    ("images/a.svg", b"<svg><script/></svg>"),
    ("images/a.png", png(8_000, 8_000)),
]


@pytest.mark.parametrize(("path", "data"), FILES)
def test_other_files_are_not_published_and_who_refers_to_one_is_told(
    portal: Portal, path: str, data: bytes
) -> None:
    portal.write(path, data)
    portal.article(A)
    assert codes(portal) == [(path, "file-not-published")]
    assert path not in portal.tree()
    portal.article(A, f"[x]({{static}}/{path})")
    with pytest.raises(ContentError) as caught:
        portal.build()
    (problem,) = caught.value.problems
    assert (problem.path, problem.line) == (A, 8)
    assert f'"{path}" is not published: ' in problem.message


def test_a_file_that_becomes_another_is_told_where_it_is_used(portal: Portal) -> None:
    portal.write("images/a.png", png(6, 4))
    portal.article(A, "![Ảnh](/images/a.png)")
    portal.article(f"{FOLDER}/b.md", "[x](https://bao.example.org/images/a.png)", date="2025-04-23")
    portal.build()
    assert "images/a.png" in portal.tree()
    portal.write("images/a.png", b"<html>")
    for _again in range(2):
        with pytest.raises(ContentError) as caught:
            portal.build()
        assert {problem.path for problem in caught.value.problems} == {A, f"{FOLDER}/b.md"}
    portal.write("images/a.png", png(7, 4))
    portal.build()
    assert portal.tree()["images/a.png"] == png(7, 4)


@pytest.mark.parametrize("name", ["Thumbs.db", "desktop.ini", ".DS_Store", "._a.png"])
def test_litter_is_left_out_without_a_word(portal: Portal, name: str) -> None:
    portal.write(f"images/{name}", b"x")
    portal.article(A)
    assert codes(portal) == []
    assert f"images/{name}" not in portal.tree()


def test_sizes_are_settings(portal: Portal) -> None:
    portal.write("images/a.png", png(1_100, 1_000))
    portal.write("images/b.pdf", b"%PDF-1.7" + bytes(2 << 20))
    portal.article(A, "[x](/images/b.pdf) ![Ảnh](/images/a.png)")
    portal.build()
    assert {"images/a.png", "images/b.pdf"} <= portal.tree().keys()
    portal.overrides |= {"NEWSROOM_LARGEST_PIXELS": 1, "NEWSROOM_LARGEST_FILE": 1}
    with pytest.raises(ContentError) as caught:
        portal.build()
    told = [problem.message for problem in caught.value.problems]
    assert any("2 MiB, and 1 are allowed" in message for message in told)
    assert any("1100 × 1000 pixels" in message for message in told)


def test_what_the_settings_name_by_itself_is_published(portal: Portal) -> None:
    portal.overrides["STATIC_PATHS"] = ["images", "xac-minh.html"]
    portal.write("xac-minh.html", "mã: 1")
    portal.article(A)
    assert codes(portal) == []
    assert "xac-minh.html" in portal.tree()


@pytest.mark.parametrize(
    ("link", "target"),
    [
        ("images/a.png", f"{FOLDER}/nhap.md"),
        ("images/a.svg", "data/sections.yaml"),
        ("images/a.png", ".secret.png"),
        ("images/a.jpg", "images/b.png"),
        (f"{FOLDER}/a.md", "data/x.md"),
        ("data/authors.yaml", "images/x.yaml"),
    ],
)
def test_a_link_to_another_sort_of_file_is_refused(portal: Portal, link: str, target: str) -> None:
    portal.write(target, "x")
    (portal.content / link).parent.mkdir(parents=True, exist_ok=True)
    (portal.content / link).symlink_to(
        os.path.relpath(portal.content / target, (portal.content / link).parent)
    )
    with pytest.raises(ContentError) as caught:
        portal.build()
    assert any(p.path == link and "another kind" in p.message for p in caught.value.problems)


def test_check_tells_of_files_that_nothing_refers_to(portal: Portal) -> None:
    portal.write("images/a.svg", SVG.format("a"))
    portal.write("images/b.svg", SVG.format("b"))
    portal.write("images/c.svg", SVG.format("c"))
    portal.overrides["NEWSROOM_STATIC_ALWAYS"] = ["images/c*"]
    portal.article(A, image="images/a.svg", status="draft")
    assert codes(portal) == []
    assert portal.tree().keys() & {f"images/{name}.svg" for name in "abc"} == {"images/c.svg"}
    (problem,) = check([portal.settings], portal.now).problems
    assert (problem.path, problem.code) == ("images/b.svg", "file-without-use")


# ------------------------------------------------------------------------------- while visible


def by_photo(portal: Portal, **fields: Any) -> None:
    portal.article(A, image="images/x.svg", **fields)


def by_body(portal: Portal, **fields: Any) -> None:
    portal.article(A, "![Ảnh](/images/x.svg)", **fields)


def by_link(portal: Portal, **fields: Any) -> None:
    portal.article(A, "[x](/images/x.svg)", **fields)


def by_address(portal: Portal, **fields: Any) -> None:
    portal.article(A, "[x](https://bao.example.org/images/x.svg?v=2)", **fields)


def by_whole_photo(portal: Portal, **fields: Any) -> None:
    portal.article(A, image="https://bao.example.org/images/x.svg", **fields)


WAYS: list[Callable[..., None]] = [by_photo, by_body, by_link, by_address, by_whole_photo]
HIDDEN: list[dict[str, Any]] = [
    {"status": "draft"},
    {"status": "withdrawn"},
    {"date": "2027-01-01 08:00"},
    {"expires": "2026-01-01"},
]


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("hidden", HIDDEN)
def test_a_file_comes_and_goes_with_who_refers_to_it(
    portal: Portal, tmp_path: Path, way: Callable[..., None], hidden: dict[str, Any]
) -> None:
    portal.write("images/x.svg", SVG.format("x"))
    for fields in (hidden, {}, hidden):
        way(portal, **fields)
        assert codes(portal) == []
        assert ("images/x.svg" in portal.tree()) is (not fields)
        assert portal.build().rendered == 0
    way(portal)
    portal.build()
    (portal.content / A).unlink()
    portal.build()
    assert "images/x.svg" not in portal.tree()
    assert portal.tree() == portal.clean_tree(tmp_path / "clean")


def test_the_clock_publishes_a_picture_with_its_story(portal: Portal) -> None:
    portal.write("images/x.svg", SVG.format("x"))
    by_photo(portal, date="2026-09-22 08:00", expires="2026-10-01")
    shown = []
    for days in (0, 3, 30):
        portal.now += days * 86_400
        portal.build()
        shown.append("images/x.svg" in portal.tree())
    assert shown == [False, True, False]


def test_one_of_two_stories_keeps_the_picture(portal: Portal) -> None:
    portal.write("images/x.svg", SVG.format("x"))
    by_photo(portal)
    portal.article(f"{FOLDER}/b.md", image="images/x.svg", date="2025-04-23")
    portal.build()
    by_photo(portal, status="draft")
    portal.build()
    assert "images/x.svg" in portal.tree()


def test_pages_registries_and_settings_refer_to_files(portal: Portal) -> None:
    for name in "abcde":
        portal.write(f"images/{name}.svg", SVG.format(name))
    portal.write("pages/p.md", "---\ntitle: Trang\n---\n![Ảnh](/images/a.svg)\n")
    portal.write("data/authors.yaml", "- {name: Minh Khôi, photo: images/b.svg}\n")
    portal.write("data/series.yaml", "- {slug: x, name: X, image: images/c.svg, always: true}\n")
    portal.overrides["NEWSROOM_IMAGE"] = "images/d.svg"
    portal.article(A)

    def shown() -> str:
        portal.build()
        return "".join(name for name in "abcde" if f"images/{name}.svg" in portal.tree())

    assert shown() == "abcd"
    portal.write("data/series.yaml", "- {slug: x, name: X, image: images/e.svg, always: true}\n")
    portal.overrides["NEWSROOM_IMAGE"] = ""
    portal.write("data/authors.yaml", "- {name: Minh Khôi}\n")
    assert shown() == "ae"
    portal.write("pages/p.md", "---\ntitle: Trang\nstatus: draft\n---\n![Ảnh](/images/a.svg)\n")
    assert shown() == "e"


def test_a_preview_shows_the_pictures_of_drafts(portal: Portal) -> None:
    portal.write("images/x.svg", SVG.format("x"))
    by_photo(portal, status="draft")
    portal.overrides["NEWSROOM_DRAFTS"] = True
    portal.build()
    assert "images/x.svg" in portal.tree()
    portal.overrides["NEWSROOM_DRAFTS"] = False
    portal.build()
    assert "images/x.svg" not in portal.tree()


# ------------------------------------------------------------------- nothing before, nothing after

TOKEN = "zq{}qz"
STATES: list[dict[str, Any]] = [{}, *HIDDEN]


# Of these a server's configuration tells nothing either; of the others it tells that they are gone.
UNTOLD = ({"status": "draft"}, {"date": "2027-01-01 08:00"})


def _everything() -> dict[str, Any]:
    """Settings that publish all that can be: search, whole articles in every format of feeds."""
    formats = ("rss", "atom", "json")
    genre = {"name": "genre", "title": "Loại", "field": "genre", "folder": "loai"}
    return {
        "NEWSROOM_SEARCH": True,
        "NEWSROOM_FEED_FULL_TEXT": True,
        "NEWSROOM_FEED_FORMATS": formats,
        "NEWSROOM_TERM_FEED_FORMATS": formats,
        "NEWSROOM_TAXONOMIES": [{**genre, "index": "genres", "template": "tag.html"}],
    }


def _registries(portal: Portal, tokens: list[str]) -> None:
    """An author and a dossier of each story, which hold its token, too."""
    portal.write(
        "data/authors.yaml",
        "".join(
            f"- {{name: Tên {token}, full_name: Họ {token}, bio: Đời {token},"
            f" photo: images/anh-{token}.svg}}\n"
            for token in tokens
        ),
    )
    portal.write(
        "data/series.yaml",
        "".join(
            f"- {{slug: {token}, name: Loạt {token}, description: Chuyện {token},"
            f" image: images/loat-{token}.svg}}\n"
            for token in tokens
        ),
    )
    for token in tokens:
        for name in ("anh", "loat"):
            portal.write(f"images/{name}-{token}.svg", SVG.format(token))


def _story(portal: Portal, slug: str, token: str, state: dict[str, Any]) -> None:
    """A story each of whose fields, and whose body and picture, hold the token."""
    portal.write(f"images/{token}.svg", SVG.format(token))
    portal.article(
        f"{FOLDER}/{slug}-{token}.md",
        f"Chữ {token}.\n\n![Ảnh {token}](/images/{token}.svg)",
        **{
            "title": f"Tựa {token}",
            "author": f"Tên {token}",
            "tags": [f"nhãn {token}"],
            "kicker": f"Dòng {token}",
            "summary": f"Sapo {token}",
            "image": {"src": f"images/{token}.svg", "alt": f"Ảnh {token}", "caption": token},
            "source": {"name": f"Nguồn {token}"},
            "series": token,
            "corrections": [{"date": "2026-01-02", "text": f"Sửa {token}"}],
            "aliases": [f"/cu/{token}", f"/cu.php?{token}", f"/cu-{token}.php"],
            "dateline": f"({token})",
            "id": f"mã-{token}",
            "genre": f"loại {token}",
            "related": [{"title": f"Khác {token}", "url": f"https://a.vn/{token}"}],
            "date": f"2025-04-{len(slug) + 1:02} 08:00",
        }
        | state,
    )


def _choose(portal: Portal, stories: list[str]) -> None:
    """Have an editor choose all of these, for a story's panels and for the slots."""
    portal.article(A, f"[x](/2025/04/b-{TOKEN.format(0)}.html)", related=stories)
    slots = "".join(f"  - {path}\n" for path in stories) or "  []\n"
    portal.write("data/slots.yaml", f"trang-nhat:\n{slots}nen-xem:\n{slots}")


@settings(max_examples=6, deadline=None)
@given(
    st.lists(
        st.lists(st.sampled_from([*range(len(STATES)), None]), min_size=3, max_size=3),
        min_size=1,
        max_size=3,
    )
)
def test_nothing_of_what_is_hidden_is_in_the_output(builds: list[list[int | None]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        tokens = [TOKEN.format(number) for number in range(3)]
        portal = Portal(Path(folder), **_everything())
        stories = [f"{FOLDER}/{'b' * (n + 1)}-{token}.md" for n, token in enumerate(tokens)]
        _registries(portal, tokens)
        for states in builds:
            for number, state in enumerate(states):
                slug, token = "b" * (number + 1), TOKEN.format(number)
                if state is None:
                    (portal.content / f"{FOLDER}/{slug}-{token}.md").unlink(missing_ok=True)
                else:
                    _story(portal, slug, token, STATES[state])
            _choose(portal, [path for path in stories if (portal.content / path).exists()])
            portal.build()
            tree = portal.tree()
            for number, state in enumerate(states):
                token = TOKEN.format(number)
                found = [p for p, data in tree.items() if token in p or token.encode() in data]
                assert bool(found) is (state == 0), found
                if state is None or STATES[state] in UNTOLD:
                    kinds = ("nginx", "caddy", "headers", "redirects")
                    told = [kind for kind in kinds if token in server_config(portal.settings, kind)]
                    assert told == []


def test_a_papers_first_article_shows_a_picture_that_was_there_before(portal: Portal) -> None:
    portal.write("images/x.svg", SVG.format("x"))
    portal.build()
    assert "images/x.svg" not in portal.tree()
    portal.article(A, "![Ảnh](/images/x.svg)")
    portal.build()
    assert "images/x.svg" in portal.tree()
    (portal.content / A).unlink()
    portal.build()
    assert "images/x.svg" not in portal.tree()
