"""The screen on which certified copies are entered while the citizen waits."""

from __future__ import annotations

from datetime import datetime
from datetime import UTC
from motcua.dossiers.cash import books
from motcua.dossiers.folder import walk
from motcua.dossiers.ledger import events
from motcua.dossiers.states import fold
from plone.app.testing import login
from plone.app.testing import logout
from plone.app.testing import setRoles
from plone.app.testing import TEST_USER_ID
from plone.app.testing import TEST_USER_NAME
import pytest
from tests.dossiers.conftest import build_procedure
import transaction


HERE = "/desk/tra-ngay"
XSS = '"><script>alert(1)</script>'


@pytest.fixture
def counter(house, officer):
    """The officer at the counter of a unit that certifies copies."""
    login(house, TEST_USER_NAME)
    setRoles(house, TEST_USER_ID, ["Manager"])
    build_procedure(house, "2.000815", "in the day")
    transaction.commit()
    logout()
    return officer("reception")


def entered(house):
    """Return what stands in the house, as committed."""
    transaction.begin()
    return [fold(dossier) for dossier in walk(house)]


def fill(app, **fields):
    form = app.get(HERE).forms["form"]
    for name, value in {"name": "Hoa", **fields}.items():
        form[name] = value
    return form


def test_a_name_is_enough_for_one_copy_of_one_page(counter, house):
    page = fill(counter).submit("save").follow()
    assert "Đã ghi số 1/2026 SCT/BS; thu 2.000 đồng." in page.text
    (done,) = entered(house)
    assert (done.state, done.entry) == ("returned", "1/2026 SCT/BS")
    assert [fee.amount for fee in done.fees] == [2000]


def test_the_fee_is_told_before_it_is_entered(counter, house):
    page = fill(counter, pages="4", copies="3").submit("check", status=200)
    assert "18.000 đồng" in page.text
    assert page.forms["form"]["pages"].value == "4"
    assert entered(house) == []


def test_enter_only_checks(counter):
    page = counter.get(HERE)
    names = [each.get("name") for each in page.html.select("form#form button")]
    assert names == ["check", "save"]


@pytest.mark.parametrize(
    ("field", "typed"),
    [("pages", "mười"), ("copies", "0"), ("amount", "-5"), ("pages", "1000")],
)
def test_a_number_that_is_none_is_told_at_its_field(counter, house, field, typed):
    page = fill(counter, **{field: typed}).submit("save", status=400)
    assert page.forms["form"][field].value == typed
    assert page.forms["form"]["name"].value == "Hoa"
    assert page.html.select("#problems a")
    assert entered(house) == []


def test_what_is_wrong_names_its_field_and_what_was_typed_stays_in_sight(counter):
    page = fill(counter, pages="mười", phone="0912 345 678").submit("save", status=400)
    assert page.html.select_one("#problems b").text == "Số trang mỗi bản:"
    assert page.html.select_one("details:has(#phone)").has_attr("open")
    page = fill(counter, pages="mười").submit("save", status=400)
    assert not page.html.select_one("details:has(#phone)").has_attr("open")


def test_nobody_without_a_name(counter, house):
    fill(counter, name="").submit("save", status=400)
    assert entered(house) == []


def test_sent_twice_it_is_entered_once(counter, house):
    form = fill(counter)
    form.submit("save")
    form.submit("save")
    (done,) = entered(house)
    assert [entry.type for entry in done.history] == ["serve", "collect_fee"]


def test_the_book_of_the_day_lists_and_sums(counter, house):
    fill(counter, name="Hoa", copies="2").submit("save")
    fill(counter, name=XSS, amount="7.000", number="0012").submit("save")
    page = counter.get(f"{HERE}/so")
    rows = [row.get_text(" ", strip=True) for row in page.html.select("tbody tr")]
    assert "1/2026 SCT/BS" in rows[0] and "Hoa" in rows[0] and "4.000 đồng" in rows[0]
    assert "2/2026 SCT/BS" in rows[1] and "0012" in rows[1]
    assert "11.000 đồng" in page.text
    assert XSS not in page.text
    heads = [each.get_text(strip=True) for each in page.html.select("thead th")]
    assert heads[:5] == [
        "Số vào sổ",
        "Ghi sổ lúc",
        "Người yêu cầu",
        "Số bản sao",
        "Số trang mỗi bản",
    ]


def test_the_next_receipt_of_the_book_stands_in_the_form(counter, house):
    login(house, TEST_USER_NAME)
    books.register(
        house,
        "H99.01",
        "reception",
        "BL/26",
        "0000011",
        "0000012",
        "supervisor",
        datetime.now(UTC),
    )
    transaction.commit()
    logout()
    for number in ("0000011", "0000012"):
        form = fill(counter)
        assert (form["symbol"].value, form["number"].value) == ("BL/26", number)
        form.submit("save", status=303)
    page = fill(counter).submit("save", status=400)
    # A receipt is missing, not a name.
    assert page.html.select_one("#problems a")["href"] == "#form"
    assert not page.html.select("#name[aria-invalid]")
    assert len(entered(house)) == 2


def test_the_book_of_another_day_is_empty(counter):
    fill(counter).submit("save")
    assert not counter.get(f"{HERE}/so?ngay=2020-01-01").html.select("tbody tr")
    for day in ("", "x", "2026-02-30", "9999-12-31", "0001-01-01"):
        assert counter.get(f"{HERE}/so?ngay={day}").html.select("tbody tr")


def test_who_serves_nowhere_finds_nothing(officer, house):
    officer("handler").get(HERE, status=404)
    officer("handler").get(f"{HERE}/so", status=404)


def test_a_unit_without_such_procedures_says_so(house, officer):
    page = officer("reception").get(HERE)
    assert "Nơi đây không có việc trả ngay" in page.text


def test_it_stands_on_the_page_of_the_dossier(counter, house):
    fill(counter).submit("save")
    (done,) = entered(house)
    page = counter.get(f"/desk/ho-so/{done.code}")
    assert "1/2026 SCT/BS" in page.text
    (dossier,) = walk(house)
    assert events(dossier)[0].unit == "H99.01"
