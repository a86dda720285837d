"""Motifs under a large sky: suns, moons, planets, light."""

from __future__ import annotations

from random import Random

from myproject.sample.art.canvas import Canvas, mix, on_circle, smooth, turned
from myproject.sample.art.motifs import HEIGHT, WIDTH, Colours, motif


@motif
def beam(c: Canvas, k: Colours) -> None:
    """A projector throws a small man onto a screen."""
    c.rect(470, 120, 900, 520, k.light)
    c.rect(486, 136, 884, 504, mix(k.light, k.accent, 0.25))
    c.veil([(200, 930), (230, 960), (884, 504), (486, 136)], k.accent, 0.5, blur=6)
    c.rect(60, 860, 250, 1010, k.second, radius=12)
    for x, r in ((110, 70), (220, 54)):
        c.disc(x, 820, r, mix(k.second, k.ground, 0.35))
        c.disc(x, 820, r * 0.3, k.light)
        for hole in range(5):
            px, py = on_circle(x, 820, r * 0.62, hole * 72)
            c.disc(px, py, r * 0.17, k.ground)
    c.rect(250, 906, 292, 966, k.second)
    c.poly([(120, 1010), (190, 1010), (260, HEIGHT), (60, HEIGHT)], mix(k.second, k.ground, 0.5))
    c.poly([(640, 500), (652, 330), (716, 330), (728, 500), (700, 500), (690, 400), (676, 500)], k.ground)
    c.line([(650, 350), (600, 280)], k.ground, 16)
    c.line([(716, 350), (770, 400)], k.ground, 16)
    c.disc(684, 296, 26, k.ground)
    c.rect(646, 262, 722, 272, k.ground)
    c.rect(662, 244, 706, 264, k.ground)
    c.rect(0, HEIGHT - 4, WIDTH, HEIGHT, k.ground)


@motif
def horizon(c: Canvas, k: Colours) -> None:
    """A sun rises out of a lake, and a rowing boat goes home."""
    for band in range(12):
        c.rect(0, band * 56, WIDTH, band * 56 + 57, mix(k.ground, k.second, band / 13))
    c.glow(500, 640, 620, k.accent, 1.0)
    c.disc(500, 650, 200, k.light)
    c.rect(0, 660, WIDTH, HEIGHT, mix(k.ground, k.second, 0.35))
    for i, y in enumerate(range(676, HEIGHT - 40, 24)):
        half = 200 * (1 - i / 22) + 24 * (i % 3)
        c.rect(500 - half, y, 500 + half, y + 9, mix(k.light, k.accent, i / 20), radius=4)
    c.poly([(240, 860), (470, 860), (440, 900), (280, 900)], k.ground)
    for x in (310, 390):
        c.poly([(x - 22, 860), (x - 12, 800), (x + 14, 800), (x + 24, 860)], k.ground)
        c.disc(x, 784, 18, k.ground)
    c.line([(340, 840), (230, 920)], k.ground, 8)
    c.fade(HEIGHT - 90, HEIGHT, mix(k.ground, k.second, 0.25), k.ground)


@motif
def monolith(c: Canvas, k: Colours) -> None:
    """Sun, moon and a black slab in line."""
    c.fade(0, HEIGHT, k.ground, mix(k.ground, k.accent, 0.8))
    c.stars(Random(2001), 90, k.light, above=600)
    c.glow(500, 250, 420, k.light, 0.9)
    c.disc(500, 250, 104, k.light)
    c.disc(500, 400, 96, mix(k.ground, k.second, 0.5))
    c.disc(500, 418, 92, mix(k.ground, k.second, 0.15))
    c.poly([(410, 380), (590, 380), (590, HEIGHT), (410, HEIGHT)], (6, 6, 9))
    c.poly([(590, 380), (612, 396), (612, HEIGHT), (590, HEIGHT)], mix(k.accent, (6, 6, 9), 0.55))
    c.poly([*smooth([(0, 1000), (240, 950), (500, 1010), (760, 940), (WIDTH, 1000)]), (WIDTH, HEIGHT), (0, HEIGHT)], (6, 6, 9))


