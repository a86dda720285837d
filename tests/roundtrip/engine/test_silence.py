"""What the literal test of the third law found: edits that were dropped without a word, or arrived somewhere else."""

import re

import pytest

from myproject.roundtrip import Result, export, merge

NAME = "a.pt"
DATA = {NAME: {"many": {"title": "The Third Man", "rows": ["one", "two", "three"], "kind": "new"}}}


def saved(template: str, *, stamps: bool = True, raw: bool = False) -> str:
    """What a designer is given, in a tool that keeps stamps or does not."""
    page = template if raw else export({NAME: template}, NAME, samples=DATA).html
    return page if stamps else re.sub(' data-stamp="[^"]*"', "", page)


def merged(template: str, page: str, unedited: str | None = None) -> Result:
    base = None if unedited is None else {NAME: unedited}
    return merge({NAME: template}, {NAME: page}, samples=DATA, unedited=base)


def notes(result: Result) -> list[str]:
    return [note.words for note in result.notes]


BOXES = '<div class="a"><p>One</p></div>\n<div class="b"><p>Two</p></div>\n'
SECTION = '<section class="a"><p>One</p></section>\n<div class="b"><p>Two</p></div>\n'
UNWRAPPED = re.compile('<(section|div) class="a"[^>]*>(.*?)</\\1>')


@pytest.mark.parametrize("raw", [True, False])
def test_an_element_that_was_unwrapped_beside_others_of_its_name_is_unwrapped(raw):
    result = merged(BOXES, UNWRAPPED.sub(r"\2", saved(BOXES, stamps=False, raw=raw)))
    assert result.templates[NAME] == '<p>One</p>\n<div class="b"><p>Two</p></div>\n'


@pytest.mark.parametrize("raw", [True, False])
def test_where_all_elements_of_a_name_lost_their_tags_it_is_told(raw):
    result = merged(SECTION, UNWRAPPED.sub(r"\2", saved(SECTION, stamps=False, raw=raw)))
    assert result.status == "unchanged"
    assert notes(result) == [
        "every <section> came back without its tags: taken for the tool's doing and left out"
    ]


def test_with_an_unedited_save_it_was_not_the_tool():
    page = saved(SECTION, stamps=False)
    result = merged(SECTION, UNWRAPPED.sub(r"\2", page), page)
    assert result.templates[NAME] == '<p>One</p>\n<div class="b"><p>Two</p></div>\n'


@pytest.mark.parametrize(
    ("template", "pattern", "fresh", "told"),
    [
        ('<p class="a">x</p><h2 class="b">y</h2>', ' class="[ab]"', "", "class came back nowhere"),
        (
            "<h2>x</h2><h2>y</h2><p>z</p>",
            "(</?)h2",
            r"\1h3",
            "every <h2> came back as <h3>",
        ),
        (
            '<p>x</p><p>y</p><p>z</p><i class="icon"></i>',
            "<i .*</i>",
            "",
            "<i> shows nothing, and tools drop such elements",
        ),
    ],
)
def test_what_tools_do_too_is_told_and_with_an_unedited_save_it_is_done(template, pattern, fresh, told):
    page = saved(template, stamps=False)
    edited = re.sub(pattern, fresh, page)
    assert edited != page
    result = merged(template, edited)
    assert (result.status, [told in words for words in notes(result)]) == ("unchanged", [True])
    result = merged(template, edited, page)
    assert (result.templates[NAME], notes(result)) == (re.sub(pattern, fresh, template), [])


def test_a_class_on_an_element_that_leaves_no_tags_is_told():
    template = '<div><tal:block condition="title"><p>x</p></tal:block></div>'
    result = merged(template, template.replace("<tal:block ", '<tal:block class="k" '))
    assert notes(result) == ["class='k' on <tal:block> is not kept: it leaves no tags"]


def test_a_copied_binding_is_told():
    template = '<ul><li tal:condition="title">x</li><li tal:condition="title">y</li></ul>'
    result = merged(template, template.replace("</ul>", '<li tal:condition="title">z</li></ul>'))
    assert result.templates[NAME] == template.replace("</ul>", "<li>z</li></ul>")
    assert ["is not copied" in words for words in notes(result)] == [True]


def test_the_removal_of_a_bound_attribute_is_a_question():
    template = '<p class="${kind}">x</p><p class="b">y</p>'
    result = merged(template, saved(template).replace(' class="new"', ""))
    assert [(one.kind, list(one.choices)) for one in result.decisions] == [("lost", ["drop", "keep"])]
    answer = [f"{result.decisions[0].id}=drop"]
    page = saved(template).replace(' class="new"', "")
    result = merge({NAME: template}, {NAME: page}, samples=DATA, accept=answer)
    assert result.templates[NAME] == '<p>x</p><p class="b">y</p>'


