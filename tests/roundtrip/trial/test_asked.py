"""Edits that a template takes in part or not at all: what remains merges, and the rest is asked about or told."""

import re

import pytest

from myproject import roundtrip

SWITCH = """<div><h2>Modes</h2>
<div tal:switch="mode">
<p tal:case="'a'">First mode</p>
<p tal:case="'b'">Second mode</p>
</div>
<p>End</p></div>
"""


def merge(template: str, *replacements: tuple[str, str], accept=(), samples=None) -> roundtrip.Result:
    """What comes of the exported page in which texts were replaced, once each; regular expressions."""
    given = {"a.pt": samples} if samples else None
    page = roundtrip.export({"a.pt": template}, "a.pt", samples=given).html
    for pattern, fresh in replacements:
        page, count = re.subn(pattern, fresh, page, count=1)
        assert count, pattern
    return roundtrip.merge({"a.pt": template}, {"a.pt": page}, samples=given, accept=accept)


SWAPPED = (r"(?s)(<p [^>]*>First mode</p>)(\s*)(<p [^>]*>Second mode</p>)", r"\3\2\1")


def test_a_change_that_only_a_developer_can_make_is_asked_about_and_holds_up_no_other():
    asked = merge(SWITCH, SWAPPED, ("Modes", "Kinds"))
    assert asked.status == "decide"
    assert [list(question.choices) for question in asked.decisions] == [["leave"]]
    assert "Only a developer can do this: the cases of tal:switch" in asked.decisions[0].words
    answered = merge(SWITCH, SWAPPED, ("Modes", "Kinds"), accept=[asked.decisions[0].id])
    assert answered.status == "merged"
    assert answered.templates["a.pt"] == SWITCH.replace("Modes", "Kinds")


def test_a_list_has_no_place_in_a_paragraph_that_stays():
    unlisted = (r"<p [^>]*>First mode</p>", "<ul><li>First mode</li></ul>")
    asked = merge(SWITCH, unlisted, ("Modes", "Kinds"))
    answered = merge(SWITCH, unlisted, ("Modes", "Kinds"), accept=[one.id for one in asked.decisions])
    assert answered.templates["a.pt"] == SWITCH.replace("Modes", "Kinds")


TITLE = '<html xmlns:tal="http://xml.zope.org/namespaces/tal"><head><title>{}</title></head><body><p>A</p></body></html>'
TITLES = [
    "${name} - Club",
    '<tal:b content="name">A page</tal:b> - Club',
    '<span tal:replace="name">A page</span> - Club',
]
NAMED = {"many": {"name": "The third man"}}


@pytest.mark.parametrize("title", TITLES)
def test_the_export_shows_a_title_and_no_code(title):
    page = roundtrip.export({"a.pt": TITLE.format(title)}, "a.pt", samples={"a.pt": NAMED}).html
    assert re.search("<title[^>]*>(.*)</title>", page)[1] == "The third man - Club"


@pytest.mark.parametrize("title", TITLES)
def test_the_words_of_a_title_that_are_not_data_can_change(title):
    result = merge(TITLE.format(title), ("- Club", "- House"), samples=NAMED)
    assert result.templates["a.pt"] == TITLE.format(title.replace("Club", "House"))


@pytest.mark.parametrize("title", TITLES)
@pytest.mark.parametrize(
    "change", [("third", "fourth"), ("third man", "third good man"), ("The third", "Third")]
)
def test_data_in_a_title_stays_and_that_is_told(title, change):
    result = merge(TITLE.format(title), change, samples=NAMED)
    assert result.status == "unchanged"
    assert ["comes from the site's content" in note.words for note in result.notes] == [True]


@pytest.mark.parametrize("title", TITLES)
def test_whoever_types_over_a_title_is_asked_about_its_data(title):
    result = merge(TITLE.format(title), ("The third man - Club", "House"), samples=NAMED)
    assert [question.kind for question in result.decisions] == ["retyped"]
    drop = merge(
        TITLE.format(title),
        ("The third man - Club", "House"),
        samples=NAMED,
        accept=[f"{result.decisions[0].id}=drop"],
    )
    assert drop.templates["a.pt"] == TITLE.format("House")


