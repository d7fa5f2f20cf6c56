# SPDX-License-Identifier: AGPL-3.0-or-later
"""The template engine gives the bytes that plain Jinja gives; messages are looked up once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from shutil import copytree

import msgspec
import pytest
from jinja2 import DictLoader, Environment, TemplateError, UndefinedError
from markupsafe import Markup

from newsroom.engine.render import _fault
from newsroom.engine.templates import compile_templates, make_environment
from newsroom.errors import ThemeError
from newsroom.newspaper import THEMING
from newsroom.settings import Settings, read_settings
from tests.portal import RAW, ROOT, Portal
from tests.theme.examples import PAGES
from tests.theme.render import render as render_plainly
from tests.theme.sample import SITE

Show = Callable[..., str]


def settings(folder: Path, **changes: object) -> Settings:
    raw = {**RAW, "PATH": str(folder), "OUTPUT_PATH": str(folder), "CACHE_PATH": str(folder)}
    return read_settings({**raw, **changes})


@pytest.fixture
def engine(tmp_path: Path) -> Environment:
    return make_environment(settings(tmp_path), THEMING, SITE)


@pytest.fixture
def show(engine: Environment) -> Show:
    return lambda source, **values: engine.from_string(source).render(values)


@pytest.mark.parametrize("name", list(PAGES))
def test_pages_are_those_of_plain_jinja(engine: Environment, name: str) -> None:
    template, variables = PAGES[name]
    assert engine.get_template(template).render(variables) == render_plainly(name)


def test_a_message_is_looked_up_when_its_template_is_compiled(engine: Environment) -> None:
    template = engine.from_string(
        '{{ _("Home") }} {% for day in (_("Mon"),) %}{{ day }}{% endfor %}'
    )
    engine.globals["_"] = None
    assert template.render() == "Trang chủ T2"


def test_a_message_with_values_waits_for_them(show: Show) -> None:
    assert show('{{ _("Page %(number)s", number=n) }}', n=12) == "Trang 12"
    assert show('{{ _("Page %(number)s", number="<b>") }}') == "Trang &lt;b&gt;"


def test_a_plural_waits_for_its_number(show: Show) -> None:
    source = '{{ ngettext("%(num)s minute read", "%(num)s minutes read", n) }}'
    assert show(source, n=3) == "3 phút đọc"


def test_a_message_in_a_variable_waits_for_it(show: Show) -> None:
    assert show("{{ _(word) }}", word="Home") == "Trang chủ"


@pytest.mark.parametrize("message", ["100 %", "%(number)s", "{{ }}", "{number}", "unheard of"])
def test_a_message_is_put_out_as_it_is(show: Show, message: str) -> None:
    assert show(f'{{{{ _("{message}") }}}}') == message


def test_messages_are_escaped_once(show: Show) -> None:
    assert show("{{ _('a < \"b\" & c') }}") == "a &lt; &#34;b&#34; &amp; c"
    assert (
        show("{% set said = _('<b>') %}{{ said }} {{ said ~ '<i>' }}")
        == "&lt;b&gt; &lt;b&gt;&lt;i&gt;"
    )


def test_another_language_has_its_own_compiled_templates(tmp_path: Path) -> None:
    """Both in one cache folder: what is there must not speak for the other."""
    own = settings(tmp_path)
    other = msgspec.structs.replace(own, language="en")
    name, variables = PAGES["404"]
    pages = [
        make_environment(s, THEMING, SITE).get_template(name).render(variables)
        for s in (own, other, own)
    ]
    assert pages[0] == pages[2] != pages[1]
    assert "Về đầu trang" in pages[0] and "Back to top" in pages[1]


def test_templates_are_compiled_ahead(tmp_path: Path) -> None:
    """All that can be: a fault is told by whoever renders the template."""
    copytree(ROOT / "theme", tmp_path / "theme")
    (tmp_path / "theme/templates/404.html").write_text("{% oh")
    (tmp_path / "theme/templates/tag.html").write_bytes(b"\xff")
    own = settings(tmp_path, THEME=str(tmp_path / "theme"))
    compile_templates(own, THEMING)
    names = make_environment(own, THEMING, SITE).list_templates(extensions=["html"])
    assert len(list(own.cache.glob("templates/*.cache"))) == len(names) - 2


@pytest.mark.parametrize(
    ("value", "shown"),
    [("<&>", "&lt;&amp;&gt;"), (12, "12"), (None, "None"), (["<"], "[&#39;&lt;&#39;]")],
)
def test_values_are_escaped(show: Show, value: object, shown: str) -> None:
    assert show("{{ value }}", value=value) == shown


def test_what_is_safe_stays_as_it_is(show: Show) -> None:
    assert show("{{ '<b>'|safe }}{% set x %}<i>{% endset %}{{ x }}") == "<b><i>"
    assert show("{% macro m(x) %}<p>{{ x }}</p>{% endmacro %}{{ m('<') }}") == "<p>&lt;</p>"


def test_without_autoescape_nothing_is_escaped(show: Show) -> None:
    assert show("{% autoescape false %}{{ '<' ~ x }}{% endautoescape %}{{ x }}", x="<") == "<<&lt;"


@pytest.mark.parametrize("source", ["{{ site.titel }}", "{{ titel }}", "{{ titel.name }}"])
def test_a_misspelt_name_ends_the_build(show: Show, source: str) -> None:
    with pytest.raises((AttributeError, UndefinedError), match="titel"):
        show(source)


@pytest.mark.parametrize(
    "fault",
    ["{{ page.titel }}", "{{ titel }}", "{{ page. }}", '{{ asset("css/khong.css") }}',
     '{% include "khong.html" %}', "{% for x in 3 %}{% endfor %}", "{{ page() }}", "{{ 1 / 0 }}",
     "{{ 1 + 'a' }}", "{% block main %}{% endblock %}", "{% if %}", "{{ 'ab'[9] + 1 }}"],
)  # fmt: skip
def test_a_fault_is_told_with_its_line(tmp_path: Path, fault: str) -> None:
    portal = Portal(tmp_path, THEME=str(tmp_path / "theme"))
    copytree(ROOT / "theme", tmp_path / "theme")
    template = tmp_path / "theme/templates/404.html"
    lines = template.read_text("utf-8").replace("<h1>", f"<h1>{fault}")
    template.write_text(lines)
    number = lines[: lines.index(fault)].count("\n") + 1
    with pytest.raises(ThemeError, match=rf"theme/templates/404.html:{number}: "):
        portal.build()


def test_a_template_in_another_encoding_is_told(tmp_path: Path) -> None:
    portal = Portal(tmp_path, THEME=str(tmp_path / "theme"))
    copytree(ROOT / "theme", tmp_path / "theme")
    template = tmp_path / "theme/templates/404.html"
    template.write_bytes(template.read_bytes() + b"\xe1")
    with pytest.raises(ThemeError, match=r"theme/templates/404\.html:1: .*UTF-8"):
        portal.build()


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("{{ titel }}", '"titel" has no value here'),
        ("{{ site.titel }}", 'there is no "titel" in this record'),
        ("{{ page | upcase }}", 'there is no filter or test "upcase"'),
        ("{% iff page %}", 'the block "iff" is unknown'),
        ("{{ page", "a block or a bracket is opened and never closed"),
        ("{% if page %}", "a block or a bracket is opened and never closed"),
        ("{{ page ? }}", "'?' does not belong here"),
    ],
)
def test_reasons_are_told_in_the_words_of_messages(
    show: Show, source: str, told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LANGUAGE", "en")
    with pytest.raises((AttributeError, TemplateError)) as caught:
        show(source)
    assert _fault(str(getattr(caught.value, "message", "") or caught.value)).startswith(told)


def test_attributes_are_those_of_jinja(show: Show) -> None:
    source = "{% for x in 'ab' %}{{ loop.index }}{{ x.upper() }}{% endfor %}"
    assert show(source) == "1A2B"
    assert show("{% set n = namespace(a=1) %}{% set n.a = 2 %}{{ n.a }}") == "2"
    assert show("{% block x %}b{% endblock %}{{ self.x() }}") == "bb"
    assert show("{{ {'from': 1}.from }}") == "1"
    assert show("{{ _(*['Home']) }} {{ _(**{'message': 'Home'}) }}") == "Trang chủ Trang chủ"


def test_pieces_stand_in_their_order(engine: Environment) -> None:
    """Blocks, macros, filters and includes, with and without the page's names."""
    sources = {
        "base": "1{% block a %}2{% endblock %}3{% block b scoped %}{% endblock %}6",
        "own": "{% extends 'base' %}{% block a %}<{{ super() }}>{% endblock %}"
        "{% block b %}{% include 'inner' %}{% filter upper %}x{{ self.a() }}{% endfilter %}"
        "{% macro m(x) %}{{ x }}{{ caller() }}{% endmacro %}{% call m(4) %}5{% endcall %}"
        "{% endblock %}",
        "inner": "{% for x in y recursive %}[{{ x[0] }}{{ loop(x[1]) }}]{% endfor %}",
        "bare": "a{% include 'alone' without context %}b{% include 'inner' %}c",
        "alone": "{% set x %}-{% endset %}{{ x }}",
    }
    tree = [(1, [(2, [])])]
    engine.loader = DictLoader(sources)
    plain = Environment(loader=DictLoader(sources), autoescape=True)
    for name in ("own", "bare"):
        shown = engine.get_template(name).render(y=tree)
        assert shown == plain.get_template(name).render(y=tree), name


