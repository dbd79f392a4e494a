"""Closing a shift: every đồng that was taken stands in exactly one shift."""

from __future__ import annotations

from datetime import timedelta
from hypothesis import given
from hypothesis import HealthCheck
from hypothesis import settings
from hypothesis import strategies as st
from motcua.dossiers import apart
from motcua.dossiers import ledger
from motcua.dossiers.actions import act
from motcua.dossiers.cash import deposits
from motcua.dossiers.cash import prints
from motcua.dossiers.cash import receipts
from motcua.dossiers.cash import shifts
from motcua.dossiers.cash import store
from motcua.dossiers.errors import IllegalStep
from motcua.dossiers.errors import MissingData
from motcua.dossiers.errors import NotAllowed
from motcua.dossiers.errors import StalePage
from motcua.dossiers.slips import checks
from motcua.dossiers.slips.issued import slips_of
from motcua.organisation import duties
from motcua.storage.engines import register_engine
import pytest
import sqlalchemy as sa
from tests.dossiers.cash.conftest import close
from tests.dossiers.cash.conftest import collect
from tests.dossiers.cash.conftest import EVENING
from tests.dossiers.cash.conftest import make_void
from tests.dossiers.cash.conftest import SYMBOL
from tests.dossiers.cash.conftest import written
from tests.dossiers.conftest import LAND
from tests.dossiers.conftest import MONDAY
from tests.dossiers.conftest import SINCE
from tests.dossiers.conftest import UNIT
from tests.dossiers.test_slips import text_of


def stored():
    with register_engine().connect() as connection:
        return connection.execute(sa.select(receipts.RECEIPTS)).all()


def test_a_shift_has_what_its_cashier_took(till, dossiers):
    collect(dossiers[0], 20000)
    collect(dossiers[1], 50000, "transfer")
    collect(dossiers[2], 7000, by="cashier")
    found = shifts.view(close(till))
    assert found.expected == {"cash": 20000, "transfer": 50000, "online": 0}
    assert found.numbered == "0001/BBCC"
    assert [move.code for move in found.moves] == [dossiers[0].code, dossiers[1].code]
    assert shifts.drawer(till, UNIT, "reception") == []
    assert len(shifts.drawer(till, UNIT, "cashier")) == 1


def test_a_difference_has_to_be_explained(till, dossiers):
    collect(dossiers[0], 20000)
    with pytest.raises(MissingData) as error:
        close(till, cash=15000)
    assert "20.000 đồng" in str(error.value.message.mapping)
    one = close(till, cash=15000, reason="Trả thừa tiền lẻ")
    assert shifts.view(one).difference == {"cash": -5000, "transfer": 0}
    assert ledger.verify(one) == []


def test_what_came_in_after_the_page_was_opened_is_told(till, dossiers):
    collect(dossiers[0])
    written()
    seen = shifts.seal(shifts.drawer(till, UNIT, "reception"))
    collect(dossiers[1])
    written()
    counted = {"cash": 20000, "transfer": 0}
    with pytest.raises(StalePage):
        shifts.close(till, UNIT, "reception", counted, "", "reception", EVENING, seen)
    assert store.shelf(till) is None or not store.shelf(till).shifts


def test_the_same_form_twice_is_one_shift(till, dossiers):
    collect(dossiers[0])
    written()
    seen = shifts.seal(shifts.drawer(till, UNIT, "reception"))
    given = (till, UNIT, "reception", {"cash": 20000, "transfer": 0}, "", "reception")
    assert shifts.close(*given, EVENING, seen) is shifts.close(*given, EVENING, seen)
    with pytest.raises(IllegalStep):
        close(till)


