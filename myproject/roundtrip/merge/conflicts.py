"""Conflicts with a newer template that touch one place, such as two words of a sentence, become one question."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from myproject.roundtrip.merge.edits import Choice, Edit
from myproject.roundtrip.merge.threeway import Carrier, Clash
from myproject.roundtrip.write.patches import Patch, Take, ordered


@dataclass(frozen=True, slots=True)
class Carried:
    """An edit on the templates as they are now, and what became of each patch that it had on the exported ones. A
    question that no conflict took the place of has no `parts`."""

    edit: Edit
    words: str
    parts: tuple[tuple[Patch, Patch | Clash | None], ...] = ()

    @property
    def clashes(self) -> list[Clash]:
        """The conflicts that may be decided for the designer."""
        return (
            [now for _, now in self.parts if isinstance(now, Clash)]
            if "designer" in self.edit.choices
            else []
        )


@dataclass(frozen=True, slots=True)
class Zone:
    """A place that both sides changed: its span in the exported template, and in the one of now."""

    template: str
    base: tuple[int, int]
    now: tuple[int, int]

    def meets(self, template: str, start: int, end: int) -> bool:
        """Whether a patch changes something of the place. One that inserts at its edge may belong to what is in it."""
        first, last = self.now
        inserts = start == end and first <= start <= last
        return template == self.template and (inserts or (start < last and first < end))

    def joined(self, other: Zone) -> Zone:
        base = min(self.base[0], other.base[0]), max(self.base[1], other.base[1])
        return Zone(self.template, base, (min(self.now[0], other.now[0]), max(self.now[1], other.now[1])))


def together(edits: list[Carried], carriers: Mapping[str, Carrier]) -> list[Edit]:
    """The edits, with one question for all that change the place of a conflict."""
    found = [carried.edit for carried in edits if not carried.clashes]
    conflicts = [carried for carried in edits if carried.clashes]
    changes = [carried for carried in edits if carried.edit.kind == "change"]
    while conflicts:
        group = [conflicts.pop(0)]
        zones = _zones(group)
        while near := [one for one in (*conflicts, *changes) if any(_touches(one, zone) for zone in zones)]:
            group += near
            conflicts = [one for one in conflicts if one not in near]
            changes = [one for one in changes if one not in near]
            zones = _zones(group)
        found = [edit for edit in found if all(edit is not one.edit for one in group)]
        group.sort(key=edits.index)
        within = any(
            zone.meets(one.template, one.start, one.end) for one in _others(group[0]) for zone in zones
        )
        several = len(group) > 1 or len(zones) < len(group[0].clashes) or within
        found.append(_question(group, zones, carriers) if several else group[0].edit)
    return found


def _zones(group: list[Carried]) -> list[Zone]:
    zones: list[Zone] = []
    for clash in [clash for carried in group for clash in carried.clashes]:
        forced = clash.forced
        zone = Zone(forced.template, clash.base, (forced.start, forced.end))
        while met := next((one for one in zones if one.meets(zone.template, *zone.now)), None):
            zones.remove(met)
            zone = zone.joined(met)
        zones.append(zone)
    return zones


def _touches(carried: Carried, zone: Zone) -> bool:
    places = [clash.forced for clash in carried.clashes] + _others(carried)
    return any(zone.meets(patch.template, patch.start, patch.end) for patch in places)


def _others(carried: Carried) -> list[Patch]:
    return [now for _, now in carried.parts if isinstance(now, Patch)]


def _question(group: list[Carried], zones: list[Zone], carriers: Mapping[str, Carrier]) -> Edit:
    designer = "; ".join(dict.fromkeys(carried.words for carried in group))
    texts = [(carriers[zone.template].base.text, carriers[zone.template].now.text, zone) for zone in zones]
    developer = "; ".join(
        f"{short(base[slice(*zone.base)])} became {short(now[slice(*zone.now)])}" for base, now, zone in texts
    )
    fine = [carried.edit.only for carried in group if carried.edit.kind == "change"]
    kept = [patch for choice in fine for patch in choice.patches]
    moved = tuple(origin for choice in fine for origin in choice.moved)
    lost = tuple(origin for choice in fine for origin in choice.lost)
    choices = {"developer": Choice("keep the developer's version", tuple(kept), lost, moved)}
    patches = _forced(group, texts)
    if patches is not None:
        first = [carried.edit.only for carried in group]
        choices = {
            "designer": Choice(
                "put the designer's version in its place",
                patches,
                tuple(origin for choice in first for origin in choice.lost),
                moved,
            ),
            **choices,
        }
    return Edit("conflict", group[0].edit.origin, clashing(designer, developer), choices)


def _forced(group: list[Carried], texts: list[tuple[str, str, Zone]]) -> tuple[Patch, ...] | None:
    """The patches that put what the designer made of each zone into its place; None where a part of another place
    would go along."""
    parts = [part for carried in group for part in carried.parts]
    inside: set[Patch] = set()
    forced = []
    for base, _, zone in texts:
        start, end = zone.base
        own = [
            patch
            for patch, _ in parts
            if patch.template == zone.template and start <= patch.start and patch.end <= end
        ]
        inside.update(own)
        written: list[str] = []
        for patch in ordered(own):
            if patch.start < start:
                continue  # in one that is taken out whole
            if any(isinstance(part, Take) for part in patch.parts):
                return None
            written += [base[start : patch.start], *(part for part in patch.parts if isinstance(part, str))]
            start = patch.end
        forced.append(Patch(zone.template, *zone.now, (*written, base[start:end])))
    others = [now for patch, now in parts if patch not in inside and now is not None]
    if any(isinstance(now, Clash) for now in others):
        return None
    return (*forced, *(now for now in others if isinstance(now, Patch)))


def clashing(designer: str, developer: str) -> str:
    """What a conflict is about."""
    return f"both sides changed one place. Designer: {designer}. Developer: {developer}"


def short(text: str) -> str:
    """A piece of a template for a message."""
    text = " ".join(text.split())
    return repr(text if len(text) <= 80 else text[:77] + "...") if text else "nothing"
