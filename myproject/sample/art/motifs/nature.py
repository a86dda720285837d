"""Motifs from nature: fire, trees, birds, snow, hills."""

from __future__ import annotations

from random import Random

from myproject.sample.art.canvas import Canvas, mix, on_circle, smooth
from myproject.sample.art.motifs import HEIGHT, WIDTH, Colours, motif


@motif
def flame(c: Canvas, k: Colours, dress: bool = False) -> None:
    """A face among flames; or the hem of a dress that has caught fire."""
    if dress:
        c.fade(0, 820, mix(k.ground, (0, 0, 0), 0.35), k.ground)
        c.disc(700, 230, 60, k.light)
        c.poly([*smooth([(0, 820), (260, 790), (620, 830), (WIDTH, 790)]), (WIDTH, HEIGHT), (0, HEIGHT)], mix(k.ground, (0, 0, 0), 0.55))
        c.poly(smooth([(330, HEIGHT - 120), (400, 760), (440, 560), (470, 470), (540, 470), (566, 560), (620, 760), (720, HEIGHT - 120)]), k.accent)
        c.oval(505, 410, 44, 54, k.light)
        c.poly(smooth([(456, 410), (462, 350), (510, 340), (552, 360), (556, 420), (520, 372)]), mix(k.ground, (0, 0, 0), 0.7))
        c.line(smooth([(470, 500), (430, 600), (450, 690)]), k.light, 20)
        for x, high, tone in ((620, 250, k.second), (668, 190, k.second), (632, 160, k.light), (580, 130, k.second)):
            c.poly(_tongue(x, HEIGHT - 110, high), tone)
        c.glow(640, 960, 260, k.second, 0.6)
        c.rect(0, HEIGHT - 110, WIDTH, HEIGHT, mix(k.ground, (0, 0, 0), 0.55))
        return
    c.oval(500, 420, 210, 270, k.light)
    c.poly(smooth([(290, 420), (300, 250), (400, 150), (600, 150), (700, 250), (710, 420), (660, 280), (500, 230), (340, 280)]), k.accent)
    for x in (420, 580):
        c.oval(x, 430, 44, 22, mix(k.ground, k.accent, 0.06))
        c.disc(x, 420, 19, k.accent)
    c.line(smooth([(500, 450), (482, 530), (510, 540)]), mix(k.light, k.accent, 0.35), 6)
    c.line([(456, 590), (546, 590)], k.second, 11)
    c.line([(566, 450), (572, 510)], mix(k.light, k.accent, 0.25), 7)
    for i in range(11):
        x = 50 + i * 90
        c.poly(_tongue(x, HEIGHT, 360 + 90 * (abs(5 - i) % 3)), k.second if i % 2 else k.accent)
    for i in range(10):
        c.poly(_tongue(96 + i * 90, HEIGHT, 210), mix(k.second, (255, 200, 90), 0.5))
    c.rect(0, HEIGHT - 40, WIDTH, HEIGHT, k.accent)


def _tongue(x: float, foot: float, high: float) -> list[tuple[float, float]]:
    return smooth(
        [
            (x - high * 0.2, foot),
            (x - high * 0.24, foot - high * 0.3),
            (x - high * 0.04, foot - high * 0.62),
            (x + high * 0.02, foot - high),
            (x + high * 0.16, foot - high * 0.6),
            (x + high * 0.22, foot - high * 0.28),
            (x + high * 0.18, foot),
        ],
        closed=True,
    )


@motif
def baobab(c: Canvas, k: Colours) -> None:
    """A baobab before the sun."""
    c.fade(0, 900, mix(k.ground, k.second, 0.25), k.light)
    c.disc(500, 430, 300, k.second)
    c.disc(500, 430, 262, mix(k.second, k.ground, 0.45))
    c.poly(smooth([(380, 960), (420, 800), (410, 620), (440, 470), (560, 470), (590, 620), (580, 800), (620, 960)]), k.accent)
    random = Random(87)
    for angle in (-78, -52, -28, -8, 14, 36, 58, 80):
        start = (500 + angle * 0.6, 490)
        middle = on_circle(*start, 150, angle * 0.8)
        tip = on_circle(*middle, 130, angle * 1.1)
        c.line(smooth([start, middle, tip]), k.accent, 24)
        for _ in range(6):
            c.line([middle, on_circle(*middle, random.uniform(80, 170), angle + random.uniform(-46, 46))], k.accent, 8)
    c.poly([*smooth([(0, 950), (280, 910), (640, 950), (WIDTH, 900)]), (WIDTH, HEIGHT), (0, HEIGHT)], k.accent)
    c.poly([(226, 920), (236, 800), (262, 800), (274, 920)], k.accent)
    c.disc(250, 780, 18, k.accent)
    c.line([(278, 760), (278, 920)], k.accent, 6)
    c.disc(278, 752, 12, k.light)
    c.rect(0, HEIGHT - 20, WIDTH, HEIGHT, k.accent)


