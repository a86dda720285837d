"""What a page says and is, however it is written: the comparison by which an edit has arrived or has not.

It is made apart from the engine's own, and stricter. Two pages are the same if they have the same elements with the
same attributes around the same words, in the same order. Only this says nothing: white space, the order of attributes
and of class tokens, defaults (`noise.DEFAULTS`), stamps; an element with neither attributes nor content, a paragraph
without content; a <span> without attributes, and formatting without attributes inside the same formatting.
"""

import re

from myproject.roundtrip.merge.attributes import is_binding
from myproject.roundtrip.pages.noise import DEFAULTS, tag_name
from myproject.roundtrip.pages.page import PART, STAMP, Tag, Text
from myproject.roundtrip.parse.source import VOID
from myproject.roundtrip.write.writer import FORMATTING

WORD = re.compile(r"\w+|[^\w\s]")


def says(tag: Tag, bound: bool = True) -> list:
    """The words and elements in an element, each element as its name, its attributes, and what it says.

    Without what binds a template to data where not `bound`.
    """
    found: list = []
    text = ""
    for node in [*_nodes(tag, bound), None]:
        if isinstance(node, Text):
            text += node.data
            continue
        found += WORD.findall(text)
        text = ""
        if node is not None:
            attributes, inside = _attributes(node, bound), says(node, bound)
            if inside or node.name in VOID or (attributes and node.name != "p" and ":" not in node.name):
                found.append((node.name, attributes, inside))
    return found


def _nodes(tag: Tag, bound: bool):
    """The child nodes, without the tags of elements that say nothing."""
    for node in tag.children:
        if isinstance(node, Tag) and (_says_nothing(node, bound) or (":" in node.name and not bound)):
            yield from _nodes(node, bound)
        else:
            yield node


def _says_nothing(tag: Tag, bound: bool) -> bool:
    if tag.name not in FORMATTING or _attributes(tag, bound):
        return False
    return tag.name == "span" or any(tag_name(each) == tag_name(tag.name) for each in _around(tag))


def _around(tag: Tag) -> list[str]:
    names = []
    while tag.parent is not None:
        tag = tag.parent
        names.append(tag.name)
    return names


def _attributes(tag: Tag, bound: bool) -> dict:
    return {
        name: frozenset(value.split()) if name == "class" else value
        for name, value in tag.attributes.items()
        if name not in (STAMP, PART) and (name, value) not in DEFAULTS and (bound or not is_binding(name))
    }