def test_a_receipt_made_void_in_the_shift_shows_and_counts_nothing(till, dossiers):
    event = collect(dossiers[0], 20000, symbol=SYMBOL, number="0000101")
    collect(dossiers[0], 30000, symbol=SYMBOL, number="0000102")
    make_void(dossiers[0], event)
    found = shifts.view(close(till))
    assert found.expected["cash"] == 30000
    assert shifts.void_ones(found.moves) == {(dossiers[0].code, event.number)}
    assert shifts.spans(found.moves) == [(SYMBOL, "0000101", "0000102", 2)]
    [first, second] = [
        slip for slip in slips_of(dossiers[0]) if slip.form.kind == "fee-receipt"
    ]
    assert (first.status, second.status) == ("void", "valid")


def test_money_given_back_after_the_closing_stands_in_the_next_shift(till, dossiers):
    event = collect(dossiers[0], 20000)
    before = close(till)
    later = EVENING + timedelta(days=1)
    make_void(dossiers[0], event, by="cashier", now=later)
    found = shifts.view(close(till, "cashier", now=later, cash=0, reason="Chi trả lại"))
    assert found.expected["cash"] == -20000
    assert shifts.view(before).expected["cash"] == 20000


def test_a_payment_is_made_void_once(till, dossiers):
    event = collect(dossiers[0])
    make_void(dossiers[0], event)
    with pytest.raises(MissingData):
        make_void(dossiers[0], event)
    with pytest.raises(MissingData):
        act(
            dossiers[0],
            "void_fee",
            "reception",
            data={"receipt": "1", "reason": "x"},
            now=MONDAY,
        )


def test_who_supervises_closes_for_who_is_away_and_says_why(till, dossiers):
    collect(dossiers[0])
    with pytest.raises(NotAllowed):
        close(till, actor="cashier")
    with pytest.raises(MissingData):
        close(till, actor="supervisor")
    found = shifts.view(close(till, actor="supervisor", reason="Nghỉ ốm"))
    assert (found.cashier, found.actor) == ("reception", "supervisor")


def test_rows_that_lie_never_get_into_a_shift(till, dossiers):
    collect(dossiers[0])
    written()
    with register_engine().begin() as connection:
        connection.execute(sa.update(receipts.RECEIPTS).values(amount=1))
    with pytest.raises(MissingData) as error:
        close(till, cash=1)
    assert dossiers[0].code in str(error.value.message.mapping)


@settings(
    max_examples=20,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    st.lists(
        st.one_of(
            st.tuples(
                st.just("collect"),
                st.sampled_from(("reception", "cashier")),
                st.integers(0, 2),
                st.integers(0, 10**9),
                st.sampled_from(("cash", "transfer", "online")),
            ),
            st.tuples(
                st.just("void"),
                st.sampled_from(("reception", "cashier")),
                st.integers(0, 50),
            ),
            st.tuples(st.just("close"), st.sampled_from(("reception", "cashier"))),
        ),
        max_size=12,
    )
)
def test_every_dong_stands_in_exactly_one_shift_or_in_a_drawer(till, dossiers, story):
    # One world for all examples: what was closed before stays closed.
    for what, who, *rest in story:
        if what == "collect":
            number, amount, method = rest
            collect(dossiers[number], amount, method, by=who)
        elif what == "void":
            paid = [
                (each, event)
                for each in dossiers
                for event in ledger.events(each)
                if event.type == "collect_fee"
                and event.number
                not in {
                    one.facts["receipt"]
                    for one in ledger.events(each)
                    if one.type == "void_fee"
                }
            ]
            if paid:
                make_void(*paid[rest[0] % len(paid)], by=who)
        else:
            written()
            if shifts.drawer(till, UNIT, who):
                close(till, who, cash=0, transfer=0, reason="Đếm")
    written()
    truth = {
        move.key: move
        for each in dossiers
        for move in receipts.moves(each, ledger.events(each))
    }
    closed = [
        move
        for one in store.shifts_of(till, UNIT, 10_000)
        for move in shifts.view(one).moves
    ]
    open_ones = [
        move
        for who in ("reception", "cashier")
        for move in shifts.drawer(till, UNIT, who)
    ]
    found = [*closed, *open_ones]
    assert len({move.key for move in found}) == len(found)
    assert {move.key: move for move in found} == truth
    assert len(stored()) == len(truth)


