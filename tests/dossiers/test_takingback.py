"""What was forwarded or given a moment ago is taken back by an event of its own."""

from __future__ import annotations

from datetime import timedelta
from motcua.dossiers import ledger
from motcua.dossiers import openings
from motcua.dossiers.actions import act
from motcua.dossiers.actions import permitted
from motcua.dossiers.errors import IllegalStep
from motcua.dossiers.errors import NotAllowed
from motcua.dossiers.errors import UnknownDossier
from motcua.dossiers.ledger import events
from motcua.dossiers.standing import told
import pytest
from tests.dossiers.conftest import LAND
from tests.dossiers.conftest import MONDAY
from tests.dossiers.conftest import UNIT


SOON = MONDAY + timedelta(minutes=5)
LATE = MONDAY + timedelta(minutes=30)


@pytest.fixture
def forwarded(dossier):
    act(dossier, "forward", "reception", data={"to": LAND}, now=MONDAY)
    return dossier


def test_a_dossier_comes_back_as_it_was_and_both_events_stay(dossier):
    before = dossier.standing
    act(dossier, "forward", "reception", data={"to": LAND}, now=MONDAY)
    assert "take_back" in permitted(dossier, "reception", SOON)
    act(dossier, "take_back", "reception", now=SOON)
    after = dossier.standing
    for name in ("state", "holder", "participants", "tasks", "due", "public_status"):
        assert getattr(after, name) == getattr(before, name), name
    assert [e.type for e in events(dossier)] == ["receive", "forward", "take_back"]
    assert events(dossier)[-1].facts["undoes"] == 2
    assert ledger.verify(dossier) == []
    assert told(events(dossier)) == after
    assert permitted(dossier, "handler", SOON) == frozenset()
    with pytest.raises(IllegalStep):
        act(dossier, "take_back", "reception", now=SOON)


def test_only_for_a_short_while(forwarded):
    assert "take_back" not in permitted(forwarded, "reception", LATE)
    with pytest.raises(NotAllowed, match="15 minutes"):
        act(forwarded, "take_back", "reception", now=LATE)


def test_only_by_who_did_it(forwarded):
    assert "take_back" not in permitted(forwarded, "supervisor", SOON)
    with pytest.raises(NotAllowed):
        act(forwarded, "take_back", "supervisor", now=SOON)
    with pytest.raises(UnknownDossier):
        act(forwarded, "take_back", "jurist", now=SOON)


def test_not_when_somebody_opened_it(forwarded):
    openings.note(forwarded, {UNIT}, "reception", SOON)
    assert not openings.since(forwarded.code, MONDAY, "reception")
    openings.note(forwarded, {LAND}, "handler", SOON)
    with pytest.raises(IllegalStep, match="opened"):
        act(forwarded, "take_back", "reception", now=SOON)
    assert forwarded.holder == LAND


def test_not_when_somebody_acted_since(forwarded):
    act(forwarded, "propose", "handler", data={"proposal": "Cấp"}, now=SOON)
    with pytest.raises(IllegalStep):
        act(forwarded, "take_back", "reception", now=SOON)
