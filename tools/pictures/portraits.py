# SPDX-License-Identifier: AGPL-3.0-or-later
"""Author portraits and the picture shown when a page is shared."""

# Geometry reads best in its usual order (x, y, w, h, fill).
# ruff: noqa: PLR0917 - see above

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from pictures import canvas as k
from pictures.canvas import Canvas


def portrait(back: str, shirt: str, skin: str, hair: str, style: str, glasses: bool) -> Canvas:
    """Draw a faceless head and shoulders, 400 x 400."""
    c = Canvas(back, 400, 400)
    if style in ("bob", "long"):
        c.rect(116, 82, 168, 170 if style == "bob" else 260, hair, 78)
    if style == "bun":
        c.circle(200, 66, 34, hair)
    c.rect(172, 220, 56, 80, skin, 24)
    c.rect(76, 286, 248, 180, shirt, 80)
    c.polygon([(164, 286), (236, 286), (200, 336)], skin)
    c.ellipse(200, 176, 66, 78, skin)
    c.slice(200, 164, 73, 80, 180, 360, hair)
    c.polygon([(127, 164), (273, 164), (266, 176), (190, 150), (134, 184)], hair)
    if style == "cap":
        c.slice(200, 146, 78, 70, 180, 360, k.RED)
        c.rect(196, 136, 120, 18, k.RED_DARK, 9)
    if glasses:
        for x in (170, 230):
            c.ring(x, 186, 25, 6, k.NAVY)
        c.line([(194, 184), (206, 184)], 6, k.NAVY)
    c.arc(200, 200, 30, 50, 130, 6, k.BROWN)
    return c


def social_card() -> Canvas:
    """Draw the picture for shared links: the paper's name on deep red, 1200 x 630."""
    c = Canvas(k.RED, 1200, 630)
    for i, h in enumerate((70, 120, 90, 140, 100, 130, 80, 150, 110, 125, 95, 140)):
        c.rect(i * 102, 630 - h, 90, h, k.RED_DARK)
    c.rect(0, 0, 1200, 16, k.OCHRE)
    c.star(600, 130, 58, k.OCHRE)
    c.text(600, 285, "Công đoàn Thủ đô", 104, k.WHITE)
    c.rect(450, 366, 300, 6, k.OCHRE, 3)
    c.text(600, 420, "Trang tin trình diễn", 38, k.SAND, k.FONT_PLAIN)
    return c


DARK, WARM = "#33292a", "#5d3c2b"

PORTRAITS: dict[str, Callable[[], Canvas]] = {
    "minh-khoi": partial(portrait, k.SAND, k.BLUE, k.SKIN, DARK, "short", True),
    "thu-hang": partial(portrait, k.MINT, k.RED, k.SKIN, DARK, "long", False),
    "an-nhien": partial(portrait, k.MIST, k.OCHRE, k.SKIN, WARM, "bob", False),
    "ha-phuong": partial(portrait, k.ROSE, k.NAVY, k.SKIN, DARK, "bun", True),
    "quang-vinh": partial(portrait, k.STEEL, k.CREAM, k.SKIN_WARM, DARK, "short", False),
    "bao-chau": partial(portrait, k.CREAM, k.GREEN, k.SKIN, DARK, "bob", True),
    "dang-nguyen": partial(portrait, k.SAGE, k.BROWN, k.SKIN_WARM, DARK, "cap", False),
    "thanh-mai": partial(portrait, k.SKY, k.BRICK, k.SKIN, WARM, "long", False),
}
