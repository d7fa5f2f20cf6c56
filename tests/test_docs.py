# SPDX-License-Identifier: AGPL-3.0-or-later
"""The documentation is true: links and paths exist, tables are in step, examples work."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import msgspec
import pytest
import tasks
from invoke import Collection

from newsroom import errors as exceptions
from newsroom.cli import parser
from newsroom.engine.store_path import store_path
from newsroom.errors import ContentError, Problems
from newsroom.imprint import Imprint
from newsroom.pages import views
from newsroom.pages.catalogue import KINDS
from newsroom.read.body import BodyRenderer
from newsroom.read.entry import ReadOptions, read_entry
from newsroom.read.registries import load_registries
from newsroom.read.registry_schema import FILES
from newsroom.read.schema import markdown_table
from newsroom.read.uploads import KINDS as UPLOADS
from newsroom.settings import Newsroom
from newsroom.store.database import asked
from newsroom.store.schema import TABLES
from newsroom.warnings import WARNINGS
from tests.portal import ROOT, Portal

DOCS = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md"))]
GUIDE = ROOT / "docs" / "bien-tap.md"
PACKAGE = ROOT / "plugins" / "newsroom"

# Linked to already, and made by other hands: leave this empty once they are there.
LATER: frozenset[str] = frozenset()

every_document = pytest.mark.parametrize("path", DOCS, ids=lambda path: path.name)


def text_of(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


def fences(text: str, language: str) -> list[str]:
    """The fenced blocks of a language."""
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)


def prose(text: str) -> str:
    return re.sub(r"^```.*?^```$", "", text, flags=re.DOTALL | re.MULTILINE)


# ------------------------------------------------------------------------- links and paths


def anchors(path: Path) -> set[str]:
    """The anchors of a document's headings, as git hosts make them."""
    headings = re.findall(r"^#+ (.+)$", prose(path.read_text("utf-8")), re.MULTILINE)
    plain = (re.sub(r"[^\w\- ]", "", heading.lower()) for heading in headings)
    return {heading.strip().replace(" ", "-") for heading in plain}


@every_document
def test_links_lead_somewhere(path: Path) -> None:
    text = re.sub(r"`[^`]*`", "", prose(path.read_text("utf-8")))
    for link in re.findall(r"\]\(([^)\s]+)\)", text):
        if re.match(r"https?:|mailto:", link) or link.removeprefix("docs/") in LATER:
            continue
        target, _, anchor = link.partition("#")
        file = (path.parent / target).resolve() if target else path
        assert file.exists(), link
        if anchor and file.suffix == ".md":
            assert anchor in anchors(file), link


ROOTS = (ROOT, PACKAGE, ROOT / "docs", ROOT / "theme/templates", ROOT / "theme/static")
_PATH = re.compile(r"`([\w./-]+(?:\.(?:py|html|css|yaml|md|svg)|/))`")
# What a build makes, what is an address, and articles of examples.
MADE = re.compile(
    r"^(output|public|preview|ban-tin|path|dia-ban|tac-gia|chuyen-de|tim-kiem)/|^[/.]|/\d{4}/"
)


@every_document
def test_paths_exist(path: Path) -> None:
    if path == GUIDE:
        return  # its paths are examples
    for name in _PATH.findall(prose(path.read_text("utf-8"))):
        if not MADE.search(name) and not any((root / name).exists() for root in ROOTS):
            assert "/" not in name, name
            assert name in {*file_names(), *FILES, "404.html"}, name


@cache
def file_names() -> set[str]:
    folders = ("plugins", "theme", "tests", "tools", "content/data")
    return {path.name for folder in folders for path in (ROOT / folder).rglob("*.*")}


@every_document
def test_tasks_exist(path: Path) -> None:
    known = Collection.from_module(tasks)
    for name, rest in re.findall(r"\binvoke (\w+)([^`\n|&]*)", path.read_text("utf-8")):
        assert name in known.task_names, name
        options = {argument.name for argument in known[name].get_arguments()}
        assert set(re.findall(r"--(\w+)", rest)) <= options, rest


@every_document
def test_commands_exist(path: Path) -> None:
    """As written in code: ``newsroom build --fresh``."""
    (kinds,) = (a for a in parser()._actions if isinstance(a, argparse._SubParsersAction))
    text = path.read_text("utf-8")
    written = [*fences(text, "sh"), *fences(text, "cron"), *re.findall(r"`([^`\n]+)`", prose(text))]
    for name, rest in re.findall(r"\bnewsroom ([a-z][\w-]*)([^\n|&]*)", "\n".join(written)):
        assert name in kinds.choices, name
        options = {o for a in kinds.choices[name]._actions for o in a.option_strings}
        assert set(re.findall(r"(?<!\w)--[a-z][\w-]*", rest)) <= options, rest


