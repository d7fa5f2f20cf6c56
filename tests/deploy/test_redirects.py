# SPDX-License-Identifier: AGPL-3.0-or-later
"""Old addresses, however editors write them: no loop, no chain, nothing hidden, or it is told.

Articles and lists give up names, take those that others had, and name each other's and their own
addresses as old ones. Either the build says what is wrong, by file and line, or each old address
leads straight to a page that is there, by the pages of the site and by the servers' maps alike.
"""

from __future__ import annotations

import itertools
import tempfile
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from newsroom.arrange import icons
from newsroom.deploy.moved import moved
from newsroom.errors import ContentError
from tests.portal import Portal

SITE = "https://bao.example.org"
NAMES = ("a", "b", "c")
SLUGS = ("doi-song", "an-sinh", "viec-lam")
ADDRESSES = (
    *(f"/2025/04/{name}.html" for name in NAMES),
    *(f"/{slug}/" for slug in SLUGS),
    "/cu/1.html", "/cu/2.html", "/tag/an-toan/", "/tag/at/", "/tac-gia/minh-khoi/", "/dia-ban/cu/",
    "/cu.php", "/rss/", "/", "/doi-song/trang/1/", "/manifest.webmanifest",
)  # fmt: skip

few = st.lists(st.sampled_from(ADDRESSES), max_size=2, unique=True)
papers = st.fixed_dictionaries(
    {
        "articles": st.dictionaries(st.sampled_from(NAMES), few, min_size=1),
        "sections": st.lists(
            st.tuples(st.sampled_from(SLUGS), few), min_size=1, max_size=3, unique_by=lambda s: s[0]
        ),
        "tag": few,
        "author": few,
        "unit": few,
    }
)


def write(portal: Portal, paper: dict[str, Any]) -> None:
    """The paper's files, in place of those that are there."""
    for path in portal.content.rglob("*.md"):
        path.unlink()
    sections = [f"- {{slug: {slug}, name: Mục {slug}, former: {_list(old)}}}"
                for slug, old in paper["sections"]]  # fmt: skip
    portal.write("data/sections.yaml", "\n".join(sections) + "\n")
    portal.write("data/tags.yaml", f"- {{name: an toàn, former: {_list(paper['tag'])}}}\n")
    portal.write("data/authors.yaml", f"- {{name: Minh Khôi, former: {_list(paper['author'])}}}\n")
    former = _list(paper["unit"])
    portal.write(
        "data/districts.yaml", f"- {{slug: quan-dong-da, name: Quận Đống Đa, former: {former}}}\n"
    )
    first = paper["sections"][0][0]
    for name, aliases in paper["articles"].items():
        portal.article(f"{first}/2025/04/{name}.md", aliases=aliases, tags=["an toàn"])


def _list(addresses: list[str]) -> str:
    return "[" + ", ".join(addresses) + "]"


def check(portal: Portal) -> None:
    """What the output and the servers' maps say of old addresses."""
    tree = portal.tree()
    told = moved(portal.settings, portal.now).redirects
    leads = {
        path: str(BeautifulSoup(data, "lxml").select_one('link[rel="canonical"]')["href"])  # type: ignore[index]  # or the test fails
        for path, data in tree.items()
        if path.endswith(".html") and b'http-equiv="refresh"' in data
    }
    for path, target in leads.items():
        assert target.startswith(f"{SITE}/"), path
        file = file_of(target.removeprefix(SITE))
        assert file in tree and file not in leads, f"{path} leads to {target}"
        assert file != path
    for old, new in told.items():
        assert new not in told and file_of(new) in tree and file_of(new) not in leads, old
        answers = file_of(old)
        # A page of its own is not hidden by a redirect; feeds of former lists are files as well.
        assert answers not in tree or answers in leads or old.startswith("/rss/"), old
        if answers in leads:
            assert leads[answers] == f"{SITE}{new}"
    assert {f"/{path}" for path in leads} <= set(told)


def file_of(url: str) -> str:
    return f"{url.lstrip('/')}index.html" if url.endswith("/") else url.lstrip("/")