def test_both_halves_of_a_paragraph_stay_paragraphs():
    template = "<div><p>One <b>two</b> three <em>four</em></p></div>\n"
    page = saved(template, stamps=False).replace(" three", "</p><p>three")
    written = merged(template, page).templates[NAME]
    assert "".join(written.split()) == "<div><p>One<b>two</b></p><p>three<em>four</em></p></div>"


def test_half_of_a_row_is_no_sample_row():
    template = '<div><p tal:repeat="row rows">One <b>two</b> three</p></div>'
    page = re.sub(r"(<p [^>]*>)(One .*?</b>)( three)", r"\1\2</p>\1\3", saved(template), count=1)
    result = merged(template, page)
    assert "one more sample row: the template repeats the row by itself" not in notes(result)


def test_what_stands_between_rows_is_put_beside_them_and_told():
    template = '<div><p tal:repeat="row rows">${row}</p></div>'
    page = saved(template)
    second = [found.start() for found in re.finditer("<p ", page)][1]
    result = merged(template, page[:second] + '<p class="k">new</p>' + page[second:])
    assert result.templates[NAME] == template.replace("</div>", '<p class="k">new</p></div>')
    assert ["stands between sample rows" in words for words in notes(result)] == [True]


def test_unwrapped_data_stays_as_it_was_shown():
    template = '<div><b tal:content="title">sample</b> words</div>'
    page = re.sub("</?b[^>]*>", "", saved(template))
    first = merged(template, page)
    result = merge({NAME: template}, {NAME: page}, samples=DATA, accept=[one.id for one in first.decisions])
    assert result.templates[NAME] == "<div>The Third Man words</div>"


DROPPED = re.compile("</?span[^>]*>")


def test_a_word_changed_in_data_whose_tags_a_tool_dropped_is_told():
    template = "<p>See ${title} tonight</p>"
    page = DROPPED.sub("", saved(template, stamps=False))
    result = merged(template, page.replace("Third", "Fourth"), page)
    assert result.status == "unchanged"
    assert notes(result) == ["the text 'Fourth' comes from the site's content: edit it there"]


def test_data_that_went_with_its_words_is_a_question_where_a_tool_drops_its_tags():
    template = "<p>See ${title} tonight</p>"
    page = DROPPED.sub("", saved(template, stamps=False))
    result = merged(template, page.replace("The Third Man ", ""), page)
    assert [one.kind for one in result.decisions] == ["lost"]


def test_what_is_put_around_data_goes_along_where_it_is_moved():
    template = "<div><p>a ${title} b</p><p>c</p></div>"
    page = saved(template)
    span = re.search("<span[^>]*>The Third Man</span>", page)[0]
    dressed = span.replace("<span", '<span class="k"')
    edited = page.replace(span, "").replace("c</p>", f"c {dressed}</p>")
    result = merged(template, edited)
    assert result.templates[NAME] == '<div><p>a b</p><p>c <span class="k">${title}</span></p></div>'


def test_a_page_without_stamps_and_bindings_is_the_one_whose_words_it_has():
    template = '<h2 tal:content="title">Sample</h2>'
    result = merged(template, saved(template, stamps=False).replace("The", "changed The"))
    assert result.status == "unchanged"
    assert ["comes from the site's content" in words for words in notes(result)] == [True]


def test_what_comes_together_stays_in_its_order():
    template = '<p>One\n  <a tal:condition="title"><em>two</em> three</a></p>\n<h2>End</h2>\n'
    page = saved(template)
    link = re.search("<a .*</a>", page)[0]
    result = merged(template, page.replace(link, "").replace("<h2", f"brand new{link}<h2"))
    assert "".join(result.templates[NAME].split()).endswith(
        'brandnew<atal:condition="title"><em>two</em>three</a><h2>End</h2>'
    )


def test_a_new_element_is_no_filler_where_something_in_it_has_looks():
    template = '<ul><li class="a">${title}</li></ul><p>End</p>'
    result = merged(template, saved(template).replace("<p ", '<ul><li class="b"></li></ul><p '))
    assert result.templates[NAME] == template.replace("<p>", '\n<ul><li class="b"></li></ul><p>')


def test_a_wrapper_around_the_first_row_goes_around_all_and_that_is_told():
    template = '<div><p tal:repeat="row rows">${row}</p></div>'
    result = merged(template, re.sub("(<p .*?</p>)", r'<div class="k">\1</div>', saved(template), count=1))
    assert result.templates[NAME] == '<div><div class="k"><p tal:repeat="row rows">${row}</p></div></div>'
    assert ["around some of the sample rows" in words for words in notes(result)] == [True]


