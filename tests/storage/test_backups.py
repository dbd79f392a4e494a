"""Backups on record: which of them still hold what was destroyed, and until when."""

from __future__ import annotations

from datetime import date
from datetime import datetime
from datetime import timedelta
from datetime import UTC
from motcua.storage import backups
import pytest


GONE = datetime(2026, 11, 27, 3, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def house(tmp_path, monkeypatch):
    monkeypatch.setenv("MOTCUA_VAR", str(tmp_path))
    monkeypatch.setenv("MOTCUA_BACKUP_DAYS", "10")


def test_without_a_backup_nothing_is_told():
    assert backups.before(GONE, GONE.date()) == []


def test_those_from_before_are_told_the_newest_first_until_their_day():
    for name, at in (("old", GONE - 3 * DAY), ("new", GONE - DAY)):
        backups.note(at, name)
    backups.note(GONE + DAY, "after")
    found = backups.before(GONE, GONE.date())
    assert [(one.name, one.until) for one in found] == [
        ("new", date(2026, 12, 6)),
        ("old", date(2026, 12, 4)),
    ]


def test_one_whose_days_are_over_holds_nothing_any_more():
    backups.note(GONE - DAY, "new")
    assert backups.before(GONE, date(2026, 12, 6)) != []
    assert backups.before(GONE, date(2026, 12, 7)) == []
