# SPDX-License-Identifier: AGPL-3.0-or-later
"""Scenes of work, meetings and the union's papers."""

from __future__ import annotations

from collections.abc import Callable

from pictures import canvas as k
from pictures.canvas import Canvas
from pictures.things import Look, banner, cloud, flag, person, sheet, tree

WORKERS = (
    Look(shirt=k.BLUE, helmet=k.OCHRE, vest=k.BRICK),
    Look(shirt=k.STEEL, helmet=k.RED, skin=k.SKIN_WARM, vest=k.OCHRE),
    Look(shirt=k.NAVY, helmet=k.WHITE, long_hair=True, vest=k.BRICK, trousers=k.BLUE),
)


def factory() -> Canvas:
    """A factory hall with saw-tooth roofs."""
    c = Canvas(k.SKY)
    c.circle(930, 210, 120, k.SAND)
    cloud(c, 240, 170, 240)
    cloud(c, 690, 110, 170)
    c.hills(600, 26, 1.5, 0.2, k.SAGE)
    for x, h in ((150, 330), (230, 270)):
        c.polygon([(x, 640), (x + 14, 640 - h), (x + 50, 640 - h), (x + 64, 640)], k.BRICK)
        c.rect(x + 11, 640 - h + 30, 42, 22, k.WHITE)
    for i in range(4):
        x = 300 + i * 190
        c.polygon([(x, 440), (x, 330), (x + 190, 440)], k.RED if i % 2 == 0 else k.RED_DARK)
        c.polygon([(x, 440), (x, 345), (x + 34, 365), (x + 34, 440)], k.MIST)
    c.rect(300, 440, 760, 210, k.CREAM)
    c.rect(300, 440, 760, 16, k.OCHRE)
    for i in range(6):
        c.rect(345 + i * 76, 500, 48, 62, k.BLUE, 4)
        c.rect(345 + i * 76, 500, 48, 26, k.STEEL, 4)
    c.rect(846, 500, 150, 150, k.NAVY, 4)
    for i in range(5):
        c.rect(846, 524 + i * 26, 150, 5, k.BLUE)
    c.rect(0, 650, 1200, 150, k.GREEN)
    c.rect(0, 690, 1200, 110, k.STEEL)
    for i in range(7):
        c.rect(40 + i * 180, 740, 96, 10, k.WHITE, 4)
    tree(c, 80, 690, 170, k.GREEN_DARK)
    tree(c, 1130, 690, 210, k.GREEN_DARK)
    return c


def workers() -> Canvas:
    """Three workers in helmets before a factory."""
    c = Canvas(k.SAND)
    c.circle(600, 400, 330, k.CREAM)
    for i in range(5):
        x = 60 + i * 220
        c.polygon([(x, 560), (x, 450), (x + 220, 560)], k.OCHRE)
    c.rect(0, 560, 1200, 240, k.OCHRE)
    c.rect(0, 700, 1200, 100, k.OCHRE_DARK)
    person(c, 350, 1010, 800, WORKERS[2], "hips")
    person(c, 850, 1010, 800, WORKERS[1], "hips")
    person(c, 600, 1030, 880, WORKERS[0], "hips")
    return c


def protective_gear() -> Canvas:
    """A helmet, a vest and gloves on a peg board."""
    c = Canvas(k.MIST)
    c.rect(120, 90, 960, 590, k.SKY, 24)
    c.rect(0, 700, 1200, 100, k.BLUE)
    for x in (280, 600, 920):
        c.circle(x, 165, 16, k.NAVY)
    c.polygon(
        [(480, 190), (560, 170), (600, 250), (640, 170), (720, 190), (745, 560), (455, 560)],
        k.BRICK,
    )
    c.polygon([(560, 170), (640, 170), (600, 250)], k.SKY)
    for x in (500, 662):
        c.rect(x, 186, 38, 374, k.OCHRE)
    c.rect(459, 420, 282, 40, k.OCHRE)
    c.rect(459, 433, 282, 14, k.WHITE)
    c.rect(596, 250, 8, 310, k.RED_DARK)
    c.slice(280, 400, 140, 165, 180, 360, k.OCHRE)
    c.rect(118, 385, 324, 38, k.OCHRE_DARK, 19)
    c.rect(260, 240, 40, 150, k.SAND, 18)
    for x, flip in ((850, 1), (985, -1)):
        c.rect(x - 55, 330, 110, 150, k.GREEN, 34)
        for i in range(4):
            c.rect(x - 55 + i * 28, 250 + (16 if i in (0, 3) else 0), 25, 120, k.GREEN, 12)
        c.tilted(x - flip * 64, 395, 34, 96, -flip * 28, k.GREEN)
        c.rect(x - 60, 470, 120, 50, k.GREEN_DARK, 12)
    return c