@motif
def planet(c: Canvas, k: Colours) -> None:
    """An ocean that thinks, seen through a porthole."""
    c.stars(Random(72), 60, k.light)
    c.disc(500, 560, 420, mix(k.ground, (0, 0, 0), 0.4))
    c.disc(500, 560, 392, k.ground)
    c.glow(500, 600, 480, k.accent, 0.55)
    c.disc(500, 600, 300, k.second)
    for i in range(15):
        y = 360 + i * 34
        half = max(0.0, 300**2 - (y - 600) ** 2) ** 0.5 - 6
        if half > 20:
            wave = smooth([(500 - half, y), (500 - half / 2, y - 26 + i), (500, y + 18), (500 + half / 2, y - 16), (500 + half, y)])
            c.line(wave, mix(k.second, k.light if i % 3 else k.accent, 0.7), 4 + i % 4 * 3)
    c.ring(500, 560, 436, 34, mix(k.accent, k.ground, 0.45))
    for bolt in range(16):
        c.disc(*on_circle(500, 560, 419, bolt * 22.5), 9, k.light)
    c.rect(0, HEIGHT - 4, WIDTH, HEIGHT, k.ground)


@motif
def twinsuns(c: Canvas, k: Colours) -> None:
    """Two suns go down over a desert, a boy looks on."""
    c.fade(0, 820, mix(k.ground, k.accent, 0.45), k.light)
    c.glow(400, 560, 420, k.light, 0.8)
    c.disc(400, 560, 150, k.light)
    c.disc(650, 470, 104, k.second)
    c.poly([*smooth([(0, 850), (280, 800), (600, 860), (WIDTH, 790)]), (WIDTH, HEIGHT), (0, HEIGHT)], mix(k.accent, k.ground, 0.4))
    c.poly([*smooth([(0, 940), (380, 900), (700, 950), (WIDTH, 880)]), (WIDTH, HEIGHT), (0, HEIGHT)], k.accent)
    c.sector(800, 900, 120, 270, 450, mix(k.accent, k.ground, 0.2))
    c.rect(716, 860, 740, 900, mix(k.accent, k.ground, 0.2))
    c.poly([(230, 940), (244, 780), (300, 780), (316, 940), (284, 940), (272, 860), (262, 940)], k.accent)
    c.disc(272, 746, 28, k.accent)
    c.line([(250, 800), (226, 880)], k.accent, 16)
    c.rect(0, HEIGHT - 20, WIDTH, HEIGHT, k.accent)


@motif
def lightning(c: Canvas, k: Colours) -> None:
    """Lightning strikes a clock tower; tracks of fire."""
    c.fade(0, HEIGHT, k.ground, mix(k.ground, k.second, 0.5))
    c.glow(500, 250, 520, k.light, 0.7)
    bolt = [(560, 0), (440, 150), (520, 160), (420, 290), (500, 280), (496, 330), (560, 230), (490, 236), (600, 110), (530, 100), (640, 0)]
    c.poly(bolt, k.light)
    dark = mix(k.ground, (0, 0, 0), 0.55)
    c.poly([(280, 480), (500, 330), (720, 480)], dark)
    c.rect(300, 480, 700, 800, dark)
    for x in (310, 420, 560, 670):
        c.rect(x, 690, x + 22, 800, mix(dark, k.ground, 0.7))
    c.rect(250, 800, 750, 830, dark)
    c.disc(500, 570, 92, k.light)
    c.ring(500, 570, 92, 10, k.accent)
    c.line([(500, 570), on_circle(500, 570, 70, 24)], dark, 9)
    c.line([(500, 570), on_circle(500, 570, 46, 302)], dark, 12)
    for side in (-1, 1):
        for width, tone in ((64, k.second), (34, k.accent), (12, k.light)):
            near, far = 500 + side * 250, 500 + side * 46
            c.poly([(near - width, HEIGHT - 40), (near + width, HEIGHT - 40), (far + width / 8, 840), (far - width / 8, 840)], tone)
    c.rect(0, HEIGHT - 40, WIDTH, HEIGHT, dark)


