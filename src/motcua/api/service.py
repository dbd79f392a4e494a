"""What all endpoints about dossiers have in common: who asks, for which dossier."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from datetime import UTC
import json
from motcua.api import guard
from motcua.api import representation
from motcua.dossiers import actions
from motcua.dossiers import ledger
from motcua.dossiers import rights
from motcua.dossiers.errors import DossierError
from motcua.dossiers.errors import IllegalStep
from motcua.dossiers.errors import MissingData
from motcua.dossiers.errors import NotAllowed
from motcua.dossiers.errors import StalePage
from motcua.dossiers.errors import UnknownDossier
from motcua.dossiers.folder import find
from motcua.dossiers.states import fold
from motcua.shell.missing import UnrecordedScreen
from motcua.storage.journal import Unrecorded
from plone import api
from plone.protect.interfaces import IDisableCSRFProtection
from plone.restapi.services import Service
import transaction
from typing import Any
from typing import TYPE_CHECKING
from zExceptions import BadRequest
from zExceptions import NotFound
from zope.interface import alsoProvides
from zope.interface import implementer
from zope.publisher.interfaces import IPublishTraverse


if TYPE_CHECKING:
    from motcua.api.values import Problem
    from motcua.dossiers.dossier import Dossier

#: Files reach a dossier through the door that inspects them.
WITHOUT_FILES = frozenset({"attach_scan", "attach_result"})
STATUS: dict[type[DossierError], int] = {
    NotAllowed: 403,
    IllegalStep: 409,
    StalePage: 412,
    MissingData: 400,
}


def now() -> datetime:
    """Return the present moment in UTC."""
    return datetime.now(UTC)


@implementer(IPublishTraverse)
class DossierService(Service):
    """The words behind the name of the service in the address; whose rights hold."""

    #: What is said where there is nothing for this person.
    nothing: Any = UnknownDossier.message

    def __init__(self, context: Any, request: Any) -> None:
        super().__init__(context, request)
        self.names: list[str] = []

    def publishTraverse(self, request: Any, name: str) -> DossierService:
        """Take one more word of the address."""
        self.names.append(name)
        return self

    def render(self) -> Any:
        """Answer; what is refused leaves nothing behind.

        A reply is JSON, or bytes that are sent as they are.
        """
        self.check_permission()
        self.private()
        try:
            content = self.reply()
        except NotFound:
            content = self.refused(404, "NotFound", self.nothing)
        except BadRequest as error:
            content = self.refused(400, "BadRequest", str(error))
        except Unrecorded:
            content = self.refused(503, "Unrecorded", UnrecordedScreen.lead)
        if self.request.response.getStatus() >= 400:
            transaction.doom()
        if isinstance(content, bytes):
            return content
        self.request.response.setHeader("Content-Type", self.content_type)
        return json.dumps(content, indent=2, sort_keys=True)

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

    def shown(
        self, dossier: Dossier, moment: datetime, until: int | None = None
    ) -> dict[str, Any]:
        """Return the dossier for this person, and name its state in ``ETag``.

        ``until`` is the number of the last event that counts. Who may not view it
        after a step of their own learns no more than that the step is done.
        """
        event = ledger.events(dossier)[(until or dossier.length) - 1]
        tag = representation.etag(event.number, event.hash)
        self.request.response.setHeader("ETag", tag)
        operations = self.open_to(dossier, moment)
        if not operations:
            return representation.done(self.context, dossier, event)
        view = replace(fold(dossier, until), head=event.hash.hex())
        steps = operations - WITHOUT_FILES
        return representation.whole(self.context, view, steps, moment)

    def private(self) -> None:
        """Keep the answer out of every cache."""
        self.request.response.setHeader("Cache-Control", "private, no-store")

    def writing(self) -> None:
        """Let JSON take the place of the token of our pages: see ``guard``."""
        guard.check_json(self.request)
        alsoProvides(self.request, IDisableCSRFProtection)

    def refused(
        self,
        status: int,
        kind: str,
        message: Any,
        problems: tuple[Problem, ...] = (),
    ) -> dict[str, Any]:
        """Answer why nothing was done: ``problems`` name what is to be mended."""
        self.request.response.setStatus(status)
        answer: dict[str, Any] = {"type": kind, "message": guard.said(message)}
        if problems:
            answer["errors"] = [
                {"field": one.field, "message": guard.said(one.message)}
                for one in problems
            ]
        return answer

    def refused_by(self, error: DossierError) -> dict[str, Any]:
        """Answer what the engine, or the reader of the body, refused."""
        kind = MissingData if isinstance(error, MissingData) else type(error)
        problems = getattr(error, "problems", ())
        return self.refused(
            STATUS.get(kind, 400), kind.__name__, error.message, problems
        )
