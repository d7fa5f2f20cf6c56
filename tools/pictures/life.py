# SPDX-License-Identifier: AGPL-3.0-or-later
"""Scenes of life outside work: home, school, health, sport, culture, Tet."""

from __future__ import annotations

from collections.abc import Callable

from pictures import canvas as k
from pictures.canvas import Canvas
from pictures.things import Look, banner, blossom, branch, cloud, flag, house, person, tree


def bookshelf() -> Canvas:
    """A bookshelf with a lamp and a reader's chair."""
    c = Canvas(k.CREAM)
    c.rect(0, 660, 1200, 140, k.OCHRE_DARK)
    c.rect(130, 90, 640, 590, k.BROWN_DARK, 10)
    colours = (k.RED, k.OCHRE, k.BLUE, k.GREEN, k.BRICK, k.STEEL, k.SAND, k.NAVY)
    for row in range(3):
        top = 116 + row * 186
        c.rect(154, top, 592, 160, k.BROWN)
        x, i = 168.0, row * 3
        while x < 700:
            w, h = 30 + (i * 7) % 22, 104 + (i * 13) % 44
            c.rect(x, top + 160 - h, w, h, colours[i % 8], 3)
            c.rect(x + 5, top + 160 - h + 18, w - 10, 9, k.CREAM)
            x, i = x + w + 5 + (26 if i % 6 == 5 else 0), i + 1
    c.rect(850, 470, 250, 150, k.RED, 40)
    c.rect(820, 530, 310, 120, k.RED_DARK, 36)
    c.rect(850, 640, 20, 60, k.BROWN_DARK)
    c.rect(1080, 640, 20, 60, k.BROWN_DARK)
    c.rect(1010, 190, 12, 300, k.NAVY)
    c.polygon([(950, 240), (1082, 240), (1050, 130), (982, 130)], k.OCHRE)
    c.polygon([(896, 520), (975, 536), (1054, 520), (1054, 566), (975, 584), (896, 566)], k.WHITE)
    c.line([(975, 538), (975, 580)], 5, k.STEEL)
    return c


def football() -> Canvas:
    """A football pitch, a ball before the goal."""
    c = Canvas(k.SKY)
    c.rect(0, 190, 1200, 150, k.STEEL)
    for i in range(60):
        c.circle(
            10 + i * 20,
            225 + 34 * (i % 3),
            13,
            (k.RED, k.SAND, k.NAVY, k.CREAM, k.OCHRE)[i * 7 % 5],
        )
    c.rect(0, 320, 1200, 480, k.GREEN)
    for i in range(0, 8, 2):
        c.polygon(
            [(i * 170 - 100, 800), (i * 170 + 70, 800), (i * 140 + 130, 320), (i * 140, 320)],
            "#6b8f6e",
        )
    c.rect(320, 210, 560, 16, k.WHITE, 8)
    for x in (320, 864):
        c.rect(x, 210, 16, 240, k.WHITE, 6)
    for i in range(1, 14):
        c.rect(320 + i * 40, 226, 3, 214, k.MIST)
    for i in range(1, 6):
        c.rect(336, 226 + i * 36, 528, 3, k.MIST)
    c.line([(180, 460), (1020, 460)], 9, k.WHITE)
    person(c, 330, 720, 390, Look(shirt=k.RED, trousers=k.WHITE), "cheer", lean=0.5)
    person(c, 860, 700, 360, Look(shirt=k.OCHRE, trousers=k.NAVY, skin=k.SKIN_WARM), "hips")
    c.circle(570, 690, 62, k.WHITE)
    c.polygon([k.turned((0, -26), 72 * i, (570, 690)) for i in range(5)], k.NAVY)
    for i in range(5):
        spot = k.turned((0, -54), 72 * i, (570, 690))
        c.circle(*spot, 12, k.NAVY)
    return c


