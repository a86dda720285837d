"""Shared by the tests of the theme: the theme itself, and a browser for as long as they run."""

import pytest

from tests.theme.browser import chromium
from tests.theme.sampled import default_theme


@pytest.fixture(scope="session")
def theme():
    return default_theme()


@pytest.fixture(scope="module")
def browser(tmp_path_factory):
    with chromium(tmp_path_factory.mktemp("desktop")) as browser:
        yield browser
