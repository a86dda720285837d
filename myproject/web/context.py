"""Contexts: the dataclasses that views return, exactly the data that a template may use."""

from dataclasses import MISSING, field, fields, is_dataclass
from functools import cache
from typing import Any

HELP = "help"

# What Chameleon puts into every template, or uses itself while it renders one.
RESERVED = frozenset(
    [
        *("attrs", "convert", "decode", "default", "econtext", "macroname", "nothing", "on_error_handler"),
        *("rcontext", "repeat", "target_language", "translate"),
    ]
)


def help_text(text: str, *, default: Any = MISSING, default_factory: Any = MISSING) -> Any:
    """A dataclass field that tells designers, in one sentence, what its value is.

    >>> @dataclass(frozen=True)
    ... class FilmPage(Page):
    ...     film: FilmDetail = help_text("The film that this page is about.")
    """
    if not text.strip():
        raise ValueError("a context field needs a help text: say in one sentence what its value is")
    return field(default=default, default_factory=default_factory, metadata={HELP: text})


def help_texts(context_class: type) -> dict[str, str]:
    """Maps the fields of a context class, in their order, to their help texts ("" where one is missing)."""
    if not (isinstance(context_class, type) and is_dataclass(context_class)):
        raise TypeError(f"{context_class!r} is not a dataclass, so it declares no fields for a template")
    return {each.name: each.metadata.get(HELP, "") for each in fields(context_class)}


def is_context(value: Any) -> bool:
    """Whether `value` is what a view gives a template."""
    return hasattr(type(value), "__dataclass_fields__")


def names(context: Any) -> dict[str, Any]:
    """The names that a template may use: the fields of `context`; values are neither copied nor converted."""
    return {name: getattr(context, name) for name in _field_names(type(context))}


@cache
def _field_names(context_class: type) -> tuple[str, ...]:
    if not is_dataclass(context_class):
        raise TypeError(
            f"a view with a .pt renderer returned {context_class.__name__}: "
            "return an instance of a context dataclass"
        )
    found = tuple(each.name for each in fields(context_class))
    hidden = [name for name in found if name in RESERVED or name.startswith("_")]
    if hidden:
        raise TypeError(
            f"{context_class.__name__} has a field {hidden[0]}, a name that templates use already: rename it"
        )
    return found