def tug_of_war() -> Canvas:
    """Two teams pulling a rope."""
    c = Canvas(k.SKY)
    c.circle(600, 300, 250, k.CREAM)
    banner(c, 330, 90, 540, 110)
    for x, s in ((60, 360), (1140, 360), (200, 240), (1000, 240)):
        tree(c, x, 600, s, k.SAGE)
    c.rect(0, 590, 1200, 210, k.SAND)
    c.rect(0, 680, 1200, 120, k.OCHRE)
    for i in range(3):
        person(
            c,
            140 + i * 135,
            700,
            360,
            Look(shirt=k.RED, skin=(k.SKIN, k.SKIN_WARM)[i % 2]),
            "pull",
            -1.7,
        )
        person(
            c,
            1060 - i * 135,
            700,
            360,
            Look(shirt=k.BLUE, skin=(k.SKIN_WARM, k.SKIN)[i % 2]),
            "pull-left",
            1.7,
        )
    c.line([(60, 488), (1140, 488)], 15, k.BROWN)
    c.polygon([(586, 488), (614, 488), (614, 560), (600, 545), (586, 560)], k.RED)
    return c


def tet_gifts() -> Canvas:
    """Gift boxes under peach blossom."""
    c = Canvas(k.RED)
    c.circle(620, 430, 330, "#b03a38")
    branch(c, [(0, 60), (190, 130), (360, 130), (520, 190)])
    branch(c, [(1200, 150), (1040, 170), (900, 240)], "#f0bfae")
    c.rect(0, 670, 1200, 130, k.RED_DARK)
    for x, y, w, h, box, tie in (
        (330, 420, 300, 260, k.OCHRE, k.RED_DARK),
        (600, 480, 260, 200, k.CREAM, k.RED),
        (460, 300, 200, 130, k.GREEN, k.SAND),
    ):
        c.rect(x, y, w, h, box, 8)
        c.rect(x - 12, y, w + 24, h * 0.2, box, 8)
        c.rect(x - 12, y + h * 0.19, w + 24, 6, tie)
        c.rect(x + w / 2 - 17, y, 34, h, tie)
        for side in (-1, 1):
            c.ellipse(x + w / 2 + side * 34, y - 20, 36, 22, tie)
    for x, y in ((180, 610), (950, 590), (1050, 640)):
        blossom(c, x, y, 34)
    return c


def health_check() -> Canvas:
    """A mask, a thermometer and a shield."""
    c = Canvas(k.MINT)
    c.circle(600, 400, 340, "#e6efdf")
    c.polygon([(420, 150), (600, 90), (780, 150), (770, 420), (600, 600), (430, 420)], k.GREEN)
    c.polygon([(460, 178), (600, 132), (740, 178), (730, 400), (600, 545), (470, 400)], k.SAGE)
    c.rect(566, 210, 68, 220, k.WHITE, 8)
    c.rect(490, 286, 220, 68, k.WHITE, 8)
    for side in (-1, 1):
        c.arc(330 + side * 135, 560, 70, 90 - side * 90 - 80, 90 - side * 90 + 80, 10, k.STEEL)
    c.rect(190, 470, 280, 180, k.BLUE, 50)
    for i in range(3):
        c.rect(216, 512 + i * 40, 228, 10, k.STEEL, 5)
    c.rect(850, 250, 76, 330, k.WHITE, 38)
    c.circle(888, 600, 66, k.WHITE)
    c.circle(888, 600, 44, k.BRICK)
    c.rect(874, 360, 28, 240, k.BRICK, 14)
    for i in range(5):
        c.rect(940, 300 + i * 50, 40, 8, k.GREEN_DARK, 4)
    return c


def insurance_card() -> Canvas:
    """A hospital and an insurance card."""
    c = Canvas(k.SKY)
    cloud(c, 980, 140, 240)
    c.rect(0, 600, 1200, 200, k.SAGE)
    c.rect(130, 210, 460, 400, k.WHITE)
    c.rect(230, 130, 260, 90, k.WHITE)
    c.rect(342, 145, 36, 100, k.RED, 4)
    c.rect(310, 177, 100, 36, k.RED, 4)
    for row in range(3):
        for col in range(4):
            c.rect(170 + col * 104, 282 + row * 84, 66, 52, k.STEEL, 4)
    c.rect(310, 530, 100, 80, k.BLUE, 4)
    tree(c, 70, 630, 220, k.GREEN)
    c.tilted(812, 500, 500, 310, -5, k.STEEL)
    c.tilted(800, 484, 500, 310, -5, k.PAPER)
    c.tilted(788, 368, 500, 76, -5, k.RED)
    c.tilted(660, 500, 110, 136, -5, k.MIST)
    c.circle(658, 476, 28, k.BLUE)
    c.slice(662, 546, 44, 40, 175, 355, k.BLUE)
    for i in range(3):
        c.tilted(862 + i * 5, 452 + i * 50, 230 - 50 * (i % 2), 18, -5, k.STEEL)
    c.tilted(886, 598, 150, 26, -5, k.OCHRE)
    return c


