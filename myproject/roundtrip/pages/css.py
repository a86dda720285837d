"""Style sheets and style attributes: read rule by rule with their places, and compared by what they say.

Browsers and editors write CSS anew: colours as rgb(), shorthands as their longhands, rules of one selector joined.
None of that is a change.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html import unescape

Path = tuple[str, ...]  # the selector of a rule, normalised, after those of the at-rules around it

SHORTHANDS = frozenset(
    "animation background border border-block border-color border-image border-inline border-radius border-style "  # noqa: SIM905
    "border-width border-top border-right border-bottom border-left column-rule columns flex flex-flow font gap grid "
    "grid-area grid-column grid-row grid-template inset list-style margin mask outline overflow padding "
    "place-content place-items place-self scroll-margin scroll-padding text-decoration transition".split()
)
# Longhands whose names do not hold the name of their shorthand.
LONGHANDS = {
    "columns": {"column-width", "column-count"},
    "flex-flow": {"flex-direction", "flex-wrap"},
    "font": {"line-height"},
    "inset": {"top", "right", "bottom", "left"},
    "place-content": {"align-content", "justify-content"},
    "place-items": {"align-items", "justify-items"},
    "place-self": {"align-self", "justify-self"},
}
INITIAL = frozenset(
    "initial normal none auto 0 0px 0s 1 100% ease stretch row nowrap currentcolor scroll repeat".split()  # noqa: SIM905
)
COLOURS = {"black": "#000000", "white": "#ffffff", "red": "#ff0000", "blue": "#0000ff"}

_SKIPPED = r"/\*.*?(?:\*/|\Z)|<!--|-->|<!\[CDATA\[|\]\]>"
_QUOTED = r"\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'|url\(\s*[^\"'\s)][^)]*\)"
_TOKEN = re.compile(
    rf"(?P<skipped>{_SKIPPED})|(?P<quoted>{_QUOTED})|(?P<mark>[{{}};])", re.DOTALL | re.IGNORECASE
)
_URL = re.compile(
    r"(?P<open>url\(\s*)(?P<quote>[\"']?)(?P<url>[^\"')]*)(?P=quote)(?P<close>\s*\))", re.IGNORECASE
)
_RANGE = re.compile(r"\(\s*(width|height)\s*(<=|>=)\s*([^()<>=]+?)\s*\)")
_PART = re.compile(r"[^\s,()]*\([^()]*\)|[^\s,()]+")
_RGB = re.compile(r"rgba?\(\s*(\d+)\s*[, ]\s*(\d+)\s*[, ]\s*(\d+)\s*(?:[,/]\s*([\d.]+%?)\s*)?\)")
_ESCAPE = re.compile(r"\\(?:(?P<code>[0-9a-fA-F]{1,6})\s?|\n|(?P<other>.))", re.DOTALL)
_COMMENT = re.compile(
    r"""(?P<string>"(?:\\.|[^"\\\n])*+"?|'(?:\\.|[^'\\\n])*+'?)|/\*.*?(?:\*/|\Z)""", re.DOTALL
)
_HEX = re.compile(r"#([0-9a-f]{8}|[0-9a-f]{6}|[0-9a-f]{4}|[0-9a-f]{3})(?![0-9a-z_-])")


@dataclass(frozen=True, slots=True)
class Declaration:
    """One `name: value` of a text; `start:end` is the place of both, `value_start` that of the value."""

    name: str
    value: str
    start: int
    value_start: int
    end: int


@dataclass(slots=True)
class Block:
    """A rule: `start:end` with its braces, `inner:close` what is between them (both at the end of a bare statement).

    `around` are the preludes of the rules that it stands in, as written."""

    prelude: str
    start: int
    end: int = 0
    inner: int = 0
    close: int = 0
    declarations: list[Declaration] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    around: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        key = normal(ranges(self.prelude)).replace("::", ":")
        if key == "@font-face":  # a sheet has one for each font
            key += " " + ";".join(sorted(f"{d.name}:{normal(d.value)}" for d in self.declarations))
        return key


def parse(text: str) -> Block | None:
    """The rules of a style sheet, in a block of their own; None where its braces do not match."""
    root = Block("", 0, len(text), 0, len(text))
    open_blocks, start = [root], 0
    for token in _TOKEN.finditer(text):
        if token["skipped"] is not None:
            start = token.end() if not text[start : token.start()].strip() else start
            continue
        if token["mark"] is None:
            continue
        start += len(text[start : token.start()]) - len(text[start : token.start()].lstrip())
        written, block = text[start : token.start()].rstrip(), open_blocks[-1]
        if token["mark"] == "{":
            fresh = Block(written, start, inner=token.end())
            fresh.around = (*block.around, block.prelude) if block is not root else ()
            block.blocks.append(fresh)
            open_blocks.append(fresh)
        else:
            _statement(block, written, start, token.end() if token["mark"] == ";" else token.start())
            if token["mark"] == "}":
                if block is root:
                    return None
                block.close, block.end = token.start(), token.end()
                open_blocks.pop()
        start = token.end()
    return root if len(open_blocks) == 1 else None


