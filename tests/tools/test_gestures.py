"""Gestures done on a template's source by hand: each is seen where it was done, and nowhere before."""

import pytest

from . import source
from .arrival import View, arrived, judged
from .gestures import NotOffered, hurting, scripted
from .pages import OWN, PAGES

SEASON = PAGES["season"]
BEFORE = (OWN / "season.pt").read_text(encoding="utf-8").replace("Playtime", SEASON.link)


@pytest.mark.parametrize("gesture", scripted(SEASON), ids=lambda gesture: gesture.name)
def test_an_edit_is_seen_after_it_was_done_and_not_before(gesture):
    assert arrived(gesture, View(BEFORE)) is False
    assert arrived(gesture, View(source.edit(BEFORE, [gesture]))) is True


def test_all_edits_together_are_seen_together():
    view = View(source.edit(BEFORE, scripted(SEASON)))
    assert all(arrived(gesture, view) for gesture in scripted(SEASON))


def test_of_copies_nothing_can_be_said():
    assert {gesture.name for gesture in hurting(SEASON) if judged(gesture)} == {
        "type in a bound text",
        "retype a link",
    }


def test_what_is_not_there_is_not_offered():
    for gesture in scripted(SEASON):
        with pytest.raises(NotOffered, match=gesture.name):
            source.edit("<!DOCTYPE html><html><body><p>Something else.</p></body></html>", [gesture])
