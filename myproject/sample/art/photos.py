"""Scenes for articles and pages, with the light, the depth and the grain of a screen print."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from random import Random

from myproject.sample.art.canvas import Canvas, Colour, colour, mix, on_circle, smooth, turned

SIZE = (1920, 1280)
WIDTH, HEIGHT = SIZE
NIGHT, DUSK, PLUM = colour("#12141f"), colour("#3a2a4a"), colour("#2a1220")
LAMP, CREAM, RED, BRICK = colour("#ffcf7a"), colour("#f7ead0"), colour("#b3242c"), colour("#7a3328")
BLACK = (0, 0, 0)

Scene = Callable[[Canvas], None]
SCENES: dict[str, Scene] = {}


def scene(function: Scene) -> Scene:
    """Registers a scene under its function's name, with hyphens."""
    SCENES[function.__name__.replace("_", "-")] = function
    return function


def photo(name: str) -> bytes:
    """A JPEG of 1920 x 1280 pixels; KeyError for a name that no scene has."""
    canvas = Canvas(*SIZE, NIGHT)
    SCENES[name](canvas)
    out = BytesIO()
    canvas.finish(grain=12, blur=0.6).save(out, "JPEG", quality=88)
    return out.getvalue()


def heads(c: Canvas, random: Random, y: float, size: float, tone: Colour, gap: float = 2.7) -> None:
    """A row of people seen from behind."""
    x = -size * random.random()
    while x < WIDTH + size:
        r = size * random.uniform(0.86, 1.1)
        top = y + random.uniform(-0.3, 0.3) * size
        c.oval(x, top, r * 0.82, r, tone)
        c.poly(
            smooth(
                [
                    (x - r * 1.7, top + r * 3),
                    (x - r * 1.4, top + r * 1.5),
                    (x, top + r * 0.9),
                    (x + r * 1.4, top + r * 1.5),
                    (x + r * 1.7, top + r * 3),
                ]
            ),
            tone,
        )
        x += size * gap * random.uniform(0.9, 1.12)


def curtain(c: Canvas, x0: float, x1: float, foot: float) -> None:
    """Folds of red velvet."""
    folds = 7
    step = (x1 - x0) / folds
    for i in range(folds):
        left = x0 + i * step
        c.rect(left, 0, left + step + 1, foot, mix(RED, PLUM, 0.55))
        c.rect(left + step * 0.25, 0, left + step * 0.62, foot, mix(RED, PLUM, 0.25))
        c.rect(left + step * 0.38, 0, left + step * 0.5, foot, RED)


@scene
def projector(c: Canvas) -> None:
    c.fade(0, HEIGHT, colour("#1d1410"), colour("#0d0a0c"))
    for spread, alpha in ((1.0, 0.16), (0.72, 0.18), (0.45, 0.22)):
        c.veil([(820, 600), (820, 660), (WIDTH, 640 + 620 * spread), (WIDTH, 640 - 600 * spread)], LAMP, alpha, blur=18)
    random = Random(8)
    for _ in range(130):
        x = random.uniform(860, WIDTH)
        y = 630 + random.gauss(0, 1) * (x - 800) * 0.24
        c.glow(x, y, random.uniform(4, 14), CREAM, 0.7)
    metal, dark = colour("#4a4038"), colour("#221c19")
    for x, y, r in ((360, 330, 210), (650, 280, 160)):
        c.disc(x, y, r, metal)
        c.disc(x, y, r * 0.9, dark)
        for hole in range(5):
            c.disc(*on_circle(x, y, r * 0.55, hole * 72 + r), r * 0.22, metal)
        c.disc(x, y, r * 0.16, LAMP)
        c.arc(x, y, r * 0.96, 300, 400, mix(metal, LAMP, 0.5), 8)
    c.rect(260, 500, 680, 800, metal, radius=26)
    c.rect(260, 500, 680, 530, mix(metal, LAMP, 0.25), radius=14)
    c.rect(330, 580, 470, 720, dark, radius=16)
    for slit in range(5):
        c.rect(350, 600 + slit * 22, 450, 608 + slit * 22, LAMP)
    c.rect(680, 570, 800, 690, dark, radius=14)
    c.rect(790, 590, 830, 670, mix(metal, LAMP, 0.5), radius=8)
    c.glow(826, 630, 230, CREAM, 1.0)
    c.poly([(320, 800), (620, 800), (760, HEIGHT), (180, HEIGHT)], dark)
    c.rect(430, 800, 510, HEIGHT, metal)


