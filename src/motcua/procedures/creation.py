"""Putting procedures into the catalogue, one by one or by the thousand.

Created through the usual events, one procedure costs as much as a page of a
website: internal ids, link integrity, redirects, ordering, a workflow transition
with its own indexing. None of that serves a procedure. Here it gets its UID, its
state with the rights of that state, and one indexing.
"""

from __future__ import annotations

from AccessControl import getSecurityManager
from Acquisition import aq_base
from DateTime import DateTime
from motcua.base.vietnam import today
from motcua.procedures.procedure import Procedure
from motcua.procedures.procedure import TYPE
from motcua.procedures.procedure import WORKFLOW
from plone import api
from typing import Any
from typing import TYPE_CHECKING
from zope.event import notify
from zope.lifecycleevent import ObjectCreatedEvent


if TYPE_CHECKING:
    from motcua.procedures.definitions import Version
    from motcua.procedures.procedure import SourceRecord

STATES = ("draft", "published", "withdrawn")


def create(
    container: Any,
    version: Version,
    state: str = "draft",
    source: SourceRecord | None = None,
    comment: str = "",
) -> Any:
    """Put a new procedure that says `version` into `container` and return it.

    `state` is one of `STATES`: what a competent authority has already published
    need not be reviewed again. Raises ValueError for another state and KeyError
    when the code is taken. The caller commits.
    """
    if state not in STATES:
        raise ValueError(f"State {state!r} of {version.code}: allowed are {STATES}")
    if version.code in container:
        raise KeyError(f"{version.code}: đã có / there already")
    content = Procedure(version.code)
    content.portal_type = TYPE
    content.source = source
    content.adopt(version)
    notify(ObjectCreatedEvent(content))
    container._setObject(version.code, content, set_owner=0, suppress_events=True)
    content = container[version.code]
    _set_state(content, state, comment)
    content.indexObject()
    return content


def update(content: Any, version: Version, source: SourceRecord | None) -> None:
    """Let a procedure say `version`; its state stays. The caller commits.

    A version without a first day of its own holds from today: what held until now
    can still be read as of yesterday.
    """
    if source is not None:
        aq_base(content).source = source
    if content.adopt(version, since=today()):
        content.setModificationDate(DateTime())
        content.reindexObject()


def enter(content: Any, state: str, comment: str = "") -> None:
    """Put a procedure into one of `STATES` by a decision made elsewhere.

    The caller has asked for rights and commits.
    """
    if state not in STATES:
        raise ValueError(f"State {state!r} of {content.id}: allowed are {STATES}")
    _set_state(content, state, comment)
    content.touch()
    content.setModificationDate(DateTime())
    content.reindexObject()


def _set_state(content: Any, state: str, comment: str) -> None:
    """Enter `state` directly, as the initial state of the workflow is entered."""
    tool = api.portal.get_tool("portal_workflow")
    entry = {
        "action": None,
        "actor": getSecurityManager().getUser().getId() or "",
        "comments": comment,
        "review_state": state,
        "time": DateTime(),
    }
    tool.setStatusOf(WORKFLOW, content, entry)
    tool[WORKFLOW].updateRoleMappingsFor(content)
