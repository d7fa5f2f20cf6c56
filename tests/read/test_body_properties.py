# SPDX-License-Identifier: AGPL-3.0-or-later
"""Whatever the source: it never raises, and gives well-formed, harmless, stable HTML."""

from __future__ import annotations

import random

import nh3
from bs4 import BeautifulSoup
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from newsroom.read.body import BodyRenderer
from newsroom.read.markup.dialect import Dialect
from newsroom.read.markup.sanitise import sanitise
from tests.read.markup.cases import render
from tests.read.markup.xss import ATTRIBUTES, ELEMENTS, VECTORS, harm
from tests.read.pieces import PIECES

RENDERER = BodyRenderer(language="en")

SOURCES = st.lists(st.sampled_from(PIECES) | st.text(max_size=4), max_size=25).map("".join)


# A browser's parser (html5ever) that takes nothing away from what we may write.
BROWSER = nh3.Cleaner(tags=set(ELEMENTS), attributes={"*": set(ATTRIBUTES)}, link_rel=None)


def shape(html: str) -> str:
    """The elements of ``html``, and how they lie within one another."""
    tags = BeautifulSoup(f"<div>{html}</div>", "html.parser").find_all(True)
    return " ".join(f"{len(list(tag.parents))}{tag.name}" for tag in tags)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(SOURCES)
@example("<p><a href=x><p><img src='https://youtu.be/abcdefghijk'></a>")
@example('<figure class="gallery">chữ<img src=x></figure>')
@example("!!! hộp\n    [^1]: " * 3)
def test_any_source(source: str) -> None:
    body, problems = render(source, RENDERER)
    assert harm(body.html) == []
    # Well-formed: a browser finds the elements that we wrote, where we wrote them.
    assert shape(BROWSER.clean(body.html)) == shape(body.html)
    assert body.words == len(body.text.split())
    assert [(found.path, found.line > 0) for found in problems] == [
        ("cong-doan/2025/04/x.md", True) for _ in problems
    ]
    body.html.encode("utf-8")


@settings(max_examples=150, deadline=None)
@given(SOURCES)
def test_sanitising_twice_is_sanitising_once(source: str) -> None:
    # The renderer has taken surrogates and byte order marks out before.
    once = sanitise(source.encode("utf-8", "ignore").decode("utf-8").replace("\ufeff", ""))
    assert sanitise(once) == once


@settings(max_examples=60, deadline=None)
@given(SOURCES)
def test_the_same_source_gives_the_same_bytes(source: str) -> None:
    assert render(source, RENDERER)[0] == render(source, BodyRenderer(language="en"))[0]


@settings(max_examples=60, deadline=None)
@given(SOURCES)
def test_plain_words_only_saves_time(source: str) -> None:
    """The shortcut of the dialect changes nothing."""
    short, long = Dialect(), Dialect()
    long._markdown.treeprocessors.deregister("plain_words")
    source = source.encode("utf-8", "ignore").decode("utf-8")
    assert short.convert(source) == long.convert(source)


def test_vectors_mixed_with_one_another() -> None:
    chance = random.Random(1)
    for _ in range(200):
        source = "".join(chance.sample(VECTORS, 4))
        cut = source[chance.randrange(40) : -chance.randrange(1, 40)]
        assert harm(render(cut, RENDERER)[0].html) == [], cut
