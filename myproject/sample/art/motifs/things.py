"""Motifs that are one thing, set large."""

from __future__ import annotations

from random import Random

from myproject.sample.art.canvas import Canvas, Colour, Point, mix, on_circle, smooth, turned
from myproject.sample.art.motifs import HEIGHT, WIDTH, Colours, motif

MIDDLE = (500, 560)


def blob(*points: Point) -> list[Point]:
    return smooth(points, closed=True)


def bicycle_wheel(c: Canvas, x: float, y: float, r: float, tone: Colour) -> None:
    c.ring(x, y, r, r * 0.08, tone)
    for spoke in range(0, 180, 18):
        c.line([on_circle(x, y, r * 0.95, spoke), on_circle(x, y, r * 0.95, spoke + 180)], tone, 2)
    c.disc(x, y, r * 0.08, tone)


@motif
def chess(c: Canvas, k: Colours) -> None:
    """Death plays black by the sea."""
    c.fade(0, 460, k.ground, mix(k.ground, k.accent, 0.8))
    c.disc(690, 230, 84, k.light)
    c.rect(0, 460, WIDTH, 640, mix(k.ground, k.accent, 0.3))
    for row in range(6):
        for column in range(-6, 14):
            y0, y1 = 640 + row * row * 15, 640 + (row + 1) ** 2 * 15
            spread = [500 + (column + edge - 4) * (70 + 2.2 * (y - 640) ** 0.9) for y in (y0, y1) for edge in (0, 1)]
            tone = k.light if (row + column) % 2 else mix(k.ground, (0, 0, 0), 0.35)
            c.poly([(spread[0], y0), (spread[1], y0), (spread[3], y1), (spread[2], y1)], tone)
    for x, foot, s, tone in ((350, 930, 1.0, k.light), (660, 900, 1.25, (16, 17, 18))):
        c.poly(
            smooth([(x - 80 * s, foot), (x - 56 * s, foot - 60 * s), (x - 30 * s, foot - 160 * s), (x - 46 * s, foot - 330 * s)])
            + smooth([(x + 46 * s, foot - 330 * s), (x + 30 * s, foot - 160 * s), (x + 56 * s, foot - 60 * s), (x + 80 * s, foot)]),
            tone,
        )
        c.oval(x, foot - 338 * s, 62 * s, 18 * s, tone)
        c.oval(x, foot, 88 * s, 22 * s, tone)
        c.poly(
            [
                (x - 50 * s, foot - 340 * s),
                (x - 60 * s, foot - 420 * s),
                (x - 24 * s, foot - 384 * s),
                (x, foot - 440 * s),
                (x + 24 * s, foot - 384 * s),
                (x + 60 * s, foot - 420 * s),
                (x + 50 * s, foot - 340 * s),
            ],
            tone,
        )
    c.rect(0, HEIGHT - 8, WIDTH, HEIGHT, mix(k.ground, (0, 0, 0), 0.35))
    c.rect(630, 596, 700, 606, k.second)


@motif
def bicycle(c: Canvas, k: Colours) -> None:
    """A bicycle against a wall, its shadow beside it."""
    c.rect(0, 0, WIDTH, 860, mix(k.ground, k.light, 0.4))
    random = Random(48)
    for _ in range(30):
        x, y = random.uniform(0, 940), random.uniform(0, 820)
        c.rect(x, y, x + random.uniform(40, 140), y + 40, mix(mix(k.ground, k.light, 0.4), k.ground, random.random() * 0.8))
    c.rect(120, 140, 480, 420, k.second)
    c.rect(150, 170, 450, 390, mix(k.second, k.light, 0.8))
    for y in (220, 270, 320):
        c.rect(190, y, 410, y + 18, k.second)
    for shift, tone in ((36, mix(k.ground, k.accent, 0.22)), (0, k.accent)):
        back, front = (300 + shift, 760 + shift / 2), (710 + shift, 760 + shift / 2)
        for wheel in (back, front):
            bicycle_wheel(c, *wheel, 150, tone)
        seat, crank, head = ((400 + shift, 540 + shift / 2), (460 + shift, 770 + shift / 2), (640 + shift, 530 + shift / 2))
        for line in ((back, seat), (seat, crank), (crank, head), (seat, (640 + shift, 560 + shift / 2)), (back, crank), (head, front)):
            c.line(list(line), tone, 13)
        c.line([(380 + shift, 520 + shift / 2), (440 + shift, 520 + shift / 2)], tone, 24)
        c.line(smooth([head, (630 + shift, 480 + shift / 2), (690 + shift, 470 + shift / 2), (720 + shift, 510 + shift / 2)]), tone, 12)
    c.rect(0, 912, WIDTH, HEIGHT, mix(k.ground, k.accent, 0.3))
    c.rect(0, 912, WIDTH, 930, mix(k.ground, k.accent, 0.5))


