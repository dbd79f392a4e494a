"""Cashiers close their shifts, the treasurer counts, and books are kept, on screens."""

from __future__ import annotations

from motcua.dossiers.cash import shifts
from motcua.organisation import duties
from plone import api
import pytest
from tests.desk.conftest import receive
from tests.desk.conftest import step
from tests.dossiers.cash.conftest import add_people
from tests.dossiers.conftest import SINCE
from tests.dossiers.conftest import UNIT
import transaction
from webtest.forms import Submit


TILL = "/desk/thu-ngan"
BOOKS = f"{TILL}/bien-lai"


@pytest.fixture
def till(house):
    with api.env.adopt_roles(["Manager"]):
        add_people()
    transaction.commit()
    return house


@pytest.fixture
def code(till):
    return receive(till)


def path_of(page):
    """Return the path as the person sees it."""
    return page.request.path.partition("VirtualHostRoot")[2]


def form_of(page, what):
    return next(
        form
        for form in page.forms.values()
        if "do" in form.fields and what in [each._value for each in form.fields["do"]]
    )


def send(page, what, **values):
    form = form_of(page, what)
    for name, value in values.items():
        form[name] = value
    button = "do" if isinstance(form.fields["do"][0], Submit) else None
    return form.submit(button, value=what if button else None, status="*")


def pay(app, code, amount="20000", **fields):
    fields = {"amount": amount, "method": "cash", **fields}
    return step(app, code, "collect_fee", **fields)


def closed(counter, code, **counted):
    pay(counter, code)
    values = {"cash": "20.000", "transfer": "0", **counted}
    return send(counter.get(TILL), "close", **values)


def test_a_shift_is_closed_shown_and_printed(counter, code):
    page = closed(counter, code).follow()
    assert "0001/BBCC" in page.text
    assert code in page.text
    pdf = counter.get(path_of(page).replace("/ca/", "/in-ca/"))
    assert pdf.content_type == "application/pdf"
    assert pdf.body.startswith(b"%PDF")
    assert code not in counter.get(TILL).text


def test_a_difference_without_a_reason_is_told_and_nothing_typed_is_lost(counter, code):
    answer = closed(counter, code, cash="15000")
    assert answer.status_int == 400
    assert 'id="problem"' in answer.text
    assert form_of(answer, "close")["cash"].value == "15000"
    # What is wrong is read first, so no field takes the focus from it.
    assert answer.html.select_one("#problem")["tabindex"] == "-1"
    assert not answer.html.select("[autofocus]")
    page = send(answer, "close", reason="Thối nhầm").follow()
    assert "Thối nhầm" in page.text


def test_a_double_click_closes_one_shift(counter, code):
    pay(counter, code)
    form = form_of(counter.get(TILL), "close")
    form["cash"], form["transfer"] = "20000", "0"
    first, second = form.submit(), form.submit()
    assert first.location == second.location


def test_the_next_number_of_the_book_stands_in_the_form(officer, counter, code):
    send(
        officer("treasurer").get(BOOKS),
        "register",
        symbol="CL-26T",
        first="0000101",
        last="0000150",
        cashier="reception",
    ).follow()
    page = counter.get(f"/desk/ho-so/{code}")
    form = next(
        form
        for form in page.forms.values()
        if "operation" in form.fields and form["operation"].value == "collect_fee"
    )
    assert (form["symbol"].value, form["number"].value) == ("CL-26T", "0000101")
    answer = pay(counter, code, number="7", status=400)
    assert "0000101 - 0000150" in answer.text
    pay(counter, code)
    page = send(counter.get(BOOKS), "void", number="102", reason="Rách")
    assert "0000103" in page.follow().text


def test_a_payment_is_made_void_with_a_reason(counter, code):
    pay(counter, code)
    page = step(counter, code, "void_fee", reason="Thu nhầm mức", receipt="2")
    assert "Thu nhầm mức" in page.text
    page = counter.get(TILL)
    assert "⮌" in page.text


def test_the_treasurer_counts_and_acknowledges(officer, counter, code):
    closed(counter, code)
    page = send(counter.get(TILL), "list", to=UNIT).follow()
    assert "0001/BKNT" in page.text
    assert page.html.select_one("tbody a.code").text == "0001/BBCC"
    address = path_of(page)
    treasurer = officer("treasurer")
    answer = send(treasurer.get(address), "acknowledge", received="19000")
    assert answer.status_int == 400
    page = send(treasurer.get(address), "acknowledge", received="20000").follow()
    assert not [form for form in page.forms.values() if "received" in form.fields]
    assert treasurer.get(address.replace("/bang-ke/", "/in-bang-ke/")).body.startswith(
        b"%PDF"
    )


def test_foreign_shifts_lists_and_books_answer_as_missing_ones(officer, counter, code):
    shift = path_of(closed(counter, code).follow())
    listed = path_of(send(counter.get(TILL), "list", to=UNIT).follow())
    handler = officer("handler")
    missing = handler.get(f"{TILL}/ca/H99.09-2026/1-CC", status=404)
    for path in (TILL, BOOKS, shift, shift.replace("/ca/", "/in-ca/"), listed):
        assert handler.get(path, status=404).body == missing.body


def test_who_supervises_closes_the_drawer_of_who_is_away(officer, counter, code):
    pay(counter, code)
    supervisor = officer("supervisor")
    page = supervisor.get(TILL, {"unit": UNIT, "cashier": "reception"})
    given = {"cash": "20000", "transfer": "0"}
    assert send(page, "close", **given).status_int == 400
    page = send(page, "close", reason="Nghỉ ốm", **given).follow()
    assert "Nghỉ ốm" in page.text


def test_a_cashier_collects_and_sees_no_more_than_the_duty_needs(officer, till, code):
    page = officer("cashier").get(f"/desk/ho-so/{code}")
    assert 'value="collect_fee"' in page.text
    assert 'value="forward"' not in page.text


def test_looking_writes_nothing(till, counter, code):
    before = till._p_jar.db().lastTransaction()
    for path in (TILL, BOOKS):
        counter.get(path)
    assert till._p_jar.db().lastTransaction() == before


def test_pages_are_small(counter, code):
    assert len(counter.get(TILL).body) < 60_000
    assert len(counter.get(BOOKS).body) < 60_000


def test_small_offices_count_their_own_money_with_a_reason(
    till, officer, counter, code
):
    with api.env.adopt_roles(["Manager"]):
        duties.end("treasurer", UNIT, "treasury", SINCE)
        duties.assign("reception", UNIT, "treasury", SINCE)
    transaction.commit()
    closed(counter, code)
    page = send(counter.get(TILL), "list", to=UNIT).follow()
    answer = send(page, "acknowledge", received="20000")
    assert answer.status_int == 400
    page = send(answer, "acknowledge", reason="Xã có một người").follow()
    assert "Xã có một người" in page.text


def test_a_drawer_with_more_than_a_shift_takes_says_what_to_count(
    till, counter, monkeypatch
):
    monkeypatch.setattr(shifts, "MOST", 2)
    codes = [receive(till) for _ in range(3)]
    for code, amount in zip(codes, ("1000", "2000", "4000"), strict=True):
        pay(counter, code, amount)
    page = counter.get(TILL)
    assert "Trong ngăn còn nhiều hơn" in page.text
    send(page, "close", cash="3000", transfer="0").follow()
    page = counter.get(TILL)
    assert "Trong ngăn còn nhiều hơn" not in page.text
    send(page, "close", cash="4000", transfer="0").follow()
    assert "close" not in [
        each._value
        for form in counter.get(TILL).forms.values()
        for each in form.fields.get("do", ())
    ]