def workers_housing() -> Canvas:
    """Blocks of flats for workers around a garden."""
    c = Canvas("#f6e3c4")
    c.circle(250, 200, 100, k.WHITE)
    for x, h, wall, trim in (
        (110, 440, k.CREAM, k.BRICK),
        (460, 520, k.PAPER, k.BLUE),
        (810, 440, k.CREAM, k.GREEN),
    ):
        c.rect(x, 640 - h, 290, h, wall)
        c.rect(x - 10, 626 - h, 310, 22, trim, 4)
        c.rect(x + 128, 640 - h, 34, h, trim)
        for row in range(int(h / 96)):
            for col in (22, 74, 178, 230):
                c.rect(x + col, 670 - h + row * 92, 40, 46, k.STEEL, 3)
                c.rect(x + col - 4, 716 - h + row * 92, 48, 12, trim, 3)
        c.rect(x + 115, 570, 60, 70, k.BROWN_DARK, 4)
    c.rect(0, 636, 1200, 164, k.SAGE)
    c.polygon([(480, 800), (560, 640), (650, 640), (760, 800)], k.SAND)
    for x, s in ((70, 210), (430, 190), (780, 190), (1150, 220)):
        tree(c, x, 690, s, k.GREEN)
    person(c, 300, 770, 190, Look(shirt=k.RED, long_hair=True), "down")
    person(c, 370, 770, 120, Look(shirt=k.OCHRE), "wave")
    return c


def classroom() -> Canvas:
    """A teacher and pupils at their desks."""
    c = Canvas(k.SAND)
    c.rect(260, 90, 680, 330, k.BROWN, 10)
    c.rect(278, 108, 644, 294, k.GREEN_DARK, 4)
    for i, w in enumerate((280, 380, 230)):
        c.rect(330, 160 + i * 66, w, 14, k.SAGE, 6)
    c.circle(820, 300, 60, k.SAGE)
    c.circle(820, 300, 48, k.GREEN_DARK)
    c.rect(0, 560, 1200, 240, k.OCHRE_DARK)
    person(c, 150, 640, 460, Look(shirt=k.RED, trousers=k.WHITE, long_hair=True), "point")
    for i in range(4):
        x = 300 + i * 240
        c.rect(x - 62, 590, 124, 180, k.WHITE, 44)
        c.ellipse(x, 540, 50, 56, "#33292a")
        if i % 2:
            for side in (-1, 1):
                c.ellipse(x + side * 54, 560, 16, 34, "#33292a")
        c.polygon([(x - 44, 600), (x + 44, 600), (x, 660)], k.RED)
        c.rect(x - 104, 690, 208, 34, k.BROWN, 6)
        c.rect(x - 92, 724, 18, 90, k.BROWN_DARK)
        c.rect(x + 74, 724, 18, 90, k.BROWN_DARK)
    return c


