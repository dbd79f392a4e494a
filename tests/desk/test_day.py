"""The day of a small office: one screen for who does nearly everything."""

from __future__ import annotations

from motcua.dossiers import messages
from motcua.dossiers.actions import act
from motcua.dossiers.folder import find
from motcua.organisation import small
from motcua.organisation.duties import book
from motcua.organisation.duties import Duty
import pytest
from tests.desk.conftest import receive
from tests.dossiers.conftest import LAND
from tests.dossiers.conftest import SINCE
from tests.dossiers.conftest import UNIT
import transaction


HELD = ((UNIT, "reception"), (UNIT, "archive"), (LAND, "processing"))


@pytest.fixture
def rounder(house, officer):
    """The browser of who receives, files and handles in one agency."""
    book(house).write(
        "stranger", tuple(Duty("stranger", *each, SINCE) for each in HELD)
    )
    transaction.commit()
    return officer("stranger")


def number(page, key):
    (link,) = page.html.select(f".counters a.{key}")
    return int("".join(c for c in link.b.text if c.isdigit())), link["href"]


def lines(app, address):
    return len(app.get(address).html.select("table.list tbody tr"))


def test_each_number_leads_to_exactly_those(house, rounder):
    for _number in range(3):
        receive(house)
    late = receive(house)
    act(find(house, late), "forward", "reception", data={"to": LAND})
    transaction.commit()
    page = rounder.get("/desk/ngay")
    count, address = number(page, "received")
    assert (count, address) == (3, "/desk?state=received")
    assert lines(rounder, address) == 3
    assert number(page, "submitted")[0] == 0
    assert number(page, "finished")[0] == 0


def test_what_is_due_next_stands_below_with_sign_and_words(house, rounder):
    code = receive(house)
    row = rounder.get("/desk/ngay").html.select_one("table.list tbody tr")
    assert code in row.text
    assert "Đăng ký biến động đất đai" in row.text
    assert row.select_one(".time span").text.strip()
    assert row.select_one("a.code")["href"] == f"/desk/ho-so/{code}"


def test_who_does_nearly_everything_begins_with_the_day(house, rounder, officer):
    assert rounder.get("/desk").html.select("nav a[href$='/desk/ngay']")
    one_duty = officer("handler").get("/desk")
    assert not one_duty.html.select("nav a[href$='/desk/ngay']")
    assert officer("handler").get("/desk/ngay").status_int == 200


@pytest.mark.parametrize(
    ("setting", "begins"), [("3", True), ("4", False), ("1", True)]
)
def test_from_how_many_duties_on_is_a_setting(
    house, rounder, monkeypatch, setting, begins
):
    monkeypatch.setenv("MOTCUA_DAY_DUTIES", setting)
    groups = {f"{unit}:{duty}" for unit, duty in HELD}
    assert small.all_rounder(groups, house) is begins


def test_duties_in_two_agencies_do_not_make_a_small_office(house):
    assert not small.all_rounder(set(), house)
    assert small.combined({"X9:reception", f"{UNIT}:reception"}, house) == {
        "H99": {"reception"}
    }


def test_a_stranger_to_all_duties_sees_an_empty_day(house, officer):
    page = officer("stranger").get("/desk/ngay")
    assert page.html.select_one(".empty")


def test_looking_at_the_day_writes_nothing(house, rounder):
    rounder.get("/desk/ngay")
    transaction.begin()
    before = house._p_jar.db().lastTransaction()
    rounder.get("/desk/ngay")
    transaction.begin()
    assert house._p_jar.db().lastTransaction() == before


def test_a_new_message_is_counted_until_somebody_opens_it(house, rounder):
    code = receive(house)
    act(find(house, code), "forward", "reception", data={"to": LAND})
    transaction.commit()
    rounder.get(f"/desk/ho-so/{code}")
    assert number(rounder.get("/desk/ngay"), "tin")[0] == 0
    messages.write(find(house, code), "10.0.0.1", "Xong chưa?")
    transaction.commit()
    count, address = number(rounder.get("/desk/ngay"), "tin")
    assert (count, address) == (1, "/desk/ngay?xem=tin")
    page = rounder.get(address)
    assert [code] == [a.text for a in page.html.select("table.list a.code")]
    rounder.get(f"/desk/ho-so/{code}")
    assert number(rounder.get("/desk/ngay"), "tin")[0] == 0


def test_money_of_a_shift_that_is_not_closed_is_told(house, rounder):
    code = receive(house)
    paid = {"amount": "50000", "method": "cash"}
    act(find(house, code), "collect_fee", "stranger", data=paid)
    transaction.commit()
    (link,) = rounder.get("/desk/ngay").html.select(".counters a.money")
    assert "50.000 đồng" in link.text


def test_dates_stand_in_bands(house, rounder):
    code = receive(house)
    page = rounder.get("/desk/ngay")
    assert number(page, "late")[0] == 0
    count, address = number(page, "soon")
    assert lines(rounder, address) == count
    assert code in rounder.get("/desk").text
