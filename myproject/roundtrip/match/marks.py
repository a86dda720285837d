"""The marks that tell which element of a template one of a page is: its stamp, its bindings together, each of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable

from myproject.roundtrip.pages import noise
from myproject.roundtrip.pages.page import STAMP, Tag


def binding_marks(tag: Tag) -> list[tuple[str, str]]:
    """The binding attributes that a raw template shows, however they are spelt."""
    marks = []
    own = tag.name.partition(":")[0] + ":" if ":" in tag.name else ""
    for name, value in tag.attributes.items():
        said = name if ":" in name else own + name
        language, _, local = said.removeprefix("data-").replace(":", "-", 1).partition("-")
        if local and language in ("tal", "metal", "i18n", "meta"):
            marks.append((f"{language}:{local}", " ".join(value.split())))
        elif "${" in value or "%7b" in value.lower():
            marks.append((name, "".join(noise.unquote(value).split()).rsplit("/", 1)[-1]))
    return marks


def stamp(tag: Tag) -> Hashable | None:
    """The stamp of an element, None where it has none."""
    return tag.attributes.get(STAMP) or None


def all_bindings(tag: Tag) -> Hashable | None:
    """All binding attributes of an element as one mark, None where none says anything."""
    marks = binding_marks(tag)
    return frozenset(marks) if marks and any(value for _, value in marks) else None


def each_binding(tag: Tag) -> list[Hashable]:
    """Each binding attribute of an element that says something."""
    return [mark for mark in binding_marks(tag) if mark[1]]


def indexed(tags: list[Tag], kind: Callable) -> dict[Hashable, list[Tag]]:
    """The elements by their marks of a kind, which is one of the three above."""
    index: dict[Hashable, list[Tag]] = defaultdict(list)
    for tag in tags:
        marks = kind(tag)
        for mark in marks if isinstance(marks, list) else [marks] if marks else []:
            index[mark].append(tag)
    return index
