"""Acts for another: the ledger says for whom, and the right goes with its cause."""

from __future__ import annotations

from datetime import date
from datetime import timedelta
from motcua.dossiers import ledger
from motcua.dossiers.actions import act
from motcua.dossiers.actions import permitted
from motcua.dossiers.errors import NotAllowed
from motcua.dossiers.errors import UnknownDossier
from motcua.dossiers.intake import receive
from motcua.dossiers.states import fold
from motcua.organisation import delegations
from motcua.organisation import duties
from motcua.organisation.delegations import Delegation
import pytest
from tests.dossiers.conftest import an_intake
from tests.dossiers.conftest import LAND
from tests.dossiers.conftest import MONDAY
from tests.dossiers.conftest import UNIT


HOUR = timedelta(hours=1)
BEHALF = {"person": "leader", "form": "KT.", "deed": "QĐ 7/QĐ-PĐĐ"}


@pytest.fixture
def proposed(dossier):
    act(dossier, "forward", "reception", data={"to": LAND}, now=MONDAY)
    act(dossier, "propose", "handler", data={"proposal": "Đồng ý"}, now=MONDAY)
    return dossier


def stands_in(**changes):
    values = {
        "giver": "leader",
        "receiver": "jurist",
        "department": LAND,
        "duty": "approval",
        "since": date(2026, 11, 2),
        "until": date(2026, 11, 3),
        "form": "KT.",
        "deed": "QĐ 7/QĐ-PĐĐ",
    }
    return delegations.delegate(Delegation(**{**values, **changes}))


def test_a_deputy_decides_and_the_ledger_says_for_whom(proposed):
    with pytest.raises(UnknownDossier):
        act(proposed, "approve", "jurist", now=MONDAY)
    stands_in()
    event = act(proposed, "approve", "jurist", now=MONDAY)
    assert event.facts["for"] == BEHALF
    assert (event.actor, event.unit) == ("jurist", LAND)
    entry = fold(proposed).history[-1]
    assert (entry.actor, entry.behalf, entry.form) == ("jurist", "leader", "KT.")
    assert ledger.verify(proposed) == []


def test_an_act_in_an_own_duty_is_for_nobody(proposed):
    stands_in(receiver="jurist")
    duties.assign("jurist", LAND, "approval", date(2026, 1, 1))
    assert "for" not in act(proposed, "approve", "jurist", now=MONDAY).facts


def test_the_right_is_gone_at_the_next_request(proposed):
    stands_in()
    assert "approve" in permitted(proposed, "jurist", MONDAY)
    assert permitted(proposed, "jurist", MONDAY + timedelta(days=2)) == frozenset()
    duties.end("leader", LAND, "approval", date(2026, 11, 1), "QĐ 9")
    assert permitted(proposed, "jurist", MONDAY) == frozenset()
    with pytest.raises(UnknownDossier):
        act(proposed, "approve", "jurist", now=MONDAY)


def test_a_revoked_one_acts_no_more(proposed):
    stands_in()
    delegations.revoke(
        "leader", "jurist", f"{LAND}:approval", date(2026, 11, 1), "QĐ 9"
    )
    with pytest.raises(UnknownDossier):
        act(proposed, "approve", "jurist", now=MONDAY)


def test_what_was_given_to_the_giver_by_name_is_open(province, dossier):
    act(dossier, "forward", "reception", data={"to": LAND}, now=MONDAY)
    question = {"to": "H99.03", "question": "Có tranh chấp không?"}
    act(dossier, "ask_opinion", "handler", data=question, now=MONDAY)
    duties.assign("magistrate", "H99.03", "processing", date(2026, 1, 1))
    key = dossier.tasks[0].key
    given = {"step": key, "person": "jurist"}
    duties.assign("leader", UNIT, "supervision", date(2026, 1, 1))
    act(dossier, "assign", "supervisor", data=given, now=MONDAY)
    answer = {"step": key, "opinion": "Không"}
    with pytest.raises(NotAllowed):
        act(dossier, "give_opinion", "magistrate", data=answer, now=MONDAY)
    stands_in(
        giver="jurist",
        receiver="stranger",
        department="H99.03",
        duty="processing",
        form="absence",
    )
    assert "give_opinion" in permitted(dossier, "stranger", MONDAY)
    event = act(dossier, "give_opinion", "stranger", data=answer, now=MONDAY)
    assert event.facts["for"]["person"] == "jurist"


def test_a_substitute_receives_for_the_counter(province, version):
    with pytest.raises(NotAllowed):
        receive(province, an_intake(version), "stranger", MONDAY)
    stands_in(giver="reception", receiver="stranger", department=UNIT, duty="reception")
    found = receive(province, an_intake(version), "stranger", MONDAY)
    assert ledger.events(found)[0].facts["for"]["person"] == "reception"
