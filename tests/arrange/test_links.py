# SPDX-License-Identifier: AGPL-3.0-or-later
"""Links to addresses of the site: told when they lead nowhere, and rendered as what is there."""

from __future__ import annotations

from pathlib import Path

import pytest

from newsroom.engine.store_path import store_path
from newsroom.errors import ContentError
from newsroom.store import mentions
from newsroom.store.database import connect
from tests.portal import Portal

FOLDER = "cong-doan/2025/04"
CODES = ("dead-address", "missing-heading")


@pytest.fixture
def portal(tmp_path: Path) -> Portal:
    return Portal(tmp_path)


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    """The language of the code."""
    monkeypatch.setenv("LANG", "en_GB.UTF-8")


def told(portal: Portal) -> list[str]:
    """Build; what is told of links."""
    return [str(problem) for problem in portal.build().warnings if problem.code in CODES]


def link(portal: Portal, page: str = "2025/04/a.html", text: str = "x") -> str | None:
    """Where the link of this text leads; None: nowhere."""
    (found,) = (tag for tag in portal.page(page).select("main a") if tag.text == text)
    if not found.get("href"):
        assert found["role"] == "link" and found["aria-disabled"] == "true"
        return None
    return str(found["href"])


DEAD = {
    "/2025/04/khong-co.html": "/2025/04/khong-co.html",
    "/tag/khong-co/": "/tag/khong-co/",
    "tag/khong-co": "/tag/khong-co/",
    "/khong-co": "/khong-co/",
    "https://bao.example.org/khong-co.html": "/khong-co.html",
    "http://localhost:8000/2025/04/khong-co.html": "/2025/04/khong-co.html",
    "/index.php?id=5": "/index.php?id=5",
    "/ban-nhap/cong-doan/2025/04/khong-co.html": "/ban-nhap/cong-doan/2025/04/khong-co.html",
}


def test_an_address_without_a_page_is_told_and_is_no_link(portal: Portal) -> None:
    links = [f"[x{number}]({written})" for number, written in enumerate(DEAD)]
    portal.article(f"{FOLDER}/a.md", "\n".join(["Một.\n", *links]))
    assert [line.partition("; ")[0] for line in told(portal)] == [
        f'{FOLDER}/a.md:{line}: "{shown}" leads to no page of this site'
        for line, shown in enumerate(DEAD.values(), 10)
    ]
    assert {link(portal, text=f"x{number}") for number in range(len(DEAD))} == {None}
    assert told(portal) == []  # nothing was read


ALIVE = {
    "/2025/04/b.html": "/2025/04/b.html",
    "/2025/04/b.html#muc-mot": "/2025/04/b.html#muc-mot",
    "2025/04/b.html": "/2025/04/b.html",
    "https://www.bao.example.org/2025/04/b.html": "/2025/04/b.html",
    "/cu": "/2025/04/b.html",
    "/cu/x.php?id=5#muc-mot": "/2025/04/b.html#muc-mot",
    "?id=7": "/2025/04/b.html",
    "/tag/tet": "/tag/tet/",
    "/cong-doan/": "/cong-doan/",
    "/luu-tru/2025/04/": "/luu-tru/2025/04/",
    "/images/a.svg": "/images/a.svg",
    "/rss/tin-moi.rss": "/rss/tin-moi.rss",
    "/": "/",
    "/tag/?q=t": "/tag/?q=t",
    "/gioi-thieu.html#main": "/gioi-thieu.html#main",
}


@pytest.mark.parametrize("prefix", ["", "/bao"])
def test_an_address_with_a_page_gets_the_prefix_of_the_site(tmp_path: Path, prefix: str) -> None:
    portal = Portal(tmp_path, SITEURL=f"https://bao.example.org{prefix}")
    aliases = ["/cu/", "/cu/x.php?id=5", "?id=7"]
    portal.article(f"{FOLDER}/b.md", "## Mục một", date="2025-04-23", tags=["tết"], aliases=aliases)
    links = [
        f"[x{number}]({written.replace('.org/', f'.org{prefix}/')})"
        for number, written in enumerate(ALIVE)
    ]
    portal.article(f"{FOLDER}/a.md", " ".join(links))
    portal.write("pages/gioi-thieu.md", "---\ntitle: Giới thiệu\n---\nTòa soạn.\n")
    portal.write("images/a.svg", "<svg/>")
    assert told(portal) == []
    for number, href in enumerate(ALIVE.values()):
        assert link(portal, text=f"x{number}") == prefix + href


