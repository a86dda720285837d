"""Texts: Markdown that cannot bring in HTML, and words that are compared without case, accents and plurals."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from myproject.models.film import sort_title
from myproject.models.text import (
    fold,
    plain_text,
    render_markdown,
    search_words,
    shorten,
    slugify,
    with_absolute_links,
    words,
)

MARKUP = st.text(st.sampled_from("<>&\"'/=![]()`*_#|- \nscriptaonerjv:x"), max_size=60)
OURS = re.compile(
    r'</?(p|h[1-6]|ul|li|blockquote|em|strong|code|pre|thead|tbody|table|tr)>|<(br|hr) />|<ol( start="\d+")?>|</ol>'
    r'|<t[hd]( style="text-align:(left|right|center)")?>|</t[hd]>|</a>'
    r'|<a href="[^"<>]*"( title="[^"<>]*")?>|<img src="[^"<>]*" alt="[^"<>]*"( title="[^"<>]*")? />'
    r'|<code class="language-[^"<>]*">'
)


@given(MARKUP | st.text())
def test_every_tag_is_ours(source):
    rest = OURS.sub("", render_markdown(source))
    assert "<" not in rest


@pytest.mark.parametrize(
    "source",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[a](javascript:alert(1))",
        "[a](JaVaScRiPt:alert(1))",
        "![a](data:text/html,x)",
        "[a](vbscript:x)",
        "<javascript:alert(1)>",
    ],
)
def test_what_executes_comes_out_as_text(source):
    assert not re.search(
        r"<script|<img[^>]*onerror|(href|src)=\"(?i:javascript|data|vbscript):", render_markdown(source)
    )


def test_plain_text_is_the_text():
    markup = render_markdown("# A *B*\n\nTom & `<b>`\n\n- one\n- two\n\n| a | b |\n|---|---|\n| c | d |")
    assert plain_text(markup) == "A B Tom & <b> one two a b c d"


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Amélie", "amelie"),
        ("STRASSE", "strasse"),
        ("Straße", "strasse"),
        ("Łódź", "lodz"),
        ("Yasujirō", "yasujiro"),
    ],
)
def test_folding_takes_case_and_accents_away(text, folded):
    assert fold(text) == folded


@given(st.text())
def test_folding_twice_is_folding_once(text):
    assert fold(fold(text)) == fold(text)


@given(st.text())
def test_words_say_where_they_stand(text):
    for word, start, end in words(text):
        assert 0 <= start < end <= len(text)
        assert word


@pytest.mark.parametrize("spelling", ["Hitchhiker's", "Hitchhiker’s", "hitchhikers", "HITCHHIKER"])
def test_plural_and_possessive_are_one_word(spelling):
    assert search_words(spelling) == "hitchhiker"


@given(st.text(), st.integers(2, 50))
def test_shortened_text_is_short(text, length):
    assert len(shorten(text, length)) <= length
    assert shorten(text, len(text)) == text


def test_text_is_cut_between_words():
    assert shorten("A projector, and a piano", 14) == "A projector…"


@pytest.mark.parametrize(
    ("title", "key"),
    [("The Matrix", "matrix"), ("À bout de souffle", "a bout de souffle"), ("A Man Escaped", "man escaped")],
)
def test_titles_sort_without_their_article(title, key):
    assert sort_title(title) == key


@pytest.mark.parametrize("title", ["M", "A", "The", "8½", "L’Atalante", "WALL·E"])
def test_a_title_never_sorts_as_nothing(title):
    assert sort_title(title)


@pytest.mark.parametrize(
    ("name", "slug"),
    [("Jean-Pierre Jeunet", "jean-pierre-jeunet"), ("Víctor Erice", "victor-erice"), ("Sci-Fi!", "sci-fi")],
)
def test_slugs_are_plain(name, slug):
    assert slugify(name) == slug


def test_links_as_seen_from_elsewhere():
    markup = render_markdown(
        '[a](b "c href=") `<a href="d">` ![e](f) [g](#h) [i](mailto:j@k.example) [l](m?n=1&o=2) [p](http://[q)'
    )
    seen = with_absolute_links(markup, "https://site.example/news/here")
    assert '<a href="https://site.example/news/b" title="c href=">' in seen
    assert "<code>&lt;a href=&quot;d&quot;&gt;</code>" in seen
    assert '<img src="https://site.example/news/f" alt="e"' in seen
    assert 'href="https://site.example/news/here#h"' in seen and 'href="mailto:j@k.example"' in seen
    assert 'href="https://site.example/news/m?n=1&amp;o=2"' in seen