def test_a_part_is_made_once_for_each_value(engine: Environment) -> None:
    made: list[str] = []
    engine.loader = DictLoader({"partials/x.html": "{{ note(word) }}<{{ word }}>"})
    engine.globals["note"] = lambda word: made.append(word) or ""
    page = engine.from_string("{% for word in words %}{{ part('x', word=word) }}{% endfor %}")
    words = ["a", "&", "a", Markup("&"), "&"]
    assert page.render(words=words) == "<a><&amp;><a><&><&amp;>"
    assert made == ["a", "&", "&"]


def test_a_part_sees_nothing_of_the_page(engine: Environment) -> None:
    engine.loader = DictLoader({"partials/x.html": "{{ heading }}"})
    with pytest.raises(UndefinedError, match="heading"):
        engine.from_string("{{ part('x') }}").render(heading="Tin")


MACROS = """
{% macro plain(text, more="&", last=none) %}<i>{{ text }}{{ more }}{{ last }}</i>{% endmacro %}
{% macro keywords() %}{{ kwargs["a"] }}{% endmacro %}
{% macro all() %}{{ varargs|join(",") }}{% endmacro %}
{% macro around(text) %}{{ text }}{{ caller() }}{% endmacro %}
{% set word = "<b>" %}
{% set spelled = "{}<".format %}
"""


