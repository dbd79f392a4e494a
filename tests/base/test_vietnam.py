"""One zone and one day for the whole house, wherever its server stands."""

from __future__ import annotations

from datetime import date
from datetime import datetime
from datetime import UTC
from motcua.base import vietnam
from pathlib import Path
import pytest
import re


SOURCE = Path(vietnam.__file__).parents[1]
#: How a module would say the zone itself.
ZONES = re.compile(r"ZoneInfo\(|\btimezone\(|pytz|hours=7")


class Clock(datetime):
    """A clock that stands."""

    moment: datetime

    @classmethod
    def now(cls, tz=None):
        return cls.moment.astimezone(tz)


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        ("2026-11-30T16:59:59+00:00", date(2026, 11, 30)),
        ("2026-11-30T17:00:00+00:00", date(2026, 12, 1)),
        ("2026-12-31T12:00:01-05:00", date(2027, 1, 1)),
    ],
)
def test_the_day_changes_when_it_changes_in_vietnam(monkeypatch, moment, day):
    Clock.moment = datetime.fromisoformat(moment)
    monkeypatch.setattr(vietnam, "datetime", Clock)
    assert vietnam.today() == day


def test_a_moment_is_written_with_the_offset_of_vietnam():
    noon = datetime(2026, 11, 2, 5, tzinfo=UTC).astimezone(vietnam.VIETNAM)
    assert noon.isoformat() == "2026-11-02T12:00:00+07:00"


def test_no_other_module_has_a_zone_of_its_own():
    named = [
        path.relative_to(SOURCE).as_posix()
        for path in SOURCE.rglob("*.py")
        if ZONES.search(path.read_text("utf-8"))
    ]
    assert named == ["base/vietnam.py"]