def test_a_page_that_goes_is_told_by_those_who_link_to_it(portal: Portal) -> None:
    portal.article(f"{FOLDER}/a.md", "[x](/tag/tet/)")
    portal.article(f"{FOLDER}/b.md", "Không liên kết.", date="2025-04-23", tags=["tết"])
    portal.article(f"{FOLDER}/c.md", "[x](/2025/04/b.html)", date="2025-04-24")
    assert told(portal) == [] and link(portal) == "/tag/tet/"
    portal.article(f"{FOLDER}/b.md", "Không liên kết.", date="2025-04-23", tags=["nhà ở"])
    (warning,) = told(portal)
    assert warning.startswith(f"{FOLDER}/a.md:8: ") and link(portal) is None
    portal.article(f"{FOLDER}/b.md", "Không liên kết.", date="2025-04-23", tags=["Tết"])
    assert told(portal) == [] and link(portal) == "/tag/tet/"
    (portal.content / FOLDER / "b.md").unlink()
    assert [line.partition(": ")[0] for line in told(portal)] == [
        f"{FOLDER}/a.md:8",
        f"{FOLDER}/c.md:8",
    ]


def test_a_story_that_moves_takes_the_links_along_by_its_old_address(portal: Portal) -> None:
    portal.article(f"{FOLDER}/a.md", "[x](/2025/04/b.html)")
    portal.article(f"{FOLDER}/b.md", date="2025-04-23")
    told(portal)
    portal.article(f"{FOLDER}/b.md", date="2025-05-23")
    (warning,) = told(portal)
    # The file is known by its name, wherever its address is now.
    assert f'"{FOLDER}/b.md"' in warning and link(portal) is None
    portal.article(f"{FOLDER}/b.md", date="2025-05-23", aliases=["/2025/04/b.html"])
    assert told(portal) == [] and link(portal) == "/2025/05/b.html"
    report = portal.build()
    assert (report.rendered, report.written) == (0, 0)


@pytest.mark.parametrize(
    "field",
    [
        {"status": "draft"},
        {"status": "withdrawn"},
        {"date": "2027-01-05"},
        {"expires": "2025-05-01"},
    ],
)
def test_a_story_that_waits_or_was_taken_down_is_not_told(
    portal: Portal, field: dict[str, str]
) -> None:
    address = "/2027/01/b.html" if "date" in field else "/2025/04/b.html"
    portal.article(f"{FOLDER}/a.md", f"[x]({address})")
    portal.article(f"{FOLDER}/b.md", **{"date": "2025-04-23", **field})
    assert told(portal) == [] and link(portal) is None
    portal.now += 200 * 86_400
    portal.build()
    assert link(portal) == (address if "date" in field else None)


@pytest.mark.parametrize("address", ["b.md", "/2025/04/b.html", "/cu/"])
def test_headings_of_other_articles(portal: Portal, address: str) -> None:
    portal.article(f"{FOLDER}/a.md", f"[x]({address}#muc-mot)")
    portal.article(f"{FOLDER}/c.md", f"[x]({address}#khac)", date="2025-04-24")
    portal.article(f"{FOLDER}/b.md", "## Mục một\n\nChữ.", date="2025-04-23", aliases=["/cu/"])
    assert [line.partition(": ")[0] for line in told(portal)] == [f"{FOLDER}/c.md:8"]
    portal.article(f"{FOLDER}/b.md", "## Mục một\n\nSửa.", date="2025-04-23", aliases=["/cu/"])
    assert told(portal) == []  # it has what it had, and nobody is told again
    portal.article(f"{FOLDER}/b.md", "## Mục môt\n\n## Hai", date="2025-04-23", aliases=["/cu/"])
    assert told(portal) == []
    portal.article(f"{FOLDER}/b.md", "## Mục mộc", date="2025-04-23", aliases=["/cu/"])
    (warning,) = told(portal)
    assert warning.startswith(f"{FOLDER}/a.md:8: ") and '"#muc-moc"' in warning


