"""Motifs that are a place: streets, houses, rooms, roads."""

from __future__ import annotations

from random import Random

from myproject.sample.art.canvas import Canvas, Colour, mix, on_circle, smooth, turned
from myproject.sample.art.motifs import HEIGHT, WIDTH, Colours, motif


def house(c: Canvas, x: float, y: float, wide: float, high: float, wall: Colour, roof: Colour, lamp: Colour) -> None:
    """A gabled house whose foot stands at `y`."""
    c.rect(x, y - high, x + wide, y, wall)
    c.poly([(x - 14, y - high), (x + wide / 2, y - high - wide * 0.6), (x + wide + 14, y - high)], roof)
    c.rect(x + wide * 0.3, y - high * 0.66, x + wide * 0.5, y - high * 0.3, lamp)
    c.rect(x + wide * 0.62, y - high * 0.66, x + wide * 0.82, y - high * 0.3, lamp)


@motif
def hand(c: Canvas, k: Colours) -> None:
    """A shadow with long fingers climbs the stairs."""
    c.fade(0, HEIGHT, k.second, mix(k.second, k.light, 0.35))
    for step in range(9):
        c.rect(step * 130 - 60, HEIGHT - 120 - step * 100, WIDTH, HEIGHT - step * 100, mix(k.accent, k.light, 0.1 + step * 0.06))
    c.poly([(60, HEIGHT), (330, 470), (420, 440), (500, 520), (470, HEIGHT)], k.ground)
    c.oval(400, 300, 108, 142, k.ground)
    for side in (-1, 1):
        c.poly([(400 + side * 84, 300), (400 + side * 180, 190), (400 + side * 96, 236)], k.ground)
    c.line(smooth([(450, 560), (590, 560), (690, 460)]), k.ground, 44)
    for angle, length in ((-30, 190), (-6, 250), (18, 270), (42, 240), (74, 170)):
        middle = on_circle(700, 450, length * 0.5, angle)
        tip = on_circle(*middle, length * 0.62, angle + 16)
        c.line([(700, 450), middle], k.ground, 21)
        c.poly([(middle[0] - 11, middle[1]), (middle[0] + 11, middle[1]), tip], k.ground)
    c.disc(700, 450, 44, k.ground)
    c.fade(HEIGHT - 4, HEIGHT, k.ground, k.ground)


@motif
def steps(c: Canvas, k: Colours) -> None:
    """A pram on a great stairway."""
    for step in range(12):
        tone = mix(k.ground, k.second, 0.75) if step % 2 else mix(k.ground, k.second, 0.3)
        c.rect(0, HEIGHT - 90 * (step + 1), WIDTH - step * 90 + 120, HEIGHT - 90 * step, tone)
    c.poly([(0, 0), (WIDTH, 0), (WIDTH, 160), (200, 30)], k.accent)
    x, y = 470, 470
    c.sector(x, y, 190, 180, 360, k.light)
    c.sector(x, y, 190, 90, 180, k.light)
    c.rect(x - 190, y, x + 190, y + 20, k.light)
    c.sector(x, y + 20, 190, 90, 270, k.light)
    c.line([(x + 180, y + 10), (x + 300, y - 90), (x + 340, y - 84)], k.light, 12)
    for wheel in (x - 96, x + 96):
        c.ring(wheel, y + 246, 74, 14, k.light)
        for spoke in range(0, 180, 45):
            c.line([on_circle(wheel, y + 246, 66, spoke), on_circle(wheel, y + 246, 66, spoke + 180)], k.light, 4)
    c.disc(x - 60, y - 40, 46, mix(k.ground, k.accent, 0.3))
    c.rect(0, HEIGHT - 40, WIDTH, HEIGHT, k.ground)