@scene
def auditorium(c: Canvas) -> None:
    c.fade(0, HEIGHT, colour("#24101a"), colour("#120a10"))
    c.rect(470, 130, 1450, 690, CREAM)
    c.rect(490, 150, 1430, 670, colour("#f3c98c"))
    c.disc(1120, 330, 76, CREAM)
    c.poly([*smooth([(490, 560), (800, 470), (1080, 540), (1430, 450)]), (1430, 670), (490, 670)], colour("#c97b4a"))
    c.poly([*smooth([(490, 630), (860, 570), (1430, 620)]), (1430, 670), (490, 670)], colour("#7d4034"))
    c.glow(960, 420, 900, LAMP, 0.4)
    curtain(c, 120, 470, 720)
    curtain(c, 1450, 1800, 720)
    c.rect(0, 0, WIDTH, 90, PLUM)
    for row in range(6):
        y = 720 + row * row * 16 + row * 34
        size = 58 + row * 24
        shift = size if row % 2 else 0
        for x in range(int(-size * 2 + shift), WIDTH + 200, int(size * 2.25)):
            tone = mix(mix(RED, PLUM, 0.3), NIGHT, row * 0.1)
            c.rect(x, y, x + size * 2, y + size * 3, tone, radius=size * 0.5)
            c.rect(x + size * 0.2, y + size * 0.12, x + size * 1.8, y + size * 0.3, mix(tone, LAMP, 0.4), radius=size * 0.1)


@scene
def open_air(c: Canvas) -> None:
    c.fade(0, 820, colour("#2b2352"), colour("#d9744f"))
    c.stars(Random(5), 70, CREAM, above=360)
    for points, tone in (
        ([(0, 700), (300, 560), (640, 680), (960, 570), (1400, 690), (1700, 580), (WIDTH, 650)], colour("#4a2f55")),
        ([(0, 800), (400, 730), (900, 790), (1400, 720), (WIDTH, 790)], colour("#332544")),
    ):
        c.poly([*smooth(points), (WIDTH, HEIGHT), (0, HEIGHT)], tone)
    c.rect(650, 380, 1310, 790, colour("#15121d"))
    c.rect(670, 400, 1290, 760, CREAM)
    c.rect(670, 400, 1290, 760, colour("#f6dcae"))
    c.disc(900, 540, 84, colour("#e0553a"))
    c.poly([*smooth([(670, 690), (880, 640), (1080, 680), (1290, 620)]), (1290, 760), (670, 760)], colour("#3d6d7a"))
    c.glow(980, 570, 700, LAMP, 0.4)
    for x in (700, 1240):
        c.rect(x, 780, x + 16, 900, colour("#15121d"))
    for start, end, sag in (((0, 190), (980, 130), 150), ((980, 130), (WIDTH, 220), 150), ((0, 90), (WIDTH, 60), 190)):
        middle = ((start[0] + end[0]) / 2, (start[1] + end[1]) / 2 + sag)
        wire = smooth([start, middle, end], steps=14)
        c.line(wire, colour("#1a1526"), 3)
        for x, y in wire[1::2]:
            c.glow(x, y + 12, 62, LAMP, 0.85)
            c.disc(x, y + 12, 10, CREAM)
    c.poly([*smooth([(0, 930), (500, 890), (1200, 920), (WIDTH, 880)]), (WIDTH, HEIGHT), (0, HEIGHT)], colour("#1c1727"))
    random = Random(12)
    for y, size in ((960, 34), (1040, 44), (1140, 58)):
        heads(c, random, y, size, mix(colour("#1c1727"), BLACK, (y - 900) / 300), 3.1)


