# SPDX-License-Identifier: AGPL-3.0-or-later
"""Extensions: four hooks, incrementally exact, and what is told when one is wrong."""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from textwrap import dedent

import pytest
from markdown.util import get_installed_extensions
from selectolax.lexbor import LexborHTMLParser

from newsroom import extensions
from newsroom.arrange.outside import outside
from newsroom.errors import ContentError, SettingsError
from newsroom.pages.catalogue import kinds_of
from tests.pages.test_attacks import ATTACKS, wrong_in_page
from tests.portal import ROOT, Portal, read_tree

NAME = "toasoan_thu"
READ = 'def article_read(entry):\n    return {"words": len(entry.body.text.split())}\n'
SHOWN = 'def template_globals(settings):\n    return {"hotline": "1900"}\n'
KIND = """
from newsroom.pages.kinds import Kind, one

def latest(ask, make, claim):
    return "\\n".join(card.title for card in ask.newest("all", 10)).encode()

def page_kinds():
    return [Kind("latest", latest, of_site=one("latest", "moi-nhat.txt"))]
"""

MARKS = """
from markdown.extensions import Extension
from markdown.preprocessors import Preprocessor

class Shout(Preprocessor):
    def run(self, lines):
        return [line.replace("dung", "DUNG") for line in lines]

class Marks(Extension):
    def extendMarkdown(self, md):
        md.preprocessors.register(Shout(md), "shout", 1)

def makeExtension(**options):
    return Marks(**options)
"""

Write = Callable[[str], None]


@pytest.fixture
def write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Write]:
    """Write the extension, as it will be for processes that begin from now on."""
    folder = tmp_path / "code"
    folder.mkdir()
    monkeypatch.syspath_prepend(folder)
    monkeypatch.setattr(sys, "dont_write_bytecode", True)

    def anew(text: str) -> None:
        (folder / f"{NAME}.py").write_text(dedent(text), "utf-8")
        _forget()

    yield anew
    _forget()


def _forget() -> None:
    sys.modules.pop(NAME, None)
    extensions._load.cache_clear()
    extensions.digest.cache_clear()


@pytest.fixture
def paper(tmp_path: Path) -> Portal:
    theme = tmp_path / "theme"
    (theme / "templates").mkdir(parents=True)
    for path in (ROOT / "theme").iterdir():
        if path.name != "templates":
            (theme / path.name).symlink_to(path)
    for path in (ROOT / "theme" / "templates").rglob("*.html"):
        target = theme / "templates" / path.relative_to(ROOT / "theme" / "templates")
        target.parent.mkdir(exist_ok=True)
        target.write_bytes(path.read_bytes())
    site = Portal(tmp_path / "site", THEME=str(theme), NEWSROOM_EXTENSIONS=(NAME,))
    for name in "abc":
        site.article(f"cong-doan/{name}.md")
    return site


def show(site: Portal, template: str, text: str) -> None:
    path = site.settings.theme / "templates" / template
    before, block, after = path.read_text("utf-8").partition("{% block main %}")
    path.write_text(before + block + text + after, "utf-8")


def exact(site: Portal) -> None:
    """What was built is what a build from nothing gives."""
    clean = Portal(site.root.parent / "clean", **site.overrides)
    clean.content = site.content
    clean.build()
    assert read_tree(site.output) == read_tree(clean.output)
    shutil.rmtree(clean.root)


def test_what_is_documented_is_what_there_is() -> None:
    text = (ROOT / "docs" / "extending.md").read_text("utf-8")
    rows = re.findall(r"^\| `(\w+)\(([^)]*)\)` \|", text, re.MULTILINE)
    found = {name: tuple(filter(None, given.split(", "))) for name, given in rows}
    assert found == extensions.HOOKS


def test_the_documents_example_works(paper: Portal, write: Write) -> None:
    text = (ROOT / "docs" / "extending.md").read_text("utf-8")
    write(text.partition("# toasoan.py\n")[2].partition("```")[0])
    paper.build()
    assert paper.tree()["moi-nhat.txt"].decode().count("Bài") == 3
    exact(paper)