# --------------------------------------------------------------------------------- tables


def test_settings_are_documented() -> None:
    """Every setting of ours, with its default and its docstring as its meaning."""
    code = (PACKAGE / "settings.py").read_text("utf-8").replace("``", "`")
    meanings = dict(re.findall(r'^    (\w+): .* = .*\n    """(.*)"""$', code, re.MULTILINE))
    defaults = msgspec.structs.asdict(Newsroom())
    rows = [
        f"| `NEWSROOM_{name.upper()}` | `{_literal(value)}` | {meanings[name]} |"
        for name, value in defaults.items()
    ]
    assert "\n".join(rows) in text_of("docs/settings.md"), rows


def _literal(value: object) -> str:
    if isinstance(value, msgspec.Struct):
        return "{}"
    return f'"{value}"' if isinstance(value, str) else repr(value)


def test_lines_of_the_imprint_are_documented() -> None:
    code = (PACKAGE / "imprint.py").read_text("utf-8").replace("``", "`")
    meanings = re.findall(r'^    (\w+): str = ""\n    """(.*)"""$', code, re.MULTILINE)
    assert [name for name, _meaning in meanings] == list(Imprint.__struct_fields__)
    rows = "\n".join(f"| `{name}` | {meaning} |" for name, meaning in meanings)
    assert f"|---|---|\n{rows}\n" in text_of("docs/settings.md")


def test_settings_of_pelican_that_are_read_are_documented() -> None:
    code = (PACKAGE / "settings.py").read_text("utf-8")
    code += (PACKAGE / "bridge" / "portal.py").read_text("utf-8").partition("_IDLE")[0]
    read = set(re.findall(r'raw(?:\.get\(|\[)"(\w+)"', code))
    assert "ARTICLE_URL" in read
    assert not [name for name in read if f"`{name}`" not in text_of("docs/settings.md")]


def test_warnings_are_documented() -> None:
    """Every code in the table's order, with whether it is told by default and what it tells of."""
    table = text_of("docs/errors.md").partition("<!-- warnings -->")[2].partition("<!-- end -->")[0]
    rows = re.findall(r"^\| `([\w-]+)` \| (yes|no) \| ([^|]+) \|", table, re.MULTILINE)
    kinds = WARNINGS.items()
    assert rows == [(code, "yes" if kind.is_on else "no", kind.meaning) for code, kind in kinds]


def test_fields_are_documented() -> None:
    guide = GUIDE.read_text("utf-8")
    for name, kind in (("an article", "article"), ("a page", "page")):
        table = f"<!-- fields of {name} -->\n\n{markdown_table('vi', kind)}\n<!-- end -->"
        assert table in guide, table


def test_registries_are_documented() -> None:
    guide = GUIDE.read_text("utf-8")
    assert not [name for name in FILES if f"`{name}`" not in guide]


def test_tables_of_the_store_are_documented() -> None:
    design = text_of("docs/design.md")
    tables = re.findall(r"CREATE TABLE (\w+)", TABLES)
    assert not [name for name in tables if f"\n| `{name}` |" not in design]


def test_the_tree_of_errors_is_drawn_as_in_the_code() -> None:
    tree = re.search(r"^    NewsroomError\n(?:    .*\n)+", exceptions.__doc__ or "", re.MULTILINE)
    assert tree
    assert re.sub("^    ", "", tree[0], flags=re.MULTILINE) in text_of("docs/errors.md")


def test_parts_of_the_package_are_documented() -> None:
    design = text_of("docs/design.md").partition("## Modules")[2].partition("\n## ")[0]
    parts = {path.name for path in PACKAGE.iterdir() if path.suffix == ".py" or _is_package(path)}
    for part in parts - {"__init__.py"}:
        assert f"`{part}`" in design or f"`{part}/`" in design, part


def test_the_picture_of_the_parts_is_that_of_the_code() -> None:
    """It shows all parts, and the engine beside what it imports."""
    design = text_of("docs/design.md").partition("## Modules")[2]
    picture = design.partition("```text\n")[2].partition("```")[0]
    today = "\n".join(line[43:] for line in picture.splitlines())
    packages = {path.name for path in PACKAGE.iterdir() if _is_package(path)}
    assert packages <= set(re.findall(r"\w+", today))
    engine = today.partition("engine ──▶")[2].partition("(no ")
    shown = set(re.findall(r"\w+", engine[0])) - {"and", "of", "sources", "pages", "reads"}
    code = "".join(path.read_text("utf-8") for path in (PACKAGE / "engine").glob("*.py"))
    imported = set(re.findall(r"^ *from newsroom\.(\w+)", code, re.MULTILINE)) & packages - {
        "engine"
    }
    assert imported <= shown, imported - shown
    assert not imported & set(re.findall(r"\w+", engine[2].partition(")")[0]))


