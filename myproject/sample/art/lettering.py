"""Lettering with the font inside Pillow: weights by outlining, kerning and tracking, and the accents it lacks."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache

from PIL import ImageFont

from myproject.sample.art.canvas import SCALE, Canvas, Colour

_ACUTE, _GRAVE, _CIRCUMFLEX, _TILDE, _DIAERESIS, _MACRON, _CEDILLA = (
    "\u0301", "\u0300", "\u0302", "\u0303", "\u0308", "\u0304", "\u0327",
)  # fmt: skip


@dataclass(frozen=True)
class Type:
    """A way of setting letters: size in units, `weight` and `tracking` as shares of the size."""

    size: float
    weight: float = 0.0
    tracking: float = 0.0

    @property
    def stroke(self) -> int:
        return round(self.size * SCALE * self.weight)


def width(text: str, type: Type) -> float:
    """How wide `text` comes out, in units."""
    return sum(advance for _, _, advance in _set(text, type))


def draw(
    canvas: Canvas, x: float, y: float, text: str, type: Type, tone: Colour, *, align: str = "left"
) -> None:
    """Sets `text` on the baseline `y`; `x` is its left end, its middle or its right end by `align`."""
    x -= width(text, type) * {"left": 0.0, "middle": 0.5, "right": 1.0}[align]
    for base, marks, advance in _set(text, type):
        if base == "½":
            _half(canvas, x, y, type, tone)
        else:
            _glyph(canvas, x, y, base, type, tone)
            for mark in marks:
                _accent(canvas, x, y, base, mark, type, tone)
        x += advance


def wrap(text: str, type: Type, widest: float) -> list[str]:
    """Breaks `text` between words into the fewest lines that fit, as even as they can be."""
    words = text.split()
    for count in range(1, len(words) + 1):
        lines = _broken(words, count, type)
        if all(width(line, type) <= widest for line in lines):
            return lines
    return words


def _broken(words: list[str], count: int, type: Type) -> list[str]:
    """The words in `count` lines, the widest of them as narrow as possible."""
    if count == 1:
        return [" ".join(words)]
    options = [
        [" ".join(words[:cut]), *_broken(words[cut:], count - 1, type)]
        for cut in range(1, len(words) - count + 2)
    ]
    return min(options, key=lambda lines: max(width(line, type) for line in lines))


@cache
def _font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.load_default(size)


def _set(text: str, type: Type) -> list[tuple[str, str, float]]:
    """Each letter, its combining marks, and how far to move on after it."""
    font = _font(round(type.size * SCALE))
    clusters: list[list[str]] = []
    for letter in unicodedata.normalize("NFD", text):
        if unicodedata.combining(letter) and clusters:
            clusters[-1][1] += letter
        else:
            clusters.append([letter, ""])
    placed = []
    for i, (base, marks) in enumerate(clusters):
        after = clusters[i + 1][0] if i + 1 < len(clusters) else ""
        advance = (
            type.size * SCALE * 0.86 if base == "½" else font.getlength(base + after) - font.getlength(after)
        )
        placed.append((base, marks, (advance + type.stroke * 1.2) / SCALE + type.tracking * type.size))
    return placed


def _glyph(canvas: Canvas, x: float, y: float, letter: str, type: Type, tone: Colour) -> None:
    font = _font(round(type.size * SCALE))
    at = (x * SCALE + type.stroke * 0.6, y * SCALE)
    canvas.pen.text(at, letter, tone, font, anchor="ls", stroke_width=type.stroke, stroke_fill=tone)


def _half(canvas: Canvas, x: float, y: float, type: Type, tone: Colour) -> None:
    small = Type(type.size * 0.52, type.weight * 1.2)
    rise = type.size * 0.34
    _glyph(canvas, x + type.size * 0.02, y - rise, "1", small, tone)
    canvas.line(
        [(x + type.size * 0.18, y), (x + type.size * 0.56, y - type.size * 0.7)],
        tone,
        type.size * (0.07 + type.weight),
    )
    _glyph(canvas, x + type.size * 0.47, y, "2", small, tone)


def _accent(canvas: Canvas, x: float, y: float, base: str, mark: str, type: Type, tone: Colour) -> None:
    """Draws a mark over (or under) a letter, sized by the letter's height and the weight of the type."""
    left, top, right, _ = _font(round(type.size * SCALE)).getbbox(base, anchor="ls")
    middle = x + (type.stroke * 0.6 + (left + right) / 2) / SCALE
    unit, thick = type.size, type.size * (0.075 + 1.6 * type.weight)
    over = y + top / SCALE - unit * (0.10 + type.weight) - thick / 2
    reach, rise = unit * 0.10, unit * 0.13
    if mark in (_ACUTE, _GRAVE):
        lean = reach if mark == _ACUTE else -reach
        canvas.line([(middle - lean * 0.5, over), (middle + lean * 0.9, over - rise)], tone, thick)
    elif mark == _CIRCUMFLEX:
        canvas.line(
            [(middle - reach * 1.5, over), (middle, over - rise), (middle + reach * 1.5, over)],
            tone,
            thick * 0.9,
        )
    elif mark == _TILDE:
        canvas.line(
            [(middle - reach * 1.5, over), (middle - reach * 0.5, over - rise * 0.6),
             (middle + reach * 0.5, over), (middle + reach * 1.5, over - rise * 0.6)], tone, thick * 0.9
        )  # fmt: skip
    elif mark == _DIAERESIS:
        for side in (-1, 1):
            canvas.disc(middle + side * unit * 0.14, over - rise * 0.3, thick * 0.62, tone)
    elif mark == _MACRON:
        canvas.line(
            [(middle - reach * 1.6, over - rise * 0.3), (middle + reach * 1.6, over - rise * 0.3)],
            tone,
            thick,
        )
    elif mark == _CEDILLA:
        canvas.line(
            [(middle, y), (middle + reach * 0.7, y + rise * 0.9), (middle - reach * 0.6, y + rise * 1.5)],
            tone, thick * 0.8,
        )  # fmt: skip
