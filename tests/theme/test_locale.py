"""The catalogs know every message of the templates and of the code, in every language."""

import re
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

import myproject
from myproject.web.messages import extract
from tests.theme.sampled import STATES, render

PACKAGE = Path(myproject.__file__).parent
LOCALE = PACKAGE / "locale"
METHODS = [
    ("**.pt", "tests.theme.test_locale:in_templates"),
    ("sample/site.toml", "myproject.sample.messages:extract"),
    ("**.py", "python"),
]
PLACEHOLDER = re.compile(r"\$\{\w+\}")
# Words of which the other language has the same.
SHARED = {
    "de": {"Film", "Genre"},
    "fr": {"${minutes} min", "Contact", "Film", "Films", "Genre", "Message", "Page"},
}


def in_templates(file, keywords, comment_tags, options):
    return extract(file, keywords, comment_tags, {"domain": "myproject"})


def catalog(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file)


def translations(language: str) -> dict[str, str]:
    found = catalog(LOCALE / language / "LC_MESSAGES" / "myproject.po")
    return {str(message.id): str(message.string) for message in found if message.id and not message.fuzzy}


@pytest.fixture(scope="module")
def used() -> set[str]:
    """The messages that templates and code ask for."""
    return {str(message) for _file, _line, message, *_rest in extract_from_dir(PACKAGE, method_map=METHODS)}


def test_the_template_of_catalogs_is_up_to_date(used):
    assert {str(message.id) for message in catalog(LOCALE / "myproject.pot") if message.id} == used


@pytest.mark.parametrize("language", SHARED)
def test_everything_is_translated(used, language):
    known = translations(language)
    assert {message for message in used if not known.get(message)} == set()
    assert {message for message in used if known[message] == message} <= SHARED[language]


@pytest.mark.parametrize("language", SHARED)
def test_placeholders_are_kept(language):
    for message, translation in translations(language).items():
        assert sorted(PLACEHOLDER.findall(translation)) == sorted(PLACEHOLDER.findall(message)), message


@pytest.mark.parametrize("language", SHARED)
def test_pages_show_the_translations(theme, language):
    known = translations(language)
    asked = set()

    def translate(message, mapping=None, **given):
        asked.add(message)
        text = known.get(message, message)
        for name, value in (mapping or {}).items():
            text = text.replace(f"${{{name}}}", value)
        return text

    pages = [render(theme, page, state, translate) for page, state in STATES]
    assert len(asked & known.keys()) > 60
    assert all(known["Skip to the content"] in page and "${" not in page for page in pages)
