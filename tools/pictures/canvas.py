# SPDX-License-Identifier: AGPL-3.0-or-later
"""A canvas in picture units (1200 x 800 unless told), drawn large and shrunk for smooth edges."""

# Geometry reads best in its usual order (x, y, w, h, fill).
# ruff: noqa: PLR0917 - see above

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

Point = tuple[float, float]

# The house palette: every picture takes its colours from here, so a front page of them agrees.
RED, RED_DARK, BRICK, ROSE = "#9e2a2b", "#741d22", "#c4604a", "#e3a08c"
OCHRE, OCHRE_DARK, SAND, CREAM = "#dda04a", "#b97c2e", "#f0d3a0", "#f4e7d0"
WHITE, PAPER = "#fdfaf4", "#f8f1e4"
NAVY, BLUE, STEEL, MIST, SKY = "#2b3d4a", "#48647a", "#8aa3b3", "#c3d2da", "#dde7ea"
GREEN_DARK, GREEN, SAGE, MINT = "#3d5a46", "#5f8263", "#a2ba9a", "#d5e0cd"
SKIN, SKIN_WARM = "#e4b892", "#cd9770"
BROWN, BROWN_DARK = "#8a5a3c", "#5d3c2b"

FONT = "/usr/share/fonts/truetype/dejavu/DejaVuSerif-Bold.ttf"
FONT_PLAIN = "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"
OVERSAMPLING = 3


class Canvas:
    """A picture under way; all lengths are in units of the finished picture's pixels."""

    def __init__(self, background: str, width: int = 1200, height: int = 800) -> None:
        self.width, self.height = width, height
        size = (width * OVERSAMPLING, height * OVERSAMPLING)
        self._image = Image.new("RGB", size, background)
        self._draw = ImageDraw.Draw(self._image)

    def rect(self, x: float, y: float, w: float, h: float, fill: str, radius: float = 0) -> None:
        """Fill a rectangle by its upper left corner; `radius` rounds the corners."""
        box = _scaled([(x, y), (x + w, y + h)])
        self._draw.rounded_rectangle(box, radius * OVERSAMPLING, fill=fill)

    def ellipse(self, cx: float, cy: float, rx: float, ry: float, fill: str) -> None:
        """Fill an ellipse by its centre and half axes."""
        self._draw.ellipse(_scaled([(cx - rx, cy - ry), (cx + rx, cy + ry)]), fill=fill)

    def circle(self, cx: float, cy: float, r: float, fill: str) -> None:
        """Fill a circle."""
        self.ellipse(cx, cy, r, r, fill)

    def ring(self, cx: float, cy: float, r: float, width: float, fill: str) -> None:
        """Draw a circle's outline, `width` wide inwards."""
        box = _scaled([(cx - r, cy - r), (cx + r, cy + r)])
        self._draw.ellipse(box, outline=fill, width=round(width * OVERSAMPLING))

    def slice(
        self, cx: float, cy: float, rx: float, ry: float, start: float, end: float, fill: str
    ) -> None:
        """Fill a sector of an ellipse; angles in degrees, clockwise from three o'clock."""
        box = _scaled([(cx - rx, cy - ry), (cx + rx, cy + ry)])
        self._draw.pieslice(box, start, end, fill=fill)

    def arc(
        self, cx: float, cy: float, r: float, start: float, end: float, width: float, fill: str
    ) -> None:
        """Stroke part of a circle with round ends."""
        points = [
            (cx + r * math.cos(math.radians(a)), cy + r * math.sin(math.radians(a)))
            for a in _steps(start, end, 60)
        ]
        self.line(points, width, fill)

    def polygon(self, points: Sequence[Point], fill: str) -> None:
        """Fill a polygon."""
        self._draw.polygon(_scaled(points), fill=fill)

    def line(self, points: Sequence[Point], width: float, fill: str) -> None:
        """Stroke a polyline with round joints and ends."""
        self._draw.line(
            _scaled(points), fill=fill, width=round(width * OVERSAMPLING), joint="curve"
        )
        for x, y in (points[0], points[-1]):
            self.circle(x, y, width / 2, fill)

    def tilted(self, cx: float, cy: float, w: float, h: float, degrees: float, fill: str) -> None:
        """Fill a rectangle turned clockwise about its centre."""
        corners = [(-w / 2, -h / 2), (w / 2, -h / 2), (w / 2, h / 2), (-w / 2, h / 2)]
        self.polygon([turned(p, degrees, (cx, cy)) for p in corners], fill)

    def star(self, cx: float, cy: float, r: float, fill: str) -> None:
        """Fill a five-pointed star."""
        points = []
        for i in range(10):
            reach = r if i % 2 == 0 else r * 0.4
            angle = math.radians(-90 + 36 * i)
            points.append((cx + reach * math.cos(angle), cy + reach * math.sin(angle)))
        self.polygon(points, fill)

    def hills(self, top: float, height: float, waves: float, shift: float, fill: str) -> None:
        """Fill from a wavy line at `top` down to the lower edge."""
        crest = [
            (x, top - height * math.sin(2 * math.pi * (waves * x / self.width + shift)))
            for x in range(0, self.width + 12, 12)
        ]
        self.polygon([*crest, (self.width, self.height), (0, self.height)], fill)

    def text(self, x: float, y: float, text: str, size: float, fill: str, font: str = FONT) -> None:
        """Write one line centred on a point; nothing is written where the font is missing."""
        if Path(font).exists():
            face = ImageFont.truetype(font, round(size * OVERSAMPLING))
            at = (x * OVERSAMPLING, y * OVERSAMPLING)
            self._draw.text(at, text, font=face, fill=fill, anchor="mm")

    def finished(self) -> Image.Image:
        """Return the picture at its own size."""
        return self._image.resize((self.width, self.height), Image.Resampling.LANCZOS)


def turned(point: Point, degrees: float, about: Point) -> Point:
    """Turn an offset clockwise and move it to `about`."""
    a = math.radians(degrees)
    x, y = point
    return (
        about[0] + x * math.cos(a) - y * math.sin(a),
        about[1] + x * math.sin(a) + y * math.cos(a),
    )


def _steps(start: float, end: float, count: int) -> list[float]:
    return [start + (end - start) * i / count for i in range(count + 1)]


def _scaled(points: Sequence[Point]) -> list[Point]:
    return [(x * OVERSAMPLING, y * OVERSAMPLING) for x, y in points]
