"""Every template is valid HTML as it lies on disk, and so is every page rendered from it."""

import pytest

from tests.theme.checker import errors
from tests.theme.sampled import FOLDER, STATES, render

pytestmark = pytest.mark.integration


def test_templates_on_disk():
    assert errors(sorted(FOLDER.glob("*.pt"))) == []


def test_rendered_pages(theme, tmp_path):
    pages = [tmp_path / f"{page}.{state}.html" for page, state in STATES]
    for path, (page, state) in zip(pages, STATES, strict=True):
        path.write_text(render(theme, page, state), encoding="utf-8")
    assert errors(pages) == []


def test_the_checker_sees_errors(tmp_path):
    page = tmp_path / "page.html"
    page.write_text("<!DOCTYPE html><html lang=en><title>x</title><p><img src=x></p>", encoding="utf-8")
    assert ["alt" in error for error in errors([page])] == [True]