@motif
def camphor(c: Canvas, k: Colours) -> None:
    """A great tree, a bus stop in the rain, and somebody large."""
    c.fade(0, HEIGHT, mix(k.ground, k.light, 0.55), k.ground)
    random = Random(88)
    for _ in range(46):
        x, y = random.gauss(500, 230), random.gauss(280, 110)
        c.disc(x, y, random.uniform(60, 130), mix(k.accent, k.ground, random.random() * 0.5))
    c.poly(smooth([(400, 860), (450, 640), (440, 460), (560, 460), (560, 640), (610, 860)]), mix(k.accent, (0, 0, 0), 0.45))
    c.poly([*smooth([(0, 860), (300, 820), (700, 850), (WIDTH, 810)]), (WIDTH, HEIGHT), (0, HEIGHT)], mix(k.accent, k.ground, 0.25))
    grey = mix(k.accent, (60, 66, 72), 0.75)
    c.poly(smooth([(620, 960), (610, 800), (650, 690), (730, 650), (810, 690), (850, 800), (840, 960)]), grey)
    for x in (676, 784):
        c.poly(smooth([(x - 22, 690), (x - 6, 600), (x + 20, 690)]), grey)
        c.disc(x + (8 if x < 700 else -8), 712, 14, k.light)
        c.disc(x + (8 if x < 700 else -8), 712, 6, (20, 24, 26))
    c.oval(730, 870, 84, 92, k.light)
    for x, y in ((690, 820), (730, 806), (770, 820), (710, 850), (750, 850)):
        c.poly([(x - 14, y + 8), (x, y - 8), (x + 14, y + 8)], grey)
    c.poly([(240, 960), (258, 830), (322, 830), (340, 960)], k.second)
    c.disc(290, 800, 32, mix(k.light, k.second, 0.35))
    c.sector(290, 770, 110, 270, 450, k.second)
    c.line([(290, 660), (290, 860)], (60, 50, 40), 6)
    c.rect(0, HEIGHT - 30, WIDTH, HEIGHT, mix(k.accent, k.ground, 0.25))


@motif
def heron(c: Canvas, k: Colours) -> None:
    """A heron before a tower in another world."""
    c.fade(0, 800, k.light, k.ground)
    c.disc(690, 330, 190, k.second)
    c.rect(640, 330, 760, 860, mix(k.ground, k.accent, 0.25))
    c.sector(700, 330, 60, 270, 450, mix(k.ground, k.accent, 0.25))
    c.rect(676, 700, 724, 860, mix(k.ground, k.accent, 0.6), radius=20)
    c.poly([*smooth([(0, 860), (320, 830), (700, 870), (WIDTH, 830)]), (WIDTH, HEIGHT), (0, HEIGHT)], mix(k.accent, k.ground, 0.35))
    bird = k.accent
    c.poly(smooth([(230, 700), (270, 580), (380, 540), (470, 600), (560, 760), (420, 760), (300, 760)], closed=True), mix(bird, k.light, 0.3))
    c.poly(smooth([(300, 640), (420, 600), (590, 800), (430, 740)], closed=True), bird)
    c.line(smooth([(290, 640), (220, 520), (300, 420), (250, 330)]), mix(bird, k.light, 0.45), 34)
    c.disc(260, 312, 40, mix(bird, k.light, 0.45))
    c.poly([(230, 300), (30, 330), (230, 330)], k.second)
    c.line(smooth([(270, 290), (350, 290), (430, 320)]), bird, 12)
    c.disc(248, 304, 8, bird)
    for x in (370, 420):
        c.line([(x, 750), (x - 10, 880), (x + 6, 1000)], mix(bird, (0, 0, 0), 0.3), 12)
    for x in range(40, WIDTH, 76):
        c.line(smooth([(x, HEIGHT), (x + 16, 1060), (x + 44 - x % 60, 960 + x % 50)]), mix(bird, (0, 0, 0), 0.25), 8)
    c.rect(0, HEIGHT - 20, WIDTH, HEIGHT, mix(bird, (0, 0, 0), 0.25))


