# SPDX-License-Identifier: AGPL-3.0-or-later
"""The theme's contract: templates show what docs/theme.md lists, and nothing else."""

from __future__ import annotations

import re
from functools import cache, wraps
from typing import Any

import msgspec
import pytest
from jinja2 import Environment, meta, nodes

from newsroom.engine import stamps
from newsroom.newspaper import THEMING
from newsroom.pages import letter_views, views
from newsroom.pages.catalogue import KINDS
from newsroom.store.reader import Reader
from tests.portal import ROOT, Portal

TEMPLATES = ROOT / "theme" / "templates"

# In every template: see docs/theme.md.
GLOBALS = frozenset({"site", "page", "asset", "card", "part", "_", "ngettext"})


# Functions that show other templates, and where those are.
FOLDERS = {"card": "cards", "part": "partials"}


@cache
def parsed(name: str) -> Any:
    environment = Environment(extensions=["jinja2.ext.i18n"], autoescape=True)
    environment.filters.update(THEMING.filters)
    return environment.parse((TEMPLATES / name).read_text("utf-8"))


def templates() -> list[str]:
    return sorted(path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.rglob("*.html"))


def parts_of(name: str) -> list[str | None]:
    """What a template extends, includes, imports or has as cards; None for a name in a variable."""
    found = list(meta.find_referenced_templates(parsed(name)))
    for call in parsed(name).find_all(nodes.Call):
        folder = isinstance(call.node, nodes.Name) and FOLDERS.get(call.node.name)
        if folder:
            found += [text and f"{folder}/{text}.html" for text in _literals(call.args[0])]
    return found


def _literals(node: nodes.Expr) -> list[str | None]:
    """The literals that an expression may be: "a", or "a" if x else "b"."""
    if isinstance(node, nodes.CondExpr) and node.expr2 is not None:
        return [*_literals(node.expr1), *_literals(node.expr2)]
    return [node.value if isinstance(node, nodes.Const) else None]


def with_parts(name: str) -> set[str]:
    """A template and all that shapes it."""
    found, waiting = set(), [name]
    while waiting:
        part = waiting.pop()
        if part not in found:
            found.add(part)
            waiting += [other for other in parts_of(part) if other]
    return found


def documented() -> dict[str, set[str]]:
    """The variables of each template by the table in docs/theme.md."""
    rows = re.findall(
        r"^\| `([\w.]+\.html)` \|[^|]*\|(.*)\|$",
        (ROOT / "docs" / "theme.md").read_text("utf-8"),
        re.MULTILINE,
    )
    return {name: set(re.findall(r"`(\w+)(?::[^`]*)?`", cells)) for name, cells in rows}


def look(name: str) -> stamps._Template:
    forms = {re.compile(stamps._CALL % call): form for call, form in THEMING.forms.items()}
    return stamps._look(TEMPLATES / name, forms)


@pytest.mark.parametrize("name", templates())
def test_names_of_templates_are_literal(name: str) -> None:
    """The stamps read them with a pattern; what it misses would not be rendered again."""
    found = parts_of(name)
    assert None not in found
    assert set(found) == set(look(name).parts)


def shown_apart() -> dict[str, set[str]]:
    """The parts that templates show by ``part()``, with the values that each is given."""
    return {
        f"partials/{call.args[0].value}.html": {pair.key for pair in call.kwargs}
        for name in templates()
        for call in parsed(name).find_all(nodes.Call)
        if isinstance(call.node, nodes.Name) and call.node.name == "part"
    }


@pytest.mark.parametrize("name", sorted(documented()))
def test_templates_use_what_is_documented(name: str) -> None:
    used: set[str] = set()
    made: set[str] = set()
    for part in with_parts(name):
        if part.startswith("cards/") or part in shown_apart():
            continue  # see below
        used |= meta.find_undeclared_variables(parsed(part))
        made |= made_in(part)  # an included part sees what is set around it
    assert used - made - GLOBALS - optional(name) <= documented()[name]


@pytest.mark.parametrize("name", [name for name in templates() if name.startswith("cards/")])
def test_cards_show_a_story_and_nothing_else(name: str) -> None:
    """They are kept by story: anything else would be that of whichever page came first."""
    used = meta.find_undeclared_variables(parsed(name)) - made_in(name)
    assert used <= {"story", "site", "asset", "_", "ngettext"}


def test_parts_show_their_values_and_nothing_else() -> None:
    """They are kept by their values, as cards are by their story."""
    for name, values in shown_apart().items():
        used = meta.find_undeclared_variables(parsed(name)) - made_in(name)
        assert used <= values | {"site", "asset", "_", "ngettext"}, name


def test_what_all_templates_have_is_documented() -> None:
    text = (ROOT / "docs" / "theme.md").read_text("utf-8")
    assert not [name for name in GLOBALS if f"`{name}`" not in text and f"`{name}(" not in text]


def made_in(name: str) -> set[str]:
    """Names that a template sets or imports: jinja2.meta forgets them inside blocks."""
    stored = {node.name for node in parsed(name).find_all(nodes.Name) if node.ctx != "load"}
    taken = [taken for node in parsed(name).find_all(nodes.FromImport) for taken in node.names]
    return stored | {pair[1] if isinstance(pair, tuple) else pair for pair in taken}


