"""What people do in editors, one gesture at a time, on a page with sample data and on one with its own text."""

import pytest

from myproject.roundtrip import Policy, merge
from tests.roundtrip.engine.site import SAMPLES, accepted, edited, exchange, lines, move, substitute

ROW = {None: "First item link", "many": "Brazil"}
LEAD = {None: "Lead paragraph dummy text here.", "many": "We show many."}
LINK = (
    '<li data-tal-repeat="film films"><a href="film.pt" data-tal-attributes="href film.url" '
    'data-tal-content="film.title">First item link</a> tail</li>'
)
BOX = '<div class="box" data-tal-condition="boxed"><p data-tal-content="boxed">Boxed para</p><p>Static in box</p></div>'


@pytest.fixture(params=[None, "many"])
def state(request):
    return request.param


@pytest.fixture
def samples(state):
    return SAMPLES if state else None


def fates(result, fate: str) -> set[str]:
    return {binding.expression for binding in result.bindings if binding.fate == fate}


def test_a_duplicated_row_is_one_more_sample(state, samples):
    result = edited(substitute(rf"(<li[^>]*><a[^>]*>{ROW[state]}</a> tail</li>)", r"\1\1"), samples=samples)
    assert result.status == "unchanged"
    assert "sample row" in result.notes[0].words
    assert fates(result, "duplicated") == {"film films", "href film.url", "film.title"}


def test_enter_in_a_bound_list_item_is_one_more_sample(state, samples):
    edit = substitute(rf"(<li[^>]*>)(<a[^>]*>{ROW[state]}</a> tail)</li>", r"\1\2</li>\1new item</li>")
    result = edited(edit, samples=samples)
    assert result.status == "unchanged"
    assert result.notes


def test_a_removed_sample_row_leaves_the_repeat_alone():
    result = edited(substitute(r"<li[^>]*><a[^>]*>Brazil</a> tail</li>", ""))
    assert result.status == "unchanged"
    assert fates(result, "kept") == {binding.expression for binding in result.bindings}


def test_the_only_row_removed_is_asked_about():
    edit = substitute(r"<li[^>]*><a[^>]*>First item link</a> tail</li>", "")
    result = edited(edit, samples=None)
    assert (result.status, result.templates) == ("decide", {})
    assert fates(result, "lost") == {"film films", "href film.url", "film.title"}
    assert lines(accepted(edit, samples=None)) == ([LINK], [])
    assert accepted(edit, "keep", samples=None).status == "unchanged"


def test_enter_in_a_bound_paragraph_is_asked_about(state, samples):
    words = LEAD[state].split()[0]
    result = edited(substitute(rf'(<p class="lead"[^>]*>){words}', rf"\1{words}</p>\1"), samples=samples)
    assert [decision.kind for decision in result.decisions] == ["duplicated"]
    assert fates(result, "duplicated") == {"lead"}


def test_a_copied_bound_paragraph_may_become_plain_text(state, samples):
    edit = substitute(r'(<p class="lead".*?</p>)(.*)(</main>)', r"\1\2\1\3")
    assert edited(edit, samples=samples).status == "decide"
    gone, come = lines(accepted(edit, samples=samples))
    assert (gone, come) == ([], [f'<p class="lead">{LEAD[state]}</p>'])
    assert accepted(edit, "drop", samples=samples).status == "unchanged"


def test_an_emptied_shell_is_left_behind(state, samples):
    """Cut and paste often leaves the stamp on an empty element and pastes the text without it."""
    edit = substitute(
        r'(<p class="lead"[^>]*>)(.*?)</p>(.*)(\s*</main>)', r'\1</p>\3<p class="lead">\2</p>\4'
    )
    result = edited(edit, samples=samples)
    assert result.status == "merged"
    assert fates(result, "moved") == {"lead"}
    lead = '<p class="lead" data-tal-content="lead">Lead paragraph dummy text here.</p>'
    text = result.templates["films.pt"]
    assert text.count(lead) == 1
    assert text.index(lead) > text.index("Closing static paragraph")


def test_a_link_typed_over_is_put_back_around_the_new_text(state, samples):
    edit = substitute(rf"<a [^>]*>{ROW[state]}</a> tail", "fresh tail")
    result = edited(edit, samples=samples)
    assert [decision.kind for decision in result.decisions] == ["retyped"]
    gone, come = lines(accepted(edit, samples=samples))
    assert (gone, come) == ([LINK], [LINK.replace("First item link", "fresh")])
    assert accepted(edit, "keep", samples=samples).status == "unchanged"