def meeting_hall() -> Canvas:
    """A conference hall: stage, banner, lectern and rows of heads."""
    c = Canvas(k.RED_DARK)
    c.rect(110, 60, 980, 420, k.RED)
    for x in (0, 1040):
        c.rect(x, 0, 160, 560, k.RED_DARK)
        for i in range(4):
            c.rect(x + 18 + i * 36, 0, 12, 560, "#5f171b")
    banner(c, 260, 95, 680, 120, k.RED_DARK)
    c.rect(0, 480, 1200, 90, k.BROWN)
    c.rect(0, 480, 1200, 14, k.OCHRE_DARK)
    person(c, 380, 515, 320, Look(shirt=k.WHITE), "down")
    c.rect(310, 380, 140, 110, k.OCHRE_DARK, 8)
    c.star(380, 436, 28, k.SAND)
    c.rect(560, 408, 420, 76, k.CREAM, 6)
    for i in range(4):
        x = 620 + i * 100
        c.ellipse(x, 348, 24, 28, k.SKIN)
        c.slice(x, 344, 26, 28, 180, 360, k.NAVY)
        c.rect(x - 36, 372, 72, 40, (k.BLUE, k.WHITE, k.NAVY, k.STEEL)[i], 16)
    for row, (y, r) in enumerate(((600, 34), (690, 44), (800, 56))):
        step = r * 2.9
        for i in range(int(1300 / step)):
            seat = i * step + (row % 2) * step / 2
            shirt = (k.NAVY, k.BLUE, k.STEEL)[(i + row) % 3]
            c.rect(seat - r * 1.15, y + r * 0.5, r * 2.3, r * 3, shirt, r)
            c.circle(seat, y, r, ("#33292a", "#4a3a35")[(i + row) % 2])
    return c


def congress() -> Canvas:
    """A ballot box and a hand casting a paper, before flags."""
    c = Canvas(k.CREAM)
    c.circle(600, 390, 340, k.SAND)
    flag(c, 130, 620, 480)
    flag(c, 870, 620, 480)
    c.rect(0, 620, 1200, 180, k.RED_DARK)
    c.rect(380, 380, 440, 320, k.RED, 16)
    c.rect(350, 350, 500, 60, k.RED_DARK, 14)
    c.rect(490, 366, 220, 18, "#3b1013", 9)
    c.star(600, 550, 82, k.OCHRE)
    c.tilted(612, 300, 150, 190, 8, k.WHITE)
    for i in range(3):
        c.tilted(608 + i * -3, 250 + i * 34, 92, 10, 8, k.STEEL)
    c.line([(905, 60), (690, 245)], 92, k.BLUE)
    c.line([(735, 206), (700, 236)], 78, k.WHITE)
    c.line([(705, 232), (655, 262)], 62, k.SKIN)
    c.line([(676, 236), (632, 236)], 26, k.SKIN)
    return c


