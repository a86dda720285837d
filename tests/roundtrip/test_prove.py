"""What designers may do passes the proof; what a team accepts or allows passes too, and no more than that."""

import pytest

from myproject.roundtrip.parse.bindings import inventory
from myproject.roundtrip.prove.prove import Policy, verify
from tests.roundtrip.attacks import FIELD, FIRST, PAGE, SECOND

FORM = PAGE[PAGE.index("<form") : PAGE.index("</form>") + len("</form>")]
NOTE = '<p title="${note}" class="note">A note</p>'

WORDS = "Some words."
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><title>Dot</title><circle cx="4" cy="4" r="3"/></svg>'

EDITS = {
    "text": (WORDS, "Other words, 5 &lt; 7, caf\u00e9, &#36;{not_code} and &#36;&#36;"),
    "markup": (WORDS, 'With <em>weight</em>, <a href="https://example.org/?a=1&amp;b=2">link</a><br>'),
    "heading retagged": ("<h1>Heading</h1>", '<h2 class="big">Heading</h2>'),
    "classes and ids": ('<p class="intro">', '<p class="intro lead" id="intro">'),
    "style": ('<p class="intro">', '<p class="intro" style="color: #333; background: url(static/a.png)">'),
    "class on a bound element": ('<p class="first"', '<p class="first wide" lang="en"'),
    "class beside an interpolation": ('class="note"', 'class="note wide" data-x="1"'),
    "wrapped": (SECOND, f'<div class="box">\n  {SECOND}\n</div>'),
    "wrapped inside": (
        '<b data-tal-content="secret">dummy</b>',
        '<u><b data-tal-content="secret">new</b></u>',
    ),
    "bound element retagged": (
        '<em data-tal-content="who">dummy</em>',
        '<strong data-tal-content="who">x</strong>',
    ),
    "guarded text edited": ("HUSH words", "Other words for those who may read them"),
    "text removed": ("A note", ""),
    "inline SVG": (WORDS, SVG),
    "stylesheet": ("</head>", '<link rel="stylesheet" href="static/new.css"></head>'),
    "style element": ("</head>", "<style>p > b { color: red }</style></head>"),
    "image": (
        WORDS,
        '<img src="static/a.jpg" srcset="static/a.jpg 1x, static/b.jpg 2x" alt="A" loading="lazy">',
    ),
    "image as data": (WORDS, '<img src="data:image/png;base64,iVBORw0KGgo=" alt="A">'),
    "comment": (WORDS, "Some words. <!-- remember this -->"),
    "field added": ('<input name="q"', '<label for="q">Ask</label><input id="q" placeholder="Ask" name="q"'),
    "table": (
        "<h1>Heading</h1>",
        "<table><thead><tr><th>A</th></tr></thead><tbody><tr><td>1</td></tr></tbody></table>",
    ),
    "CRLF": (WORDS + "</p>\n", WORDS + "</p>\r\n"),
    "script words in text": (WORDS, "How onclick=, javascript: and tal:content are written"),
}


def test_what_the_site_could_no_longer_render_is_refused():
    """Stock Chameleon takes a table in a paragraph; in HTML it ends the paragraph."""
    (violation,) = verify(PAGE, PAGE.replace(WORDS, "<table><tr><td>1</td></tr></table>"))
    assert violation.rule == "unreadable" and "could read this template before" in violation.reason


STOCK_ONLY = "<?xml version='1.0'?>\n<p tal:condition=\"admin\">${secret}</p>\n<p>Words</p>\n"
SITE_ONLY = '<P data-tal-condition="admin">${secret}</p>\n<script>if (a<b) go()</script>\n<p>Words</p>\n'


@pytest.mark.parametrize("page", [STOCK_ONLY, SITE_ONLY], ids=["stock only", "site only"])
def test_what_one_reader_takes_is_proven_on_its_reading(page):
    assert verify(page, page.replace("Words", "Other <b>words</b>")) == []
    assert {one.rule for one in verify(page, page.replace("Words", "${secret}"))} == {"duplicated"}
    moved = page.replace("${secret}", "x").replace("Words", "${secret}")
    assert "guard" in {one.rule for one in verify(page, moved)}
    assert "new-code" in {one.rule for one in verify(page, page.replace("Words", "${probe()}"))}


def test_a_reader_that_could_not_read_before_finds_nothing_new():
    """Without its XML declaration the site takes the template: for all that it executes there is a twin before."""
    after = STOCK_ONLY.partition("\n")[2]
    assert verify(STOCK_ONLY, after) == []
    unguarded = after.replace(' tal:condition="admin"', "")
    assert {one.rule for one in verify(STOCK_ONLY, unguarded)} == {"guard", "lost"}


