"""The round trip: export templates as plain pages, merge edited pages back. Strings in, strings and reports out."""

from myproject.roundtrip.export.export import Prototype, export
from myproject.roundtrip.merge.merge import merge
from myproject.roundtrip.pages.links import prototype_filename
from myproject.roundtrip.report import (
    Asset,
    Change,
    Decision,
    Fate,
    Note,
    Policy,
    Refusal,
    Result,
    RoundtripError,
)

__all__ = [
    "Asset",
    "Change",
    "Decision",
    "Fate",
    "Note",
    "Policy",
    "Prototype",
    "Refusal",
    "Result",
    "RoundtripError",
    "export",
    "merge",
    "prototype_filename",
]
