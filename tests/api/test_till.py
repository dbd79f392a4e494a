"""The till and what is only followed, by REST: the rights of the screens, no others."""

from __future__ import annotations

from motcua.dossiers.cash import books
from motcua.dossiers.cash import store
from motcua.dossiers.folder import find
from motcua.dossiers.states import fold
import pytest
from tests.api.test_dossiers import CODE
from tests.api.test_receiving import a_dossier
from tests.dossiers.cash.conftest import add_people
from tests.dossiers.conftest import UNIT
import transaction


TILL = f"@till?unit={UNIT}"
A_BOOK = {
    "unit": UNIT,
    "cashier": "reception",
    "symbol": "CL-26T",
    "first": "0000101",
    "last": "0000150",
}
FOLLOWED = {
    "operation": "follow",
    "foreign": {"system": "civil-status", "code": "HT-2026-15", "due": "2026-11-09"},
}
COUNTED = {"cash": 20000, "transfer": 0}


@pytest.fixture
def till(site):
    """A cashier and a treasurer beside the officer at the counter."""
    add_people()
    transaction.commit()
    return site


def pay(ask, number="0000101", by="reception", amount=20000):
    paid = {"amount": amount, "method": "cash", "symbol": "CL-26T", "number": number}
    answer = ask("POST", f"@dossiers/{CODE}/collect_fee", by, paid)
    assert answer.status_int == 200, answer.json


def closing(ask, by="reception", **more):
    whose = f"&cashier={more['cashier']}" if "cashier" in more else ""
    seen = ask("GET", TILL + whose, by).json["seen"]
    return {"unit": UNIT, "counted": COUNTED, "seen": seen, **more}


def shelf(site):
    transaction.begin()
    return store.shelf(site)


def test_a_cashier_reads_the_own_drawer(till, ask):
    pay(ask)
    found = ask("GET", TILL, "reception").json
    [payment] = found["items"]
    assert (payment["code"], payment["amount"], payment["number"]) == (
        CODE,
        20000,
        "0000101",
    )
    assert found["expected"] == {"cash": 20000, "transfer": 0, "online": 0}
    assert (found["cashier"], ask("GET", TILL, "cashier").json["items"]) == (
        "reception",
        [],
    )


def test_a_shift_is_closed_once_and_read_again(till, ask):
    pay(ask)
    sent = closing(ask)
    first = ask("POST", "@till/shifts", "reception", sent)
    assert first.status_int == 201
    # The answer got lost; the same is sent again.
    assert ask("POST", "@till/shifts", "reception", sent).json == first.json
    assert len(shelf(till).shifts) == 1
    path = first.headers["Location"].partition("@till")[2]
    told = ask("GET", f"@till{path}", "reception").json
    assert [one["number"] for one in told["items"]] == ["0000101"]
    listed = ask("GET", f"@till/shifts?unit={UNIT}", "treasurer").json["items"]
    assert [one["code"] for one in listed] == [told["code"]]
    assert ask("GET", TILL, "reception").json["items"] == []


def test_what_came_in_meanwhile_is_told(till, ask):
    pay(ask)
    sent = closing(ask)
    pay(ask, "0000102")
    answer = ask("POST", "@till/shifts", "reception", sent)
    assert (answer.status_int, answer.json["type"]) == (412, "StalePage")
    assert shelf(till) is None


def test_a_difference_needs_words(till, ask):
    pay(ask)
    sent = closing(ask, counted={"cash": 10000, "transfer": 0})
    answer = ask("POST", "@till/shifts", "reception", sent)
    assert (answer.status_int, answer.json["type"]) == (400, "MissingData")
    sent["reason"] = "Thối nhầm"
    told = ask("POST", "@till/shifts", "reception", sent).json
    assert told["difference"] == {"cash": -10000, "transfer": 0}


def test_only_who_is_above_closes_for_another(till, ask):
    pay(ask)
    another = {"cashier": "reception", "reason": "Ốm đột xuất"}
    refused = ask("GET", f"{TILL}&cashier=reception", "cashier")
    assert (refused.status_int, refused.json["type"]) == (403, "NotAllowed")
    sent = closing(ask, "supervisor", **another)
    refused = ask("POST", "@till/shifts", "treasurer", sent)
    assert (refused.status_int, refused.json["type"]) == (403, "NotAllowed")
    told = ask("POST", "@till/shifts", "supervisor", sent).json
    assert (told["cashier"], told["closed_by"]) == ("reception", "supervisor")