def school_yard() -> Canvas:
    """A nursery school's yard with a slide and a flag."""
    c = Canvas(k.SKY)
    cloud(c, 300, 120, 230)
    c.rect(180, 240, 840, 320, k.SAND)
    c.rect(160, 220, 880, 36, k.BRICK, 8)
    c.rect(480, 170, 240, 66, k.RED, 8)
    for i in range(6):
        c.rect(220 + i * 136, 300, 84, 96, k.BLUE, 8)
        c.rect(220 + i * 136, 436, 84, 124, k.GREEN if i % 2 else k.BRICK, 6)
    c.rect(0, 550, 1200, 250, k.MINT)
    c.rect(0, 640, 1200, 160, k.SAGE)
    flag(c, 590, 640, 330)
    tree(c, 80, 640, 360, k.GREEN)
    tree(c, 1120, 640, 340, k.GREEN_DARK)
    c.line([(830, 480), (1010, 690)], 38, k.OCHRE)
    c.line([(820, 470), (820, 700)], 14, k.RED)
    c.line([(760, 470), (760, 700)], 14, k.RED)
    for i in range(4):
        c.line([(760, 520 + i * 48), (820, 520 + i * 48)], 11, k.RED)
    for i, shirt in enumerate((k.RED, k.OCHRE, k.BLUE)):
        person(
            c,
            230 + i * 130,
            730,
            190,
            Look(shirt=shirt, long_hair=i == 1),
            ("cheer", "wave", "cheer")[i],
        )
    return c


def water() -> Canvas:
    """A glass of water and a cooler: drink before you are thirsty."""
    c = Canvas(k.MIST)
    c.circle(600, 390, 330, k.SKY)
    c.rect(0, 640, 1200, 160, k.BLUE)
    c.rect(250, 300, 230, 350, k.WHITE, 18)
    c.rect(276, 90, 178, 220, k.STEEL, 30)
    c.rect(276, 150, 178, 160, "#6f93a8", 30)
    c.rect(300, 350, 130, 90, k.MIST, 10)
    c.rect(318, 372, 26, 34, k.RED, 6)
    c.rect(386, 372, 26, 34, k.BLUE, 6)
    c.polygon([(600, 320), (880, 320), (846, 650), (634, 650)], k.PAPER)
    c.polygon([(617, 410), (863, 410), (842, 636), (638, 636)], "#6f93a8")
    c.ellipse(740, 410, 123, 20, k.STEEL)
    c.polygon([(640, 340), (664, 340), (682, 620), (664, 620)], k.WHITE)
    for x, y, r in ((960, 300, 40), (1030, 420, 28)):
        c.circle(x, y, r, k.BLUE)
        c.polygon(
            [(x - r * 0.88, y - r * 0.45), (x + r * 0.88, y - r * 0.45), (x, y - r * 2)], k.BLUE
        )
    return c


def music() -> Canvas:
    """A stage with two singers and notes."""
    c = Canvas(k.RED_DARK)
    for x in (200, 600, 1000):
        c.polygon([(x - 20, 0), (x + 20, 0), (x + 190, 640), (x - 190, 640)], "#8c2c2e")
    c.ellipse(600, 690, 520, 80, k.BRICK)
    person(c, 440, 710, 470, Look(shirt=k.SAND, trousers=k.CREAM, long_hair=True), "wave")
    person(c, 760, 710, 490, Look(shirt=k.BLUE), "wave")
    for x, y, s, fill in (
        (190, 300, 1.2, k.OCHRE),
        (600, 200, 1.0, k.SAND),
        (980, 320, 1.3, k.ROSE),
    ):
        c.ellipse(x, y, 34 * s, 26 * s, fill)
        c.ellipse(x + 110 * s, y - 20 * s, 34 * s, 26 * s, fill)
        c.rect(x + 22 * s, y - 130 * s, 12 * s, 130 * s, fill)
        c.rect(x + 132 * s, y - 150 * s, 12 * s, 130 * s, fill)
        c.line([(x + 28 * s, y - 126 * s), (x + 138 * s, y - 146 * s)], 26 * s, fill)
    for i in range(13):
        c.circle(i * 100, 800, 54, "#4a1215")
    return c


