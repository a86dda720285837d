"""Motifs on and by the water."""

from __future__ import annotations

from random import Random

from myproject.sample.art.canvas import Canvas, Colour, mix, smooth
from myproject.sample.art.motifs import HEIGHT, WIDTH, Colours, motif


def ripples(c: Canvas, top: float, tone: Colour, random: Random, count: int = 40) -> None:
    for _ in range(count):
        x, y = random.uniform(0, WIDTH), random.uniform(top + 12, HEIGHT - 40)
        length = 20 + (y - top) * 0.22 * random.random()
        c.line([(x - length, y), (x + length, y)], tone, 3 + (y - top) / 160)


@motif
def boat(c: Canvas, k: Colours, night: bool = False) -> None:
    """A barge on a canal by day; by night a skiff with two children under the stars."""
    random = Random(34 if not night else 55)
    if night:
        c.fade(0, 640, k.ground, k.second)
        c.stars(random, 130, k.light, above=600)
        c.disc(730, 240, 84, k.accent)
        c.disc(766, 222, 74, mix(k.ground, k.second, 0.38))
        c.rect(0, 640, WIDTH, HEIGHT, mix(k.ground, (0, 0, 0), 0.2))
        ripples(c, 640, mix(k.second, k.accent, 0.3), random)
        c.poly([*smooth([(300, 800), (400, 850), (600, 850), (720, 790)]), (640, 900), (380, 900)], k.light)
        for x, r in ((470, 24), (548, 28)):
            c.poly([(x - r, 846), (x - r * 0.6, 770), (x + r * 0.6, 770), (x + r, 846)], k.second)
            c.disc(x, 750, r, k.accent)
        for x in range(30, WIDTH, 90):
            c.line(smooth([(x, HEIGHT), (x + 14, 1040), (x - 20 + x % 40, 960)]), mix(k.ground, (0, 0, 0), 0.6), 7)
        c.rect(0, HEIGHT - 20, WIDTH, HEIGHT, mix(k.ground, (0, 0, 0), 0.5))
        return
    c.fade(0, 700, mix(k.ground, k.light, 0.5), k.ground)
    c.disc(700, 300, 110, k.second)
    for x in range(40, WIDTH, 120):
        c.rect(x + 34, 520, x + 44, 700, mix(k.accent, k.ground, 0.5))
        c.oval(x + 40, 450, 40, 120, mix(k.accent, k.ground, 0.5))
    c.rect(0, 700, WIDTH, HEIGHT, mix(k.ground, k.accent, 0.3))
    ripples(c, 700, mix(k.ground, k.light, 0.6), random)
    c.poly([(90, 760), (880, 740), (950, 700), (900, 860), (150, 860)], k.accent)
    c.rect(90, 748, 880, 764, k.second)
    c.rect(200, 660, 420, 756, k.light)
    for x in (226, 296, 366):
        c.rect(x, 684, x + 36, 720, k.accent)
    c.poly([(640, 744), (654, 600), (700, 600), (716, 744)], k.light)
    c.disc(677, 570, 26, mix(k.light, k.second, 0.4))
    c.line(smooth([(660, 560), (610, 540), (570, 570)]), k.light, 10)
    c.rect(0, HEIGHT - 20, WIDTH, HEIGHT, mix(k.ground, k.accent, 0.3))