def test_an_unlinked_bound_link_is_asked_about(state, samples):
    edit = substitute(rf"<a [^>]*>({ROW[state]})</a> tail", r"\1 tail")
    result = edited(edit, samples=samples)
    assert fates(result, "lost") == {"href film.url", "film.title"}
    assert lines(accepted(edit, samples=samples)) == (
        [LINK],
        ['<li data-tal-repeat="film films">First item link tail</li>'],
    )


def test_a_retagged_paragraph_keeps_its_binding(state, samples):
    result = edited(substitute(r'<p (class="lead"[^>]*>.*?)</p>', r"<h3 \1</h3>"), samples=samples)
    assert lines(result)[1] == [
        '<h3 class="lead" data-tal-content="lead">Lead paragraph dummy text here.</h3>'
    ]
    assert fates(result, "kept") == {binding.expression for binding in result.bindings}


def test_a_bound_paragraph_emptied_keeps_its_binding(state, samples):
    result = edited(substitute(r'(<p class="lead"[^>]*>).*?</p>', r"\1</p>"), samples=samples)
    assert result.status == "unchanged"
    assert result.notes


def test_a_moved_block_takes_its_bindings_along(state, samples):
    result = edited(move(r'(<div class="box".*?</div>)', "<ul"), samples=samples)
    assert result.status == "merged"
    text = result.templates["films.pt"]
    assert text.count(BOX) == 1
    assert text.index(BOX) < text.index("<ul>")


def test_a_binding_cannot_leave_its_condition(state, samples):
    edit = move(r'<div class="box"[^>]*>(<p.*?</p>)', "<ul")
    result = edited(edit, samples=samples)
    assert [decision.kind for decision in result.decisions] == ["moved"]
    assert list(result.decisions[0].choices) == ["stay"]
    assert accepted(edit, samples=samples).status == "unchanged"


def test_what_a_condition_hides_does_not_leave_it(state, samples):
    edit = move(r"(<p [^>]*>Static in box</p>)", "<ul")
    result = edited(edit, samples=samples)
    assert [decision.kind for decision in result.decisions] == ["moved"]
    assert list(result.decisions[0].choices) == ["stay"]
    assert 'condition "boxed"' in result.decisions[0].words


def test_a_binding_cannot_leave_its_repeat():
    edit = move(r"(<a [^>]*>Brazil</a>)", "<ul")
    result = edited(edit)
    assert result.status == "decide"
    assert accepted(edit).status == "unchanged"


def test_an_edit_of_the_header_is_the_layouts(state, samples):
    result = edited(exchange(">Lantern</a>", ">Lantern Club</a>"), samples=samples)
    assert list(result.templates) == ["layout.pt"]
    assert ">Lantern Club</a></header>" in result.templates["layout.pt"]


def test_a_new_part_beside_the_slot_is_the_layouts(state, samples):
    result = edited(
        substitute(r"(\s*<footer)", r'\n  <aside class="note">Members only</aside>\1'), samples=samples
    )
    assert list(result.templates) == ["layout.pt"]


def test_a_new_part_in_the_slot_is_the_pages(state, samples):
    result = edited(exchange("</main>", '<aside class="note">Members only</aside></main>'), samples=samples)
    assert list(result.templates) == ["films.pt"]


def test_a_class_on_one_sample_row_is_the_rows():
    result = edited(substitute(r"<li ([^>]*><a[^>]*>Brazil)", r'<li class="item" \1'))
    assert lines(result)[1] == [LINK.replace("<li ", '<li class="item" ')]


def test_a_class_on_every_sample_row_is_the_rows():
    def edit(html):
        assert html.count("<li ") == 3
        return html.replace("<li ", '<li class="item" ')

    result = edited(edit)
    assert lines(result)[1] == [LINK.replace("<li ", '<li class="item" ')]
    assert len(result.changes) == 1


def test_a_new_part_in_every_sample_row_comes_once():
    result = edited(lambda html: html.replace("</a> tail", '</a> tail <em class="new">new</em>'))
    assert lines(result)[1] == [LINK.replace(" tail", ' tail <em class="new">new</em>')]


def test_different_new_parts_in_rows_are_asked_about():
    def edit(html):
        html = exchange(">Alien</a> tail", ">Alien</a> tail <em>first</em>")(html)
        return exchange(">Brazil</a> tail", ">Brazil</a> tail <em>second</em>")(html)

    assert [decision.kind for decision in edited(edit).decisions] == ["rows"]


