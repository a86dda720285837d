"""Stored images, as other use cases hand them out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from myproject.models.tables import media

# The widths that variants come in, in pixels; a set list, so that visitors cannot fill the disk.
WIDTHS = (160, 320, 480, 640, 960, 1280, 1920)

_MEDIA = media.c
COLUMNS = (
    *(_MEDIA.key, _MEDIA.digest, _MEDIA.alt, _MEDIA.width, _MEDIA.height),
    *(_MEDIA.focus_x, _MEDIA.focus_y),
)


@dataclass(frozen=True)
class Image:
    """A stored original: `digest` names its file, `width` and `height` are pixels as shown, focus is 0 to 1."""

    key: str
    digest: str
    alt: str
    width: int
    height: int
    focus_x: float
    focus_y: float

    @property
    def widths(self) -> tuple[int, ...]:
        """The widths worth offering: none wider than the original, and at least one."""
        return tuple(width for width in WIDTHS if width <= self.width) or WIDTHS[:1]


def image(columns: Sequence[Any]) -> Image | None:
    """The image of a row that selected COLUMNS by an outer join."""
    return Image(*columns) if columns[0] is not None else None
