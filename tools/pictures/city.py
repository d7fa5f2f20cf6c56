# SPDX-License-Identifier: AGPL-3.0-or-later
"""Scenes of Hanoi: landmarks, streets, weather."""

from __future__ import annotations

from collections.abc import Callable

from pictures import canvas as k
from pictures.canvas import Canvas
from pictures.things import Look, cloud, house, person, tree


def skyline() -> Canvas:
    """Turtle Tower on its lake before the city."""
    c = Canvas("#f3d9b0")
    c.circle(860, 250, 130, "#fbecd0")
    for i, h in enumerate((190, 270, 220, 330, 240, 300, 180, 260, 350, 210, 290, 200)):
        c.rect(i * 102 - 10, 500 - h, 84, h, "#dfb98b" if i % 2 else "#d6aa7a")
    for i in range(15):
        c.circle(i * 90, 500, 62, k.GREEN if i % 2 else k.GREEN_DARK)
    c.rect(0, 510, 1200, 290, k.STEEL)
    c.ellipse(600, 590, 230, 34, k.GREEN_DARK)
    for y, w, h in ((430, 250, 150), (310, 170, 110), (225, 90, 80)):
        c.rect(600 - w / 2, y, w, h, k.CREAM)
        c.rect(600 - w / 2 - 14, y - 12, w + 28, 22, k.BROWN, 6)
    for x in (520, 600, 680):
        c.slice(x, 520, 26, 52, 180, 360, k.BROWN_DARK)
        c.rect(x - 26, 518, 52, 62, k.BROWN_DARK)
    for x in (560, 640):
        c.rect(x - 18, 345, 36, 60, k.BROWN_DARK, 14)
    c.polygon([(540, 215), (660, 215), (600, 160)], k.BROWN)
    c.rect(475, 612, 250, 120, "#a3b5bf", 10)
    for i in range(8):
        c.rect(90 + i * 140, 640 + 34 * (i % 4), 110, 8, k.MIST, 4)
    return c


def long_bien_bridge() -> Canvas:
    """Long Bien bridge's trusses over the Red River."""
    c = Canvas(k.SKY)
    c.circle(250, 190, 100, k.SAND)
    cloud(c, 860, 150, 260)
    c.hills(500, 18, 1, 0.1, k.SAGE)
    c.rect(0, 520, 1200, 280, "#c98f6d")
    for i in range(9):
        c.rect(40 + i * 140, 590 + 46 * (i % 4), 120, 10, "#dcae90", 5)
    spans = [(-140, 250), (250, 640), (640, 1030), (1030, 1420)]
    for left, right in spans:
        mid = (left + right) / 2
        c.line([(left + 40, 400), (mid, 230), (right - 40, 400)], 18, k.NAVY)
        for i in range(1, 6):
            x = left + 40 + (right - left - 80) * i / 6
            top = 400 - 170 * (1 - abs(x - mid) / (mid - left - 40))
            c.line([(x, top), (x, 410)], 9, k.BLUE)
            if 1 < i < 6:
                c.line([(x, top), (x - (right - left - 80) / 6, 410)], 7, k.BLUE)
    c.rect(0, 400, 1200, 34, k.RED_DARK)
    for x in (250, 640, 1030):
        c.polygon([(x - 36, 434), (x + 36, 434), (x + 54, 640), (x - 54, 640)], k.CREAM)
        c.rect(x - 70, 620, 140, 30, k.SAND, 8)
    c.polygon([(390, 690), (580, 690), (550, 734), (420, 734)], k.BROWN_DARK)
    c.rect(450, 650, 70, 42, k.OCHRE, 10)
    return c


