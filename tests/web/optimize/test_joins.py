"""Loops whose values are collected and joined show what plain Chameleon shows, and say where they failed as it does."""

import pytest

from tests.web.optimize.both import Fast, Plain, assert_same
from tests.web.optimize.test_code import code
from tests.web.optimize.values import VALUES

JOINED = {
    "text": "<p tal:repeat='i v'>100% ${i} {x}</p>",
    "content": "<ul>\n  <li tal:repeat='i v' tal:content='i'>sample</li>\n</ul>",
    "structure": "<ul><li tal:repeat='i v'>${structure: i}</li></ul>",
    "attribute": "<ul>\n  <li tal:repeat='i v' tal:attributes='class i'>text</li>\n  <li>last</li></ul>",
    "space behind": "<ul>${w}\n  <li tal:repeat='i v'>${i}</li>\n</ul>",
    "space that the source has not": "<ul><li tal:repeat='i v' tal:replace='i' /></ul>",
    "attribute of items": "<i tal:repeat='i v'>${i.x}</i>",
    "pairs": "<i tal:repeat='(i, j) v'>${i}=</i>",
    "definition": "<i tal:repeat='i v'><b tal:define='j i' tal:content='j' /></i>",
    "registered": "<i tal:repeat='i v'>${repeat.i.number}</i>${repeat.i.length}",
    "within a loop": "<i tal:repeat='j (1, 2)'>${j} <b tal:repeat='i v'>${i}, </b> ${j}</i>",
    "within a translation": "<p i18n:translate=''>a <b i18n:name='b' tal:repeat='i v'>${i} </b> c</p>",
    "within on-error": "<p tal:on-error='string:none'>a <b tal:repeat='i v'>${i} </b> c</p> d",
    "within a macro": "<p metal:define-macro='m'><b tal:repeat='i v'>${i} </b><i metal:define-slot='s' /></p>",
}
NOT_JOINED = {
    "two values": "<p tal:repeat='i v'>${i} ${i}</p>",
    "a value sometimes": "<p tal:repeat='i v'>a <b tal:condition='i' tal:replace='i' /></p>",
    "no text": "<tal:i repeat='i v'>${i}</tal:i>",
    "a sample for nothing": "<ul><li tal:repeat='i v' tal:content='structure i'>sample</li></ul>",
    "no value": "<hr tal:repeat='i v'>",
    "a slot": "<p metal:define-macro='m'><i tal:repeat='i v'>${i}<b metal:define-slot='s' /></i></p>",
    "on-error": "<i tal:repeat='i v'>a ${i} <b tal:on-error='string:none'>b</b></i>",
}

LISTS = {
    "none": lambda: None,
    "empty": list,
    "generator": lambda: (each for each in [1, "<2>"]),
    "numbers": lambda: list(range(5)),
    "texts": lambda: ["a", "<b>", "%s", "{}", "</p><p>"],
    "pairs": lambda: [(1, 2), ("<", ">")],
    "one that cannot be shown": lambda: ["a", VALUES["loud"](), "b"],
    "of no type that can be joined": lambda: ["a", VALUES["html of number"](), "b"],
    "all": lambda: [make() for kind, make in VALUES.items() if "loud" not in kind and "bad" not in kind],
    **{kind: lambda make=make: [make()] for kind, make in VALUES.items()},
}


@pytest.mark.parametrize("loop", [*JOINED, *NOT_JOINED])
def test_loops_show_the_same(loop):
    source = f"<div>{(JOINED | NOT_JOINED)[loop]}</div>"
    assert_same(source, *(lambda make=make: {"v": make(), "w": "w"} for make in LISTS.values()))


@pytest.mark.parametrize("loop", JOINED)
def test_one_value_an_item_is_joined_by_the_text_between(loop):
    made = code(JOINED[loop])
    assert "__p1.append(f'{" in made
    assert ".join(__p1)" in made


@pytest.mark.parametrize("loop", NOT_JOINED)
def test_other_loops_append_to_the_page(loop):
    assert "__p1" not in code(NOT_JOINED[loop])


@pytest.mark.parametrize("start", ["", "${v}"])
def test_white_space_is_not_taken_back_from_the_page_but_left_out(start):
    assert "__pieces" not in code(f"<ul>{start}\n  <li tal:repeat='i v'>${{i}}</li>\n</ul>")


def test_a_row_of_a_table_is_one_append():
    table = (
        "<table>\n  <tr tal:repeat='row rows'>\n    <td tal:repeat='cell row'>${cell}</td>\n  </tr>\n</table>"
    )
    row = code(table).split("_row in __iterator:")[1].split("if __i")[1]
    assert row.count("__stream.append(") == 1


@pytest.mark.parametrize("kind", [Plain, Fast])
def test_a_number_that_is_too_long_to_show_is_an_error_at_its_place(kind):
    template = kind("<ul>\n  <li tal:repeat='i v'>${i}</li> ${v.x}</ul>")
    with pytest.raises(ValueError) as raised:  # its report cannot show the item either
        template(v=[1, 10**5000])
    assert "4300 digits" in raised.value.args[0]
    assert [place[:3] for place in raised.value.__str__._errors] == [("i", 2, 25)]
