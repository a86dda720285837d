"""What a template executes is what a browser shows: proven against an HTML5 parser and against stock Chameleon.

Templates are generated from pieces that readers of HTML disagree on. Each piece carries a probe, an expression that
notes that it ran. A template is refused, or exactly those probes run that stand in text or attributes of the page as an
HTML5 parser reads it, outside of what a false condition guards.
"""

import re
from collections import Counter

from chameleon import PageTemplate
from hypothesis import event, given
from hypothesis import strategies as st
from justhtml import JustHTML

from myproject.web.template_error import TemplateError
from tests.web.rendering import render

NAMES = """p p div span ul li li dl dt dd a b i svg script style textarea title button
    ruby rt section h2 em template iframe P LI"""
ELEMENTS = st.sampled_from(NAMES.split())
ATTRIBUTES = st.sampled_from(
    [
        "",
        "",
        "",
        " data-tal-condition='False'",
        " data-tal-content='PROBE'",
        " data-tal-attributes='title PROBE'",
        " title=${PROBE}",
        " title='<b title=${PROBE}>'",
        " href=a?b=${PROBE}",
        " @click='${PROBE}'",
        " onclick='${PROBE}' title='${PROBE}'",
        " x='1'y='<b title=${PROBE}>'",
        " (click)='<b title=${PROBE}>'",
    ]
)
PIECES = st.sampled_from(
    [
        "${PROBE}",
        "${PROBE}",
        "text",
        "$${PROBE}",
        "&#36;{PROBE}",
        " < ${PROBE}",
        "<br>",
        "<br/>",
        "<img src='http://x' alt='${PROBE}'>",
        "<input value='${PROBE}' required>",
        "<!-- ${PROBE} -->",
        "<!--${PROBE}--!>",
        "<!-- <b title='${PROBE}'> -->",
        "<!--> ${PROBE} -->",
        "<!--? ${PROBE} -->",
        "<![CDATA[${PROBE}]]>",
        "<?python PROBE ?>",
        "<!doctype html>",
        "</p x='${PROBE}'>",
        "</div>",
        "</p>",
        "\n",
    ]
)
CODE = {"script", "style", "iframe"}
CODE_ATTRIBUTES = {"@click", "onclick"}


def elements(content):
    inner = st.lists(content, max_size=3)
    return st.one_of(
        st.builds(element, ELEMENTS, ATTRIBUTES, inner, ENDED),
        st.builds(
            table, st.lists(st.builds(element, st.sampled_from(["td", "th"]), ATTRIBUTES, inner, ENDED))
        ),
        st.builds(choice, st.lists(st.builds(element, st.just("option"), ATTRIBUTES, TEXTS, ENDED))),
    )


ENDED = st.sampled_from([True, True, False])
TEXTS = st.lists(st.sampled_from(["a", "${PROBE}"]), max_size=2)


def element(name, attributes, inner, ended):
    return f"<{name}{attributes}>{''.join(inner)}{f'</{name}>' if ended else ''}"


def table(cells):
    """A table of rows of a cell each; the first end tags of its rows are left out."""
    rows = "<tr data-tal-condition='False'>".join(["", *cells[:1]]) + "".join(
        f"<tr>{cell}</tr>" for cell in cells[1:]
    )
    return f"<table><tbody>{rows}</table>"


def choice(options):
    return f"<select>{''.join(options)}</select>"


@st.composite
def templates(draw):
    """A template in which each probe has its own number."""
    source = "".join(draw(st.lists(st.recursive(PIECES, elements, max_leaves=6), min_size=1, max_size=4)))
    parts = source.split("PROBE")
    return "".join(f"{part}probe({number})" for number, part in enumerate(parts[:-1])) + parts[-1]


def run(renderer, source):
    ran = Counter()

    def probe(number):
        ran[number] += 1
        return f"ran {number}"

    renderer(source, probe=probe)
    return set(ran)


def probes(text):
    """The numbers of the probes that are expressions in a text; $$ stands for a plain $."""
    return {int(number) for number in re.findall(r"(?<!\$)\$\{probe\((\d+)\)\}", text)}


def live(source):
    """The probes of a page as an HTML5 parser reads it."""
    marked = source.replace("&#36;", "")  # its dollar sign is a plain one to the parser only
    found = set()

    def walk(node, code):
        if node.name == "#text":
            found.update([] if code else probes(node.data))
            return
        if node.name == "#comment":
            return
        attributes = node.attrs or {}
        if "data-tal-condition" in attributes:
            return
        for name, value in attributes.items():
            if name in ("data-tal-content", "data-tal-attributes"):
                found.update(int(number) for number in re.findall(r"\d+", value))
            elif name not in CODE_ATTRIBUTES:
                found.update(probes(value or ""))
        if "data-tal-content" in attributes:
            return
        for child in [*(node.children or []), *filter(None, [getattr(node, "template_content", None)])]:
            walk(child, code or node.name in CODE)

    walk(JustHTML(marked, sanitize=False).root, False)
    return found


@given(templates())
def test_what_runs_is_what_a_browser_shows(source):
    try:
        ran = run(render, source)
    except TemplateError:
        event("refused")
        return
    event("taken")
    assert ran == live(source)


def stock(source, **names):
    return PageTemplate(source, enable_data_attributes=True)(**names)


@given(templates())
def test_nothing_runs_that_did_not_run_in_stock_chameleon(source):
    """Except where stock gives up: it cannot tell a tag, so what follows is text to it."""
    try:
        by_stock = run(stock, source)
    except Exception:
        event("stock fails")
        return
    try:
        ran = run(render, source)
    except TemplateError:
        event("refused")
        return
    assert ran <= by_stock or "?b=" in source
