"""Law 6 under random edits: what the proof lets through executes, shows and sends nothing that it did not before."""

from collections import Counter

from chameleon.exc import TemplateError
from chameleon.tokenize import iter_xml
from hypothesis import event, given, settings
from hypothesis import strategies as st

from myproject.roundtrip.prove.prove import verify
from myproject.web.template_error import TemplateError as WebTemplateError
from tests.roundtrip.attacks import ATTACKS, PAGE
from tests.roundtrip.rendering import Compiled, evil, protected, render, render_on_site, traced

KNOWN = Counter(Compiled(PAGE).expressions)
DONE = {truth: traced(PAGE, truth) for truth in (True, False)}
TOKENS = [str(token) for token in iter_xml(PAGE)]
SNIPPETS = [
    *(new for attack in ATTACKS for _, new in attack.changes),
    *(
        "${",
        "}",
        "$",
        "{probe()}",
        "${probe()}",
        "&#36;{probe()}",
        "$$",
        "\0",
        "\f",
        "\u2028",
        "\u00a0",
        "\r\n",
    ),
    *(
        '"',
        "'",
        "=",
        "<",
        ">",
        "/",
        "/>",
        "</",
        " ",
        ":",
        "<!--",
        "-->",
        "<!--!",
        "<!--?",
        "<![CDATA[",
        "]]>",
        "<?",
        "?>",
    ),
    *(
        ' tal:content="probe()"',
        ' data-tal-content="probe()"',
        " onclick=evil()",
        " xmlns=",
        "tal:",
        "data-tal-",
    ),
    *(
        "<b ",
        "<b>",
        "</b>",
        "<p>",
        "</p>",
        "<textarea>",
        "</textarea>",
        "<script>",
        "</script>",
        "<tal:x>",
        "</tal:x>",
    ),
    *(
        "plain words",
        "<em>more</em>",
        '<img src="a.png" alt="">',
        '<p class="x">New</p>',
        "<!-- note -->",
        "&amp; &eacute;",
    ),
]
HARMLESS = ["plain words", "<em>more</em>", '<img src="a.png" alt="">', '<p class="x">New</p>', " ", "\n"]


@st.composite
def edited(draw, snippets=SNIPPETS) -> str:
    """PAGE after a few edits: tokens dropped, doubled, moved, snippets put between or into them."""
    tokens = list(TOKENS)
    for _ in range(draw(st.integers(1, 3))):
        index = draw(st.integers(0, len(tokens) - 1))
        match draw(st.sampled_from(["insert", "insert", "splice", "drop", "double", "move", "wrap"])):
            case "insert":
                tokens.insert(index, draw(st.sampled_from(snippets)))
            case "splice":
                at = draw(st.integers(0, len(tokens[index])))
                tokens[index] = tokens[index][:at] + draw(st.sampled_from(snippets)) + tokens[index][at:]
            case "drop":
                del tokens[index]
            case "double":
                tokens.insert(draw(st.integers(0, len(tokens))), tokens[index])
            case "move":
                token = tokens.pop(index)
                tokens.insert(draw(st.integers(0, len(tokens))), token)
            case "wrap":
                end = draw(st.integers(index, len(tokens)))
                tokens[index:end] = ["<div>", *tokens[index:end], "</div>"]
    return "".join(tokens)


def assert_harmless(after: str) -> None:
    """Neither of the two that may render a template does anything new with it."""
    assert_harmless_in_stock_chameleon(after)
    assert_harmless_on_the_site(after)


def assert_harmless_on_the_site(after: str) -> None:
    try:
        page, calls = render_on_site(after)
        done = {truth: traced(after, truth) for truth in DONE}
    except WebTemplateError:
        event("the site does not render it")
        return
    assert not calls
    assert all(done[truth] <= DONE[truth] for truth in DONE)
    assert_nothing_evil(page, after)


def assert_harmless_in_stock_chameleon(after: str) -> None:
    try:
        compiled = Compiled(after)
    except (TemplateError, KeyError, ValueError, TypeError, AttributeError):
        event("does not compile")
        return
    assert not Counter(compiled.expressions) - KNOWN
    try:
        page, calls = render(compiled)
    except Exception:
        event("does not render")
        return
    assert not calls
    assert_nothing_evil(page, after)


def assert_nothing_evil(page: str, after: str) -> None:
    assert "SECRET" not in page
    assert not evil(page)
    assert "evil.example/TOKEN" not in page
    assert protected(page) or "<form" not in after


@settings(max_examples=120)
@given(edited())
def test_nothing_new_gets_through(after):
    accepted = verify(PAGE, after) == []
    event("accepted" if accepted else "refused")
    if accepted:
        assert_harmless(after)


@settings(max_examples=30)
@given(edited(snippets=HARMLESS))
def test_nothing_new_gets_through_beside_harmless_edits(after):
    if verify(PAGE, after) == []:
        event("accepted")
        assert_harmless(after)
