"""Motifs that are pure pattern: lines, rings, grids."""

from __future__ import annotations

from random import Random

from myproject.sample.art.canvas import Canvas, mix, on_circle, smooth, turned
from myproject.sample.art.motifs import HEIGHT, WIDTH, Colours, motif

MIDDLE = (500, 560)


@motif
def spiral(c: Canvas, k: Colours) -> None:
    """A figure falls into a spiral."""
    x, y = MIDDLE
    for arm in (0, 120, 240):
        points = [on_circle(x, y, 4 + turn * 0.42, arm + turn) for turn in range(0, 1010, 4)]
        c.line(points, k.light, 7)
    c.disc(x, y, 92, k.ground)
    body = [
        (470, 520),
        (512, 500),
        (540, 560),
        (580, 540),
        (596, 560),
        (540, 604),
        (560, 660),
        (536, 672),
        (506, 612),
        (470, 650),
        (450, 634),
        (484, 580),
        (452, 590),
        (424, 560),
        (440, 546),
        (462, 564),
    ]
    c.poly(body, k.accent)
    c.disc(486, 486, 24, k.accent)


@motif
def deco(c: Canvas, k: Colours) -> None:
    """A city of towers under rays."""
    for i in range(0, 40, 2):
        start = -100 + i * 5
        c.sector(500, 760, 1200, start, start + 5, mix(k.ground, k.second, 0.55))
    towers = ((60, 150, 640), (180, 120, 500), (710, 120, 520), (820, 130, 660), (300, 110, 420), (600, 110, 400))
    for x, wide, top in towers:
        c.rect(x, top, x + wide, HEIGHT, mix(k.ground, k.second, 0.25))
        for y in range(top + 30, HEIGHT - 90, 44):
            for window in range(x + 16, x + wide - 16, 30):
                c.rect(window, y, window + 10, y + 22, mix(k.accent, k.ground, 0.35))
    for step, (half, top) in enumerate(((150, 560), (118, 420), (86, 280), (54, 160), (22, 70))):
        c.rect(500 - half, top, 500 + half, HEIGHT, mix(k.accent, k.light, step * 0.14))
        for x in range(500 - half + 14, 500 + half - 6, 24):
            c.rect(x, top + 22, x + 5, HEIGHT, mix(k.accent, k.ground, 0.45))
    c.poly([(494, 70), (500, 10), (506, 70)], k.light)
    c.rect(0, HEIGHT - 60, WIDTH, HEIGHT, k.ground)


@motif
def eight(c: Canvas, k: Colours) -> None:
    """A giant figure eight made of film, with a clown's small ring."""
    for x, y, r in ((500, 330, 210), (500, 800, 270)):
        c.ring(x, y, r, 92, k.accent)
        for angle in range(0, 360, 9):
            px, py = on_circle(x, y, r - 14, angle)
            c.rect(px - 5, py - 5, px + 5, py + 5, k.ground, radius=2)
            px, py = on_circle(x, y, r - 78, angle)
            c.rect(px - 5, py - 5, px + 5, py + 5, k.ground, radius=2)
    c.disc(500, 800, 60, k.second)
    c.line([(500, 860), (500, 990)], k.second, 8)


@motif
def dial(c: Canvas, k: Colours, sweep: list[int]) -> None:
    """A clock's face with the two hours that pass."""
    x, y = MIDDLE
    c.disc(x, y, 420, k.light)
    c.sector(x, y, 420, sweep[0], sweep[1], k.second)
    c.ring(x, y, 420, 12, k.accent)
    for hour in range(60):
        inner = 350 if hour % 5 == 0 else 385
        c.line([on_circle(x, y, inner, hour * 6), on_circle(x, y, 404, hour * 6)], k.accent, 9 if hour % 5 == 0 else 3)
    c.line([(x, y), on_circle(x, y, 230, sweep[0])], k.accent, 20)
    c.line([(x, y), on_circle(x, y, 340, 0)], k.accent, 10)
    c.disc(x, y, 26, k.accent)
    c.disc(x, y, 10, k.light)


@motif
def lens(c: Canvas, k: Colours) -> None:
    """An eye that is a lens, on constructivist bars."""
    c.poly([(0, 0), (620, 0), (0, 700)], k.accent)
    c.poly([(WIDTH, 420), (WIDTH, HEIGHT - 60), (300, HEIGHT - 60)], k.second)
    x, y = MIDDLE
    outline = smooth([(70, 560), (280, 380), (500, 320), (720, 380), (930, 560), (720, 740), (500, 800), (280, 740)], closed=True)
    c.poly(outline, k.ground)
    c.line([*outline, outline[0]], k.light, 16)
    for radius, tone in ((222, k.light), (196, k.second), (150, k.light), (134, k.accent), (84, k.light)):
        c.disc(x, y, radius, tone)
    for blade in range(6):
        c.poly(
            [on_circle(x, y, 78, blade * 60), on_circle(x, y, 78, blade * 60 + 60), on_circle(x, y, 34, blade * 60 + 75)],
            mix(k.light, k.ground, 0.22),
        )
    c.disc(x - 74, y - 86, 30, k.ground)
    c.rect(0, HEIGHT - 60, WIDTH, HEIGHT, k.ground)