def test_a_draft_is_found_in_the_preview(tmp_path: Path) -> None:
    portal = Portal(tmp_path, NEWSROOM_DRAFTS=True)
    address = "/ban-nhap/cong-doan/2025/04/b.html"
    portal.article(f"{FOLDER}/a.md", f"[x](http://localhost:8000{address})")
    portal.article(f"{FOLDER}/b.md", date="2025-04-23", status="draft")
    assert told(portal) == [] and link(portal) == address
    published = Portal(tmp_path, OUTPUT_PATH=str(tmp_path / "public"))
    (warning,) = told(published)
    assert f'"{FOLDER}/b.md"' in warning


GUESSES = {
    "/tag/an-toam/": "/tag/an-toan/",
    "/cong-doam/": "/cong-doan/",
    "/2024/11/trao-qua.html": f"{FOLDER}/2025-04-22-trao-qua.md",
    "trao-qua": f"{FOLDER}/2025-04-22-trao-qua.md",
    "/trao-qua.htm": f"{FOLDER}/2025-04-22-trao-qua.md",
}


@pytest.mark.parametrize(("written", "guess"), GUESSES.items())
def test_guesses_at_addresses(portal: Portal, written: str, guess: str) -> None:
    portal.article(f"{FOLDER}/2025-04-22-trao-qua.md", tags=["an toàn"])
    portal.article(f"{FOLDER}/a.md", f"[x]({written})", date="2025-04-23")
    assert f'"{guess}"' in told(portal)[0]


MOVED = "doi-song/2025/05/trao-qua.md"


@pytest.mark.parametrize(
    ("kind", "written"),
    [
        *(("related", "doi-song/2025/04/trao-qua.md"), ("unrelated", "trao-qua.md")),
        *(
            ("body", "/trao-qua.md"),
            ("body", "2025-05-01-trao-qua.md"),
            ("slot", "cong-doan/trao-qua.md"),
        ),
    ],
)
def test_a_file_that_has_moved_is_guessed_by_its_name(
    portal: Portal, kind: str, written: str
) -> None:
    portal.article(MOVED, date="2025-05-02")
    fields = {kind: [written]} if kind.endswith("related") else {}
    portal.article(f"{FOLDER}/a.md", f"[x]({written})" if kind == "body" else "Bài.", **fields)
    if kind == "slot":
        portal.write("data/slots.yaml", f"nen-xem:\n  - {written}\n")
    with pytest.raises(ContentError) as caught:
        portal.build()
    (problem,) = caught.value.problems
    assert f'"{MOVED}"' in problem.message
    place = {"body": (f"{FOLDER}/a.md", 8), "slot": ("data/slots.yaml", 2)}.get(kind)
    assert (problem.path, problem.line) == (place or (f"{FOLDER}/a.md", 6))


def test_a_picture_that_has_moved_is_guessed_by_its_name(portal: Portal) -> None:
    portal.write("images/2025/a.svg", "<svg/>")
    portal.article(f"{FOLDER}/a.md", "![x](images/a.svg) [x](/images/b/a.svg)", image="a.svg")
    with pytest.raises(ContentError) as caught:
        portal.build()
    assert len(caught.value.problems) == 3
    assert all('"images/2025/a.svg"' in problem.message for problem in caught.value.problems)


def test_a_picture_and_the_registry_that_named_it_change_together(portal: Portal) -> None:
    portal.write("images/a.svg", "<svg/>")
    portal.write("data/series.yaml", "- {slug: x, name: X, image: images/a.svg}\n")
    portal.build()
    (portal.content / "images" / "a.svg").rename(portal.content / "images" / "b.svg")
    portal.write("data/series.yaml", "- {slug: x, name: X, image: images/b.svg}\n")
    portal.build()
    (portal.content / "images" / "b.svg").unlink()
    with pytest.raises(ContentError) as caught:
        portal.build()
    assert [problem.path for problem in caught.value.problems] == ["data/series.yaml"]


