# SPDX-License-Identifier: AGPL-3.0-or-later
"""What each kind of change costs: the table of docs/design.md, row by row."""

from __future__ import annotations

import re
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from newsroom.engine import libraries
from newsroom.engine.stamps import Stamps, stamps
from newsroom.engine.store_path import store_path
from newsroom.engine.work import work_of
from newsroom.newspaper import NEWSPAPER, THEMING
from newsroom.pages.catalogue import KINDS
from tests.engine.archive_site import ArchiveSite
from tests.portal import ROOT

TABLE = "## What a change costs"
SHOWN = {name for name, kind in KINDS.items() if kind.templates}
LISTS = {"section", "tag", "district", "author", "series"}
FEEDS = {"feed", "feed-atom", "feed-json", "opml"}
COPIES = {"static", "theme"}


class Cost(NamedTuple):
    """What a change costs: whether everything is read, or arranged, again; kinds rendered."""

    read: bool = False
    arranged: bool = False
    rendered: frozenset[str] = frozenset()


# ------------------------------------------------------------------------------------- the table


def documented() -> dict[str, Cost]:
    """The rows of the table: change → cost."""
    text = (ROOT / "docs" / "design.md").read_text("utf-8").partition(TABLE)[2]
    text = text.partition("\n## ")[0]
    rows = [line.strip("|").split("|") for line in text.splitlines() if line.startswith("| ")][1:]
    return {
        change.strip(): Cost("yes" in read, "yes" in arranged, kinds(rendered))
        for change, read, arranged, rendered in rows
    }


def kinds(text: str) -> frozenset[str]:
    words = text.strip()
    named = {
        "nothing": set(),
        "everything": set(KINDS),
        "all but copies": set(KINDS) - COPIES,
        "all with templates": SHOWN,
        "all with templates, feeds": {*SHOWN, *FEEDS},
        "lists": LISTS,
    }
    if words in named:
        return frozenset(named[words])
    return frozenset(re.findall(r"`([\w-]+)`", words))


# ---------------------------------------------------------------------------------------- code


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("code") / "newsroom"
    shutil.copytree(
        ROOT / "plugins" / "newsroom", folder, ignore=shutil.ignore_patterns("__pycache__")
    )
    return folder


@pytest.fixture
def copy(package: Path) -> Iterator[Path]:
    """A copy of the package; what is edited comes back."""
    before = {path: path.read_bytes() for path in package.rglob("*") if path.suffix in CODE}
    yield package
    for path, data in before.items():
        if path.read_bytes() != data:
            path.write_bytes(data)


CODE = (".py", ".mo", ".po")


def look(package: Path, archive: ArchiveSite) -> Stamps:
    return stamps(work_of(NEWSPAPER, archive.settings), package.parent / "cache", package)


def difference(before: Stamps, after: Stamps) -> Cost:
    read, arranged = before.read != after.read, before.arrange != after.arrange
    if read or arranged:  # then pages are new, whatever their shapes
        return Cost(read, True, frozenset(KINDS))
    changed = {kind for kind in KINDS if before.kinds[kind] != after.kinds[kind]}
    return Cost(rendered=frozenset(changed))


def replace(name: str, old: str, new: str) -> Callable[[Path], None]:
    def edit(package: Path) -> None:
        path = package / name
        text = path.read_text("utf-8")
        assert old in text, name
        path.write_text(text.replace(old, new, 1), "utf-8")

    return edit


def comments(package: Path) -> None:
    """Comments and docstrings, in every module."""
    for path in package.rglob("*.py"):
        text = path.read_text("utf-8")
        text = text.replace('"""', '"""Really: ', 1)
        text = re.sub(r"^(    +)(return .*)$", r"\1# Of course.\n\1\2", text, flags=re.MULTILINE)
        path.write_text(f"# A comment.\n{text}\n\n# The end.\n", "utf-8")
        compile(path.read_text("utf-8"), path, "exec")


def messages(package: Path) -> None:
    """The text of every message that stands in one line."""
    edited = 0
    for path in package.rglob("*.py"):
        text = path.read_text("utf-8")
        if "from newsroom.messages import _" in text:
            text, count = re.subn(r'(?<!\w)_\("([A-Z])', r'_("Oh: \1', text)
            path.write_text(text, "utf-8")
            edited += count
    assert edited > 30


def catalogue(package: Path) -> None:
    for path in package.rglob("*.mo"):
        path.write_bytes(path.read_bytes() + b"\x00")


