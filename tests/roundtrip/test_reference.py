"""docs/templates.md says what the views' dataclasses say."""

import dataclasses
from collections.abc import Mapping
from pathlib import Path

import pytest
from pyramid.paster import get_appsettings

from myproject import main
from myproject.design import folder
from myproject.roundtrip.check.check import check
from myproject.roundtrip.reference import reference
from myproject.scripts.contexts import collect

ROOT = Path(__file__).parents[2]


@dataclasses.dataclass
class Leaf:
    """The end of a branch."""

    name: str = dataclasses.field(metadata={"help": "What it is called | or not"})


@dataclasses.dataclass
class Branch:
    leaves: list[Leaf] = dataclasses.field(metadata={"help": "All of them"})
    by_name: Mapping[str, Leaf] = dataclasses.field(metadata={"help": "The same"})


@dataclasses.dataclass
class Base:
    title: str = dataclasses.field(metadata={"help": "The title"})


@dataclasses.dataclass
class Tree(Base):
    branch: Branch | None = dataclasses.field(metadata={"help": "The main one"})


@dataclasses.dataclass
class Bush(Base):
    pass


def test_fields_types_and_help_recursively():
    text = reference({"tree.pt": Tree, "bush.pt": Bush})
    assert "| `title` | str | The title |" in text
    assert text.count("| `title` |") == 1
    assert "| `branch` | [Branch](#branch) or nothing | The main one |" in text
    assert "| `leaves` | list of [Leaf](#leaf) | All of them |" in text
    assert "| `by_name` | mapping from str to [Leaf](#leaf) | The same |" in text
    assert "## Leaf\n\nThe end of a branch.\n\n" in text
    assert "What it is called \\| or not" in text


@pytest.fixture(scope="module")
def site() -> dict[str, type]:
    settings = {**get_appsettings(str(ROOT / "development.ini")), "pyramid.includes": ""}
    return collect(main({}, **settings).registry)


def test_the_page_in_docs_is_true(site):
    assert (ROOT / "docs" / "templates.md").read_text(encoding="utf-8") == reference(site), (
        "run: myproject docs"
    )


def test_every_field_has_help(site):
    assert len(site) > 5
    assert not [row for row in reference(site).splitlines() if row.endswith("|  |")]


def test_the_shipped_theme_is_clean(site):
    theme = folder.read(ROOT / "myproject" / "themes" / "default")
    assert check(theme.templates, folder.static_files(theme.folder), site) == []
