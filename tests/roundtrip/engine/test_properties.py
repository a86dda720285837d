"""The laws of the round trip on generated templates, tools and edits."""

from collections import Counter

import pytest
from chameleon import PageTemplate
from chameleon.exc import TemplateError
from hypothesis import assume, event, given
from hypothesis import strategies as st

from myproject.roundtrip import export, merge
from myproject.roundtrip.pages.page import Page
from myproject.roundtrip.parse.bindings import inventory
from tests.roundtrip.engine.people import apply_edit, edit, saved
from tests.roundtrip.engine.strategies import PLAIN, SAMPLE, noise, serialize, templates

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
