"""The workflow is what its specification says, cell by cell."""

from __future__ import annotations

import motcua
from pathlib import Path
import pytest


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


def rows():
    """Return the cells of the table of states, without its heading."""
    found = []
    for line in SPECIFICATION.read_text().splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if line.startswith("|") and len(cells) == 4 and not line.startswith("|-"):
            found.append(cells)
    return found[1:]


TABLE = rows()


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


def test_no_transition_leads_past_procedure_control(workflow):
    assert list(workflow.transitions) == []
    ways = [state.transitions for state in workflow.states.values()]
    assert not any(ways)


def test_a_new_procedure_is_a_draft(workflow):
    assert workflow.initial_state == "draft"
