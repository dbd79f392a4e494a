"""Books of receipts: a number is given out once, by the cashier whose book it is in."""

from __future__ import annotations

from motcua.dossiers import ledger
from motcua.dossiers.cash import books
from motcua.dossiers.errors import IllegalStep
from motcua.dossiers.errors import MissingData
from motcua.dossiers.errors import NotAllowed
from motcua.dossiers.states import fold
import pytest
from tests.dossiers.cash.conftest import a_book
from tests.dossiers.cash.conftest import collect
from tests.dossiers.cash.conftest import make_void
from tests.dossiers.cash.conftest import SYMBOL
from tests.dossiers.cash.conftest import written
from tests.dossiers.conftest import MONDAY
from tests.dossiers.conftest import UNIT


def said(error):
    return str(error.value.message.mapping or error.value.message)


def test_the_next_number_of_the_cashier_is_proposed(till, dossiers, book):
    assert books.proposed(till, UNIT, "reception") == (SYMBOL, "0000101")
    collect(dossiers[0], symbol=SYMBOL, number="101")
    assert books.proposed(till, UNIT, "reception") == (SYMBOL, "0000102")
    assert books.proposed(till, UNIT, "cashier") == ("", "")
    [fee] = fold(dossiers[0]).fees
    assert (fee.symbol, fee.number) == (SYMBOL, "0000101")


def test_a_number_used_twice_is_refused_and_named_with_its_dossier(
    till, dossiers, book
):
    collect(dossiers[0], symbol=SYMBOL, number="0000103")
    with pytest.raises(MissingData) as error:
        collect(dossiers[1], symbol=SYMBOL.lower(), number="103")
    assert "0000103" in said(error)
    assert dossiers[0].code in said(error)
    assert fold(dossiers[1]).fees == ()


@pytest.mark.parametrize(
    "receipt",
    [
        {},
        {"symbol": SYMBOL},
        {"symbol": SYMBOL, "number": "0000151"},
        {"symbol": SYMBOL, "number": "100"},
        {"symbol": "XX-26T", "number": "0000101"},
        {"symbol": SYMBOL, "number": "0000101 (Hoa)"},
    ],
)
def test_cash_needs_a_receipt_of_a_book_once_the_unit_keeps_them(
    dossiers, book, receipt
):
    with pytest.raises(MissingData) as error:
        collect(dossiers[0], **receipt)
    assert "0000101 - 0000150" in said(error)


def test_a_unit_without_books_records_what_is_typed(till, dossiers):
    collect(dossiers[0], symbol="AB-1", number="x7")
    collect(dossiers[0])
    assert [fee.number for fee in fold(dossiers[0]).fees] == ["x7", ""]


def test_money_that_is_no_cash_needs_no_paper(dossiers, book):
    collect(dossiers[0], method="transfer")
    collect(dossiers[0], method="online", symbol="E-26", number="9")
    collect(dossiers[0], amount=0)
    assert len(fold(dossiers[0]).fees) == 3


def test_the_book_of_another_cashier_is_named(till, dossiers, book):
    with pytest.raises(MissingData) as error:
        collect(dossiers[0], by="cashier", symbol=SYMBOL, number="0000101")
    assert "reception" in said(error)


def test_a_spoilt_receipt_is_void_with_its_reason(dossiers, book):
    books.make_void(book, "102", "Viết sai số tiền", "reception", MONDAY)
    assert books.view(book).void == {"0000102": "Viết sai số tiền"}
    with pytest.raises(MissingData):
        collect(dossiers[0], symbol=SYMBOL, number="0000102")
    with pytest.raises(IllegalStep):
        books.make_void(book, "102", "Lần nữa", "reception", MONDAY)
    assert ledger.verify(book) == []


def test_a_receipt_that_was_given_out_is_made_void_at_its_dossier(dossiers, book):
    event = collect(dossiers[0], symbol=SYMBOL, number="0000101")
    with pytest.raises(IllegalStep) as error:
        books.make_void(book, "101", "Nhầm", "reception", MONDAY)
    assert dossiers[0].code in said(error)
    make_void(dossiers[0], event)
    [fee] = fold(dossiers[0]).fees
    assert fee.void == "Thu nhầm mức"
    with pytest.raises(MissingData):
        collect(dossiers[0], symbol=SYMBOL, number="0000101")
    assert not dossiers[0].standing.paid


def test_used_void_and_left_make_up_the_book(dossiers, till):
    book = a_book(till, first="8", last="12")
    collect(dossiers[0], symbol=SYMBOL, number="09")
    books.make_void(book, "11", "Rách", "treasurer", MONDAY)
    found = books.view(book)
    assert (found.used, found.void, found.left) == (
        {"09"},
        {"11": "Rách"},
        ["08", "10", "12"],
    )


def test_no_number_is_in_two_books(till, book):
    with pytest.raises(MissingData) as error:
        a_book(till, cashier="cashier", first="0000150", last="0000160")
    assert "0000101 - 0000150" in said(error)
    a_book(till, cashier="cashier", first="0000151", last="0000160")


def test_what_is_left_of_a_book_that_was_given_back_is_registered_anew(
    till, dossiers, book
):
    collect(dossiers[0], symbol=SYMBOL, number="0000101")
    books.close(book, "Chuyển công tác", "treasurer", MONDAY)
    with pytest.raises(MissingData):
        collect(dossiers[0], by="cashier", symbol=SYMBOL, number="0000102")
    with pytest.raises(MissingData):
        a_book(till, cashier="cashier", first="0000101", last="0000150")
    a_book(till, cashier="cashier", first="0000102", last="0000150")
    collect(dossiers[0], by="cashier", symbol=SYMBOL, number="0000102")


def test_numbers_written_before_the_book_was_registered_count(till, dossiers):
    collect(dossiers[0], symbol=SYMBOL, number="0000104")
    written()
    assert books.view(a_book(till)).used == {"0000104"}


@pytest.mark.parametrize(
    "bad",
    [{"first": "abc"}, {"first": "200"}, {"last": "9999999"}, {"cashier": "handler"}],
)
def test_a_book_that_cannot_be_is_refused(till, bad):
    with pytest.raises(MissingData):
        a_book(till, **bad)


def test_only_who_keeps_the_money_of_the_unit_registers_books(till):
    with pytest.raises(NotAllowed):
        books.register(till, UNIT, "reception", SYMBOL, "1", "9", "reception", MONDAY)
    with pytest.raises(NotAllowed):
        books.register(till, UNIT, "reception", SYMBOL, "1", "9", "leader", MONDAY)
