"""Types followed the way a template follows values: through attributes, items and repeats.

A context is a dataclass; what its annotations say is all that is known before anything runs. Chameleon looks an
attribute up as an item where there is no such attribute, so mappings answer to both.
"""

import collections.abc
import types
import typing
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any

UNIONS = (typing.Union, types.UnionType)
ITERABLES = (
    *(
        list,
        tuple,
        set,
        frozenset,
        collections.abc.Sequence,
        collections.abc.Iterable,
        collections.abc.Iterator,
    ),
    *(collections.abc.Collection, collections.abc.Set),
)


class NoSuchThing(ValueError):
    """A type has no such attribute, item, or elements; the text says what it has."""


@cache
def fields_of(kind: type) -> dict[str, Any]:
    """A dataclass's fields with their types, in order."""
    hints = typing.get_type_hints(kind)
    return {each.name: hints[each.name] for each in fields(kind)}


def members(kind: Any) -> list[Any]:
    """The members of a union but for None; any other type by itself."""
    if typing.get_origin(kind) in UNIONS:
        return [member for member in typing.get_args(kind) if member is not type(None)]
    if typing.get_origin(kind) is typing.Annotated:
        return members(typing.get_args(kind)[0])
    return [kind]


def is_optional(kind: Any) -> bool:
    return typing.get_origin(kind) in UNIONS and type(None) in typing.get_args(kind)


def attribute(kind: Any, name: str) -> Any:
    """The type of an attribute. Raises NoSuchThing where no member of the type has it."""
    found = [_attribute(member, name) for member in members(kind)]
    known = [each for each in found if each is not NoSuchThing]
    if not known:
        raise NoSuchThing(f"{title(kind)} has no {name}{_has(kind)}")
    return known[0] if len(known) == 1 else typing.Union[tuple(known)]  # noqa: UP007


def _attribute(kind: Any, name: str) -> Any:
    if kind in (Any, object) or isinstance(kind, typing.TypeVar | str):
        return Any
    origin = typing.get_origin(kind) or kind
    if is_dataclass(origin):
        known = fields_of(origin)
        if name in known:
            return known[name]
        return _property(origin, name)
    if _is_mapping(origin):
        arguments = typing.get_args(kind)
        return arguments[1] if len(arguments) == 2 else Any
    return Any if isinstance(origin, type) and hasattr(origin, name) else NoSuchThing


def _property(kind: type, name: str) -> Any:
    found = getattr(kind, name, None)
    if isinstance(found, property):
        return typing.get_type_hints(found.fget).get("return", Any) if found.fget else Any
    return Any if found is not None else NoSuchThing


def item(kind: Any) -> Any:
    """The type of `value[..]`. Raises NoSuchThing where the type has no items."""
    for member in members(kind):
        origin, arguments = typing.get_origin(member) or member, typing.get_args(member)
        if _is_mapping(origin):
            return arguments[1] if len(arguments) == 2 else Any
        if origin in (list, tuple, collections.abc.Sequence):
            return arguments[0] if arguments else Any
        if member in (Any, object, str) or not isinstance(origin, type):
            return str if member is str else Any
    if any(is_dataclass(member) for member in members(kind)):
        raise NoSuchThing(f"{title(kind)} has no items; write an attribute: value.name")
    return Any


def element(kind: Any) -> Any:
    """The type of what a repeat over the type yields. Raises NoSuchThing where it yields nothing sensible."""
    for member in members(kind):
        origin, arguments = typing.get_origin(member) or member, typing.get_args(member)
        if member in (Any, object):
            return Any
        if _is_mapping(origin) or origin in ITERABLES:
            return arguments[0] if arguments else Any
    raise NoSuchThing(f"{title(kind)} cannot be repeated over; it is no list")


def is_markup(kind: Any) -> bool:
    """Whether a value of the type brings safe HTML (`__html__`); True where nothing is known."""
    known = [member for member in members(kind) if isinstance(member, type)]
    return not known or all(hasattr(member, "__html__") for member in known)


def title(kind: Any) -> str:
    """A type in words for a message or a table."""
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if origin in UNIONS:
        return " or ".join("nothing" if part is type(None) else title(part) for part in arguments)
    if origin is typing.Annotated:
        return title(arguments[0])
    if origin in ITERABLES and arguments:
        return f"list of {title(arguments[0])}"
    if arguments and origin is not None:
        return f"mapping from {title(arguments[0])} to {title(arguments[-1])}"
    return getattr(kind, "__name__", str(kind))


def _has(kind: Any) -> str:
    known = [name for member in members(kind) if is_dataclass(member) for name in fields_of(member)]
    return f"; it has {', '.join(known)}" if known else ""


def _is_mapping(origin: Any) -> bool:
    return isinstance(origin, type) and issubclass(origin, collections.abc.Mapping)