def optional(name: str) -> set[str]:
    """Names that a part asks for with a default, or asks about."""
    text = "".join((TEMPLATES / part).read_text("utf-8") for part in with_parts(name))
    asked = re.findall(r"\b(\w+) ?\| ?default\b|\b(\w+) is defined\b", text)
    return {name for pair in asked for name in pair if name}


def test_every_template_is_documented() -> None:
    pages = {name for name in templates() if "/" not in name} - {"base.html"}
    assert set(documented()) == pages
    assert {template for kind in KINDS.values() for template in kind.templates} == pages


@pytest.fixture(scope="module")
def composed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[tuple[str, set[str]]]]:
    """For each kind of page, the templates and variables that a small site's pages gave."""
    found: dict[str, list[tuple[str, set[str]]]] = {}
    with pytest.MonkeyPatch.context() as patch:
        for name, kind in KINDS.items():
            patch.setitem(KINDS, name, msgspec.structs.replace(kind, compose=_noting(kind, found)))
        _everything(Portal(tmp_path_factory.mktemp("portal"), NEWSROOM_SEARCH=True)).build()
    return found


def _noting(kind: Any, found: dict[str, list[tuple[str, set[str]]]]) -> Any:
    @wraps(kind.compose)
    def compose(ask: Reader, make: Any, claim: Any) -> Any:
        made = kind.compose(ask, make, claim)
        if isinstance(made, tuple):
            found.setdefault(kind.name, []).append((made[0], set(made[1])))
        return made

    return compose


def _everything(portal: Portal) -> Portal:
    """A site with a page of every kind."""
    portal.write("data/series.yaml", "- {slug: luat, name: Hiểu luật, former: [/chuyen-de/cu/]}\n")
    portal.write("pages/gioi-thieu.md", "---\ntitle: Giới thiệu\n---\nTòa soạn.\n")
    portal.article(
        "cong-doan/2025/04/a.md",
        tags=["phúc lợi"],
        series="luat",
        aliases=["/cu.html"],
        corrections=[{"date": "2025-05-01", "text": "Sửa."}],
    )
    return portal


def test_pages_give_what_is_documented(
    composed: dict[str, list[tuple[str, set[str]]]],
) -> None:
    shown = {kind.name for kind in KINDS.values() if kind.templates}
    assert set(composed) == shown
    for pages in composed.values():
        for template, variables in pages:
            assert variables - {"page"} == documented()[template], template


def test_kinds_tell_their_templates(composed: dict[str, list[tuple[str, set[str]]]]) -> None:
    """Else a change of the template would not dirty the kind's pages."""
    for name, pages in composed.items():
        assert {template for template, _variables in pages} == set(KINDS[name].templates)


def test_a_storys_picture_and_headline_are_written_in_one_place() -> None:
    """One macro each: what stories look like is changed in `partials/story.html` alone."""
    for pattern in (
        r'class="thumb"',
        r'class="kicker">\{\{ story',
        r"href=\"\{\{ story\.url \}\}\">\{\{ s",
    ):
        found = [name for name in templates() if re.search(pattern, (TEMPLATES / name).read_text())]
        assert set(found) <= {"partials/story.html", "cards/title.html"}, pattern


TEXTS = frozenset(
    field.name
    for record in [*vars(views).values(), *vars(letter_views).values()]
    if isinstance(record, type) and issubclass(record, msgspec.Struct)
    for field in msgspec.structs.fields(record)
    if field.type is str
)
"""The fields that templates get as text."""


def is_text(node: nodes.Node) -> bool:
    return isinstance(node, nodes.Getattr) and node.attr in TEXTS


def guesses(template: nodes.Template) -> list[nodes.Node]:
    """Where a template cuts a text, searches one, or counts from a list's end."""
    cut = [
        node
        for node in template.find_all(nodes.Getitem)
        if is_text(node.node) or isinstance(node.arg, nodes.Neg)
    ]
    searched = [
        node
        for node in template.find_all(nodes.Compare)
        if any(each.op in {"in", "notin"} and is_text(each.expr) for each in node.ops)
    ]
    called = [
        node
        for node in template.find_all(nodes.Call)
        if isinstance(node.node, nodes.Getattr) and is_text(node.node.node)
    ]
    return [*cut, *searched, *called]


@pytest.mark.parametrize("name", templates())
def test_templates_learn_from_fields_and_not_from_texts(name: str) -> None:
    assert not [node.lineno for node in guesses(parsed(name))]


@pytest.mark.parametrize(
    "guess",
    [
        "{{ story.moment[-5:] }}",
        "{{ page.crumbs[-2].url }}",
        "{{ month.title.split('/')[0] }}",
        "{% if letter.days not in letter.title %}x{% endif %}",
    ],
)
def test_guesses_are_found(guess: str) -> None:
    assert guesses(Environment(autoescape=True).parse(guess))


def test_pictures_are_written_in_one_place() -> None:
    """Readers' pages; the logo and what a letter or a sheet shows are other things."""
    found = {
        name
        for name in templates()
        if not name.startswith("letters/")
        and re.search(r'<img (?!src="\{\{ asset)|</picture>', (TEMPLATES / name).read_text())
    }
    assert found == {"partials/story.html"}