@given(
    st.lists(st.integers(1, 60), unique=True, min_size=1),
    st.sampled_from(("CL-26T", "CL-26U")),
)
def test_spans_hold_each_number_once(numbers, symbol):
    given_out = [
        receipts.Move("c", n, MONDAY, UNIT, "x", 1, "cash", symbol, f"{n:04d}")
        for n in numbers
    ]
    found = shifts.spans(given_out)
    told = [
        n for _s, first, last, count in found for n in range(int(first), int(last) + 1)
    ]
    assert told == sorted(numbers)
    assert sum(count for *_rest, count in found) == len(numbers)


# The treasury


@pytest.fixture
def closed(till, dossiers):
    collect(dossiers[0], 20000)
    collect(dossiers[1], 30000, by="cashier")
    collect(dossiers[1], 4000, "transfer", by="cashier")
    return [close(till), close(till, "cashier")]


def listed(till, closed, **more):
    codes = [one.code for one in closed]
    return deposits.issue(till, UNIT, codes, UNIT, "reception", EVENING, **more)


def test_a_list_of_shifts_goes_to_the_treasurer_who_acknowledges(till, closed):
    one = listed(till, closed)
    assert deposits.view(one).cash == 50000
    assert deposits.waiting(till, UNIT) == []
    with pytest.raises(NotAllowed):
        deposits.acknowledge(till, one, 50000, "", "supervisor", EVENING)
    with pytest.raises(MissingData):
        deposits.acknowledge(till, one, 49000, "", "treasurer", EVENING)
    deposits.acknowledge(till, one, 50000, "", "treasurer", EVENING)
    found = deposits.view(one)
    assert (found.status, found.received_by) == ("settled", "treasurer")
    with pytest.raises(IllegalStep):
        deposits.acknowledge(till, one, 50000, "", "treasurer", EVENING)
    with pytest.raises(IllegalStep):
        deposits.make_void(till, one, "Nhầm", "reception", EVENING)
    assert {each.code for each in apart.every(till)} >= {one.code, closed[0].code}


def test_a_shift_is_on_one_list(till, closed):
    one = listed(till, closed)
    with pytest.raises(MissingData) as error:
        listed(till, closed[:1])
    assert one.code in str(error.value.message.mapping)
    deposits.make_void(till, one, "Lập nhầm", "reception", EVENING)
    listed(till, closed[:1])


def test_nobody_counts_the_own_money_but_the_only_treasurer(till, closed):
    for each in ("reception", "treasurer"):
        if each == "reception":
            duties.assign(each, UNIT, "treasury", SINCE)
    one = listed(till, closed)
    with pytest.raises(NotAllowed):
        deposits.acknowledge(till, one, 50000, "Xã nhỏ", "reception", EVENING)
    duties.end("treasurer", UNIT, "treasury", EVENING.date() - timedelta(days=1))
    with pytest.raises(MissingData):
        deposits.acknowledge(till, one, 50000, "", "reception", EVENING)
    deposits.acknowledge(till, one, 50000, "Xã chỉ có một người", "reception", EVENING)
    assert deposits.view(one).waiver


def test_shifts_of_other_units_are_unknown(till, closed):
    codes = [one.code for one in closed]
    with pytest.raises(NotAllowed):
        deposits.issue(till, LAND, codes, UNIT, "reception", EVENING)
    with pytest.raises(MissingData):
        deposits.issue(till, UNIT, ["H99.01-2026/9-CC"], UNIT, "reception", EVENING)