@motif
def cabin(c: Canvas, k: Colours) -> None:
    """A cabin rocks on the edge of a cliff."""
    c.fade(0, 700, k.ground, mix(k.ground, k.light, 0.7))
    c.rect(0, 700, WIDTH, HEIGHT, mix(k.ground, k.light, 0.7))
    c.poly(
        [(0, 520), (200, 330), (330, 470), (520, 260), (760, 560), (900, 450), (WIDTH, 540), (WIDTH, HEIGHT), (0, HEIGHT)],
        mix(k.ground, k.accent, 0.25),
    )
    c.poly([(520, 260), (450, 340), (500, 330), (530, 370), (570, 330), (600, 366)], k.light)
    c.poly([(0, 760), (560, 760), (600, 800), (540, 900), (560, HEIGHT), (0, HEIGHT)], k.light)
    pivot = (560, 760)
    for points, tone in (
        ([(380, 760), (760, 760), (760, 560), (380, 560)], k.accent),
        ([(340, 570), (570, 440), (800, 570)], mix(k.accent, k.light, 0.85)),
        ([(450, 680), (520, 680), (520, 610), (450, 610)], k.second),
        ([(600, 760), (680, 760), (680, 610), (600, 610)], mix(k.accent, k.ground, 0.4)),
        ([(690, 500), (730, 520), (730, 420), (690, 420)], k.accent),
    ):
        c.poly(turned(points, 13, pivot), tone)
    random = Random(25)
    for _ in range(150):
        c.disc(random.uniform(0, WIDTH), random.uniform(0, HEIGHT - 40), random.uniform(2, 6), k.light)
    c.rect(0, HEIGHT - 30, WIDTH, HEIGHT, k.light)


@motif
def spire(c: Canvas, k: Colours) -> None:
    """An ape on the highest tower, aeroplanes around him."""
    c.glow(500, 330, 700, k.light, 0.8)
    random = Random(33)
    for x in range(-20, WIDTH, 84):
        top = random.randint(760, 960)
        c.rect(x, top, x + 86, HEIGHT, mix(k.accent, k.ground, 0.28))
    for half, top in ((130, 900), (100, 760), (70, 620), (40, 520)):
        c.rect(500 - half, top, 500 + half, HEIGHT, k.accent)
        for x in range(int(500 - half) + 14, int(500 + half) - 8, 22):
            c.rect(x, top + 20, x + 6, HEIGHT, mix(k.accent, k.ground, 0.25))
    c.rect(494, 300, 506, 540, k.accent)
    c.oval(520, 430, 82, 104, k.accent)
    c.oval(560, 330, 50, 54, k.accent)
    c.line(smooth([(580, 400), (690, 330), (720, 230)]), k.accent, 46)
    c.line([(470, 470), (496, 540)], k.accent, 50)
    c.line([(560, 500), (520, 570)], k.accent, 50)
    for x, y, s in ((230, 250, 1.0), (800, 470, 0.8), (180, 560, 0.6)):
        c.line([(x - 60 * s, y), (x + 60 * s, y - 12 * s)], k.second, 14 * s)
        for dy in (-22, 16):
            c.line([(x - 6 * s, y + dy * s - 26 * s), (x + 10 * s, y + dy * s + 26 * s)], k.second, 9 * s)
    c.rect(0, HEIGHT - 20, WIDTH, HEIGHT, k.accent)


@motif
def road(c: Canvas, k: Colours) -> None:
    """A yellow road winds to a green city."""
    c.fade(0, 620, k.ground, k.light)
    c.poly([(0, 640), (300, 560), (620, 600), (WIDTH, 540), (WIDTH, HEIGHT), (0, HEIGHT)], k.second)
    c.poly([(0, 760), (400, 690), (WIDTH, 740), (WIDTH, HEIGHT), (0, HEIGHT)], mix(k.second, k.ground, 0.25))
    for x, top, wide in ((430, 330, 34), (470, 250, 40), (516, 190, 44), (566, 270, 38), (608, 350, 32), (392, 400, 30)):
        c.rect(x - wide / 2, top, x + wide / 2, 600, mix(k.second, k.light, 0.25))
        c.poly([(x - wide / 2, top), (x, top - 60), (x + wide / 2, top)], mix(k.second, k.light, 0.25))
    c.glow(516, 380, 260, k.light, 0.5)
    left = smooth([(506, 600), (440, 660), (600, 740), (300, 880), (190, HEIGHT)])
    right = smooth([(522, 600), (500, 660), (720, 740), (660, 900), (900, HEIGHT)])
    c.poly([*left, *reversed(right)], k.accent)
    for step in range(6, 64, 5):
        c.line([left[step], right[step]], mix(k.accent, k.second, 0.35), 1 + step / 16)
    c.rect(0, HEIGHT - 30, WIDTH, HEIGHT, mix(k.second, k.ground, 0.25))


