# SPDX-License-Identifier: AGPL-3.0-or-later
"""What several scenes share: people, trees, clouds, banners, flowers."""

# Geometry reads best in its usual order (x, y, w, h, fill).
# ruff: noqa: PLR0917 - see above

from __future__ import annotations

from dataclasses import dataclass

from pictures import canvas as k
from pictures.canvas import Canvas, Point

# Hands relative to their shoulders, in tenths of the figure's height: (left, right).
POSES: dict[str, tuple[Point, Point]] = {
    "down": ((-0.5, 3.4), (0.5, 3.4)),
    "hips": ((-0.2, 2.6), (0.2, 2.6)),
    "wave": ((-0.4, 3.3), (1.5, -2.2)),
    "cheer": ((-1.5, -2.2), (1.5, -2.2)),
    "point": ((-0.4, 3.3), (2.7, -0.9)),
    "point-left": ((-2.7, -0.9), (0.4, 3.3)),
    "hold": ((1.0, 1.9), (-1.0, 1.9)),
    "offer": ((-0.4, 3.3), (2.6, 1.2)),
    "offer-left": ((-2.6, 1.2), (0.4, 3.3)),
    "pull": ((2.9, 1.2), (2.4, 1.3)),
    "pull-left": ((-2.4, 1.3), (-2.9, 1.2)),
}


@dataclass(frozen=True)
class Look:
    """How a figure is dressed; `vest` and `helmet` are left out when None."""

    shirt: str = k.BLUE
    trousers: str = k.NAVY
    skin: str = k.SKIN
    hair: str = "#33292a"
    helmet: str | None = None
    vest: str | None = None
    long_hair: bool = False
    scarf: str | None = None


def person(
    c: Canvas, x: float, foot: float, height: float, look: Look, pose: str = "down", lean: float = 0
) -> None:
    """Stand a figure on `foot`, `height` tall, its feet centred on `x`, leaning by `lean`."""
    u = height / 10
    hip, shoulder, head = foot - 4.5 * u, foot - 7.55 * u, foot - 8.95 * u
    top = x + lean * u
    if look.long_hair:
        c.rect(top - 0.98 * u, head - 0.8 * u, 1.96 * u, 2.3 * u, look.hair, 0.9 * u)
    _legs(c, x, foot, hip, u, look, x + lean * u * 0.45)
    _torso(c, top, x + lean * u * 0.45, shoulder, hip, u, look)
    _head(c, top, head, u, look)
    for side, (dx, dy) in zip((-1, 1), POSES[pose], strict=True):
        _arm(c, (top + side * 1.15 * u, shoulder + 0.42 * u), (dx * u, dy * u), u, look)


def _legs(c: Canvas, x: float, foot: float, hip: float, u: float, look: Look, mid: float) -> None:
    for side in (-1, 1):
        c.line(
            [(mid + side * 0.55 * u, hip), (x + side * 0.62 * u, foot - 0.4 * u)], u, look.trousers
        )
        c.rect(x + side * 0.62 * u - 0.55 * u, foot - 0.45 * u, 1.2 * u, 0.45 * u, k.NAVY, 0.2 * u)


def _torso(
    c: Canvas, top: float, mid: float, shoulder: float, hip: float, u: float, look: Look
) -> None:
    c.rect(top - 0.32 * u, shoulder - 0.8 * u, 0.64 * u, 1.2 * u, look.skin, 0.2 * u)
    c.circle(top - 0.9 * u, shoulder + 0.55 * u, 0.55 * u, look.shirt)
    c.circle(top + 0.9 * u, shoulder + 0.55 * u, 0.55 * u, look.shirt)
    body = [(top - u, shoulder), (top + u, shoulder)]
    body += [(top + 1.45 * u, shoulder + 0.55 * u), (mid + 1.15 * u, hip + 0.5 * u)]
    body += [(mid - 1.15 * u, hip + 0.5 * u), (top - 1.45 * u, shoulder + 0.55 * u)]
    c.polygon(body, look.shirt)
    if look.vest:
        _vest(c, top, mid, shoulder, hip, u, look.vest)
    if look.scarf:
        c.polygon(
            [(top - 0.6 * u, shoulder), (top + 0.6 * u, shoulder), (top, shoulder + u)], look.scarf
        )


def _vest(
    c: Canvas, top: float, mid: float, shoulder: float, hip: float, u: float, fill: str
) -> None:
    for side in (-1, 1):
        c.polygon(
            [
                (top + side * 0.3 * u, shoulder),
                (top + side * 0.95 * u, shoulder),
                (mid + side * 1.15 * u, hip + 0.5 * u),
                (mid + side * 0.12 * u, hip + 0.5 * u),
            ],
            fill,
        )
        c.rect(mid + (0.14 if side > 0 else -1.12) * u, hip - 0.9 * u, 0.98 * u, 0.3 * u, k.WHITE)


