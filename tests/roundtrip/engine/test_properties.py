"""The laws of the round trip on generated templates, tools and edits."""

from collections import Counter

import pytest
from chameleon import PageTemplate
from chameleon.exc import TemplateError
from hypothesis import assume, event, given
from hypothesis import strategies as st

from myproject.roundtrip import export, merge
from myproject.roundtrip.bindings import inventory
from myproject.roundtrip.page import Page, Tag
from tests.roundtrip.engine.strategies import (
    PLAIN,
    SAMPLE,
    apply_edit,
    edit,
    noise,
    saved,
    serialize,
    templates,
)

NAME = "page.pt"
SAMPLES = (None, {NAME: {"many": SAMPLE}})


def given_page(template: str, raw: bool, samples) -> str:
    return template if raw else export({NAME: template}, NAME, samples=samples).html


@given(templates(), st.booleans(), st.sampled_from(SAMPLES))
def test_identity(template, raw, samples):
    """Law 1: what nobody edited changes nothing."""
    result = merge({NAME: template}, {NAME: given_page(template, raw, samples)}, samples=samples)
    assert (result.status, result.changes, result.decisions, result.refused) == ("unchanged", (), (), ())
    assert {fate.fate for fate in result.bindings} <= {"kept"}


@given(templates(), noise(), st.booleans(), st.sampled_from(SAMPLES))
def test_tool_noise(template, how, raw, samples):
    """Law 2: a tool that only loads and saves changes nothing, however it writes."""
    page = Page(given_page(template, raw, samples))
    result = merge({NAME: template}, {NAME: serialize(page.root, how)}, samples=samples)
    assert (result.status, result.changes, result.decisions) == ("unchanged", (), ())


@given(templates(), st.sampled_from(SAMPLES))
def test_prototypes_carry_no_code(template, samples):
    page = export({NAME: template}, NAME, samples=samples).html
    assert inventory(page) == []


@given(
    templates(),
    st.lists(edit(), min_size=1, max_size=4),
    noise(),
    st.booleans(),
    st.sampled_from(SAMPLES),
    st.booleans(),
)
def test_edits(template, edits, how, raw, samples, accept):
    """Laws 5 and 6: nothing is lost in silence, nothing new executes; what was accepted included."""
    theme = {NAME: template}
    page = Page(given_page(template, raw, samples))
    for change in edits:
        apply_edit(page, change)
    edited = {NAME: saved(page, how)}
    result = merge(theme, edited, samples=samples)
    if accept and result.decisions:
        result = merge(theme, edited, samples=samples, accept=[decision.id for decision in result.decisions])
    event(result.status)
    before = inventory(template)
    assert [(fate.id, fate.kind) for fate in result.bindings] == [
        (binding.id, binding.kind) for binding in before
    ]
    if result.status != "merged":
        assert result.templates == {}
        return
    after = Counter((binding.kind, binding.expression) for binding in inventory(result.templates[NAME]))
    was = Counter((binding.kind, binding.expression) for binding in before)
    lost = Counter((fate.kind, fate.expression) for fate in result.bindings if fate.fate == "lost")
    assert after <= was
    assert was - after <= lost
    compiles(result.templates[NAME])


def compiles(template: str) -> None:
    PageTemplate(template, enable_data_attributes=True)


ONE_ROW = {NAME: {"many": {**SAMPLE, "films": SAMPLE["films"][:1]}}}


@given(templates(), st.lists(edit(), min_size=1, max_size=3), st.booleans(), noise())
def test_the_edit_arrives(template, edits, raw, how):
    """Law 3: what is exported after the merge is the page that the designer saved, but for how it is written."""
    assume(not any(change[0] == "evil" for change in edits))
    page = Page(given_page(template, raw, ONE_ROW))
    for change in edits:
        apply_edit(page, change)
    edited = saved(page, how)
    result = merge({NAME: template}, {NAME: edited}, samples=ONE_ROW)
    told = result.decisions or result.refused or result.notes
    assume(not told)
    event(f"{result.status}: {' '.join(sorted({change[0] for change in edits}))}")
    after = given_page(result.templates.get(NAME, template), raw, ONE_ROW)
    assert shape(Page(after).root) == shape(Page(edited).root)


def shape(tag: Tag) -> tuple:
    """What an element says and is, however it is written; without paragraphs that say nothing."""
    content: list = []
    for child in tag.children:
        if isinstance(child, Tag):
            content += [one for one in [shape(child)] if one[2] or (one[1] and one[0] != "p")]
        else:
            content += [word.key for word in child.words]
    attributes = {
        name: frozenset(value.split()) if name == "class" else value
        for name, value in tag.attributes.items()
        if name not in ("data-stamp", "data-part") and value
    }
    return tag.name, attributes, content


@given(templates(), edit(), st.sampled_from(SAMPLES))
def test_an_edit_arrives_once(template, change, samples):
    """Law 3: merging the same page again into what came of it finds nothing more to do."""
    assume(change[0] in ("word", "class", "insert", "wrap", "retag"))
    theme = {NAME: template}
    page = Page(given_page(template, True, samples))
    apply_edit(page, change)
    edited = {NAME: saved(page, PLAIN)}
    result = merge(theme, edited, samples=samples)
    assume(result.status == "merged")
    again = merge(result.templates, edited, samples=samples)
    assert (again.status, again.changes) == ("unchanged", ())


@pytest.mark.parametrize("template", ["<p>", "<p></div>", "${", "<p tal:content='x'>"])
def test_odd_templates(template):
    try:
        compiles(template)
    except (TemplateError, ValueError, KeyError):
        return
    assert merge({NAME: template}, {NAME: template}).status == "unchanged"