def training() -> Canvas:
    """A trainer at a board before seated listeners."""
    c = Canvas(k.SKY)
    c.rect(0, 600, 1200, 200, k.SAND)
    c.rect(330, 80, 720, 420, k.BROWN, 12)
    c.rect(350, 100, 680, 380, k.WHITE, 6)
    c.rect(400, 145, 300, 26, k.RED, 8)
    for i in range(4):
        c.circle(415, 232 + i * 58, 13, k.OCHRE)
        c.rect(446, 222 + i * 58, 260 - 40 * (i % 2), 20, k.MIST, 8)
    for i, h in enumerate((80, 130, 190, 240)):
        c.rect(770 + i * 58, 440 - h, 40, h, (k.STEEL, k.BLUE, k.OCHRE, k.RED)[i], 4)
    person(c, 225, 690, 500, Look(shirt=k.RED, long_hair=True), "point")
    looks = (k.BLUE, k.OCHRE, k.GREEN, k.NAVY)
    for i, shirt in enumerate(looks):
        x = 240 + i * 250
        c.rect(x - 82, 660, 164, 200, shirt, 60)
        c.ellipse(x, 612, 54, 62, "#33292a")
    return c


def payslip() -> Canvas:
    """A payslip, a calculator and a pen."""
    c = Canvas(k.STEEL)
    c.circle(600, 400, 360, k.MIST)
    sheet(c, 250, 110, 430, 580, 8)
    c.rect(302, 566, 330, 70, k.SAND, 8)
    c.rect(326, 592, 120, 18, k.OCHRE_DARK, 6)
    c.rect(500, 588, 108, 26, k.RED, 6)
    c.rect(722, 262, 260, 400, k.NAVY, 24)
    c.rect(752, 294, 200, 78, k.MINT, 10)
    for row in range(4):
        for col in range(3):
            fill = k.BRICK if (row, col) == (3, 2) else k.CREAM
            c.rect(752 + col * 70, 400 + row * 62, 60, 48, fill, 10)
    c.tilted(856, 176, 300, 34, -24, k.RED)
    c.polygon([(719, 237), (712, 207), (672, 252)], k.SAND)
    return c


def contract() -> Canvas:
    """A signed agreement under a red stamp."""
    c = Canvas(k.GREEN)
    c.circle(600, 400, 350, k.SAGE)
    sheet(c, 330, 80, 500, 620, 9)
    c.ring(710, 585, 76, 10, k.BRICK)
    c.star(710, 585, 42, k.BRICK)
    c.line([(400, 620), (440, 580), (465, 625), (500, 590), (560, 612)], 8, k.BLUE)
    c.tilted(790, 420, 330, 40, -55, k.NAVY)
    c.tilted(873, 302, 60, 40, -55, k.OCHRE)
    c.polygon([(679, 544), (712, 567), (668, 600)], k.SAND)
    return c


def handshake() -> Canvas:
    """Two people shaking hands across a table with a document."""
    c = Canvas(k.CREAM)
    c.rect(0, 0, 1200, 420, k.MINT)
    for x in (90, 860):
        c.rect(x, 70, 250, 230, k.WHITE, 8)
        c.rect(x + 14, 84, 106, 202, k.SKY)
        c.rect(x + 130, 84, 106, 202, k.SKY)
    person(c, 375, 900, 720, Look(shirt=k.BLUE, trousers=k.NAVY), "offer")
    person(c, 825, 900, 720, Look(shirt=k.RED, skin=k.SKIN_WARM, long_hair=True), "offer-left")
    c.circle(600, 446, 36, k.SKIN)
    c.rect(120, 590, 960, 60, k.BROWN, 14)
    c.rect(190, 650, 40, 160, k.BROWN_DARK)
    c.rect(970, 650, 40, 160, k.BROWN_DARK)
    c.polygon([(500, 590), (530, 548), (700, 548), (680, 590)], k.WHITE)
    c.polygon([(560, 574), (566, 564), (650, 564), (644, 574)], k.MIST)
    return c


