"""A result is returned to somebody, with what was lost, given back and owed."""

from __future__ import annotations

from datetime import timedelta
from motcua.dossiers import returning
from motcua.dossiers import uncollected
from motcua.dossiers.actions import act
from motcua.dossiers.errors import IllegalStep
from motcua.dossiers.errors import MissingData
from motcua.dossiers.errors import NotAllowed
from motcua.dossiers.intake import receive
from motcua.dossiers.ledger import events
from motcua.dossiers.register import Register
from motcua.dossiers.rights import groups_of
from motcua.dossiers.slips.issued import slips_of
from motcua.dossiers.slips.values import values
from motcua.dossiers.standing import told
from motcua.dossiers.states import fold
import pytest
from tests.dossiers.conftest import an_intake
from tests.dossiers.conftest import build_procedure
from tests.dossiers.conftest import build_province
from tests.dossiers.conftest import empty_sql
from tests.dossiers.conftest import LAND
from tests.dossiers.conftest import MONDAY
from tests.dossiers.conftest import UNIT
import transaction


LATER = MONDAY + timedelta(hours=3)


@pytest.fixture
def site(sql, functional_portal):
    empty_sql()
    build_province(functional_portal)
    build_procedure(functional_portal)
    transaction.commit()
    return functional_portal


def finished(site, at=MONDAY):
    from motcua.procedures import versions

    version = versions.current("1.001193", site=site)
    dossier = receive(site, an_intake(version), "reception", at)
    for operation, who, data in (
        ("forward", "reception", {"to": LAND}),
        ("propose", "handler", {"proposal": "Cấp."}),
        ("approve", "leader", {}),
        ("finish", "handler", {}),
    ):
        act(dossier, operation, who, data=data, now=at)
    transaction.commit()
    return dossier


def give(dossier, **data):
    return act(dossier, "return_result", "reception", data=data, now=LATER)


def test_a_proxy_shows_a_proof_and_has_a_name(site):
    dossier = finished(site)
    with pytest.raises(MissingData, match="name of the proxy"):
        give(dossier, taker="proxy")
    with pytest.raises(MissingData, match="proof of the mandate"):
        give(dossier, taker="proxy", receiver="Trần Bốn", proof_kind="Giấy ủy quyền")
    with pytest.raises(MissingData, match="not possible"):
        give(dossier, taker="neighbour")
    assert dossier.state == "finished"
    event = give(
        dossier,
        taker="proxy",
        receiver="Trần Bốn",
        proof_kind="Giấy ủy quyền",
        proof_number="12/2026",
    )
    assert event.facts["taker"] == "proxy"
    assert "Trần" not in event.header.decode() and "12/2026" not in str(event.facts)


def test_a_return_without_more_is_still_a_return(site):
    dossier = finished(site)
    give(dossier)
    assert dossier.standing == told(events(dossier))
    assert dossier.state == "returned"


def test_the_slip_that_was_lost_says_so_from_then_on(site):
    dossier = finished(site)
    receipts = [one.key for one in slips_of(dossier) if one.form.kind == "receipt"]
    give(dossier, taker="applicant", lost="Tôi làm mất khi chuyển nhà.")
    status = {one.key: one.status for one in slips_of(dossier)}
    assert [status[key] for key in receipts] == ["lost"]
    assert {status[key] for key in status if key not in receipts} == {"valid"}


def test_the_receipt_of_the_result_tells_who_took_what(site):
    dossier = finished(site)
    give(
        dossier,
        taker="proxy",
        receiver="Trần Bốn",
        proof_kind="Giấy ủy quyền",
        proof_number="12/2026",
        returned=["Đơn đăng ký"],
        lost="Mất khi chuyển nhà.",
    )
    (slip,) = [s for s in slips_of(dossier) if s.form.kind == "result-receipt"]
    told_of = values(site, dossier, slip)["event"]
    assert told_of["receiver"] == "Trần Bốn"
    assert told_of["proof"] == "Giấy ủy quyền 12/2026"
    assert [one["title"] for one in told_of["originals"]] == ["Đơn đăng ký"]
    assert told_of["lost"] == "Mất khi chuyển nhà."


