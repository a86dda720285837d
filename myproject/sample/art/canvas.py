"""A canvas in units of the finished picture's pixels, drawn at twice the size so that edges come out smooth."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from functools import cache
from random import Random

from PIL import Image, ImageChops, ImageColor, ImageDraw, ImageFilter

Colour = tuple[int, int, int]
Point = tuple[float, float]

SCALE = 2


def colour(text: str) -> Colour:
    """The red, green and blue of "#rrggbb"."""
    return ImageColor.getrgb(text)[:3]


def mix(first: Colour, second: Colour, share: float) -> Colour:
    """A colour between two; `share` 0 is the first, 1 the second."""
    return tuple(round(a + (b - a) * share) for a, b in zip(first, second, strict=True))


def luminance(tone: Colour) -> float:
    """Relative luminance, 0 to 1, as WCAG 2 defines it."""
    linear = [
        v / 12.92 if v <= 0.03928 else ((v + 0.055) / 1.055) ** 2.4 for v in (part / 255 for part in tone)
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(first: Colour, second: Colour) -> float:
    """The contrast ratio of two colours, 1 to 21, as WCAG 2 defines it."""
    low, high = sorted((luminance(first), luminance(second)))
    return (high + 0.05) / (low + 0.05)


def on_circle(x: float, y: float, radius: float, degrees: float) -> Point:
    """The point at an angle, counted clockwise from twelve o'clock."""
    turn = math.radians(degrees - 90)
    return x + radius * math.cos(turn), y + radius * math.sin(turn)


def turned(points: Iterable[Point], degrees: float, centre: Point) -> list[Point]:
    """The points turned clockwise about `centre`."""
    sine, cosine = math.sin(math.radians(degrees)), math.cos(math.radians(degrees))
    cx, cy = centre
    return [
        (cx + (x - cx) * cosine - (y - cy) * sine, cy + (x - cx) * sine + (y - cy) * cosine)
        for x, y in points
    ]


def smooth(points: Sequence[Point], *, closed: bool = False, steps: int = 16) -> list[Point]:
    """A Catmull-Rom curve through the points."""
    count = len(points)
    at = (lambda i: points[i % count]) if closed else (lambda i: points[min(max(i, 0), count - 1)])
    curve: list[Point] = []
    for i in range(count if closed else count - 1):
        p0, p1, p2, p3 = at(i - 1), at(i), at(i + 1), at(i + 2)
        for step in range(steps):
            t = step / steps
            curve.append(
                tuple(_catmull_rom(a, b, c, d, t) for a, b, c, d in zip(p0, p1, p2, p3, strict=True))
            )
    return curve if closed else [*curve, points[-1]]


def _catmull_rom(a: float, b: float, c: float, d: float, t: float) -> float:
    return 0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3)


