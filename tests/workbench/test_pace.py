"""How long a reading goes on is told truly enough to decide whether to wait for it."""

from __future__ import annotations

from datetime import datetime
from datetime import timedelta
from datetime import UTC
from motcua.storage.jobs import JobState
from motcua.workbench import pace
import pytest


BEGUN = datetime(2026, 3, 2, 8, tzinfo=UTC)


def a_job(done, total=40, state="running"):
    times = (BEGUN, BEGUN, BEGUN, None)
    return JobState("ocr", "a", {}, state, done, total, "", 1, False, *times, 1)


def left(job, gone, pages=40):
    return pace.left(job, pages, 3.0, BEGUN + timedelta(seconds=gone))


def test_before_the_first_page_an_ordinary_page_counts():
    assert left(None, 0) == 120
    assert left(a_job(0), 30) == 90
    assert left(a_job(0), 1000) == 1, "it is never over before it is over"


@pytest.mark.parametrize("each", [1.5, 3.0, 12.0])
def test_pages_that_are_done_tell_how_long_the_others_take(each):
    for done in range(1, 40):
        assert left(a_job(done), done * each) == pytest.approx((40 - done) * each)


def test_pages_that_an_earlier_worker_read_do_not_promise_too_much():
    told = left(a_job(20), gone=4)
    assert 60 / 3 <= told <= 60 * 3, "twenty pages of three seconds remain"


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (5, "less than a minute"),
        (50, "about a minute"),
        (89, "about a minute"),
        (240, "about ${number} minutes"),
    ],
)
def test_durations_are_told_as_people_say_them(seconds, said):
    words = pace.words(seconds)
    assert words == said
    if "${" in said:
        assert words.mapping == {"number": "4"}
