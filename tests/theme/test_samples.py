"""The samples hold exactly what views return, in the states that a designer has to think of."""

import re

import pytest

from tests.theme.sampled import CONTEXTS, FOLDER, STATES, sample, typed

DEFAULTS = {"many", "one", "empty", "error"}


@pytest.mark.parametrize(("page", "state"), STATES, ids=".".join)
def test_is_a_context(page, state):
    assert sample(page, state).title


@pytest.mark.parametrize("template", CONTEXTS)
def test_every_page_has_a_default_and_a_long_state(template):
    states = {state for page, state in STATES if f"{page}.pt" == template}
    assert states & DEFAULTS and "long" in states
    assert (FOLDER / template).exists()


def test_files_and_pages_that_samples_name_exist():
    text = "".join(path.read_text(encoding="utf-8") for path in (FOLDER / "samples").iterdir())
    named = set(re.findall(r"static/img/sample/[\w./-]+", text)) | set(re.findall(r'"(\w+\.pt)"', text))
    assert {name for name in named if not (FOLDER / name).exists()} == set()
    assert len(named) > 30


def test_a_wrong_sample_is_refused():
    site = CONTEXTS["home.pt"].__mro__[1].__name__
    assert site == "Page"
    with pytest.raises(TypeError, match=r"home\.x: these fields are missing or too many"):
        typed({"title": "Home"}, CONTEXTS["home.pt"], "home.x")