class Canvas:
    """Draws in units: (0, 0) is the top left, y grows downwards, angles run clockwise from twelve o'clock."""

    def __init__(self, width: int, height: int, ground: Colour) -> None:
        self.width, self.height = width, height
        self.image = Image.new("RGB", (width * SCALE, height * SCALE), ground)
        self.pen = ImageDraw.Draw(self.image)

    def rect(self, x0: float, y0: float, x1: float, y1: float, tone: Colour, *, radius: float = 0) -> None:
        box = _scaled((min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)))
        if radius:
            self.pen.rounded_rectangle(box, radius * SCALE, tone)
        else:
            self.pen.rectangle(box, tone)

    def disc(self, x: float, y: float, radius: float, tone: Colour) -> None:
        self.oval(x, y, radius, radius, tone)

    def oval(self, x: float, y: float, rx: float, ry: float, tone: Colour) -> None:
        self.pen.ellipse(_scaled((x - rx, y - ry, x + rx, y + ry)), tone)

    def ring(self, x: float, y: float, radius: float, width: float, tone: Colour) -> None:
        self.pen.ellipse(
            _scaled((x - radius, y - radius, x + radius, y + radius)),
            outline=tone,
            width=round(width * SCALE),
        )

    def sector(self, x: float, y: float, radius: float, start: float, end: float, tone: Colour) -> None:
        self.pen.pieslice(
            _scaled((x - radius, y - radius, x + radius, y + radius)), start - 90, end - 90, tone
        )

    def arc(
        self, x: float, y: float, radius: float, start: float, end: float, tone: Colour, width: float
    ) -> None:
        box = _scaled((x - radius, y - radius, x + radius, y + radius))
        self.pen.arc(box, start - 90, end - 90, tone, round(width * SCALE))

    def poly(self, points: Iterable[Point], tone: Colour) -> None:
        self.pen.polygon([(x * SCALE, y * SCALE) for x, y in points], tone)

    def line(self, points: Sequence[Point], tone: Colour, width: float) -> None:
        """A line with round joints and ends."""
        scaled = [(x * SCALE, y * SCALE) for x, y in points]
        self.pen.line(scaled, tone, round(width * SCALE), joint="curve")
        if width > 2:
            for x, y in (points[0], points[-1]):
                self.disc(x, y, width / 2, tone)

    def fade(self, y0: float, y1: float, top: Colour, bottom: Colour) -> None:
        """A band across the whole width that goes from one colour to another."""
        height = round((y1 - y0) * SCALE)
        shades = Image.linear_gradient("L").resize((1, height)).resize((self.image.width, height))
        band = Image.composite(
            Image.new("RGB", shades.size, bottom), Image.new("RGB", shades.size, top), shades
        )
        self.image.paste(band, (0, round(y0 * SCALE)))

    def glow(self, x: float, y: float, radius: float, tone: Colour, strength: float = 1.0) -> None:
        """Light that is strongest in the middle and gone at `radius`."""
        size = round(radius * 2 * SCALE)
        light = Image.radial_gradient("L").resize((size, size)).point(_falloff(strength))
        self.image.paste(tone, (round((x - radius) * SCALE), round((y - radius) * SCALE)), light)

    def veil(self, points: Sequence[Point], tone: Colour, alpha: float, *, blur: float = 0) -> None:
        """A polygon that lets through what lies beneath."""
        mask = Image.new("L", (self.width, self.height))
        ImageDraw.Draw(mask).polygon(list(points), round(alpha * 255))
        if blur:
            mask = mask.filter(ImageFilter.GaussianBlur(blur))
        self.image.paste(tone, (0, 0), mask.resize(self.image.size))

    def stars(
        self, random: Random, count: int, tone: Colour, *, below: float = 0.0, above: float = 1e9
    ) -> None:
        for _ in range(count):
            x, y = random.uniform(0, self.width), random.uniform(below, min(above, self.height))
            self.disc(x, y, random.choice((0.9, 1.2, 1.2, 1.8, 2.6)), tone)

    def finish(self, *, grain: float = 9.0, blur: float = 0.0) -> Image.Image:
        """The picture at its own size, with the grain of print."""
        picture = self.image.reduce(SCALE)
        if blur:
            picture = picture.filter(ImageFilter.GaussianBlur(blur))
        return ImageChops.overlay(picture, _grain(picture.size, grain)) if grain else picture


def _scaled(box: Iterable[float]) -> list[float]:
    return [value * SCALE for value in box]


def _falloff(strength: float) -> list[int]:
    """For radial_gradient, which is 0 in the middle, 255 in the corners, and so 180 at the edge's nearest points."""
    return [round(255 * strength * max(0.0, 1 - value / 180) ** 2) for value in range(256)]


@cache
def _grain(size: tuple[int, int], sigma: float) -> Image.Image:
    """Noise around the middle grey that `overlay` leaves alone, from a seed of our own."""
    random = Random(size[0])
    side = 256
    tile = Image.frombytes(
        "L", (side, side), bytes(_level(random.gauss(128, sigma)) for _ in range(side * side))
    )
    noise = Image.new("L", size)
    for x in range(0, size[0], tile.width):
        for y in range(0, size[1], tile.height):
            noise.paste(
                tile.transpose(random.choice(list(Image.Transpose)[:4])).crop((0, 0, 257, 263)), (x, y)
            )
    return Image.merge("RGB", (noise,) * 3)


def _level(value: float) -> int:
    return min(255, max(0, round(value)))