def _statement(block: Block, written: str, start: int, end: int) -> None:
    """A declaration, or a statement such as `@charset "utf-8"`."""
    name, colon, value = written.partition(":")
    if written.startswith("@"):
        block.blocks.append(Block(written, start, end, end, end))
    elif colon and value.strip():
        place = start + len(name) + 1 + len(value) - len(value.lstrip())
        name = name.strip().lower()
        block.declarations.append(Declaration(name, value.strip(), start, place, start + len(written)))


def rules(block: Block, around: Path = ()) -> Iterator[tuple[Path, Block]]:
    """Every rule inside a block that declares something, and every bare statement, with its path."""
    for inner in block.blocks:
        path = (*around, inner.key)
        if inner.declarations or inner.inner == inner.end:
            yield path, inner
        yield from rules(inner, path)


def normal(value: str) -> str:
    """CSS in one spelling: colours as hex, one kind of quote, no needless white space, no last semicolon."""
    value = re.sub(r"/\*.*?\*/", "", value, flags=re.DOTALL).strip().lower()
    value = _HEX.sub(_colour, _RGB.sub(_rgb, value))
    value = re.sub(r"\s*([{}:;,>+~()!])\s*", r"\1", re.sub(r"\s+", " ", value)).replace("'", '"')
    value = re.sub(r'url\("([^"]*)"\)', r"url(\1)", value)
    value = re.sub(r"(?<![\w.])0+(?=\.\d)", "", re.sub(r"(?<![\w.#-])0(?:px|em|rem)\b", "0", value))
    return re.sub(r";+(}|$)", r"\1", value)


def _rgb(match: re.Match) -> str:
    *channels, alpha = match.groups()
    share = 1.0 if alpha is None else float(alpha.rstrip("%") or 0) / (100 if alpha.endswith("%") else 1)
    return "#" + "".join(f"{int(part) & 255:02x}" for part in channels) + f"{round(share * 255) & 255:02x}"


def _colour(match: re.Match) -> str:
    """Eight hexadecimal digits, or six where nothing shines through."""
    digits = match[1] if len(match[1]) > 4 else "".join(digit * 2 for digit in match[1])
    return "#" + digits.removesuffix("ff") if len(digits) == 8 else "#" + digits


def declarations(value: str) -> frozenset[str]:
    """The declarations of a style attribute, in no order."""
    return frozenset(part for part in normal(value).split(";") if part)


def declared(value: str) -> dict[str, str]:
    """The declarations of a style attribute: the last value of each name."""
    root = parse(f"x{{{value}}}")
    return {d.name: d.value for block in root.blocks for d in block.declarations} if root else {}


def says(given: Mapping[str, str], name: str, value: str) -> bool:
    """Whether a declaration says nothing that is not said already, as it is or by a shorthand or by longhands."""
    if name in given:
        return same_value(given[name], value)
    related = [
        written for other, written in given.items() if is_longhand(name, other) or is_longhand(other, name)
    ]
    known = frozenset(part for written in related for part in _parts(written))
    return bool(related) and _parts(value) <= known | INITIAL


def _parts(value: str) -> frozenset[str]:
    return frozenset(_PART.findall(normal(value)))


def same_value(before: str, after: str) -> bool:
    ours, theirs = normal(before), normal(after)
    return ours == theirs or COLOURS.get(ours, ours) == COLOURS.get(theirs, theirs)


def is_longhand(name: str, shorthand: str) -> bool:
    """Whether a property is a part of what a shorthand sets: border-top-color of border and of border-color."""
    if shorthand not in SHORTHANDS or name == shorthand:
        return False
    parts = iter(name.split("-"))
    return name in LONGHANDS.get(shorthand, ()) or all(part in parts for part in shorthand.split("-"))


def ranges(prelude: str) -> str:
    """A media query with `max-width: 40em` for `width <= 40em`: the one spelling that is no markup anywhere."""
    return _RANGE.sub(lambda m: f"({'max' if m[2] == '<=' else 'min'}-{m[1]}: {m[3]})", prelude)


def plain(text: str) -> str:
    """A style sheet without what XML serializers put into it: entities and CDATA marks."""
    text = re.sub(r"(?:/\*\s*)?(?:<!\[CDATA\[|\]\]>)(?:\s*\*/)?", "", text)
    return unescape(text) if "&" in text else text


def readings(text: str) -> tuple[str, str, str]:
    """CSS in which to look for what may not be there: as written, with its escapes read, and without its comments too.
    What is hidden in one of them another shows: a comment may begin in a string or an address, where it is none."""
    bare = _COMMENT.sub(lambda match: match["string"] or "", text)
    return text, _ESCAPE.sub(_character, text), _ESCAPE.sub(_character, bare)


def _character(match: re.Match) -> str:
    code = int(match["code"], 16) if match["code"] else 0
    return chr(code) if 0 < code <= sys.maxunicode else match["other"] or ""


def urls(text: str) -> list[str]:
    """The addresses that a style sheet or a style attribute refers to."""
    return [match["url"].strip() for match in _URL.finditer(text)]


def with_urls(text: str, translate) -> str:
    """The same CSS with its addresses translated."""
    return _URL.sub(
        lambda m: m["open"] + m["quote"] + translate(m["url"].strip()) + m["quote"] + m["close"], text
    )