@pytest.mark.parametrize("person", ["handler", "leader", "jurist", "stranger"])
def test_for_others_there_is_no_till(till, ask, person):
    pay(ask)
    sent = closing(ask)
    made = ask("POST", "@till/shifts", "reception", sent).json
    told = set()
    for path in ("", f"/shifts/{made['code']}", "/shifts", "/books"):
        for unit in (UNIT, "H99.77", ""):
            answer = ask("GET", f"@till{path}?unit={unit}", person)
            assert answer.status_int == 404, (path, unit)
            told.add(answer.text)
    for path, body in (("shifts", sent), ("books", A_BOOK)):
        told.add(ask("POST", f"@till/{path}", person, body).text)
    assert len(told) == 1


def test_nobody_reads_a_till_without_a_login(till, ask):
    assert ask("GET", TILL).status_int == 401
    assert ask("POST", "@till/books", None, A_BOOK).status_int == 401


def test_who_keeps_the_books_registers_one(till, ask):
    answer = ask("POST", "@till/books", "treasurer", A_BOOK)
    assert answer.status_int == 201
    assert (answer.json["next"], answer.json["left"]) == ("0000101", 50)
    pay(ask)
    [book] = ask("GET", f"@till/books?unit={UNIT}", "reception").json["items"]
    assert (book["used"], book["next"], book["open"]) == (1, "0000102", True)
    drawer = ask("GET", TILL, "reception").json
    assert drawer["next_receipt"] == {"symbol": "CL-26T", "number": "0000102"}


@pytest.mark.parametrize("person", ["reception", "cashier"])
def test_cashiers_register_no_book(till, ask, person):
    answer = ask("POST", "@till/books", person, A_BOOK)
    assert (answer.status_int, answer.json["type"]) == (403, "NotAllowed")
    assert shelf(till) is None


def test_numbers_of_another_book_are_refused_by_name(till, ask):
    ask("POST", "@till/books", "treasurer", A_BOOK)
    again = {**A_BOOK, "first": "0000150", "last": "0000199"}
    answer = ask("POST", "@till/books", "treasurer", again)
    assert answer.status_int == 400
    assert "CL-26T 0000101 - 0000150" in answer.json["message"]
    assert len(books.kept(till, UNIT)) == 1


@pytest.mark.parametrize(
    ("path", "body", "fields"),
    [
        ("shifts", {}, ["/unit", "/seen", "/counted/cash", "/counted/transfer"]),
        (
            "shifts",
            {"unit": UNIT, "seen": "x", "counted": {"cash": "1", "transfer": -1}},
            ["/counted/cash", "/counted/transfer"],
        ),
        (
            "shifts",
            {"unit": UNIT, "seen": "x", "counted": [], "drawer": 1},
            ["/drawer", "/counted", "/counted/cash", "/counted/transfer"],
        ),
        ("books", {**A_BOOK, "first": 101}, ["/first"]),
        ("books", {**A_BOOK, "width": "7", "last": ""}, ["/width", "/last"]),
    ],
)
def test_each_mistake_is_named_by_its_place(till, ask, path, body, fields):
    answer = ask("POST", f"@till/{path}", "treasurer", body)
    assert answer.status_int == 400
    told = [one["field"] for one in answer.json["errors"]]
    assert sorted(set(told)) == sorted(fields)


# What lives in another system


def test_a_dossier_of_another_system_is_followed(site, ask):
    answer = ask("POST", "@dossiers", "reception", a_dossier(**FOLLOWED))
    assert (answer.status_int, answer.json["state"]) == (201, "followed")
    transaction.begin()
    view = fold(find(site, answer.json["code"]))
    assert (view.foreign_code, view.state) == ("HT-2026-15", "followed")


@pytest.mark.parametrize(
    ("foreign", "fields"),
    [
        ({"system": "mars", "code": "HT-1"}, ["/foreign/system"]),
        ({"system": "land", "code": "không có số"}, ["/foreign/code"]),
        ({"system": "land"}, ["/foreign/code"]),
        ({"system": "land", "code": "HT-1", "due": "mai"}, ["/foreign/due"]),
        ("HT-1", ["/foreign"]),
    ],
)
def test_what_cannot_be_followed_is_named(site, ask, foreign, fields):
    body = a_dossier(operation="follow", foreign=foreign)
    answer = ask("POST", "@dossiers", "reception", body)
    assert answer.status_int == 400
    assert [one["field"] for one in answer.json["errors"]][: len(fields)] == fields


def test_nothing_is_followed_that_has_no_system(site, ask):
    answer = ask("POST", "@dossiers", "reception", a_dossier(operation="follow"))
    assert (answer.status_int, answer.json["type"]) == (400, "MissingData")
