"""The samples of the default theme as the contexts that views return, and the pages rendered from them."""

import json
import types
import typing
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

from markupsafe import Markup

import myproject
from myproject.site import contexts
from myproject.web.context import names
from myproject.web.disk_cache import DiskCache
from myproject.web.theme import Theme
from myproject.web.theme_folder import ThemeFolder

FOLDER = Path(myproject.__file__).parent / "themes" / "default"
STORE = Path(__file__).parents[2] / "var" / "cache" / "tests"

# The docstring of a page's context is the name of its template.
CONTEXTS = {str(each.__doc__): each for each in contexts.Page.__subclasses__()}
STATES = sorted(tuple(path.stem.split(".")) for path in (FOLDER / "samples").glob("*.json"))


def default_theme() -> Theme:
    return ThemeFolder(FOLDER, DiskCache(STORE), follow=False, careful=False).theme()


def sample(page: str, state: str) -> Any:
    """The context of one sample state. TypeError where the JSON has other fields or types than the dataclass."""
    found = json.loads((FOLDER / "samples" / f"{page}.{state}.json").read_text(encoding="utf-8"))
    return typed(found, CONTEXTS[f"{page}.pt"], f"{page}.{state}")


def typed(value: Any, kind: Any, where: str) -> Any:
    """A JSON value as what a type hint says; `where` is the path to it, for the message of a TypeError."""
    if typing.get_origin(kind) is types.UnionType:
        choices = [each for each in typing.get_args(kind) if each is not type(None)]
        return None if value is None else typed(value, choices[0], where)
    if typing.get_origin(kind) is list:
        (item,) = typing.get_args(kind)
        return [typed(each, item, f"{where}[{index}]") for index, each in enumerate(value)]
    if is_dataclass(kind):
        return _dataclass(value, kind, where)
    if kind is Markup and isinstance(value, str):
        return Markup(value)
    if type(value) is not kind:
        raise TypeError(f"{where} is {value!r}, and should be of type {kind.__name__}")
    return value


def _dataclass(value: dict[str, Any], kind: Any, where: str) -> Any:
    hints = typing.get_type_hints(kind)
    declared = {each.name for each in fields(kind)}
    if value.keys() != declared:
        raise TypeError(f"{where}: these fields are missing or too many: {value.keys() ^ declared}")
    return kind(**{name: typed(each, hints[name], f"{where}.{name}") for name, each in value.items()})


def untranslated(msgid: Any, mapping: dict[str, str] | None = None, **given: Any) -> Any:
    """Shows a message as it stands in the template."""
    for name, value in (mapping or {}).items():
        msgid = msgid.replace(f"${{{name}}}", value)
    return msgid


def render(theme: Theme, page: str, state: str, translate: Callable[..., Any] = untranslated) -> str:
    return theme.template(f"{page}.pt").render(names(sample(page, state)), translate=translate)
