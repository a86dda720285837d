"""Files that a designer sends along: which of them may come into a theme's static/, and which are refused."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

from myproject.design.folder import STATIC, ThemeError

LARGEST = 20 * 1024 * 1024  # bytes
IMAGES = {".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".ico", ".svg"}
STYLES = {".css"}
FONTS = {".woff", ".woff2", ".ttf", ".otf"}
FILMS = {".mp4", ".webm", ".vtt"}
SCRIPTS = {".js", ".mjs"}
LOOKS = IMAGES | STYLES | FONTS | FILMS
ACTIVE = re.compile(r"script|foreignobject|handler|iframe|embed|object|set|animate.*", re.I)
DECLARATION = re.compile(r"<!ENTITY|<!DOCTYPE(?! svg PUBLIC)|<\?xml-stylesheet|\0", re.I)


class AssetRefused(ThemeError):
    """A file may not come in; the message is the reason."""


def within(folder: Path, path: Path) -> Path:
    """The file that `path` leads to. Raises AssetRefused where that lies outside of `folder`, by `..` or by a link."""
    place = path.resolve()
    if not place.is_relative_to(folder.resolve()):
        raise AssetRefused(f"{path} leads out of {folder}: put a copy of the file there.")
    return place


def check(name: str, content: bytes, *, scripts: bool) -> None:
    """Raises AssetRefused for a file that may not come into a theme as `name`, a path in the theme."""
    suffix = Path(name).suffix.lower()
    if Path(name).parts[0] != STATIC or ".." in Path(name).parts:
        raise AssetRefused(f"{name} would not lie in {STATIC}/.")
    if suffix in SCRIPTS and not scripts:
        raise AssetRefused(f"{name} is a script: a developer has to look at it and copy it by hand.")
    if suffix not in LOOKS | SCRIPTS:
        raise AssetRefused(
            f"{name} is no image, style sheet, font or film: a developer has to look at it and copy it by hand."
        )
    if len(content) > LARGEST:
        raise AssetRefused(f"{name} has {len(content)} bytes; {LARGEST} is the most.")
    if suffix == ".svg" and not scripts:
        _check_svg(name, content)


def _check_svg(name: str, content: bytes) -> None:
    """An SVG opened by its own address is a document of the site: it must hold nothing that acts."""
    try:
        text = content.decode()
        root = ElementTree.fromstring(content)
    except (UnicodeDecodeError, ElementTree.ParseError) as error:
        raise AssetRefused(f"{name} is not well-formed SVG: {error}.") from None
    if DECLARATION.search(text):
        raise AssetRefused(f"{name} declares entities, a style or a document type: save it as plain SVG.")
    for element in root.iter():
        tag = str(element.tag).rpartition("}")[2]
        if ACTIVE.fullmatch(tag):
            raise AssetRefused(f"{name} holds a <{tag}>: save it as plain SVG, without scripts or animation.")
        for attribute, value in element.attrib.items():
            local = attribute.rpartition("}")[2].lower()
            link = re.sub(r"[\x00-\x20]+", "", value).lower()
            if local.startswith("on") or (
                local == "href" and re.match(r"(java|vb)script:|data:(?!image/)", link)
            ):
                raise AssetRefused(f"{name} holds {local}={value!r}: save it as plain SVG, without scripts.")