@scene
def fire_station(c: Canvas) -> None:
    c.fade(0, 900, colour("#1f2a4d"), colour("#c4765a"))
    c.stars(Random(3), 40, CREAM, above=300)
    wall, shade = BRICK, mix(BRICK, NIGHT, 0.4)
    c.rect(1330, 180, 1540, 1010, shade)
    c.poly([(1300, 180), (1435, 60), (1570, 180)], mix(NIGHT, BRICK, 0.2))
    for y in (260, 380):
        c.rect(1390, y, 1480, y + 80, mix(LAMP, BRICK, 0.15))
        c.rect(1432, y, 1438, y + 80, shade)
    c.rect(240, 470, 1340, 1010, wall)
    random = Random(17)
    for _ in range(420):
        x, y = random.uniform(240, 1290), random.uniform(480, 990)
        c.rect(x, y, x + 42, y + 16, mix(wall, random.choice((CREAM, NIGHT)), 0.09))
    c.poly([(200, 480), (330, 370), (1250, 370), (1380, 480)], mix(NIGHT, BRICK, 0.25))
    for x in (310, 660, 1010):
        c.sector(x + 125, 720, 140, 270, 450, mix(wall, CREAM, 0.25))
        c.sector(x + 125, 720, 124, 270, 450, mix(LAMP, RED, 0.15))
        c.rect(x, 720, x + 250, 1010, RED)
        for bar in range(4):
            c.rect(x + 8 + bar * 62, 730, x + 14 + bar * 62, 1010, mix(RED, BLACK, 0.35))
        for window in range(4):
            c.rect(x + 18 + window * 60, 752, x + 56 + window * 60, 820, LAMP)
        c.glow(x + 125, 800, 260, LAMP, 0.35)
    c.rect(560, 430, 1020, 466, CREAM)
    for x in range(580, 1000, 34):
        c.rect(x, 440, x + 20, 456, BRICK)
    c.fade(1010, HEIGHT, colour("#2b2433"), colour("#14121c"))
    for x in (435, 785, 1135):
        c.veil([(x - 110, 1010), (x + 110, 1010), (x + 230, HEIGHT), (x - 230, HEIGHT)], LAMP, 0.22, blur=16)
    c.rect(1690, 520, 1704, 1060, NIGHT)
    c.glow(1697, 510, 260, LAMP, 0.9)
    c.disc(1697, 510, 28, CREAM)


@scene
def reels(c: Canvas) -> None:
    c.fade(0, HEIGHT, colour("#5b3a26"), colour("#2c1b14"))
    for y in (700, 1240):
        c.rect(0, y, WIDTH, y + 46, colour("#8a5a36"))
        c.rect(0, y, WIDTH, y + 9, colour("#c08a56"))
        c.rect(0, y + 46, WIDTH, y + 92, mix(colour("#2c1b14"), BLACK, 0.4))
    steel, ink = colour("#a9a49a"), colour("#2a2624")
    for x, y, r, turn in ((330, 450, 246, 12), (1500, 470, 226, 40), (1010, 1010, 226, 64)):
        c.disc(x + 16, y + 12, r, mix(colour("#2c1b14"), BLACK, 0.5))
        c.disc(x, y, r, steel)
        c.disc(x, y, r * 0.93, ink)
        c.disc(x, y, r * 0.9, steel)
        for hole in range(3):
            px, py = on_circle(x, y, r * 0.53, hole * 120 + turn)
            c.disc(px, py, r * 0.29, ink)
            c.arc(px, py, r * 0.29, 120, 260, LAMP, 5)
        c.disc(x, y, r * 0.14, ink)
        c.arc(x, y, r * 0.97, 290, 380, CREAM, 9)
    for x, y, wide, count, tone in ((700, 700, 480, 5, colour("#b7864a")), (160, 1240, 520, 4, colour("#7f8b84")), (1360, 1240, 440, 6, RED)):
        for i in range(count):
            top = y - (i + 1) * 66
            c.rect(x + (i % 2) * 14, top, x + wide + (i % 2) * 14, top + 60, mix(tone, BLACK, 0.08 * i), radius=10)
            c.rect(x + (i % 2) * 14, top + 6, x + wide + (i % 2) * 14, top + 14, mix(tone, CREAM, 0.5), radius=4)
            c.rect(x + wide * 0.3, top + 22, x + wide * 0.7, top + 50, CREAM, radius=3)
            c.rect(x + wide * 0.34, top + 32, x + wide * 0.6, top + 37, ink)
    c.glow(300, 60, 900, LAMP, 0.5)


