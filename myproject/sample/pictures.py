"""Draws the pictures of the sample content: each once, several at a time, and never again while nothing changed."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from importlib import import_module
from multiprocessing import get_context
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any, Literal

import PIL

ART = Path(__file__).parent / "art"


@dataclass(frozen=True)
class Drawing:
    """What to draw: the function of sample.art that does it, and its arguments, all of them plain values."""

    kind: Literal["poster", "photo"]
    arguments: tuple[Any, ...]

    def draw(self) -> bytes:
        """The picture as a JPEG."""
        return getattr(import_module(f"myproject.sample.art.{self.kind}s"), self.kind)(*self.arguments)


Draw = Callable[[Iterable[Drawing]], Iterator[bytes]]


class Studio:
    """Draws in as many processes as there are cores, and keeps the pictures in a folder that may be deleted.

    A picture's file is named by all that it depends on: what to draw, the code that draws it, and Pillow.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.state = _state_of_art()

    def __call__(self, drawings: Iterable[Drawing]) -> Iterator[bytes]:
        """The pictures, in the order of `drawings`."""
        wanted = list(drawings)
        missing = [each for each in wanted if not self.path(each).exists()]
        if missing:
            self.folder.mkdir(parents=True, exist_ok=True)
            with ProcessPoolExecutor(os.cpu_count(), mp_context=get_context("spawn")) as processes:
                for each, picture in zip(missing, processes.map(Drawing.draw, missing), strict=True):
                    self._keep(each, picture)
        return (self.path(each).read_bytes() for each in wanted)

    def path(self, drawing: Drawing) -> Path:
        asked = json.dumps([drawing.kind, drawing.arguments, self.state])
        return self.folder / f"{hashlib.sha256(asked.encode()).hexdigest()[:32]}.jpg"

    def _keep(self, drawing: Drawing, picture: bytes) -> None:
        """Whole or not at all, so that an interrupted run leaves nothing broken."""
        with NamedTemporaryFile(dir=self.folder, delete=False) as file:
            file.write(picture)
        Path(file.name).replace(self.path(drawing))


def _state_of_art() -> str:
    sources = sorted(path for path in ART.rglob("*.py"))
    digests = [hashlib.sha256(path.read_bytes()).hexdigest() for path in sources]
    return " ".join([PIL.__version__, *digests])
