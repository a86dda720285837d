"""Templates that are parts of pages, and parts of pages that tools and people take apart."""

import re

import pytest

from myproject.roundtrip import export, merge
from myproject.roundtrip.merge.placing import Place
from myproject.roundtrip.parse.bindings import inventory
from myproject.roundtrip.parse.source import Source

NAME = "part.pt"
SAMPLES = {NAME: {"many": {"x": 5, "rows": [{"name": "Alien", "price": 1}, {"name": "Brazil", "price": 2}]}}}
TABLE = """<table>
  <tbody>
    <tr class="row" tal:repeat="row rows"><td tal:content="row.name">Name</td><td>${row.price}</td></tr>
  </tbody>
</table>
<p>After</p>
"""


def prototype(template: str) -> str:
    return export({NAME: template}, NAME, samples=SAMPLES).html


def merged(template: str, edited: str, **more):
    return merge({NAME: template}, {NAME: edited}, samples=SAMPLES, **more)


def executed(text: str) -> list[tuple[str, str]]:
    return sorted((binding.kind, binding.expression) for binding in inventory(text))


PARTS = [
    '<div><p>Old words</p></div>\n<p tal:content="x">5</p>\n',
    "Old words stand ${x} at the root\n<p>of</p> a part\n",
    '<tr tal:repeat="row rows" class="r">\n  <td>${row.name}</td>\n  <td>Old words</td>\n</tr>\n',
    '<td tal:content="x">5</td>\n<td>Old words</td>\n',
    "<tbody><tr><td>Old words</td></tr></tbody>\n",
    "<caption>Old words</caption>\n",
    '<option tal:repeat="row rows" value="${row.name}">Old words</option>\n',
    '<div><template id="t"><p>Old words</p><p tal:content="x">5</p></template></div>\n',
]


@pytest.mark.parametrize("raw", [True, False], ids=["template", "prototype"])
@pytest.mark.parametrize("template", PARTS)
def test_an_edit_in_a_part_of_a_page_arrives(template, raw):
    page = template if raw else prototype(template)
    assert merged(template, page).status == "unchanged"
    result = merged(template, page.replace("Old words", "Fresh words"))
    assert result.status == "merged"
    assert result.templates[NAME] == template.replace("Old words", "Fresh words")


def test_what_is_new_at_the_root_arrives():
    template = PARTS[0]
    result = merged(template, "<h1>New</h1>\n" + prototype(template) + "<p>Last</p>\n")
    assert result.templates[NAME] == "<h1>New</h1>\n" + template + "<p>Last</p>\n"


def rows_of(page: str) -> tuple[str, str]:
    first, second = page.index("<tr"), page.index("<tr", page.index("<tr") + 1)
    return page[first:second].rstrip(), page[second : page.index("</tr>", second) + len("</tr>")]


def test_the_order_of_sample_rows_is_told_and_no_edit():
    page = prototype(TABLE)
    one, two = rows_of(page)
    swapped = page.replace(one, "@").replace(two, one).replace("@", two)
    result = merged(TABLE, swapped)
    assert result.status == "unchanged"
    assert ["order of sample rows" in note.words for note in result.notes] == [True]
    assert {fate.fate for fate in result.bindings} == {"kept"}


def test_all_rows_deleted_are_one_question():
    page = prototype(TABLE)
    for row in rows_of(page):
        page = page.replace(row, "")
    result = merged(TABLE, page)
    assert [decision.kind for decision in result.decisions] == ["lost"]
    result = merged(TABLE, page, accept=[result.decisions[0].id])
    assert result.status == "merged"
    assert executed(result.templates[NAME]) == []


def test_a_long_list_deleted_is_a_lost_part_and_no_page_written_anew():
    page = prototype(TABLE)
    result = merged(TABLE, page[page.index("</table>") + len("</table>") :])
    assert [decision.kind for decision in result.decisions] == ["lost"]


@pytest.mark.parametrize("mark", ["<b>Alien</b>", '<a href="x.html">Alien</a>'])
def test_what_is_done_to_the_programs_text_is_told(mark):
    result = merged(TABLE, prototype(TABLE).replace("Alien", mark))
    assert result.status == "unchanged"
    assert ["formatting" in note.words for note in result.notes] == [True]


