"""The laws on templates that only the site's renderer reads: written as designers write HTML, not as XML."""

import pytest
from hypothesis import event, given
from hypothesis import strategies as st

from myproject.roundtrip import export, merge
from myproject.roundtrip.parse.bindings import inventory
from myproject.roundtrip.parse.reading import READERS, Unreadable, read
from tests.roundtrip.rendering import traced

PIECES = [
    "<P>Plain <B>words</B>\n",
    '<p data-tal-condition="admin">Hidden words</P>\n',
    "<ul><li>One<li data-tal-repeat=\"film films\">${film}<li data-tal-condition='admin'>Last</ul>\n",
    '<script>if (1<2 && "a>b") run(`${not_ours}`)</script>\n',
    '<a href=film.html?a=1&amp;b=2 data-tal-attributes="title note">Link</a>\n',
    '<div :class="open" @click="x = 1" hx-on:click="go()" data-bs-toggle="tab">Box ${who}</div>\n',
    "<table><tr><td>${secret}<td>Cell<tr data-tal-repeat='tag tags'><td data-tal-content=tag>x</table>\n",
    '<INPUT name=q VALUE="${note}" disabled><br>\n',
    "<dl><dt>Term<dd data-tal-content='who'>dummy<dt>Other</dl>\n",
]
# What no stock Chameleon takes is in each of them.
templates = st.lists(st.sampled_from(PIECES), min_size=1, max_size=5).map(
    lambda pieces: (
        "<!doctype html>\n<html lang=en><body>\n<P>Start</p>\n" + "".join(pieces) + "</body></html>\n"
    )
)
SITE, STOCK = READERS.values()


@given(templates, st.sampled_from(["\n", "\r\n"]))
def test_identity(template, newline):
    template = template.replace("\n", newline)
    theme = {"page.pt": template}
    for page in (template, export(theme, "page.pt").html):
        result = merge(theme, {"page.pt": page})
        assert (result.status, result.changes, result.decisions, result.refused) == ("unchanged", (), (), ())


@given(templates, st.sampled_from(["Start", "words", "One", "Link", "Box", "Cell", "Term"]), st.booleans())
def test_an_edit_arrives_and_nothing_else_happens(template, word, raw):
    theme = {"page.pt": template}
    page = template if raw else export(theme, "page.pt").html
    result = merge(theme, {"page.pt": page.replace(word, "Fresh", 1)})
    event(result.status)
    assert result.templates == ({"page.pt": template.replace(word, "Fresh", 1)} if word in template else {})
    for after in result.templates.values():
        assert [b.expression for b in inventory(after)] == [b.expression for b in inventory(template)]
        assert all(traced(after, truth) == traced(template, truth) for truth in (True, False))


def test_only_the_site_reads_them():
    template = "<!doctype html>\n<P>Start</p>\n"
    assert read(template) is SITE(template)
    with pytest.raises(Unreadable):
        STOCK(template)