def test_a_field_is_read_recorded_and_read_again_when_its_code_changes(
    paper: Portal, write: Write
) -> None:
    write(READ)
    show(paper, "article.html", f'<i id="words">{{{{ article.extra["{NAME}"]["words"] }}}}</i>')
    paper.build()
    assert paper.page("2025/04/a.html").select_one("#words").text == "2"  # type: ignore[union-attr]
    paper.article("cong-doan/a.md", "Bốn từ ở đây.")
    assert paper.build().read == 1
    assert paper.page("2025/04/a.html").select_one("#words").text == "4"  # type: ignore[union-attr]
    write(READ.replace("len(", "1 + len("))
    assert paper.build().read > 3
    assert paper.page("2025/04/a.html").select_one("#words").text == "5"  # type: ignore[union-attr]
    exact(paper)


def test_what_all_templates_see_renders_those_that_show_it(paper: Portal, write: Write) -> None:
    write(SHOWN)
    show(paper, "home.html", f'<i id="hot">{{{{ site.extra["{NAME}"]["hotline"] }}}}</i>')
    paper.build()
    assert "1900" in paper.page("index.html").select_one("#hot").text  # type: ignore[union-attr]
    write(SHOWN.replace("1900", "1800"))
    report = paper.build()
    assert (report.read, report.rendered) == (0, 1)
    exact(paper)


def test_a_kind_of_page_follows_what_it_has_read(paper: Portal, write: Write) -> None:
    write(KIND)
    paper.build()
    assert b"moi" not in paper.tree()["moi-nhat.txt"]
    paper.article("cong-doan/moi.md", date="2025-04-23")
    paper.build()
    assert paper.tree()["moi-nhat.txt"].startswith("Bài moi".encode())
    exact(paper)
    write(KIND.replace("card.title", "card.url"))
    report = paper.build()
    assert report.read == 0
    assert b".html" in paper.tree()["moi-nhat.txt"]
    exact(paper)
    write(READ)
    paper.build()
    assert "moi-nhat.txt" not in paper.tree()
    exact(paper)


def test_files_are_told_of_and_faults_of_that_come_last(paper: Portal, write: Write) -> None:
    told = paper.root / "told.txt"
    write(
        f"""
        def file_written(path):
            assert path.is_file()
            with open({str(told)!r}, "a") as file:
                print(path.name, file=file)
            if path.name == "a.html":
                raise ValueError("disk")
        """
    )
    with pytest.raises(SettingsError, match=rf"{NAME} .*file_written.*ValueError: disk \({NAME}"):
        paper.build()
    names = told.read_text().split()
    assert len(names) == len([path for path in paper.tree() if not path.startswith(".")])
    assert paper.build().rendered == 0


def test_an_article_that_an_extension_fails_on_waits(paper: Portal, write: Write) -> None:
    write("def article_read(entry):\n    return {'n': 1 / (entry.slug != 'b')}\n")
    with pytest.raises(ContentError, match=rf"cong-doan/b.md.*{NAME}.*ZeroDivisionError"):
        paper.build()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("def template_globals(settings):\n    return {'now': len}\n", "template_globals"),
        ("def template_globals(settings):\n    return 5\n", "từ điển"),
        ("def template_globals():\n    return {}\n", r"template_globals\(settings\)"),
        ("x = 1\n", "article_read, template_globals"),
        ("import khong_co\n", "khong_co"),
        # What a template would take for safe HTML: no hook gives HTML.
        (
            "from markupsafe import Markup\ndef template_globals(settings):\n"
            "    return {'a': [Markup('<b>')]}\n",
            "Markup",
        ),
        ("def template_globals(settings):\n    return {'a': chr(0xd800)}\n", "surrogates"),
        (KIND.replace('"latest"', '"tag"'), '"tag"'),
    ],
)
def test_what_is_no_extension_is_told(paper: Portal, write: Write, text: str, told: str) -> None:
    write(text)
    with pytest.raises(SettingsError, match=told):
        paper.build()


