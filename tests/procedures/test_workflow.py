"""The workflow is what its specification says, cell by cell."""

from __future__ import annotations

import motcua
from pathlib import Path
import pytest
import re


SPECIFICATION = (
    Path(motcua.__file__).parent
    / "profiles/default/workflows/procedure_workflow/specification.md"
)
RIGHTS = {
    "View": 1,
    "Access contents information": 1,
    "Modify portal content": 2,
    "Delete objects": 3,
}


def rows(width):
    """Return the cells of the tables with so many columns, without headings."""
    found = []
    for line in SPECIFICATION.read_text().splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if line.startswith("|") and len(cells) == width and not line.startswith("|-"):
            found.append(cells)
    return found


STATES = [row for row in rows(4) if row[0] not in ("state", "transition")]
TABLE = [row for row in STATES if not re.search("portal content", row[3])]
MOVES = [row for row in STATES if re.search("portal content", row[3])]


@pytest.fixture
def workflow(portal):
    return portal.portal_workflow["procedure_workflow"]


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row[0])
@pytest.mark.parametrize("permission", RIGHTS)
def test_rights_are_those_of_the_table(workflow, row, permission):
    told = row[RIGHTS[permission]]
    roles = set() if told == "nobody" else set(told.split(", "))
    granted = workflow.states[row[0]].permission_roles[permission]
    # A tuple means that nothing is acquired from above.
    assert isinstance(granted, tuple)
    assert set(granted) == roles


def test_the_states_are_those_of_the_table(workflow):
    assert set(workflow.states) == {row[0] for row in TABLE}


def test_the_transitions_are_those_of_the_table(workflow):
    found = {
        (name, before, workflow.transitions[name].new_state_id)
        for before, state in workflow.states.items()
        for name in state.transitions
    }
    assert found == {tuple(row[:3]) for row in MOVES}


@pytest.mark.parametrize("row", MOVES, ids=lambda row: f"{row[0]} from {row[1]}")
def test_each_transition_asks_for_its_permission(workflow, row):
    assert workflow.transitions[row[0]].guard.permissions == (row[3],)
