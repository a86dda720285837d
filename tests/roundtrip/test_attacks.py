"""Law 6 on a corpus of attacks: each one works when nobody refuses it, and is refused for the reason given."""

from collections.abc import Callable

import pytest

from myproject.roundtrip.parse import reading
from myproject.roundtrip.parse.reading import READERS
from myproject.roundtrip.prove.prove import verify
from myproject.web.template_error import TemplateError
from tests.roundtrip.attacks import ATTACKS, MIXED, PAGE, Attack
from tests.roundtrip.rendering import evil, protected, render, render_on_site

SITE, STOCK = READERS
RENDERERS = {SITE: render_on_site, STOCK: render}
PAGES = pytest.mark.parametrize("page", [PAGE, MIXED], ids=["one style", "two styles"])


def named(attack: Attack) -> str:
    return attack.name


def works(attack: Attack, text: str, render: Callable[..., tuple[str, int]]) -> bool:
    page, calls = render(text)
    effects = {
        "calls": calls > 0,
        "shows": "SECRET" in page or "HUSH" in page,
        "hides": "${tag}" in page or "public" in render(text, role="admin")[0],
        "sends": "//evil.example/Alien" in page or "//evil.example/TOKEN" in page,
        "style": "onmouseover" in page,
        "browser": bool(evil(page)),
        "unprotected": not protected(page),
    }
    return effects[attack.effect]


@PAGES
@pytest.mark.parametrize("attack", ATTACKS, ids=named)
def test_refused(attack, page):
    violations = verify(page, attack.on(page))
    assert attack.rule in {violation.rule for violation in violations}
    assert all(violation.reason and violation.line >= 1 and violation.column >= 1 for violation in violations)


@PAGES
@pytest.mark.parametrize("attack", ATTACKS, ids=named)
def test_works_when_not_refused(attack, page):
    assert works(attack, attack.on(page), render)


@pytest.mark.parametrize("attack", ATTACKS, ids=named)
def test_what_works_on_the_site_is_refused_without_help_from_the_other_reading(attack, monkeypatch):
    text = attack.on(PAGE)
    try:
        harmful = works(attack, text, render_on_site)
    except TemplateError:
        return  # the site does not take it
    if harmful:
        monkeypatch.setattr(reading, "READERS", {SITE: READERS[SITE]})
        assert verify(PAGE, text)


def test_half_of_the_attacks_would_work_on_the_site():
    """So that the test above has something to say."""
    harmful = 0
    for attack in ATTACKS:
        try:
            harmful += works(attack, attack.on(PAGE), render_on_site)
        except TemplateError:
            continue
    assert harmful > len(ATTACKS) / 3


@pytest.mark.parametrize("renderer", RENDERERS)
def test_the_page_itself_is_harmless(renderer):
    render = RENDERERS[renderer]
    page, calls = render(PAGE)
    assert not calls and "SECRET" not in page and "HUSH" not in page and not evil(page) and protected(page)
    assert "public" not in render(PAGE, role="admin")[0]
    assert verify(PAGE, PAGE) == []
