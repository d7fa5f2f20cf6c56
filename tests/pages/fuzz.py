# SPDX-License-Identifier: AGPL-3.0-or-later
"""Random bodies on real article pages, looked at with a browser's parser.

    python -m tests.pages.fuzz --bodies 1000000 --seed 1

Each body is read by itself; the HTML of a few dozen is put on one page, through the page's own
function and template. The parser (Lexbor, the HTML Standard's algorithm) is none that made the
page. A finding is printed with the source that made it, and the exit status is 1.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from unittest.mock import patch

import msgspec
from selectolax.lexbor import LexborHTMLParser

from newsroom.engine.render import Renderer
from newsroom.errors import Problems
from newsroom.read.body import FORBIDDEN, BodyRenderer
from newsroom.store.pages import PageRow
from tests.portal import Portal
from tests.read.markup.marks import HOLDERS, MARKS, SPELLINGS, spelt
from tests.read.markup.xss import ATTRIBUTES, CLASSES, ELEMENTS, VECTORS
from tests.read.pieces import PIECES

ARTICLE = "cong-doan/2025/04/a.md"
TOGETHER = 40

# A page also gives pictures their size, and takes the address from links that lead nowhere yet.
_ATTRIBUTES = ATTRIBUTES | {"aria-disabled", "height", "width"}
_SCHEMES = {"href": {"http", "https", "mailto", "tel"}, "src": {"http", "https"}}
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*(?=:)")
_TOKENS = re.compile(r"<[^<>]{0,40}>|&[#\w]+;|[\w]+|\s+|.", re.DOTALL)
Element = tuple[str, tuple[tuple[str, str], ...]]


class Pages:
    """The page of one article, with any body."""

    def __init__(self, folder: Path) -> None:
        made: list[tuple[Any, ...]] = []
        begin = Renderer.__init__

        def remember(renderer: Renderer, *arguments: Any) -> None:
            made.append(arguments)
            begin(renderer, *arguments)

        portal = Portal(folder)
        portal.article(ARTICLE)
        with patch.object(Renderer, "__init__", remember):
            portal.build()
        self._renderer = Renderer(*made[-1])
        self._stored = self._renderer._ask.article(ARTICLE)
        self._body = BodyRenderer()
        self._frame = {told: self._around("", told) for told in (True, False)}

    def find(self, sources: Sequence[str]) -> list[str]:
        """What stands on a page with the bodies of these sources, and must not."""
        bodies = [self._body.render(source, 1, ARTICLE, Problems()) for source in sources]
        html = "\n".join(body.html for body in bodies)
        has_embed = any(body.has_embed for body in bodies)
        found = [f"character {match[0]!a}" for match in FORBIDDEN.finditer(html)]
        inside, outside = self._split(html, has_embed)
        found += (
            [] if outside == self._frame[has_embed] else ["the page around the body is another"]
        )
        return found + [fault for element in inside for fault in faults(*element)]

    def _around(self, html: str, has_embed: bool) -> list[Element]:
        return self._split(html, has_embed)[1]

    def _split(self, html: str, has_embed: bool) -> tuple[list[Element], list[Element]]:
        """The elements of the page that are in the body, and the others."""
        body = msgspec.structs.replace(self._stored.body, html=html, has_embed=has_embed)
        stored = msgspec.structs.replace(self._stored, body=body)
        self._renderer._ask.article = lambda key: stored  # type: ignore[method-assign]
        page = self._renderer.render(PageRow("article", ARTICLE, "a.html"))
        assert isinstance(page, bytes)
        root = LexborHTMLParser(page).root
        (holder,) = root.css("article > div.body")
        inside = list(_elements(holder))[1:]
        holder.decompose()
        return inside, list(_elements(root, deep=True))


def _elements(root: Any, *, deep: bool = False) -> Iterator[Element]:
    """The elements under ``root``; ``deep``: and how deep they lie, as their first attribute."""
    for node in root.traverse(include_text=False):
        attributes = tuple((name, value or "") for name, value in node.attributes.items())
        yield node.tag, (("depth", str(_depth(node))), *attributes) if deep else attributes


def _depth(node: Any) -> int:
    depth = 0
    while (node := node.parent) is not None:
        depth += 1
    return depth


def faults(tag: str, attributes: Sequence[tuple[str, str]]) -> Iterator[str]:
    """What no element of a body may be or have."""
    if tag not in ELEMENTS:
        yield f"<{tag}>"
    for name, value in attributes:
        if name not in _ATTRIBUTES:
            yield f"<{tag} {name}>"
        elif name == "class" and not CLASSES.issuperset(value.split()):
            yield f"<{tag} class={value}>"
        elif name in _SCHEMES:
            # As browsers read addresses: no tabs and line breaks, nor controls at the ends.
            address = re.sub(r"[\t\n\r]", "", value).strip("".join(map(chr, range(33))))
            scheme = _SCHEME.match(address)
            if scheme and scheme[0].lower() not in _SCHEMES[name]:
                yield f"<{tag} {name}={address}>"


def bodies(seed: int) -> Iterator[str]:
    """Sources without end: attacks, marks, and pieces of Markdown and HTML, cut and mixed."""
    chance = random.Random(seed)
    makers = (_attack, _forgery, _mixture, _mixture, _mutant)
    while True:
        source = chance.choice(makers)(chance)
        if chance.random() < 0.3:  # between plain paragraphs, which go around Markdown
            source = f"onload=alert(1) x.\n\n{source}\n\nsrc=x."
        yield source[:600]


def _attack(chance: random.Random) -> str:
    return chance.choice(HOLDERS).replace("{}", chance.choice(VECTORS))


def _forgery(chance: random.Random) -> str:
    mark = spelt(chance.choice(MARKS), chance.sample(SPELLINGS, chance.randint(1, 3)))
    return chance.choice(HOLDERS).replace("{}", mark)


def _mixture(chance: random.Random) -> str:
    return "".join(chance.choices(PIECES, k=chance.randint(1, 14)))


def _mutant(chance: random.Random) -> str:
    """An attack with some of its parts twice, gone, changed for others, or in another spelling."""
    parts = _TOKENS.findall(chance.choice(VECTORS)[:300])
    for _ in range(chance.randint(1, 5)):
        place = chance.randrange(len(parts) + 1)
        other = chance.choice((chance.choice(PIECES), chance.choice(parts or [""])))
        if parts and chance.random() < 0.3:
            other = spelt(parts[min(place, len(parts) - 1)], [chance.choice(SPELLINGS)])
        parts[place : place + chance.randint(0, 1)] = [other]
    return "".join(parts)


def run(pages: Pages, number: int, seed: int) -> tuple[int, list[tuple[str, str]]]:
    """Try ``number`` bodies; returns how many were tried, and what was found, with the source."""
    source, found, done = bodies(seed), [], 0
    while done < number:
        batch = [next(source) for _ in range(min(TOGETHER, number - done))]
        done += len(batch)
        if pages.find(batch):
            alone = [(fault, text) for text in batch for fault in pages.find([text])]
            found += alone or [("only together", "\n".join(map(repr, batch)))]
    return done, found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bodies", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        started = time.process_time()
        done, found = run(Pages(Path(folder)), options.bodies, options.seed)
    for fault, source in found[:50]:
        print(f"{fault}: {source!r}")
    seconds = time.process_time() - started
    print(f"{done} bodies, seed {options.seed}, {len(found)} findings, {seconds:.0f} s of CPU")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
