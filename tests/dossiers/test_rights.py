"""The specification of rights is what the provider does: the whole matrix."""

from __future__ import annotations

from datetime import date
from itertools import product
from motcua.dossiers import rights
from motcua.dossiers.dossier import Dossier
from motcua.dossiers.standing import Standing
from motcua.dossiers.tasks import Task
from motcua.organisation.duties import DUTIES
from plone import api
from plone.app.testing import login
import pytest
from tests.dossiers.conftest import JUSTICE
from tests.dossiers.conftest import LAND
from tests.dossiers.conftest import UNIT
from zope.annotation.interfaces import IAnnotations


STATES = (
    "submitted",
    "guided",
    "declined",
    "payment",
    "received",
    "processing",
    "proposed",
    "approved",
    "followed",
    "supplement",
    "finished",
    "returned",
    "refused",
    "withdrawn",
    "stopped",
    "closed",
)


HEALTH = "H99.04"


def a_dossier(state, holder=LAND):
    dossier = Dossier("H99.01-261102-0001")
    dossier.kept = Standing(
        head=dossier.head.hex(),
        state=state,
        unit=UNIT,
        holder=holder,
        participants=(UNIT, LAND, HEALTH),
        # An opinion is asked of the health department, a check of the reception.
        tasks=tuple(
            Task(f"{duty}-{place}", "handle", place, duty) for place, duty in TASKS
        ),
    )
    return dossier


#: Open tasks: (department, duty).
TASKS = (
    (HEALTH, "processing"),
    (HEALTH, "approval"),
    (UNIT, "reception"),
)


def expected(state, duty, department, holder=LAND):
    """Read the table anew, apart from the provider."""
    found = set()
    for line in rights.SPECIFICATION.read_text("utf-8").splitlines():
        cells = [cell.strip() for cell in line.split("|")[1:-1]]
        if len(cells) != 4 or cells[:2] != [state, duty]:
            continue
        there = {
            "unit": [UNIT],
            "holder": [holder],
            "participant": [UNIT, LAND, HEALTH],
            "task": [place for place, needed in TASKS if needed == duty],
        }
        if department in there[cells[2]]:
            found |= {word.strip() for word in cells[3].split(",")}
    return found


@pytest.mark.parametrize(
    ("state", "duty", "department"),
    list(product(STATES, sorted(DUTIES), (UNIT, LAND, HEALTH, JUSTICE))),
)
def test_the_matrix(state, duty, department):
    dossier = a_dossier(state)
    group = f"{department}:{duty}"
    assert rights.allowed(dossier, [group]) == expected(state, duty, department)


def test_a_department_outside_has_no_right_in_any_state():
    for state, duty in product(STATES, DUTIES):
        assert rights.allowed(a_dossier(state), [f"{JUSTICE}:{duty}"]) == frozenset()


def test_every_row_of_the_table_permits_to_view():
    assert all("view" in grant.operations for grant in rights.table())


def test_every_state_and_operation_of_the_table_is_in_the_workflow(portal):
    from motcua.dossiers import workflow

    assert {grant.state for grant in rights.table()} == set(STATES)
    assert set(workflow.definition().states.objectIds()) == set(STATES)
    for grant in rights.table():
        legal = {*workflow.steps(grant.state), "view"}
        assert grant.operations <= legal, grant


def test_every_transition_can_be_done_by_somebody(portal):
    from motcua.dossiers import workflow

    for state in STATES:
        granted = set()
        for grant in rights.table():
            if grant.state == state:
                granted |= grant.operations
        assert set(workflow.steps(state)) <= granted, state


def test_a_malformed_row_is_named():
    with pytest.raises(ValueError, match="not a row"):
        rights.parse("| received | reception | neighbour | view |")
    with pytest.raises(ValueError, match="empty"):
        rights.parse("")


@pytest.mark.parametrize(
    ("person", "sees"),
    [
        ("reception", True),
        ("supervisor", True),
        ("handler", False),
        ("leader", False),
        ("jurist", False),
        ("stranger", False),
    ],
)
def test_zope_permission_to_view_follows_the_table(province, dossier, person, sees):
    login(province, person)
    assert bool(api.user.has_permission("View", obj=dossier)) is sees


def test_a_manager_does_not_see_dossiers(province, dossier):
    api.user.create(
        email="m@example.org",
        username="boss",
        password="Mot-cua-1!",
        roles=("Manager",),
    )
    login(province, "boss")
    assert not api.user.has_permission("View", obj=dossier)


def test_a_new_duty_opens_the_dossier_at_the_next_request(
    province, dossier, http_request
):
    from motcua.organisation import duties
    from plone.app.testing import setRoles
    from plone.app.testing import TEST_USER_ID
    from plone.app.testing import TEST_USER_NAME

    login(province, "stranger")
    assert not api.user.has_permission("View", obj=dossier)
    login(province, TEST_USER_NAME)
    setRoles(province, TEST_USER_ID, ["Manager"])
    duties.assign("stranger", UNIT, "reception", date(2026, 1, 1))
    # Roles are remembered for one request; the next one begins without memory.
    IAnnotations(http_request).clear()
    login(province, "stranger")
    assert api.user.has_permission("View", obj=dossier)
