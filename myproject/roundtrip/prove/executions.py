"""Law 6, first half: whatever executes after executed before, behind the same guards, in the same kind of place.

Comparing expressions is not enough: an edit can drop a condition, reorder cases, or carry an expression into a URL
without writing any new one. So each binding is compared with everything that decides what it does.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from myproject.roundtrip.parse import places
from myproject.roundtrip.parse.bindings import Binding, form_of, names_used, read
from myproject.roundtrip.parse.expressions import parse
from myproject.roundtrip.parse.reading import Document
from myproject.roundtrip.parse.statements import Guard, computed_attributes
from myproject.roundtrip.prove.violations import Policy, Violation

# Elements that give their text or attributes a meaning of their own; a heading may become another heading, not these.
SPECIAL = places.RAW_TEXT_ELEMENTS | frozenset(
    {"form", "input", "select", "option", "object", "embed", "link", "meta", "base", "template"}
)
# Guards that may be added around an accepted move: they only make it run more seldom.
TIGHTER = frozenset({"condition", "repeat", "switch", "case", "content", "replace"})
FREE_ATTRIBUTES = frozenset({"class", "style", "id"})


@dataclass(frozen=True)
class Site:
    """What has to be equal before and after, apart from the binding's kind and expression."""

    kind: str
    place: str
    owner: str
    attribute: str
    quoted: bool
    around: str
    extra: str
    guards: tuple[Guard, ...]


def compare(before: Document, after: Document, policy: Policy) -> Iterator[Violation]:
    """The bindings that are new, lost, doubled, moved, or in another order. Empty: law 6 holds for them."""
    was, now = read(before), read(after)
    old, new = _grouped(was), _grouped(now)
    gone = _forms(before) - _forms(after)
    for what in {**old, **new}:
        yield from _compare_group(old.get(what, []), new.get(what, []), policy, gone)
    yield from _reordered(was, now)


def is_csrf(binding: Binding) -> bool:
    """Whether a binding is a form's protection against forged requests."""
    name = (binding.host.get("name") or "") if binding.host else ""
    return "csrf" in f"{binding.expression} {name}".lower() and binding.kind not in (
        "define",
        "condition",
        "element",
    )


def relevant_guards(binding: Binding) -> tuple[Guard, ...]:
    """The guards that decide what a binding yields: an assignment counts only if it sets a name in use."""
    names, kept = names_used(binding), []
    for guard in reversed(binding.guards):
        if guard.kind in ("define", "global") and names is not None and not names & set(guard.names):
            continue
        kept.append(guard)
        if names is not None:
            names |= parse(guard.value).names
    return tuple(reversed(kept))


def site(binding: Binding) -> Site:
    """Everything about a binding that an edit must leave as it is."""
    host = binding.host
    local = host.local if host else ""
    special = binding.place in ("url", "handler", "script", "style") or local in SPECIAL
    return Site(
        kind=binding.kind,
        place=binding.place,
        owner=local if special else "",
        attribute=binding.attribute.lower() if binding.kind == "attribute" else "",
        quoted=_quoted(binding),
        around=binding.around,
        extra=_form_field(binding) if is_csrf(binding) else "",
        guards=relevant_guards(binding),
    )


def _quoted(binding: Binding) -> bool:
    """Whether the values written are inside quotes: escaping is made for those, and unquoted text breaks out."""
    if binding.kind == "attribute":
        return bool(binding.quote)
    if binding.kind != "attributes" or binding.host is None:
        return True
    computed = {part.target.lower() for part in computed_attributes(binding.host)}
    return all(attribute.quote for attribute in binding.host.plain if attribute.lower in computed)


def _form_field(binding: Binding) -> str:
    """A protecting field as it stands: its form, and all its attributes but those that only style it."""
    attributes = binding.host.attributes if binding.host else ()
    written = sorted(f"{a.lower}={a.value}" for a in attributes if a.lower not in FREE_ATTRIBUTES)
    return f"{binding.form} {written}"


def _grouped(bindings: list[Binding]) -> dict[tuple[str, str], list[Binding]]:
    """By what is evaluated: `${x}` is the same in a text and in an attribute, so that a move is told as a move."""
    groups = defaultdict(list)
    for binding in bindings:
        kind = "interpolation" if binding.kind in ("text", "attribute") else binding.kind
        groups[kind, binding.expression].append(binding)
    return groups


def _forms(document: Document) -> Counter[str]:
    return Counter(form_of(element) for element in document.elements if element.local == "form")