@pytest.mark.parametrize("name", EDITS)
def test_what_designers_do_passes(name):
    old, new = EDITS[name]
    assert old in PAGE
    assert verify(PAGE, PAGE.replace(old, new, 1)) == []


def test_moving_a_block_passes():
    moved = PAGE.replace(f"{NOTE}\n", "").replace("<h1>", f"{NOTE}\n<h1>")
    assert moved != PAGE
    assert verify(PAGE, moved) == []


def test_every_line_end_and_style():
    prefixed = PAGE.replace("data-tal-", "tal:")
    for page in (PAGE, prefixed):
        for newline in ("\n", "\r\n", "\r"):
            text = page.replace("\n", newline)
            assert verify(text, text) == []
            assert verify(text, text.replace("Some words.", "<em>Other</em> words.")) == []
            assert verify(text, text.replace("Some words.", "${probe()}")) != []


@pytest.mark.parametrize(
    "css",
    [
        "p { width: expression(1) }",
        r"p { width: e\000078 pression(1) }",
        "p { quotes: '/*'; width: expression(1); content: '*/' }",
        r"p { quotes: '/*'; width: e\78 pression(1); content: '*/' }",
        "p { quotes: '/*'; -ms-behavior/**/: url(a.htc); content: '*/' }",
        r"p { behavio\72 : url(a.htc) }",
    ],
)
def test_css_that_acts_is_found_however_it_is_spelt(css):
    for markup in (f"<style>{css}</style>", f'<b style="{css}">x</b>'):
        assert {one.rule for one in verify(PAGE, PAGE.replace("Some words.", markup))} == {"url"}


def id_of(expression: str, kind: str | None = None) -> str:
    return next(b.id for b in inventory(PAGE) if b.expression == expression and kind in (None, b.kind))


def test_a_loss_is_named_until_it_is_accepted():
    after = PAGE.replace(NOTE, "<p>A note</p>")
    (violation,) = verify(PAGE, after)
    assert (violation.rule, violation.binding, violation.in_after) == ("lost", id_of("note"), False)
    assert PAGE[violation.offset :].startswith("${note}")
    assert verify(PAGE, after, Policy(accepted=frozenset({id_of("note")}))) == []


@pytest.mark.parametrize("gone", [0, 1])
def test_of_two_equal_ones_either_may_be_accepted_as_lost(gone):
    page = PAGE.replace(WORDS, "<b>${who}</b> and <i>${who}</i>")
    ids = [
        binding.id for binding in inventory(page) if binding.expression == "who" and binding.kind == "text"
    ]
    after = page.replace(("<b>${who}</b>", "<i>${who}</i>")[gone], "")
    assert {violation.rule for violation in verify(page, after)} == {"lost"}
    assert verify(page, after, Policy(accepted=frozenset({ids[gone]}))) == []


def test_a_copy_is_named_until_it_is_accepted():
    after = PAGE.replace(NOTE, NOTE + NOTE)
    (violation,) = verify(PAGE, after)
    assert (violation.rule, violation.binding) == ("duplicated", id_of("note"))
    assert verify(PAGE, after, Policy(accepted=frozenset({id_of("note")}))) == []


def test_a_move_under_more_guards_can_be_accepted():
    guarded = f'<div class="first" data-tal-condition="admin">HUSH words {NOTE}</div>'
    after = PAGE.replace(f"{NOTE}\n", "").replace(FIRST, guarded)
    assert {violation.rule for violation in verify(PAGE, after)} == {"guard"}
    assert verify(PAGE, after, Policy(accepted=frozenset({id_of("note")}))) == []


def test_a_move_under_a_repeat_that_hides_its_name_cannot():
    page = PAGE.replace("${note}", "${film}")
    after = page.replace(f"{NOTE}\n".replace("note}", "film}"), "").replace(
        "</li>", '<i title="${film}">x</i></li>', 1
    )
    ids = frozenset(binding.id for binding in inventory(page))
    assert "guard" in {violation.rule for violation in verify(page, after, Policy(accepted=ids))}