def megaphone() -> Canvas:
    """A megaphone and paper waves: campaigning."""
    c = Canvas(k.RED)
    c.circle(450, 400, 330, "#ab3a36")
    c.polygon([(350, 350), (700, 180), (700, 620), (350, 450)], k.OCHRE)
    c.ellipse(700, 400, 60, 220, k.SAND)
    c.ellipse(700, 400, 34, 150, k.OCHRE_DARK)
    c.rect(250, 340, 130, 120, k.CREAM, 24)
    c.polygon([(350, 450), (440, 492), (470, 650), (390, 650)], k.CREAM)
    for i in range(3):
        c.arc(700, 400, 170 + i * 90, -28, 28, 26, (k.CREAM, k.SAND, k.ROSE)[i])
    return c


def job_fair() -> Canvas:
    """A magnifying glass over profiles: looking for work."""
    c = Canvas(k.MINT)
    c.circle(600, 400, 350, k.SAGE)
    for i, x in enumerate((170, 470, 770)):
        y = (190, 130, 190)[i]
        c.rect(x + 10, y + 12, 260, 400, k.GREEN, 14)
        c.rect(x, y, 260, 400, k.WHITE, 14)
        c.circle(x + 130, y + 100, 58, (k.BLUE, k.RED, k.OCHRE)[i])
        c.circle(x + 130, y + 86, 24, k.SKIN)
        c.slice(x + 130, y + 152, 42, 42, 180, 360, k.CREAM)
        for line in range(4):
            c.rect(x + 40, y + 195 + line * 44, 180 - 40 * (line % 2), 16, k.MIST, 6)
    c.line([(780, 560), (920, 710)], 52, k.BROWN)
    c.circle(680, 450, 168, k.NAVY)
    c.circle(680, 450, 136, k.SKY)
    c.circle(680, 420, 46, k.SKIN)
    c.slice(680, 416, 50, 52, 180, 360, "#33292a")
    c.slice(680, 545, 88, 82, 180, 360, k.RED)
    return c


def loan() -> Canvas:
    """Coins from which a plant grows."""
    c = Canvas(k.SAND)
    c.circle(600, 360, 320, k.CREAM)
    c.rect(0, 640, 1200, 160, k.OCHRE_DARK)
    for i, n in enumerate((2, 4, 6)):
        x = 340 + i * 260
        for j in range(n):
            c.rect(x - 92, 606 - j * 38, 184, 34, k.OCHRE if j % 2 else "#e8b667", 17)
        top = 606 - (n - 1) * 38
        c.rect(x - 6, top - 90 - 22 * i, 12, 92 + 22 * i, k.GREEN_DARK)
        for side in (-1, 1):
            c.slice(x + side * 46, top - 78 - 22 * i, 52, 46, 0, 360, k.GREEN)
    c.circle(860, 322, 34, k.BRICK)
    return c


def clock() -> Canvas:
    """A wall clock over a shift calendar."""
    c = Canvas(k.BLUE)
    c.rect(560, 190, 500, 450, k.WHITE, 18)
    c.rect(560, 190, 500, 90, k.RED, 18)
    for row in range(4):
        for col in range(6):
            fill = k.OCHRE if (row + col) % 5 == 0 else k.SKY
            c.rect(592 + col * 76, 312 + row * 76, 56, 54, fill, 8)
    c.circle(400, 410, 268, k.NAVY)
    c.circle(400, 410, 228, k.PAPER)
    for i in range(12):
        x, y = k.turned((0, -190), 30 * i, (400, 410))
        c.circle(x, y, 14 if i % 3 == 0 else 8, k.NAVY)
    c.line([(400, 410), (400, 270)], 20, k.NAVY)
    c.line([(400, 410), (490, 462)], 20, k.RED)
    c.circle(400, 410, 22, k.RED)
    return c


SCENES: dict[str, Callable[[], Canvas]] = {
    "nha-may": factory,
    "cong-nhan": workers,
    "bao-ho": protective_gear,
    "hoi-truong": meeting_hall,
    "dai-hoi": congress,
    "tap-huan": training,
    "phieu-luong": payslip,
    "thoa-uoc": contract,
    "bat-tay": handshake,
    "loa": megaphone,
    "viec-lam": job_fair,
    "von-vay": loan,
    "gio-lam": clock,
}
