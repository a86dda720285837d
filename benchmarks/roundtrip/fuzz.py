"""Random edits of a page: what designers do by accident, and what an attacker would try on purpose."""

from __future__ import annotations

import random
import re

from tests.roundtrip.attacks import ATTACKS

TAG = re.compile(r"<(/?)([A-Za-z][\w:-]*)([^<>]*)>")
TEXT = re.compile(r">([^<>]*\S[^<>]*)<")
EVIL = (
    "${probe()}",
    "$${probe()}",
    "&#36;{probe()}",
    "<b tal:content='probe()'>x</b>",
    '<b data-tal-content="probe()">x</b>',
    '<i x="1"y="<b tal:content=\'probe()\'>">',
    "<tal:b replace='probe()'/>",
    "<?python probe() ?>",
    "<!--?> ${probe()} -->",
    "<![CDATA[${probe()}]]>",
    "<script>${probe()}</script>",
    '<p xmlns:t="http://xml.zope.org/namespaces/tal" t:content="probe()">x</p>',
    '<a href="javascript:${probe()}">x</a>',
    "<é tal:content='probe()'>x</é>",
    "\x0c\u2028\xa0",
)


def edit(html: str, chance: random.Random) -> str:
    """The page after one to four edits."""
    for _ in range(chance.randint(1, 4)):
        html = chance.choice(EDITS)(html, chance)
    return html


def retype(html: str, chance: random.Random) -> str:
    """Other words in one place."""
    return _in_text(
        html, chance, lambda text: chance.choice(["Fresh words", "", text.upper(), text + " &amp; more"])
    )


def inject(html: str, chance: random.Random) -> str:
    """Something that executes, in a text, an attribute or a tag."""
    evil = chance.choice(EVIL)
    place = chance.choice(["text", "attribute", "tag", "anywhere"])
    if place == "text":
        return _in_text(html, chance, lambda text: text + evil)
    if place == "anywhere":
        at = chance.randint(0, len(html))
        return html[:at] + evil + html[at:]
    quoted = evil.replace('"', "&quot;") if place == "attribute" else evil
    return _in_tag(html, chance, lambda tag: f'{tag[:-1]} title="{quoted}">')


def remove(html: str, chance: random.Random) -> str:
    """One tag, without its partner."""
    return _in_tag(html, chance, lambda tag: "")


def double(html: str, chance: random.Random) -> str:
    """A stretch of markup, twice."""
    cuts = [match.start() for match in TAG.finditer(html)]
    if len(cuts) < 2:
        return html
    start, end = sorted(chance.sample(cuts, 2))
    return html[:end] + html[start:end] + html[end:]


def move(html: str, chance: random.Random) -> str:
    """A stretch of markup, to another place."""
    cuts = [match.start() for match in TAG.finditer(html)]
    if len(cuts) < 3:
        return html
    start, end, to = sorted(chance.sample(cuts, 3))
    return html[:start] + html[end:to] + html[start:end] + html[to:]


def retag(html: str, chance: random.Random) -> str:
    """One start tag becomes another element's."""
    return _in_tag(
        html, chance, lambda tag: re.sub(r"^<[\w:-]+", f"<{chance.choice(['h3', 'div', 'script', 'b'])}", tag)
    )


def drop_attributes(html: str, chance: random.Random) -> str:
    """One tag without attributes, so without its stamp."""
    return _in_tag(html, chance, lambda tag: re.sub(r"\s[^<>]*", "", tag[:-1]) + ">")


def attack(html: str, chance: random.Random) -> str:
    """A fragment of a known attack."""
    fresh = chance.choice(chance.choice(ATTACKS).changes)[1]
    return _in_text(html, chance, lambda text: text + fresh)


EDITS = (retype, inject, remove, double, move, retag, drop_attributes, attack)


def _in_text(html: str, chance: random.Random, change) -> str:
    return _at(html, chance, list(TEXT.finditer(html)), 1, change)


def _in_tag(html: str, chance: random.Random, change) -> str:
    return _at(html, chance, list(TAG.finditer(html)), 0, change)


def _at(html: str, chance: random.Random, places: list[re.Match], group: int, change) -> str:
    if not places:
        return html
    start, end = chance.choice(places).span(group)
    return html[:start] + change(html[start:end]) + html[end:]
