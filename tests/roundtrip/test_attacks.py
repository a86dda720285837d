"""Law 6 on a corpus of attacks: each one works when nobody refuses it, and is refused for the reason given."""

import pytest

from myproject.roundtrip.prove import verify
from tests.roundtrip.attacks import ATTACKS, PAGE, Attack
from tests.roundtrip.rendering import evil, protected, render


def named(attack: Attack) -> str:
    return attack.name


@pytest.mark.parametrize("attack", ATTACKS, ids=named)
def test_refused(attack):
    violations = verify(attack.before, attack.after)
    assert attack.rule in {violation.rule for violation in violations}
    assert all(violation.reason and violation.line >= 1 and violation.column >= 1 for violation in violations)


@pytest.mark.parametrize("attack", ATTACKS, ids=named)
def test_works_when_not_refused(attack):
    page, calls = render(attack.after)
    effects = {
        "calls": calls > 0,
        "shows": "SECRET" in page or "HUSH" in page,
        "hides": "${tag}" in page or "public" in render(attack.after, role="admin")[0],
        "sends": "//evil.example/Alien" in page or "//evil.example/TOKEN" in page,
        "style": "onmouseover" in page,
        "browser": bool(evil(page)),
        "unprotected": not protected(page),
    }
    assert effects[attack.effect]


def test_the_page_itself_is_harmless():
    page, calls = render(PAGE)
    assert not calls and "SECRET" not in page and "HUSH" not in page and not evil(page) and protected(page)
    assert "public" not in render(PAGE, role="admin")[0]
    assert verify(PAGE, PAGE) == []