def test_originals_are_what_was_handed_in_as_such(site):
    (paper,) = returning.originals(fold(finished(site)))
    assert paper.title == "Đơn đăng ký"


def test_what_is_owed_is_what_was_asked_less_what_was_taken(site):
    from motcua.procedures import versions

    version = versions.current("1.001193", site=site)
    dossier = receive(site, an_intake(version), "reception", MONDAY)
    assert returning.owed(site, fold(dossier)) == 0
    act(dossier, "forward", "reception", data={"to": LAND}, now=MONDAY)
    act(dossier, "ask_payment", "handler", data={"amount": 150_000}, now=MONDAY)
    paid = {"amount": 100_000, "method": "cash"}
    act(dossier, "collect_fee", "reception", data=paid, now=MONDAY)
    assert returning.owed(site, fold(dossier)) == 50_000


@pytest.mark.parametrize(
    ("typed", "name"),
    [("KE-A1.03", "A1.03"), (" a1.03 ", "A1.03"), ("kệ 2  ngăn 3", "KỆ 2 NGĂN 3")],
)
def test_a_shelf_has_the_name_of_its_label(typed, name):
    assert returning.shelf(typed) == name


@pytest.mark.parametrize("typed", ["", "  ", "x" * 41])
def test_what_no_label_says_is_no_shelf(typed):
    with pytest.raises(MissingData, match="name of a shelf"):
        returning.shelf(typed)


def test_a_result_lies_on_a_shelf_until_it_is_fetched(site):
    dossier = finished(site)
    act(dossier, "shelve", "reception", data={"shelf": "ke-a1.03"}, now=LATER)
    assert Register().row(dossier)["shelf"] == dossier.standing.shelf == "A1.03"
    act(dossier, "shelve", "reception", data={"shelf": "B2"}, now=LATER)
    assert dossier.standing.shelf == "B2"
    act(
        dossier,
        "correct",
        "reception",
        data={"reason": "Ghi nhầm.", "changes": {"note": "x"}},
        now=LATER,
    )
    assert dossier.standing.shelf == "B2"
    give(dossier)
    assert dossier.standing.shelf == Register().row(dossier)["shelf"] == ""
    with pytest.raises(IllegalStep):
        act(dossier, "shelve", "reception", data={"shelf": "B2"}, now=LATER)


def test_the_handler_puts_nothing_on_a_shelf(site):
    with pytest.raises(NotAllowed):
        act(finished(site), "shelve", "handler", data={"shelf": "B2"}, now=LATER)


def test_uncollected_results_are_told_apart_by_age_and_shelf(site):
    today = (MONDAY + timedelta(days=100)).date()
    groups = groups_of("reception", today)
    by_age = {}
    for age, days in (("0-7", 0), ("0-7", 7), ("8-30", 8), ("31-90", 90), ("91", 91)):
        dossier = finished(site, MONDAY + timedelta(days=100 - days))
        by_age.setdefault(age, []).append(dossier.code)
        assert uncollected.AGES[age][0] <= days
    act(dossier, "shelve", "reception", data={"shelf": "A1"})
    transaction.commit()
    counted = uncollected.counts(groups, [UNIT], today)
    assert counted == {
        ("0-7", ""): 2,
        ("8-30", ""): 1,
        ("31-90", ""): 1,
        ("91", "A1"): 1,
    }
    for (age, shelf), number in counted.items():
        found = uncollected.listed(groups, [UNIT], today, age=age, shelf=shelf)
        assert len(found) == number
        assert sorted(one.code for one in found) == sorted(by_age[age])
    every = uncollected.listed(groups, [UNIT], today)
    assert [one.days(today) for one in every] == [91, 90, 8, 7, 0]
    assert uncollected.listed(groups, ["H99.77"], today) == []
    assert uncollected.counts(groups_of("jurist", today), [UNIT], today) == {}
    assert [one.code for one in uncollected.waiting(today, 91)] == by_age["91"]
    assert len(list(uncollected.waiting(today, 8))) == 3
