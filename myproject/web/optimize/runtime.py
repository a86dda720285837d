"""What optimised templates call while they render. Each function says what plain Chameleon does in its place."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from chameleon import utils
from chameleon.tal import RepeatDict, RepeatItem
from markupsafe import _escape_inner as escape  # C where the platform has it; the same text either way

__all__ = [
    "Loops",
    "Scope",
    "convert",
    "converted",
    "escape",
    "escaped",
    "exact",
    "item",
    "loops_of",
    "part",
    "quote",
    "shown",
]

_PLAIN = frozenset([str, bytes, int, float])
_missing = object()
_get = dict.get
_items = dict.items


class Scope(utils.Scope):
    """Chameleon's Scope, with `get_name` at the speed of a dictionary: __missing__ runs only for what is not there."""

    __slots__ = ()

    get_name = dict.__getitem__  # type: ignore[assignment]

    def __missing__(self, key: str) -> Any:
        value = _get(getattr(self, "_root", self), key, _missing)
        if value is _missing:
            raise NameError(key)
        return value

    def get(self, key: str, default: Any = None) -> Any:
        value = _get(self, key, _missing)
        return _get(getattr(self, "_root", self), key, default) if value is _missing else value

    def copy(self) -> Scope:
        made = Scope(_items(self))  # from anything but a Scope, which would be asked for each key
        made._root = getattr(self, "_root", self)
        return made


class Loops(RepeatDict):
    """Chameleon's RepeatDict; a loop stores its iterator and items, and a RepeatItem is made when one is asked for."""

    __slots__ = ("items",)

    def __init__(self) -> None:
        self.items: dict[Any, Any] = {}

    def __setitem__(self, key: Any, value: Any) -> None:
        self.items[key] = value

    def __getitem__(self, key: Any) -> Any:
        item = self.items[key]
        if type(item) is tuple:
            iterator, items = item
            item = self.items[key] = RepeatItem(iterator, len(items))
        return item


def loops_of(scope: utils.Scope) -> dict[Any, Any] | None:
    """Where loops store themselves; None if this rendering's `repeat` is no Loops: then each loop has to call it."""
    repeat = _get(scope, "repeat")  # where only the root has one, each loop finds it
    return repeat.items if type(repeat) is Loops else None


def item(owner: Any, key: str, error: AttributeError) -> Any:
    """`lookup_attr` from where the attribute was missing: the item of that name, or the AttributeError."""
    try:
        get = owner.__getitem__
    except AttributeError:
        raise error from None
    try:
        return get(key)
    except KeyError:
        raise error from None


def escaped(text: str, quote: str | None, entity: str) -> str:
    """`__quote` of a str: markupsafe's escape() also replaces the quotes that Chameleon leaves."""
    result = escape(text)
    if "&#3" in result:
        result = result.replace("&#39;", entity if quote == "'" else "'")
        result = result.replace("&#34;", entity if quote == '"' else '"')
    if quote == "\0" and result is not text:
        result = result.replace(quote, entity)
    return result


def quote(
    target: Any,
    character: str | None,
    entity: str,
    default: Any,
    default_marker: Any,
    translate: Callable[..., Any],
    decode: Callable[[bytes], Any],
    domain: str | None,
    context: str | None,
    language: str | None,
) -> Any:
    """`__quote`, which Chameleon defines anew in each rendering."""
    if target is None:
        return None
    if target is default_marker:
        return default
    kind = type(target)
    if kind is int or kind is float:
        return str(target)
    if kind is not str and kind is not bytes and (markup := getattr(target, "__html__", None)) is not None:
        return markup()
    target = _text(target, translate, decode, domain, context, language)
    return _replaced(target, character, entity)


def _replaced(target: Any, character: str | None, entity: str) -> Any:
    """Chameleon's escaping. A translation may be anything: what is no str stays, subclasses have their replace()."""
    if not isinstance(target, str) or escape(target) is target:
        return target
    for special, replacement in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), (character, entity)):
        if special is not None and special in target:
            target = target.replace(special, replacement)
    return target


def _text(
    target: Any,
    translate: Callable[..., Any],
    decode: Callable[[bytes], Any],
    domain: str | None,
    context: str | None,
    language: str | None,
) -> Any:
    """Text for any value without markup of its own: bytes decoded, messages translated, the rest by str()."""
    if type(target) is bytes:
        return decode(target)
    if type(target) is str:
        return target
    translated = translate(target, domain=domain, context=context, target_language=language)
    return str(target) if target is translated else translated


def convert(
    target: Any,
    translate: Callable[..., Any],
    decode: Callable[[bytes], Any],
    domain: str | None,
    context: str | None,
    language: str | None,
) -> Any:
    """`__convert`: what `structure` shows."""
    if target is None:
        return None
    kind = type(target)
    if kind is int or kind is float:
        return str(target)
    if kind is not str and kind is not bytes and (markup := getattr(target, "__html__", None)) is not None:
        return markup()
    return _text(target, translate, decode, domain, context, language)


def converted(
    target: Any,
    default: Any,
    default_marker: Any,
    translate: Callable[..., Any],
    decode: Callable[[bytes], Any],
    domain: str | None,
    context: str | None,
    get_name: Callable[[str], Any],
) -> Any:
    """The conversion after interpolation; it has something to do where __html__ or a translation gave no str."""
    if target is None:
        return None
    if target is default_marker:
        return default
    if type(target) in _PLAIN:
        return convert(target, translate, decode, domain, context, None)
    markup = getattr(target, "__html__", None)
    if markup is not None:
        return markup()
    return _text(target, translate, decode, domain, context, get_name("target_language"))


def part(target: Any) -> str:
    """What a value among other text adds to it."""
    return "" if target is None else "%s" % (target,)  # noqa: UP031 (of a subclass of str, format() shows another text)


def shown(target: Any, append: Callable[[Any], None]) -> str:
    """What appending `target`, if it is not None, adds to a page."""
    return "" if target is None else exact(target, append)


def exact(target: Any, append: Callable[[Any], None]) -> str:
    """What appending `target` adds to a page, as a plain str.

    What is no text is appended by itself, so that joining the page fails on it as it does in plain Chameleon.
    """
    if isinstance(target, str):
        return "".join((target,))
    append(target)
    return ""
