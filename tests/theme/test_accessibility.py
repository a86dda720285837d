"""axe finds nothing on any page in any sample state, and nothing sticks out of a narrow or a wide window."""

from io import BytesIO

import pytest
from PIL import Image

from tests.theme.browser import DESK, PHONE, SCHEMES, SITE, broken_words, overflow, serve, violations, window
from tests.theme.sampled import STATES, render

pytestmark = pytest.mark.integration


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
@pytest.mark.parametrize("scheme", SCHEMES)
def test_axe_finds_nothing(theme, browser, size, scheme):
    pages = {f"{page}.{state}": render(theme, page, state) for page, state in STATES}
    found = {}
    with window(browser, size, scheme) as (tab, complaints):
        serve(tab, theme, pages.get)
        for name in pages:
            tab.goto(SITE + name)
            if problems := violations(tab):
                found[name] = problems
    assert found == {}
    assert complaints == []


def test_open_menus(theme, browser):
    pages = {"films": render(theme, "films", "one")}
    found = []
    with window(browser, PHONE) as (tab, _complaints):
        serve(tab, theme, pages.get)
        tab.goto(SITE + "films")
        for index in range(tab.locator("summary").count()):
            tab.locator("summary").nth(index).click()
            assert tab.locator("details[open]").count() == 1
            found += violations(tab)
        tab.keyboard.press("Escape")
        assert tab.locator("details[open]").count() == 0
    assert found == []


def test_an_open_menu_does_not_cover_what_has_the_focus(theme, browser):
    with window(browser, PHONE) as (tab, _complaints):
        serve(tab, theme, {"films": render(theme, "films", "one")}.get)
        tab.goto(SITE + "films")
        last = tab.locator(".filter").last
        last.locator("summary").press("Enter")
        for _ in range(last.locator("a").count()):
            tab.keyboard.press("Tab")
        assert last.locator("a").last.evaluate("link => link == document.activeElement")
        tab.keyboard.press("Tab")
        assert tab.locator("details[open]").count() == 0


@pytest.mark.parametrize("width", [320, 768, 1920])
def test_nothing_sticks_out(theme, browser, width):
    pages = {f"{page}.{state}": render(theme, page, state) for page, state in STATES}
    found = {}
    with window(browser, (width, 900)) as (tab, _complaints):
        serve(tab, theme, pages.get)
        for name in pages:
            tab.goto(SITE + name)
            if wide := overflow(tab):
                found[name] = wide
    assert found == {}


@pytest.mark.parametrize("width", [320, 1000, 1280, 1480])
@pytest.mark.parametrize("name", ["film", "home"])
def test_no_word_of_a_title_is_broken(theme, browser, width, name):
    with window(browser, (width, 900)) as (tab, _complaints):
        serve(tab, theme, {name: render(theme, name, "one")}.get)
        tab.goto(SITE + name)
        if name == "home":
            # A word as long as a designer may expect in the title of a film.
            tab.evaluate("document.querySelector('.feature-title').textContent = 'Everything Everywhere'")
        assert broken_words(tab, ".brand-name, h1, h2") == []


def test_a_price_in_a_table_is_not_broken_on_a_phone(theme, browser):
    row = "<tr><td>Under twenty, or short of money for another reason</td><td>120.00</td><td>12.00</td></tr>"
    with window(browser, (320, 900)) as (tab, _complaints):
        serve(tab, theme, {"page": render(theme, "page", "one")}.get)
        tab.goto(SITE + "page")
        tab.evaluate("row => document.querySelector('.prose tbody').innerHTML = row", row)
        assert broken_words(tab, ".prose td") == []
        assert overflow(tab) == []


@pytest.mark.parametrize(("state", "notice"), [("error", "notice-error"), ("sent", "notice-good")])
def test_what_became_of_a_form_has_the_focus(theme, browser, state, notice):
    with window(browser, PHONE) as (tab, _complaints):
        serve(tab, theme, {"contact": render(theme, "contact", state)}.get)
        tab.goto(SITE + "contact")
        tab.wait_for_function("name => document.activeElement.classList.contains(name)", arg=notice)
        # The next Tab leads to the first thing to mend, or to where one goes from here.
        tab.keyboard.press("Tab")
        assert tab.evaluate(f"document.activeElement == document.querySelector('.{notice} a')")


def test_two_clicks_send_a_form_once(theme, browser):
    with window(browser, PHONE) as (tab, _complaints):
        serve(tab, theme, {"contact": render(theme, "contact", "empty")}.get)
        tab.goto(SITE + "contact")
        held = tab.evaluate(
            """async () => {
              const button = document.querySelector(".field-submit"), held = []
              // The page stays as it is, as it does while a mail server takes its time.
              addEventListener("submit", event => held.push(event.defaultPrevented) && event.preventDefault())
              button.click()
              button.click()
              await new Promise(done => setTimeout(done, 2100))
              button.click()
              return held
            }"""
        )
    assert held == [False, True, False]


def test_the_words_for_a_poster_that_does_not_come_are_readable(theme, browser):
    with window(browser, PHONE) as (tab, _complaints):
        serve(tab, theme, {"film": render(theme, "film", "one")}.get)
        tab.goto(SITE + "film")
        color = "getComputedStyle(document.querySelector('{}')).color"
        assert tab.evaluate(color.format(".poster img")) == tab.evaluate(color.format(".stage"))


def test_forced_colors_leave_the_search_icon_its_handle(theme, browser):
    with window(browser, PHONE) as (tab, _complaints):
        serve(tab, theme, {"film": render(theme, "film", "one")}.get)
        tab.emulate_media(forced_colors="active")
        tab.goto(SITE + "film")
        ring = tab.locator(".search-link .search-icon").bounding_box()
        below = {"x": ring["x"] + ring["width"], "y": ring["y"] + ring["height"], "width": 5, "height": 5}
        assert len(Image.open(BytesIO(tab.screenshot(clip=below))).convert("L").getcolors()) > 1


def test_the_scheme_is_remembered(theme, browser):
    pages = {"home": render(theme, "home", "many")}
    with window(browser, DESK, "light") as (tab, complaints):
        serve(tab, theme, pages.get)
        tab.goto(SITE + "home")
        ground = "getComputedStyle(document.documentElement).backgroundColor"
        light = tab.evaluate(ground)
        tab.locator("[data-scheme-switch]").click()
        dark = tab.evaluate(ground)
        tab.reload()
        assert tab.evaluate(ground) == dark != light
        assert complaints == []
