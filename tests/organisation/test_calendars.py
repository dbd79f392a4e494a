"""Every unit has a calendar in force: its own, or that of a unit above."""

from __future__ import annotations

from datetime import date
import json
from motcua.base.calendars import vietnam
from motcua.base.calendars import WorkingCalendar
from motcua.organisation import calendars
from motcua.organisation import folder
from motcua.organisation import units
import pytest
from zope.event import notify
from zope.lifecycleevent import ObjectModifiedEvent
from zope.schema import ValidationError


DAY = date(2026, 11, 20)
SUMMER = {
    "name": "Giờ mùa hè",
    "weekdays": [1, 2, 3, 4, 5, 6],
    "hours": [["07:00", "11:30"], ["13:30", "17:00"]],
    "seasons": [
        {"from": "11-01", "to": "03-31", "hours": [["08:00", "12:00"]]},
    ],
    "off": [{"date": "2026-09-02", "reason": "Quốc khánh", "decision": "QĐ 3"}],
    "make_up": [{"date": "2026-09-06", "reason": "", "decision": "QĐ 3"}],
    "half_days": [{"date": "2026-12-31", "hours": [["07:00", "11:30"]]}],
}


def test_the_vietnamese_calendar_is_there_from_the_start(province):
    assert calendars.calendar_for("", DAY) == vietnam()
    assert calendars.calendar_for("H99.90.T1", DAY) == vietnam()
    (row,) = calendars.rows("")
    assert row["deed"].startswith("Bộ luật Lao động")


def test_a_unit_inherits_the_calendar_of_the_unit_above(province):
    calendars.put("H99.61", SUMMER, deed="QĐ 8/QĐ-UBND")
    units.create("department", "H99.61.01", "Phòng Kinh tế", "H99.61")
    assert calendars.calendar_for("H99.61.01", DAY).name == "Giờ mùa hè"
    assert units.get("H99.61.01").calendar == "H99.61"
    assert calendars.calendar_for("H99.01", DAY) == vietnam()


def test_the_calendar_in_force_on_the_day_is_taken(province):
    calendars.put("H99", SUMMER | {"name": "Cũ"}, valid_to=date(2026, 6, 30))
    calendars.put("H99", SUMMER | {"name": "Mới"}, valid_from=date(2026, 7, 1))
    calendars.put("H99", SUMMER | {"name": "Mới nữa"}, valid_from=date(2026, 11, 1))
    assert calendars.calendar_for("H99", date(2026, 6, 30)).name == "Cũ"
    assert calendars.calendar_for("H99", date(2026, 7, 1)).name == "Mới"
    assert calendars.calendar_for("H99.01", date(2026, 11, 1)).name == "Mới nữa"


def test_outside_its_dates_a_calendar_leaves_the_word_to_the_one_above(province):
    calendars.put("H99.61", SUMMER, date(2026, 1, 1), date(2026, 3, 31))
    assert calendars.calendar_for("H99.61", date(2026, 3, 31)).name == "Giờ mùa hè"
    assert calendars.calendar_for("H99.61", date(2026, 4, 1)) == vietnam()


def test_what_is_exported_reads_back_equal(province):
    calendars.put("H99", SUMMER)
    exported = calendars.export("H99", DAY)
    assert exported == SUMMER
    text = json.dumps(exported)
    calendars.put("H99.61", text)
    assert calendars.calendar_for("H99.61", DAY) == WorkingCalendar.from_json(SUMMER)
    assert calendars.export("", DAY) == vietnam().to_json()


def test_an_edited_calendar_holds_at_once(province):
    sheet = calendars.put("H99", SUMMER)
    sheet.text = json.dumps(SUMMER | {"name": "Sửa"})
    notify(ObjectModifiedEvent(sheet))
    assert calendars.calendar_for("H99", DAY).name == "Sửa"


def test_the_same_first_day_replaces_the_calendar(province):
    calendars.put("H99", SUMMER, date(2026, 1, 1))
    calendars.put("H99", SUMMER | {"name": "Sửa"}, date(2026, 1, 1), deed="QĐ 5")
    (row,) = calendars.rows("H99")
    assert (row["deed"], calendars.calendar_for("H99", DAY).name) == ("QĐ 5", "Sửa")


def test_a_removed_calendar_no_longer_holds(province):
    sheet = calendars.put("H99", SUMMER)
    units.find("H99").manage_delObjects([sheet.getId()])
    assert calendars.calendar_for("H99", DAY) == vietnam()
    assert units.get("H99").calendar == ""


def test_a_unit_deleted_with_its_calendar_leaves_nothing_behind(province):
    calendars.put("H99.61", SUMMER)
    units.find("H99").manage_delObjects(["H99.61"])
    assert "H99.61" not in units.organisation()._calendars


def test_an_edited_seed_survives_another_install(province):
    sheet = province["organisation"][calendars.SEED]
    sheet.text = json.dumps(SUMMER)
    notify(ObjectModifiedEvent(sheet))
    folder.install(province)
    assert calendars.calendar_for("H99", DAY).name == "Giờ mùa hè"


def test_a_calendar_that_makes_no_sense_is_refused_with_its_entry(province):
    wrong = SUMMER | {"off": [{"date": "2026-02-30", "reason": "", "decision": ""}]}
    with pytest.raises(ValueError, match=r"off\[0\]: '2026-02-30' is no date"):
        calendars.put("H99", wrong)


def test_the_form_refuses_it_with_the_same_words():
    from motcua.organisation.constraints import is_calendar_text

    with pytest.raises(ValidationError) as caught:
        is_calendar_text('{"name": "x", "hours": [["08:00", "07:00"]]}')
    assert "08:00-07:00" in caught.value.doc()
