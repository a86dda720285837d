"""The parts of the engine that are worth a test of their own: alignment, patches, spans, cost."""

import cProfile
import pstats
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from myproject.roundtrip import merge
from myproject.roundtrip.merge.decide import Accepted, without_overlaps
from myproject.roundtrip.merge.edits import Choice, Edit
from myproject.roundtrip.pages.align import align
from myproject.roundtrip.pages.page import Page, Text
from myproject.roundtrip.parse.origin import Origin
from myproject.roundtrip.parse.source import Element, Source
from myproject.roundtrip.write.patches import Overlap, Patch, Take, apply, check_disjoint, ordered
from tests.roundtrip.engine.site import FILMS, exchange

LETTERS = st.lists(st.sampled_from("abcdefgh"), max_size=40)


@given(LETTERS, LETTERS)
def test_alignment_pairs_equal_items_in_order(a, b):
    pairs = align(a, b)
    assert all(a[i] == b[j] for i, j in pairs)
    assert all(i < k and j < m for (i, j), (k, m) in pairwise(pairs))


@given(LETTERS)
def test_alignment_of_a_sequence_with_itself_is_whole(a):
    assert align(a, a) == [(i, i) for i in range(len(a))]


def test_a_taken_span_carries_its_own_patches():
    text = "one two three four"
    patches = [
        Patch("t", 0, 0, (Take("t", 8, 13), " ")),
        Patch("t", 7, 13, ()),
        Patch("t", 8, 13, ("THREE",)),
    ]
    check_disjoint(ordered(patches))
    assert apply({"t": text}, patches, "t") == "THREE one two four"


@pytest.mark.parametrize(
    "second", [Patch("t", 2, 6, ("x",)), Patch("t", 0, 4, ("x",)), Patch("t", 1, 2, ("x",))]
)
def test_two_patches_of_one_span_overlap(second):
    with pytest.raises(Overlap):
        check_disjoint(ordered([Patch("t", 0, 4, ("y",)), second]))


def test_the_source_model_covers_every_character():
    text = FILMS.replace("\n", "\r\n")
    source = Source("films.pt", text)

    def covered(nodes, start, end):
        for node in nodes:
            assert node.start == start
            if isinstance(node, Element) and (node.closed or node.children):
                covered(node.children, node.open_end, node.close_start)
            start = node.end
        assert start == end

    covered(source.children, 0, len(text))
    for element in source.elements:
        for attribute in element.attributes:
            assert text[attribute.value_start : attribute.value_end] == attribute.value


@given(st.text(alphabet="ab &<>;\t\n\u00a0é$", max_size=40))
def test_words_know_their_place(data):
    import html

    page = Page("<p>" + html.escape(data).replace("é", "&eacute;").replace("\u00a0", "&nbsp;") + "</p>")
    for tag in page.tags:
        for child in tag.children:
            for word in child.words if isinstance(child, Text) else ():
                assert word.start is not None
                assert html.unescape(page.text[word.start : word.end]) == word.key


def test_the_work_grows_with_the_page():
    """Law 9, in function calls, which no busy machine changes: four times the page takes at most six times as many."""

    def grown(times: int) -> tuple[str, str]:
        start, end = FILMS.index("    <h1"), FILMS.index("  </main>")
        body = FILMS[start:end]
        parts = [body.replace("dummy", f"dummy{n}").replace("Closing", f"Closing {n}") for n in range(times)]
        template = FILMS[:start] + "".join(parts) + FILMS[end:]
        return template, exchange("Closing 0", "Ending 0")(template)

    def calls(times: int) -> int:
        template, edited = grown(times)
        profile = cProfile.Profile()
        result = profile.runcall(merge, {"films.pt": template}, {"films.pt": edited})
        assert result.status == "merged"
        return pstats.Stats(profile).total_calls

    assert calls(40) < 6 * calls(10)


def test_an_edit_at_odds_with_itself_becomes_a_question():
    """Once such an edit was paired with itself for ever."""
    origin = Origin(Source("a.pt", "<p>one two</p>"), 0, 10)
    patches = (Patch("a.pt", 0, 6, ("x",)), Patch("a.pt", 3, 9, ("y",)))
    edit = Edit("change", origin, "the text was changed", {"change": Choice("change it", patches)})
    left = without_overlaps([edit], Accepted(()))
    assert [each.kind for each in left] == ["rewritten"]
    assert left[0].patches == ()