def _compare_group(
    old: list[Binding], new: list[Binding], policy: Policy, gone: Counter[str]
) -> Iterator[Violation]:
    """Bindings of one kind and expression: pairs off the equal ones, then explains each that is left."""
    free = {binding.id: binding for binding in old}
    sites = {binding.id: site(binding) for binding in old}
    alike = defaultdict(list)
    for id in sorted(sites, key=lambda id: id not in policy.accepted):
        alike[sites[id]].append(id)  # of equal ones those that may go are the last to be paired
    odd = []
    for binding in new:
        mine = site(binding)
        if alike[mine]:
            del free[alike[mine].pop()]
        else:
            odd.append((binding, mine))
    for binding, mine in odd:
        if not free:
            yield from _surplus(binding, mine, old, sites, policy)
            continue
        nearest = min(free, key=lambda id: _distance(sites[id], mine))
        yield from _changed(free.pop(nearest), binding, sites[nearest], mine, policy)
    for binding in free.values():
        if is_csrf(binding) and not gone[binding.form]:
            reason = (
                f"{describe(binding)} protects a form that is still there; put the field back into the form"
            )
            yield _violation("mandatory", reason, binding, binding.id, in_after=False)
        elif binding.id not in policy.accepted:
            reason = f"{describe(binding)} is no longer in the template; put it back, or accept its loss"
            yield _violation("lost", reason, binding, binding.id, in_after=False)


def _distance(old: Site, new: Site) -> int:
    names = ("kind", "place", "owner", "attribute", "quoted", "around", "extra", "guards")
    return sum(getattr(old, name) != getattr(new, name) for name in names)


def _surplus(
    binding: Binding, mine: Site, old: list[Binding], sites: dict[str, Site], policy: Policy
) -> Iterator[Violation]:
    if not old:
        reason = (
            f"{describe(binding)} was not in the template before; take it out, only a developer adds code"
        )
        yield _violation("new-code", reason, binding)
        return
    twins = [other.id for other in old if sites[other.id] == mine]
    if not policy.accepted.intersection(twins):
        reason = f"{describe(binding)} is there more often than before; keep one copy, or accept the second"
        yield _violation("duplicated", reason, binding, twins[0] if twins else old[0].id)


def _changed(old: Binding, new: Binding, was: Site, now: Site, policy: Policy) -> Iterator[Violation]:
    if was.guards == now.guards:
        if was.extra != now.extra:
            reason = f"{describe(new)} protects a form; leave that field as it is, in its form"
            yield _violation("mandatory", reason, new, old.id)
        else:
            reason = f"{describe(new)} stood in {_where(was, old)}, now in {_where(now, new)}; move it back"
            yield _violation("moved", reason, new, old.id)
        return
    missing = list((Counter(was.guards) - Counter(now.guards)).elements())
    added = list((Counter(now.guards) - Counter(was.guards)).elements())
    alike = _distance(was, now) == 1
    if old.id in policy.accepted and alike and _only_tighter(was.guards, now.guards, names_used(new)):
        return
    if missing:
        reason = f"{describe(new)} has left what guards it ({_listed(missing)}); move it back inside"
    elif added:
        reason = f"{describe(new)} is now inside {_listed(added)}; move it back out"
    else:
        reason = f"{describe(new)} has its guards in another order; restore the order"
    yield _violation("guard", reason, new, old.id)


def _only_tighter(was: tuple[Guard, ...], now: tuple[Guard, ...], names: frozenset[str] | None) -> bool:
    """Whether all guards are still there in their order, and those added hide nothing the binding reads."""
    rest = iter(now)
    if not all(guard in rest for guard in was):
        return False
    added = (Counter(now) - Counter(was)).elements()
    return all(
        guard.kind in TIGHTER and names is not None and not names & set(guard.names) for guard in added
    )


def _reordered(before: list[Binding], after: list[Binding]) -> Iterator[Violation]:
    """The cases of a switch are tried in order and the last may be the default: their sequence must stay."""
    known = {(switch.expression, cases) for switch, cases in _switches(before)}
    for switch, cases in _switches(after):
        if cases and (switch.expression, cases) not in known:
            reason = f"the cases of {describe(switch)} are not the same, in the same order, as before; restore them"
            yield _violation("reordered", reason, switch)


def _switches(bindings: list[Binding]) -> Iterator[tuple[Binding, tuple[str, ...]]]:
    for switch in bindings:
        if switch.kind == "switch":
            yield (
                switch,
                tuple(b.expression for b in bindings if b.kind == "case" and b.switch == switch.switch),
            )


def describe(binding: Binding) -> str:
    """A binding in plain words for a message."""
    shown = " ".join(binding.expression.split())[:60]
    if binding.kind in ("text", "attribute"):
        return f"${{{shown}}}"
    return f'{binding.attribute or binding.kind} "{shown}"'


def _where(where: Site, binding: Binding) -> str:
    if binding.kind in ("attribute", "attributes"):
        quoting = "" if where.quoted else " (unquoted)"
        written = (
            f'{where.attribute}="{" ".join(where.around.split())[:60]}"' if where.around else where.attribute
        )
        return f"the attribute {written or 'values'}{quoting} of <{binding.element}>"
    return f"<{binding.element}> as {where.place}"


def _listed(guards: Iterable[Guard]) -> str:
    return ", ".join(f'{guard.kind} "{" ".join(guard.expression.split())[:40]}"' for guard in guards)


def _violation(rule: str, reason: str, binding: Binding, id: str = "", in_after: bool = True) -> Violation:
    return Violation(rule, reason, binding.line, binding.column, binding.offset, in_after, id)