def test_two_of_one_file_are_an_error(paper: Portal, write: Write) -> None:
    write(KIND.replace("moi-nhat.txt", "2025/04/a.html"))
    with pytest.raises(ContentError, match=r"2025/04/a\.html"):
        paper.build()


def test_what_an_extension_imports_counts(paper: Portal, write: Write, tmp_path: Path) -> None:
    beside = tmp_path / "code" / "beside_thu.py"
    write("import beside_thu\n" + READ)
    beside.write_text("x = 1\n")
    before = extensions.digest(NAME)
    beside.write_text("x = 2\n")
    extensions.digest.cache_clear()
    assert extensions.digest(NAME) != before
    sys.modules.pop("beside_thu", None)


@pytest.mark.parametrize("name", [NAME, f"{NAME}:Marks", "reo"])
def test_what_an_extension_of_markdown_does_counts(
    paper: Portal, write: Write, tmp_path: Path, name: str
) -> None:
    entry = f"[markdown.extensions]\nreo = {NAME}:Marks\n"
    installed = tmp_path / "code" / f"{NAME}-1.dist-info"
    installed.mkdir()
    (installed / "entry_points.txt").write_text(entry)
    get_installed_extensions.cache_clear()  # Markdown looks once in a process
    paper.overrides |= {"NEWSROOM_EXTENSIONS": (), "MARKDOWN": {"extensions": [name]}}
    write(MARKS)
    paper.build()
    assert "Nội DUNG." in str(paper.page("2025/04/a.html"))
    assert paper.build().read == 0
    write(MARKS.replace("DUNG", "Dung"))
    assert paper.build().read > 3
    assert "Nội Dung." in str(paper.page("2025/04/a.html"))
    exact(paper)


@pytest.mark.parametrize("name", ["abbr", "markdown.extensions.abbr"])
def test_what_comes_with_markdown_counts_by_its_version(paper: Portal, name: str) -> None:
    paper.overrides |= {"NEWSROOM_EXTENSIONS": (), "MARKDOWN": {"extensions": [name]}}
    assert not any("markdown" in str(part) for part in outside(paper.settings))


def test_what_hooks_give_is_text_in_templates(paper: Portal, write: Write) -> None:
    """Strings of any letters, and names, within lists and mappings of these."""
    bad = [*ATTACKS, "\x1b\u202e<zq>"]
    write(
        f"""
        def _given():
            texts = {bad!r}
            return {{"all": texts, "deep": {{text: [text] for text in texts}}}}

        def template_globals(settings):
            return _given()

        def article_read(entry):
            return _given()
        """
    )
    told = (
        '{%% for text in %(from)s["all"] %%}<i class="all" title="{{ text }}">{{ text }}</i>'
        "{%% endfor %%}"
        '{%% for name, texts in %(from)s["deep"].items() %%}<b title="{{ name }}">{{ texts[0] }}'
        '{{ _("Part %%s") %% name }}</b>{%% endfor %%}'
    )
    show(paper, "home.html", told % {"from": f'site.extra["{NAME}"]'})
    show(paper, "article.html", told % {"from": f'article.extra["{NAME}"]'})
    paper.build()
    for name in ("index.html", "2025/04/a.html"):
        assert list(wrong_in_page(paper.tree()[name])) == []
        page = LexborHTMLParser(paper.tree()[name])
        texts = [node.text() for node in page.css("i.all")]
        assert texts == bad
        assert [node.attributes["title"] for node in page.css("i.all")] == texts
    exact(paper)


def test_worker_processes_import_them(paper: Portal, write: Write) -> None:
    write(READ + KIND)
    for number in range(90):
        paper.article(f"cong-doan/n{number}.md")
    paper.overrides["NEWSROOM_WORKERS"] = 2
    paper.build()
    exact(paper)
    assert "latest" in kinds_of(paper.settings)
