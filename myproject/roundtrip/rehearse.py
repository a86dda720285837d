"""A rehearsal: which bindings of a template would not survive which kinds of tool, and what to change.

Twice for each kind of tool: as the exported prototype, which is merged for real, and as the raw template, which
designers open all the same.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from myproject.roundtrip import tools
from myproject.roundtrip.export.export import export
from myproject.roundtrip.merge.merge import merge
from myproject.roundtrip.parse.bindings import Binding, inventory
from myproject.roundtrip.parse.reading import Unreadable
from myproject.roundtrip.report import RoundtripError
from myproject.roundtrip.tools import Tool

KEPT = frozenset({"kept", "re-attached"})


@dataclass(frozen=True)
class Part:
    """A binding that would not come back: where it stands, what it is, and what to change in the template."""

    id: str
    template: str
    line: int
    kind: str
    expression: str
    advice: str


@dataclass(frozen=True)
class Rehearsal:
    """What one kind of tool would do to one template.

    `prototype` lists the bindings that a merge of the tool's unedited save would not keep, `with_base` those that it
    would not keep even when it is told how the tool saves (--base); `raw` those lost from the template itself.
    `bindings` is how many there are.
    """

    tool: str
    words: str
    bindings: int
    prototype: tuple[Part, ...]
    with_base: tuple[Part, ...]
    raw: tuple[Part, ...]


def rehearse(
    theme: Mapping[str, str], name: str, samples: Mapping[str, Mapping] | None = None
) -> list[Rehearsal]:
    """Each kind of tool in turn. Raises RoundtripError for a template that cannot be read or exported."""
    try:
        bindings = inventory(theme[name])
    except Unreadable as error:
        raise RoundtripError(name, error.reason, error.line, error.column) from None
    prototype = export(theme, name, samples=samples)
    return [
        _rehearsed(tool, theme, name, bindings, prototype.html, samples, prototype.state)
        for tool in tools.TOOLS
    ]


def _rehearsed(
    tool: Tool,
    theme: Mapping[str, str],
    name: str,
    bindings: list[Binding],
    page: str,
    samples: Mapping[str, Mapping] | None,
    state: str | None,
) -> Rehearsal:
    saved = tool.save(page)
    known = {binding.id: binding for binding in bindings}
    missing = _missing(bindings, tool.save(theme[name]))
    blocks = {(b.kind, b.expression): b.element for b in bindings if b.host and b.host.language}
    return Rehearsal(
        tool=tool.name,
        words=tool.words,
        bindings=len(bindings),
        prototype=_merged(theme, name, saved, known, samples, state, None),
        with_base=_merged(theme, name, saved, known, samples, state, saved),
        raw=tuple(_part(name, binding, _advice(binding, tool, blocks)) for binding in missing),
    )


def _merged(
    theme: Mapping[str, str],
    name: str,
    saved: str,
    known: Mapping[str, Binding],
    samples: Mapping[str, Mapping] | None,
    state: str | None,
    unedited: str | None,
) -> tuple[Part, ...]:
    """The bindings of the page and its layout that a merge would not simply keep; of all, where it cannot read it."""
    try:
        base = {name: unedited} if unedited is not None else None
        result = merge(theme, {name: saved}, samples=samples, state=state, unedited=base)
    except RoundtripError:
        return tuple(
            _part(name, binding, "Edit the exported page with another kind of tool")
            for binding in known.values()
        )
    advice = (
        "Merge with --base and this tool's unedited save"
        if unedited is None
        else "Edit this part with another tool"
    )
    return tuple(
        Part(fate.id, fate.template, fate.line, fate.kind, fate.expression, advice)
        for fate in result.bindings
        if fate.fate not in KEPT
    )


def _missing(bindings: list[Binding], saved: str) -> list[Binding]:
    """The bindings that are not in a saved template, or no longer behind their guards."""
    try:
        left = inventory(saved)
    except Unreadable:
        return bindings
    # An element may have another name now; where it has not, that tells equal bindings apart.
    missing = bindings
    for what in (lambda binding: (*_what(binding), binding.element), _what):
        counts = Counter(map(what, left))
        missing, missed = [], missing
        for binding in missed:
            if counts[what(binding)]:
                counts[what(binding)] -= 1
                left.remove(next(each for each in left if what(each) == what(binding)))
            else:
                missing.append(binding)
    return missing


def _what(binding: Binding) -> tuple:
    return binding.kind, binding.expression, tuple((guard.kind, guard.expression) for guard in binding.guards)


def _part(name: str, binding: Binding, advice: str) -> Part:
    return Part(binding.id, name, binding.line, binding.kind, binding.expression, advice)


def _advice(binding: Binding, tool: Tool, blocks: Mapping[tuple[str, str], str]) -> str:
    """What would make a binding survive in the raw template. `blocks` are the statements on <tal:x> elements."""
    host = binding.host
    around = [(guard.kind, guard.expression) for guard in binding.guards]
    block = next((blocks[guard] for guard in reversed(around) if guard in blocks), "")
    if block or (host is not None and host.language):
        return f"Put the statement of <{block or binding.element}> on an ordinary element, in data-tal- style"
    if ":" in binding.attribute and "data-tal-content" in tool.save('<p data-tal-content="x">y</p>'):
        return f"Write data-{binding.attribute.replace(':', '-')}"
    if binding.place in ("comment", "cdata", "pi", "script"):
        return "Take it out of there: put the data in a data attribute"
    if host is not None and tool.name == "retagging" and not host.children and host.closed:
        return f"Put sample text into the empty <{host.name}>"
    return "Let designers edit the exported page instead of the template"
