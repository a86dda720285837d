"""Law 6, for what executes nothing: text and images that a condition hides must not come out of it."""

from collections import Counter, defaultdict
from collections.abc import Iterator

from chameleon.utils import decode_htmlentities

from myproject.roundtrip.parse.expressions import interpolations
from myproject.roundtrip.parse.reading import Document
from myproject.roundtrip.parse.tree import Element, Leaf, Node
from myproject.roundtrip.prove.violations import Violation, at

SHORTEST = 3  # letters; "by" or a comma says nothing
NAMED_BY = ("src", "href", "action", "data", "poster", "content", "name", "value")

Guards = tuple[tuple[str, str], ...]
Found = dict[str, dict[Guards, list[int]]]


def compare(before: Document, after: Document) -> Iterator[Violation]:
    """Static content that left its condition: less of it behind the guard than before, more of it elsewhere."""
    old, new = _collected(before), _collected(after)
    for what, places in new.items():
        was = _counts(old.get(what, {}))
        now = _counts(places)
        missing = [guards for guards in was if guards and was[guards] > now[guards]]
        for guards, offsets in places.items():
            if now[guards] > was[guards] and any(not _within(guards, lost) for lost in missing):
                shown = ", ".join(f'{kind} "{expression}"' for kind, expression in missing[0])
                reason = f"{what[:60]!r} has left what guards it ({shown}); move it back inside"
                yield at("guard", reason, after.place(offsets[-1]))


def _counts(places: dict[Guards, list[int]]) -> Counter[Guards]:
    return Counter({guards: len(offsets) for guards, offsets in places.items()})


def _within(guards: Guards, required: Guards) -> bool:
    rest = iter(guards)
    return all(guard in rest for guard in required)


def _collected(document: Document) -> Found:
    """Each piece of static content with the guards it stands behind and where."""
    found: Found = defaultdict(lambda: defaultdict(list))
    _collect(document.nodes, (), found)
    return found


def _collect(nodes: list[Node], guards: Guards, found: Found) -> None:
    for node in nodes:
        if isinstance(node, Leaf):
            for text in _static(node):
                found[text][guards].append(node.start)
        if not isinstance(node, Element):
            continue
        own = guards + tuple(
            (kind, decode_htmlentities(node.bindings[f"tal:{kind}"].value))
            for kind in ("switch", "case", "condition")
            if f"tal:{kind}" in node.bindings
        )
        named = next((f"{name}={node.get(name)}" for name in NAMED_BY if node.get(name)), "")
        if named:
            found[f"{node.local} {named}"][own].append(node.start)
        if "tal:content" not in node.bindings and "tal:replace" not in node.bindings:
            _collect(node.children, own, found)


def _static(leaf: Leaf) -> list[str]:
    """The pieces of text around its interpolations, white space folded, that are long enough to mean something."""
    if leaf.kind not in ("text", "cdata"):
        return []
    pieces, start = [], 0
    for found in interpolations(leaf.text):
        pieces.append(str(leaf.text)[start : found.start])
        start = found.end
    pieces.append(str(leaf.text)[start:])
    folded = (" ".join(piece.split()) for piece in pieces)
    return [piece for piece in folded if sum(character.isalnum() for character in piece) >= SHORTEST]