def _is_package(path: Path) -> bool:
    return (path / "__init__.py").is_file()


# ------------------------------------------------------------------- the guide's examples

HEAD = "title: Trao quà\ndate: 2025-04-22 09:15\nauthor: Thu Hằng\ndistrict: quận Đống Đa\n"
ARTICLE = "doi-song/2025/04/trao-qua.md"


def in_guide(language: str) -> list[str]:
    return fences(GUIDE.read_text("utf-8"), language)


@pytest.mark.parametrize("block", in_guide("markdown"))
def test_body_examples_work(block: str) -> None:
    problems = Problems()
    body = BodyRenderer().render(block, 1, ARTICLE, problems)
    assert not list(problems)
    assert "!!!" not in body.html
    for reference in body.references:
        assert (ROOT / "content" / reference.target).is_file(), reference.target


def front_matters() -> Iterator[str]:
    for block in [*in_guide("yaml"), *fences(text_of("README.md"), "yaml")]:
        if block.startswith("---\n"):
            yield block
        elif not block.startswith("# data/"):
            names = set(re.findall(r"^(\w+):", block, re.MULTILINE))
            rest = [line for line in HEAD.splitlines() if line.partition(":")[0] not in names]
            yield "---\n" + "\n".join(rest) + f"\n{block}---\n\nNội dung.\n"


@pytest.mark.parametrize("block", list(front_matters()))
def test_front_matter_examples_work(block: str) -> None:
    render = BodyRenderer().render
    entry, problems = read_entry(ARTICLE, block.encode(), render, ReadOptions())
    assert entry is not None
    assert problems == ()
    picked = [path for path in entry.related if isinstance(path, str)]
    paths = [*picked, *([entry.image.src] if entry.image else [])]
    assert all((ROOT / "content" / path).is_file() for path in paths)


def test_registry_examples_work() -> None:
    blocks = [block for block in in_guide("yaml") if block.startswith("# data/")]
    files = {block.split("\n")[0].removeprefix("# data/"): block.encode() for block in blocks}
    assert set(files) == set(FILES)
    problems = Problems()
    load_registries(files, problems)
    assert list(problems) == []


def mistakes() -> list[tuple[str, str]]:
    """What an editor writes, and what is said to it, by the guide's table."""
    table = GUIDE.read_text("utf-8").partition("| bạn viết | máy báo |")[2]
    return re.findall(r"^\| `(.+?)` \| `(.+?)` \|$", table, re.MULTILINE)


def _with(written: str) -> str:
    name = re.match(r"(\w+):", written)
    if name is None:
        return f"---\n{HEAD}---\n\n{written}\n\n    x\n"
    rest = [line for line in HEAD.splitlines() if not line.startswith(f"{name[1]}:")]
    return "---\n" + "\n".join([*rest, written]) + "\n---\n\nNội dung.\n"


def test_messages_in_the_guide_are_told(portal: Portal) -> None:
    paths = {f"doi-song/2025/{n}/x{n}.md": pair for n, pair in enumerate(mistakes())}
    assert len(paths) > 10
    for path, (written, _message) in paths.items():
        portal.write(path, _with(written))
    with pytest.raises(ContentError) as caught:
        portal.build()
    for path, (written, message) in paths.items():
        errors = {problem.message for problem in caught.value.problems if problem.path == path}
        assert message in errors | _warnings(_with(written), path), written


def _warnings(text: str, path: str) -> set[str]:
    """Warnings are not told beside errors, so they are asked for."""
    _entry, problems = read_entry(path, text.encode(), BodyRenderer().render, ReadOptions())
    return {problem.message for problem in problems}


def test_every_decision_is_listed_and_says_what_was_before() -> None:
    listed = re.findall(r"\(decisions/([\w-]+\.md)\)", text_of("docs/design.md"))
    records = sorted((ROOT / "docs" / "decisions").glob("*.md"))
    assert sorted(listed) == [path.name for path in records]
    for number, path in enumerate(records, 1):
        text = path.read_text("utf-8")
        assert path.name.startswith(f"{number:02}-") and text.startswith(f"# {number}. ")
        assert "\n**Before.** " in text and "\n**Decided.** " in text


