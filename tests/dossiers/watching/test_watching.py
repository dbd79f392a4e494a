"""What lies still is found, told by name once, and gone as soon as it moves."""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction
from hypothesis import given
from hypothesis import strategies as st
from motcua.dossiers import intake as intakes
from motcua.dossiers import openings
from motcua.dossiers import rights
from motcua.dossiers.actions import act
from motcua.dossiers.clocks import paused
from motcua.dossiers.handovers import lists
from motcua.dossiers.handovers import store
from motcua.dossiers.interfaces import IEscalated
from motcua.dossiers.register import DOSSIERS
from motcua.dossiers.register import Register
from motcua.dossiers.watching import escalations
from motcua.dossiers.watching import findings
from motcua.dossiers.watching.limits import Limits
from motcua.storage.engines import register_engine
import pytest
import sqlalchemy as sa
from tests.dossiers.conftest import an_intake
from tests.dossiers.conftest import JUSTICE
from tests.dossiers.conftest import LAND
from tests.dossiers.conftest import MONDAY
from tests.dossiers.conftest import UNIT
from zope.component import getGlobalSiteManager
from zope.component import provideHandler


HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
LIMITS = Limits()


def known(*dossiers):
    """Let the register know dossiers as it does after a commit."""
    register = Register()
    with register_engine().begin() as connection:
        for one in dossiers:
            register.upsert(connection, register.row(one))


@pytest.fixture
def held(dossier):
    """A dossier that the land department has since Monday, ten past nine."""
    act(dossier, "forward", "reception", data={"to": LAND}, now=MONDAY + HOUR / 6)
    known(dossier)
    return dossier


def found(site, now, *kinds, **options):
    rows = findings.find(site, now, LIMITS, kinds or findings.KINDS, **options)
    return [(one.kind, one.subject) for one in rows]


def test_what_nobody_opened_is_found_after_four_working_hours(province, held):
    # The midday break does not count: 9:10 to 11:30 and from 13:30 on.
    assert found(province, MONDAY + 5 * HOUR, "unopened") == []
    later = MONDAY + 7 * HOUR
    assert found(province, later, "unopened") == [("unopened", held.code)]
    openings.note(held, {LAND}, "handler", later)
    assert found(province, later, "unopened") == []


def test_who_only_looks_on_has_not_opened_it(province, held):
    openings.note(held, {UNIT, JUSTICE}, "reception", MONDAY + 2 * HOUR)
    assert found(province, MONDAY + DAY, "unopened") == [("unopened", held.code)]


def test_it_is_gone_once_it_moves_and_found_anew_where_it_goes(province, held):
    now = MONDAY + DAY
    act(held, "forward", "handler", data={"to": JUSTICE}, now=now)
    known(held)
    assert found(province, now, "unopened") == []
    [again] = findings.find(province, now + DAY, LIMITS, ("unopened",))
    assert (again.department, again.since) == (JUSTICE, now)


def test_an_opinion_is_stuck_from_its_own_date_on(province, held):
    asked = {"to": JUSTICE, "question": "Có tranh chấp?", "by": "2026-11-03T10:00"}
    act(held, "ask_opinion", "handler", data=asked, now=MONDAY + HOUR)
    known(held)
    assert found(province, MONDAY + DAY, "opinion") == []
    late = MONDAY + DAY + 2 * HOUR
    [one] = findings.find(province, late, LIMITS, ("opinion",))
    assert (one.department, one.over) == (JUSTICE, Fraction(1))
    answer = {"opinion": "Không", "outcome": "agree"}
    act(held, "give_opinion", "jurist", data=answer, now=late)
    known(held)
    assert found(province, late, "opinion") == []


def test_the_time_to_accept_runs_out_and_then_is_over(province, version):
    sent = an_intake(version, channel="counter")
    one = intakes.submit(province, sent, "reception", MONDAY)
    known(one)
    due = one.standing.due
    assert found(province, MONDAY + HOUR, "acceptance") == []
    [soon] = findings.find(province, due - HOUR, LIMITS, ("acceptance",))
    assert soon.over == 0
    [late] = findings.find(province, due + HOUR, LIMITS, ("acceptance",))
    assert late.over > 0 and late.since == due


def test_a_list_that_nobody_acknowledges_waits_for_its_receiver(province, dossier):
    made = lists.issue(
        province,
        "dossiers-handover",
        UNIT,
        [dossier.code],
        "reception",
        MONDAY,
        to=LAND,
    )
    assert found(province, MONDAY + DAY - HOUR, "handover") == []
    stuck = found(province, MONDAY + DAY + HOUR, "handover")
    assert stuck == [("handover", made.code)]
    theirs = rights.groups_of("handler", MONDAY.date())
    others = rights.groups_of("jurist", MONDAY.date())
    later = MONDAY + DAY + HOUR
    assert found(province, later, "handover", groups=theirs) == stuck
    assert found(province, later, "handover", groups=others) == []
    lists.acknowledge(province, made, [], "handler", later)
    assert store.find(province, made.code) is made
    assert found(province, later, "handover") == []


def test_nobody_reads_of_dossiers_of_others(province, held):
    stranger = rights.groups_of("jurist", MONDAY.date())
    assert found(province, MONDAY + DAY, groups=stranger) == []