CODE_EDITS: dict[str, Callable[[Path], None]] = {
    "comments and docstrings, anywhere": comments,
    "messages to editors, in the code": messages,
    "their translation": catalogue,
    "`read/paths.py`": replace("read/paths.py", "return ", "return 0 or "),
    "`read/registries.py`": replace("read/registries.py", "return ", "return 0 or "),
    "`text/slug.py`": replace("text/slug.py", "return ", "return 0 or "),
    "`arrange/update.py`": replace("arrange/update.py", "return ", "return 0 or "),
    "`read/resolve.py`": replace("read/resolve.py", "return ", "return 0 or "),
    "`related/score.py`": replace("related/score.py", "return ", "return 0 or "),
    "which pages there are (`pages/kinds.py`)": replace(
        "pages/kinds.py", "if listed.row.name != row.name", "if row.name != listed.row.name"
    ),
    "`pages/panels.py`": replace("pages/panels.py", "seen = {own", "seen = {'', own"),
    "the function that composes tags": replace(
        "pages/lists.py", 'make.say("Topic: %s")', 'make.say("A topic: %s")'
    ),
    "`listing` of `pages/lists.py`": replace(
        "pages/lists.py", "size = make.settings.page_size", "size = 0 + make.settings.page_size"
    ),
    "`pages/present.py`": replace("pages/present.py", "base = settings.base", "base = ''"),
    "`engine/templates.py`": replace("engine/templates.py", "trim_blocks=True", "trim_blocks=1"),
    "`publish/rss.py`": replace("publish/rss.py", "return ", "return 0 or "),
    "`engine/scan.py`, `engine/output.py`": replace("engine/scan.py", "return ", "return 0 or "),
}  # fmt: skip


@pytest.mark.parametrize("change", CODE_EDITS)
def test_what_a_change_of_code_costs(change: str, copy: Path, archive: ArchiveSite) -> None:
    before = look(copy, archive)
    CODE_EDITS[change](copy)
    assert difference(before, look(copy, archive)) == documented()[change]


def test_the_code_of_filters_counts_where_templates_do(archive: ArchiveSite) -> None:
    assert set(THEMING.filters.values()) < set(work_of(NEWSPAPER, archive.settings).filling)


LIBRARIES = {
    "the version of Markdown": "markdown",
    "the version of numpy": "numpy",
    "the version of Jinja2": "jinja2",
    "the version of lxml": "lxml",
    "Python's version": "",
}