@motif
def gate(c: Canvas, k: Colours) -> None:
    """A ruined gate in the rain."""
    c.fade(0, HEIGHT, k.ground, mix(k.ground, k.light, 0.3))
    c.disc(760, 260, 110, k.second)
    roof = smooth([(60, 470), (220, 400), (300, 290), (500, 260), (700, 290), (780, 400), (940, 470)])
    c.poly([*roof, (820, 500), (180, 500)], k.accent)
    c.rect(190, 500, 810, 560, mix(k.accent, k.ground, 0.3))
    for x in (230, 420, 560, 740):
        c.rect(x, 560, x + 44, HEIGHT - 110, k.accent)
    c.rect(150, HEIGHT - 130, 850, HEIGHT - 90, k.accent)
    c.rect(80, HEIGHT - 90, 920, HEIGHT, k.accent)
    c.rect(0, HEIGHT - 50, WIDTH, HEIGHT, k.accent)
    c.poly([(700, 260), (860, 330), (900, 480), (760, 420)], mix(k.ground, k.light, 0.14))
    random = Random(1950)
    for _ in range(240):
        x, y = random.uniform(-60, WIDTH), random.uniform(-40, HEIGHT - 110)
        c.line([(x, y), (x + 16, y + 74)], mix(k.light, k.ground, random.random() * 0.6), 2)


@motif
def tunnel(c: Canvas, k: Colours) -> None:
    """A man at the end of a wet tunnel."""
    for ring in range(12, 0, -1):
        radius = ring * ring * 4.6 + 40
        tone = mix(k.light, k.ground, min(1, ring / 11) * 0.96)
        c.sector(520, 560, radius, 270, 450, tone)
        c.rect(520 - radius, 560, 520 + radius, HEIGHT + 20, mix(tone, k.ground, 0.15))
        if ring % 2:
            c.arc(520, 560, radius, 270, 450, mix(tone, k.accent, 0.5), 4)
    c.poly([(430, 640), (610, 640), (980, HEIGHT), (60, HEIGHT)], mix(k.ground, k.accent, 0.3))
    c.poly([(496, 640), (544, 640), (600, HEIGHT), (420, HEIGHT)], mix(k.light, k.accent, 0.5))
    c.poly([(486, 640), (500, 510), (540, 510), (556, 640)], k.ground)
    c.disc(520, 488, 20, k.ground)
    c.line([(488, 478), (552, 478)], k.ground, 8)
    c.rect(504, 452, 536, 478, k.ground)
    c.poly([(500, 640), (544, 640), (760, HEIGHT - 90), (640, HEIGHT - 90)], k.ground)
    c.rect(0, HEIGHT - 70, WIDTH, HEIGHT, k.ground)


