# SPDX-License-Identifier: AGPL-3.0-or-later
"""The engine has no word of news: what the portal calls its things by does not stand in it."""

from __future__ import annotations

import ast
import inspect
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from newsroom import model
from newsroom.newspaper import NEWSPAPER, THEMING
from newsroom.pages import views
from newsroom.pages.catalogue import KINDS
from newsroom.read.schema import ARTICLE, PAGE
from newsroom.taxonomies import OWN
from tests.test_contracts import sources, tree

GENERAL = {
    "of any site": "body copy entry file link name page picture registry site source static theme "
    "title",
    "of work": "block date elsewhere fact group id in json lead line manifest moved note order "
    "refusal shape status",
    "of Python, Jinja, git and HTML": "feed index redirect reference search tag view",
}
"""Words of the portal that are also the engine's own, or somebody else's."""


def portals_words() -> set[str]:
    """Of fields, taxonomies, records, views, kinds of pages, and what templates call."""
    names = [spec.name for schema in (ARTICLE, PAGE) for spec in schema.specs]
    names += [row.name for row in OWN]
    names += [*KINDS, *THEMING.filters, *THEMING.forms, *NEWSPAPER.composing.theming.forms]
    for module in (model, views):
        own = (n for n, c in vars(module).items() if inspect.isclass(c))
        names += [n for n in own if vars(module)[n].__module__ == module.__name__]
    return {word for name in names for word in words(name)}


def words(text: str) -> Iterator[str]:
    """The words of a name or a sentence, each in the singular."""
    for word in re.findall(r"[a-z]+", re.sub(r"(?<=[a-z])(?=[A-Z])", " ", text).lower()):
        if word.endswith("ies"):
            yield f"{word[:-3]}y"
        elif word.endswith("s") and not word.endswith(("ss", "us")):
            yield word[:-1]
        else:
            yield word


def said(path: Path) -> Iterator[tuple[int, str]]:
    """The names, strings and docstrings of a module, with their lines."""
    for node in ast.walk(tree(path)):
        for field in ("id", "name", "arg", "attr", "asname", "module", "value"):
            text = getattr(node, field, None)
            if isinstance(text, str):
                yield getattr(node, "lineno", 0), text


def test_the_engine_knows_no_word_of_news() -> None:
    general = {word for group in GENERAL.values() for word in group.split()}
    foreign = portals_words()
    assert general <= foreign, "these are no words of the portal's"
    found: dict[str, list[str]] = defaultdict(list)
    for path in sources("plugins/newsroom/engine"):
        for line, text in said(path):
            for word in words(text):
                if word in foreign:
                    found[word].append(f"{path.name}:{line}")
    assert not {word: places for word, places in found.items() if word not in general}
    assert general <= set(found), "these stand in it no longer"


def test_words_are_found_in_names_of_all_kinds() -> None:
    told = [
        word
        for text in ("make_cards", "StoryView", "Bài: story", "stories")
        for word in words(text)
    ]
    assert told == ["make", "card", "story", "view", "b", "i", "story", "story"]
