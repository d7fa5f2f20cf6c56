# SPDX-License-Identifier: AGPL-3.0-or-later
"""The cases: a body of Markdown, the HTML it gives, and what is told to the editor.

A file has these three parts, separated by lines of ten equals signs. Labels and messages are in
English, the language of the code. The article is ``cong-doan/2025/04/x.md``, and the body begins
on its line 10.
"""

from __future__ import annotations

from pathlib import Path

from newsroom.errors import Problems
from newsroom.model import Body
from newsroom.read.body import BodyRenderer

FOLDER = Path(__file__).parent / "cases"
LINE = "=" * 10
ARTICLE = "cong-doan/2025/04/x.md"
FIRST_LINE = 10


def render(source: str, renderer: BodyRenderer | None = None) -> tuple[Body, Problems]:
    problems = Problems()
    renderer = renderer or BodyRenderer(language="en")
    return renderer.render(source, FIRST_LINE, ARTICLE, problems), problems


def told(problems: Problems) -> str:
    """The problems as text: line, severity and message."""
    found = sorted([*problems.errors, *problems.warnings])
    return "\n".join(f"{found.line} {found.severity}: {found.message}" for found in found)


def text(source: str) -> str:
    """A case file's three parts for ``source``."""
    body, problems = render(source)
    return f"{source.strip()}\n{LINE}\n{body.html}\n{LINE}\n{told(problems)}\n"
