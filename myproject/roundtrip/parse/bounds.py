"""Bounds on what is handed in, checked before anything parses it: size, encoding, NULs, depth."""

import re
from dataclasses import dataclass

from myproject.roundtrip.parse.places import VOID_ELEMENTS

BOM = "\ufeff"
DECLARED = re.compile(
    rb"""<meta[^>]+charset\s*=\s*["']?\s*([\w.:-]+)|^\s*<\?xml[^>]*encoding\s*=\s*["']([\w.:-]+)""",
    re.IGNORECASE,
)
UTF_8 = frozenset({"utf-8", "utf8", "unicode-1-1-utf-8"})
# Where a file holds nothing but ASCII, these say the same.
LIKE_ASCII = frozenset({"us-ascii", "ascii", "iso-8859-1", "latin1", "windows-1252"})
OTHER_BOMS = ((b"\xff\xfe", "UTF-16"), (b"\xfe\xff", "UTF-16"), (b"\x00\x00\xfe\xff", "UTF-32"))
TAG = re.compile(r"<(/?)([A-Za-z][^\s/>]*)((?:[^>\"']|\"[^\"]*\"|'[^']*')*?)(/?)>")
# Elements that HTML lets stay open, or that have no end: they do not tell how deep a page is.
LEFT_OPEN = "li p dt dd option optgroup thead tbody tfoot tr td th rt rp colgroup"
UNCOUNTED = VOID_ELEMENTS.union(LEFT_OPEN.split())


# Chameleon's tokenizer takes exponential time over declarations inside a doctype that it cannot read to their end, and
# quadratic time over white space in tags. The pattern is its own grammar of such a doctype, without ways back.
_NAME = r"(?:[A-Za-z_:@]|[^\x00-\x7f])(?:[A-Za-z0-9_:.-]|[^\x00-\x7f])*+"
_QUOTED = r"\"[^\"]*+\"|'[^']*+'"
_ITEM = (
    rf"<!--(?:[^-]|-(?!-))*+-->|<![^-](?:[^\]\"'><]|{_QUOTED})*+>"
    rf"|<\?{_NAME}(?:\?>|[ \n\t\r][^?]*+\?++(?:[^>?][^?]*+\?++)*+>)|%{_NAME};|[ \n\t\r]++"
)
DECLARATIONS = re.compile(r"<!DOCTYPE(?:[^\[>\"'<]|\"[^\"]*+\"|'[^']*+')*+\[")
DOCTYPE = re.compile(rf"<!DOCTYPE(?:[^\[>\"'<]|{_QUOTED})*+\[(?:{_ITEM})*+\]")
SPACE = re.compile(r"\s+")
LONGEST_SPACE = 1000


class OutOfBounds(ValueError):
    """A text that is refused unread. `line` and `column` count from 1, or are None where the whole text is meant."""

    def __init__(self, reason: str, name: str = "", line: int | None = None, column: int | None = None):
        place = f"line {line}, column {column}" if line else ""
        super().__init__(": ".join(part for part in (name, place, reason) if part))
        self.reason, self.name, self.line, self.column = reason, name, line, column


@dataclass(frozen=True)
class Limits:
    """`size` in bytes of UTF-8, `depth` in elements one inside the other, `tags` in the whole text.

    Chameleon compiles 1 MB in more than a minute and gives up at about 159 nested elements.
    """

    size: int = 512 * 1024
    depth: int = 120
    tags: int = 20_000


def decode(data: bytes, name: str = "", limits: Limits = Limits()) -> str:
    """The text of a file as it lies on disk, line ends untouched, without a byte order mark. Raises OutOfBounds."""
    if len(data) > limits.size:
        raise OutOfBounds(
            f"it has {len(data):,} bytes, more than {limits.size:,}; split it or move data out", name
        )
    for mark, encoding in OTHER_BOMS:
        if data.startswith(mark):
            raise OutOfBounds(f"it is {encoding}; save it as UTF-8", name, 1, 1)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8", "replace")
        line, column = _place(before, len(before))
        reason = f"byte 0x{data[error.start]:02x} is not UTF-8; save the file as UTF-8"
        raise OutOfBounds(reason, name, line, column) from None
    declared = DECLARED.search(data[:4096])
    if declared:
        encoding = (declared[1] or declared[2]).decode("ascii", "replace")
        if encoding.lower() not in (UTF_8 | LIKE_ASCII if data.isascii() else UTF_8):
            line, column = _place(text, len(data[: declared.start()].decode("utf-8", "replace")))
            raise OutOfBounds(
                f"it declares the encoding {encoding}; declare and save it as UTF-8", name, line, column
            )
    text = text.removeprefix(BOM)
    check(text, name, limits)
    return text


def check(text: str, name: str = "", limits: Limits = Limits()) -> None:
    """Refuses a text that is too long or too deep to be worked on, or that holds NULs. Raises OutOfBounds."""
    if len(text) > limits.size:
        raise OutOfBounds(f"it has {len(text):,} characters, more than {limits.size:,}; split it", name)
    nul = text.find("\0")
    if nul >= 0:
        raise OutOfBounds("there is a NUL character; remove it", name, *_place(text, nul))
    trap = hazard(text)
    if trap:
        raise OutOfBounds(trap[0], name, *_place(text, trap[1]))
    depth = 0
    for count, tag in enumerate(TAG.finditer(text), 1):
        if count > limits.tags:
            raise OutOfBounds(
                f"it has more than {limits.tags:,} tags; split it", name, *_place(text, tag.start())
            )
        if tag[2].lower() in UNCOUNTED or tag[4]:
            continue
        depth = max(0, depth - 1) if tag[1] else depth + 1
        if depth > limits.depth:
            reason = f"more than {limits.depth} elements stand one inside the other; flatten the markup or close them"
            raise OutOfBounds(reason, name, *_place(text, tag.start()))


def hazard(text: str) -> tuple[str, int] | None:
    """What would keep Chameleon's tokenizer busy beyond reason, and where; None for nothing."""
    for opening in DECLARATIONS.finditer(text):
        if not DOCTYPE.match(text, opening.start()):
            return (
                "the declarations inside this doctype cannot be read; write <!DOCTYPE html>",
                opening.start(),
            )
    for space in SPACE.finditer(text):
        if space.end() - space.start() > LONGEST_SPACE:
            return (
                f"there are more than {LONGEST_SPACE} white space characters in a row; remove them",
                space.start(),
            )
    return None


def _place(text: str, offset: int) -> tuple[int, int]:
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)