def test_words_beside_data_in_an_option():
    template = '<select><option tal:repeat="s sizes">${s.name} size</option></select>'
    samples = {"many": {"sizes": [{"name": "Large"}]}}
    result = merge(template, ("Large size", "Large one"), samples=samples)
    assert result.templates["a.pt"] == template.replace("size<", "one<")
    asked = merge(template, ("Large size", "Other"), samples=samples)
    assert [question.kind for question in asked.decisions] == ["retyped"]


TAGLESS = '<p>You wrote <tal:n content="n">five</tal:n> letters.</p>'


@pytest.mark.parametrize("samples", [None, {"many": {"n": "seven"}}])
def test_whoever_types_over_data_without_tags_is_asked(samples):
    result = merge(TAGLESS, ("You wrote <span[^>]*>(five|seven)</span> letters", "Nothing"), samples=samples)
    assert result.status == "decide"
    assert "bound to data" in result.decisions[0].words


SAMPLE = "the program writes this part; only the sample in the template changed"


@pytest.mark.parametrize(
    ("template", "change"),
    [
        ('<h1 tal:content="title">Dummy title</h1>', ("Dummy", "Better")),
        ('<h1 tal:content="title">Dummy title</h1>', ("Dummy", "<b>Dummy</b>")),
        ('<div tal:replace="structure body"><p>Dummy text</p></div>', ("Dummy", "Better")),
        ('<p>By <span tal:replace="name">Dummy</span>.</p>', ("<span ", '<span class="name" ')),
    ],
)
def test_whoever_changes_a_sample_text_hears_that_the_site_does_not_show_it(template, change):
    result = merge(template, change)
    assert result.status == "merged"
    assert [note.words for note in result.notes] == [SAMPLE]


def test_nobody_hears_of_samples_beside_them():
    template = (
        '<h1 class="big" tal:content="title">Dummy</h1><p>Words <img src="a.png" alt="A" tal:replace="x"></p>'
    )
    assert merge(template, ('<h1 class="big"', '<h1 class="small"'), ("Words", "Text")).notes == ()
    assert merge(template, ("</p>", "<b>more</b></p>")).notes == ()


WHOLE = """<html><head><title>A</title></head><body>
<section><h1>House</h1>
<p>First</p></section>
<section><h2>Rooms</h2>
<p>Last</p></section>
</body></html>
"""


@pytest.mark.parametrize("end", [r"(?s)\n</body>.*", r"(?s)\n<section[^>]*><h2.*", r"(?s)<p [^>]*>Last.*"])
def test_a_file_that_lost_its_end_is_asked_about(end):
    result = merge(WHOLE, (end, ""))
    if "Last" in end or "h2" in end:
        assert [question.kind for question in result.decisions] == ["rewritten"]
        assert "it looks cut off" in result.decisions[0].words
    else:
        assert result.status == "unchanged"


@pytest.mark.parametrize("change", [(r"(?s)\n<section[^>]*><h2.*?</section>", ""), ("(?s)</body>.*", "")])
def test_a_file_that_is_whole_is_not(change):
    assert merge(WHOLE, change).decisions == ()


ROWS = '<ul><li tal:repeat="x xs"><b>One</b> <i>two</i> <u>three</u></li></ul>'
PART = '<p metal:define-macro="card" class="card"><b>Card</b></p><p metal:use-macro="template.macros[\'card\']">x</p>'


def test_changes_of_one_row_give_one_note():
    class_of = [(f"<{name} ", f'<{name} class="k" ') for name in "biu"]
    result = merge(ROWS, *class_of, samples={"many": {"xs": [1, 2]}})
    told = "class='k' added to <b>, and 2 more changes: the program repeats this part, and every row gets it"
    assert [note.words for note in result.notes] == [told]


def test_whoever_changes_one_use_of_a_macro_hears_that_all_get_it():
    result = merge(PART, (">Card<", ">Ticket<"))
    told = "text changed from 'Card' to 'Ticket': this part is used several times, and every use gets it"
    assert [note.words for note in result.notes] == [told]


def test_what_has_no_place_is_named_by_its_words():
    template = '<div><tal:if condition="x"><p>Zero</p><p>One</p></tal:if><p>Two</p></div>'
    result = merge(template, ("(<p [^>]*>One.*</p>)", r'<section class="k">\1</section>'))
    assert [refusal.words for refusal in result.refused] == ["<section> 'OneTwo'"]