def test_what_stands_still_on_purpose_is_not_stuck(province, held):
    asked = {"reason": "Thiếu sơ đồ", "reason_code": "other"}
    act(held, "pause", "handler", data=asked, now=MONDAY + HOUR)
    known(held)
    assert found(province, MONDAY + 5 * DAY) == []


def rows():
    with register_engine().connect() as connection:
        query = sa.select(escalations.ESCALATIONS).order_by(
            escalations.ESCALATIONS.c.level
        )
        return [
            (row.level, row.person, row.told_at is not None)
            for row in connection.execute(query)
        ]


def test_officer_head_and_supervision_are_told_one_after_the_other(province, held):
    escalations.escalate(province, MONDAY + 7 * HOUR)
    assert rows() == [(0, "handler", False)]
    escalations.escalate(province, MONDAY + DAY + 2 * HOUR)
    assert rows() == [(0, "handler", False), (1, "leader", False)]
    escalations.escalate(province, MONDAY + DAY + 7 * HOUR)
    assert [row[:2] for row in rows()] == [
        (0, "handler"),
        (1, "leader"),
        (2, "supervisor"),
    ]


@pytest.fixture
def heard():
    """The escalations that somebody was told of; the second one fails at first."""
    told = []

    def hear(event):
        if len(told) == 1 and event.escalation.level == 1 and not failed:
            failed.append(event)
            raise OSError
        told.append(event.escalation)

    failed = []
    provideHandler(hear, [IEscalated])
    yield told
    getGlobalSiteManager().unregisterHandler(hear, [IEscalated])


def test_a_worker_that_dies_half_way_tells_nobody_twice(province, held, heard):
    now = MONDAY + DAY + 7 * HOUR
    assert escalations.escalate(province, now) == 3
    with pytest.raises(OSError):
        escalations.tell(now)
    # Another worker begins again, and so does one that was asked for twice.
    assert escalations.escalate(province, now + HOUR) == 0
    assert escalations.tell(now) == 2
    assert escalations.tell(now) == 0
    assert escalations.escalate(province, now + HOUR) == 0
    assert [(one.level, one.person) for one in heard] == [
        (0, "handler"),
        (1, "leader"),
        (2, "supervisor"),
    ]
    assert len({one.key for one in heard}) == 3
    assert all(told for *_row, told in rows())


def test_who_was_told_of_what_was_stuck_before_is_not_named_anew(province, held):
    now = MONDAY + DAY
    escalations.escalate(province, now)
    first = findings.find(province, now, LIMITS)
    assert [row.person for [*each] in escalations.of(first).values() for row in each]
    act(held, "forward", "handler", data={"to": JUSTICE}, now=now)
    known(held)
    again = findings.find(province, now + DAY, LIMITS)
    assert again and escalations.of(again) == {}


def test_an_hour_is_worked_through_once(province):
    assert escalations.each_hour(MONDAY)
    assert not escalations.each_hour(MONDAY + HOUR / 2)
    assert escalations.each_hour(MONDAY + HOUR)


@given(st.fractions(min_value=0, max_value=100), st.fractions(0, 100))
def test_who_waits_longer_is_never_told_to_fewer(one, other):
    levels = [LIMITS.level(each) for each in sorted((one, other))]
    assert levels == sorted(levels) and set(levels) <= {0, 1, 2}


def test_each_ground_of_waiting_is_listed_with_since_and_days(province, held):
    groups = rights.groups_of("handler", MONDAY.date())
    asked = {"to": JUSTICE, "question": "Có tranh chấp?"}
    act(held, "ask_opinion", "handler", data=asked, now=MONDAY + HOUR)
    asked = {"reason": "Thiếu sơ đồ", "reason_code": "other"}
    act(held, "pause", "handler", data=asked, now=MONDAY + HOUR)
    known(held)
    assert paused.counts(groups) == {
        "supplement": 1,
        "finance": 0,
        "suspension": 0,
        "opinion": 1,
    }
    now = held.last.at + 2 * DAY
    [waits] = paused.listed(province, groups, "supplement", now, 10)
    assert (waits.place, waits.state, waits.over) == (LAND, "supplement", False)
    assert waits.days == 2 and waits.until is None
    [opinion] = paused.listed(province, groups, "opinion", now, 10)
    assert opinion.place == JUSTICE
    others = rights.groups_of("archivist", MONDAY.date())
    assert sum(paused.counts(others).values()) == 0
    act(held, "resume", "handler", now=now)
    known(held)
    assert paused.counts(groups)["supplement"] == 0
    with register_engine().connect() as connection:
        assert connection.execute(sa.select(DOSSIERS.c.waits)).scalar_one() == ""


def test_how_far_up_it_was_told_is_known_until_it_moves(province, held):
    codes = [held.code]
    assert escalations.levels(province, MONDAY + 7 * HOUR, codes) == {}
    later = MONDAY + 3 * DAY
    escalations.escalate(province, later)
    assert escalations.levels(province, later, codes) == {held.code: 2}
    assert escalations.levels(province, later, ["H99.01-261102-9999"]) == {}
    assert escalations.levels(province, later, []) == {}
    openings.note(held, {LAND}, "handler", later)
    assert escalations.levels(province, later, codes) == {}
