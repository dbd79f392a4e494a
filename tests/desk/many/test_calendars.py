"""A calendar changes: dates are proposed, and move where somebody agrees."""

from __future__ import annotations

from datetime import date
from datetime import datetime
from datetime import timedelta
from datetime import UTC
from motcua.organisation import calendars
from plone.app.testing import login
from plone.app.testing import logout
from plone.app.testing import TEST_USER_NAME
import pytest
from tests.desk.conftest import step
from tests.desk.many.conftest import again
from tests.desk.many.conftest import receive
from tests.desk.many.conftest import rows
from tests.desk.many.conftest import state
from tests.desk.many.test_storm import moment
from tests.dossiers.conftest import UNIT
import transaction
from zope.component.hooks import setSite


LIST = "/desk/nhieu-ho-so/lich"


@pytest.fixture
def closing(house):
    """Close the office for the next days."""

    def close():
        setSite(house)
        days = [datetime.now(UTC).date() + timedelta(days=n) for n in range(1, 5)]
        off = [{"date": f"{d}", "reason": "Bão", "decision": "QĐ 5"} for d in days]
        login(house, TEST_USER_NAME)
        calendars.put(
            UNIT, {"name": "Nghỉ bão", "off": off}, date(2026, 1, 1), deed="QĐ"
        )
        transaction.commit()
        logout()

    return close


def test_nothing_is_proposed_before_a_calendar_changes(supervisor, house):
    receive(house)
    page = supervisor.get(LIST)
    assert rows(page) == []
    assert "decide" not in page.forms


def test_one_date_is_agreed_to_and_the_other_left(
    supervisor, house, closing, carry_out
):
    one, other = sorted(receive(house) for _number in range(2))
    promised = state(house, one).due
    closing()
    page = supervisor.get(LIST)
    (first, second) = rows(page)
    assert moment(promised) in first[1]
    assert moment(promised) not in first[2]
    assert "QĐ 5" in first[3]
    assert state(house, one).due == promised
    form = page.forms["decide"]
    for box in form.fields["hs"]:
        box.checked = box._value == one
    form["reason"] = "Nghỉ bão theo QĐ 5"
    result = form.submit().follow()
    carry_out()
    assert rows(again(supervisor, result)) == [[one, "✓ Đã xong"]]
    view = state(house, one)
    assert moment(view.due) in first[2]
    assert view.promised == promised
    assert state(house, other).due == promised
    # The one that was left is proposed again, the other not.
    assert [row[0] for row in rows(supervisor.get(LIST))] == [other]
    assert moment(view.due) in second[2]


def test_a_reason_and_a_row_are_needed(supervisor, house, closing):
    receive(house)
    closing()
    form = supervisor.get(LIST).forms["decide"]
    page = form.submit(status=400)
    assert "lý do" in page.html.select_one("#problem").text
    form = page.forms["decide"]
    form["reason"] = "QĐ 5"
    for box in form.fields["hs"]:
        box.checked = False
    answer = form.submit(status=400)
    assert "Hãy chọn" in answer.html.select_one("#problem").text


def test_a_calendar_that_changed_again_is_looked_at_again(
    supervisor, counter, house, closing, carry_out
):
    code = receive(house)
    closing()
    form = supervisor.get(LIST).forms["decide"]
    form["reason"] = "QĐ 5"
    before = state(house, code).due
    step(counter, code, "forward", to="H99.02")
    form.submit(status=409)
    carry_out()
    assert state(house, code).due == before