def test_shift_and_list_are_printed_with_their_codes(till, closed):
    one = listed(till, closed)
    text = " ".join(text_of(prints.shift(till, closed[0])).split())
    assert "BIÊN BẢN CHỐT CA THU PHÍ, LỆ PHÍ" in text
    assert "Hai mươi nghìn đồng" in text
    assert closed[0].code in text
    text = " ".join(text_of(prints.deposit(till, one)).split())
    assert "BẢNG KÊ NỘP TIỀN" in text
    assert "Năm mươi nghìn đồng" in text
    for each in (closed[0], one):
        found = checks.check(till, each.code, checks.letters(each.code), "1.1.1.1")
        assert found.status == "valid"
    deposits.make_void(till, one, "Nhầm", "reception", EVENING)
    found = checks.check(till, one.code, checks.letters(one.code), "1.1.1.1")
    assert found.status == "void"


def test_the_register_heals_and_is_verified(till, dossiers):
    event = collect(dossiers[0], 20000, symbol=SYMBOL, number="7")
    make_void(dossiers[0], event)
    projection = receipts.Receipts()
    row = projection.row(dossiers[0])
    with register_engine().begin() as connection:
        assert projection.upsert(connection, row)
        assert not projection.upsert(connection, row)
        [(key, kept)] = projection.stored(connection)
        assert key == projection.key(dossiers[0])
        assert projection.compare(row, kept) == []
        connection.execute(sa.update(receipts.RECEIPTS).values(amount=1))
        [(_key, kept)] = projection.stored(connection)
        assert projection.compare(row, kept) == ["moves"]
        projection.replace(connection, row)
        [(_key, kept)] = projection.stored(connection)
        assert projection.compare(row, kept) == []
        projection.remove(connection, key)
        assert list(projection.stored(connection)) == []
    assert projection.row(dossiers[1]) is None


def test_money_of_long_ago_still_lies_in_the_drawer(till, dossiers):
    """A cashier who closes for the first time after years closes all of it."""
    for year in (2, 1, 0):
        collect(dossiers[0], now=MONDAY + timedelta(days=400 * (2 - year)))
    much_later = MONDAY + timedelta(days=1000)
    assert len(shifts.view(close(till, now=much_later)).moves) == 3
    assert shifts.drawer(till, UNIT, "reception") == []


def test_more_than_one_shift_takes_is_closed_by_several(till, dossiers, monkeypatch):
    monkeypatch.setattr(shifts, "MOST", 2)
    taken = [
        collect(one, 1000 * (number + 1), now=MONDAY + timedelta(minutes=number))
        for number, one in enumerate((*dossiers, *dossiers[:2]))
    ]
    written()
    sizes = []
    while shifts.drawer(till, UNIT, "reception"):
        full = shifts.overfull(till, UNIT, "reception")
        sizes.append((len(shifts.view(close(till)).moves), full))
    assert sizes == [(2, True), (2, True), (1, False)]
    closed = store.shelf(till).closed
    assert len(closed) == len(taken)


def test_shelves_from_before_are_closed_to_the_end(till, dossiers):
    collect(dossiers[0])
    close(till)
    store.shelf(till).reached = None
    collect(dossiers[1], now=EVENING)
    again = close(till, now=EVENING + timedelta(hours=1))
    assert [move.code for move in shifts.view(again).moves] == [dossiers[1].code]
    assert store.shelf(till).reached is not None


def test_a_row_that_comes_late_stands_in_the_next_shift(till, dossiers):
    """The register follows the ledgers: a crash may hold a row back for a while."""
    collect(dossiers[0])
    collect(dossiers[1], now=MONDAY + timedelta(minutes=5))
    written()
    with register_engine().begin() as connection:
        late = receipts.RECEIPTS.c.code == dossiers[0].code
        connection.execute(sa.delete(receipts.RECEIPTS).where(late))
    found = shifts.drawer(till, UNIT, "reception")
    counted = {"cash": 20000, "transfer": 0}
    seen = shifts.seal(found)
    shifts.close(till, UNIT, "reception", counted, "", "reception", EVENING, seen)
    assert [m.code for m in shifts.view(close(till)).moves] == [dossiers[0].code]