@motif
def seawall(c: Canvas, k: Colours) -> None:
    """Two old people on a sea wall."""
    c.fade(0, 560, mix(k.ground, k.light, 0.6), k.ground)
    c.disc(690, 300, 120, k.accent)
    c.rect(0, 560, WIDTH, 830, k.second)
    for y in range(580, 830, 30):
        c.line(smooth([(0, y), (240, y - 5), (520, y + 5), (WIDTH, y)]), mix(k.second, k.light, 0.3), 3)
    c.poly([(560, 575), (700, 575), (680, 596), (580, 596)], k.light)
    c.rect(620, 500, 625, 575, k.light)
    c.poly([(628, 504), (690, 566), (628, 566)], k.light)
    c.rect(0, 830, WIDTH, HEIGHT, mix(k.ground, k.second, 0.22))
    c.rect(0, 830, WIDTH, 852, mix(k.ground, k.light, 0.7))
    for x, tone, r in ((360, mix(k.second, (0, 0, 0), 0.55), 44), (480, mix(k.second, (0, 0, 0), 0.7), 38)):
        c.poly(smooth([(x - r * 1.5, 850), (x - r * 1.2, 740), (x - r * 0.6, 690), (x + r * 0.6, 690), (x + r * 1.2, 740), (x + r * 1.5, 850)]), tone)
        c.disc(x, 652, r * 0.85, tone)
    c.disc(480, 612, 16, mix(k.second, (0, 0, 0), 0.7))
    c.rect(0, HEIGHT - 20, WIDTH, HEIGHT, mix(k.ground, k.second, 0.22))


@motif
def waves(c: Canvas, k: Colours) -> None:
    """A boy has run as far as the sea."""
    c.fade(0, 430, mix(k.ground, k.light, 0.6), k.ground)
    for i in range(7):
        y = 430 + i * 62
        crest = smooth([(0, y), (170, y - 22 - i * 3), (360, y + 14), (560, y - 24), (760, y + 12), (WIDTH, y - 10)])
        c.poly([*crest, (WIDTH, HEIGHT), (0, HEIGHT)], mix(k.accent, k.ground, 0.1 + 0.11 * i))
        c.line(crest, mix(k.light, k.ground, 0.15), 5)
    c.poly([*smooth([(0, 900), (300, 860), (620, 910), (WIDTH, 850)]), (WIDTH, HEIGHT), (0, HEIGHT)], k.light)
    dark = mix(k.accent, (0, 0, 0), 0.45)
    c.poly([(470, 900), (484, 760), (556, 760), (570, 900)], dark)
    for x in (486, 536):
        c.rect(x, 890, x + 24, 1010, dark)
    c.disc(520, 716, 40, dark)
    c.line([(486, 776), (450, 870)], dark, 22)
    c.line([(554, 776), (592, 868)], dark, 22)
    c.rect(498, 752, 542, 772, k.second)
    for i in range(6):
        c.oval(430 - i * 66, 1020 + i * 14, 13, 6, mix(k.light, k.accent, 0.25))
    c.rect(0, HEIGHT - 10, WIDTH, HEIGHT, k.light)


@motif
def fin(c: Canvas, k: Colours) -> None:
    """A fin, and what hangs beneath a swimmer."""
    c.rect(0, 0, WIDTH, 330, k.ground)
    c.disc(250, 160, 74, k.second)
    c.poly([(620, 330), (700, 190), (716, 330)], k.accent)
    wave = smooth([(0, 330), (160, 316), (330, 340), (520, 318), (720, 340), (880, 318), (WIDTH, 332)])
    c.poly([*wave, (WIDTH, HEIGHT), (0, HEIGHT)], k.accent)
    for i in range(5):
        c.fade(520 + i * 126, 646 + i * 126, mix(k.accent, (0, 20, 40), i * 0.14), mix(k.accent, (0, 20, 40), (i + 1) * 0.14))
    c.disc(330, 322, 20, k.second)
    c.line([(300, 336), (380, 350)], k.second, 14)
    body = smooth([(500, 520), (600, 660), (650, 860), (680, HEIGHT + 60), (320, HEIGHT + 60), (350, 860), (400, 660)])
    c.poly(body, mix(k.light, k.accent, 0.35))
    c.poly(smooth([(500, 520), (560, 640), (580, 760), (420, 760), (440, 640)]), mix(k.light, k.accent, 0.55))
    c.poly(smooth([(404, 800), (500, 730), (596, 800), (570, 900), (430, 900)], closed=True), (40, 12, 16))
    for i in range(7):
        x = 424 + i * 24
        c.poly([(x - 12, 790 - abs(3 - i) * -8), (x + 12, 790 - abs(3 - i) * -8), (x, 846)], k.light)
    for x in (424, 576):
        c.disc(x, 690, 11, (20, 10, 14))
    deep = mix(k.accent, (0, 20, 40), 0.7)
    c.rect(0, HEIGHT - 8, WIDTH, HEIGHT, deep)


