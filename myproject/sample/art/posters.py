"""A series of posters: a motif, the title set large, and below it who directed the film and when."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

from PIL import Image

from myproject.sample.art.canvas import SCALE, Canvas, Colour, contrast, mix
from myproject.sample.art.lettering import Type, draw, width, wrap
from myproject.sample.art.motifs import HEIGHT, WIDTH, Colours, paint

SIZE = (1000, 1500)
MARGIN = 70
_BAND = SIZE[1] - HEIGHT


def poster(title: str, directors: Sequence[str], year: int, look: dict) -> bytes:
    """A JPEG of 1000 x 1500 pixels; `look` names a motif, four colours, the motif's options and a layout.

    Layouts: "below" and "above" set the title under or over a motif that runs to the edges, "framed" sets both
    on paper.
    """
    options = {key: value for key, value in look.items() if key not in ("motif", "colours", "layout")}
    colours = Colours.of(look["colours"])
    art = paint(look["motif"], colours, options).image
    layout = look.get("layout", "below")
    canvas = _framed(art, colours) if layout == "framed" else _bled(art, above=layout == "above")
    _letter(canvas, 0 if layout == "above" else HEIGHT, title, ", ".join(directors), year, colours)
    out = BytesIO()
    canvas.finish().save(out, "JPEG", quality=90)
    return out.getvalue()


def _bled(art: Image.Image, *, above: bool) -> Canvas:
    """The motif from edge to edge; the band for the title has the colour of the edge that it touches."""
    ground = art.getpixel((art.width // 2, 1 if above else art.height - 2))
    canvas = Canvas(*SIZE, ground)
    canvas.image.paste(art, (0, _BAND * SCALE if above else 0))
    return canvas


def _framed(art: Image.Image, colours: Colours) -> Canvas:
    paper = mix(colours.light, (250, 246, 236), 0.5)
    canvas = Canvas(*SIZE, paper)
    inside = (WIDTH - 2 * MARGIN) * SCALE
    panel = art.resize((inside, round(art.height * inside / art.width)), Image.Resampling.LANCZOS)
    canvas.image.paste(panel, (MARGIN * SCALE, MARGIN * SCALE))
    return canvas


def _letter(canvas: Canvas, top: int, title: str, directors: str, year: int, colours: Colours) -> None:
    """The title as large as the band allows, a rule, and the line below it."""
    ground = canvas.image.getpixel((4, (top + _BAND // 2) * SCALE))
    ink, second = _inks(ground, colours)
    foot = top + _BAND - 66
    room = SIZE[0] - 2 * MARGIN
    type, lines = _fitted(title, room, 196)
    leading = type.size * 1.02
    y = foot - 72 - leading * (len(lines) - 1)
    for line in lines:
        draw(canvas, MARGIN - type.size * 0.05, y, line, type, ink)
        y += leading
    canvas.rect(MARGIN, foot - 42, SIZE[0] - MARGIN, foot - 38, second)
    small = Type(26, 0.014, 0.07)
    names = directors.upper()
    if width(names, small) > room - 130:
        small = Type(26 * (room - 130) / width(names, small), 0.014, 0.07)
    draw(canvas, MARGIN, foot, names, small, ink)
    draw(canvas, SIZE[0] - MARGIN, foot, str(year), small, ink, align="right")


def _fitted(title: str, room: float, height: float) -> tuple[Type, list[str]]:
    for size in range(132, 40, -4):
        type = Type(size, 0.024, -0.012)
        lines = wrap(title, type, room)
        fits = all(width(line, type) <= room for line in lines)
        if fits and size * (1.02 * len(lines) - 0.1) <= height:
            return type, lines
    return Type(44, 0.024), wrap(title, Type(44, 0.024), room)


def _inks(ground: Colour, colours: Colours) -> tuple[Colour, Colour]:
    """The colours for the title and the rule: of the film's own those that can be read."""
    own = (colours.light, colours.accent, colours.second, colours.ground)
    ink = max(own, key=lambda tone: contrast(tone, ground))
    if contrast(ink, ground) < 4.5:
        ink = max(((20, 18, 18), (252, 248, 238)), key=lambda tone: contrast(tone, ground))
    rule = next((tone for tone in (colours.accent, colours.second) if contrast(tone, ground) > 1.8), ink)
    return ink, rule
