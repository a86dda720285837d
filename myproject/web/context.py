"""Contexts: the dataclasses that views return, exactly the data that a template may use."""

from dataclasses import MISSING, field, fields, is_dataclass
from typing import Any

HELP = "help"


def help_text(text: str, *, default: Any = MISSING, default_factory: Any = MISSING) -> Any:
    """A dataclass field that tells designers, in one sentence, what its value is.

    >>> @dataclass(frozen=True)
    ... class Film(Page):
    ...     film: FilmDetail = help_text("The film that this page is about.")
    """
    if not text.strip():
        raise ValueError("a context field needs a help text: say in one sentence what its value is")
    return field(default=default, default_factory=default_factory, metadata={HELP: text})


def help_texts(context_class: type) -> dict[str, str]:
    """Maps each field of a context class to its help text ("" where it has none), in the order of the fields."""
    if not (isinstance(context_class, type) and is_dataclass(context_class)):
        raise TypeError(
            f"{context_class!r} is not a dataclass: a view returns an instance of a context dataclass"
        )
    return {each.name: each.metadata.get(HELP, "") for each in fields(context_class)}


def names(context: Any) -> dict[str, Any]:
    """The names that a template may use: the fields of `context`, not copied, not converted."""
    if isinstance(context, type) or not is_dataclass(context):
        raise TypeError(
            f"a view with a .pt renderer returned {type(context).__name__}: return an instance of a context dataclass"
        )
    return {each.name: getattr(context, each.name) for each in fields(context)}