LINKS = '<p><a href="a.html">x</a> <a href="b.html">y</a></p>'


def test_a_link_to_another_site_whose_path_is_the_same_arrives_where_other_links_stayed():
    result = merged(LINKS, saved(LINKS).replace('"a.html"', '"https://other.example/a.html"'))
    assert result.templates[NAME] == LINKS.replace('"a.html"', '"https://other.example/a.html"')


def test_links_that_all_came_back_absolute_are_the_tools_doing():
    assert merged(LINKS, re.sub('href="', 'href="https://tool.example/', saved(LINKS))).status == "unchanged"


def test_a_link_to_another_site_arrives_from_a_tool_that_makes_all_links_absolute():
    unedited = re.sub('href="', 'href="https://tool.example/', saved(LINKS))
    assert merged(LINKS, unedited, unedited).status == "unchanged"
    result = merged(LINKS, unedited.replace("tool.example/a", "other.example/a"), unedited)
    assert result.templates[NAME] == LINKS.replace('"a.html"', '"https://other.example/a.html"')


def test_a_title_on_every_element_of_a_name_is_told():
    page = saved(BOXES, stamps=False)
    result = merged(BOXES, page.replace("<div", '<div title="new"'))
    assert result.status == "unchanged"
    assert notes(result) == ["every <div> came back with title: taken for the tool's doing and left out"]


def test_a_class_that_went_with_its_stamp_is_told():
    edited = re.sub('<div class="a"[^>]*>', "<div>", saved(BOXES))
    result = merged(BOXES, edited)
    assert result.status == "unchanged"
    assert notes(result) == [
        "<div> came back without class, and without its stamp or bindings: taken for the tool's doing and left out"
    ]


@pytest.mark.parametrize("name", ["span", "div"])
def test_looks_that_are_put_around_data_inside_its_element_are_told(name):
    template = '<div tal:content="title">sample</div>'
    page = saved(template).replace("The Third Man", f'<{name} class="k">The Third Man</{name}>')
    result = merged(template, page)
    assert result.status == "unchanged"
    assert notes(result) == [
        "the formatting of 'The Third Man' is not kept: it comes from the site's content"
    ]


CELL = (
    '<table border="1"><tr><td colspan="2" class="a b" style="color: red" id="x" translate="no">one</td></tr></table>'
    '<img src="i.png" alt="Projector"><img src="j.png" alt="Hall">'
)


@pytest.mark.parametrize(
    ("before", "after", "written"),
    [
        ('alt="Projector"', 'alt=""', 'alt=""'),  # it only decorates
        ('colspan="2"', 'colspan="1"', 'colspan="1"'),  # merged cells were split
        ('border="1"', 'border="0"', 'border="0"'),
        ('translate="no"', 'translate="yes"', 'translate="yes"'),
        (' class="a b"', ' class=""', ""),  # browsers leave it so when the last class goes
        (' style="color: red"', ' style=""', ""),
        (' id="x"', ' id=""', ""),
    ],
)
def test_a_default_in_the_place_of_another_value_arrives(before, after, written):
    result = merged(CELL, saved(CELL).replace(before, after))
    assert result.templates[NAME] == CELL.replace(before, written)


def test_a_new_image_that_only_decorates_still_says_so():
    result = merged(BOXES, saved(BOXES).replace("</p>", '</p><img src="https://a.example/b.png" alt="">', 1))
    assert '<img src="https://a.example/b.png" alt="">' in result.templates[NAME]


def test_the_removal_of_an_attribute_that_the_program_alone_writes_is_told():
    template = '<p><a tal:attributes="href kind">x</a> <a href="b.html">y</a></p>'
    result = merged(template, saved(template).replace(' href="new"', ""))
    assert notes(result) == ["the removal of href is not kept: the program computes this attribute"]


def test_a_place_where_a_word_may_break_is_no_blank():
    result = merged(BOXES, saved(BOXES).replace("One", "Projector\u200broom"))
    assert "<p>Projectorroom</p>" in result.templates[NAME]


@pytest.mark.parametrize(
    "markup",
    [
        '<object data="film.swf"></object>',
        '<base href="https://a.example/">',
        '<meta http-equiv="Refresh" content="0;url=https://a.example/">',
    ],
)
def test_what_acts_and_shows_nothing_is_left_out_by_name(markup):
    template = "<html><head><title>t</title></head><body><p>x</p></body></html>"
    place = "</title>" if markup[1] in "bm" else "<body>"
    page = template.replace(place, place + markup)
    result = merged(template, page)
    assert (result.status, len(result.refused)) == ("unchanged", 1)


