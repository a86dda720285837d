"""A developer changed the template while a designer had the page: law 7."""

from itertools import product

import pytest

from myproject.roundtrip import export, merge
from tests.roundtrip.engine.site import FILMS, SAMPLES, THEME, exchange, move, substitute


def both(developer, designer, accept=(), name="films.pt"):
    """Merge a designer's edit of the exported page into what the developer made of the template since."""
    now = {**THEME, name: developer(THEME[name])}
    page = designer(export(THEME, "films.pt", samples=SAMPLES).html)
    return merge(now, {"films.pt": page}, base=THEME, samples=SAMPLES, accept=accept)


DEVELOPER = {
    "a new binding": exchange("<p>Closing", '<p data-tal-condition="closing">Closing'),
    "another expression": exchange('data-tal-content="lead"', 'data-tal-content="intro"'),
    "a new part": exchange("<ul>", '<p data-tal-content="hint">Hint</p>\n    <ul>'),
    "a part removed": substitute(r"\s*<table>.*?</table>", ""),
    "an attribute on the same element": exchange(
        '<p class="lead"', '<p class="lead" data-tal-condition="lead"'
    ),
}
DESIGNER = {
    "a word": (exchange("Plain cell", "Simple cell"), "Simple cell"),
    "a class": (exchange('class="box"', 'class="box wide"'), 'class="box wide"'),
    "an attribute": (exchange('<p class="lead"', '<p class="lead" id="intro"'), 'class="lead" id="intro"'),
    "a new part": (exchange("</main>", '<p class="new">New</p></main>'), '<p class="new">New</p>'),
    "a tag": (substitute(r"<h1([^>]*)>(.*?)</h1>", r"<h2\1>\2</h2>"), "<h2 data-tal"),
}
OVERLAPPING = {("a part removed", "a word")}


@pytest.mark.parametrize(
    ("developer", "designer"), [pair for pair in product(DEVELOPER, DESIGNER) if pair not in OVERLAPPING]
)
def test_edits_of_different_places_merge(developer, designer):
    edit, mark = DESIGNER[designer]
    result = both(DEVELOPER[developer], edit)
    assert result.status == "merged"
    text = result.templates["films.pt"]
    assert mark in text
    assert text.replace(mark, "") != DEVELOPER[developer](FILMS)
    ours, theirs = set(DEVELOPER[developer](FILMS)) - set(FILMS), set(text)
    assert ours <= theirs


def test_the_developers_change_alone_is_no_merge():
    result = both(DEVELOPER["a new part"], lambda page: page)
    assert (result.status, result.templates) == ("unchanged", {})


def test_a_moved_part_takes_the_developers_change_along():
    result = both(exchange("Boxed para", "Boxed paragraph"), move(r'(<div class="box".*?</div>)', "<ul"))
    text = result.templates["films.pt"]
    assert text.count("Boxed paragraph") == 1
    assert text.index("Boxed paragraph") < text.index("<ul>")


CLASHES = {
    "one word": (exchange("Plain cell", "Flat cell"), exchange("Plain cell", "Simple cell")),
    "a removed part": (substitute(r"\s*<table>.*?</table>", ""), exchange("Plain cell", "Simple cell")),
    "one class": (exchange('class="box"', 'class="case"'), exchange('class="box"', 'class="box wide"')),
    "one place": (
        exchange("    <p>Closing", "    <p>Developer's</p>\n    <p>Closing"),
        substitute(r"(<p[^>]*>Closing)", r'<p class="d">Designer</p>\1'),
    ),
    "a word after a new sentence": (
        exchange("Plain cell", "Our favourites"),
        exchange("Plain cell", "Plain cell again"),
    ),
    "a word before a new sentence": (
        exchange("Plain cell", "Our favourites"),
        exchange("Plain cell", "One Plain cell"),
    ),
}


@pytest.mark.parametrize("clash", CLASHES)
def test_edits_of_one_place_are_a_conflict(clash):
    developer, designer = CLASHES[clash]
    result = both(developer, designer)
    assert (result.status, result.templates) == ("decide", {})
    (decision,) = result.decisions
    assert decision.kind == "conflict"
    assert "Designer:" in decision.words
    assert "Developer:" in decision.words
    kept = both(developer, designer, accept=[f"{decision.id}=developer"])
    assert (kept.status, kept.templates) == ("unchanged", {})


def test_a_conflict_may_be_decided_for_the_designer():
    developer, designer = CLASHES["one word"]
    (decision,) = both(developer, designer).decisions
    result = both(developer, designer, accept=[decision.id])
    assert "<td>Simple cell</td>" in result.templates["films.pt"]
    assert "Flat" not in result.templates["films.pt"]


