"""The motifs of the posters: one drawing a film, in four colours, on a field 1000 wide and 1150 high.

A motif's uppermost and lowest edges each have one colour, which the title's ground then continues.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from myproject.sample.art.canvas import Canvas, Colour, colour

WIDTH, HEIGHT = 1000, 1150


@dataclass(frozen=True)
class Colours:
    ground: Colour
    light: Colour
    accent: Colour
    second: Colour

    @classmethod
    def of(cls, texts: list[str]) -> Colours:
        return cls(*map(colour, texts))


Motif = Callable[..., None]
MOTIFS: dict[str, Motif] = {}


def motif(function: Motif) -> Motif:
    """Registers a drawing `function(canvas, colours, **options)` under its name."""
    MOTIFS[function.__name__] = function
    return function


def paint(name: str, colours: Colours, options: dict[str, object]) -> Canvas:
    """A canvas with the motif on it."""
    from myproject.sample.art.motifs import nature, patterns, places, sky, things, water  # noqa: F401 (they register)

    canvas = Canvas(WIDTH, HEIGHT, colours.ground)
    MOTIFS[name](canvas, colours, **options)
    return canvas
