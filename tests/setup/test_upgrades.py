"""A house made by an older motcua learns what came since."""

from __future__ import annotations

from motcua.dossiers import workflow
from motcua.organisation import units
from motcua.setup import upgrades


#: Some of the steps that came with later versions.
LEARNT = {"complete", "accept", "void_fee", "shelve"}


def made_by(portal, version):
    portal.portal_setup.setLastVersionForProfile("motcua:default", version)


def test_a_new_house_has_nothing_to_learn(portal):
    assert upgrades.pending(portal) == []
    assert not upgrades.upgrade(portal)


def test_an_older_house_learns_the_new_steps_of_dossiers(functional_portal):
    made_by(functional_portal, "20261122001")
    workflow.definition().transitions.deleteTransitions([*LEARNT])
    folder = units.organisation(functional_portal)
    del folder._predecessors
    assert units.predecessors("H99", site=functional_portal) == []
    assert upgrades.pending(functional_portal) == [
        "20261126001",
        "20261126005",
        "20261126006",
        "20261126007",
        "20261126130",
        "20261126200",
    ]
    assert upgrades.upgrade(functional_portal)
    assert set(workflow.definition().transitions.objectIds()) >= LEARNT
    assert len(folder._predecessors) == 0
    assert upgrades.pending(functional_portal) == []
