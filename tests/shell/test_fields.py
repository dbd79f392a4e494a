"""What comes with a form, as a screen of officers reads it."""

from __future__ import annotations

from motcua.shell.screen import Screen
import pytest


def sent(**fields):
    """Return a screen to which a form was sent."""
    screen = object.__new__(Screen)
    screen.request = type("Request", (), {"form": fields})()
    return screen


@pytest.mark.parametrize("text", ["", "x", "-1", "1.5", "²", "1234567890"])
def test_what_is_no_number_is_taken_for_nothing_sent(text):
    assert sent(page=text).number("page") == 1
    assert sent(sheets=text).number("sheets", default=0) == 0


def test_pages_of_a_list_begin_at_one():
    assert sent(page="0").number("page") == 1
    assert sent(page="7").number("page") == 7


def test_who_counts_nothing_has_counted_nothing():
    assert sent(boxes="0").number("boxes", default=0) == 0
    assert sent(boxes="12").number("boxes", default=0) == 12


def test_a_number_is_cut_at_the_largest():
    assert sent(days="900").number("days", default=0, largest=365) == 365
