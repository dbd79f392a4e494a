"""Services on the spot: certified copies, done while the citizen waits."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from hypothesis import given
from hypothesis import strategies as st
from motcua.dossiers.actions import act
from motcua.dossiers.arrivals import spot
from motcua.dossiers.errors import MissingData
from motcua.dossiers.errors import NotAllowed
from motcua.dossiers.folder import find
from motcua.dossiers.intake import serve
from motcua.dossiers.ledger import events
from motcua.dossiers.persons import Person
from motcua.dossiers.register import Register
from motcua.dossiers.standing import told
from motcua.dossiers.states import fold
import pytest
from tests.dossiers.conftest import an_intake
from tests.dossiers.conftest import build_procedure
from tests.dossiers.conftest import MONDAY


COPIES = "2.000815"


@pytest.fixture
def copies(province):
    """A citizen who wants three copies of a paper of four pages."""
    version = build_procedure(province, COPIES, "in the day")
    wanted = an_intake(version, papers=(), persons=(Person("applicant", "Hoa"),))
    return replace(wanted, served=spot.Served(copies=3, pages=4))


@pytest.mark.parametrize(
    ("pages", "copies", "amount"),
    [(1, 1, 2000), (2, 1, 4000), (3, 1, 5000), (4, 3, 18000), (500, 1, 200000)],
)
def test_a_copy_costs_by_its_pages_up_to_a_limit(pages, copies, amount):
    fee = spot.book_of(COPIES).fee
    assert fee.amount(pages, copies) == amount


@given(st.integers(1, spot.MOST), st.integers(1, spot.MOST))
def test_more_pages_and_copies_never_cost_less(pages, copies):
    fee = spot.book_of(COPIES).fee
    assert fee.amount(pages, copies) <= fee.amount(pages + 1, copies)
    assert fee.amount(pages, copies) < fee.amount(pages, copies + 1)


@pytest.mark.parametrize("wrong", [{"copies": 0}, {"pages": 0}, {"pages": 1000}])
def test_no_copy_without_pages(wrong):
    with pytest.raises(MissingData):
        spot.Served(**wrong)


def test_it_is_received_done_and_returned_at_once(province, copies):
    done = fold(serve(province, copies, "reception", MONDAY))
    assert done.state == "returned"
    assert done.public_status == 10
    assert done.received_at == done.finished_at == done.returned_at == MONDAY
    assert done.due > MONDAY
    assert not done.late(MONDAY + timedelta(days=9))
    assert done.axes.archive == "none"
    assert done.axes.delivery == "done"


def test_it_has_a_number_in_the_book_and_no_receipt_slip(province, copies):
    first = serve(province, copies, "reception", MONDAY)
    second = serve(province, copies, "reception", MONDAY)
    assert fold(first).entry == "1/2026 SCT/BS"
    assert fold(second).entry == "2/2026 SCT/BS"
    assert not [e for e in events(first) if e.type == "serve" and "slips" in e.facts]


def test_its_fee_is_collected_with_it(province, copies):
    paid = fold(serve(province, copies, "reception", MONDAY)).fees
    assert [(fee.amount, fee.method) for fee in paid] == [(18000, "cash")]


def test_what_the_officer_types_goes_before_the_book(province, copies):
    free = replace(copies, served=replace(copies.served, amount=0))
    assert fold(serve(province, free, "reception", MONDAY)).fees == ()


def test_a_second_click_books_nothing(province, copies):
    once = replace(copies, token="a-form")
    first = serve(province, once, "reception", MONDAY)
    again = serve(province, once, "reception", MONDAY)
    assert again.code == first.code
    assert [event.type for event in events(again)] == ["serve", "collect_fee"]


def test_the_register_counts_it_and_nobody_has_it_to_do(province, copies):
    done = serve(province, copies, "reception", MONDAY)
    row = Register().row(done)
    assert (row["open"], row["late"], row["entry"]) == (False, False, "1/2026 SCT/BS")
    assert row == {**row, **Register().fresh(done, 1).row}
    assert told(events(done)) == done.standing


def test_the_number_is_not_given_again_after_a_restore(province, copies):
    done = serve(province, copies, "reception", MONDAY)
    assert ("book:H99.01:SCT/BS", "2026", 1) in Register().numbers(done)


def test_only_what_is_in_a_book_is_served_so(province, intake):
    with pytest.raises(MissingData, match="on the spot"):
        serve(province, intake, "reception", MONDAY)


def test_only_reception_serves(province, copies):
    with pytest.raises(NotAllowed):
        serve(province, copies, "handler", MONDAY)


def test_a_name_typed_wrongly_is_corrected(province, copies):
    done = serve(province, copies, "reception", MONDAY)
    persons = [{"role": "applicant", "name": "Hoà"}]
    said = {"reason": "Gõ sai dấu", "changes": {"persons": persons}}
    act(done, "correct", "reception", data=said, now=MONDAY)
    found = fold(find(province, done.code))
    assert found.person("applicant").name == "Hoà"
    assert found.entry == "1/2026 SCT/BS"
    assert found.finished_at == MONDAY


def test_what_is_offered_is_in_force(province, copies):
    assert [code for code, _title in spot.offered(province, "H99.01")] == [COPIES]
    assert spot.offered(province, "H99.01")[0][1]
