"""Law 6 from end to end: whatever is done to an exported page, what a merge writes does nothing new."""

from hypothesis import event, example, given
from hypothesis import strategies as st

from myproject.roundtrip import RoundtripError, export, merge
from myproject.roundtrip.parse.bindings import inventory
from tests.roundtrip.attacks import ATTACKS, PAGE
from tests.roundtrip.rendering import VALUES
from tests.roundtrip.test_prove_fuzz import SNIPPETS, assert_harmless

THEME = {"page.pt": PAGE}
SAMPLE = {
    **VALUES,
    "admin": True,
    "films": ["Alien", "Brazil"],
    "secret": "sample",
    "csrf": "sample",
    "note": "n",
}
SAMPLES = {"page.pt": {"one": SAMPLE}}
EXPORTED = export(THEME, "page.pt", samples=SAMPLES).html


@st.composite
def edited(draw, snippets=SNIPPETS) -> str:
    """The exported page with a few pieces cut out, moved, or put in, at tags or anywhere."""
    text = EXPORTED
    for _ in range(draw(st.integers(1, 3))):
        ends = [index + 1 for index, character in enumerate(text) if character == ">"] or [0]
        place = st.one_of(st.sampled_from(ends), st.integers(0, len(text)))
        start, end = sorted((draw(place), draw(place)))
        match draw(st.sampled_from(["insert", "insert", "insert", "cut", "move"])):
            case "insert":
                text = text[:start] + draw(st.sampled_from(snippets)) + text[start:]
            case "cut":
                text = text[:start] + text[min(end, start + 120) :]
            case "move":
                end = min(end, start + 120)
                piece, text = text[start:end], text[:start] + text[end:]
                to = draw(st.integers(0, len(text)))
                text = text[:to] + piece + text[to:]
    return text


def merged(text: str) -> str:
    """The template after a merge in which every question is answered by its first choice."""
    result = merge(THEME, {"page.pt": text}, samples=SAMPLES, state="one")
    if result.status == "decide":
        accept = [decision.id for decision in result.decisions]
        result = merge(THEME, {"page.pt": text}, samples=SAMPLES, state="one", accept=accept)
    return result.templates.get("page.pt", PAGE)


@given(edited())
@example(EXPORTED)
@example(EXPORTED.replace("Some words.", "${probe()} &#36;{probe()} $&#123;probe()}"))
def test_nothing_new_is_written(text):
    try:
        after = merged(text)
    except RoundtripError:
        event("not readable")
        return
    assert {binding.expression for binding in inventory(after)} <= {b.expression for b in inventory(PAGE)}
    event("changed" if after != PAGE else "unchanged")
    if after != PAGE:
        assert_harmless(after)


def test_attacks_typed_into_an_exported_page_change_nothing_that_runs():
    """Every piece of the corpus at once, each in a paragraph of its own."""
    pieces = "".join(
        f"<p>{new}</p>\n" for attack in ATTACKS for _, new in attack.changes if "</form>" not in new
    )
    try:
        after = merged(EXPORTED.replace("</body>", f"{pieces}</body>"))
    except RoundtripError:
        return
    assert "probe" not in {name for binding in inventory(after) for name in binding.expression.split("(")}
