# SPDX-License-Identifier: AGPL-3.0-or-later
"""What happens to a site between two builds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from tests.benchmarks.generators import Generator
from tests.benchmarks.layouts import Layout

Scenario = Callable[[Generator, Layout, int], None]


def clean(generator: Generator, layout: Layout, turn: int) -> None:
    """Nothing is left of any build before."""
    generator.wipe(layout.root)


def unchanged(generator: Generator, layout: Layout, turn: int) -> None:
    """Nothing happened."""


def publish(generator: Generator, layout: Layout, turn: int) -> None:
    """A new article, the newest of all."""
    layout.put(layout.archive.article(layout.archive.count + turn))


def title(generator: Generator, layout: Layout, turn: int) -> None:
    """The title of an old article (from the middle) was mended."""
    article = layout.archive.article(layout.archive.count // 2 + turn)
    head = replace(article.head, title=f"{article.head.title}, thêm")
    layout.put(replace(article, head=head))


def body(generator: Generator, layout: Layout, turn: int) -> None:
    """The body of an old article (from the first third) got a paragraph."""
    article = layout.archive.article(layout.archive.count // 3 + turn)
    layout.put(replace(article, paragraphs=(*article.paragraphs, "Thêm một đoạn.")))


def template(generator: Generator, layout: Layout, turn: int) -> None:
    """The template of article pages got an HTML comment, so every article's page differs."""
    text = layout.template.read_text("utf-8")
    mark = '<div class="body">'
    if mark not in text:
        raise LookupError(f"{layout.template} has no {mark}")
    layout.template.write_text(text.replace(mark, f"<!-- {turn} -->\n{mark}", 1), "utf-8")


SCENARIOS: dict[str, Scenario] = {
    scenario.__name__: scenario for scenario in (clean, unchanged, publish, title, body, template)
}