def literature_pavilion() -> Canvas:
    """Khue Van Cac, the pavilion of the Temple of Literature."""
    c = Canvas(k.MINT)
    c.circle(600, 350, 300, k.CREAM)
    for x, s in ((120, 480), (1080, 520), (300, 330), (930, 320)):
        tree(c, x, 660, s, k.GREEN if s > 400 else k.SAGE)
    c.rect(0, 650, 1200, 150, k.BRICK)
    c.rect(0, 690, 1200, 110, "#b1523f")
    c.rect(380, 560, 440, 96, k.BROWN_DARK)
    for x in (420, 700):
        c.rect(x, 430, 80, 226, k.PAPER)
        c.rect(x + 10, 450, 60, 190, k.CREAM)
    c.rect(380, 410, 440, 28, k.OCHRE_DARK, 8)
    c.rect(440, 250, 320, 160, k.RED)
    c.circle(600, 332, 70, k.SAND)
    for i in range(8):
        c.line([(600, 332), k.turned((0, -56), 45 * i, (600, 332))], 8, k.RED_DARK)
    c.circle(600, 332, 30, k.RED_DARK)
    c.polygon([(370, 262), (450, 200), (750, 200), (830, 262)], k.BROWN_DARK)
    c.polygon([(370, 262), (350, 236), (410, 240)], k.BROWN_DARK)
    c.polygon([(830, 262), (850, 236), (790, 240)], k.BROWN_DARK)
    c.polygon([(460, 190), (520, 120), (680, 120), (740, 190)], k.BROWN)
    c.rect(450, 186, 300, 18, k.OCHRE, 6)
    return c


def rice_field() -> Canvas:
    """Ripe fields with a farmer's hut and a palm."""
    c = Canvas(k.SKY)
    c.circle(910, 190, 110, k.SAND)
    cloud(c, 330, 160, 250)
    c.hills(420, 46, 1.2, 0.1, k.STEEL)
    c.hills(455, 30, 1.7, 0.5, k.SAGE)
    c.rect(0, 470, 1200, 330, k.OCHRE)
    c.polygon([(520, 470), (600, 470), (820, 800), (420, 800)], k.GREEN)
    c.polygon([(0, 560), (540, 520), (520, 550), (0, 610)], k.GREEN)
    c.polygon([(1200, 600), (640, 530), (650, 560), (1200, 660)], k.GREEN)
    for i in range(26):
        x, y = 30 + (i * 173) % 1150, 620 + (i * 59) % 160
        if not 400 < x < 830:
            for lean in (-14, 0, 14):
                c.line([(x, y + 30), (x + lean, y - 14)], 7, k.SAND)
    house(c, 150, 500, 150, 90, k.CREAM, k.BRICK)
    person(c, 890, 640, 190, Look(shirt=k.BROWN, trousers=k.NAVY), "hold")
    c.polygon([(848, 470), (932, 470), (890, 430)], k.SAND)
    return c


def street() -> Canvas:
    """A bicycle with flowers before tube houses."""
    c = Canvas(k.CREAM)
    walls = (k.OCHRE, k.STEEL, k.SAND, k.BRICK, k.SAGE, k.OCHRE, k.MIST)
    lefts = (0, 180, 330, 530, 690, 880, 1060)
    for i, h in enumerate((430, 520, 390, 480, 540, 420, 480)):
        x, w = lefts[i], (*lefts, 1260)[i + 1] - lefts[i]
        c.rect(x, 600 - h, w, h, walls[i])
        for row in range(2):
            for side in (0.16, 0.56):
                c.rect(x + w * side, 640 - h + row * 130, w * 0.28, 86, k.PAPER, 4)
                c.rect(x + w * side + w * 0.12, 640 - h + row * 130, w * 0.04, 86, k.BLUE)
        c.rect(x - 4, 590 - h, w + 8, 18, k.RED_DARK)
        awning = [(x, 480), (x + w, 480), (x + w + 14, 520), (x - 14, 520)]
        c.polygon(awning, k.RED if i % 2 else k.GREEN)
    c.rect(0, 600, 1200, 200, k.STEEL)
    c.rect(0, 600, 1200, 26, k.PAPER)
    for x in (430, 790):
        c.ring(x, 620, 112, 13, k.NAVY)
        c.circle(x, 620, 13, k.NAVY)
    c.line([(430, 620), (540, 440), (730, 450), (790, 620)], 13, k.RED)
    c.line([(540, 440), (610, 620), (730, 450)], 13, k.RED)
    c.line([(430, 620), (610, 620)], 13, k.RED)
    c.line([(530, 420), (520, 396)], 14, k.NAVY)
    c.line([(488, 392), (562, 392)], 18, k.NAVY)
    c.line([(730, 450), (715, 378), (770, 366)], 12, k.NAVY)
    c.rect(400, 430, 96, 96, k.BROWN, 10)
    for i, fill in enumerate((k.ROSE, k.RED, k.OCHRE, k.ROSE, k.WHITE)):
        c.line([(448, 440), (400 + i * 24, 360)], 6, k.GREEN)
        c.circle(400 + i * 24, 350 - 14 * (i % 2), 24, fill)
    return c