@pytest.mark.parametrize(
    "source",
    [
        "{{ plain('<') }}{{ plain('<', '>') }}{{ plain(one, two, 3) }}",
        "{{ plain('<', last='x') }}{{ plain(*('<', '>')) }}{{ plain(**{'text': '<'}) }}",
        "{{ plain(plain('<')) }}{{ plain('<') ~ '<' }}{{ plain('<')|upper }}",
        "{% set kept = plain('<') %}{{ kept }}{% for x in '<>' %}{{ plain(x) }}{% endfor %}",
        "{{ all('<', 2) }}{{ keywords(a='<') }}{% call around('<') %}>{% endcall %}",
        "{{ word }}{{ spelled('<') }}",
        "{% macro own(a) %}{{ plain(a) }}{{ a }}{% endmacro %}{{ own('<') }}",
        "{% if true %}{% set plain = '{}<'.format %}{{ plain('<') }}{% endif %}",
    ],
)
def test_macros_give_what_plain_jinja_gives(engine: Environment, source: str) -> None:
    names = "plain, keywords, all, around, word, spelled"
    whole = f"{{% from 'macros.html' import {names} %}}{source}"
    plainly = Environment(
        autoescape=True, undefined=engine.undefined, trim_blocks=True, lstrip_blocks=True
    )
    plainly.loader = engine.loader = DictLoader({"macros.html": MACROS, "page.html": whole})
    values = {"one": "<1>", "two": Markup("<2>")}
    shown = engine.get_template("page.html").render(values)
    assert shown == plainly.get_template("page.html").render(values)


def test_a_macro_is_not_given_more_than_it_takes(show: Show) -> None:
    with pytest.raises(TypeError, match="2 were given"):
        show("{% macro one(a) %}{% endmacro %}{{ one(1, 2) }}")


def test_a_macro_that_is_not_there_is_a_fault(engine: Environment) -> None:
    engine.loader = DictLoader({"macros.html": MACROS})
    with pytest.raises(UndefinedError, match="does not export the requested name"):
        engine.from_string("{% from 'macros.html' import lost %}{{ lost(1) }}").render()