@motif
def chalk(c: Canvas, k: Colours) -> None:
    """A letter chalked on the back of a coat."""
    coat = smooth([(150, HEIGHT), (160, 620), (300, 380), (420, 330), (580, 330), (700, 380), (840, 620), (850, HEIGHT)])
    c.poly(coat, k.second)
    c.oval(500, 250, 92, 116, mix(k.second, k.light, 0.25))
    c.poly([(350, 190), (650, 190), (610, 160), (590, 70), (410, 70), (390, 160)], mix(k.ground, k.second, 0.4))
    c.line([(500, 400), (500, HEIGHT)], mix(k.second, k.ground, 0.5), 5)
    random = Random(31)
    stroke = [(330, 930), (350, 560), (500, 790), (650, 560), (670, 930)]
    for _ in range(26):
        shift = random.gauss(0, 9), random.gauss(0, 9)
        c.line([(x + shift[0], y + shift[1]) for x, y in stroke], mix(k.light, k.second, random.random() * 0.35), 7)
    c.rect(0, HEIGHT - 30, WIDTH, HEIGHT, k.ground)


@motif
def gears(c: Canvas, k: Colours) -> None:
    """A small figure among great wheels."""
    wheels = ((260, 360, 250, 18, k.accent), (700, 620, 290, 20, mix(k.accent, k.ground, 0.25)), (270, 900, 190, 14, k.second))
    for x, y, r, teeth, tone in wheels:
        for tooth in range(teeth):
            c.poly(
                turned([(x - 22, y - r - 38), (x + 22, y - r - 38), (x + 32, y - r + 20), (x - 32, y - r + 20)], tooth * 360 / teeth, (x, y)), tone
            )
        c.disc(x, y, r, tone)
        c.disc(x, y, r * 0.72, mix(tone, k.light, 0.14))
        for spoke in range(6):
            c.line([(x, y), on_circle(x, y, r * 0.74, spoke * 60 + 15)], tone, 30)
        c.disc(x, y, r * 0.2, k.light)
        c.disc(x, y, r * 0.08, tone)
    c.line([(560, 420), (610, 330), (700, 300), (790, 320)], k.light, 34)
    c.disc(530, 440, 34, k.light)
    c.poly([(488, 420), (572, 400), (556, 372), (498, 384)], k.second)
    c.rect(0, HEIGHT - 24, WIDTH, HEIGHT, k.ground)


@motif
def code(c: Canvas, k: Colours) -> None:
    """Falling signs, and two pills in open hands of light."""
    random = Random(1999)
    for column in range(0, WIDTH, 25):
        head, length = random.randint(-100, HEIGHT), random.randint(8, 34)
        for row in range(length):
            y = head - row * 30
            fade = row / length
            tone = k.light if row == 0 else mix(k.accent, k.ground, 0.15 + 0.8 * fade)
            if -20 < y < HEIGHT:
                for stroke in range(3):
                    dx, dy = random.choice(((0, 0), (0, 8), (7, 0)))
                    if random.random() < 0.5:
                        c.rect(column + 3, y + 5 * stroke, column + 15, y + 5 * stroke + 3, tone)
                    else:
                        c.rect(column + 5 + dx, y + dy, column + 8 + dx, y + dy + 12, tone)
    c.veil([(0, 0), (WIDTH, 0), (WIDTH, HEIGHT), (0, HEIGHT)], k.ground, 0.25)
    for x, tone, angle in ((340, (214, 48, 44), -24), (660, (44, 98, 220), 24)):
        c.glow(x, 560, 300, tone, 0.8)
        ends = [on_circle(x, 560, 74, angle + 90), on_circle(x, 560, 74, angle - 90)]
        c.line(ends, tone, 108)
        c.line([ends[0], (x, 560)], mix(tone, (255, 255, 255), 0.16), 108)
        shine = [on_circle(px, py - 30, 0, 0) for px, py in ends]
        c.line(shine, mix(tone, (255, 255, 255), 0.55), 10)
    c.rect(0, HEIGHT - 16, WIDTH, HEIGHT, k.ground)


