"""The endpoint for dossiers: what officers' other programs read and do.

It has the rights of the person who logs in and asks the same questions as the
desk. A dossier of others, a missing one and a malformed code answer alike.
"""

from __future__ import annotations

from datetime import datetime
from datetime import UTC
from motcua import _
from motcua.api import guard
from motcua.api import paging
from motcua.api import representation
from motcua.dossiers import actions
from motcua.dossiers import rights
from motcua.dossiers import workflow
from motcua.dossiers.codes import VIETNAM
from motcua.dossiers.errors import DossierError
from motcua.dossiers.errors import IllegalStep
from motcua.dossiers.errors import MissingData
from motcua.dossiers.errors import NotAllowed
from motcua.dossiers.errors import StalePage
from motcua.dossiers.errors import UnknownDossier
from motcua.dossiers.folder import find
from motcua.dossiers.inbox import counts
from motcua.dossiers.inbox import inbox
from motcua.dossiers.states import fold
from plone import api
from plone.protect.interfaces import IDisableCSRFProtection
from plone.restapi.deserializer import json_body
from plone.restapi.exceptions import DeserializationError
from plone.restapi.services import Service
import re
from typing import Any
from typing import TYPE_CHECKING
from zExceptions import BadRequest
from zExceptions import NotFound
from zope.interface import alsoProvides
from zope.interface import implementer
from zope.publisher.interfaces import IPublishTraverse


if TYPE_CHECKING:
    from motcua.dossiers.dossier import Dossier

#: Files reach a dossier through the door that inspects them.
WITHOUT_FILES = frozenset({"attach_scan", "attach_result"})
#: What a step may bring along, and how long it may be.
WORDS = frozenset({"to", "reason", "reason_code", "proposal", "note"})
LONGEST = 10_000
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
STATUS: dict[type[DossierError], int] = {
    NotAllowed: 403,
    IllegalStep: 409,
    StalePage: 409,
    MissingData: 400,
}


def now() -> datetime:
    """Return the present moment in UTC."""
    return datetime.now(UTC)


@implementer(IPublishTraverse)
class DossierService(Service):
    """The words behind ``@dossiers`` in the address: a code, an operation."""

    def __init__(self, context: Any, request: Any) -> None:
        super().__init__(context, request)
        self.names: list[str] = []

    def publishTraverse(self, request: Any, name: str) -> DossierService:
        """Take one more word of the address."""
        self.names.append(name)
        return self

    @property
    def person(self) -> str:
        """Login name of the person who asks."""
        return str(api.user.get_current().getId())

    def dossier(self, moment: datetime) -> Dossier:
        """Return the dossier of the address; ``NotFound`` for others' ones too."""
        found = find(self.context, self.names[0])
        if found is None or not self.open_to(found, moment):
            raise NotFound
        return found

    def open_to(self, dossier: Dossier, moment: datetime) -> frozenset[str]:
        """Return the operations open to the person, nothing without a view."""
        operations = actions.permitted(dossier, self.person, moment)
        return operations if rights.VIEW in operations else frozenset()

    def private(self) -> None:
        """Keep the answer out of every cache."""
        self.request.response.setHeader("Cache-Control", "private, no-store")


class ReadDossiers(DossierService):
    """``GET @dossiers`` is the inbox, ``GET @dossiers/<code>`` one dossier."""

    def reply(self) -> dict[str, Any]:
        """Answer with the list or the dossier."""
        self.private()
        if not self.names:
            return self.listed()
        if len(self.names) > 1:
            raise NotFound
        moment = now()
        dossier = self.dossier(moment)
        operations = self.open_to(dossier, moment) - WITHOUT_FILES
        return representation.whole(self.context, fold(dossier), operations, moment)

    def listed(self) -> dict[str, Any]:
        """Return a page of the person's inbox.

        The query may name a ``state``, and ``late`` as 1 or 0.
        """
        moment = now()
        groups = rights.groups_of(self.person, moment.astimezone(VIETNAM).date())
        page = paging.asked(self.request)
        rows = inbox(
            groups,
            state=_state(self.request),
            late=_late(self.request),
            now=moment,
            # One more than asked for tells whether there is a next page.
            limit=page.size + 1,
            offset=page.start,
        )
        return {
            "@id": f"{self.context.absolute_url()}/{representation.SERVICE}",
            "batching": page.links(self.request, len(rows) > page.size),
            "counts": counts(groups, moment),
            "items": [
                representation.line(self.context, row, moment)
                for row in rows[: page.size]
            ],
        }


class ActOnDossier(DossierService):
    """``POST @dossiers/<code>/<operation>`` carries out one step."""

    def reply(self) -> dict[str, Any]:
        """Answer with what the step made of the dossier, or why it was refused.

        The body is ``{"expected": head, "data": {...}}``, both optional; with
        ``expected`` the step is refused when somebody else acted meanwhile.
        """
        self.private()
        # JSON takes the place of the token of our pages: see ``guard``.
        guard.check_json(self.request)
        alsoProvides(self.request, IDisableCSRFProtection)
        if len(self.names) != 2:
            raise NotFound
        moment = now()
        dossier = self.dossier(moment)
        try:
            operation, data, expected = self._asked()
            event = actions.act(
                dossier,
                operation,
                self.person,
                data=data,
                now=moment,
                expected=expected,
            )
        except UnknownDossier as error:
            raise NotFound from error
        except DossierError as error:
            return self._refused(error)
        return representation.done(self.context, dossier, event)

    def _asked(self) -> tuple[str, dict[str, str], str | None]:
        operation = self.names[1]
        if operation in WITHOUT_FILES:
            raise NotAllowed(
                _("Files are added on the page of the dossier, where they are checked.")
            )
        if operation not in workflow.definition().transitions:
            raise NotFound
        try:
            body = json_body(self.request)
        except DeserializationError as error:
            raise BadRequest(str(error)) from error
        data = body.get("data", {})
        expected = body.get("expected")
        if not isinstance(data, dict) or not isinstance(expected, str | None):
            raise BadRequest("expected: text; data: object of texts")
        for name, text in data.items():
            if name not in WORDS:
                raise MissingData(
                    _(
                        "This step knows nothing called “${name}”.",
                        mapping={"name": name[:40]},
                    )
                )
            if not isinstance(text, str) or len(text) > LONGEST or CONTROL.search(text):
                raise MissingData(
                    _(
                        "“${name}” has to be text of usual length.",
                        mapping={"name": name},
                    )
                )
        return operation, data, expected

    def _refused(self, error: DossierError) -> dict[str, Any]:
        self.request.response.setStatus(STATUS.get(type(error), 400))
        return {"type": type(error).__name__, "message": guard.said(error.message)}


def _state(request: Any) -> str | None:
    state = paging.word(request, "state")
    if state is not None and state not in workflow.definition().states:
        raise BadRequest(f"state: {', '.join(sorted(workflow.definition().states))}")
    return state


def _late(request: Any) -> bool | None:
    given = paging.word(request, "late")
    if given not in (None, "0", "1"):
        raise BadRequest("late: 0, 1")
    return None if given is None else given == "1"