@settings(
    max_examples=30,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],  # to shrink one takes minutes of builds
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(first=papers, second=papers)
def test_old_addresses_lead_straight_on_or_are_told(
    compiled: Path, first: dict[str, Any], second: dict[str, Any]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        portal = Portal(Path(folder))
        (portal.root / "cache").mkdir()
        (portal.root / "cache/templates").symlink_to(compiled)
        for paper in (first, second):
            write(portal, paper)
            try:
                portal.build()
            except ContentError as error:
                assert all(problem.path for problem in error.problems)
                blamed = [p for p in error.problems if p.path.startswith("data/")]
                assert all(problem.line for problem in blamed)
                assert any(
                    address in problem.message or file_of(address) in problem.message
                    for problem in error.problems
                    for address in ADDRESSES
                )
                continue
            check(portal)
            assert portal.tree() == portal.clean_tree(portal.root / "clean")


@pytest.mark.parametrize("count", [2, 3])
def test_aliases_in_a_circle_are_told(portal: Portal, count: int) -> None:
    """Each article says that the next one's address was its own."""
    for name, other in itertools.pairwise((*NAMES[:count], NAMES[0])):
        portal.article(f"doi-song/2025/04/{name}.md", aliases=[f"/2025/04/{other}.html"])
    with pytest.raises(ContentError) as caught:
        portal.build()
    assert {problem.path for problem in caught.value.problems} <= {
        f"doi-song/2025/04/{name}.md" for name in NAMES
    }
    assert all(problem.line for problem in caught.value.problems)


@pytest.mark.parametrize("name", [*icons.FILES, icons.MANIFEST])
@pytest.mark.parametrize("field", ["aliases", "url"])
def test_no_story_takes_the_place_of_an_icon(portal: Portal, name: str, field: str) -> None:
    """Servers would lead on from it, and browsers ask for it by themselves."""
    value: Any = [f"/{name}"] if field == "aliases" else f"/{name}"
    portal.article("doi-song/2025/04/a.md", **{field: value})
    with pytest.raises(ContentError) as caught:
        portal.build()
    assert [p.path for p in caught.value.problems] == ["doi-song/2025/04/a.md"]
    assert caught.value.problems[0].line and f"/{name}" in caught.value.problems[0].message


@pytest.mark.parametrize("registry", ["districts", "sections", "tags", "authors"])
def test_an_old_address_of_a_list_that_a_story_has_is_told_at_its_line(
    portal: Portal, registry: str
) -> None:
    names = {
        "districts": "slug: quan-dong-da, name: Quận Đống Đa",
        "sections": "slug: doi-song, name: Đời sống",
        "tags": "name: an toàn",
        "authors": "name: Minh Khôi",
    }
    for name, fields in names.items():
        old = ", former: [/2025/04/a.html]" if name == registry else ""
        portal.write(f"data/{name}.yaml", f"# Ghi chú\n- {{{fields}{old}}}\n")
    portal.article("doi-song/2025/04/a.md", tags=["an toàn"])
    with pytest.raises(ContentError) as caught:
        portal.build()
    (problem,) = caught.value.problems
    assert (problem.path, problem.line) == (f"data/{registry}.yaml", 2)
    assert "/2025/04/a.html" in problem.message and "doi-song/2025/04/a.md" in problem.message


def test_two_that_change_names_lead_nobody_astray(portal: Portal, tmp_path: Path) -> None:
    """What was at *a* is at *b* now, and the other way round: both addresses are taken."""
    portal.article("doi-song/2025/04/a.md", title="Một")
    portal.article("doi-song/2025/04/b.md", title="Hai")
    portal.build()
    portal.article("doi-song/2025/04/a.md", title="Hai")
    portal.article("doi-song/2025/04/b.md", title="Một")
    portal.build()
    check(portal)
    assert moved(portal.settings, portal.now).redirects == {}
    assert portal.tree() == portal.clean_tree(tmp_path / "clean")


def test_an_old_name_passes_from_one_section_to_another(portal: Portal) -> None:
    """*Đời sống* becomes *An sinh*; later a new section may have the name, without the old line."""
    old = "- {slug: doi-song, name: Đời sống}\n"
    portal.write("data/sections.yaml", old)
    portal.article("doi-song/2025/04/a.md")
    portal.build()
    (portal.content / "doi-song").rename(portal.content / "an-sinh")
    portal.write("data/sections.yaml", "- {slug: an-sinh, name: An sinh, former: [/doi-song/]}\n")
    portal.build()
    check(portal)
    assert moved(portal.settings, portal.now).redirects["/doi-song/"] == "/an-sinh/"
    portal.write("data/sections.yaml", "- {slug: an-sinh, name: An sinh}\n" + old)
    portal.article("doi-song/2025/04/b.md")
    portal.build()
    check(portal)
    assert "/doi-song/" not in moved(portal.settings, portal.now).redirects
    assert "Bài b" in portal.page("doi-song/index.html").get_text()