@motif
def tiles(c: Canvas, k: Colours) -> None:
    """Water over a courtyard's tiles, an aeroplane mirrored in it."""
    for row, y in enumerate(range(-50, HEIGHT, 150)):
        for column, x in enumerate(range(-100, WIDTH, 150)):
            c.rect(x + 4, y + 4, x + 146, y + 146, mix(k.ground, k.light, 0.5 if (row + column) % 2 else 0.1))
            c.poly([(x + 75, y + 45), (x + 105, y + 75), (x + 75, y + 105), (x + 45, y + 75)], mix(k.ground, k.second, 0.35))
    pool = smooth([(120, 520), (380, 360), (720, 400), (900, 600), (760, 860), (420, 900), (160, 760)], closed=True)
    c.poly(pool, k.light)
    for y in range(470, 860, 60):
        c.line(smooth([(240, y), (400, y - 12), (560, y + 10), (760, y)]), mix(k.light, k.second, 0.25), 3)
    plane = [
        (520, 500),
        (536, 540),
        (536, 600),
        (690, 690),
        (690, 720),
        (536, 680),
        (530, 760),
        (576, 800),
        (576, 816),
        (520, 800),
        (464, 816),
        (464, 800),
        (510, 760),
        (504, 680),
        (350, 720),
        (350, 690),
        (504, 600),
        (504, 540),
    ]
    c.poly(turned(plane, 28, (520, 650)), k.accent)
    c.rect(0, HEIGHT - 20, WIDTH, HEIGHT, k.ground)


@motif
def blossoms(c: Canvas, k: Colours) -> None:
    """A girl's silhouette from which jasmine falls."""
    c.disc(500, 470, 360, k.light)
    shawl = smooth([(240, HEIGHT), (270, 760), (330, 420), (500, 250), (670, 420), (730, 760), (760, HEIGHT)])
    c.poly(shawl, k.accent)
    face = smooth([(420, 470), (500, 370), (580, 470), (570, 560), (500, 640), (430, 560)], closed=True)
    c.poly(face, k.light)
    for x in (462, 538):
        c.oval(x, 500, 17, 11, k.accent)
    c.arc(500, 560, 34, 130, 230, k.second, 7)
    random = Random(7)
    for _ in range(24):
        x, y, r = random.randint(60, 940), random.randint(60, HEIGHT - 120), random.randint(16, 30)
        tone = k.second if random.random() < 0.3 else mix(k.ground, (255, 255, 255), 0.8)
        for petal in range(5):
            px, py = on_circle(x, y, r * 0.8, petal * 72 + r)
            c.disc(px, py, r * 0.55, tone)
        c.disc(x, y, r * 0.34, k.second if tone != k.second else k.light)


@motif
def crystals(c: Canvas, k: Colours) -> None:
    """A chandelier of blue glass."""
    random = Random(93)
    for radius, strength in ((620, 0.5), (360, 0.6)):
        c.glow(500, 480, radius, k.accent, strength)
    for strand in range(13):
        x = 140 + strand * 60
        longest = 900 - abs(strand - 6) * 70
        c.line([(500, 40), (x, 190)], mix(k.second, k.ground, 0.4), 3)
        for y in range(200, longest, 92):
            size = random.randint(22, 34)
            left = [(x, y - size), (x - size * 0.62, y), (x, y + size * 1.3)]
            right = [(x, y - size), (x + size * 0.62, y), (x, y + size * 1.3)]
            c.poly(left, mix(k.second, k.light, random.random() * 0.8))
            c.poly(right, mix(k.accent, k.ground, random.random() * 0.5))
            c.line([(x, y - size - 16), (x, y - size)], k.second, 2)


@motif
def honeycomb(c: Canvas, k: Colours) -> None:
    """Amber cells, one lit from within, a child's small shape before it."""
    for row in range(-1, 10):
        for column in range(-1, 9):
            x, y = column * 130 + (65 if row % 2 else 0), row * 113
            near = max(0.0, 1 - ((x - 500) ** 2 + (y - 480) ** 2) ** 0.5 / 620)
            tone = mix(k.second, k.accent, near)
            c.poly([on_circle(x, y, 71, angle) for angle in range(0, 360, 60)], mix(tone, k.light, near * 0.4))
    c.glow(500, 480, 360, k.light, 0.75)
    c.fade(HEIGHT - 190, HEIGHT, k.second, k.second)
    c.poly([(440, HEIGHT - 180), (470, 760), (530, 760), (560, HEIGHT - 180)], k.second)
    c.disc(500, 716, 52, k.second)
    c.line([(470, 980), (466, 1040)], k.second, 26)


