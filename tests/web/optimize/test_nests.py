"""Nests of loops: what `repeat` says of the inner ones afterwards, wherever and however one asks."""

import pytest

from tests.web.optimize.both import assert_same
from tests.web.optimize.test_code import code

TABLE = "<tr tal:repeat='row rows'><td tal:repeat='cell row'>${cell}</td></tr>"
CUBE = (
    "<i tal:repeat='row rows'><b tal:repeat='cell row'><u tal:repeat='letter str(cell)'>${letter}</u></b></i>"
)
TWICE = (
    "<tr tal:repeat='row rows'><td tal:condition='row' tal:repeat='cell row'>${cell}</td>"
    "<th tal:condition='not: row' tal:repeat='cell (1, 2, 3, 4)'>${cell}</th></tr>"
)
ASK = "${repeat.cell.index}/${repeat.cell.length} ${repeat.row.number}"
FRAMES = [
    "<p>{nest}</p><p tal:content='exists: repeat.cell' />",
    f"<p>{{nest}}{ASK}</p>",
    f"<p tal:repeat='x (1, 2)'>{{nest}}<b tal:on-error='string:none'>{ASK}</b></p>",
    f"<p tal:on-error='string:{ASK}'>{{nest}}</p>",
    f"<p tal:on-error='string:none'><b tal:on-error='string:{ASK}'>{{nest}}</b></p>",
    f"<p tal:on-error='string:{ASK}'><i metal:use-macro=\"template.macros['m']\" /></p>"
    "<p tal:condition='nothing'><b metal:define-macro='m'>{nest}</b></p>",
    "<p>{nest}<i metal:use-macro=\"template.macros['m']\" /></p>"
    f"<p tal:condition='nothing'><b metal:define-macro='m'>{ASK}</b></p>",
]


class Broken:
    """Fails when it is shown."""

    def __html__(self):
        raise ValueError("broken")


ROWS = [
    [],
    [[]],
    [[1, 2], [3]],
    [(1, "<b>"), [], [None]],
    [["abc"], []],
    [[1, Broken(), 3], [4]],
    [[1, 2], [3, 4, Broken()]],
    [[], [Broken()]],
]


@pytest.mark.parametrize("frame", FRAMES)
@pytest.mark.parametrize("nest", [TABLE, CUBE, TWICE])
def test_repeat_says_the_same_of_loops_within_loops(frame, nest):
    assert_same(frame.replace("{nest}", nest), *({"rows": rows}.copy for rows in ROWS))


def test_repeat_says_the_same_of_inner_loops_that_unpack_their_items():
    pairs = "<td tal:repeat='(a, b) row'>${a}=${b}</td>"
    ask = "${repeat[('a', 'b')].index} ${repeat.row.number}"
    rows = [[(1, 2), (3, "<b>")], [], [(4, 5)], [(6, Broken())]]
    for nest in (pairs, pairs * 2, f"{pairs} <td tal:repeat='a row'>${{a}}</td>"):
        source = f"<tr tal:repeat='row rows'>\n{nest}\n</tr>"
        for frame in (source, f"{source}{ask}", f'<p tal:on-error="string:{ask}">{source}</p>'):
            assert_same(frame, *(lambda end=end: {"rows": rows[:end]} for end in range(5)))


@pytest.mark.parametrize("nest", [TABLE, TABLE.replace("row rows", "row list(rows)")])
def test_an_inner_loop_is_registered_after_the_outer_one(nest):
    loop, _, after = code(nest).partition("_row in __iterator:")[2].partition("if __i")
    assert "__loops['cell']" not in loop
    assert "__loops['cell'] = (__i" in after.split("except")[0]


@pytest.mark.parametrize(
    "cell", ["${repeat.cell.odd}", "${other}", "<i metal:define-slot='s' />", "<i tal:on-error='nothing' />"]
)
def test_an_inner_loop_is_registered_at_once_where_something_may_ask(cell):
    nest = f"<p metal:define-macro='m'>{TABLE.replace('${cell}', cell)}</p>"
    assert "__loops['cell'] = (__iterator," in code(nest)


def test_what_a_report_shows_of_an_item_is_the_item():
    assert_same("<p><i tal:repeat='i a'>${i}</i>${fail}</p>", lambda: {"a": ["<", 1.5, None]})
    assert_same("<p><i tal:repeat='i a'>${i}${fail}</i></p>", lambda: {"a": ["<", 1.5, None]})
    assert_same("<p><i tal:repeat='i a'>${i}</i></p>", lambda: {"a": ["<", Broken()]})
