"""What an officer chose last stands first; the usual way is chosen beforehand."""

from __future__ import annotations

from datetime import datetime
from datetime import timedelta
from datetime import UTC
from motcua.storage import habits
import transaction


NOW = datetime(2026, 11, 26, 1, 30, tzinfo=UTC)


def choose(matter, way="1\ncounter", times=1, hours=0):
    for _time in range(times):
        habits.note("lua", matter, way, NOW + timedelta(hours=hours))


def test_the_last_matters_stand_first(house):
    choose("1.000001")
    choose("1.000002", hours=1)
    choose("1.000001", way="2\nonline", hours=2)
    assert [each.matter for each in habits.of("lua", 9)] == ["1.000001", "1.000002"]
    assert [each.matter for each in habits.of("lua", 1)] == ["1.000001"]
    assert habits.of("duc", 9) == []


def test_a_way_is_usual_after_three_times_and_three_quarters(house):
    choose("1.000001", times=2)
    assert habits.usual("lua", "1.000001") == ""
    choose("1.000001")
    assert habits.usual("lua", "1.000001") == "1\ncounter"
    choose("1.000001", way="1\npost", times=2)
    assert habits.usual("lua", "1.000001") == ""
    assert habits.usual("lua", "1.000009") == ""


def test_only_what_was_committed_counts(house):
    for end in (transaction.abort, transaction.commit):
        transaction.begin()
        habits.note_on_commit("lua", "1.000001", "1\ncounter", NOW)
        end()
    transaction.begin()
    habits.note_on_commit("lua", "1.000001", "x" * (habits.LONGEST + 1), NOW)
    transaction.commit()
    with habits.register_engine().connect() as connection:
        rows = connection.execute(habits.HABITS.select()).all()
    assert [(row.way, row.times) for row in rows] == [("1\ncounter", 1)]