@motif
def slipper(c: Canvas, k: Colours) -> None:
    """Two red ballet shoes on their points, ribbons flying."""
    c.veil([(380, 0), (620, 0), (920, HEIGHT), (80, HEIGHT)], k.light, 0.22, blur=16)
    c.oval(500, 1010, 360, 66, mix(k.ground, k.light, 0.4))
    for x, lean in ((420, -7), (590, 9)):
        foot = (x, 1000)
        c.poly(turned([(x - 52, 200), (x + 52, 200), (x + 40, 640), (x - 40, 640)], lean, foot), k.second)
        c.poly(
            turned(
                blob((x - 46, 600), (x + 46, 600), (x + 56, 760), (x + 36, 900), (x + 24, 1000), (x - 24, 1000), (x - 36, 900), (x - 56, 760)),
                lean,
                foot,
            ),
            k.accent,
        )
        c.poly(turned(blob((x - 30, 600), (x + 30, 600), (x + 26, 690), (x, 720), (x - 26, 690)), lean, foot), k.second)
        c.rect(x - 26, 984, x + 26, 1004, mix(k.accent, (0, 0, 0), 0.3), radius=6)
        for i in range(4):
            y = 600 - i * 80
            c.line(turned([(x - 48, y), (x + 48, y - 66)], lean, foot), k.accent, 15)
            c.line(turned([(x + 48, y), (x - 48, y - 66)], lean, foot), mix(k.accent, (0, 0, 0), 0.18), 15)
    c.line(smooth([(640, 330), (760, 260), (700, 180), (840, 110), (900, 160)]), k.accent, 15)
    c.line(smooth([(350, 360), (230, 330), (250, 230), (120, 200)]), k.accent, 15)
    c.rect(0, HEIGHT - 16, WIDTH, HEIGHT, k.ground)


@motif
def umbrella(c: Canvas, k: Colours) -> None:
    """A dancer swings from a lamp-post in the rain."""
    c.fade(0, HEIGHT, mix(k.ground, k.second, 0.5), k.ground)
    random = Random(52)
    for _ in range(170):
        x, y = random.uniform(-40, WIDTH), random.uniform(-40, HEIGHT - 120)
        c.line([(x, y), (x - 18, y + 52)], mix(k.ground, k.light, 0.5), 3)
    c.rect(300, 220, 326, HEIGHT - 90, k.second)
    c.rect(262, HEIGHT - 130, 364, HEIGHT - 80, k.second, radius=10)
    c.glow(313, 150, 230, k.accent, 0.95)
    c.poly([(274, 100), (352, 100), (338, 210), (288, 210)], k.accent)
    c.poly([(262, 104), (313, 50), (364, 104)], k.second)
    c.line([(322, 520), (430, 470)], k.second, 26)
    c.poly([(420, 440), (500, 470), (470, 660), (390, 620)], k.second)
    c.disc(480, 412, 44, mix(k.light, k.accent, 0.2))
    c.poly([(430, 396), (536, 388), (520, 360), (450, 366)], k.second)
    c.line(smooth([(430, 640), (380, 760), (330, 860)]), k.second, 38)
    c.line(smooth([(450, 640), (560, 720), (590, 840)]), k.second, 36)
    c.line([(490, 490), (640, 440), (700, 360)], k.second, 24)
    c.line([(700, 360), (820, 560)], k.light, 8)
    c.sector(694, 350, 190, 298, 478, k.accent)
    for i in range(4):
        start = 298 + i * 45
        c.sector(694, 350, 190, start, start + 22, mix(k.accent, k.light, 0.35))
    c.oval(560, HEIGHT - 80, 330, 28, mix(k.ground, k.light, 0.35))
    c.rect(0, HEIGHT - 50, WIDTH, HEIGHT, k.ground)


