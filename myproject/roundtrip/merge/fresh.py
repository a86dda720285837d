"""What is new in an edited page, as markup for a template."""

from __future__ import annotations

from collections.abc import Iterable

from myproject.roundtrip.match.content import Item
from myproject.roundtrip.merge.findings import Findings
from myproject.roundtrip.merge.placing import extent
from myproject.roundtrip.pages.page import Tag
from myproject.roundtrip.parse.source import Source
from myproject.roundtrip.write import writer
from myproject.roundtrip.write.patches import Take


class Fresh:
    """Writes new items: words, elements, and the source of what moved."""

    def __init__(self, findings: Findings):
        self.findings = findings

    def render(self, run: list[Item], source: Source, offset: int) -> tuple:
        """A run of new items as markup, with the source's line breaks and indentation."""
        parts: list[str | Take] = []
        base, depth = source.newline + source.indent(offset), 0
        for position, item in enumerate(run):
            depth -= item.kind == "close"
            if position and item.broken and item.kind != "word":
                parts.append(base + "  " * max(depth, 0))
            elif position and item.spaced:
                parts.append(" ")
            depth += item.kind == "open"
            parts.extend(self.render_item(item))
        return tuple(parts)

    def render_item(self, item: Item) -> Iterable[str | Take]:
        write = self.findings.writer
        if item.kind == "word":
            if item.word.key.startswith("${"):
                self.findings.tell(item.tag, writer.inert(item.word.key))
            yield writer.text(item.word.key)
        elif item.kind == "open":
            yield write.start_tag(item.tag)
        elif item.kind == "close":
            yield write.end_tag(item.tag)
        elif item.kind == "tag":
            old = self.findings.matching.backward[item.tag]
            yield Take(old.origin.template, *extent(old, old.origin))
        else:
            yield from self.static(item.tag)

    def static(self, tag: Tag) -> Iterable[str]:
        """An element and all that is in it, in plain markup."""
        write = self.findings.writer
        if ":" in tag.name and not tag.foreign:
            yield from self.inside(tag)  # of a template's language: it leaves no tags
            return
        if not write.allows(tag):
            return
        yield write.start_tag(tag)
        yield from self.inside(tag)
        yield write.end_tag(tag)

    def inside(self, tag: Tag) -> Iterable[str]:
        """What is in an element, in plain markup."""
        for child in tag.children:
            if isinstance(child, Tag):
                yield from self.static(child)
            else:
                yield self.findings.writer.content(child)