@motif
def village(c: Canvas, k: Colours) -> None:
    """A small town in the snow; somewhere a bell rings."""
    c.fade(0, 800, k.ground, mix(k.ground, k.second, 0.7))
    random = Random(46)
    c.stars(random, 90, k.light, above=500)
    c.poly([(0, 800), (250, 690), (520, 760), (800, 660), (WIDTH, 740), (WIDTH, HEIGHT), (0, HEIGHT)], k.second)
    for x, y, wide, high in ((80, 860, 130, 120), (250, 830, 110, 110), (640, 840, 130, 130), (820, 850, 120, 110)):
        house(c, x, y, wide, high, mix(k.ground, k.second, 0.25), k.light, k.accent)
    c.rect(430, 560, 530, 880, mix(k.ground, k.second, 0.2))
    c.poly([(410, 560), (480, 330), (550, 560)], k.light)
    c.disc(480, 620, 26, k.accent)
    c.glow(480, 620, 130, k.accent, 0.6)
    c.poly([*smooth([(0, 900), (260, 850), (520, 890), (780, 850), (WIDTH, 890)]), (WIDTH, HEIGHT), (0, HEIGHT)], k.light)
    for _ in range(170):
        c.disc(random.uniform(0, WIDTH), random.uniform(0, HEIGHT - 60), random.uniform(2, 6), k.light)
    c.rect(0, HEIGHT - 30, WIDTH, HEIGHT, k.light)


@motif
def searchlights(c: Canvas, k: Colours) -> None:
    """Searchlights and an aeroplane in the fog."""
    c.fade(0, HEIGHT, k.ground, mix(k.ground, k.second, 0.6))
    for foot, angle in ((180, 24), (480, -18), (820, -34), (640, 12)):
        tip = on_circle(foot, HEIGHT - 90, 1400, angle)
        c.veil([(foot - 8, HEIGHT - 90), (foot + 8, HEIGHT - 90), (tip[0] + 130, tip[1]), (tip[0] - 130, tip[1])], k.light, 0.3, blur=5)
    body = [(250, 430), (600, 380), (720, 352), (760, 300), (790, 300), (780, 372), (800, 400), (620, 452), (300, 480)]
    c.poly(body, k.second)
    c.poly([(430, 430), (640, 520), (690, 512), (560, 410)], mix(k.second, k.ground, 0.35))
    c.poly([(440, 410), (400, 350), (440, 346), (540, 392)], mix(k.second, k.light, 0.15))
    for x in range(330, 590, 44):
        c.disc(x, 446 - (x - 330) * 0.15, 9, k.accent)
    c.disc(252, 452, 22, k.accent)
    c.poly([*smooth([(0, 930), (200, 880), (440, 940), (700, 890), (WIDTH, 940)]), (WIDTH, HEIGHT), (0, HEIGHT)], mix(k.ground, (0, 0, 0), 0.35))
    for x in (400, 470):
        c.poly([(x - 26, 990), (x - 14, 850), (x + 14, 850), (x + 26, 990)], mix(k.ground, (0, 0, 0), 0.6))
        c.disc(x, 832, 16, mix(k.ground, (0, 0, 0), 0.6))
    c.oval(400, 822, 30, 7, mix(k.ground, (0, 0, 0), 0.6))


@motif
def warroom(c: Canvas, k: Colours) -> None:
    """A ring of light over a round table, and the big board."""
    c.poly([(0, 90), (WIDTH, 0), (WIDTH, 430), (0, 430)], mix(k.ground, k.second, 0.5))
    random = Random(64)
    for _ in range(90):
        c.disc(random.uniform(20, 980), random.uniform(110, 410), random.choice((3, 4, 7)), random.choice((k.accent, k.light)))
    for _ in range(9):
        x, y = random.uniform(60, 500), random.uniform(120, 380)
        c.line(smooth([(x, y), (x + 150, y - 60), (x + 320, y + 20)]), mix(k.accent, k.ground, 0.3), 3)
    c.veil([(220, 520), (780, 520), (WIDTH, 1000), (0, 1000)], k.light, 0.16, blur=14)
    c.oval(500, 500, 300, 56, k.light)
    c.oval(500, 500, 262, 38, k.ground)
    c.oval(500, 900, 470, 150, mix(k.ground, k.light, 0.75))
    c.oval(500, 880, 470, 150, k.light)
    c.oval(500, 880, 300, 92, mix(k.ground, k.second, 0.3))
    for angle in range(0, 360, 20):
        x, y = 500 + 400 * on_circle(0, 0, 1, angle)[0], 880 + 122 * on_circle(0, 0, 1, angle)[1]
        c.oval(x, y, 15, 7, mix(k.light, k.second, 0.8))
    c.rect(0, HEIGHT - 60, WIDTH, HEIGHT, k.ground)


