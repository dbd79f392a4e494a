"""The register repeats the ledgers, heals, and lists what departments may see."""

from __future__ import annotations

from datetime import timedelta
from motcua.dossiers import inbox
from motcua.dossiers.actions import act
from motcua.dossiers.intake import receive
from motcua.dossiers.register import DOSSIERS
from motcua.dossiers.register import PARTICIPANTS
from motcua.dossiers.register import Register
from motcua.storage.engines import register_engine
import pytest
import sqlalchemy as sa
from tests.dossiers.conftest import an_intake
from tests.dossiers.conftest import build_procedure
from tests.dossiers.conftest import build_province
from tests.dossiers.conftest import empty_sql
from tests.dossiers.conftest import JUSTICE
from tests.dossiers.conftest import LAND
from tests.dossiers.conftest import MONDAY
from tests.dossiers.conftest import UNIT
import transaction


RECEPTION = (f"{UNIT}:reception",)
HANDLER = (f"{LAND}:processing",)
LEADER = (f"{LAND}:approval",)
JURIST = (f"{JUSTICE}:processing",)


@pytest.fixture
def site(sql, functional_portal):
    empty_sql()
    build_province(functional_portal)
    build_procedure(functional_portal)
    transaction.commit()
    return functional_portal


def received(site, days=0):
    from motcua.procedures import versions

    intake = an_intake(versions.current("1.001193", site=site))
    return receive(site, intake, "reception", MONDAY + timedelta(days=days))


def rows():
    with register_engine().connect() as connection:
        return {
            row["code"]: dict(row)
            for row in connection.execute(sa.select(DOSSIERS)).mappings()
        }


def test_a_row_appears_with_the_commit_and_not_before(site):
    code = received(site).code
    assert rows() == {}
    transaction.commit()
    assert rows()[code]["state"] == "received"


def test_an_aborted_receipt_leaves_no_row(site):
    received(site)
    transaction.abort()
    assert rows() == {}


def test_a_step_moves_the_row_on(site):
    dossier = received(site)
    transaction.commit()
    act(dossier, "forward", "reception", data={"to": LAND}, now=MONDAY)
    transaction.commit()
    row = rows()[dossier.code]
    assert (row["state"], row["holder"], row["length"]) == ("processing", LAND, 2)
    assert row["head"] == dossier.head


def test_a_row_never_goes_back(site):
    dossier = received(site)
    early = Register().row(dossier)
    act(dossier, "forward", "reception", data={"to": LAND}, now=MONDAY)
    transaction.commit()
    with register_engine().begin() as connection:
        assert not Register().upsert(connection, early)
    assert rows()[dossier.code]["state"] == "processing"


def test_the_row_holds_nothing_personal(site):
    dossier = received(site)
    text = str(Register().row(dossier))
    for personal in ("Nguyễn", "Đức", "Hoa", "0912", "030957"):
        assert personal not in text


def test_participants_grow_and_are_replaced_whole(site):
    dossier = received(site)
    act(dossier, "forward", "reception", data={"to": LAND}, now=MONDAY)
    transaction.commit()
    with register_engine().connect() as connection:
        found = connection.execute(sa.select(PARTICIPANTS.c.department)).scalars()
        assert sorted(found) == [UNIT, LAND]


def test_the_inbox_holds_what_waits_for_a_step_of_mine(site):
    one, two = received(site), received(site, days=1)
    act(two, "forward", "reception", data={"to": LAND}, now=MONDAY + timedelta(days=1))
    transaction.commit()
    assert [row.code for row in inbox.inbox(RECEPTION, state="received")] == [one.code]
    assert [row.code for row in inbox.inbox(HANDLER)] == [two.code]
    assert inbox.inbox(JURIST) == []
    assert inbox.inbox(()) == []


def test_the_most_urgent_comes_first(site):
    later, sooner = received(site, days=3), received(site)
    transaction.commit()
    assert [row.code for row in inbox.inbox(RECEPTION)] == [sooner.code, later.code]


def test_late_ones_are_picked_out_and_counted(site):
    late, fresh = received(site), received(site, days=8)
    transaction.commit()
    now = MONDAY + timedelta(days=9)
    assert [r.code for r in inbox.inbox(RECEPTION, late=True, now=now)] == [late.code]
    assert [r.code for r in inbox.inbox(RECEPTION, late=False, now=now)] == [fresh.code]
    counted = inbox.counts(RECEPTION, now)
    assert counted == {"received": 2, "all": 2, "late": 1}


def test_counters_equal_the_lists_they_lead_to(site):
    for number in range(5):
        dossier = received(site, days=number)
        if number % 2:
            act(
                dossier,
                "forward",
                "reception",
                data={"to": LAND},
                now=MONDAY + timedelta(days=number),
            )
    transaction.commit()
    now = MONDAY + timedelta(days=9)
    for groups in (RECEPTION, HANDLER, LEADER, RECEPTION + HANDLER):
        counted = inbox.counts(groups, now)
        assert counted["all"] == len(inbox.inbox(groups, now=now))
        assert counted["late"] == len(inbox.inbox(groups, late=True, now=now))
        for state in set(counted) - {"all", "late"}:
            assert counted[state] == len(inbox.inbox(groups, state=state, now=now))