@motif
def whiteout(c: Canvas, k: Colours) -> None:
    """A car at the end of a line in the snow."""
    c.fade(0, HEIGHT, k.ground, k.light)
    for side in (-1, 1):
        c.line(smooth([(500 + side * 10, 560), (500 + side * 40, 760), (500 + side * 150, HEIGHT)]), mix(k.light, k.accent, 0.22), 22)
    for i, (x, s) in enumerate(((120, 1.0), (230, 0.74), (318, 0.54), (384, 0.4), (430, 0.3))):
        y = 560 + 300 * s
        c.rect(x - 9 * s, y - 260 * s, x + 9 * s, y, k.accent)
        c.line([(x - 60 * s, y - 220 * s), (x + 60 * s, y - 220 * s)], k.accent, 11 * s)
        if i < 4:
            c.line([(x + 60 * s, y - 220 * s), (x + 110 - i * 22, y - 226 * s)], mix(k.accent, k.ground, 0.4), 3)
    c.rect(452, 520, 556, 566, k.second, radius=10)
    c.rect(470, 490, 540, 528, mix(k.second, k.accent, 0.4), radius=8)
    for x in (462, 534):
        c.disc(x, 550, 8, (255, 240, 190))
    c.glow(504, 550, 130, (255, 240, 190), 0.7)
    random = Random(96)
    for _ in range(260):
        c.disc(random.uniform(0, WIDTH), random.uniform(0, HEIGHT), random.uniform(2, 7), (255, 255, 255))
    splash = [(690, 930), (720, 905), (760, 925), (800, 910), (812, 945), (770, 970), (720, 962)]
    c.poly(smooth(splash, closed=True), k.second)
    for x, y, r in ((650, 950, 9), (840, 930, 7), (690, 985, 6), (800, 990, 10)):
        c.disc(x, y, r, k.second)
    c.rect(0, HEIGHT - 10, WIDTH, HEIGHT, k.light)


@motif
def bends(c: Canvas, k: Colours) -> None:
    """A red car on a road along the hills."""
    c.fade(0, 560, mix(k.ground, k.light, 0.7), k.ground)
    for y, share in ((420, 0.2), (540, 0.42), (680, 0.7), (850, 1.0)):
        ridge = smooth([(0, y + 30), (220, y - 60), (480, y + 30), (740, y - 70), (WIDTH, y + 10)])
        c.poly([*ridge, (WIDTH, HEIGHT), (0, HEIGHT)], mix(k.ground, k.accent, share))
    left = smooth([(470, 560), (300, 640), (620, 760), (260, 900), (420, HEIGHT)])
    right = smooth([(480, 560), (330, 644), (680, 764), (360, 910), (640, HEIGHT)])
    c.poly([*left, *reversed(right)], mix(k.accent, k.light, 0.72))
    middle = [((a[0] + b[0]) / 2, (a[1] + b[1]) / 2) for a, b in zip(left, right, strict=True)]
    for i in range(8, len(middle) - 2, 5):
        c.line([middle[i], middle[i + 1]], k.accent, 1 + i / 14)
    c.rect(520, 690, 640, 742, k.second, radius=16)
    c.poly([(540, 694), (560, 656), (606, 656), (622, 694)], k.second)
    c.poly([(552, 692), (566, 666), (600, 666), (610, 692)], mix(k.accent, (0, 0, 0), 0.4))
    for x in (548, 614):
        c.disc(x, 744, 14, (24, 24, 26))
    c.rect(0, HEIGHT - 6, WIDTH, HEIGHT, k.accent)


@motif
def rails(c: Canvas, k: Colours) -> None:
    """Rails to a low sun, three long coats waiting."""
    c.fade(0, 680, mix(k.ground, k.second, 0.55), k.light)
    c.disc(500, 610, 190, k.light)
    c.poly([(0, 680), (120, 600), (260, 620), (300, 560), (420, 560), (450, 680)], mix(k.second, k.accent, 0.25))
    c.poly([(620, 680), (680, 520), (840, 520), (870, 640), (WIDTH, 640), (WIDTH, 680)], mix(k.second, k.accent, 0.25))
    c.rect(0, 680, WIDTH, HEIGHT, mix(k.ground, k.accent, 0.35))
    for i in range(13):
        y = 690 + i * i * 3
        half = 30 + i * i * 2.4
        c.rect(500 - half * 1.35, y, 500 + half * 1.35, y + 3 + i * 1.3, mix(k.accent, k.ground, 0.15))
    for side in (-1, 1):
        c.poly([(500 + side * 18, 682), (500 + side * 24, 682), (500 + side * 420, HEIGHT), (500 + side * 370, HEIGHT)], k.accent)
    for x, s in ((260, 1.0), (500, 0.8), (760, 1.05)):
        foot, top = 760 + 130 * s, 760 - 150 * s
        c.poly(
            smooth(
                [
                    (x - 74 * s, foot),
                    (x - 46 * s, top + 120 * s),
                    (x - 38 * s, top),
                    (x + 38 * s, top),
                    (x + 46 * s, top + 120 * s),
                    (x + 74 * s, foot),
                ]
            ),
            k.accent,
        )
        c.disc(x, top - 30 * s, 30 * s, k.accent)
        c.oval(x, top - 48 * s, 66 * s, 12 * s, k.accent)
        c.rect(x - 30 * s, top - 92 * s, x + 30 * s, top - 48 * s, k.accent, radius=10 * s)
    c.rect(0, HEIGHT - 10, WIDTH, HEIGHT, k.accent)
