"""Every template opened from disk is a designed page: styles, images, sample text, and nothing of a template's code."""

import pytest

from tests.theme.browser import DESK, window
from tests.theme.sampled import FOLDER

pytestmark = pytest.mark.integration

TEMPLATES = sorted(path.name for path in FOLDER.glob("*.pt"))


@pytest.mark.parametrize("name", TEMPLATES)
def test_opens_from_disk(browser, name):
    with window(browser, DESK) as (tab, complaints):
        tab.goto((FOLDER / name).as_uri())
        tab.evaluate("document.querySelectorAll('img').forEach(image => image.loading = 'eager')")
        tab.wait_for_load_state("networkidle")
        assert complaints == []
        assert tab.evaluate("document.styleSheets.length") == 6
        assert "Palatino" in tab.evaluate("getComputedStyle(document.body).fontFamily")
        assert tab.evaluate("[...document.images].every(image => image.naturalWidth > 0)")
        assert tab.locator("h1").is_visible()
        shown = tab.locator("body").inner_text() + tab.title()
        assert "${" not in shown and "data-" not in shown
        # Links between pages work from disk as well.
        here = tab.evaluate(
            "[...document.links].map(a => a.protocol == 'file:' && a.pathname).filter(Boolean)"
        )
        assert [link for link in here if link.rpartition("/")[2] not in TEMPLATES] == []
