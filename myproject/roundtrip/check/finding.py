"""What a check of templates answers with, and what it works on."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from functools import cached_property

from myproject.roundtrip.parse import reading
from myproject.roundtrip.parse.bindings import Binding, read
from myproject.roundtrip.parse.reading import Document


@dataclass(frozen=True, order=True)
class Finding:
    """One thing to put right. Line and column count from 1; `fix` says what to try."""

    template: str
    line: int
    column: int
    rule: str
    message: str
    fix: str

    def __str__(self) -> str:
        return f"{self.template}:{self.line}:{self.column}: {self.rule}: {self.message}. {self.fix}."

    def to_json(self) -> dict:
        return asdict(self)


@dataclass
class Template:
    """A template under check: its name in the theme, its text, and the dataclass that its view returns."""

    name: str
    source: str
    context: type | None = None

    @cached_property
    def document(self) -> Document:
        return reading.read(reading.folded(self.source))

    @cached_property
    def bindings(self) -> tuple[Binding, ...]:
        return read(self.document)

    def finding(self, rule: str, offset: int, message: str, fix: str) -> Finding:
        """A finding at an offset of the document's text."""
        place = self.document.place(offset)
        return Finding(self.name, place.line, place.column, rule, message, fix)

    def at(self, binding: Binding, rule: str, message: str, fix: str) -> Finding:
        return Finding(self.name, binding.line, binding.column, rule, message, fix)


@dataclass
class Theme:
    """What is checked together: templates by name, and the paths of all other files (`static/css/site.css`)."""

    templates: Mapping[str, Template]
    assets: frozenset[str] = field(default_factory=frozenset)
