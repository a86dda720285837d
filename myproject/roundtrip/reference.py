"""The reference of what each template may use, written from the context dataclasses."""

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from inspect import cleandoc
from typing import Any

from myproject.roundtrip.check import types

INTRODUCTION = """\
# What templates may use

Written by `myproject docs` from the dataclasses that the views return; a test keeps it true. A template may use the
fields of its own table, and through them the fields of the kinds of thing below. Nothing else reaches it, apart from
Chameleon's `repeat`, `default` and `nothing`.

The rules, each checked by `myproject check`, with file, line, column and a fix to try:

1. *Only what is needed*: every field is used, every name that is used is supplied.
2. *Little logic*: names, attributes, items, comparisons, `and`, `or`, `not`; the rest belongs in the view.
3. *Scripts isolated*: data reaches scripts through a JSON block or data attributes, never `${..}` inside `<script>`.

To run the check before each commit, with [pre-commit](https://pre-commit.com), put the hook of this repository
(`.pre-commit-hooks.yaml`) into the `.pre-commit-config.yaml` of yours:

```yaml
repos:
  - repo: local
    hooks:
      - {id: myproject-check, name: check templates, entry: myproject check, language: system, pass_filenames: false}
```
"""


def reference(contexts: Mapping[str, type]) -> str:
    """Markdown: a table of fields (name, type, help) a template, then one a dataclass that the fields lead to."""
    common = _common(list(contexts.values()))
    parts = [INTRODUCTION]
    if common is not None:
        parts.append(f"## Every template\n\n{_words(common)}{_table(types.fields_of(common), common)}")
    for template, context in sorted(contexts.items()):
        own = {name: kind for name, kind in types.fields_of(context).items() if not _has(common, name)}
        more = "Besides what every template may use.\n\n" if common is not None else ""
        parts.append(f"## {template}\n\n{more}{_table(own, context)}")
    reached = _reached(contexts.values())
    if reached:
        parts.append("# Kinds of thing\n")
    parts += [
        f"## {kind.__name__}\n\n{_words(kind)}{_table(types.fields_of(kind), kind)}" for kind in reached
    ]
    return "\n".join(parts)


def _common(contexts: list[type]) -> type | None:
    """The nearest dataclass that all contexts derive from, if there is more than one context."""
    if len(contexts) < 2:
        return None
    shared = [base for base in contexts[0].__mro__ if all(issubclass(context, base) for context in contexts)]
    return next((base for base in shared if is_dataclass(base)), None)


def _has(common: type | None, name: str) -> bool:
    return common is not None and name in types.fields_of(common)


def _words(kind: type) -> str:
    """The docstring, unless it is the signature that dataclasses write of themselves."""
    text = cleandoc(kind.__doc__ or "")
    return "" if not text or text.startswith(f"{kind.__name__}(") else f"{text}\n\n"


def _table(kinds: Mapping[str, Any], owner: type) -> str:
    help_texts = {each.name: each.metadata.get("help", "") for each in fields(owner)}
    rows = [f"| `{name}` | {_linked(kind)} | {_cell(help_texts[name])} |" for name, kind in kinds.items()]
    return "\n".join(["| name | type | what it is |", "|---|---|---|", *rows]) + "\n"


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def _linked(kind: Any) -> str:
    """A type in words, the dataclasses in it as links to their tables."""
    text = types.title(kind)
    for each in _dataclasses(kind):
        text = text.replace(each.__name__, f"[{each.__name__}](#{each.__name__.lower()})")
    return text


def _dataclasses(kind: Any) -> Iterator[type]:
    for member in types.members(kind):
        if isinstance(member, type) and is_dataclass(member):
            yield member
            continue
        try:
            inner = [types.element(member)]
        except types.NoSuchThing:
            continue
        inner += [types.item(member)] if inner[0] is str else []
        for each in inner:
            if each is not member:
                yield from _dataclasses(each)


def _reached(contexts: Any) -> list[type]:
    """The dataclasses that templates get hold of through the fields of their contexts, by name."""
    found: dict[str, type] = {}
    todo = [kind for context in contexts for kind in types.fields_of(context).values()]
    while todo:
        for kind in _dataclasses(todo.pop()):
            if kind.__name__ not in found:
                found[kind.__name__] = kind
                todo += types.fields_of(kind).values()
    return [found[name] for name in sorted(found)]