@motif
def neon(c: Canvas, k: Colours) -> None:
    """A wet street between towers of neon, a car above it."""
    c.fade(0, HEIGHT, k.ground, mix(k.ground, k.accent, 0.35))
    c.glow(500, 760, 520, k.accent, 0.7)
    random = Random(2019)
    for side in (-1, 1):
        for depth in range(5, 0, -1):
            inner = 500 + side * (60 + depth * 84)
            outer = 500 + side * 560
            tone = mix(k.ground, k.accent, 0.32 - depth * 0.06)
            c.rect(inner, 90 + (5 - depth) * 110, outer, HEIGHT - 110, tone)
            for _ in range(26):
                x, y = inner + side * random.uniform(8, 74), random.uniform(240, 960)
                c.rect(x, y, x + 7, y + 14, random.choice((k.light, k.second, k.accent, tone)))
    for x, y, high, tone in ((190, 420, 300, k.second), (770, 360, 340, k.accent), (300, 620, 160, k.light)):
        c.glow(x + 22, y + high / 2, 190, tone, 0.55)
        c.rect(x, y, x + 44, y + high, tone, radius=8)
        for bar in range(y + 22, y + high - 20, 42):
            c.rect(x + 10, bar, x + 34, bar + 22, k.ground, radius=3)
    c.poly([(430, 330), (470, 290), (560, 286), (610, 326), (640, 340), (610, 366), (440, 366)], k.ground)
    c.poly([(476, 298), (552, 294), (588, 326), (460, 330)], k.second)
    c.glow(626, 350, 90, k.light, 0.9)
    for _ in range(150):
        x, y = random.uniform(0, WIDTH), random.uniform(0, HEIGHT)
        c.line([(x, y), (x - 5, y + 46)], mix(k.light, k.ground, 0.55), 1.4)
    c.fade(HEIGHT - 130, HEIGHT, mix(k.ground, k.accent, 0.25), k.ground)


