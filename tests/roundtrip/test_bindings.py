"""The inventory against what Chameleon really compiles, and its places against the text."""

from collections import Counter
from html import unescape
from pathlib import Path

import pytest
from chameleon.exc import TemplateError
from hypothesis import given
from hypothesis import strategies as st

from myproject.roundtrip.parse import expressions
from myproject.roundtrip.parse.bindings import inventory, read
from myproject.roundtrip.parse.reading import READERS, Unreadable
from myproject.roundtrip.parse.statements import Guard
from tests.roundtrip.attacks import ATTACKS, PAGE
from tests.roundtrip.rendering import Compiled

THEME = Path(__file__).parents[2] / "myproject" / "themes" / "default"


SITE, STOCK = READERS.values()


def evaluated(source: str) -> Counter[str]:
    """The expressions that an inventory says are evaluated, as Chameleon's engine gets to see them."""
    found: Counter[str] = Counter()
    for binding in read(STOCK(source)):
        if binding.kind in ("define", "repeat", "attributes"):
            found.update(part.expression.strip() for part in binding.parts)
        elif binding.kind in ("content", "replace", "on-error"):
            found[binding.expression.removeprefix("structure ").removeprefix("text ").strip()] += 1
        elif binding.place in ("logic", "macro") and binding.kind not in (
            *("condition", "switch", "case", "use-macro", "extend-macro", "i18n-target"),
        ):
            if binding.kind == "omit-tag" and binding.expression.strip():
                found[binding.expression.strip()] += 1
        else:
            found[binding.expression.strip()] += 1
    return found


def compiled(source: str) -> Counter[str]:
    """What Chameleon compiled, but for the name that it puts in itself for `i18n:target`."""
    return Counter(e.strip() for e in Compiled(source).expressions if e != "target_language")


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.name)
def test_nothing_that_is_compiled_is_missing(attack):
    """Chameleon compiles some expressions several times and nested ones besides, so sets are compared."""
    nested = {tree for binding in read(STOCK(attack.on(PAGE))) for tree in _nested(binding.expression)}
    assert set(compiled(attack.on(PAGE))) <= set(evaluated(attack.on(PAGE))) | nested


def _nested(expression: str) -> list[str]:
    """The expressions inside an expression: `not: x` has x, `string:${x}` has x."""
    inner = [found.expression.strip() for found in expressions.interpolations(expression)]
    prefix, colon, rest = expression.partition(":")
    if colon and prefix.strip().isalpha():
        inner.append(rest.strip())
    return inner


def test_nothing_is_invented():
    assert set(evaluated(PAGE)) == set(compiled(PAGE))


@pytest.mark.parametrize("path", sorted(THEME.glob("*.pt")), ids=lambda path: path.name)
def test_the_places_are_those_of_the_text(path):
    for newline in ("\n", "\r\n"):
        source = path.read_text(encoding="utf-8").replace("\n", newline)
        lines = source.split("\n")
        for binding in inventory(source):
            here = source[binding.offset :]
            assert here == "\n".join([lines[binding.line - 1][binding.column - 1 :], *lines[binding.line :]])
            if binding.kind in ("text", "attribute"):
                assert here.startswith("${")
            else:
                shown = unescape(here).replace("\r\n", "\n")
                assert shown.startswith(binding.expression) or binding.kind == "element"


@given(st.text(alphabet="ab<>\r\n$" + "{}é\u2028", max_size=60))
def test_places_under_any_line_ends(text):
    source = f"{text}\r\n<b title='${{x}}'>${{y}}</b>"
    try:
        found = [binding for binding in inventory(source) if binding.expression in ("x", "y")]
    except Unreadable:
        return
    for binding in found[-2:]:
        assert source[binding.offset :].startswith("${" + binding.expression)
        assert (
            source[: binding.offset].replace("\r\n", "\n").replace("\r", "\n").count("\n") + 1 == binding.line
        )