def heat() -> Canvas:
    """A worker shading his eyes under a strong sun."""
    c = Canvas("#f1c27d")
    for i in range(16):
        x, y = k.turned((0, -520), 22.5 * i, (860, 250))
        c.line([(860, 250), (x, y)], 34, "#f5d196")
    c.circle(860, 250, 190, "#f8dfae")
    c.circle(860, 250, 140, k.BRICK)
    c.rect(0, 640, 1200, 160, k.OCHRE_DARK)
    for i in range(5):
        c.rect(90 + i * 60, 240, 14, 400, k.BROWN)
    for i in range(4):
        c.rect(80, 270 + i * 100, 270, 14, k.BROWN)
    person(
        c, 480, 740, 560, Look(shirt=k.BLUE, helmet=k.WHITE, vest=k.RED, skin=k.SKIN_WARM), "hips"
    )
    c.rect(650, 540, 72, 150, k.SKY, 14)
    c.rect(650, 590, 72, 100, k.STEEL, 14)
    c.rect(668, 512, 36, 34, k.RED, 6)
    return c


def flood() -> Canvas:
    """Relief boxes in a boat among flooded houses, in the rain."""
    c = Canvas(k.BLUE)
    cloud(c, 300, 190, 420, k.NAVY)
    cloud(c, 840, 160, 480, k.NAVY)
    for i in range(42):
        x, y = (i * 97) % 1200, 200 + (i * 61) % 260
        c.line([(x, y), (x - 14, y + 40)], 5, k.STEEL)
    house(c, 90, 560, 210, 150, k.CREAM, k.BRICK)
    house(c, 900, 570, 230, 160, k.SAND, k.RED_DARK)
    tree(c, 790, 560, 260, k.GREEN_DARK)
    c.hills(530, 9, 4, 0.1, k.STEEL)
    person(c, 470, 680, 320, Look(shirt=k.OCHRE, hair=k.OCHRE_DARK, helmet=k.OCHRE), "hold")
    person(c, 740, 680, 320, Look(shirt=k.RED, vest=k.OCHRE), "down")
    for x, y in ((540, 540), (600, 540), (570, 488)):
        c.rect(x, y, 58, 54, k.SAND, 4)
        c.rect(x + 24, y, 10, 54, k.RED)
    c.polygon([(340, 580), (880, 580), (800, 700), (420, 700)], k.RED_DARK)
    c.polygon([(340, 580), (880, 580), (870, 606), (352, 606)], k.OCHRE)
    c.hills(680, 10, 3, 0.4, k.MIST)
    c.hills(730, 8, 4, 0.2, k.STEEL)
    return c


def tree_planting() -> Canvas:
    """Two people planting a sapling."""
    c = Canvas(k.MINT)
    c.circle(600, 380, 330, "#e6efdf")
    cloud(c, 250, 150, 220)
    for x, s in ((70, 300), (1110, 340), (200, 200), (1000, 210)):
        tree(c, x, 620, s, k.SAGE)
    c.hills(630, 22, 1, 0.25, k.GREEN)
    c.rect(0, 690, 1200, 110, k.GREEN_DARK)
    c.slice(600, 700, 130, 60, 180, 360, k.BROWN)
    tree(c, 600, 680, 290, k.GREEN)
    person(c, 390, 720, 400, Look(shirt=k.RED, scarf=k.SAND, long_hair=True), "offer")
    person(c, 800, 720, 420, Look(shirt=k.BLUE, skin=k.SKIN_WARM), "offer-left")
    c.rect(505, 575, 64, 62, k.OCHRE, 10)
    c.line([(505, 590), (470, 560)], 10, k.OCHRE_DARK)
    c.line([(696, 460), (716, 690)], 14, k.BROWN)
    c.polygon([(694, 660), (744, 656), (738, 716), (712, 732)], k.STEEL)
    return c