def _head(c: Canvas, x: float, y: float, u: float, look: Look) -> None:
    c.ellipse(x, y, 0.78 * u, 0.88 * u, look.skin)
    if look.helmet:
        c.slice(x, y - 0.12 * u, 0.95 * u, 1.02 * u, 180, 360, look.helmet)
        c.rect(x - 1.12 * u, y - 0.28 * u, 2.24 * u, 0.26 * u, look.helmet, 0.13 * u)
        c.rect(x - 0.14 * u, y - 1.16 * u, 0.28 * u, 0.85 * u, k.WHITE, 0.12 * u)
    else:
        c.slice(x, y - 0.1 * u, 0.86 * u, 0.92 * u, 178, 362, look.hair)


def _arm(c: Canvas, shoulder: Point, hand: Point, u: float, look: Look) -> None:
    end = (shoulder[0] + hand[0], shoulder[1] + hand[1])
    c.line([shoulder, end], 0.72 * u, look.shirt)
    c.circle(end[0], end[1], 0.38 * u, look.skin)


def tree(c: Canvas, x: float, foot: float, size: float, fill: str = k.GREEN) -> None:
    """Draw a round tree, `size` tall."""
    c.rect(x - size * 0.035, foot - size * 0.5, size * 0.07, size * 0.5, k.BROWN)
    for dx, dy, r in ((0, -0.72, 0.27), (-0.17, -0.55, 0.2), (0.17, -0.55, 0.2)):
        c.circle(x + dx * size, foot + dy * size, r * size, fill)


def cloud(c: Canvas, x: float, y: float, size: float, fill: str = k.WHITE) -> None:
    """Draw a flat-bottomed cloud, `size` wide."""
    c.rect(x - size / 2, y - size * 0.13, size, size * 0.15, fill, size * 0.075)
    c.circle(x - size * 0.17, y - size * 0.11, size * 0.15, fill)
    c.circle(x + size * 0.1, y - size * 0.15, size * 0.2, fill)


def flag(c: Canvas, x: float, foot: float, height: float) -> None:
    """Draw a red flag with a yellow star on a pole."""
    c.rect(x - 4, foot - height, 8, height, k.NAVY, 3)
    c.rect(x + 4, foot - height + 8, height * 0.42, height * 0.28, k.RED)
    c.star(x + 4 + height * 0.21, foot - height + 8 + height * 0.14, height * 0.085, k.OCHRE)


def banner(c: Canvas, x: float, y: float, w: float, h: float, fill: str = k.RED) -> None:
    """Draw a wide banner with two bars where its words would be."""
    c.rect(x, y, w, h, fill, 6)
    c.rect(x + w * 0.16, y + h * 0.26, w * 0.68, h * 0.16, k.OCHRE, h * 0.08)
    c.rect(x + w * 0.28, y + h * 0.58, w * 0.44, h * 0.13, k.CREAM, h * 0.06)


def blossom(c: Canvas, x: float, y: float, r: float, fill: str = k.ROSE) -> None:
    """Draw a five-petalled flower."""
    for i in range(5):
        px, py = k.turned((0, -r * 0.62), 72 * i, (x, y))
        c.circle(px, py, r * 0.48, fill)
    c.circle(x, y, r * 0.3, k.OCHRE)


def branch(c: Canvas, points: list[Point], fill: str = k.ROSE) -> None:
    """Draw a flowering twig along `points`."""
    c.line(points, 13, k.BROWN_DARK)
    for i, (x, y) in enumerate(points[1:]):
        c.line([(x, y), (x + 34, y - 62)], 8, k.BROWN_DARK)
        blossom(c, x + 36, y - 66, 36, fill)
        blossom(c, x - 6, y + 4, 29, fill)
        c.circle(x + 66, y - 14 - 6 * i, 11, fill)


def sheet(c: Canvas, x: float, y: float, w: float, h: float, lines: int = 6) -> None:
    """Draw a sheet of paper with a red heading and grey lines."""
    c.rect(x + 10, y + 12, w, h, k.STEEL, 10)
    c.rect(x, y, w, h, k.WHITE, 10)
    c.rect(x + w * 0.12, y + h * 0.09, w * 0.5, h * 0.05, k.RED, 6)
    step = h * 0.68 / lines
    for i in range(lines):
        length = w * (0.76 if i % 3 != 2 else 0.52)
        c.rect(x + w * 0.12, y + h * 0.22 + i * step, length, h * 0.025, k.MIST, 4)


def house(c: Canvas, x: float, foot: float, w: float, h: float, wall: str, roof: str) -> None:
    """Draw a small house with a door and a window."""
    c.rect(x, foot - h, w, h, wall)
    c.polygon(
        [(x - w * 0.1, foot - h), (x + w * 1.1, foot - h), (x + w / 2, foot - h * 1.55)], roof
    )
    c.rect(x + w * 0.14, foot - h * 0.62, w * 0.22, h * 0.62, k.BROWN)
    c.rect(x + w * 0.52, foot - h * 0.66, w * 0.32, h * 0.32, k.SKY)