def test_guards_from_the_outside_in():
    source = """
    <div data-tal-define="a 1; global g 2" data-tal-condition="a">
      <ul data-tal-switch="a"><li data-tal-case="1" data-tal-repeat="x (1, 2)">
        <b data-tal-condition="x" data-tal-content="x">d</b></li></ul>
    </div>
    <?python k = 1 ?><p>${g}</p>"""
    guards = {binding.kind: binding.guards for binding in inventory(source)}
    assert [(g.kind, g.expression) for g in guards["content"]] == [
        ("global", "g 2"),
        ("define", "a 1"),
        ("condition", "a"),
        ("switch", "a"),
        ("case", "1"),
        ("repeat", "x (1, 2)"),
        ("condition", "x"),
    ]
    assert [(g.kind, g.expression) for g in guards["text"]] == [("global", "g 2"), ("code", " k = 1 ")]
    assert guards["define"] == ()


def test_what_an_unclosed_element_guards_depends_on_the_reader():
    """HTML closes it where the next one begins; stock Chameleon shows what it should hide."""
    text = '<ul><li data-tal-condition="False">${secret}<li>b</ul>'
    guards = {
        name: [[guard.kind for guard in b.guards] for b in read(reader(text)) if b.kind == "text"]
        for name, reader in READERS.items()
    }
    assert guards == {"the site's renderer": [["condition"]], "stock Chameleon": [[]]}
    assert inventory(text) == list(read(READERS["the site's renderer"](text)))


PLACES = {
    "text": "<p>${x}</p>",
    "url": '<a href="${x}">x</a>',
    "script": "<script>${x}</script>",
    "style": '<p style="${x}">x</p>',
    "handler": '<p onclick="${x}">x</p>',
    "attribute": '<p title="${x}">x</p>',
    "comment": "<!-- ${x} -->",
    "cdata": "<![CDATA[${x}]]>",
    "pi": "<?php ${x} ?>",
    "structure": '<p tal:content="structure x">x</p>',
    "macro": '<p metal:use-macro="x">x</p>',
    "logic": '<p tal:condition="x">x</p>',
}


@pytest.mark.parametrize("place", PLACES)
def test_kinds_of_place(place):
    (binding,) = inventory(PLACES[place])
    assert (binding.place, binding.expression.removeprefix("structure ")) == (place, "x")


def test_both_styles_and_unknown_data_attributes():
    data = inventory('<p data-tal-content="x" data-bs-toggle="${y}" data-gjs-type="z">d</p>')
    prefixed = inventory('<p tal:content="x" data-bs-toggle="${y}" data-gjs-type="z">d</p>')
    assert [(b.kind, b.expression) for b in data] == [("content", "x"), ("attribute", "y")]
    assert [(b.kind, b.expression, b.guards) for b in data] == [
        (b.kind, b.expression, b.guards) for b in prefixed
    ]


def test_ids_are_unique_and_stay_when_other_markup_changes():
    ids = [binding.id for binding in inventory(PAGE)]
    assert len(set(ids)) == len(ids)
    moved = PAGE.replace("<h1>", "<div><h1 class='x'>").replace("</h1>", "</h1></div>\r\n<!-- x -->")
    assert [binding.id for binding in inventory(moved)] == ids


def test_unreadable_markup_names_the_place():
    with pytest.raises(Unreadable) as caught:
        inventory("<p>\r\n  </b></p>")
    assert (caught.value.line, caught.value.column) == (2, 3)


def test_names_of_a_guard():
    (_, content) = inventory('<p data-tal-define="(a, b) pair"><b data-tal-content="a">x</b></p>')
    assert content.guards == (Guard("define", "a b pair", ("a", "b"), "pair"),)


def test_the_cross_check_can_fail():
    with pytest.raises(TemplateError):
        compiled("<p>${1 +}</p>")
    assert not set(compiled("<p>${a}${b}</p>")) <= set(evaluated("<p>${a}</p>"))
