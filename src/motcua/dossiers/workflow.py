"""The dossier under DCWorkflow: it knows states and steps, the ledger moves.

DCWorkflow's own way of firing a transition is guarded by a permission that no
role holds; ``step`` asks the same definition what a transition leads to, so
that there is one description of the road and one way to walk it.
"""

from __future__ import annotations

from motcua.dossiers.errors import IllegalStep
from motcua.dossiers.interfaces import IDossier
from motcua.dossiers.ledger import events
from plone import api
from Products.CMFCore.interfaces import IWorkflowDefinition
from Products.CMFCore.interfaces import IWorkflowHistory
from Products.CMFCore.interfaces import IWorkflowStatus
from typing import Any
from typing import TYPE_CHECKING
from zExceptions import Unauthorized
from zope.component import adapter
from zope.interface import implementer


if TYPE_CHECKING:
    from motcua.dossiers.dossier import Dossier

WORKFLOW = "dossier_workflow"


def definition() -> Any:
    """Return the DCWorkflow definition of dossiers."""
    return api.portal.get_tool("portal_workflow")[WORKFLOW]


def steps(state: str) -> tuple[str, ...]:
    """Return the transitions that leave ``state``, legal though not permitted."""
    found = definition().states.get(state)
    return tuple(found.getTransitions()) if found is not None else ()


def step(state: str, operation: str) -> str:
    """Return the state that ``operation`` leads to from ``state``.

    An operation that records something without moving leads to the same state.
    Raises ``IllegalStep`` when the definition has no such transition there.
    """
    if operation not in steps(state):
        raise IllegalStep
    return str(definition().transitions[operation].new_state_id or state)


def initial_state() -> str:
    """Return the state of a dossier that was just received."""
    return str(definition().initial_state)


def _status(dossier: Dossier, event: Any) -> dict[str, Any]:
    """Return an event as a status of the workflow: no personal data."""
    facts = event.facts
    return {
        "review_state": facts["state"],
        "action": facts["type"],
        "actor": facts["actor"],
        "time": event.at,
        "comments": "",
    }


@adapter(IDossier, IWorkflowDefinition)
@implementer(IWorkflowStatus)
class LedgerStatus:
    """The workflow status, read from the head of the ledger."""

    def __init__(self, context: Dossier, workflow: Any) -> None:
        self.context = context

    def get(self) -> dict[str, Any] | None:
        """Return the status after the last event."""
        last = self.context.last
        return None if last is None else _status(self.context, last)

    def set(self, status: dict[str, Any]) -> None:
        """Refuse: a status is the consequence of an event."""
        raise Unauthorized("The ledger is the only way to change a dossier.")


@adapter(IDossier, IWorkflowDefinition)  # type: ignore[untyped-decorator]
@implementer(IWorkflowHistory)
def ledger_history(context: Dossier, workflow: Any) -> tuple[dict[str, Any], ...]:
    """Return the workflow history, read from the ledger."""
    return tuple(_status(context, event) for event in events(context))