@pytest.mark.parametrize("change", LIBRARIES)
def test_what_another_version_costs(
    change: str, archive: ArchiveSite, package: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = look(package, archive)
    library = LIBRARIES[change]
    if library:
        place = package.parent / f"{library}-99.9.dist-info"
        place.mkdir(exist_ok=True)
        (place / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {library}\nVersion: 99.9\n")
        places = {**libraries._places(), library: place}
        monkeypatch.setattr(libraries, "_places", lambda: places)
    else:
        monkeypatch.setattr("sys.version_info", (3, 99, 0, "final", 0))
    assert difference(before, look(package, archive)) == documented()[change]


def test_the_build_date_of_python_costs_nothing(
    archive: ArchiveSite, package: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = look(package, archive)
    monkeypatch.setattr("sys.version", "3.11.7 (main, built another day)")
    assert look(package, archive) == before


# ------------------------------------------------------------------- settings, theme, content


def setting(name: str, value: Any) -> Callable[[ArchiveSite], None]:
    return lambda archive: archive.overrides.__setitem__(name, value)


def theme(name: str, text: str) -> Callable[[ArchiveSite], None]:
    def edit(archive: ArchiveSite) -> None:
        with (archive.root / "theme" / name).open("a") as file:
            file.write(text)

    return edit


def translation(archive: ArchiveSite) -> None:
    path = next((archive.root / "theme" / "translations").rglob("*.mo"))
    path.write_bytes(path.read_bytes() + b"\x00")


def drafts(archive: ArchiveSite) -> None:
    archive.put(7, status="draft")
    archive.build()
    archive.overrides["NEWSROOM_DRAFTS"] = True


def weights(archive: ArchiveSite) -> None:
    archive.write("data/term-weights.txt", "# least 1 of 9 articles, most 40; others weigh 60\n")


SITE_EDITS: dict[str, Callable[[ArchiveSite], None]] = {
    "`TIMEZONE`": setting("TIMEZONE", "UTC"),
    "`MARKDOWN`": setting("MARKDOWN", {"extensions": ["abbr"]}),
    "the table of weights (`related-freeze`)": weights,
    "`NEWSROOM_TONE_STYLE`": setting("NEWSROOM_TONE_STYLE", "hoà"),
    "`ARTICLE_URL`, `ARTICLE_SAVE_AS`": setting("ARTICLE_SAVE_AS", "bai/{slug}.html"),
    "`DEFAULT_PAGINATION`": setting("DEFAULT_PAGINATION", 7),
    "`NEWSROOM_DRAFTS`, while there are none": setting("NEWSROOM_DRAFTS", True),
    "`NEWSROOM_DRAFTS`": drafts,
    "`SITEURL`, `NEWSROOM_HOSTS`, `NEWSROOM_ELSEWHERE` (which links are the site's own)": setting(
        "SITEURL", "https://khac.example.org"
    ),
    "`NEWSROOM_HOME_LATEST`": setting("NEWSROOM_HOME_LATEST", 3),
    "`NEWSROOM_FEED_ITEMS`": setting("NEWSROOM_FEED_ITEMS", 3),
    "`NEWSROOM_PANEL_MORE`": setting("NEWSROOM_PANEL_MORE", 3),
    "`NEWSROOM_WORKERS`, `NEWSROOM_WARNINGS`": setting("NEWSROOM_WORKERS", 2),
    "`home.html`": theme("templates/home.html", "{# sửa #}"),
    "`partials/calendar.html`": theme("templates/partials/calendar.html", "{# sửa #}"),
    "`cards/row.html`": theme("templates/cards/row.html", "{# sửa #}"),
    "the theme's translation": translation,
    "a file of CSS, new or changed": theme("static/css/moi.css", "a { color: red }"),
}


def built(archive: ArchiveSite) -> Cost:
    """What a build costs: read from the store."""
    with closing(sqlite3.connect(store_path(archive.settings))) as store:
        store.execute("UPDATE pages SET why = 'before'")
        store.commit()
    report = archive.build()
    with closing(sqlite3.connect(store_path(archive.settings))) as store:
        query = "SELECT DISTINCT kind, why FROM pages WHERE why <> 'before'"
        rows = store.execute(query).fetchall()
    read, new = report.reason == "stamp", len({kind for kind, why in rows if why == "new"}) > 10
    whole = {kind for kind, why in rows if why == "shape" or kind == "theme"}
    return Cost(read, new, frozenset(KINDS) if new else frozenset(whole))


@pytest.mark.parametrize("change", SITE_EDITS)
def test_what_a_change_of_the_site_costs(change: str, archive: ArchiveSite) -> None:
    cost = documented()[change]
    present = {kind for (kind,) in _kinds(archive)}
    SITE_EDITS[change](archive)
    found = built(archive)
    if not found.arranged:
        cost = cost._replace(rendered=cost.rendered & present)
    assert found == cost
    assert archive.build().rendered == 0


def _kinds(archive: ArchiveSite) -> list[tuple[str]]:
    with closing(sqlite3.connect(store_path(archive.settings))) as store:
        return store.execute("SELECT DISTINCT kind FROM pages").fetchall()


def test_every_row_of_the_table_is_tried() -> None:
    assert set(documented()) == {*CODE_EDITS, *LIBRARIES, *SITE_EDITS}


# ------------------------------------------------------------------------------------ templates


@pytest.mark.parametrize("tag", ["include", "import", "from"])
@pytest.mark.parametrize("sign", ["{%", "{%-", "{%+"])
def test_what_a_template_takes_in_shapes_its_kind(
    archive: ArchiveSite, tag: str, sign: str
) -> None:
    rest = {"import": " as x", "from": " import x"}.get(tag, "")
    templates = archive.root / "theme" / "templates"
    (templates / "partials" / "moi.html").write_text("{% macro x() %}{% endmacro %}")
    with (templates / "home.html").open("a") as file:
        file.write(f"{sign} {tag} 'partials/moi.html'{rest} %}}")
    archive.build()
    (templates / "partials" / "moi.html").write_text("{% macro x() %} {% endmacro %}")
    assert built(archive) == Cost(rendered=frozenset({"home"}))


def test_templates_that_take_in_each_other_come_to_an_end(archive: ArchiveSite) -> None:
    templates = archive.root / "theme" / "templates"
    for one, other in (("a", "b"), ("b", "a")):
        text = f'{{% if 0 %}}{{% include "{other}.html" %}}{{% endif %}}'
        (templates / f"{one}.html").write_text(text)
    with (templates / "home.html").open("a") as file:
        file.write('{% include "a.html" %}')
    assert built(archive) == Cost(rendered=frozenset({"home"}))
    assert archive.build().rendered == 0


@pytest.mark.parametrize(
    "code",
    [
        *("{{ site.tagline }}", "{{ asset('css/site.css') }}", "{{ site }}", "{{ site|string }}"),
        r"""{{ "(27\") " ~ site.tagline ~ " |" }}""",
        r"""{{ 'Mẹ\' ' ~ site.tagline ~ ' |' }}""",
        """{{ "}}" ~ site.tagline }}""",
        """{% set end = "%}" ~ site.tagline %}""",
    ],
)
def test_what_a_template_shows_of_the_site_shapes_its_kind(archive: ArchiveSite, code: str) -> None:
    with (archive.root / "theme" / "templates" / "fragment.html").open("a") as file:
        file.write(code)
    archive.build()
    archive.overrides["NEWSROOM_TAGLINE"] = "Khác"
    assert ("fragment" in built(archive).rendered) == ("asset" not in code)


# --------------------------------------------------------------------------------- the navigation


def test_a_section_that_is_renamed_renders_what_shows_it(archive: ArchiveSite) -> None:
    path = archive.content / "data" / "sections.yaml"
    path.write_text(path.read_text().replace("Đời sống", "Sống"))
    cost = built(archive)
    assert not (cost.read or cost.arranged)
    assert {"home", "article", "404"} <= cost.rendered
    assert not cost.rendered & {"static"}
