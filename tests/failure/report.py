"""What was measured, and which promises were broken."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass
class Report:
    """The numbers in the order in which they were taken, and a sentence for each promise that was not kept."""

    numbers: dict[str, object] = field(default_factory=dict)
    broken: list[str] = field(default_factory=list)

    def note(self, name: str, value: object) -> None:
        self.numbers[name] = value

    def promise(self, kept: bool, sentence: str) -> None:
        if not kept:
            self.broken.append(sentence)

    def __str__(self) -> str:
        width = max(map(len, self.numbers))
        lines = [f"{name:{width}}  {_shown(value)}" for name, value in self.numbers.items()]
        return "\n".join([*lines, *(f"BROKEN: {sentence}" for sentence in self.broken)])


def percentile(values: list[float], share: float) -> float:
    """The value that `share` of the values do not exceed (nearest rank); nan where there are none."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else float("nan")


def _shown(value: object) -> str:
    return (
        f"{value:,.4g}"
        if isinstance(value, float)
        else f"{value:,}"
        if isinstance(value, int)
        else str(value)
    )