WHOLE = (
    '<div class="main"><h1>Old</h1><p>First words of all</p><h2>Then</h2>'
    '<p tal:content="x">5</p><p>Last ones</p></div>\n'
)


def test_a_part_that_was_cut_in_two_is_whole_again():
    cut = WHOLE.replace("<h2>", '</div><section><h3>New</h3></section><div class="main"><h2>')
    result = merged(WHOLE, cut)
    assert result.status == "merged"
    assert result.templates[NAME].count('<div class="main">') == 1
    assert "<section><h3>New</h3></section><h2>Then</h2>" in result.templates[NAME]
    assert executed(result.templates[NAME]) == executed(WHOLE)


def test_a_copy_of_a_part_is_no_half():
    result = merged(WHOLE, WHOLE.replace(' tal:content="x"', "") + "<hr>" + WHOLE)
    assert result.status != "unchanged"
    assert "whole" not in result.diff


@pytest.mark.parametrize(
    ("around", "name", "takes"),
    [
        ("<ul><li>x</li></ul>", "li", False),
        ("<ul><li><ul>x</ul></li></ul>", "li", True),
        ("<p><b>x</b></p>", "p", False),
        ("<div>x</div>", "p", True),
        ("<table><tr>x</tr></table>", "td", True),
        ("<div>x</div>", "td", False),
        ("x", "td", True),
    ],
)
def test_where_an_element_may_stand(around, name, takes):
    source = Source(NAME, around)
    offset = around.index("x")
    assert Place(source, offset, source.enclosing(offset)).takes(name) is takes


def test_a_name_is_not_left_without_its_translation():
    template = '<p><a href="x" i18n:translate=""><b i18n:name="who" tal:content="x">5</b> Account</a></p>\n'
    edited = re.sub("</?a[^>]*>", "", prototype(template))
    result = merged(template, edited)
    assert [list(question.choices) for question in result.decisions] == [["skip"]]
    assert "would stand in no i18n:translate any more" in result.decisions[0].words


GREETING = "<p>Hello ${x}, welcome</p>\n"


@pytest.mark.parametrize(
    ("before", "after", "written"),
    [
        ("<span data", '<span class="name" data', '<span class="name">${x}</span>'),
        (">5<", "><b>5</b><", "<b>${x}</b>"),
        (">5<", ' style="color: red"><em>5</em><', '<span style="color: red"><em>${x}</em></span>'),
    ],
)
def test_looks_put_on_an_interpolation_go_around_it(before, after, written):
    result = merged(GREETING, prototype(GREETING).replace(before, after))
    assert result.status == "merged"
    assert result.templates[NAME] == GREETING.replace("${x}", written)
    assert executed(result.templates[NAME]) == executed(GREETING)


def test_a_wrapper_around_one_of_several_rows_is_told():
    template = '<ul>\n  <tal:block repeat="row rows"><li>${row.name}</li></tal:block>\n</ul>\n'
    page = prototype(template)
    second = page.rindex("<li")
    edited = page[:second] + '<div class="new">' + page[second:].replace("</li>", "</li></div>", 1)
    result = merged(template, edited)
    assert result.templates == {}
    assert [refusal.rule for refusal in result.refused] == ["place"]


def test_a_copy_stands_where_its_original_is_shown():
    template = '<p><tal:if condition="x"><b class="hot">hot</b></tal:if> words</p>\n'
    page = prototype(template)
    tag = page[page.index("<b") : page.index("</b>") + len("</b>")]
    result = merged(template, page.replace(tag, tag * 2))
    assert result.templates[NAME].count("</b></tal:if>") == 1
    assert result.templates[NAME].count("<b class") == 2


def test_a_script_in_the_spelling_of_xml_is_the_same_script():
    template = "<p>a</p><script>if (1 < 2 && x) { go() }</script>\n"
    result = merged(template, template.replace("1 < 2 && x", "1 &lt; 2 &amp;&amp; x"))
    assert (result.status, result.refused) == ("unchanged", ())
