"""What a dossier keeps is what its ledger says, and a step costs one step."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from hypothesis import given
from hypothesis import HealthCheck
from hypothesis import settings
from hypothesis import strategies as st
from motcua.archive.finding.documents import Documents
from motcua.dossiers import ledger
from motcua.dossiers import standing
from motcua.dossiers.actions import act
from motcua.dossiers.actions import permitted
from motcua.dossiers.clocks.reckoning import reckon
from motcua.dossiers.errors import DossierError
from motcua.dossiers.folder import find
from motcua.dossiers.intake import receive
from motcua.dossiers.intake import submit
from motcua.dossiers.ledger.proof import prove
from motcua.dossiers.operations import OPERATIONS
from motcua.dossiers.processes import book
from motcua.dossiers.register import Register
from motcua.dossiers.states import fold
import pickle
import pytest
from tests.dossiers.conftest import an_intake
from tests.dossiers.conftest import build_procedure
from tests.dossiers.conftest import build_province
from tests.dossiers.conftest import empty_sql
from tests.dossiers.conftest import JUSTICE
from tests.dossiers.conftest import LAND
from tests.dossiers.conftest import MONDAY
from tests.dossiers.conftest import OFFICERS
from tests.dossiers.test_process_road import a_process
import transaction


FILE = {"sha256": "0" * 64, "size": 9, "media": "application/pdf", "name": "a.pdf"}
REASON = {"reason": "Vì lý do rõ ràng"}
#: What each operation is given; a reason code is found in the table.
DATA = {
    "forward": {"to": JUSTICE},
    "complete": {"checks": ["Đo đạc đúng"]},
    "propose": {"proposal": "Đủ điều kiện"},
    "pause": {**REASON, "reason_code": "missing_paper", "legal_basis": "Điều 20"},
    "ask_payment": {"amount": "150000"},
    "collect_fee": {"amount": "20000", "method": "cash"},
    "extend": {**REASON, "until": "2027-06-01T17:00"},
    "ask_opinion": {"to": JUSTICE, "question": "Có tranh chấp không?"},
    "give_opinion": {"opinion": "Không"},
    "correct": {**REASON, "changes": {"received": "2026-11-02T08:00"}},
    "attach_scan": {**FILE, "paper": "1"},
    "attach_result": FILE,
    "assign": {"person": "handler"},
}


def values_of(operation, outcome):
    """Return data with which the operation may go through."""
    from motcua.dossiers.reasons import REASONS

    found = dict(DATA.get(operation, {}))
    if operation in REASONS:
        found.setdefault("reason_code", next(iter(REASONS[operation])))
    if OPERATIONS[operation].reasoned:
        found.setdefault("reason", REASON["reason"])
    if operation == "complete" and outcome:
        found["outcome"] = outcome
    return found


def try_one(dossier, operation, outcome, now):
    """Have whoever may do the operation; one that is refused changes nothing."""
    for person in OFFICERS:
        if operation in permitted(dossier, person, now):
            try:
                act(
                    dossier,
                    operation,
                    person,
                    data=values_of(operation, outcome),
                    now=now,
                )
            except DossierError:
                continue
            return


MOVES = st.tuples(
    st.sampled_from(sorted(OPERATIONS)),
    st.sampled_from(("", "fit", "unfit")),
    st.integers(1, 9000),
)
#: Most draws of any operation are refused; these bring the dossier on.
ONWARD = st.tuples(
    st.sampled_from(
        ("accept", "forward", "complete", "propose", "approve", "pause", "resume")
    ),
    st.sampled_from(("fit", "")),
    st.integers(1, 3000),
)


@pytest.mark.parametrize("road", ["free", "process"])
@given(moves=st.lists(MOVES | ONWARD, max_size=25), accepted=st.booleans())
@settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)
def test_what_is_kept_is_what_the_ledger_says(province, version, road, moves, accepted):
    """After any steps: standing, clock, row and view, before and after writing it."""
    with pytest.MonkeyPatch.context() as patch:
        if road == "process":
            book.keep(province, a_process())
            patch.setattr(book, "in_force", lambda *_: a_process())
        begin = receive if accepted else submit
        now = MONDAY
        dossier = begin(province, an_intake(version), "reception", now)
        for operation, outcome, minutes in moves:
            now += timedelta(minutes=minutes)
            try_one(dossier, operation, outcome, now)
            chain = ledger.events(dossier)
            told = standing.told(chain)
            assert dossier.kept == told
            assert dossier.standing is dossier.kept
            assert pickle.loads(pickle.dumps(told)) == told
            assert told.reckoning == reckon(chain)
            register = Register()
            assert register.fresh(dossier, len(chain)).row == register.row(dossier)
            view = fold(dossier)
            for name in vars(told):
                assert getattr(view, name) == getattr(told, name), name


@pytest.fixture
def site(functional_portal):
    empty_sql()
    build_province(functional_portal)
    build_procedure(functional_portal)
    transaction.commit()
    return functional_portal


@pytest.fixture
def long(site):
    """The code of a dossier with a history of 30 events."""
    from motcua.procedures import versions

    version = versions.current("1.001193", site=site)
    dossier = receive(site, an_intake(version), "reception", MONDAY)
    act(dossier, "forward", "reception", data={"to": LAND}, now=MONDAY)
    for number in range(28):
        person, to = (("handler", JUSTICE), ("jurist", LAND))[number % 2]
        act(dossier, "forward", person, data={"to": to}, now=MONDAY)
    transaction.commit()
    return dossier.code


def asleep(site, code):
    """Put every event of a dossier to sleep and return them."""
    chain = ledger.events(find(site, code))
    transaction.commit()
    site._p_jar.cacheMinimize()
    assert {event._p_changed for event in chain} == {None}
    return chain


@pytest.mark.parametrize(
    ("operation", "data"),
    [
        ("forward", {"to": JUSTICE}),
        ("pause", DATA["pause"]),
        ("ask_payment", {"amount": "150000"}),
        ("attach_scan", {**FILE, "paper": "1"}),
        ("suspend", {**REASON, "reason_code": "disaster"}),
    ],
)
def test_a_step_wakes_no_event_but_the_last_and_the_first(site, long, operation, data):
    """On whatever disk: what a step reads does not grow with the history."""
    chain = asleep(site, long)
    dossier = find(site, long)
    who = next(one for one in OFFICERS if operation in permitted(dossier, one, MONDAY))
    act(dossier, operation, who, data=data, now=MONDAY)
    transaction.commit()
    awake = [event for event in chain if event._p_changed is not None]
    if operation == "attach_scan":
        # The list of files names papers as they were handed in; it is told anew.
        assert len(awake) == len(chain)
    else:
        assert {event.number for event in awake} <= {1, len(chain)}


def test_rights_lists_and_the_due_date_wake_no_event_at_all(site, long):
    from motcua.dossiers.clocks import clock

    chain = asleep(site, long)
    dossier = find(site, long)
    assert permitted(dossier, "handler", MONDAY)
    assert clock.due(site, dossier).due == dossier.standing.due
    assert {event._p_changed for event in chain} == {None}


@pytest.mark.parametrize(
    "lost",
    [
        lambda kept: None,
        lambda kept: replace(kept, format=0),
        lambda kept: replace(kept, length=kept.length - 1),
        lambda kept: replace(kept, head="0" * 64),
    ],
)
def test_what_is_not_of_this_head_is_told_anew_and_kept_by_the_next_step(
    site, long, lost
):
    dossier = find(site, long)
    right = dossier.kept
    dossier.kept = replace(right, state="closed", holder="H99.99")
    dossier.kept = lost(dossier.kept)
    transaction.commit()
    assert dossier.standing == right
    assert (dossier.state, dossier.holder) == ("processing", LAND)
    assert prove(site, [long]).faults == []
    act(dossier, "forward", "handler", data={"to": JUSTICE}, now=MONDAY)
    assert dossier.kept == standing.told(ledger.events(dossier))


def test_a_standing_that_somebody_altered_is_told(site, long):
    dossier = find(site, long)
    dossier.kept = replace(dossier.kept, due=None, scanned=True)
    transaction.commit()
    (found,) = prove(site, [long]).faults
    assert (found.fault.kind, found.fault.detail) == ("copy-differs", "due, scanned")


def test_a_standing_is_small_and_holds_nothing_of_persons(site, long):
    dossier = find(site, long)
    written = pickle.dumps(dossier.kept)
    assert len(written) < 2_500
    for word in ("Nguyễn", "0912", "030957001234", "Hoa"):
        assert word.encode() not in written


def test_files_are_listed_by_the_step_that_attaches_one_alone(site, long):
    dossier = find(site, long)
    documents = Documents()
    act(dossier, "attach_scan", "handler", data=DATA["attach_scan"], now=MONDAY)
    attached = documents.fresh(dossier, dossier.length)
    assert attached.row == documents.row(dossier)
    assert list(attached.jobs) == list(documents.jobs(dossier)) != []
    act(dossier, "forward", "handler", data={"to": JUSTICE}, now=MONDAY)
    assert documents.fresh(dossier, dossier.length).row is None
    assert documents.fresh(dossier, dossier.length - 1).row == attached.row


def test_a_chain_that_goes_in_a_circle_is_refused_and_located(site, long):
    dossier = find(site, long)
    chain = ledger.events(dossier)
    chain[3].previous = chain[9]
    transaction.commit()
    with pytest.raises(ledger.CircularChain, match=long):
        ledger.events(dossier)
    kinds = {one.fault.kind for one in prove(site, [long]).faults}
    assert "unreadable" in kinds