@motif
def wings(c: Canvas, k: Colours) -> None:
    """An angel on a column above a grey city."""
    c.fade(0, HEIGHT, mix(k.ground, k.light, 0.6), k.ground)
    random = Random(87)
    for x in range(0, WIDTH, 70):
        top = random.randint(860, 990)
        c.rect(x, top, x + 72, HEIGHT, mix(k.ground, k.accent, 0.35))
    c.rect(450, 640, 550, HEIGHT, k.accent)
    c.rect(416, 610, 584, 650, k.accent)
    for side in (-1, 1):
        for feather in range(9):
            angle = side * (28 + feather * 13)
            length = 420 - feather * 30
            tip = on_circle(500 + side * 20, 400, length, angle)
            c.line([(500 + side * 22, 400 + feather * 6), tip], mix(k.light, k.accent, 0.06 + feather * 0.07), 54 - feather * 2)
    c.poly(smooth([(430, 620), (446, 470), (462, 380), (538, 380), (554, 470), (572, 620)]), k.accent)
    c.disc(500, 326, 48, k.accent)
    c.rect(486, 360, 514, 400, k.accent)
    c.poly([(484, 384), (516, 384), (500, 430)], k.second)
    c.rect(0, HEIGHT - 12, WIDTH, HEIGHT, mix(k.ground, k.accent, 0.35))


@motif
def moonsea(c: Canvas, k: Colours) -> None:
    """A boy at the edge of the sea by night."""
    c.fade(0, 640, mix(k.ground, (0, 0, 0), 0.5), k.ground)
    c.glow(640, 300, 430, k.accent, 0.8)
    c.disc(640, 300, 130, k.light)
    c.rect(0, 640, WIDTH, HEIGHT, mix(k.ground, k.second, 0.35))
    random = Random(16)
    for y in range(650, HEIGHT - 60, 17):
        for _ in range(6):
            x = random.gauss(620, 60 + (y - 640) * 0.5)
            length = random.uniform(20, 110)
            c.line([(x - length, y), (x + length, y)], mix(k.accent, k.light, random.random()), 4)
    c.poly(smooth([(250, HEIGHT), (262, 920), (276, 800), (330, 770), (384, 800), (392, 920), (404, HEIGHT)]), mix(k.second, (0, 0, 0), 0.6))
    c.disc(330, 712, 52, mix(k.second, (0, 0, 0), 0.6))
    c.arc(330, 712, 52, 20, 130, k.accent, 7)
    c.line([(390, 830), (400, HEIGHT - 40)], k.accent, 5)
    c.fade(HEIGHT - 70, HEIGHT, mix(k.ground, k.second, 0.2), mix(k.ground, (0, 0, 0), 0.4))


@motif
def heat(c: Canvas, k: Colours) -> None:
    """The hottest day of the year between brownstones."""
    c.rect(0, 0, WIDTH, HEIGHT, k.ground)
    for ray in range(0, 360, 12):
        c.sector(500, 400, 900, ray, ray + 6, mix(k.ground, k.accent, 0.45))
    c.disc(500, 400, 230, k.light)
    c.ring(500, 400, 270, 14, k.light)
    for side in (0, 1):
        for i in range(3):
            x = i * 110 if not side else WIDTH - 110 * (i + 1)
            top = 420 + i * 130
            c.rect(x, top, x + 112, HEIGHT, mix(k.second, k.ground, 0.1 + i * 0.08))
            for y in range(top + 34, HEIGHT - 120, 90):
                for window in (x + 18, x + 64):
                    c.rect(window, y, window + 28, y + 50, k.accent if (y + window) % 4 else k.light)
            c.rect(x - 6, top - 14, x + 118, top, k.second)
    c.poly([(330, 900), (670, 900), (900, HEIGHT), (100, HEIGHT)], k.second)
    c.line([(500, 910), (500, HEIGHT)], k.accent, 9)
    c.rect(0, HEIGHT - 36, WIDTH, HEIGHT, k.second)


@motif
def dunes(c: Canvas, k: Colours) -> None:
    """A rider comes out of the mirage."""
    c.fade(0, 560, mix(k.ground, k.accent, 0.25), k.light)
    c.glow(500, 400, 500, k.light, 1.0)
    c.disc(500, 380, 170, mix(k.light, (255, 255, 255), 0.6))
    layers = ((560, 0.0), (700, 0.28), (840, 0.6), (990, 0.95))
    for i, (y, share) in enumerate(layers):
        shift = 120 if i % 2 else -60
        ridge = smooth([(0, y + 40), (260 + shift, y - 50), (560 + shift, y + 46), (820 + shift / 2, y - 30), (WIDTH, y + 20)])
        c.poly([*ridge, (WIDTH, HEIGHT), (0, HEIGHT)], mix(k.ground, k.second, share))
        shade = smooth([(260 + shift, y - 50), (420 + shift, y + 80), (360 + shift, y + 200)])
        c.poly([*shade, (560 + shift, y + 46)], mix(k.ground, k.second, min(1, share + 0.14)))
    c.oval(470, 626, 52, 26, k.second)
    c.line([(510, 616), (560, 570), (590, 576)], k.second, 14)
    for x in (430, 450, 496, 512):
        c.line([(x, 640), (x - 6, 700)], k.second, 7)
    c.poly([(448, 616), (456, 540), (494, 540), (500, 616)], k.second)
    c.disc(476, 524, 17, k.second)
    c.rect(0, HEIGHT - 20, WIDTH, HEIGHT, mix(k.ground, k.second, 0.95))


