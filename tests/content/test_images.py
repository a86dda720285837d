"""Images: kept as they came, sized once however many ask, and bombs are refused."""

import struct
import zlib
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from io import BytesIO
from multiprocessing import get_context

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from myproject.content import NotFound, images
from myproject.content.images import ImageRefused, Store, digest_of, keep_original, variant_path
from myproject.content.media import Image as ContentImage


def picture(format="JPEG", size=(1000, 500), mode="RGB", colour="teal", **options):
    out = BytesIO()
    Image.new(mode, size, colour).save(out, format, **options)
    return out.getvalue()


@pytest.fixture
def store(tmp_path):
    return Store(tmp_path)


@pytest.fixture
def kept(store):
    return keep_original(store, picture()).digest


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP", "AVIF", "GIF"])
def test_originals_are_kept_as_they_came(store, format):
    data = picture(format)
    kept = keep_original(store, data)
    assert (kept.digest, kept.width, kept.height) == (digest_of(data), 1000, 500)
    assert store.original(kept.digest).read_bytes() == data
    assert keep_original(store, data) == kept


@pytest.mark.parametrize("format", ["avif", "webp", "jpeg"])
@pytest.mark.parametrize(("width", "size"), [(160, (160, 80)), (960, (960, 480)), (1920, (1000, 500))])
def test_variants_have_the_width_asked_for_and_never_more_than_the_original(store, kept, format, width, size):
    with Image.open(variant_path(store, kept, width, format)) as variant:
        assert (variant.size, variant.format) == (size, format.upper())


def test_a_variant_is_made_once(store, kept, monkeypatch):
    path = variant_path(store, kept, 160, "webp")
    monkeypatch.setattr(images, "_made", None)
    assert variant_path(store, kept, 160, "webp") == path


@pytest.mark.parametrize(
    ("digest", "width", "format"),
    [("0" * 32, 160, "webp"), (None, 161, "webp"), (None, 160, "png"), (None, 0, "webp"), (None, -160, "jpeg"),
     ("../../etc/passwd", 160, "webp"), ("", 160, "webp"), ("0" * 31 + "\n", 160, "webp")],
)  # fmt: skip
def test_nothing_else_is_made(store, kept, digest, width, format):
    with pytest.raises(NotFound):
        variant_path(store, kept if digest is None else digest, width, format)
    assert not (store.folder / "variants").exists()


def test_threads_that_ask_together_get_one_file(store, kept, monkeypatch):
    made = []
    make = images._made
    monkeypatch.setattr(images, "_made", lambda *asked: made.append(asked) or make(*asked))
    with ThreadPoolExecutor(8) as pool:
        paths = list(pool.map(lambda _: variant_path(store, kept, 640, "webp"), range(8)))
    assert len(set(paths)) == len(made) == 1


def _ask(folder, digest):
    path = variant_path(Store(folder), digest, 640, "webp")
    with Image.open(path) as variant:
        variant.load()
    return path.stat().st_ino


def test_processes_that_ask_together_get_one_file(store, kept):
    with ProcessPoolExecutor(4, mp_context=get_context("spawn")) as pool:
        files = [pool.submit(_ask, store.folder, kept) for _ in range(4)]
        assert len({each.result(60) for each in files}) == 1


def test_a_failed_write_leaves_nothing(store, kept, monkeypatch):
    def full(*_):
        raise OSError("no space left")

    monkeypatch.setattr(images.os, "fsync", full)
    with pytest.raises(OSError, match="no space"):
        variant_path(store, kept, 160, "webp")
    assert list((store.folder / "variants").rglob("*.*")) == []


def test_a_picture_is_turned_as_it_was_held(store):
    exif = Image.Exif()
    exif[0x0112] = 6  # shown turned by 90 degrees
    kept = keep_original(store, picture(exif=exif))
    assert (kept.width, kept.height) == (500, 1000)
    with Image.open(variant_path(store, kept.digest, 160, "jpeg")) as variant:
        assert variant.size == (160, 320)


def test_transparency_stays_where_the_format_has_it_and_becomes_white(store):
    kept = keep_original(store, picture("PNG", (10, 10), "RGBA", (0, 0, 0, 0)))
    with Image.open(variant_path(store, kept.digest, 160, "webp")) as variant:
        assert variant.getpixel((5, 5))[3] == 0
    with Image.open(variant_path(store, kept.digest, 160, "jpeg")) as variant:
        assert min(variant.getpixel((5, 5))) > 250


def png_header(width, height):
    """The beginning of a PNG that claims to be this large."""

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(b"\0" * 1000))
        + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize("size", [(10_000, 10_000), (60_000, 1000), (2**31 - 1, 2**31 - 1), (65_500, 65_500)])
def test_bombs_are_refused_before_they_unfold(store, size):
    with pytest.raises(ImageRefused, match=r"more than 50,000,000.*make it smaller"):
        keep_original(store, png_header(*size))
    assert not list(store.folder.rglob("*"))


def test_a_file_too_large_is_refused(store, monkeypatch):
    monkeypatch.setattr(images, "MOST_BYTES", 100)
    with pytest.raises(ImageRefused, match="save it smaller"):
        keep_original(store, picture())


@pytest.mark.parametrize(
    "data",
    [b"", b"hello", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"%PDF-1.7", b"%!PS-Adobe-3.0 EPSF-3.0\n",
     picture()[:600], picture("PNG")[:60]],
)  # fmt: skip
def test_what_is_no_whole_image_is_refused(store, data):
    with pytest.raises(ImageRefused):
        keep_original(store, data)
    assert not list(store.folder.rglob("*"))


@given(
    st.binary(max_size=200),
    st.sampled_from([picture("PNG", (9, 9)), picture("GIF", (9, 9)), picture("WEBP", (9, 9))]),
)
def test_damaged_images_are_refused_or_kept_whole(tmp_path_factory, noise, start):
    store = Store(tmp_path_factory.mktemp("media"))
    data = start[: len(start) // 2] + noise + start[len(start) // 2 :]
    try:
        kept = keep_original(store, data)
    except ImageRefused:
        return
    with Image.open(variant_path(store, kept.digest, 160, "jpeg")) as variant:
        assert variant.width <= 160


def test_widths_on_offer_do_not_exceed_the_original():
    def widths(width):
        return ContentImage("key", "digest", "alt", width, 100, 0.5, 0.5).widths

    assert widths(700) == (160, 320, 480, 640)
    assert widths(160) == widths(20) == (160,)
    assert widths(5000)[-1] == 1920