@motif
def parasols(c: Canvas, k: Colours) -> None:
    """Umbrellas seen from above, on wet stones."""
    random = Random(64)
    for y in range(-20, HEIGHT, 52):
        for x in range(-40, WIDTH, 92):
            shift = 46 if (y // 52) % 2 else 0
            c.rect(x + shift, y, x + shift + 86, y + 46, mix(k.ground, k.light, 0.08 + 0.14 * random.random()), radius=9)
    tones = (k.accent, k.second, k.light, mix(k.accent, k.light, 0.5), mix(k.ground, (0, 0, 40), 0.45))
    for i, (x, y, r) in enumerate(
        ((290, 260, 150), (690, 210, 130), (520, 520, 190), (210, 680, 140), (800, 560, 120), (720, 870, 170), (360, 930, 130))
    ):
        tone = tones[i % 5]
        c.disc(x + 16, y + 20, r, mix(k.ground, (0, 0, 0), 0.3))
        for panel in range(8):
            c.poly(
                [
                    (x, y),
                    on_circle(x, y, r, panel * 45 + i * 9),
                    on_circle(x, y, r * 0.97, panel * 45 + 22 + i * 9),
                    on_circle(x, y, r, panel * 45 + 45 + i * 9),
                ],
                mix(tone, (0, 0, 0), 0.12 if panel % 2 else 0),
            )
        c.disc(x, y, 8, mix(tone, (0, 0, 0), 0.45))
    c.rect(0, HEIGHT - 10, WIDTH, HEIGHT, k.ground)
    c.rect(0, 0, WIDTH, 6, k.ground)


@motif
def swords(c: Canvas, k: Colours) -> None:
    """Seven swords on a hill of graves."""
    c.fade(0, 900, k.light, k.ground)
    c.disc(500, 430, 250, k.second)
    c.poly([*smooth([(0, 1020), (220, 900), (500, 800), (780, 900), (WIDTH, 1020)]), (WIDTH, HEIGHT), (0, HEIGHT)], k.accent)
    for x, foot, lean, high in (
        (500, 820, 0, 560),
        (380, 850, -5, 470),
        (620, 850, 6, 470),
        (270, 890, -8, 400),
        (730, 890, 9, 400),
        (170, 930, -12, 330),
        (830, 930, 12, 330),
    ):
        at = (x, foot)
        c.poly(turned([(x - 10, foot), (x - 13, foot - high * 0.66), (x + 13, foot - high * 0.66), (x + 10, foot)], lean, at), k.accent)
        c.poly(
            turned(
                [(x - 48, foot - high * 0.68), (x + 48, foot - high * 0.68), (x + 48, foot - high * 0.64), (x - 48, foot - high * 0.64)], lean, at
            ),
            k.accent,
        )
        c.poly(turned([(x - 14, foot - high * 0.68), (x + 14, foot - high * 0.68), (x + 11, foot - high), (x - 11, foot - high)], lean, at), k.accent)
        c.line(turned([(x + 4, foot - 10), (x + 6, foot - high * 0.62)], lean, at), k.light, 3)
    c.rect(0, HEIGHT - 30, WIDTH, HEIGHT, k.accent)


@motif
def bass(c: Canvas, k: Colours) -> None:
    """A double bass with a bow tie."""
    c.rect(0, 0, WIDTH, HEIGHT, k.ground)
    c.disc(500, 560, 430, mix(k.ground, k.light, 0.6))
    shade = mix(k.accent, (0, 0, 0), 0.3)
    for dx, tone in ((14, shade), (0, k.accent)):
        c.poly(
            blob(
                (430 + dx, 430),
                (570 + dx, 430),
                (640 + dx, 540),
                (610 + dx, 650),
                (680 + dx, 820),
                (640 + dx, 980),
                (500 + dx, 1030),
                (360 + dx, 980),
                (320 + dx, 820),
                (390 + dx, 650),
                (360 + dx, 540),
            ),
            tone,
        )
    c.rect(480, 90, 520, 760, k.second)
    c.oval(500, 90, 46, 40, k.second)
    c.disc(500, 60, 24, k.second)
    for side in (-1, 1):
        for y in (120, 160):
            c.line([(500, y), (500 + side * 60, y - 8)], k.second, 14)
        c.line(smooth([(500 + side * 70, 660), (500 + side * 96, 700), (500 + side * 74, 760), (500 + side * 100, 800)]), k.second, 9)
        c.poly([(500, 440), (500 + side * 96, 396), (500 + side * 96, 486)], k.light)
    c.rect(456, 780, 544, 800, k.second)
    c.poly([(470, 800), (530, 800), (514, 950), (486, 950)], k.second)
    for x in (488, 496, 504, 512):
        c.line([(x, 110), (x, 940)], k.light, 1.6)
    c.disc(500, 440, 24, k.light)
    c.line([(500, 1030), (500, 1090)], k.second, 10)
    c.rect(0, HEIGHT - 10, WIDTH, HEIGHT, k.ground)


@motif
def glasses(c: Canvas, k: Colours) -> None:
    """Dark glasses, a hat, a cigarette."""
    c.poly([(0, 0), (WIDTH, 0), (WIDTH, 330), (0, 520)], k.second)
    c.oval(500, 600, 250, 330, mix(k.ground, k.light, 0.4))
    c.poly([*smooth([(120, 370), (300, 320), (500, 344), (700, 320), (880, 370)]), (780, 420), (220, 420)], k.accent)
    c.poly(smooth([(290, 350), (310, 190), (420, 150), (500, 186), (580, 150), (690, 190), (710, 350)]), k.accent)
    c.rect(294, 300, 706, 344, k.light)
    for side in (-1, 1):
        c.poly(
            blob((500 + side * 34, 500), (500 + side * 210, 490), (500 + side * 220, 570), (500 + side * 130, 640), (500 + side * 46, 590)), k.accent
        )
        c.line([(500 + side * 90, 530), (500 + side * 150, 520)], mix(k.accent, k.light, 0.6), 12)
    c.line([(466, 520), (534, 520)], k.accent, 22)
    c.line(smooth([(500, 600), (470, 690), (510, 704)]), mix(k.ground, k.accent, 0.35), 8)
    c.poly(blob((420, 780), (500, 760), (580, 780), (500, 816)), k.second)
    c.line([(540, 790), (700, 850)], k.light, 20)
    c.line([(684, 844), (704, 852)], k.second, 22)
    c.line(smooth([(706, 840), (740, 760), (700, 690), (760, 610), (730, 540)]), mix(k.light, k.ground, 0.3), 9)
    c.rect(0, HEIGHT - 10, WIDTH, HEIGHT, k.ground)


@motif
def key(c: Canvas, k: Colours) -> None:
    """A key, in whose bow a city's windows are lit."""
    c.glow(500, 380, 520, k.second, 0.5)
    c.disc(500, 350, 260, k.accent)
    c.disc(500, 350, 206, mix(k.ground, (0, 0, 0), 0.25))
    for x, top in ((330, 330), (400, 250), (470, 300), (540, 210), (610, 290)):
        c.rect(x, top, x + 62, 500, mix(k.ground, k.second, 0.4))
        for y in range(top + 18, 480, 36):
            for window in (x + 12, x + 38):
                c.rect(window, y, window + 12, y + 18, k.accent if (x + y + window) % 5 else k.light)
    c.sector(500, 350, 206, 122, 238, mix(k.ground, k.second, 0.4))
    c.ring(500, 350, 260, 54, k.accent)
    c.rect(468, 590, 532, 1040, k.accent)
    c.rect(450, 620, 550, 654, k.accent, radius=8)
    for y, wide in ((880, 120), (950, 80), (1000, 130)):
        c.rect(532, y, 532 + wide, y + 34, k.accent)
    c.line([(484, 660), (484, 1020)], mix(k.accent, k.light, 0.6), 7)
    c.rect(0, HEIGHT - 10, WIDTH, HEIGHT, k.ground)


@motif
def orange(c: Canvas, k: Colours) -> None:
    """An orange on dark cloth, a rose in a buttonhole's red."""
    c.glow(500, 480, 520, k.second, 0.8)
    c.poly([*smooth([(0, 880), (300, 830), (700, 850), (WIDTH, 800)]), (WIDTH, HEIGHT), (0, HEIGHT)], mix(k.ground, k.second, 0.25))
    c.oval(520, 850, 290, 44, mix(k.ground, (0, 0, 0), 0.6))
    c.disc(500, 600, 250, k.accent)
    random = Random(72)
    for _ in range(420):
        x, y = on_circle(500, 600, 244 * random.random() ** 0.5, random.uniform(0, 360))
        c.disc(x, y, random.uniform(1.5, 3.4), mix(k.accent, k.second, 0.3))
    c.glow(410, 500, 190, k.light, 0.65)
    c.disc(500, 372, 24, mix(k.ground, k.accent, 0.4))
    c.line([(500, 372), (512, 318)], (70, 84, 40), 13)
    c.poly(blob((514, 330), (600, 270), (720, 280), (640, 350)), (88, 112, 52))
    c.line([(520, 330), (690, 286)], (60, 78, 36), 5)
    c.rect(0, HEIGHT - 8, WIDTH, HEIGHT, mix(k.ground, k.second, 0.25))


@motif
def grail(c: Canvas, k: Colours) -> None:
    """A cup in rays, and two halves of a coconut."""
    for ray in range(0, 360, 15):
        c.sector(500, 480, 1000, ray, ray + 7, mix(k.ground, k.accent, 0.3))
    c.glow(500, 460, 420, k.light, 0.75)
    c.poly(
        smooth([(310, 280), (330, 470), (430, 570), (470, 620), (476, 760), (380, 810)])
        + smooth([(620, 810), (524, 760), (530, 620), (570, 570), (670, 470), (690, 280)]),
        k.accent,
    )
    c.oval(500, 280, 190, 40, mix(k.accent, (0, 0, 0), 0.35))
    c.oval(500, 812, 124, 26, k.accent)
    c.line(smooth([(360, 330), (372, 450), (440, 540)]), k.light, 14)
    for x in (400, 460, 540, 600):
        c.disc(x, 420 - abs(x - 500) * 0.1, 17, k.second)
    for x, turn in ((250, 250), (750, 110)):
        c.disc(x, 960, 90, (84, 56, 34))
        c.oval(x, 940, 84, 52, k.light)
        c.oval(x, 940, 66, 38, mix(k.light, (84, 56, 34), 0.15))
        c.arc(x, 960, 84, turn - 60, turn + 10, (110, 76, 48), 6)
    c.rect(0, HEIGHT - 50, WIDTH, HEIGHT, k.ground)


@motif
def egg(c: Canvas, k: Colours) -> None:
    """An egg that cracks, with light inside."""
    c.stars(Random(79), 60, mix(k.light, k.ground, 0.4))
    c.glow(500, 560, 560, k.accent, 0.6)
    c.poly(blob((500, 200), (680, 380), (730, 640), (640, 850), (500, 900), (360, 850), (270, 640), (320, 380)), k.second)
    random = Random(4)
    for _ in range(240):
        angle, r = random.uniform(0, 360), random.random() ** 0.5
        x, y = on_circle(500, 590, 1, angle)
        px, py = 500 + (x - 500) * 205 * r, 590 + (y - 590) * 290 * r
        c.disc(px, py, random.uniform(3, 9), mix(k.second, k.ground, random.random() * 0.6))
    crack = [
        (330, 500),
        (420, 560),
        (450, 500),
        (520, 600),
        (570, 510),
        (620, 570),
        (690, 500),
        (640, 600),
        (580, 570),
        (530, 660),
        (460, 570),
        (420, 620),
    ]
    c.poly(crack, k.light)
    c.glow(510, 580, 240, k.accent, 0.9)
    c.poly([(440, 556), (470, 540), (522, 612), (572, 540), (600, 562), (560, 556), (530, 640), (470, 560)], k.light)
    for i in range(18):
        c.glow(60 + i * 54, 1010, 90, k.accent, 0.22)
    c.fade(HEIGHT - 110, HEIGHT, mix(k.ground, k.accent, 0.12), k.ground)


@motif
def flipclock(c: Canvas, k: Colours) -> None:
    """A clock that says 5:59, and a shadow of small ears."""
    c.fade(0, HEIGHT, mix(k.ground, k.light, 0.4), k.ground)
    c.rect(120, 330, 880, 790, k.accent, radius=40)
    c.rect(160, 370, 840, 750, mix(k.accent, (0, 0, 0), 0.4), radius=16)
    for x in (190, 405, 605):
        c.rect(x, 410, x + 180, 710, mix(k.accent, k.ground, 0.18), radius=14)
    bars = {"5": "afgcd", "9": "afgbcd"}
    for x, digit in ((190, "5"), (405, "5"), (605, "9")):
        left, right, top, middle, bottom = x + 44, x + 136, 446, 560, 674
        lines = {
            "a": ((left, top), (right, top)),
            "f": ((left, top), (left, middle)),
            "g": ((left, middle), (right, middle)),
            "b": ((right, top), (right, middle)),
            "c": ((right, middle), (right, bottom)),
            "d": ((left, bottom), (right, bottom)),
        }
        for bar in bars[digit]:
            c.line(list(lines[bar]), k.light, 24)
        c.rect(x, 556, x + 180, 563, mix(k.accent, (0, 0, 0), 0.4))
    for y in (510, 610):
        c.disc(388, y, 11, k.second)
    c.rect(170, 790, 250, 830, k.accent)
    c.rect(750, 790, 830, 830, k.accent)
    c.rect(0, 830, WIDTH, HEIGHT, mix(k.ground, k.accent, 0.25))
    c.poly(smooth([(380, 1060), (400, 940), (450, 880), (550, 880), (600, 940), (620, 1060)]), k.second)
    for x in (430, 570):
        c.disc(x, 890, 26, k.second)
        c.disc(x + (18 if x < 500 else -18), 946, 9, k.accent)
    c.oval(500, 984, 20, 13, k.accent)
    c.rect(488, 1004, 512, 1030, k.light)
    c.rect(0, 1056, WIDTH, HEIGHT, mix(k.ground, k.accent, 0.25))


@motif
def amber(c: Canvas, k: Colours) -> None:
    """An insect in amber, and what was in the insect."""
    c.glow(500, 560, 620, k.second, 0.8)
    stone = blob((500, 170), (720, 300), (770, 560), (690, 820), (500, 930), (310, 820), (230, 560), (290, 300))
    c.poly(stone, k.second)
    c.poly(blob((500, 200), (700, 320), (740, 560), (664, 800), (500, 900), (336, 800), (262, 560), (316, 320)), k.accent)
    c.glow(430, 400, 280, k.light, 0.8)
    dark = (48, 26, 12)
    c.oval(500, 560, 28, 70, dark)
    c.disc(500, 470, 26, dark)
    c.line([(500, 470), (500, 390)], dark, 5)
    for side in (-1, 1):
        c.poly(blob((500, 520), (500 + side * 150, 470), (500 + side * 190, 530), (500 + side * 90, 580)), mix(k.accent, k.light, 0.5))
        for y, reach, drop in ((510, 110, -100), (550, 150, 60), (590, 120, 150)):
            c.line(smooth([(500, y), (500 + side * reach, y + drop * 0.3), (500 + side * (reach + 40), y + drop)]), dark, 7)
    for i in range(12):
        y = 640 + i * 17
        offset = 26 * (1 if i % 4 < 2 else -1) * (0.5 if i % 2 else 1)
        c.line([(500 - offset, y), (500 + offset, y)], mix(k.second, k.light, 0.4), 5)
    c.rect(0, HEIGHT - 6, WIDTH, HEIGHT, k.ground)


@motif
def briefcase(c: Canvas, k: Colours) -> None:
    """A case that glows when it is opened."""
    c.glow(500, 560, 640, k.accent, 0.9)
    for ray in range(-70, 71, 14):
        c.poly([(500, 640), on_circle(500, 640, 900, ray - 3), on_circle(500, 640, 900, ray + 3)], mix(k.accent, k.ground, 0.55))
    c.glow(500, 600, 330, k.light, 0.9)
    c.poly([(250, 330), (750, 330), (800, 620), (200, 620)], mix(k.ground, (0, 0, 0), 0.4))
    c.poly([(276, 354), (724, 354), (768, 606), (232, 606)], k.accent)
    c.poly([(330, 400), (670, 400), (700, 606), (300, 606)], k.light)
    c.rect(170, 640, 830, 960, mix(k.ground, (0, 0, 0), 0.5), radius=20)
    c.rect(170, 640, 830, 690, mix(k.ground, k.second, 0.4), radius=16)
    for x in (290, 650):
        c.rect(x, 670, x + 60, 710, k.accent, radius=6)
    for i, x in enumerate((434, 476, 518)):
        c.rect(x, 664, x + 36, 704, k.light, radius=4)
        for bar in ((6, 8, 24, 4), (6, 18, 24, 4), (6, 28, 24, 4), (6 if i else 24, 8, 5, 12), (24, 18, 5, 12)):
            c.rect(x + bar[0], 664 + bar[1], x + bar[0] + bar[2], 664 + bar[1] + bar[3], k.second)
    c.ring(500, 900, 74, 18, mix(k.ground, (0, 0, 0), 0.5))
    c.rect(0, HEIGHT - 8, WIDTH, HEIGHT, k.ground)


@motif
def tin(c: Canvas, k: Colours) -> None:
    """A tin of pineapple with an expiry date."""
    for i in range(26):
        y = 30 + i * 44
        c.line([(0, y), (WIDTH, y - 70)], mix(k.ground, k.accent if i % 3 else k.second, 0.2), 17)
    c.rect(270, 300, 730, 900, k.light)
    c.oval(500, 900, 230, 56, k.light)
    c.rect(270, 400, 730, 810, k.accent)
    c.rect(270, 400, 730, 424, k.second)
    c.rect(270, 786, 730, 810, k.second)
    c.oval(500, 300, 230, 56, mix(k.light, k.ground, 0.35))
    c.oval(500, 300, 204, 44, mix(k.light, k.ground, 0.15))
    c.line(smooth([(500, 296), (520, 270), (560, 276), (540, 304)]), mix(k.ground, k.light, 0.3), 9)
    c.disc(500, 610, 130, k.light)
    c.disc(500, 610, 112, mix(k.accent, k.light, 0.45))
    for spoke in range(10):
        c.line([on_circle(500, 610, 44, spoke * 36), on_circle(500, 610, 108, spoke * 36)], k.accent, 7)
    c.disc(500, 610, 42, k.accent)
    for leaf in range(-2, 3):
        c.poly([(500 - 16 + leaf * 20, 500), (500 + 16 + leaf * 20, 500), on_circle(500, 500, 90, leaf * 26)], k.ground)
    c.rect(290, 330, 300, 880, mix(k.light, (255, 255, 255), 0.7))
    for i in range(9):
        c.rect(420 + i * 18, 852, 428 + i * 18, 874 if i % 3 else 866, k.ground)
    c.rect(0, HEIGHT - 6, WIDTH, HEIGHT, k.ground)
    c.rect(0, 0, WIDTH, 4, k.ground)


@motif
def letters(c: Canvas, k: Colours) -> None:
    """Letters dictated at a station, carried by the wind."""
    c.fade(0, HEIGHT, mix(k.ground, k.light, 0.35), k.ground)
    c.disc(500, 400, 210, mix(k.light, k.ground, 0.2))
    random = Random(98)
    for i in range(13):
        x, y, angle, s = (random.uniform(120, 880), 900 - i * 64, random.uniform(-38, 38), random.uniform(0.75, 1.2))
        corners = [(x - 90 * s, y - 60 * s), (x + 90 * s, y - 60 * s), (x + 90 * s, y + 60 * s), (x - 90 * s, y + 60 * s)]
        edge = k.accent if i % 2 else k.second
        c.poly(turned([(px + 6, py + 8) for px, py in corners], angle, (x, y)), mix(k.ground, k.accent, 0.4))
        c.poly(turned(corners, angle, (x, y)), k.light)
        c.line(turned([corners[0], (x, y + 8 * s), corners[1]], angle, (x, y)), edge, 5)
        c.poly(turned([(x + 50 * s, y + 16 * s), (x + 78 * s, y + 16 * s), (x + 78 * s, y + 50 * s), (x + 50 * s, y + 50 * s)], angle, (x, y)), edge)
    c.rect(0, 990, WIDTH, HEIGHT, k.accent)
    c.line([(0, 1020), (WIDTH, 1020)], k.ground, 8)
    c.line([(0, 1080), (WIDTH, 1080)], k.ground, 8)


@motif
def sprint(c: Canvas, k: Colours) -> None:
    """A runner with red hair, three times."""
    for i in range(15):
        y = 60 + i * 76
        c.line([(0, y), (WIDTH, y - 30)], mix(k.ground, k.second, 0.12), 3 + i % 3 * 5)
    for x, tone in ((230, mix(k.ground, k.second, 0.25)), (390, mix(k.ground, k.second, 0.5)), (580, k.second)):
        skin = mix(tone, k.light, 0.55) if tone == k.second else tone
        c.poly([(x - 40, 430), (x + 50, 400), (x + 40, 620), (x - 60, 620)], mix(tone, k.ground, 0.35) if tone == k.second else tone)
        c.line(smooth([(x - 20, 610), (x + 110, 690), (x + 90, 860)]), tone, 54)
        c.line(smooth([(x - 30, 610), (x - 130, 720), (x - 270, 740)]), tone, 52)
        c.line([(x + 84, 880), (x + 150, 884)], tone, 38)
        c.line([(x - 280, 724), (x - 300, 790)], tone, 36)
        c.line(smooth([(x + 30, 430), (x + 110, 500), (x + 190, 430)]), skin, 28)
        c.line(smooth([(x - 20, 440), (x - 110, 490), (x - 120, 590)]), skin, 28)
        c.disc(x + 40, 344, 52, skin)
        hair = k.accent if tone == k.second else mix(tone, k.accent, 0.35)
        c.poly(
            smooth(
                [
                    (x + 76, 300),
                    (x + 20, 270),
                    (x - 40, 290),
                    (x - 130, 270),
                    (x - 90, 320),
                    (x - 170, 340),
                    (x - 80, 360),
                    (x - 120, 410),
                    (x - 10, 380),
                    (x + 20, 330),
                ]
            ),
            hair,
        )
    c.rect(0, 920, WIDTH, 936, k.second)
    c.rect(0, HEIGHT - 14, WIDTH, HEIGHT, k.ground)


@motif
def brulee(c: Canvas, k: Colours) -> None:
    """The spoon breaks the sugar."""
    for i in range(9):
        c.ring(500, 590, 560 - i * 26, 9, mix(k.ground, k.second, 0.35 if i % 2 else 0.15))
    c.oval(500, 660, 370, 300, mix(k.light, (255, 255, 255), 0.4))
    for notch in range(36):
        x, y = on_circle(0, 0, 1, notch * 10)
        c.disc(500 + x * 362, 660 + y * 292, 26, mix(k.light, (255, 255, 255), 0.4))
    c.oval(500, 660, 312, 244, k.accent)
    random = Random(2001)
    for _ in range(38):
        x, y = on_circle(500, 660, 220 * random.random() ** 0.5, random.uniform(0, 360))
        c.oval(x, y, random.uniform(16, 54), random.uniform(10, 34), mix(k.accent, (96, 44, 8), random.random() * 0.55))
    for angle in (-64, -28, 6, 40, 84, 140, 196, 250):
        c.line([(530, 610), *(on_circle(530, 610, r, angle + random.uniform(-9, 9)) for r in (60, 120, 190))], k.light, 8)
    c.poly(blob((470, 560), (560, 540), (606, 600), (560, 670), (476, 654)), k.light)
    c.poly(turned(blob((500, 420), (570, 470), (580, 570), (500, 630), (420, 570), (430, 470)), 24, (530, 610)), (206, 212, 214))
    c.poly(turned(blob((500, 450), (546, 486), (552, 560), (500, 600), (448, 560), (454, 486)), 24, (530, 610)), (166, 174, 178))
    c.line(turned([(500, 430), (500, 60)], 24, (530, 610)), (206, 212, 214), 26)
    c.rect(0, HEIGHT - 6, WIDTH, HEIGHT, k.ground)


@motif
def sprout(c: Canvas, k: Colours) -> None:
    """A green shoot in a boot, on a hill of rubbish."""
    c.fade(0, 800, k.light, k.ground)
    c.disc(720, 260, 100, mix(k.light, (255, 255, 255), 0.6))
    random = Random(2008)
    for _ in range(230):
        x, y = random.uniform(-40, WIDTH), random.uniform(830, HEIGHT + 20)
        y += abs(x - 500) * 0.12
        size = random.uniform(24, 74)
        c.poly(
            turned([(x, y), (x + size, y), (x + size, y + size), (x, y + size)], random.uniform(0, 90), (x, y)),
            mix(k.accent, k.ground, random.random() * 0.75),
        )
    c.poly(smooth([(390, 560), (390, 780), (380, 860), (470, 880), (660, 880), (690, 830), (640, 780), (560, 740), (550, 560)]), k.accent)
    c.rect(376, 540, 564, 590, mix(k.accent, k.light, 0.2), radius=16)
    c.rect(370, 866, 696, 900, mix(k.accent, (0, 0, 0), 0.45), radius=10)
    for y in (640, 690, 740):
        c.line([(470, y), (560, y + 10)], k.light, 9)
    c.line(smooth([(470, 550), (466, 430), (490, 300)]), k.second, 20)
    c.poly(blob((476, 420), (560, 330), (690, 320), (600, 410)), k.second)
    c.poly(blob((474, 470), (390, 400), (280, 410), (370, 480)), mix(k.second, (0, 0, 0), 0.18))
    c.poly(blob((490, 310), (520, 220), (600, 190), (560, 280)), mix(k.second, k.light, 0.3))
    c.rect(0, HEIGHT - 8, WIDTH, HEIGHT, k.accent)


@motif
def warwheel(c: Canvas, k: Colours) -> None:
    """A steering wheel with a skull, in a storm of sand."""
    for i in range(19):
        y = i * 62
        c.line(smooth([(-20, y), (300, y - 46), (640, y + 30), (WIDTH + 20, y - 40)]), mix(k.ground, k.light if i % 2 else k.second, 0.32), 30)
    x, y = MIDDLE
    c.glow(x, y, 480, k.light, 0.6)
    c.ring(x, y, 350, 58, k.accent)
    c.ring(x, y, 336, 10, mix(k.accent, k.ground, 0.35))
    for angle in (90, 180, 270):
        c.line([(x, y), on_circle(x, y, 330, angle)], k.accent, 46)
    for chain in range(0, 360, 12):
        c.disc(*on_circle(x, y, 320, chain), 7, mix(k.ground, k.light, 0.4))
    c.disc(x, y - 10, 140, k.light)
    c.rect(x - 74, y + 70, x + 74, y + 160, k.light, radius=24)
    for side in (-1, 1):
        c.oval(x + side * 58, y - 10, 40, 46, k.accent)
        c.disc(x + side * 58, y - 6, 13, k.second)
    c.poly([(x, y + 24), (x - 22, y + 64), (x + 22, y + 64)], k.accent)
    for tooth in range(-2, 3):
        c.line([(x + tooth * 28, y + 106), (x + tooth * 28, y + 156)], k.accent, 9)
    c.rect(0, HEIGHT - 30, WIDTH, HEIGHT, k.ground)
    c.rect(0, 0, WIDTH, 6, k.ground)


@motif
def rose(c: Canvas, k: Colours) -> None:
    """A rose under an arm that holds a candle."""
    c.glow(500, 480, 520, k.second, 0.5)
    c.line(smooth([(500, 640), (486, 800), (520, 960), (500, HEIGHT)]), k.second, 20)
    for side, y in ((-1, 800), (1, 900)):
        c.poly(blob((500, y + 20), (500 + side * 90, y - 50), (500 + side * 220, y - 30), (500 + side * 110, y + 40)), k.second)
        c.line([(500, y + 16), (500 + side * 190, y - 22)], mix(k.second, k.ground, 0.4), 5)
    petals = ((0, 190, 190), (60, 170, 170), (120, 180, 180), (180, 190, 180), (240, 180, 180), (300, 170, 170))
    for i, (angle, reach, size) in enumerate(petals):
        x, y = on_circle(500, 470, reach * 0.66, angle)
        c.oval(x, y, size * 0.84, size * 0.78, mix(k.accent, k.ground, 0.28 - i * 0.03))
    for i, (angle, reach) in enumerate(((30, 84), (150, 84), (270, 84))):
        x, y = on_circle(500, 462, reach, angle)
        c.oval(x, y, 118, 108, mix(k.accent, k.light, 0.05 + i * 0.06))
    for radius, share in ((92, 0.0), (66, 0.18), (42, 0.06), (20, 0.3)):
        c.disc(500 + radius * 0.1, 456, radius, mix(k.accent, k.ground, share))
        c.arc(500, 456, radius, 200, 400, mix(k.accent, k.light, 0.4), 6)
    random = Random(46)
    for _ in range(40):
        c.disc(random.uniform(60, 940), random.uniform(40, HEIGHT - 60), random.uniform(1.5, 4), k.light)
    c.rect(0, HEIGHT - 4, WIDTH, HEIGHT, k.ground)