def test_everything_lists_exactly_what_may_be_viewed(site):
    from motcua.dossiers.folder import find
    from motcua.dossiers.rights import allowed

    codes = []
    for number in range(4):
        dossier = received(site)
        codes.append(dossier.code)
        if number:
            act(dossier, "forward", "reception", data={"to": LAND}, now=MONDAY)
        if number > 1:
            act(dossier, "forward", "handler", data={"to": JUSTICE}, now=MONDAY)
        if number > 2:
            act(
                dossier,
                "withdraw",
                "reception",
                data={"reason_code": "other", "reason": "x"},
                now=MONDAY,
            )
    transaction.commit()
    for groups in (RECEPTION, HANDLER, LEADER, JURIST, ("H99.77:processing",)):
        listed = {row.code for row in inbox.inbox(groups, everything=True)}
        viewable = {c for c in codes if "view" in allowed(find(site, c), groups)}
        assert listed == viewable


def test_pages_do_not_overlap(site):
    for _ in range(7):
        received(site)
    transaction.commit()
    first = inbox.inbox(RECEPTION, limit=4)
    second = inbox.inbox(RECEPTION, limit=4, offset=4)
    assert len({row.code for row in first + second}) == 7


def test_absurd_pages_are_bounded(site):
    assert inbox.inbox(RECEPTION, limit=10**9, offset=-5) == []


def test_a_failing_register_does_not_fail_the_receipt(site, monkeypatch, caplog):
    def broken(self, connection, row):
        raise sa.exc.OperationalError("select", {}, Exception("disk full"))

    with monkeypatch.context() as patch:
        patch.setattr(Register, "upsert", broken)
        code = received(site).code
        transaction.commit()
    assert rows() == {}
    from motcua.dossiers.folder import find

    assert find(site, code) is not None
    assert "Nguyễn" not in caplog.text


ARCHIVIST = (f"{UNIT}:archive",)


def test_what_waits_for_closing_is_in_the_inbox_of_the_archivist(site):
    dossier = received(site)
    act(
        dossier,
        "withdraw",
        "reception",
        data={"reason_code": "other", "reason": "x"},
        now=MONDAY,
    )
    transaction.commit()
    assert [row.code for row in inbox.inbox(ARCHIVIST)] == [dossier.code]
    assert inbox.inbox(RECEPTION) == []
    act(dossier, "close", "archivist", now=MONDAY + timedelta(days=1))
    transaction.commit()
    assert inbox.inbox(ARCHIVIST) == []


def test_a_dossier_in_process_does_not_wait_for_the_counter(site):
    dossier = received(site)
    act(dossier, "forward", "reception", data={"to": LAND}, now=MONDAY)
    transaction.commit()
    assert inbox.inbox(RECEPTION) == []
    assert [r.code for r in inbox.inbox(RECEPTION, everything=True)] == [dossier.code]


def test_a_result_that_waits_to_be_fetched_is_not_late(site):
    dossier = received(site)
    for operation, person, data in (
        ("forward", "reception", {"to": LAND}),
        ("propose", "handler", {"proposal": "x"}),
        ("approve", "leader", {}),
        ("finish", "handler", {}),
    ):
        act(dossier, operation, person, data=data, now=MONDAY)
    transaction.commit()
    months_later = MONDAY + timedelta(days=90)
    assert inbox.counts(RECEPTION, months_later)["late"] == 0
    assert inbox.inbox(RECEPTION, late=True, now=months_later) == []


def test_what_waits_is_found_by_the_index_of_open_dossiers(
    functional_portal, monkeypatch
):
    """SQLite uses a partial index only for the very words of its condition."""
    monkeypatch.delenv("MOTCUA_SQL", raising=False)
    engine = register_engine()
    groups = frozenset(HANDLER)
    by_name = groups | {f"{group}@handler" for group in HANDLER}
    for statement in (
        inbox._listed(groups, None, None),
        inbox._counted(groups),
        inbox._listed(by_name, None, None),
        inbox._counted(by_name),
    ):
        asked = statement.params(most=1, limit=1, offset=0, now=MONDAY)
        text = str(asked.compile(engine, compile_kwargs={"render_postcompile": True}))
        with engine.connect() as connection:
            plan = connection.exec_driver_sql(
                f"EXPLAIN QUERY PLAN {text}", (None,) * text.count("?")
            ).all()
        lines = [str(row[3]) for row in plan]
        assert any("ix_dossiers_holder_state_due_at" in line for line in lines), lines
        assert not [line for line in lines if line.startswith("SCAN dossiers")], lines
