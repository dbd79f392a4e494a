"""The endpoint for dossiers: what officers' other programs read and do.

It has the rights of the person who logs in and asks the same questions as the
desk. A dossier of others, a missing one and a malformed code answer alike.
"""

from __future__ import annotations

from datetime import datetime
from datetime import UTC
from motcua import _
from motcua.api import acting
from motcua.api import idempotency
from motcua.api import paging
from motcua.api import receiving
from motcua.api import representation
from motcua.api import service
from motcua.api import values
from motcua.archive.finding import readings
from motcua.base.vietnam import VIETNAM
from motcua.dossiers import actions
from motcua.dossiers import intake
from motcua.dossiers import rights
from motcua.dossiers import workflow
from motcua.dossiers.errors import DossierError
from motcua.dossiers.errors import NotAllowed
from motcua.dossiers.errors import StalePage
from motcua.dossiers.errors import UnknownDossier
from motcua.dossiers.inbox import counts
from motcua.dossiers.inbox import inbox
from motcua.dossiers.ledger import export
from motcua.dossiers.ledger.heads import covering
from motcua.dossiers.operations import OPERATIONS
from motcua.storage import repeats
from typing import Any
from typing import TYPE_CHECKING
from zExceptions import BadRequest
from zExceptions import NotFound


if TYPE_CHECKING:
    from motcua.dossiers.dossier import Dossier


LEDGER = "ledger"


class ReadDossiers(service.DossierService):
    """``GET @dossiers`` is the inbox, ``GET @dossiers/<code>`` one dossier.

    ``GET @dossiers/<code>/ledger`` is its ledger, as text that proves itself.
    """

    def ledger(self) -> bytes:
        """Return the ledger as ``ledger.export`` writes it.

        What is personal is in it, for who may view a dossier may view that as well;
        ``personal=0`` leaves it out, and the chain still proves.
        """
        personal = paging.flag(self.request, "personal")
        dossier = self.dossier(service.now())
        if personal is not False:
            readings.note_print(dossier, readings.LEDGER, self.person, service.now())
        kept = covering(dossier.code)
        moment = datetime.now(UTC)
        text = export.sealed(export.lines(dossier, kept, moment, personal is not False))
        name = f"{dossier.code}{export.SUFFIX}"
        response = self.request.response
        response.setHeader("Content-Type", "application/x-ndjson; charset=utf-8")
        response.setHeader("Content-Disposition", f'attachment; filename="{name}"')
        return text

    def reply(self) -> dict[str, Any] | bytes:
        """Answer with the list, the dossier or its ledger."""
        if not self.names:
            return self.listed()
        if self.names[1:] == [LEDGER]:
            return self.ledger()
        if len(self.names) > 1:
            raise NotFound
        moment = service.now()
        dossier = self.dossier(moment)
        readings.note_print(dossier, readings.PAGE, self.person, moment)
        return self.shown(dossier, moment)

    def listed(self) -> dict[str, Any]:
        """Return a page of the person's inbox.

        The query may name a ``state``, and ``late`` as 1 or 0.
        """
        moment = service.now()
        groups = rights.groups_of(self.person, moment.astimezone(VIETNAM).date())
        page = paging.asked(self.request)
        rows = inbox(
            groups,
            state=_state(self.request),
            late=paging.flag(self.request, "late"),
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


class WriteDossiers(service.DossierService):
    """``POST @dossiers`` receives, ``POST @dossiers/<code>/<operation>`` is a step."""

    def reply(self) -> dict[str, Any]:
        """Answer with what was made of the dossier, or why that was refused."""
        self.writing()
        if not self.names:
            return self.receive()
        if len(self.names) == 2:
            return self.act()
        raise NotFound

    def receive(self) -> dict[str, Any]:
        """Receive a dossier; see ``receiving``."""
        moment = service.now()
        data = values.body(self.request)
        try:
            dossier = self.received(data, moment)
        except repeats.KeyReused:
            return self.key_reused()
        except DossierError as error:
            return self.refused_by(error)
        self.request.response.setStatus(201)
        self.request.response.setHeader(
            "Location", representation.address(self.context, dossier.code)
        )
        return self.shown(dossier, moment, until=1)

    def received(self, data: dict[str, Any], moment: datetime) -> Dossier:
        """Return the dossier that the body describes, received now or before."""
        once = self.once(0, moment)
        token = once.token if once else ""
        before = intake.received(self.context, token, self.person) if once else None
        return before or receiving.receive(
            self.context, data, self.person, moment, token
        )

    def act(self) -> dict[str, Any]:
        """Carry out one step on the state that ``If-Match`` names; see ``acting``."""
        moment = service.now()
        dossier = self.dossier(moment)
        operation = self.names[1]
        if operation not in OPERATIONS:
            raise NotFound
        try:
            return self.carried_out(dossier, operation, moment)
        except UnknownDossier as error:
            raise NotFound from error
        except repeats.KeyReused:
            return self.key_reused()
        except DossierError as error:
            return self.refused_by(error)

    def carried_out(
        self, dossier: Dossier, operation: str, moment: datetime
    ) -> dict[str, Any]:
        """Return the dossier after a step."""
        if operation in service.WITHOUT_FILES:
            raise NotAllowed(
                _("Files are added on the page of the dossier, where they are checked.")
            )
        data = acting.read(operation, values.body(self.request))
        once = self.once(dossier.length, moment)
        before = once.event(dossier) if once else None
        if before is not None:
            return self.shown(dossier, moment, until=before.number)
        tags = acting.asked_for(self.request)
        if tags is None:
            return self.refused(
                428,
                "PreconditionRequired",
                _(
                    "Say in If-Match for which state of the dossier this step is "
                    "meant: the ETag with which it was read."
                ),
            )
        if not tags & {acting.ANY, representation.etag(dossier.length, dossier.head)}:
            raise StalePage
        event = actions.act(
            dossier,
            operation,
            self.person,
            data=data,
            now=moment,
            request=once.name if once else "",
        )
        return self.shown(dossier, moment, until=event.number)

    def once(self, length: int, moment: datetime) -> idempotency.Once | None:
        """Return what is known of this request, if it may be sent again."""
        asked = (self.request, self.person, self.names)
        return idempotency.once(*asked, length, moment)

    def key_reused(self) -> dict[str, Any]:
        """Answer that the key stands for something else."""
        return self.refused(
            422,
            "KeyReused",
            _(
                "This Idempotency-Key was used for another request. Take a new key "
                "for what is new."
            ),
        )


def _state(request: Any) -> str | None:
    state = paging.word(request, "state")
    if state is not None and state not in workflow.definition().states:
        raise BadRequest(f"state: {', '.join(sorted(workflow.definition().states))}")
    return state