def bus() -> Canvas:
    """A city bus at its stop."""
    c = Canvas(k.SKY)
    for i, h in enumerate((220, 300, 180, 340, 260, 210, 320)):
        c.rect(i * 180 - 20, 560 - h, 150, h, k.MIST if i % 2 else "#b4c5ce")
    for x in (60, 1140):
        tree(c, x, 580, 300, k.GREEN)
    c.rect(0, 570, 1200, 230, k.STEEL)
    c.rect(0, 570, 1200, 30, k.PAPER)
    c.rect(190, 260, 760, 360, k.RED, 44)
    c.rect(190, 470, 760, 40, k.OCHRE)
    for i in range(4):
        c.rect(236 + i * 138, 310, 118, 130, k.SKY, 14)
        c.circle(295 + i * 138, 392, 30, ("#33292a", k.BROWN_DARK)[i % 2])
        c.rect(260 + i * 138, 414, 70, 26, (k.BLUE, k.OCHRE, k.GREEN, k.BRICK)[i], 8)
    c.rect(796, 310, 126, 250, k.SKY, 12)
    c.rect(856, 310, 8, 250, k.RED_DARK)
    for x in (350, 770):
        c.circle(x, 620, 68, k.NAVY)
        c.circle(x, 620, 32, k.MIST)
    c.rect(1040, 300, 14, 300, k.NAVY)
    c.rect(992, 270, 110, 110, k.BLUE, 14)
    c.rect(1016, 300, 62, 44, k.WHITE, 8)
    for i in range(6):
        c.rect(40 + i * 210, 730, 110, 12, k.WHITE, 5)
    return c


def crossroads_camera() -> Canvas:
    """A traffic camera and lights over a crossroads."""
    c = Canvas(k.MIST)
    c.circle(380, 280, 210, k.SKY)
    for i, h in enumerate((180, 260, 210, 150, 240, 200)):
        c.rect(430 + i * 135, 520 - h, 116, h, k.STEEL if i % 2 else "#9db1bd")
    c.rect(0, 520, 1200, 280, k.BLUE)
    c.polygon([(420, 800), (560, 520), (680, 520), (900, 800)], k.NAVY)
    for i in range(5):
        c.polygon(
            [
                (210 + i * 190, 760),
                (300 + i * 190, 760),
                (320 + i * 190, 700),
                (240 + i * 190, 700),
            ],
            k.PAPER,
        )
    c.rect(150, 120, 26, 620, k.NAVY, 8)
    c.rect(150, 130, 420, 22, k.NAVY, 8)
    c.tilted(500, 215, 210, 96, 14, k.WHITE)
    c.tilted(610, 243, 40, 108, 14, k.RED)
    c.circle(622, 246, 34, k.NAVY)
    c.circle(622, 246, 16, k.STEEL)
    c.rect(486, 150, 22, 40, k.NAVY)
    c.rect(940, 240, 16, 420, k.NAVY, 6)
    c.rect(896, 200, 104, 260, k.NAVY, 20)
    for i, fill in enumerate((k.BRICK, k.OCHRE, k.GREEN)):
        c.circle(948, 250 + i * 80, 32, fill)
    c.rect(640, 560, 200, 70, k.OCHRE, 22)
    c.rect(676, 520, 124, 56, k.SKY, 18)
    for x in (684, 796):
        c.circle(x, 632, 26, "#1d2a33")
    return c


SCENES: dict[str, Callable[[], Canvas]] = {
    "thanh-pho": skyline,
    "cau-long-bien": long_bien_bridge,
    "khue-van-cac": literature_pavilion,
    "dong-lua": rice_field,
    "xe-dap-pho": street,
    "nang-nong": heat,
    "mua-lu": flood,
    "trong-cay": tree_planting,
    "xe-buyt": bus,
    "camera": crossroads_camera,
}
