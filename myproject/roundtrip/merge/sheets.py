"""The <style> elements of a page, compared rule by rule: what a designer's tool wrote anew is no edit, what is new is.

Tools join, split and reorder sheets, put resets of their own into them, take style attributes out into rules, and
give elements ids to write rules for. So all sheets of a page count as one, and an edit is a declaration that the
page did not make before. It is written into the rule that it changes, or beside the one that it stood beside.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from zlib import crc32

from myproject.roundtrip.merge.findings import Findings
from myproject.roundtrip.merge.placing import extent, inside, with_space
from myproject.roundtrip.pages import css, noise
from myproject.roundtrip.pages.css import Block, Declaration, Path
from myproject.roundtrip.pages.page import PART, Page, Tag
from myproject.roundtrip.parse.origin import Origin
from myproject.roundtrip.parse.scope import has_code
from myproject.roundtrip.write.patches import Patch

# What GrapesJS begins every sheet with.
RESETS = {("*", "box-sizing"): "border-box", ("body", "margin"): "0"}
_ID = re.compile(r"#(-?[A-Za-z_][\w-]*)")
Said = dict[Path, dict[str, str]]


@dataclass(slots=True)
class Written:
    """A rule of a template: its block, and where the text that it was read from starts in the source."""

    origin: Origin
    block: Block
    shift: int


class Sheets:
    """Compares the sheets of two pages. `run` makes the edits; what it learns about ids and style attributes is asked
    for when the elements themselves are compared."""

    def __init__(self, findings: Findings):
        self.findings = findings
        self.matching = findings.matching
        self.old_ids = _ids(findings.given)
        self.new_ids = _ids(findings.returned)
        self.urls = [url for tag in _styles(findings.given) for url in css.urls(tag.text)]
        self.said: Said = defaultdict(dict)
        self.written: dict[Path, list[Written]] = defaultdict(list)
        self.opaque: set[Tag] = set()
        for tag in _styles(findings.given):
            self.learn(tag)
        self.styled: dict[Tag, dict[str, str]] = {}  # elements whose style attribute became a rule
        self.referred: set[str] = set()  # ids that arriving rules need
        self.spent: set[str] = set()  # ids that only rules need which say nothing new

    def learn(self, tag: Tag) -> None:
        """What a sheet of the given page says, and where its template says it."""
        root = None if "${" in tag.text else css.parse(css.plain(tag.text))
        if root is None:
            self.opaque.add(tag)
            return
        for path, block in css.rules(root):
            self.said[path].update((d.name, d.value) for d in block.declarations)
        if tag.origin is None or tag.filled:
            return
        start, end = inside(tag, tag.origin)
        source = (
            None if has_code(tag.origin.source, start, end) else css.parse(tag.origin.source.text[start:end])
        )
        for path, block in css.rules(source) if source else ():
            self.written[path].append(Written(tag.origin, block, start))

    # -- what came back ----------------------------------------------------------------------------------------

    def run(self) -> None:
        last: dict[tuple[Path, str], Declaration] = {}
        order: list[tuple[Tag, Path, Block, Path, Path]] = []
        for tag in _styles(self.findings.returned):
            root = self.readable(tag)
            before: Path = ()
            for shown, block in css.rules(root) if root else ():
                path = self.canonical(shown)
                order.append((tag, path, block, shown, before))
                last.update({(path, declaration.name): declaration for declaration in block.declarations})
                before = path
        self.back: Said = defaultdict(dict)
        for (path, name), declaration in last.items():
            self.back[path][name] = declaration.value
        news: dict[Tag, list[tuple[Path, Block, list[Declaration], Path]]] = defaultdict(list)
        for tag, path, block, shown, before in order:
            wanted = [
                d for d in block.declarations if last[path, d.name] is d and not self.known(path, shown, d)
            ]
            bare = not block.declarations and path not in self.said and not path[-1].startswith("@charset")
            if self.arrives(shown, bool(wanted) or bare):
                if path in self.written and wanted:
                    self.change(path, wanted)
                else:
                    news[tag].append((path, block, wanted, before))
        for tag, fresh in news.items():
            self.add(tag, fresh)
        self.removals()

    def readable(self, tag: Tag) -> Block | None:
        """The rules of a sheet that came back; none of one that cannot be read or that the program writes into."""
        old = self.matching.backward.get(tag)
        text = css.with_urls(css.plain(tag.text), self.home)
        root = None if "${" in text or old in self.opaque or (old and old.filled) else css.parse(text)
        if root is None and (old is None or not noise.same_text(old.text, tag.text)):
            words = "the new text of <style> is not kept: it holds code, or its braces do not match"
            self.findings.note(old.origin if old and old.origin else self.findings.given.root.origin, words)
        return root

    def home(self, url: str) -> str:
        """The address as the page had it, where a tool copied or completed it."""
        return next((known for known in self.urls if noise.same_url(known, url)), url)

    def canonical(self, path: Path) -> Path:
        """A path with the ids that the given page has, where a tool gives its ids anew on every save."""

        def old_id(match: re.Match) -> str:
            tag = self.new_ids.get(match[1])
            old = self.matching.backward.get(tag) if tag else None
            return f"#{old.attributes['id'].lower()}" if old and self.is_tool_id(old) else match[0]

        return tuple(_ID.sub(old_id, part) for part in path)

    def is_tool_id(self, old: Tag) -> bool:
        """Whether the id of a given element is one that the tool put on its unedited save."""
        element = old.origin.element if old.origin else None
        return "id" in old.attributes and element is not None and element.attribute("id") is None

    def known(self, path: Path, shown: Path, declaration: Declaration) -> bool:
        """Whether the page, or the tool for every page, says this already. `shown` is the path as it came back."""
        name, value = declaration.name, declaration.value
        if f"[{PART}" in path[-1] or RESETS.get((path[-1], name)) == css.normal(value):
            return True
        if path in self.said and css.says(self.said[path], name, value):
            return True
        parts = [(*path[:-1], part) for part in path[-1].split(",")]
        if len(parts) > 1 and all(css.says(self.said.get(part, {}), name, value) for part in parts):
            return True
        joined = (
            other for other in self.said if other[:-1] == path[:-1] and path[-1] in other[-1].split(",")
        )
        return any(css.says(self.said[other], name, value) for other in joined) or self.inline(
            shown, name, value
        )

    def inline(self, path: Path, name: str, value: str) -> bool:
        """Whether a rule for one element says what the style attribute said that the tool took out."""
        tag = self.new_ids.get(path[0][1:]) if len(path) == 1 and path[0].startswith("#") else None
        old = self.matching.backward.get(tag) if tag else None
        if old is None or "style" in tag.attributes or "style" not in old.attributes:
            return False
        said = css.says(css.declared(old.attributes["style"]), name, value)
        if said:
            self.styled.setdefault(tag, {})[name] = value
        return said

    def arrives(self, path: Path, new: bool) -> bool:
        """Whether a rule has something for the templates. One for a single row of a repeat has not."""
        ids = {name for part in path for name in _ID.findall(part)}
        if not new:
            self.spent |= ids
            return False
        rows = [
            self.new_ids[name] for name in ids if name in self.new_ids and self.is_row(self.new_ids[name])
        ]
        for tag in rows:
            words = f"a style for one sample row, #{tag.attributes['id']}, is not kept: give its class one instead"
            self.findings.note(self.matching.backward[tag].origin, words)
        self.referred |= set() if rows else ids
        return not rows

    def is_row(self, tag: Tag) -> bool:
        """Whether an element with an id of its own is one of several that the program makes of one."""
        old = self.matching.backward.get(tag)
        if old is None or old.origin is None or old.origin.element is None:
            return False
        written = old.origin.element.attribute("id")
        return (written is None or written.dynamic) and self.findings.instances(old) > 1

    # -- edits -------------------------------------------------------------------------------------------------

    def change(self, path: Path, wanted: list[Declaration]) -> None:
        """Other values, and further declarations, in a rule that a template has."""
        for declaration in wanted:
            found = [
                (written, d)
                for written in self.written[path]
                for d in written.block.declarations
                if d.name == declaration.name
            ]
            value = self.translated(declaration.value)
            if found:
                written, old = found[-1]
                patch = self.patch(written, old.value_start, old.end, value)
                words = f"{path[-1]}: {old.name} changed from {old.value!r} to {value!r}"
            else:
                written = self.written[path][-1]
                text, place = self.further(written, f"{declaration.name}: {value}")
                patch = self.patch(written, place, place, text)
                words = f"{path[-1]}: {declaration.name}: {value} added"
            if self.safe(value):
                self.findings.edit(written.origin, words, patch)

    def further(self, written: Written, text: str) -> tuple[str, int]:
        """A declaration as the others of its rule are written, and the place after the last one."""
        block, source = written.block, written.origin.source
        if not block.declarations:
            return f" {text}; ", block.inner
        last = block.declarations[-1]
        start = source.text.rfind("\n", 0, written.shift + last.start)
        between = source.text[start + 1 : written.shift + last.start]
        gap = source.newline + between if not between.strip() else " "
        tail = source.text[written.shift + last.end : written.shift + block.close]
        return (f"{gap}{text};", last.end + 1) if tail.startswith(";") else (f";{gap}{text}", last.end)

    def patch(self, written: Written, start: int, end: int, text: str) -> Patch:
        shift = written.shift
        return Patch(
            written.origin.template, shift + start, shift + end, (text,) if text else (), _order(text)
        )

    def add(self, tag: Tag, fresh: list[tuple[Path, Block, list[Declaration], Path]]) -> None:
        """New rules: behind the rule that they stood behind, or in a sheet of their own."""
        old = self.matching.backward.get(tag)
        host = (
            old.origin
            if old is not None and old.origin and old not in self.opaque and not old.filled
            else None
        )
        added: list[str] = []
        place: Written | None = None
        for _, block, wanted, before in fresh:
            rule = self.rule(block, wanted)
            if not self.safe(rule):
                continue
            if host is None:
                added.append(rule)
                continue
            neighbours = [written for written in self.written.get(before, ()) if written.origin is host]
            place = neighbours[-1] if neighbours else place or self.last_of(host)
            if place is None:
                added.append(rule)
                continue
            end = self.outermost(place, host)
            source = host.source
            text = source.newline + source.indent(place.shift + end[0]) + rule
            patch = self.patch(place, end[1], end[1], text)
            self.findings.edit(host, f"new style: {rule}", patch)
        if added:
            self.new_sheet(tag, added)

    def last_of(self, host: Origin) -> Written | None:
        own = [written for found in self.written.values() for written in found if written.origin is host]
        return max(own, key=lambda written: written.block.end, default=None)

    def outermost(self, place: Written, host: Origin) -> tuple[int, int]:
        """The extent of the rule, or of the at-rule around it, that stands in the sheet itself."""
        start, end = inside_of(host)
        root = css.parse(host.source.text[start:end])
        around = [b for b in root.blocks if b.start <= place.block.start and place.block.end <= b.end]
        return (around[0].start, around[0].end) if around else (place.block.start, place.block.end)

    def rule(self, block: Block, wanted: list[Declaration]) -> str:
        """A rule on one line, with the at-rules around it."""
        body = " ".join(f"{d.name}: {self.translated(d.value)};" for d in wanted)
        text = f"{block.prelude} {{ {body} }}" if wanted else f"{block.prelude};"
        for outer in reversed(block.around):
            text = f"{css.ranges(outer)} {{ {text} }}"
        return " ".join(text.split())

    def new_sheet(self, tag: Tag, added: list[str]) -> None:
        """A <style> at the end of the head; where a page has none, where the designer's tool put it."""
        head = next((one for one in self.findings.given.tags if one.name == "head" and one.origin), None)
        last = None
        if head is not None:
            element = head.origin.element
            own = [
                one for one in head.tags if one.origin and one.origin.element and one.origin.parent is element
            ]
            last = own[-1] if own else None
        if last is None:
            self.findings.writer.styles[tag] = "\n".join(["", *added, ""])
            return
        source, end = last.origin.source, extent(last, last.origin)[1]
        gap = source.newline + source.indent(last.origin.start)
        text = "".join([gap, "<style>", *(f"{gap}  {rule}" for rule in added), gap, "</style>"])
        patch = Patch(source.name, end, end, (text,), _order(text))
        self.findings.edit(Origin(source, end, end), f"new style: {' '.join(added)}", patch)

    def removals(self) -> None:
        """Sheets that are gone; and declarations, unless the tool wrote the sheet anew and may not know them."""
        for tag in _styles(self.findings.given):
            if tag.origin and tag not in self.opaque and not tag.filled and self.is_removed(tag):
                start, end = with_space(tag.origin.source, *extent(tag, tag.origin))
                self.findings.edit(
                    tag.origin, "style sheet removed", Patch(tag.origin.template, start, end, ())
                )
        for path, places in self.written.items():
            for written in places:
                gone = [d for d in written.block.declarations if not self.still_said(path, d)]
                if gone and self.kept_sheet(written.origin):
                    self.remove(path, written, gone)

    def is_removed(self, tag: Tag) -> bool:
        """Whether somebody took a sheet away: its neighbours are there, and nothing says what its rules said."""
        parent = self.matching.forward.get(tag.parent)
        if tag in self.matching.forward or parent is None:
            return False
        root = css.parse(css.plain(tag.text))
        if any(path in self.back for path, _ in css.rules(root)):
            return False
        if self.findings.calibrated:
            return True
        beside = [one for one in tag.parent.tags if one is not tag and one.origin]
        kept = [one for one in beside if one in self.matching.forward]
        if self.matching.kept_marks >= 0.9 and parent.start is not None and 2 * len(kept) > len(beside):
            return True
        if parent.start is not None:
            self.findings.note(tag.origin, "a style sheet is gone: taken for the tool's doing and left in")
        return False

    def still_said(self, path: Path, declaration: Declaration) -> bool:
        name, value = declaration.name, declaration.value
        if path not in self.said or name not in self.said[path]:
            return True  # the tool's own unedited save has it no more either
        back = [self.back.get(path, {})]
        back += [self.back.get((*path[:-1], part), {}) for part in path[-1].split(",")]
        back += [self.back[other] for other in self.back if path[-1] in other[-1].split(",")]
        return any(name in said or css.says(said, name, value) for said in back) or any(
            css.is_longhand(name, other) or css.is_longhand(other, name) for said in back for other in said
        )

    def kept_sheet(self, origin: Origin) -> bool:
        """Whether what a sheet lacks was taken out of it: the tool is known, or left another rule as it was spelt."""
        old = next(tag for tag in _styles(self.findings.given) if tag.origin is origin)
        new = self.matching.forward.get(old)
        if new is None:
            return False
        if self.findings.calibrated:
            return True
        if not new.text.strip():
            self.findings.note(origin, "the style sheet came back empty: taken for the tool's doing")
            return False
        return bool(_spelling(old) & _spelling(new))

    def remove(self, path: Path, written: Written, gone: list[Declaration]) -> None:
        block = written.block
        if len(gone) == len(block.declarations) and not block.blocks:
            patches = [self.patch(written, block.start, block.end, "")]
        else:
            text = written.origin.source.text
            patches = []
            for d in gone:
                end = d.end + text[written.shift + d.end : written.shift + block.close].startswith(";")
                patches.append(self.patch(written, d.start, end, ""))
        names = ", ".join(d.name for d in gone)
        self.findings.edit(written.origin, f"{path[-1]}: {names} removed", *patches)

    # -- what is asked of it -----------------------------------------------------------------------------------

    def translated(self, value: str) -> str:
        return css.with_urls(value, self.findings.asset)

    def safe(self, text: str) -> bool:
        return self.findings.writer.safe_css(self.findings.returned.root, text)

    def without_guide(self, style: str) -> str:
        """A style attribute of a part that the export marks, without what the marking says."""
        guide = [said for path, said in self.said.items() if f"[{PART}" in path[-1]]
        declared = css.declared(style).items()
        return "; ".join(f"{n}: {v}" for n, v in declared if not any(css.says(said, n, v) for said in guide))

    def took_style(self, tag: Tag, before: str) -> bool:
        """Whether a style attribute that an element has no more lives on in a rule for its id."""
        said = self.styled.get(tag)
        return said is not None and all(
            css.says(said, name, value) for name, value in css.declared(before).items()
        )


def inside_of(origin: Origin) -> tuple[int, int]:
    return origin.element.open_end, origin.element.close_start


def _styles(page: Page) -> Iterator[Tag]:
    return (tag for tag in page.tags if tag.name == "style" and not tag.foreign)


def _ids(page: Page) -> dict[str, Tag]:
    return {tag.attributes["id"].lower(): tag for tag in reversed(page.tags) if tag.attributes.get("id")}


def _spelling(tag: Tag) -> set[str]:
    """The rules of a sheet as they are spelt, but for white space."""
    text = css.plain(tag.text)
    root = css.parse(text)
    return {"".join(text[block.start : block.end].split()) for block in root.blocks} if root else set()


def _order(text: str) -> int:
    """Orders insertions at one place: the same text from two pages is one, two texts are two."""
    return crc32(text.encode())