@motif
def watertrain(c: Canvas, k: Colours) -> None:
    """A train goes over the sea."""
    c.fade(0, 620, k.ground, mix(k.ground, k.light, 0.85))
    for x, y, r in ((200, 260, 80), (280, 240, 110), (390, 270, 76), (760, 180, 70), (830, 190, 90)):
        c.disc(x, y, r, k.light)
    c.rect(130, 262, 460, 350, k.light, radius=40)
    c.rect(0, 620, WIDTH, HEIGHT, mix(k.ground, k.second, 0.4))
    ripples(c, 650, mix(k.ground, k.light, 0.6), Random(1), 50)
    c.rect(0, 730, WIDTH, 738, k.second)
    for x, wide in ((120, 330), (474, 330)):
        c.rect(x, 540, x + wide, 700, k.accent, radius=18)
        c.rect(x, 540, x + wide, 570, mix(k.accent, k.light, 0.7), radius=14)
        for window in range(x + 26, x + wide - 50, 72):
            c.rect(window, 594, window + 48, 650, k.light, radius=6)
        for wheel in (x + 60, x + wide - 60):
            c.disc(wheel, 706, 26, k.second)
        c.rect(x, 750, x + wide, 840, mix(mix(k.ground, k.second, 0.4), k.accent, 0.35), radius=12)
    c.oval(680, 622, 22, 28, mix(k.second, (0, 0, 0), 0.6))
    c.oval(680, 616, 12, 12, k.light)
    c.rect(860, 560, 868, 730, k.second)
    c.disc(864, 548, 22, k.accent)
    c.rect(0, HEIGHT - 20, WIDTH, HEIGHT, mix(k.ground, k.second, 0.4))


@motif
def catboat(c: Canvas, k: Colours) -> None:
    """A cat in the bow of a drifting boat."""
    c.fade(0, 700, mix(k.ground, k.light, 0.75), k.ground)
    c.disc(690, 330, 150, k.light)
    for x, top in ((90, 420), (190, 520), (880, 470)):
        c.rect(x, top, x + 46, 720, mix(k.ground, k.accent, 0.3))
        c.oval(x + 23, top, 90, 56, mix(k.ground, k.accent, 0.3))
    c.rect(0, 700, WIDTH, HEIGHT, mix(k.ground, k.accent, 0.45))
    ripples(c, 720, mix(k.ground, k.light, 0.35), Random(24), 46)
    c.poly([*smooth([(170, 740), (330, 860), (640, 870), (860, 720)]), (760, 930), (300, 930)], k.second)
    c.line([(560, 850), (560, 380)], mix(k.accent, k.second, 0.3), 14)
    c.poly(smooth([(574, 400), (760, 560), (790, 720), (574, 760)]), mix(k.light, k.second, 0.25))
    cat = k.accent
    c.poly(smooth([(300, 850), (296, 740), (330, 660), (390, 650), (426, 720), (440, 850)]), cat)
    c.disc(344, 622, 52, cat)
    c.poly([(298, 606), (302, 540), (342, 580)], cat)
    c.poly([(352, 578), (392, 542), (394, 606)], cat)
    c.line(smooth([(430, 840), (500, 800), (490, 720), (520, 690)]), cat, 18)
    for x in (326, 364):
        c.oval(x, 622, 9, 13, k.second)
    c.rect(0, HEIGHT - 20, WIDTH, HEIGHT, mix(k.ground, k.accent, 0.45))