def test_every_reference_is_kept_with_its_line_and_its_use(portal: Portal) -> None:
    portal.write("images/a.svg", "<svg/>")
    portal.write("images/x.pdf", "%PDF-1.7")
    portal.write("data/authors.yaml", "- name: Minh Khôi\n  photo: images/a.svg\n")
    portal.write("data/series.yaml", "- slug: x\n  name: X\n  image: images/a.svg\n")
    portal.write("data/slots.yaml", f"nen-xem:\n  - {FOLDER}/b.md\n")
    body = "[x](images/x.pdf)\n\n![x](/images/a.svg)\n\n[x](/images/x.pdf)\n\n[x](/tag/#y)"
    whole = "https://bao.example.org/images/a.svg"
    portal.article(f"{FOLDER}/a.md", body, image="images/a.svg", related=[f"{FOLDER}/b.md"])
    portal.article(f"{FOLDER}/b.md", date="2025-04-23", image={"src": whole, "alt": "Ảnh"})
    portal.build()
    with connect(store_path(portal.settings), readonly=True) as db:
        found = {
            (
                it.source,
                *(getattr(it.reference, name) for name in ("line", "kind", "target", "use")),
            )
            for (source,) in db.execute("SELECT DISTINCT source FROM mentions")
            for it in mentions.of_source(db, source)
        }
    a, b = f"{FOLDER}/a.md", f"{FOLDER}/b.md"
    assert found >= {
        (a, 6, "static", "images/a.svg", "image"),
        (a, 7, "article", b, "related"),
        (a, 10, "static", "images/x.pdf", "link"),
        (a, 12, "static", "images/a.svg", "picture"),
        (a, 14, "static", "images/x.pdf", "link"),
        (a, 16, "address", "/tag/index.html", "link"),
        (b, 6, "static", "images/a.svg", "image"),
        ("data/authors.yaml", 2, "static", "images/a.svg", "photo"),
        ("data/series.yaml", 3, "static", "images/a.svg", "image"),
        ("data/slots.yaml", 2, "article", b, "slot"),
    }


ALIASES = {
    "two articles": ("aliases: [/x.php?id=1]", "aliases: [x.php?id=1]"),
    "two spellings": ("aliases: ['?id=1']", "aliases: ['/?id=1']"),
}


@pytest.mark.parametrize("apart", [False, True])
@pytest.mark.parametrize("case", ALIASES)
def test_an_old_address_leads_to_one_article(portal: Portal, case: str, apart: bool) -> None:
    head = "---\ntitle: Tựa\ndate: 2025-04-2{}\nauthor: An\ndistrict: Quận Đống Đa\n{}\n---\nBài.\n"
    for number, alias in enumerate(ALIASES[case]):
        portal.write(f"{FOLDER}/{number}.md", head.format(number, alias))
        if apart and number == 0:
            portal.build()
    with pytest.raises(ContentError) as caught:
        portal.build()
    (problem,) = caught.value.problems
    assert f"{FOLDER}/0.md" in str(problem) and f"{FOLDER}/1.md" in str(problem)
    # It may pass from one to the other in one build.
    portal.write(f"{FOLDER}/0.md", head.format(0, "kicker: X"))
    portal.build()


def test_an_old_address_is_no_file_of_the_site(portal: Portal) -> None:
    portal.write("images/a.svg", "<svg/>")
    portal.article(f"{FOLDER}/a.md", aliases=["/images/a.svg"])
    with pytest.raises(ContentError) as caught:
        portal.build()
    assert "images/a.svg" in str(caught.value)


def test_an_address_that_a_draft_no_longer_has_is_told(portal: Portal) -> None:
    """It waits for the draft; once that is to come elsewhere, or is gone, it leads nowhere."""
    portal.article(f"{FOLDER}/a.md", "[x](/2025/04/b.html)")
    draft = portal.article(f"{FOLDER}/b.md", date="2025-04-02", status="draft")
    assert told(portal) == []
    portal.article(f"{FOLDER}/b.md", date="2027-05-02")
    assert told(portal) != [] and told(portal) == []
    portal.article(f"{FOLDER}/b.md", date="2025-04-02", status="draft")
    assert told(portal) == []
    draft.unlink()
    assert told(portal) != []


def test_an_old_address_that_only_the_server_knew_is_told_when_it_goes(portal: Portal) -> None:
    portal.article(f"{FOLDER}/a.md", "[x](/cu.php?id=b)")
    portal.article(f"{FOLDER}/b.md", date="2025-04-02", aliases=["/cu.php?id=b"])
    assert told(portal) == []
    portal.article(f"{FOLDER}/b.md", date="2025-04-02")
    assert told(portal) != [] and told(portal) == []