@motif
def headlights(c: Canvas, k: Colours) -> None:
    """A taxi comes out of the steam."""
    c.fade(0, HEIGHT, k.ground, mix(k.ground, k.second, 0.55))
    random = Random(76)
    for _ in range(30):
        c.glow(random.uniform(0, WIDTH), random.uniform(60, 520), random.uniform(20, 70), random.choice((k.second, k.accent)), 0.6)
    c.poly([(250, 620), (320, 440), (680, 440), (750, 620)], mix(k.accent, k.ground, 0.25))
    c.poly([(290, 610), (344, 470), (656, 470), (710, 610)], k.ground)
    c.rect(440, 396, 560, 442, k.light, radius=10)
    c.rect(180, 610, 820, 830, k.accent, radius=44)
    for x in range(200, 800, 40):
        for row in (0, 1):
            if (x // 40 + row) % 2:
                c.rect(x, 640 + row * 20, x + 40, 660 + row * 20, k.ground)
    c.rect(330, 706, 670, 790, mix(k.ground, k.second, 0.3), radius=12)
    for x in range(346, 660, 24):
        c.rect(x, 712, x + 8, 784, k.accent)
    for x in (256, 744):
        c.glow(x, 746, 260, k.light, 1.0)
        c.disc(x, 746, 52, k.light)
    c.rect(170, 830, 830, 868, mix(k.ground, k.light, 0.4), radius=14)
    for x in (210, 700):
        c.rect(x, 868, x + 90, 930, (8, 6, 10), radius=10)
    for _ in range(16):
        c.glow(random.uniform(60, 940), random.uniform(880, 1060), random.uniform(80, 200), k.light, 0.16)
    c.fade(HEIGHT - 170, HEIGHT, mix(k.ground, k.second, 0.4), k.ground)


@motif
def hotel(c: Canvas, k: Colours) -> None:
    """A pink hotel on a mountain, quite symmetrical."""
    c.fade(0, 760, mix(k.ground, k.second, 0.7), mix(k.ground, k.light, 0.6))
    for points in ([(0, 640), (260, 330), (480, 700)], [(520, 700), (760, 300), (WIDTH, 600), (WIDTH, 700)]):
        c.poly([*points, (points[-1][0], 1000), (points[0][0], 1000)], mix(k.second, k.light, 0.35))
    c.poly([(0, 930), (500, 780), (WIDTH, 930), (WIDTH, HEIGHT), (0, HEIGHT)], mix(k.second, k.accent, 0.45))
    wall, trim = k.ground, k.light
    for half, top in ((330, 600), (220, 520), (110, 440)):
        c.rect(500 - half, top, 500 + half, 900, wall)
        c.rect(500 - half - 10, top - 14, 500 + half + 10, top, trim)
    for x in (170, 830, 280, 720):
        top = 600 if x in (170, 830) else 500
        c.rect(x - 34, top - 60, x + 34, 900, mix(wall, trim, 0.25))
        c.poly([(x - 42, top - 60), (x, top - 150), (x + 42, top - 60)], k.accent)
    for row, y in enumerate(range(640, 860, 62)):
        for x in range(200, 810, 50):
            c.rect(x - 10, y, x + 10, y + 36, k.accent if (x + row) % 3 else k.light, radius=8)
    c.rect(460, 780, 540, 900, k.accent, radius=36)
    c.poly([(400, 440), (500, 350), (600, 440)], k.accent)
    c.rect(497, 280, 503, 360, k.accent)
    c.poly([(503, 284), (560, 300), (503, 318)], k.light)
    c.rect(0, HEIGHT - 30, WIDTH, HEIGHT, mix(k.second, k.accent, 0.45))


@motif
def towerblock(c: Canvas, k: Colours) -> None:
    """A block in the suburbs, a figure falling past it."""
    c.rect(0, 0, WIDTH, HEIGHT, k.ground)
    c.poly([(230, 60), (640, 150), (640, HEIGHT), (230, HEIGHT)], k.accent)
    c.poly([(640, 150), (780, 90), (780, HEIGHT), (640, HEIGHT)], mix(k.accent, k.ground, 0.35))
    for floor in range(13):
        for column in range(6):
            x, y = 262 + column * 62, 120 + floor * 76 + column * 13
            c.poly([(x, y), (x + 40, y + 9), (x + 40, y + 47), (x, y + 38)], k.light if (floor * 5 + column) % 7 else k.second)
    x, y = 870, 520
    c.disc(x, y, 22, k.accent)
    c.line([(x, y + 26), (x - 14, y + 100)], k.accent, 34)
    for start, end in (((x, 552), (x - 70, 512)), ((x, 556), (x + 62, 516)), ((x - 14, 620), (x - 60, 672)), ((x - 14, 620), (x + 42, 668))):
        c.line([start, end], k.accent, 16)
    c.rect(0, HEIGHT - 40, WIDTH, HEIGHT, k.ground)


@motif
def lamplight(c: Canvas, k: Colours) -> None:
    """Rain in the cone of a street lamp, two people who do not touch."""
    c.fade(0, HEIGHT, mix(k.ground, (0, 0, 0), 0.4), k.ground)
    for x in range(0, WIDTH, 100):
        c.line(smooth([(x, 0), (x + 30, 300), (x - 20, 640), (x + 20, HEIGHT)]), mix(k.ground, k.accent, 0.16), 26)
    c.veil([(470, 210), (530, 210), (860, 1010), (140, 1010)], k.light, 0.42, blur=16)
    c.rect(494, 0, 506, 180, mix(k.ground, (0, 0, 0), 0.7))
    c.poly([(440, 214), (470, 170), (530, 170), (560, 214)], k.second)
    c.glow(500, 214, 170, k.light, 1.0)
    dark = mix(k.ground, (0, 0, 0), 0.72)
    c.poly(smooth([(330, 1010), (340, 760), (322, 650), (352, 596), (400, 600), (424, 660), (404, 760), (420, 1010)]), k.accent)
    c.oval(376, 556, 34, 44, dark)
    c.oval(384, 516, 36, 26, dark)
    c.poly(smooth([(560, 1010), (560, 760), (548, 640), (590, 590), (640, 594), (672, 650), (656, 780), (664, 1010)]), dark)
    c.oval(612, 548, 32, 42, dark)
    random = Random(2000)
    for _ in range(140):
        x, y = random.uniform(120, 880), random.uniform(230, 1000)
        c.line([(x, y), (x, y + 40)], mix(k.light, k.ground, 0.5), 1.6)
    c.fade(1000, HEIGHT, mix(k.ground, k.light, 0.25), k.ground)


@motif
def chalet(c: Canvas, k: Colours) -> None:
    """A chalet in the snow, and a line that falls from it."""
    c.fade(0, 800, k.ground, k.light)
    c.poly([(0, 560), (220, 300), (420, 560), (640, 260), (WIDTH, 620), (WIDTH, HEIGHT), (0, HEIGHT)], mix(k.ground, k.accent, 0.18))
    c.rect(300, 520, 700, 860, k.accent)
    c.poly([(230, 540), (500, 310), (770, 540), (740, 560), (500, 360), (260, 560)], mix(k.accent, (0, 0, 0), 0.4))
    c.poly([(300, 540), (500, 368), (700, 540)], mix(k.accent, k.ground, 0.2))
    c.rect(460, 450, 540, 540, k.light)
    for x in (340, 590):
        c.rect(x, 620, x + 70, 710, k.light)
    c.rect(280, 730, 720, 750, mix(k.accent, (0, 0, 0), 0.4))
    c.poly([*smooth([(0, 880), (300, 850), (700, 850), (WIDTH, 880)]), (WIDTH, HEIGHT), (0, HEIGHT)], k.light)
    c.line([(560, 500), (600, 640), (590, 760), (630, 900)], k.second, 7)
    c.poly([(600, 930), (690, 916), (720, 950), (640, 966)], k.second)
    c.disc(590, 930, 18, k.second)
    c.rect(0, HEIGHT - 20, WIDTH, HEIGHT, k.light)


@motif
def basement(c: Canvas, k: Colours) -> None:
    """A bright house above, its mirror in the ground."""
    c.rect(0, 0, WIDTH, 560, k.ground)
    c.rect(0, 560, WIDTH, HEIGHT, k.accent)
    c.rect(200, 300, 800, 560, k.light)
    c.rect(170, 270, 830, 310, k.accent)
    for x in range(240, 760, 140):
        c.rect(x, 350, x + 100, 560, mix(k.ground, k.second, 0.45))
        c.poly([(x, 350), (x + 60, 350), (x, 450)], k.light)
    for x in (80, 130, 880, 930):
        c.disc(x, 440, 64, mix(k.accent, k.ground, 0.3))
        c.rect(x - 6, 440, x + 6, 560, k.accent)
    for step in range(9):
        c.rect(300 + step * 44, 560 + step * 46, 344 + step * 44, 606 + step * 46, k.second)
        c.rect(300 + step * 44, 560 + step * 46, 900, 566 + step * 46, mix(k.accent, k.second, 0.15))
    c.rect(640, 930, 900, 1040, k.second)
    c.rect(700, 960, 760, 1000, k.light)
    c.disc(830, 985, 16, k.accent)
    c.rect(816, 1000, 846, 1040, k.accent)
    c.rect(0, HEIGHT - 60, WIDTH, HEIGHT, k.accent)
