"""Image files: originals kept under their digest, and the sizes and formats made from them, each once.

Layout of the media folder: `originals/DIGEST`, `variants/DIGEST/WIDTH.FORMAT`, `locks/DIGEST`. Nothing is ever
changed in place, so a file can be served and cached without looking at it again. Where there is a bucket it holds the
same originals and variants, for all machines; the folder is a cache of it then, which may be deleted at any time.
"""

from __future__ import annotations

import fcntl
import hashlib
import logging
import os
import re
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from myproject.content.bucket import Bucket, BucketAway
from myproject.content.errors import NotFound
from myproject.content.media import WIDTHS
from myproject.settings import Settings

if TYPE_CHECKING:
    from PIL import Image as Pillow

# Pillow is imported where a picture is opened: most processes show pages, and most pictures are there already.
log = logging.getLogger(__name__)

MEDIA_TYPES = {"avif": "image/avif", "webp": "image/webp", "jpeg": "image/jpeg"}
ORIGINALS, VARIANTS, LOCKS = FOLDERS = ("originals", "variants", "locks")
MOST_BYTES = 20_000_000
MOST_PIXELS = 50_000_000

_SOURCES = ("JPEG", "PNG", "WEBP", "AVIF", "GIF")
_DIGEST = re.compile(r"[0-9a-f]{32}")
_SAVE = {
    "avif": {"quality": 62, "speed": 7, "max_threads": 1},
    "webp": {"quality": 80, "method": 4},
    "jpeg": {"quality": 82, "progressive": True, "optimize": True},
}


class ImageRefused(ValueError):
    """A file that is not kept as an image; the message says why and what to do."""


@dataclass(frozen=True)
class Store:
    """The media folder, and the bucket that holds what is in it, if there is one."""

    folder: Path
    bucket: Bucket | None = None

    def original(self, digest: str) -> Path:
        return self.folder / ORIGINALS / digest

    def variant(self, digest: str, width: int, format: str) -> Path:
        return self.folder / VARIANTS / digest / f"{width}.{format}"

    def has(self, path: Path) -> bool:
        """Whether there is this file; fetches it where only the bucket has it. BucketAway where that does not tell."""
        if path.exists():
            return True
        data = self.bucket.get(self._name(path)) if self.bucket else None
        if data is None:
            return False
        if path.parent == self.folder / ORIGINALS and digest_of(data) != path.name:
            raise BucketAway(f"the original {path.name} is damaged in the bucket: restore it from a backup")
        _write(path, data)
        return True

    def keep(self, path: Path, data: bytes) -> None:
        """Writes a new file, first to the bucket; BucketAway, with nothing written, where that does not take it."""
        if self.bucket:
            self.bucket.put(self._name(path), data)
        _write(path, data)

    def fetch_originals(self) -> None:
        """Brings the originals that only the bucket has into the folder."""
        if self.bucket:
            for digest in self.bucket.names(ORIGINALS):
                self.has(self.original(digest))

    def send_originals(self) -> None:
        """Brings the originals that only the folder has into the bucket."""
        if self.bucket and (self.folder / ORIGINALS).is_dir():
            there = set(self.bucket.names(ORIGINALS))
            for path in sorted((self.folder / ORIGINALS).iterdir()):
                if path.name not in there:
                    self.bucket.put(self._name(path), path.read_bytes())

    def _name(self, path: Path) -> str:
        return path.relative_to(self.folder).as_posix()


@cache
def store_of(settings: Settings) -> Store:
    """Where the images of a site are."""
    return Store(settings.media_dir, Bucket(settings.media) if settings.media else None)


@dataclass(frozen=True)
class Original:
    """A kept original: width and height in pixels, as shown after turning by its EXIF orientation."""

    digest: str
    width: int
    height: int


