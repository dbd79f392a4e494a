"""A person moves: everything goes over by one decision, the ledgers say so."""

from __future__ import annotations

from datetime import date
from datetime import timedelta
from motcua.base import vietnam
from motcua.dossiers import actions
from motcua.dossiers import intake
from motcua.dossiers import ledger
from motcua.dossiers import rights
from motcua.dossiers import succession
from motcua.dossiers.errors import MissingData
from motcua.dossiers.register import Register
from motcua.dossiers.succession import Order
from motcua.organisation import delegations
from motcua.organisation import duties
from motcua.organisation.delegations import Delegation
from motcua.storage.engines import register_engine
from plone.app.testing import TEST_USER_ID
import pytest
from tests.dossiers.conftest import an_intake
from tests.dossiers.conftest import JUSTICE
from tests.dossiers.conftest import LAND
from tests.dossiers.conftest import MONDAY
from tests.dossiers.conftest import SINCE
from tests.dossiers.conftest import UNIT


def act(dossier, operation, actor, **data):
    return actions.act(dossier, operation, actor, data=data, now=MONDAY)


def project(dossier):
    register = Register()
    with register_engine().begin() as connection:
        register.upsert(connection, register.row(dossier))


def an_order(person="handler", to="jurist", **changes):
    group = f"{LAND}:processing"
    values = {
        "person": person,
        "successors": {group: to},
        "since": vietnam.today(),
        "deed": "QĐ 77/QĐ-UBND",
        "actor": TEST_USER_ID,
    }
    return Order(**{**values, **changes})


@pytest.fixture
def restricted(dossier):
    """A restricted dossier that the handler of the land department has by name."""
    act(dossier, "restrict", "reception", ground="x")
    act(dossier, "forward", "reception", to=LAND)
    act(dossier, "assign", "leader", person="handler")
    project(dossier)
    return dossier


@pytest.fixture
def ordinary(province, version):
    found = intake.receive(province, an_intake(version), "reception", MONDAY)
    act(found, "forward", "reception", to=LAND)
    project(found)
    return found


@pytest.fixture
def asked(ordinary):
    """An opinion that was asked of justice and given to one jurist."""
    act(ordinary, "ask_opinion", "handler", to=JUSTICE, question="?")
    step = ordinary.tasks[0].key
    act(ordinary, "assign", "leader", person="jurist", step=step)
    project(ordinary)
    return ordinary


def held(person):
    return succession.holding(person, vietnam.today())


def test_all_that_a_person_has_is_listed(province, restricted, asked):
    row = Delegation(
        *("leader", "handler", LAND, "approval"),
        *(SINCE, vietnam.today() + timedelta(days=9), "KT.", "QĐ 5"),
    )
    delegations.delegate(row)
    found = held("handler")
    assert [duty.group for duty in found.duties] == [f"{LAND}:processing"]
    assert found.entrusted == found.codes == (restricted.code,)
    assert [each.giver for each in found.taken] == ["leader"]
    assert [each.receiver for each in held("leader").given] == ["handler"]
    step = asked.tasks[0].key
    assert held("jurist").steps == ((asked.code, step, f"{JUSTICE}:processing"),)


def test_everything_goes_over_by_one_decision(province, restricted, ordinary):
    length = ordinary.length
    key = succession.give(province, an_order(), held("handler"))
    day = vietnam.today()
    # The duty with its deed, from one day to the next.
    (row,) = [r for r in duties.rows("jurist") if r.department == LAND]
    assert (row.since, row.deed) == (day, "QĐ 77/QĐ-UBND")
    (old,) = duties.rows("handler")
    assert (old.until, old.end_deed) == (day - timedelta(days=1), "QĐ 77/QĐ-UBND")
    # The restricted dossier by an event that says who, instead of whom, and why.
    event = ledger.events(restricted)[-1]
    assert event.type == "assign" and event.actor == TEST_USER_ID
    told = {name: event.facts[name] for name in ("person", "instead", "deed", "order")}
    assert told == {
        "person": "jurist",
        "instead": "handler",
        "deed": "QĐ 77/QĐ-UBND",
        "order": key,
    }
    now = restricted.last.at
    assert rights.VIEW in actions.permitted(restricted, "jurist", now)
    assert rights.VIEW not in actions.permitted(restricted, "handler", now)
    # What the department has was not touched.
    assert ordinary.length == length
    assert rights.VIEW in actions.permitted(ordinary, "jurist", now)


def test_a_step_by_name_goes_over_with_its_date(province, asked):
    before = asked.tasks[0]
    order = an_order("jurist", "handler", successors={before.group: "handler"})
    succession.give(province, order, held("jurist"))
    (task,) = asked.tasks
    assert task.person == "handler"
    assert (task.key, task.due, task.since) == (before.key, before.due, before.since)
    assert "give_opinion" in actions.permitted(asked, "handler", asked.last.at)


def test_two_successors_each_take_what_is_theirs(province, asked):
    book = duties.book()
    rows = (*book.rows("jurist"), duties.Duty("jurist", UNIT, "archive", SINCE))
    book.write("jurist", rows)
    order = an_order(
        "jurist",
        successors={
            f"{JUSTICE}:processing": "magistrate",
            f"{UNIT}:archive": "archivist",
        },
    )
    succession.give(province, order, held("jurist"))
    assert asked.tasks[0].person == "magistrate"
    today = duties.groups("magistrate")
    assert f"{JUSTICE}:processing" in today and f"{UNIT}:archive" not in today


def test_delegations_end_with_the_move(province, dossier):
    until = vietnam.today() + timedelta(days=9)
    delegations.delegate(
        Delegation("handler", "jurist", LAND, "processing", SINCE, until, "TL.", "5")
    )
    succession.give(province, an_order(to="leader"), held("handler"))
    assert delegations.groups("jurist") == frozenset()
    assert [row.end_deed for row in delegations.rows()] == ["QĐ 77/QĐ-UBND"]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"deed": " "}, "decision"),
        ({"successors": {}}, "takes over"),
        ({"successors": {f"{LAND}:processing": "handler"}}, "takes over"),
        ({"since": date(2099, 1, 1)}, "today at the latest"),
    ],
)
def test_an_order_that_is_not_whole_changes_nothing(
    province, restricted, changes, words
):
    head = restricted.head
    with pytest.raises(MissingData, match=words):
        succession.give(province, an_order(**changes), held("handler"))
    assert restricted.head == head
    assert f"{LAND}:processing" in duties.groups("handler")


def test_a_large_order_is_a_job_with_a_row_for_each_dossier(
    province, restricted, monkeypatch
):
    monkeypatch.setattr(succession, "AT_ONCE", 0)
    monkeypatch.setattr(succession.transaction, "commit", lambda: None)
    length = restricted.length
    order, found = an_order(), held("handler")
    key = succession.give(province, order, found)
    data = order.to_json(found.codes)
    assert restricted.length == length
    assert succession.outcomes(province, key, data) == {restricted.code: False}
    said = []
    for _twice in range(2):
        succession.Succeed()(key, data, lambda *told: said.append(told))
    assert restricted.length == length + 1
    assert succession.outcomes(province, key, data) == {restricted.code: True}
    assert said[-1] == (1, 1, "1 / 1")