def film_screen() -> Canvas:
    """An open-air film screen and its audience at dusk."""
    c = Canvas(k.NAVY)
    for i in range(22):
        c.circle((i * 157) % 1200, 30 + (i * 67) % 170, 4, k.MIST)
    c.rect(250, 110, 700, 410, k.BROWN_DARK, 8)
    c.rect(270, 130, 660, 370, k.PAPER)
    c.rect(270, 380, 660, 120, k.SAGE)
    c.circle(780, 230, 52, k.OCHRE)
    c.ellipse(470, 400, 74, 86, k.MIST)
    c.circle(470, 300, 54, k.MIST)
    for side in (-1, 1):
        c.ellipse(470 + side * 24, 222, 16, 54, k.MIST)
        c.circle(470 + side * 18, 292, 7, k.NAVY)
    c.rect(300, 510, 16, 130, k.BROWN_DARK)
    c.rect(884, 510, 16, 130, k.BROWN_DARK)
    c.rect(0, 620, 1200, 180, "#22313c")
    for row in range(2):
        for i in range(10):
            x, y = 60 + i * 122 + row * 60, 650 + row * 76
            c.rect(x - 46, y + 20, 92, 150, (k.BLUE, k.RED_DARK, k.GREEN_DARK)[(i + row) % 3], 40)
            c.circle(x, y, 36, "#191413")
    return c


def sorting_bins() -> Canvas:
    """Three bins for sorted waste in a lane."""
    c = Canvas(k.MINT)
    c.circle(600, 340, 300, "#e6efdf")
    house(c, 60, 600, 220, 190, k.CREAM, k.BRICK)
    house(c, 930, 600, 220, 190, k.SAND, k.RED_DARK)
    c.rect(0, 600, 1200, 200, k.SAGE)
    for i, fill in enumerate((k.GREEN, k.OCHRE, k.BLUE)):
        x = 330 + i * 190
        c.polygon([(x, 370), (x + 160, 370), (x + 144, 680), (x + 16, 680)], fill)
        c.rect(x - 12, 340, 184, 40, k.NAVY, 14)
        c.circle(x + 80, 520, 42, k.PAPER)
    c.ellipse(410, 520, 14, 26, k.GREEN)
    c.rect(586, 500, 30, 40, k.OCHRE, 6)
    c.rect(593, 488, 16, 14, k.OCHRE)
    c.rect(772, 498, 36, 44, k.BLUE, 4)
    c.line([(480, 250), (440, 310)], 30, k.GREEN_DARK)
    c.rect(590, 220, 40, 90, k.SKY, 12)
    c.rect(600, 200, 20, 24, k.RED, 4)
    c.tilted(790, 265, 90, 66, 12, k.SAND)
    return c


def phone() -> Canvas:
    """A phone with a union app, and messages."""
    c = Canvas(k.BLUE)
    c.circle(600, 400, 340, "#56748a")
    c.rect(450, 70, 300, 660, "#1d2a33", 46)
    c.rect(470, 110, 260, 570, k.PAPER, 18)
    c.rect(470, 110, 260, 90, k.RED, 18)
    c.star(600, 156, 28, k.OCHRE)
    for row in range(3):
        for col in range(3):
            fill = (k.OCHRE, k.BLUE, k.GREEN, k.BRICK, k.STEEL)[(row * 3 + col * 2) % 5]
            c.rect(494 + col * 76, 226 + row * 84, 60, 60, fill, 14)
    c.rect(494, 492, 212, 150, k.SKY, 14)
    for i in range(3):
        c.rect(514, 518 + i * 38, 160 - 40 * (i % 2), 16, k.STEEL, 6)
    for x, y, w, fill in (
        (140, 220, 260, k.CREAM),
        (180, 480, 220, k.SAND),
        (800, 320, 260, k.WHITE),
    ):
        c.rect(x, y, w, 120, fill, 30)
        c.rect(x + 34, y + 34, w - 68, 16, k.STEEL, 6)
        c.rect(x + 34, y + 68, (w - 68) * 0.6, 16, k.BRICK, 6)
    return c


SCENES: dict[str, Callable[[], Canvas]] = {
    "tu-sach": bookshelf,
    "san-bong": football,
    "keo-co": tug_of_war,
    "qua-tet": tet_gifts,
    "phong-dich": health_check,
    "the-y-te": insurance_card,
    "nha-cong-nhan": workers_housing,
    "lop-hoc": classroom,
    "san-truong": school_yard,
    "nuoc-uong": water,
    "am-nhac": music,
    "chieu-phim": film_screen,
    "phan-loai-rac": sorting_bins,
    "dien-thoai": phone,
}
