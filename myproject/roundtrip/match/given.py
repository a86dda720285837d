"""The page a designer was given, each part of it knowing which span of which template it comes from."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from typing import Any

from myproject.roundtrip.export.export import export, used_layout
from myproject.roundtrip.match import shell
from myproject.roundtrip.match.content import all_words, shown
from myproject.roundtrip.match.match import match
from myproject.roundtrip.pages import noise
from myproject.roundtrip.pages.align import align
from myproject.roundtrip.pages.page import STAMP, Page, Text
from myproject.roundtrip.parse import origin
from myproject.roundtrip.parse.origin import Origin
from myproject.roundtrip.parse.source import Source, Sources
from myproject.roundtrip.report import RoundtripError

_STAMP = re.compile(rf"\s{STAMP}\s*=", re.IGNORECASE)
_BINDING = re.compile(r"\s(?:data-|xmlns:)?(?:tal|metal|i18n)(?:[:-][a-z-]+)?\s*=|\$\{", re.IGNORECASE)


class Exported:
    """A theme as designers were given it. `sources` are the templates that were looked at so far."""

    def __init__(
        self,
        theme: Mapping[str, str],
        samples: Mapping[str, Mapping[str, Any]],
        state: str | Mapping[str, str | None] | None,
    ):
        self.theme, self.samples, self.state = theme, samples, state
        self.sources = Sources(theme)

    def page(self, name: str, saved: str) -> Page:
        """The page that was saved as `saved`: the exported one, or the template itself.

        Stamps or bindings tell; where a tool kept neither, the page that it has more in common with does.
        """
        if name not in self.theme:
            raise RoundtripError(name, "there is no such template in the theme")
        if _STAMP.search(saved):
            return self.prototype(name)
        if _BINDING.search(saved) or not _BINDING.search(self.theme[name]):
            return self.raw(name)
        pages = [self.prototype(name), self.raw(name)]
        returned = Page(saved)
        return max(pages, key=lambda page: _likeness(page, returned))

    def prototype(self, name: str) -> Page:
        state = self.state.get(name) if isinstance(self.state, Mapping) else self.state
        if isinstance(self.state, str) and state not in self.samples.get(name, {}):
            state = None
        prototype = export(self.theme, name, samples=self.samples, state=state)
        for source in prototype.sources:
            self.sources[source.name] = source
        return prototype.given()

    def raw(self, name: str) -> Page:
        """The template itself; its copy of the layout, where it has one, as the layout's."""
        source = self.sources[name]
        page = raw(source)
        found = used_layout(self.theme, name)
        if found is not None:
            using, layout, macro = found
            layout_source = self.sources[layout]
            shell.adopt(
                page,
                source,
                source.by_start[using.start],
                layout_source,
                raw(layout_source),
                layout_source.by_start[macro.start],
            )
        return page


def _likeness(page: Page, returned: Page) -> float:
    """0 to 2: the share of elements, and of words, that two pages have in common."""
    paired = len(match(page, returned).forward)
    ours, theirs = Counter(shown(page.root)), Counter(shown(returned.root))
    elements = len(page.tags) + len(returned.tags)
    words = ours.total() + theirs.total()
    return 2 * paired / max(elements, 1) + 2 * (ours & theirs).total() / max(words, 1)


def raw(source: Source) -> Page:
    """The template itself, as a browser or an editor opens it."""
    page = Page(source.text)
    page.root.origin = Origin(source, 0, len(source.text))
    for tag in page.tags:
        element = source.by_start.get(tag.start)
        # A parser that repairs nesting makes several elements of one start tag: the first one counts.
        if (
            element is not None
            and element.name.lower() == tag.name.lower()
            and page.by_start[tag.start] is tag
        ):
            tag.origin = origin.of(source, element)
        for child in tag.children:
            if isinstance(child, Text):
                for word in child.words:
                    if word.start is not None and word.end is not None:
                        word.origin = Origin(source, word.start, word.end)
    return page


def transfer(given: Page, saved: Page, matching) -> None:
    """Give a tool's unedited save the origins of the page that it was made of.

    A value that says the same is the page's own again: what is random in the tool's differs in the edited save.
    """
    saved.root.origin = given.root.origin
    for old, new in matching.forward.items():
        for name in old.attributes.keys() & new.attributes.keys():
            before, after = old.attributes[name], new.attributes[name]
            absolute = noise.is_local(name, before) and noise.is_foreign(
                after
            )  # the same in each of its saves
            if noise.same_value(name, before, after) and not absolute:
                new.attributes[name] = before
        new.origin, new.hosts, new.filled, new.computed = old.origin, old.hosts, old.filled, old.computed
    before, after = all_words(given.root), all_words(saved.root)
    for i, j in align([word.key for word in before], [word.key for word in after]):
        after[j].origin = before[i].origin