EVERYTHING = frozenset(binding.id for binding in inventory(PAGE))


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        (FIELD, "", "mandatory"),
        (SECOND, '<p class="second"><b data-tal-content="secret">x</b></p>', "guard"),
        (FIRST, '<p class="first">HUSH words</p>', "guard"),
        ("Some words.", "${secret}", "new-code"),
        ("Some words.", "${probe()}", "new-code"),
        ('href="/film/${film}"', 'href="//evil.example/${film}"', "moved"),
    ],
)
def test_accepting_everything_is_not_accepting_anything(old, new, rule):
    violations = verify(PAGE, PAGE.replace(old, new, 1), Policy(accepted=EVERYTHING))
    assert rule in {violation.rule for violation in violations}


def test_a_form_that_goes_may_take_its_field_along():
    after = PAGE.replace(FORM, "")
    assert {violation.rule for violation in verify(PAGE, after)} == {"lost"}
    assert verify(PAGE, after, Policy(accepted=EVERYTHING)) == []


SCRIPTS = Policy(scripts=True)
FORMS = Policy(forms=True)


@pytest.mark.parametrize(
    ("new", "policy"),
    [
        ("<script>var a = 1</script>", SCRIPTS),
        ('<img src="a.png" alt="" onload="x()">', SCRIPTS),
        ('<iframe src="https://video.example/1"></iframe>', SCRIPTS),
        ('<form action="/news" method="get"><input name="mail"><button>Go</button></form>', FORMS),
        ('<button formaction="/other">Go</button>', FORMS),
    ],
)
def test_a_team_may_allow(new, policy):
    after = PAGE.replace("<h1>Heading</h1>", f"<h1>Heading</h1>\n{new}")
    assert verify(PAGE, after) != []
    assert verify(PAGE, after, policy) == []
    assert verify(PAGE, after, FORMS if policy is SCRIPTS else SCRIPTS) != []


def test_no_policy_allows_code_in_a_script():
    after = PAGE.replace("Some words.", "<script>var a = '${note}'</script>")
    assert verify(PAGE, after, Policy(scripts=True, forms=True, accepted=EVERYTHING)) != []


def test_what_was_there_may_stay():
    odd = PAGE.replace(
        "Some words.",
        "<a onclick='go()' @click=\"x\" hx-on:click='y'>x</a><script>go('${note}')</script> US$",
    )
    assert (
        verify(odd, odd.replace("Heading", "New heading").replace("<a onclick", '<a class="x" onclick')) == []
    )
    assert verify(odd, odd.replace("go()", "evil()")) != []


def test_unreadable_and_other_encodings():
    (violation,) = verify(PAGE, PAGE.replace("</ul>", "</ol>", 1))
    assert (violation.rule, violation.line) == ("unreadable", PAGE[: PAGE.index("</ul>")].count("\n") + 1)
    meta = '<meta http-equiv="Content-Type" content="text/html; charset=utf-7">'
    assert "encoding" in {
        violation.rule for violation in verify(PAGE, PAGE.replace("<title>", f"{meta}<title>"))
    }
    assert verify(PAGE, "<b>" * 500 + "</b>" * 500)[0].rule == "unreadable"


LEFT_OPEN = """<ul>
<li data-tal-condition="admin">Secret ${secret}
<li>Other
</ul>
<table><tr data-tal-repeat="row rows"><td>${row}<td>Cell<tr><td>Last</table>
<select><option data-tal-condition="admin">${secret}<option>b</select>
"""


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (
            '<li data-tal-condition="admin">Secret ${secret}',
            'Secret ${secret}<li data-tal-condition="admin">',
        ),
        ("Secret ${secret}\n<li>Other", "Secret\n<li>${secret}Other"),
        ("<td>${row}<td>Cell<tr><td>Last", "<td>Cell<tr><td>${row}Last"),
        ("${secret}<option>b", "<hr>${secret}<option>b"),
        ("${secret}<option>b", "<p><option>b${secret}"),
    ],
)
def test_guards_hold_where_end_tags_are_left_out(old, new):
    assert old in LEFT_OPEN
    assert "guard" in {violation.rule for violation in verify(LEFT_OPEN, LEFT_OPEN.replace(old, new))}
    assert verify(LEFT_OPEN, LEFT_OPEN.replace("Other", "<b>Another</b>").replace("Last", "End")) == []


@pytest.mark.parametrize(
    "text", ["$<!-- x -->{probe()}", "$&lbrace;probe()}", "$&#123;probe()}", "$\0{probe()}", "$$"]
)
def test_what_would_come_alive_in_the_next_tool_is_refused(text):
    """Nothing of it runs now; a browser that writes its tree, or a sanitiser, makes `${probe()}` of it."""
    assert "grammar" in {violation.rule for violation in verify(PAGE, PAGE.replace(WORDS, text))}
