"""The feed of events: what other systems follow instead of asking again and again."""

from __future__ import annotations

from dataclasses import asdict
from motcua import _
from motcua.api import paging
from motcua.api import representation
from motcua.api import service
from motcua.base.vietnam import VIETNAM
from motcua.dossiers import changes
from motcua.dossiers import rights
from typing import Any
from zExceptions import BadRequest
from zExceptions import NotFound


NAME = "@dossier-events"
DEFAULT = 100
LARGEST = 500


class ReadEvents(service.DossierService):
    """``GET @dossier-events?after=&limit=``: events of dossiers one may view."""

    def reply(self) -> dict[str, Any]:
        """Answer with the next events after a cursor, nothing of them personal."""
        if self.names:
            raise NotFound
        limit = min(paging.number(self.request, "limit", DEFAULT), LARGEST)
        after = paging.word(self.request, "after") or ""
        day = service.now().astimezone(VIETNAM).date()
        groups = rights.groups_of(self.person, day)
        try:
            page = changes.read(groups, after, max(limit, 1))
        except changes.Lost:
            return self.refused(
                410,
                "CursorLost",
                _(
                    "The register was made anew since this cursor. Follow from the "
                    "beginning; an event is known by its code and number."
                ),
            )
        except ValueError as error:
            raise BadRequest("after: a cursor, as “next” gave it") from error
        address = f"{self.context.absolute_url()}/{NAME}"
        return {
            "@id": address,
            "items": [
                {
                    "@id": representation.address(self.context, change.code),
                    **representation.plain(asdict(change)),
                }
                for change in page.changes
            ],
            "cursor": page.cursor,
            "more": page.more,
            "next": f"{address}?after={page.cursor}&limit={limit}",
        }