def test_a_line_break_put_into_data_is_told():
    template = '<h2 tal:content="title">Sample</h2>'
    page = saved(template).replace("Third Man", "Third <br>Man")
    assert notes(merged(template, page)) == [
        "what was put in or taken out beside 'The Third Man' is not kept: it comes from the site's content"
    ]
    assert notes(merged(template, saved(template).replace("Man", "Man<br>"))) == []  # for the cursor


def test_of_changes_that_are_refused_together_the_others_go_on():
    template = '<div tal:condition="kind"><h3>Film</h3><h2>Day</h2></div><section><p>End</p></section>'
    page = saved(template).replace("Film", "Show").replace("End</p>", "The end</p><ul><li>Film</li></ul>")
    result = merged(template, page)
    assert [one.kind for one in result.decisions] == ["refused"]
    accept = [one.id for one in result.decisions]
    result = merge({NAME: template}, {NAME: page}, samples=DATA, accept=accept)
    assert result.templates[NAME] == template.replace("Film", "Show").replace("End", "The end")


def test_a_class_of_the_program_is_told_though_its_name_is_a_part_of_another():
    template = '<p class="renewed ${kind}">x</p><p class="b">y</p>'  # which shows "renewed new"
    result = merged(template, saved(template).replace('"renewed new"', '"renewed"'))
    assert notes(result) == ["class='renewed' is not kept: the program computes this attribute"]


@pytest.mark.parametrize(
    "css",
    [
        "@import 'x.css';",
        "@\\69mport 'x.css';",
        "p { width: e\\000078 pression(1) }",
        "p { quotes: '/*'; width: expression(1); content: '*/' }",
        r"p { quotes: '/*'; width: e\78 pression(1); content: '*/' }",
        "p { quotes: '/*'; -ms-behavior/**/: url(a.htc); content: '*/' }",
        r"@a '/*'; @\69mport 'x.css'; p { content: '*/' }",
        r"@a url(/*); @\69mport 'x.css'; p { content: '*/' }",
    ],
)
def test_css_that_acts_is_refused_however_it_is_spelt(css):
    result = merged(BOXES, saved(BOXES).replace("<p ", f"<style>{css}</style><p ", 1))
    assert (result.status, [one.rule for one in result.refused]) == ("unchanged", ["style"])
    result = merged(BOXES, saved(BOXES).replace("<p ", f'<p style="{css}" ', 1))
    assert (result.status, [one.rule for one in result.refused]) == ("unchanged", ["style"])


def test_css_with_escapes_that_only_show_comes_in():
    sheet = 'h1::before { content: "\\201C"; }'
    result = merged(BOXES, saved(BOXES).replace("<div", f"<style>{sheet}</style><div", 1))
    assert (sheet in result.templates[NAME], result.refused) == (True, ())


@pytest.mark.parametrize("name", ["scroll-behavior", "overscroll-behavior", "transition-behavior"])
def test_a_property_whose_name_ends_in_behavior_comes_in(name):
    result = merged(BOXES, saved(BOXES).replace("<div", f"<style>ul {{ {name}: auto; }}</style><div", 1))
    assert (f"ul {{ {name}: auto; }}" in result.templates[NAME], result.refused) == (True, ())
    result = merged(BOXES, saved(BOXES).replace("<p ", f'<p style="{name}: auto" ', 1))
    assert (f'<p style="{name}: auto">' in result.templates[NAME], result.refused) == (True, ())


def test_preformatted_text_changed_in_data_is_told():
    template = '<div tal:content="structure title">x</div>'
    data = {NAME: {"one": {"title": "<p>Run</p><pre>x = 1</pre>"}}}
    page = export({NAME: template}, NAME, samples=data).html
    assert "x = 1" in page
    result = merge({NAME: template}, {NAME: page.replace("x = 1", "")}, samples=data)
    assert notes(result) == ["the text 'Run' comes from the site's content: edit it there"]


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("one</li><li>two", "one two", True),
        ("</td><td>b", "</td></tr><tr><td>b", True),
        ("on and", "on</p><p>and", True),
        ("<p>Run on and on</p>", "<blockquote><p>Run on and on</p></blockquote>", True),
        ("<li>one</li>", "<li><p>one</p></li>", False),  # as editors write them
        ("<p>Run", "<p></p><p>Run", False),
    ],
)
def test_what_was_joined_or_split_in_data_is_told(before, after, told):
    template = '<div tal:content="structure title">x</div>'
    table = "<table><tbody><tr><td>a</td><td>b</td></tr></tbody></table>"
    text = f"<p>Run on and on</p><ul><li>one</li><li>two</li></ul>{table}"
    data = {NAME: {"one": {"title": text}}}
    page = export({NAME: template}, NAME, samples=data).html
    result = merge({NAME: template}, {NAME: page.replace(before, after)}, samples=data)
    assert ["joined or split" in note for note in notes(result)] == [True] * told