def digest_of(data: bytes) -> str:
    """The name of an original: the first 128 bits of its SHA-256, as 32 hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()[:32]


def keep_original(store: Store, data: bytes) -> Original:
    """Stores an image as it came; ImageRefused for what is no image, too large, or broken."""
    if len(data) > MOST_BYTES:
        raise ImageRefused(f"the file has {len(data):,} bytes, more than {MOST_BYTES:,}: save it smaller")
    from PIL import ImageOps

    with _opened(BytesIO(data)) as picture:
        try:
            width, height = ImageOps.exif_transpose(picture).size
        except (OSError, ValueError, SyntaxError) as error:
            raise ImageRefused(f"the image is broken ({error}): save it again") from None
    kept = Original(digest_of(data), width, height)
    if store.bucket or not store.original(kept.digest).exists():
        store.keep(store.original(kept.digest), data)
    return kept


def variant_path(store: Store, digest: str, width: int, format: str) -> Path:
    """The file of an image at `width` pixels in `format` ("avif", "webp", "jpeg"), made now where it is missing.

    An original narrower than `width` is not enlarged. Of several threads and processes that ask at the same
    time one makes the file and the others wait for it. NotFound: no such original, width or format. BucketAway: the
    bucket has to tell, and does not.
    """
    if format not in MEDIA_TYPES or width not in WIDTHS or not _DIGEST.fullmatch(digest):
        raise NotFound(f"there is no image {digest!r} {width} pixels wide as {format!r}")
    path, original = store.variant(digest, width, format), store.original(digest)
    if store.has(path):
        return path
    if not store.has(original):
        raise NotFound(f"there is no image {digest!r}")
    with _locked(store.folder / LOCKS / digest):
        if not path.exists():
            _keep_variant(store, path, _made(original, width, format))
    return path


def _keep_variant(store: Store, path: Path, data: bytes) -> None:
    try:
        store.keep(path, data)
    except BucketAway as error:  # it can be made again
        log.warning("An image was made that the bucket did not take: %s", error)
        _write(path, data)


def _made(original: Path, width: int, format: str) -> bytes:
    from PIL import Image as Pillow
    from PIL import ImageOps

    with original.open("rb") as file, _opened(file) as picture:
        picture.draft("RGB", (width, width))  # lets a JPEG be decoded at a fraction of its size
        picture = ImageOps.exif_transpose(picture)
        full = picture.width
        if format == "jpeg" and picture.has_transparency_data:
            picture = picture.convert("RGBA")
            picture = Pillow.alpha_composite(Pillow.new("RGBA", picture.size, "white"), picture)
        picture = picture.convert("RGBA" if format != "jpeg" and picture.has_transparency_data else "RGB")
        if width < full:
            height = max(1, round(picture.height * width / full))
            picture = picture.resize((width, height), Pillow.Resampling.LANCZOS)
        out = BytesIO()
        picture.save(out, format, **_SAVE[format])
        return out.getvalue()


@contextmanager
def _opened(file) -> Iterator[Pillow.Image]:
    """An image of a known kind, its size checked before its pixels are read."""
    from PIL import Image as Pillow
    from PIL import UnidentifiedImageError

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Pillow.DecompressionBombWarning)  # our own bound is lower
            picture = Pillow.open(file, formats=_SOURCES)
    except Pillow.DecompressionBombError:
        raise ImageRefused(f"the image has more than {MOST_PIXELS:,} pixels: make it smaller") from None
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError):
        raise ImageRefused("the file is not a JPEG, PNG, WebP, AVIF or GIF image: save it as one") from None
    with picture:
        if picture.width * picture.height > MOST_PIXELS:
            raise ImageRefused(
                f"the image has {picture.width} x {picture.height} pixels, "
                f"more than {MOST_PIXELS:,} in all: make it smaller"
            )
        yield picture


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    """Lets one thread of one process in at a time: every opened file takes a lock of its own."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _write(path: Path, data: bytes) -> None:
    """Puts a whole file in place at once, or none."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".", delete=False) as file:
        try:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
            Path(file.name).chmod(0o644)
            Path(file.name).replace(path)
        except BaseException:
            Path(file.name).unlink(missing_ok=True)
            raise