@motif
def cropduster(c: Canvas, k: Colours) -> None:
    """A man runs, an aeroplane comes for him."""
    c.fade(0, 760, k.light, k.ground)
    c.rect(0, 760, WIDTH, HEIGHT, mix(k.ground, k.second, 0.3))
    for i in range(17):
        x = -600 + i * 140
        c.poly([(x, HEIGHT), (x + 60, HEIGHT), (500 + (x - 500) * 0.12 + 4, 760), (500 + (x - 500) * 0.12, 760)], mix(k.ground, k.second, 0.55))
    x, y = 560, 330
    c.line([(x - 330, y + 40), (x + 330, y - 50)], k.accent, 34)
    c.line([(x - 290, y + 150), (x + 300, y + 68)], k.accent, 26)
    for dx in (-210, -90, 110, 230):
        c.line([(x + dx, y - dx * 0.13), (x + dx, y + 104 - dx * 0.13)], k.accent, 7)
    c.oval(x, y + 56, 74, 82, k.accent)
    c.disc(x, y + 56, 26, k.second)
    c.line(turned([(x - 120, y + 56), (x + 120, y + 56)], 30, (x, y + 56)), mix(k.accent, k.light, 0.5), 8)
    for dx in (-60, 60):
        c.disc(x + dx, y + 176, 26, k.accent)
    for i in range(9):
        c.glow(790 + i * 20, 250 - i * 14, 40 + i * 12, k.light, 0.5)
    c.poly(
        [(250, 800), (300, 780), (350, 830), (330, 920), (400, 960), (386, 984), (300, 940), (290, 890), (230, 980), (206, 968), (256, 860)], k.accent
    )
    c.line([(330, 800), (410, 850), (440, 820)], k.accent, 18)
    c.line([(270, 810), (200, 850), (190, 800)], k.accent, 18)
    c.disc(312, 744, 30, k.accent)
    c.poly([(306, 790), (318, 790), (312, 870)], k.second)
    c.rect(0, HEIGHT - 16, WIDTH, HEIGHT, mix(k.ground, k.second, 0.42))


@motif
def paths(c: Canvas, k: Colours) -> None:
    """Two ways that part at a flight of steps."""
    c.fade(0, HEIGHT, k.ground, mix(k.ground, k.second, 0.35))
    c.glow(500, 330, 400, k.accent, 0.6)
    c.disc(500, 330, 120, k.accent)
    for side, tone in ((-1, k.second), (1, k.accent)):
        inner = smooth([(500 + side * 10, HEIGHT), (500 + side * 16, 860), (500 + side * 150, 700), (500 + side * 380, 560), (500 + side * 500, 420)])
        outer = smooth(
            [(500 + side * 150, HEIGHT), (500 + side * 120, 900), (500 + side * 240, 770), (500 + side * 430, 640), (500 + side * 500, 540)]
        )
        c.poly([*inner, *reversed(outer)], mix(tone, k.light, 0.25))
    for side, x, y in ((-1, 350, 700), (1, 640, 704)):
        c.poly([(x - 26, y + 110), (x - 16, y), (x + 16, y), (x + 26, y + 110)], k.light)
        c.disc(x, y - 26, 23, k.light)
        c.line([(x + side * 14, y + 16), (x + side * 30, y + 70)], k.light, 12)
    for y in range(940, HEIGHT - 20, 40):
        c.line([(350, y), (650, y)], mix(k.ground, k.second, 0.7), 5)
    c.rect(0, HEIGHT - 8, WIDTH, HEIGHT, mix(k.ground, k.second, 0.35))