def address_patterns() -> list[re.Pattern[str]]:
    """What the table of addresses allows: ``<x>`` is a name, a feed's ending any of the three."""
    table = text_of("docs/design.md").partition("## Addresses")[2].partition("\n## ")[0]
    rows = [line for line in table.splitlines() if line.startswith("| ")]
    spans = [span for row in rows for span in re.findall(r"`(/?[^`]*/[^`]*)`", row)]
    found = []
    for span in [*spans, "/rss/<folder>/<slug>.rss"]:
        text = re.escape(span.replace("<list>", "/<list>"))
        text = (
            text.replace("<path>", ".+")
            .replace("<list>", ".+")
            .replace(r"\.rss", r"\.(rss|atom|json)")
        )
        text = re.sub(r"<[^>]+>", "[^/]+", text)
        text = re.sub(r"\d{4}", r"\\d{4}", re.sub(r"(?<!\d)\d\d(?!\d)", r"\\d\\d", text))
        found.append(re.compile(text))
    return found


def test_addresses_and_kinds_of_pages_are_documented(portal: Portal) -> None:
    portal.write("data/series.yaml", "- {slug: luat, name: Hiểu luật}\n")
    portal.write("pages/gioi-thieu.md", "---\ntitle: Giới thiệu\n---\nTòa soạn.\n")
    portal.write("images/a.png", (ROOT / "content/images/chia-se.png").read_bytes())
    for number in range(12):
        portal.article(
            f"cong-doan/2025/04/a{number}.md",
            tags=["phúc lợi"],
            series="luat",
            image={"src": "images/a.png", "download": "true"},
            aliases=[f"/cu-{number}.html"],
            corrections=[{"date": "2025-05-01", "text": "Sửa."}],
        )
    portal.article("doi-song/2025/04/b.md")
    portal.overrides |= dict.fromkeys(("NEWSROOM_SEARCH", "NEWSROOM_PICTURES"), True)
    portal.overrides["NEWSROOM_TITLE_CARDS"] = "2025-01-01"
    portal.build()
    with asked(store_path(portal.settings)) as store:
        made = list(store.execute("SELECT kind, save_as FROM pages ORDER BY save_as"))
    of_files, patterns = {"article", "page", "redirect", "moved"}, address_patterns()
    found = {kind: f"/{save_as}".removesuffix("index.html") for kind, save_as in made}
    assert set(found) | {"moved"} >= set(KINDS)
    for kind, save_as in made:
        address = f"/{save_as}".removesuffix("index.html")
        assert kind in of_files or any(p.fullmatch(address) for p in patterns), (kind, address)


def test_kinds_of_files_are_documented() -> None:
    text = text_of("docs/errors.md").partition("# Files that are not published")[2]
    told = set(re.findall(r"`\.(\w+)`", text.partition("\n#")[0]))
    assert told >= set(UPLOADS), set(UPLOADS) - told


def test_what_templates_see_is_documented() -> None:
    """Each record of pages/views.py stands in docs/theme.md, or in a record that does."""
    records = {n: each for n, each in vars(views).items() if hasattr(each, "__struct_fields__")}
    seen: set[str] = set()
    waiting = [name for name in records if re.search(rf"\b{name}\b", text_of("docs/theme.md"))]
    while waiting:
        name = waiting.pop()
        seen.add(name)
        inner = " ".join(map(str, records[name].__annotations__.values()))
        waiting += [n for n in records if n not in seen and re.search(rf"\b{n}\b", inner)]
    assert set(records) == seen
    assert all(each.__doc__ for each in records.values())


def test_variables_of_the_environment_are_documented() -> None:
    code = " ".join(path.read_text("utf-8") for path in PACKAGE.rglob("*.py"))
    named = set(re.findall(r"environ(?:\.get\(|\[)\"(\w+)\"", code))
    assert named
    assert not [name for name in named if f"`{name}`" not in text_of("docs/settings.md")]


def test_a_format_of_feeds_stands_in_the_files_that_the_document_names() -> None:
    """JSON Feed, by its name in settings, its module and its media type."""
    spelled = re.compile(r'json_?feed|application/feed\+json|"rss".*"json"')
    found = {
        path.relative_to(PACKAGE).as_posix()
        for path in PACKAGE.rglob("*.py")
        if spelled.search(path.read_text("utf-8"))
    }
    listed = text_of("docs/adding.md").partition("## A format of feeds")[2].partition("\n## ")[0]
    rows = [line for line in listed.splitlines() if line.startswith("|")]
    named = set(re.findall(r"`(\w+(?:/[\w<>]+)?\.py)`", "".join(rows)))
    assert found - {"publish/__init__.py"} == {n.replace("<format>", "json_feed") for n in named}
