"""The passes apply to what Chameleon generates: without that, all else would be just as true of code left alone."""

import ast

import pytest

import myproject.web.optimize
from myproject.web.optimize import optimize
from myproject.web.optimize.shapes import Shape, build, expression
from tests.web.optimize.both import Plain

LIST = """
<ul>
  <li tal:repeat="film films" class="${film.kind}">
    <a href="#" tal:attributes="href film.url">${film.title}</a> <b tal:condition="film.new">New</b>
    <i tal:define="note film.note" tal:content="note">A note</i>
  </li>
</ul>
"""


def code(source):
    return ast.unparse(optimize(Plain(source, keep_source=True).source))


def test_a_row_of_a_list_is_one_append_without_calls_for_what_is_plain():
    loop = code(LIST).split("_film in __iterator:")[1].split("if not ____index_")[0]
    assert loop.count("append(") == loop.count("__stream.append(f") == 1
    for gone in ("_lookup_attr", "getname(", "econtext", "get('"):
        assert gone not in loop


def test_white_space_between_items_stands_before_them_where_the_text_before_the_loop_has_it():
    assert "__pieces" not in code("<ul>\n  <li tal:repeat='i a'>${i} ${i}</li>\n</ul>")
    assert "__pieces" in code("<ul>${b}\n  <li tal:repeat='i a'>${i} ${i}</li>\n</ul>")


def test_nothing_unused_is_left():
    shown = code("<p class='a'>text</p>")
    for gone in ("import re", "__default", "_static_", "__attrs_", "def __quote", "_escape"):
        assert gone not in shown


def test_variables_are_put_back_only_where_something_reads_them_afterwards():
    element = "<p tal:define='a 1' metal:use-macro='m'></p>\n"
    assert "econtext['a']" in code(element)
    assert "__backup_" not in code(element)
    assert "__backup_a_" in code(f"{element}${{a}}")


def test_what_each_rendering_has_is_read_by_name():
    shown = code("<p metal:define-macro='m'>${b}<i metal:define-slot='s' /></p>")
    assert "econtext.get_name('__translate')" in shown
    assert "econtext.get_name('__slot_s').pop()" in shown
    assert "econtext['" not in shown


def test_loops_have_builtins_in_local_variables_also_where_they_fill_a_slot():
    shown = code(
        "<p metal:use-macro='m'><i metal:fill-slot='s'><b tal:repeat='x a' tal:content='x' /></i></p>"
    )
    loop = shown.split("def __fill_s(")[1].split("_x in __iterator:")[1].split("_slots =")[0]
    assert "if __type(__x1_x) is not __int:" in loop


def test_code_stays_as_it_is_for_a_version_of_chameleon_that_is_not_proven(monkeypatch):
    plain = Plain(LIST, keep_source=True).source
    monkeypatch.setattr(myproject.web.optimize, "version", lambda name: "4.7.0")
    assert ast.dump(optimize(plain)) == ast.dump(ast.parse(plain))


@pytest.mark.parametrize(
    ("shape", "source", "found"),
    [
        ("T = f(T, 1)", "x = f(x, 1)", {"T": "x"}),
        ("T = f(T, 1)", "x = f(y, 1)", None),
        ("T = f(T, 1)", "x = f(x, 2)", None),
        ("T = f(T, 1)", "x = f(x, 1, 2)", None),
        ("if not T:\n    BODY", "if not a.b:\n    c()\n    d()", {"T": "a.b", "BODY": "c()d()"}),
        ("if not T:\n    BODY", "if not a:\n    c()\nelse:\n    d()", None),
        ("a = B\nc = D", "a = 1", None),
    ],
)
def test_shapes(shape, source, found):
    match = Shape(shape).match(ast.parse(source).body)
    shown = match and {
        name: "".join(ast.unparse(each).strip() for each in node)
        if isinstance(node, list)
        else ast.unparse(node)
        for name, node in match.items()
    }
    assert shown == found


def test_building_puts_nodes_names_values_and_blocks_in_place():
    built = build("if A:\n    B\n    C = D", A=expression("x.y"), B=build("z()"), C="name", D=7)
    assert ast.unparse(ast.fix_missing_locations(built[0])) == "if x.y:\n    z()\n    name = 7"