def test_rows_edited_differently_are_asked_about():
    def edit(html):
        html = substitute(r"(>Alien</a>) tail", r"\1 first")(html)
        return substitute(r"(>Brazil</a>) tail", r"\1 second")(html)

    assert [decision.kind for decision in edited(edit).decisions] == ["rows"]
    assert LINK.replace("tail", "second") in accepted(edit, "second").templates["films.pt"]


def test_sample_data_is_not_the_templates():
    result = edited(exchange("We show many.", "We show a few."))
    assert result.status == "unchanged"
    assert "content" in result.notes[0].words


def test_plain_new_markup_comes_through():
    new = (
        '<section class="promo" id="promo" style="color: red"><h2>Ours</h2>'
        '<svg viewBox="0 0 2 2" role="img"><path d="M0 0h2v2z"></path></svg>'
        '<img src="static/a.jpg" srcset="static/a.jpg 1x, static/a2.jpg 2x" alt="A"></section>'
    )
    result = edited(exchange("<ul", new + "<ul"))
    assert new in result.templates["films.pt"]
    assert result.refused == ()


def test_a_dollar_is_text():
    result = edited(exchange("<ul", "<p>costs $5 and ${evil}</p><ul"))
    assert "<p>costs &#36;5 and &#36;{evil}</p>" in result.templates["films.pt"]
    assert ["${evil} is written as text" in note.words for note in result.notes] == [True]


def test_new_files_are_carried_into_the_theme():
    policy = Policy(static="static/")
    result = edited(exchange("<ul", '<img src="my%20cat.jpg" alt=""><ul'), policy=policy)
    assert 'src="static/my%20cat.jpg"' in result.templates["films.pt"]
    assert [(asset.source, asset.target) for asset in result.assets] == [("my cat.jpg", "static/my cat.jpg")]


def test_links_to_exported_pages_become_links_to_templates():
    result = edited(exchange("<ul", '<p><a href="film.html#cast">cast</a></p><ul'))
    assert '<a href="film.pt#cast">cast</a>' in result.templates["films.pt"]


REFUSED = {
    "script": "<script>alert(1)</script>",
    "handler": '<p onclick="x()">a</p>',
    "url": '<a href=" java&#9;script:alert(1)">a</a>',
    "form": '<form action="https://evil.example/"><input name="a"></form>',
    "code": '<p data-tal-content="secret">a</p>',
    "style": "<style>a{background:url(javascript:x)}</style>",
}


@pytest.mark.parametrize("rule", REFUSED)
def test_what_is_refused_is_named_and_the_rest_merges(rule):
    result = edited(exchange("<ul", f"<p>Fine</p>{REFUSED[rule]}<ul"))
    assert result.status == "merged"
    assert rule in {refusal.rule for refusal in result.refused}
    text = result.templates["films.pt"]
    assert "<p>Fine</p>" in text
    assert not any(part in text for part in ("alert", "onclick", "evil", "secret", "javascript"))


def test_a_form_keeps_its_target_and_its_hidden_fields():
    def edit(html):
        return exchange('action="search"', 'action="https://evil.example/"')(
            substitute(r'<input type="hidden"[^>]*>', "")(html)
        )

    result = edited(edit)
    assert result.status == "unchanged"
    assert [refusal.rule for refusal in result.refused] == ["form", "form"]


@pytest.mark.parametrize("raw", [False, True])
def test_one_word_changed_is_one_word_of_the_diff(raw):
    result = edited(exchange("Closing static", "Closing plain"), raw=raw)
    assert lines(result) == (["<p>Closing static paragraph.</p>"], ["<p>Closing plain paragraph.</p>"])


def test_an_edit_of_the_raw_template_keeps_its_expressions():
    result = edited(substitute("<p>Static para", "<p class='x'>Static para"), raw=True)
    assert lines(result)[1] == [
        '<p class="x">Static para with <b data-tal-content="name">bold name</b> and ${place} words.</p>'
    ]


def test_an_expression_changed_in_the_raw_template_is_not_taken():
    result = edited(exchange('data-tal-content="lead"', 'data-tal-content="secret"'), raw=True)
    assert result.status == "unchanged"


def test_bound_formatting_that_went_with_its_words_is_asked_about():
    """Though a tool that drops all formatting would take the tags as well, it would leave the words."""
    template = '<p tal:condition="films"><b tal:content="title">lantern</b></p>'
    result = merge({"page.pt": template}, {"page.pt": '<body><p tal:condition="films"></p></body>'})
    assert (result.status, [each.kind for each in result.decisions]) == ("decide", ["lost"])