@motif
def snapshot(c: Canvas, k: Colours) -> None:
    """A faded holiday picture: a pool, a sun, two heads."""
    c.fade(0, HEIGHT, k.ground, mix(k.ground, k.second, 0.45))
    for angle, tone in ((-9, mix(k.light, k.ground, 0.35)), (4, k.light)):
        c.poly(turned([(190, 190), (810, 190), (810, 960), (190, 960)], angle, (500, 575)), tone)
    inner = turned([(232, 232), (768, 232), (768, 800), (232, 800)], 4, (500, 575))
    c.poly(inner, mix(k.accent, k.light, 0.5))
    c.poly(turned([(232, 530), (768, 530), (768, 800), (232, 800)], 4, (500, 575)), k.accent)
    c.disc(610, 380, 78, k.second)
    for y in range(560, 790, 34):
        wave = smooth([(250, y), (340, y - 12), (430, y + 8), (540, y - 10), (640, y + 8), (750, y - 4)])
        c.line(turned(wave, 4, (500, 575)), mix(k.accent, k.light, 0.4), 5)
    dark = mix(k.accent, (0, 0, 0), 0.6)
    for x, y, r in ((400, 660, 48), (500, 690, 36)):
        c.disc(x, y, r, dark)
        c.poly(smooth([(x - r * 1.5, y + r * 2.7), (x - r, y + r * 1.3), (x, y + r * 0.9), (x + r, y + r * 1.3), (x + r * 1.5, y + r * 2.7)]), dark)
    c.rect(0, HEIGHT - 8, WIDTH, HEIGHT, mix(k.ground, k.second, 0.45))


@motif
def thumb(c: Canvas, k: Colours) -> None:
    """A thumb held out into space, a towel, planets."""
    c.fade(0, HEIGHT, k.ground, mix(k.ground, k.second, 0.4))
    c.stars(Random(42), 130, k.light)
    c.disc(230, 260, 120, k.second)
    c.arc(230, 260, 120, 100, 260, mix(k.second, k.ground, 0.5), 40)
    c.line(smooth([(60, 330), (150, 310), (330, 230), (410, 180)]), k.light, 9)
    c.disc(820, 190, 46, k.accent)
    skin = k.accent
    c.poly(smooth([(470, 660), (452, 520), (470, 360), (520, 300), (574, 340), (576, 460), (562, 620)]), skin)
    c.poly(smooth([(478, 420), (486, 350), (520, 318), (550, 350), (552, 410), (516, 428)], closed=True), mix(skin, k.light, 0.55))
    c.rect(400, 620, 700, 900, skin, radius=80)
    for i, y in enumerate((650, 716, 782, 848)):
        c.rect(520, y - 22, 724 - i * 10, y + 44, mix(skin, k.ground, 0.12 + 0.03 * i), radius=32)
    c.poly([(380, 870), (660, 870), (700, HEIGHT), (360, HEIGHT)], k.light)
    for stripe in range(5):
        y = 900 + stripe * 50
        c.rect(372 - stripe, y, 686 + stripe * 4, y + 20, k.second)
    c.poly([(330, HEIGHT - 30), (740, HEIGHT - 30), (740, HEIGHT), (330, HEIGHT)], k.ground)
    c.rect(0, HEIGHT - 30, WIDTH, HEIGHT, mix(k.ground, k.second, 0.4))


@motif
def globe(c: Canvas, k: Colours) -> None:
    """A glass ball with a house in the snow falls from a hand."""
    c.glow(500, 500, 640, k.second, 0.6)
    c.disc(500, 500, 330, mix(k.ground, k.second, 0.55))
    c.poly([*smooth([(190, 610), (340, 560), (500, 600), (680, 550), (812, 610)]), (740, 720), (500, 826), (260, 720)], k.light)
    c.rect(430, 490, 580, 610, mix(k.ground, k.accent, 0.4))
    c.poly([(410, 495), (505, 410), (600, 495)], k.light)
    c.rect(480, 540, 516, 580, k.accent)
    c.rect(545, 420, 566, 470, mix(k.ground, k.accent, 0.4))
    random = Random(41)
    for _ in range(110):
        angle, r = random.uniform(0, 360), 310 * random.random() ** 0.5
        c.disc(*on_circle(500, 500, r, angle), random.uniform(2, 6), k.light)
    c.ring(500, 500, 332, 8, k.light)
    c.arc(500, 500, 292, 285, 340, mix(k.light, k.ground, 0.2), 18)
    c.poly([(330, 800), (670, 800), (730, 900), (270, 900)], k.accent)
    c.rect(250, 900, 750, 940, mix(k.accent, k.ground, 0.3), radius=10)
    c.rect(0, HEIGHT - 4, WIDTH, HEIGHT, k.ground)
