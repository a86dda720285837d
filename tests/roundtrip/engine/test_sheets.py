"""Style sheets that come back: what a tool wrote anew is nothing, what is new arrives beside what was there."""

import pytest

from myproject.roundtrip import Policy, export, merge
from myproject.roundtrip.pages import css

NAME = "page.pt"
PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
  <title>Films</title>
  <link rel="stylesheet" href="static/site.css">
  <style>
    :root { --accent: #369; }
    .hero { background: url('img/hero.jpg') no-repeat; color: red }
    @media (max-width: 600px) { .hero td { display: block } }
  </style>
</head>
<body>
  <section class="hero" id="news"><h1 tal:content="title">Films</h1></section>
  <ul>
    <li tal:repeat="film films"><img src="a.jpg" alt="" style="top: 1px" tal:attributes="style film.style"></li>
  </ul>
</body>
</html>
"""
SAMPLES = {NAME: {"many": {"title": "Films", "films": [{"style": f"top: {n}px"} for n in range(3)]}}}
ANEW = (
    "<style>* { box-sizing: border-box; } body {margin: 0;}:root{--accent:#369;}"
    '.hero{background-image:url("img/hero.jpg");background-repeat:no-repeat;background-color:initial;color:red;}'
    "@media (max-width: 600px){.hero td{display:block;}}"
)


def given(template: str = PAGE) -> str:
    return export({NAME: template}, NAME, samples=SAMPLES).html


def merged(edited: str, template: str = PAGE, **more):
    return merge({NAME: template}, {NAME: edited}, samples=SAMPLES, **more)


def anew(sheet: str, page: str | None = None) -> str:
    """The page with one sheet, as a tool wrote it, in place of its own."""
    page = given() if page is None else page
    first, last = page.index("<style"), page.rindex("</style>")
    return page[:first] + sheet + page[last:]


def lines(result) -> list[str]:
    return [line for line in result.diff.splitlines() if line[:1] in "+-" and line[:3] not in ("+++", "---")]


def test_a_sheet_that_the_tool_wrote_anew_is_no_change():
    result = merged(anew(ANEW))
    assert (result.status, result.changes, result.notes) == ("unchanged", (), ())


@pytest.mark.parametrize(
    ("rule", "line"),
    [
        ("#news{color:#cc0000;}", "+    #news { color: #cc0000; }"),
        (".hero:hover{color:blue}", "+    .hero:hover { color: blue; }"),
        (
            "@media (max-width: 600px){h1{color:blue}}",
            "+    @media (max-width: 600px) { h1 { color: blue; } }",
        ),
    ],
)
def test_a_rule_more_arrives_alone(rule, line):
    result = merged(anew(ANEW + rule))
    assert result.status == "merged"
    assert lines(result) == [line]


def test_another_value_is_written_into_the_rule_that_has_it():
    result = merged(given().replace("--accent: #369", "--accent: #900"))
    assert lines(result) == ["-    :root { --accent: #369; }", "+    :root { --accent: #900; }"]


def test_a_longhand_of_another_value_is_an_edit():
    result = merged(anew(ANEW.replace("background-color:initial", "background-color:blue")))
    assert (
        "+    .hero { background: url('img/hero.jpg') no-repeat; color: red; background-color: blue }"
        in lines(result)
    )


def test_a_declaration_and_a_rule_that_were_taken_out():
    page = given().replace("; color: red", "").replace("    :root { --accent: #369; }\n", "")
    result = merged(page)
    assert result.status == "merged"
    assert "--accent" not in result.templates[NAME]
    assert "color: red" not in result.templates[NAME]


def test_a_sheet_that_was_taken_out():
    page = given()
    first, last = page.index("<style data-stamp"), page.rindex("</style>") + len("</style>")
    result = merged(page[:first] + page[last:])
    assert result.status == "merged"
    assert "<style" not in result.templates[NAME]


def test_the_id_that_a_rule_needs_comes_along_and_no_other():
    edited = anew(ANEW + "#ikx2f{color:#cc0000}")
    edited = edited.replace("<ul ", '<ul id="ikx2f" ').replace("<body ", '<body id="i3abc" ')
    result = merged(edited)
    assert lines(result) == ["+    #ikx2f { color: #cc0000; }", "-  <ul>", '+  <ul id="ikx2f">']


def rows(page: str, rule: str) -> tuple[str, str]:
    """The page with an id for each row's picture, and a rule for each of these that stands for its style attribute."""
    rules = []
    for number in range(3):
        page = page.replace(f' style="top: {number}px"', f' id="iq{number}x"')
        rules.append(f"#iq{number}x{{top:{number}px;{rule if number == 1 else ''}}}")
    return page, "".join(rules)


def test_style_attributes_that_became_rules_are_no_change():
    page, rules = rows(given(), "")
    result = merged(anew(ANEW + rules, page))
    assert (result.status, result.notes) == ("unchanged", ())


def test_a_style_for_one_row_is_told():
    page, rules = rows(given(), "color:red")
    result = merged(anew(ANEW + rules, page))
    assert result.status == "unchanged"
    assert ["one sample row" in note.words for note in result.notes] == [True]


def test_a_page_without_a_sheet_gets_one_at_the_end_of_its_head():
    first, last = PAGE.index("  <style>"), PAGE.index("</head>")
    plain = PAGE[:first] + PAGE[last:]
    edited = given(plain).replace("</body>", "<style>#news{color:#cc0000}</style></body>")
    result = merged(edited, plain)
    assert lines(result) == ["+  <style>", "+    #news { color: #cc0000; }", "+  </style>"]


def test_a_fragment_keeps_the_sheet_where_it_was_put():
    template = '<div id="news"><p>Text</p></div>\n'
    result = merge({NAME: template}, {NAME: "<style>#news { color: red }</style>" + template})
    assert result.status == "merged"
    assert "#news { color: red; }" in result.templates[NAME]


def test_ids_that_change_from_save_to_save_are_the_tools():
    unedited = anew(ANEW + "#iab1c{color:red}").replace("<ul ", '<ul id="iab1c" ')
    edited = unedited.replace("iab1c", "izz9z")
    assert merged(edited, unedited={NAME: unedited}).status == "unchanged"
    result = merged(edited.replace("#izz9z{color:red", "#izz9z{color:blue"), unedited={NAME: unedited})
    assert "#izz9z { color: blue; }" in result.diff
    assert '<ul id="izz9z">' in result.diff


def test_files_that_a_new_rule_needs_come_along():
    result = merged(
        anew(ANEW + '#news{background:url("img/new%20sky.jpg")}'), policy=Policy(static="static/")
    )
    assert [(asset.source, asset.target) for asset in result.assets] == [
        ("img/new sky.jpg", "static/img/new sky.jpg")
    ]
    assert 'url("static/img/new%20sky.jpg")' in result.diff


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("color", "rgb(204, 0, 0)", True),
        ("outline-color", "rgba(136, 136, 136, 0.5)", False),
        ("outline-color", "rgba(136, 136, 136, 0.533)", True),
        ("background-color", "#c00", False),
        ("border-top-color", "#336699", True),
        ("margin", "0px auto", True),
    ],
)
def test_what_a_declaration_says(name, value, said):
    known = css.declared(
        "color: #c00; outline: 1px dashed #8888; border: 1px solid #369; margin-left: auto; margin-top: 0"
    )
    assert css.says(known, name, value) is said