@motif
def bagel(c: Canvas, k: Colours) -> None:
    """A black bagel with everything, an eye in its middle."""
    x, y = MIDDLE
    for ray in range(0, 360, 10):
        c.sector(x, y, 900, ray, ray + 5, mix(k.ground, k.second, 0.16 if ray % 20 else 0.28))
    c.rect(0, HEIGHT - 70, WIDTH, HEIGHT, k.ground)
    c.rect(0, 0, WIDTH, 10, k.ground)
    c.disc(x, y, 380, k.accent)
    c.disc(x, y, 366, mix(k.accent, k.second, 0.22))
    c.disc(x, y, 330, k.accent)
    random = Random(2022)
    for _ in range(240):
        px, py = on_circle(x, y, random.uniform(176, 352), random.uniform(0, 360))
        c.oval(px, py, 5, 9, random.choice((k.light, k.second, mix(k.accent, k.light, 0.5))))
    c.disc(x, y, 150, k.light)
    c.disc(x + 8, y + 10, 78, k.accent)
    c.disc(x - 20, y - 20, 22, k.light)


@motif
def labyrinth(c: Canvas, k: Colours) -> None:
    """A round maze with a moon for its heart."""
    x, y = MIDDLE
    c.glow(x, y, 560, k.second, 0.5)
    random = Random(2006)
    for ring in range(1, 8):
        radius = 70 + ring * 52
        gap = random.randint(0, 359)
        c.arc(x, y, radius, gap + 26, gap + 360, k.accent, 20)
        for _ in range(2 + ring // 3):
            angle = random.randint(0, 359)
            c.line([on_circle(x, y, radius - 48, angle), on_circle(x, y, radius - 8, angle)], k.accent, 20)
    c.disc(x, y, 70, k.light)
    c.disc(x + 30, y - 18, 60, mix(k.ground, k.second, 0.6))


@motif
def facade(c: Canvas, k: Colours, lit: int) -> None:
    """A wall of glass offices, one of them with a man in a raincoat."""
    for row, y in enumerate(range(40, HEIGHT - 60, 132)):
        for column, x in enumerate(range(40, WIDTH - 60, 118)):
            tone = mix(k.ground, k.light if (row * 3 + column) % lit else k.accent, 0.55)
            c.rect(x, y, x + 102, y + 112, tone)
            c.poly([(x, y), (x + 70, y), (x, y + 80)], mix(tone, k.light, 0.4))
            c.rect(x, y + 84, x + 102, y + 88, mix(k.accent, k.ground, 0.4))
    x, y = 512, 568
    c.rect(x, y, x + 102, y + 112, k.second)
    c.poly([(x + 30, y + 112), (x + 40, y + 48), (x + 66, y + 48), (x + 74, y + 112)], k.accent)
    c.disc(x + 53, y + 36, 12, k.accent)
    c.line([(x + 34, y + 26), (x + 72, y + 24)], k.accent, 6)
    c.line([(x + 70, y + 60), (x + 88, y + 110)], k.accent, 4)


@motif
def inkring(c: Canvas, k: Colours) -> None:
    """A ring of ink, as somebody else's sentence."""
    c.fade(0, HEIGHT, mix(k.ground, k.light, 0.4), k.ground)
    x, y = MIDDLE
    random = Random(2016)
    for layer in range(46):
        wobble = [on_circle(x, y, 320 + random.gauss(0, 7) + 16 * random.random(), angle) for angle in range(0, 360, 24)]
        points = smooth(wobble, closed=True)
        c.line([*points, points[0]], mix(k.accent, k.second, layer / 70), random.uniform(2, 13))
    for angle in (20, 70, 150, 205, 290, 335):
        tail = smooth([on_circle(x, y, 320 + step * 34, angle + random.gauss(step * 3, 3)) for step in range(5)])
        for i, point in enumerate(tail):
            c.disc(*point, 17 * (1 - i / len(tail)) + 2, k.accent)
    c.rect(0, HEIGHT - 6, WIDTH, HEIGHT, k.ground)
    c.rect(0, 0, WIDTH, 4, mix(k.ground, k.light, 0.4))


@motif
def cards(c: Canvas, k: Colours) -> None:
    """A fan of cards; the heart is trumped."""
    for i, angle in enumerate((-42, -21, 0, 21, 42)):
        centre = (500, 980)
        corners = turned([(360, 250), (640, 250), (640, 670), (360, 670)], angle, centre)
        c.poly(corners, mix(k.second, k.ground, 0.55))
        c.poly(turned([(366, 256), (634, 256), (634, 664), (366, 664)], angle, centre), k.light)
        tone = k.accent if i % 2 == 0 else k.second
        x, y = turned([(500, 420)], angle, centre)[0]
        heart = [(x, y + 92), (x - 90, y - 6), (x - 84, y - 66), (x - 36, y - 78), (x, y - 36), (x + 36, y - 78), (x + 84, y - 66), (x + 90, y - 6)]
        shape = smooth(heart, closed=True) if i % 2 == 0 else [(x, y - 100), (x + 74, y), (x, y + 100), (x - 74, y)]
        c.poly(turned(shape, angle, (x, y)), tone)
    c.oval(500, 1010, 300, 66, mix(k.ground, k.second, 0.18))
