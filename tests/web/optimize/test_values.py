"""Optimised templates show values of every type exactly as plain Chameleon does, in every place."""

import pytest

from tests.web.optimize.both import assert_same
from tests.web.optimize.values import VALUES

PLACES = {
    "text": "<p>${v}</p>",
    "text among text": "<p>a ${v} b ${v} c</p>",
    "attribute": '<p class="${v}">x</p>',
    "attribute among text": '<p class="a ${v} b">x</p>',
    "attribute in single quotes": "<p class='${v}'>x</p>",
    "content": '<p tal:content="v">sample</p>',
    "content without sample": '<p tal:content="v" />',
    "content with markup as sample": '<p tal:content="v"><b tal:content="v">sample</b> ${v}</p>',
    "replace": '<p tal:replace="v">sample</p>',
    "structure": '<p tal:content="structure v">sample</p>',
    "structure expression": "<p>${structure: v}</p>",
    "tal:attributes": '<p class="s" tal:attributes="class v; title v">x</p>',
    "tal:attributes in single quotes": "<p class='s' tal:attributes='class v'>x</p>",
    "boolean attribute": '<input checked="checked" tal:attributes="checked v; disabled v">',
    "all attributes": '<p class="s" tal:attributes="v">x</p>',
    "string expression": """<p tal:content="string:a ${v} b $v" title="x" tal:attributes="title string:${v}">x</p>""",
    "condition": '<p tal:condition="v">yes</p><p tal:condition="not: v">no</p>',
    "repeat": '<ul>\n  <li tal:repeat="i v">${i}</li>\n</ul>',
    "repeat of pairs": '<i tal:repeat="(a, b) v">${a}=${b}</i>',
    "attribute of it": '<p tal:content="v.x" title="${v.x}" tal:attributes="class v.k">${v.x.x} ${v.items}</p>',
    "item of it": """<p tal:content="v['x']">${v['k']}</p>""",
    "broken attribute": "<p>${v.broken}</p><p>${v.boom}</p>",
    "in an expression": "<p>${v.x + v.x}</p><p>${len(v.k or v.x)}</p>",
    "call": "<p>${v()}</p>",
    "alternatives": '<p tal:content="v.missing | v.x | string:none">x</p><p>${v.y|nothing}</p>',
    "exists": '<p tal:content="exists: v.x">x</p>',
    "define": '<p tal:define="w v; x w">${w}${x}</p>',
    "translated": '<p i18n:translate="">Dear ${v}, <b i18n:name="w" tal:content="v">x</b></p>',
    "translated attribute": '<p title="Dear ${v}" i18n:attributes="title">x</p>',
    "translated content": '<p i18n:translate="" tal:content="v">x</p>',
    "omit tag": '<p tal:omit-tag="v">x</p>',
    "switch": """<p tal:switch="v"><b tal:case="None">n</b><b tal:case="'plain'">p</b><b tal:case="default">d</b>"""
    "</p>",
    "comment": "<!-- ${v} -->",
    "script": "<script>var v = '${v}';</script>",
}


def cases(**more):
    """The variable `v` with each value."""
    return [lambda value=value: {"v": value(), **more} for value in VALUES.values()]


@pytest.mark.parametrize("place", PLACES)
def test_values_are_shown_alike(place):
    assert_same(PLACES[place], *cases())


def test_decoding_and_translating_are_chameleons():
    def translate(msgid, domain=None, mapping=None, context=None, target_language=None, default=None):
        return f"<{msgid}|{domain}|{context}|{target_language}|{default}|{mapping}>"

    source = (
        '<div i18n:domain="d" i18n:context="c">${v} <p title="${v}" i18n:attributes="title t">${v}</p>'
        '<p i18n:translate="">  one  two </p><p i18n:translate="id">text</p><p i18n:translate=""></p>'
        '<p i18n:translate="">${v} <b i18n:name="n" i18n:translate="">in</b></p>'
        '<p i18n:target="string:fr" i18n:translate="">x ${v}</p></div>'
    )
    assert_same(source, *cases(translate=translate, target_language="de"))
    assert_same(source, *cases(), encoding="latin-1")
    assert_same(source, *cases(translate=translate), implicit_i18n_translate=True)
    assert_same(
        '<p title="a">b ${v}</p>',
        lambda: {"v": 1, "translate": translate},
        implicit_i18n_attributes={"title"},
    )


@pytest.mark.parametrize("given", [7, None, b"x", ("t",), object])
def test_a_translation_may_be_anything(given):
    def translate(msgid, **more):
        return given

    for source in ['<p i18n:translate="">x</p>', "<p>${v}</p>", '<p title="a" i18n:attributes="title">b</p>']:
        assert_same(source, lambda: {"v": 1.5j, "translate": translate})