def test_a_sentence_is_the_designers_or_the_developers_and_no_mixture():
    developer, designer = CLASHES["a word after a new sentence"]
    (decision,) = both(developer, designer).decisions
    result = both(developer, designer, accept=[decision.id])
    assert "<td>Plain cell again</td>" in result.templates["films.pt"]


SENTENCE = "Films of this week are shown here"


@pytest.mark.parametrize(
    ("now", "page", "kept"),
    [
        (
            "Movies shown daily",
            "Great Films of this week are shown here today",
            "Movies shown daily",
        ),
        ("Movies shown daily", "Films of this month are shown here today", "Movies shown daily"),
        (
            "Movies of this week are shown there",
            "Great Films of that week are shown here today",
            "Movies of that week are shown there",
        ),
        ("Movies shown daily", "<b>Films</b> of this week are shown here today", "Movies shown daily"),
        (
            "Movies shown daily",
            "<i>New</i> Films of this week are shown here today",
            "<i>New</i> Movies shown daily",
        ),
        (
            "Films of this week are shown daily",
            "Films <b>of</b> this<br> week are shown today here",
            "Films <b>of</b> this<br> week are shown daily",
        ),
        ("", "Great Films of this week are shown here today", ""),
    ],
)
def test_several_edits_of_a_sentence_that_the_developer_changed_are_one_question(now, page, kept):
    template = f"<h1>Top</h1><p>{SENTENCE}</p><p>End</p>"
    theme = {"a.pt": template.replace(SENTENCE, now)}
    edited = export({"a.pt": template}, "a.pt").html.replace(SENTENCE, page)
    (decision,) = merge(theme, {"a.pt": edited}, base={"a.pt": template}).decisions
    for choice, written in (("designer", page), ("developer", kept)):
        accept = [f"{decision.id}={choice}"]
        result = merge(theme, {"a.pt": edited}, base={"a.pt": template}, accept=accept)
        after = result.templates.get("a.pt", theme["a.pt"])
        assert after == template.replace(SENTENCE, written)


def test_both_sides_did_the_same():
    change = substitute(r"\s*<table.*?</table>", "")
    result = both(change, change)
    assert result.status in ("unchanged", "decide")
    assert result.templates == {}


@pytest.mark.parametrize(
    "same", ["Films of week are shown here", "Films <b>of</b> this week are shown here<br>"]
)
def test_both_sides_did_the_same_beside_another_change(same):
    template = f"<h1>Top</h1><p>{SENTENCE}</p><p>End</p>"
    theme = {"a.pt": template.replace(SENTENCE, same).replace("Top", "Start")}
    edited = export({"a.pt": template}, "a.pt").html.replace(SENTENCE, same)
    assert merge(theme, {"a.pt": edited}, base={"a.pt": template}).status == "unchanged"


@pytest.mark.parametrize(
    ("developer", "designer", "asked"),
    [('title="x"', 'title="x"', False), ('title="y"', 'title="x"', True), ("hidden", "hidden", False)],
)
def test_both_sides_added_an_attribute(developer, designer, asked):
    template = "<h1>Top</h1><p>One</p>"
    theme = {"a.pt": template.replace("<p", f"<p {developer}")}
    edited = export({"a.pt": template}, "a.pt").html.replace("<p", f"<p {designer}")
    result = merge(theme, {"a.pt": edited}, base={"a.pt": template})
    assert len(result.decisions) == asked
    for decision in result.decisions:
        accept = [f"{decision.id}=designer"]
        result = merge(theme, {"a.pt": edited}, base={"a.pt": template}, accept=accept)
        assert result.templates == {"a.pt": template.replace("<p", f"<p {designer}")}


def test_a_stamp_of_another_export_is_none():
    """The page was exported from the older template, but nobody remembers that one: nothing may be mistaken."""
    now = {**THEME, "films.pt": exchange("<ul>", "<p>Another</p>\n    <ul>")(FILMS)}
    page = export(THEME, "films.pt", samples=SAMPLES).html
    result = merge(now, {"films.pt": page}, samples=SAMPLES)
    assert [change.words for change in result.changes] == ["<p> removed: 'Another'"]


def test_a_template_removed_since_is_bad_input():
    now = {name: text for name, text in THEME.items() if name != "films.pt"}
    page = exchange("Plain cell", "x")(export(THEME, "films.pt", samples=SAMPLES).html)
    with pytest.raises(ValueError, match="removed since"):
        merge(now, {"films.pt": page}, base=THEME, samples=SAMPLES)


@pytest.mark.parametrize(("attribute", "told"), [("data-tal-content", True), ("data-tal-condition", False)])
def test_a_text_that_the_developer_bound_since_is_told(attribute, told):
    result = both(
        exchange("<p>Closing", f'<p {attribute}="closing">Closing'), exchange("Closing static", "Last")
    )
    assert result.status == "merged"
    assert [note.words.partition(":")[0] for note in result.notes] == [
        "the program writes this text since the export"
    ] * told