@scene
def tickets(c: Canvas) -> None:
    c.fade(0, HEIGHT, colour("#3f2a22"), colour("#241712"))
    for y in range(0, HEIGHT, 106):
        c.rect(0, y, WIDTH, y + 3, mix(colour("#241712"), BLACK, 0.4))
    c.glow(640, 420, 1000, LAMP, 0.55)
    random = Random(21)
    tones = (colour("#d9a441"), RED, colour("#4f7d86"), CREAM)
    for i in range(12):
        x, y, angle = (220 + (i % 4) * 330 + random.uniform(-50, 50), 240 + (i // 4) * 330 + random.uniform(-40, 40), random.uniform(-34, 34))
        box = [(x - 210, y - 96), (x + 210, y - 96), (x + 210, y + 96), (x - 210, y + 96)]
        tone = tones[i % 4]
        c.poly(turned([(px + 12, py + 16) for px, py in box], angle, (x, y)), colour("#1b110d"))
        c.poly(turned(box, angle, (x, y)), tone)
        ink = mix(tone, NIGHT, 0.72)
        for inset in (14, 22):
            frame = [
                (x - 210 + inset, y - 96 + inset),
                (x + 210 - inset, y - 96 + inset),
                (x + 210 - inset, y + 96 - inset),
                (x - 210 + inset, y + 96 - inset),
            ]
            c.line(turned([*frame, frame[0]], angle, (x, y)), ink, 2)
        for row, (a, b, thick) in enumerate(((-120, 100, 22), (-90, 70, 9), (-110, 90, 9))):
            c.line(turned([(x + a, y - 36 + row * 40), (x + b, y - 36 + row * 40)], angle, (x, y)), ink, thick)
        for notch in range(7):
            c.disc(*turned([(x + 150, y - 78 + notch * 26)], angle, (x, y))[0], 5, ink)
    c.rect(1500, 620, 1700, 1000, colour("#1b110d"), radius=30)
    c.rect(1480, 600, 1680, 980, colour("#6b3a24"), radius=30)
    c.disc(1580, 520, 116, colour("#8a4d30"))
    c.oval(1556, 484, 40, 30, colour("#c98a5e"))
    c.rect(1440, 960, 1720, 1040, colour("#2f2f33"), radius=12)


@scene
def bar(c: Canvas) -> None:
    c.fade(0, HEIGHT, colour("#2b1a1a"), colour("#171015"))
    for y in (420, 640):
        c.rect(120, y, 1800, y + 18, colour("#7a4a2c"))
    random = Random(31)
    glass = (colour("#3f6b52"), colour("#a3662c"), colour("#2f5a72"), colour("#c9b48a"), colour("#8f2f33"))
    for shelf in (420, 640):
        x = 150.0
        while x < 1760:
            wide, high = random.uniform(34, 52), random.uniform(110, 180)
            tone = random.choice(glass)
            c.rect(x, shelf - high, x + wide, shelf, mix(tone, NIGHT, 0.25), radius=10)
            c.rect(x + wide * 0.34, shelf - high - 50, x + wide * 0.66, shelf - high + 10, mix(tone, NIGHT, 0.25), radius=5)
            c.rect(x + 6, shelf - high + 14, x + 12, shelf - 12, mix(tone, CREAM, 0.55), radius=3)
            c.rect(x + 4, shelf - high * 0.62, x + wide - 4, shelf - high * 0.3, mix(CREAM, tone, 0.2))
            x += wide + random.uniform(8, 26)
    for x in (330, 760, 1190, 1620):
        c.rect(x - 3, 0, x + 3, 190, BLACK)
        c.poly([(x - 26, 190), (x + 26, 190), (x + 96, 270), (x - 96, 270)], colour("#31453f"))
        c.glow(x, 290, 380, LAMP, 0.75)
        c.oval(x, 270, 60, 16, CREAM)
    c.rect(0, 900, WIDTH, 960, colour("#a9683a"))
    c.rect(0, 900, WIDTH, 912, colour("#e0a366"))
    c.fade(960, HEIGHT, colour("#4a2a1c"), colour("#22140f"))
    for x in range(60, WIDTH, 210):
        c.rect(x, 990, x + 170, HEIGHT - 30, mix(colour("#4a2a1c"), BLACK, 0.25), radius=6)
    for x in (420, 540, 1120, 1430):
        c.poly([(x - 42, 760), (x + 42, 760), (x + 28, 900), (x - 28, 900)], mix(CREAM, colour("#2b1a1a"), 0.55))
        c.poly([(x - 37, 800), (x + 37, 800), (x + 27, 894), (x - 27, 894)], colour("#d08f2e"))
        c.line([(x - 32, 770), (x - 24, 880)], CREAM, 4)


@scene
def piano(c: Canvas) -> None:
    c.fade(0, HEIGHT, colour("#241a26"), colour("#120d14"))
    c.rect(900, 90, 1860, 700, CREAM)
    c.rect(920, 110, 1840, 680, colour("#e9e2cf"))
    c.poly([(1330, 680), (1340, 420), (1430, 420), (1446, 680)], colour("#3a3436"))
    c.disc(1386, 370, 50, colour("#3a3436"))
    c.rect(1310, 318, 1462, 334, colour("#3a3436"))
    c.rect(1344, 262, 1428, 326, colour("#3a3436"))
    c.line([(1440, 520), (1520, 680)], colour("#3a3436"), 9)
    c.glow(1380, 400, 980, CREAM, 0.35)
    wood, edge = colour("#4a2618"), colour("#8f5433")
    c.rect(240, 470, 1000, 780, wood, radius=14)
    c.rect(220, 450, 1020, 490, edge, radius=8)
    c.rect(240, 780, 1000, 1140, mix(wood, BLACK, 0.25))
    c.poly([(200, 800), (1040, 800), (1090, 880), (150, 880)], edge)
    c.poly([(230, 806), (1010, 806), (1050, 862), (190, 862)], CREAM)
    for key in range(29):
        x0, x1 = 230 + key * 27, 190 + key * 29.8
        c.line([(x0, 806), (x1, 862)], colour("#6b6258"), 2)
        if key % 7 not in (2, 6):
            c.poly([(x0 + 18, 806), (x0 + 33, 806), (x0 + 33, 838), (x0 + 17, 838)], BLACK)
    for x in (170, 1010):
        c.rect(x, 880, x + 60, 1180, wood)
    c.poly([(420, 560), (820, 560), (840, 690), (400, 690)], mix(wood, BLACK, 0.3))
    for x in (450, 640):
        c.poly([(x, 540), (x + 160, 540), (x + 166, 680), (x - 4, 680)], CREAM)
        for line in range(6):
            c.line([(x + 14, 566 + line * 18), (x + 148, 566 + line * 18)], colour("#6b6258"), 2)
    c.glow(330, 380, 360, LAMP, 0.85)
    c.poly([(270, 400), (390, 400), (360, 330), (300, 330)], LAMP)
    c.rect(324, 400, 336, 452, edge)
    c.rect(480, 1010, 760, 1060, colour("#7d2430"), radius=16)
    for x in (510, 720):
        c.rect(x, 1060, x + 18, 1200, BLACK)
    c.fade(1200, HEIGHT, colour("#1a1218"), colour("#120d14"))


@scene
def winter(c: Canvas) -> None:
    c.fade(0, 760, colour("#141c38"), colour("#4c5f86"))
    c.stars(Random(2), 80, CREAM, above=420)
    snow = colour("#dfe7f2")
    wall = colour("#4a2b33")
    c.rect(610, 330, 1310, 800, wall)
    c.poly([(560, 340), (740, 190), (1180, 190), (1360, 340)], snow)
    c.poly([(590, 346), (750, 214), (1170, 214), (1330, 346)], mix(snow, colour("#4c5f86"), 0.25))
    c.sector(960, 580, 190, 270, 450, mix(wall, CREAM, 0.3))
    c.sector(960, 580, 170, 270, 450, LAMP)
    c.rect(790, 580, 1130, 800, RED)
    for bar in range(5):
        c.rect(796 + bar * 67, 590, 804 + bar * 67, 800, mix(RED, BLACK, 0.35))
    for window in range(5):
        c.rect(812 + window * 64, 606, 856 + window * 64, 680, CREAM)
    c.glow(960, 640, 640, LAMP, 0.7)
    c.poly([*smooth([(0, 760), (400, 790), (960, 800), (1500, 780), (WIDTH, 740)]), (WIDTH, HEIGHT), (0, HEIGHT)], snow)
    c.fade(980, HEIGHT, mix(snow, colour("#8fa3c4"), 0.02), mix(snow, colour("#8fa3c4"), 0.45))
    c.veil([(800, 800), (1120, 800), (1420, HEIGHT), (420, HEIGHT)], LAMP, 0.4, blur=26)
    for i in range(15):
        s = 0.4 + i * 0.11
        x, y = 930 - i * 14 + (36 if i % 2 else -36) * s, 830 + i * i * 2.1
        c.oval(x, y, 17 * s, 26 * s, colour("#7f93b8"))
        c.oval(x, y + 36 * s, 12 * s, 13 * s, colour("#7f93b8"))
    for x, s in ((200, 1.2), (420, 0.8), (1560, 0.9), (1760, 1.3)):
        for tier in range(4):
            c.poly(
                [(x, 330 + tier * 90 * s), (x - (60 + tier * 34) * s, 520 + tier * 90 * s), (x + (60 + tier * 34) * s, 520 + tier * 90 * s)],
                colour("#22344a"),
            )
            c.poly([(x, 330 + tier * 90 * s), (x - 26 * s, 412 + tier * 90 * s), (x + 26 * s, 412 + tier * 90 * s)], snow)
    random = Random(6)
    for _ in range(260):
        c.disc(random.uniform(0, WIDTH), random.uniform(0, HEIGHT), random.uniform(2, 8), mix(snow, (255, 255, 255), 0.7))


@scene
def light_table(c: Canvas) -> None:
    c.fade(0, HEIGHT, colour("#1f2326"), colour("#121416"))
    c.poly([(180, 150), (1740, 110), (1840, 1140), (100, 1180)], colour("#0c0d0e"))
    c.poly([(220, 180), (1700, 144), (1790, 1100), (150, 1136)], colour("#fdf6e2"))
    c.glow(960, 640, 1100, colour("#fff3cf"), 0.45)
    for x0, y0, angle, shade in ((160, 360, -7, 0.0), (220, 760, 9, 0.15)):
        middle = (960, y0 + 110)
        c.poly(turned([(x0, y0), (1780, y0), (1780, y0 + 220), (x0, y0 + 220)], angle, middle), mix(colour("#2a1d18"), colour("#5b3a26"), shade))
        for hole in range(x0 + 14, 1770, 40):
            for y in (y0 + 12, y0 + 186):
                c.poly(turned([(hole, y), (hole + 22, y), (hole + 22, y + 22), (hole, y + 22)], angle, middle), colour("#fdf6e2"))
        for i, frame in enumerate(range(x0 + 20, 1660, 210)):
            sky = mix(colour("#d98f4a"), colour("#6b8fa3"), i / 8)
            box = [(frame, y0 + 46), (frame + 190, y0 + 46), (frame + 190, y0 + 174), (frame, y0 + 174)]
            c.poly(turned(box, angle, middle), sky)
            c.poly(
                turned(
                    [(frame, y0 + 140), (frame + 90, y0 + 112), (frame + 190, y0 + 146), (frame + 190, y0 + 174), (frame, y0 + 174)], angle, middle
                ),
                mix(sky, NIGHT, 0.6),
            )
            c.disc(*turned([(frame + 40 + i * 14, y0 + 84)], angle, middle)[0], 17, CREAM)
    steel = colour("#8f979b")
    for turn, x in ((24, 0), (-8, 10)):
        c.poly(
            turned([(1330 + x, 500), (1356 + x, 500), (1348 + x, 820), (1336 + x, 820)], turn, (1344, 820)),
            mix(steel, BLACK, 0.12 if turn > 0 else 0),
        )
    for x, y in ((1270, 1010), (1400, 1020)):
        c.line([(1344, 820), (x, y - 60)], colour("#b3242c"), 30)
        c.ring(x, y, 78, 28, colour("#b3242c"))
    c.disc(1344, 820, 15, colour("#2b2e30"))


@scene
def tram(c: Canvas) -> None:
    c.fade(0, 720, colour("#131a36"), colour("#5a3f63"))
    c.stars(Random(9), 60, CREAM, above=380)
    random = Random(15)
    x = 0
    while x < WIDTH:
        wide, top = random.randint(70, 150), random.randint(330, 560)
        c.rect(x, top, x + wide, 720, colour("#1a1a33"))
        for wx in range(x + 14, x + wide - 16, 30):
            for wy in range(top + 20, 690, 40):
                if random.random() < 0.4:
                    c.rect(wx, wy, wx + 13, wy + 19, mix(LAMP, colour("#1a1a33"), random.random() * 0.5))
        x += wide + 6
    c.rect(0, 640, WIDTH, 700, colour("#2a2238"))
    c.fade(720, HEIGHT, colour("#2b2447"), colour("#0f0f20"))
    for left in range(-60, WIDTH, 480):
        c.rect(left, 690, left + 480, 860, colour("#2a2238"))
        c.sector(left + 240, 862, 196, 270, 450, colour("#1d1932"))
        c.rect(left + 44, 860, left + 436, 866, colour("#1d1932"))
    c.line([(0, 400), (WIDTH, 384)], BLACK, 3)
    c.line([(1060, 392), (1120, 470)], BLACK, 5)
    c.rect(640, 466, 1560, 640, colour("#c4502f"), radius=36)
    c.rect(640, 590, 1560, 614, CREAM)
    for window in range(672, 1520, 106):
        c.rect(window, 494, window + 86, 574, LAMP, radius=8)
        if random.random() < 0.7:
            c.disc(window + 30 + random.random() * 30, 552, 15, colour("#4a2618"))
            c.rect(window + 22, 562, window + 64, 574, colour("#4a2618"))
    c.glow(1560, 580, 260, CREAM, 0.9)
    c.glow(1080, 540, 620, LAMP, 0.3)
    for window in range(672, 1520, 106):
        for wave in range(13):
            y = 890 + wave * 28
            spread = random.uniform(-16, 16) + wave * random.uniform(-2, 2)
            c.rect(window + spread, y, window + 86 + spread - wave * 3, y + 10, mix(LAMP, colour("#1d1932"), 0.25 + wave * 0.05), radius=5)
    for lamp in range(60, WIDTH, 370):
        c.rect(lamp - 3, 520, lamp + 3, 660, BLACK)
        c.glow(lamp, 516, 110, LAMP, 0.8)
        c.disc(lamp, 516, 9, CREAM)


@scene
def audience(c: Canvas) -> None:
    c.fade(0, HEIGHT, colour("#1a2230"), colour("#0b0d14"))
    c.rect(240, 60, 1680, 760, colour("#cfe0e8"))
    c.rect(260, 84, 1660, 740, colour("#e9f1f0"))
    c.poly([*smooth([(260, 560), (600, 430), (900, 540), (1250, 400), (1660, 560)]), (1660, 740), (260, 740)], colour("#93b3bd"))
    c.poly([*smooth([(260, 660), (700, 590), (1200, 660), (1660, 600)]), (1660, 740), (260, 740)], colour("#4f7886"))
    c.disc(1240, 260, 84, colour("#f2b46a"))
    c.glow(960, 420, 1100, colour("#dcecf2"), 0.5)
    random = Random(28)
    for row, (y, size) in enumerate(((790, 56), (900, 74), (1040, 98), (1220, 130))):
        tone = mix(colour("#26364a"), colour("#07080d"), row / 3)
        heads(c, random, y, size, tone)
