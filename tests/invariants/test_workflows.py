"""Workflows: an id is a folder, and beside the definition stands its specification."""

from __future__ import annotations

from tests.invariants.house import PROFILES
from xml.etree import ElementTree


FOLDER = PROFILES / "default" / "workflows"


def declared():
    """Return the ids that the profile declares."""
    tree = ElementTree.parse(FOLDER.with_suffix(".xml"))
    found = {one.get("name") for one in tree.getroot().findall("object")}
    return {one for one in found if one}


def test_workflow_ids_are_the_folders():
    assert declared() == {p.name for p in FOLDER.iterdir() if p.is_dir()}
    assert declared()


def test_every_definition_carries_its_own_id():
    for folder in FOLDER.iterdir():
        root = ElementTree.parse(folder / "definition.xml").getroot()
        assert root.get("workflow_id") == folder.name


def test_every_workflow_has_a_specification():
    for folder in FOLDER.iterdir():
        text = (folder / "specification.md").read_text(encoding="utf-8")
        states = ElementTree.parse(folder / "definition.xml").getroot().iter("state")
        for state in states:
            assert state.get("state_id") in text, folder.name


def test_bound_workflows_exist():
    root = ElementTree.parse(FOLDER.with_suffix(".xml")).getroot()
    bound = {one.get("workflow_id") for one in root.iter("bound-workflow")}
    assert bound <= declared()
