"""Following a dossier for citizens' programs: code and second factor, nothing else.

The same question as on the public page, with the same count of failed tries. It is
posted, so that neither code nor factor stands in an address or a log.
"""

from __future__ import annotations

from dataclasses import asdict
from motcua import _
from motcua.api import guard
from motcua.api import representation
from motcua.api import service
from motcua.api import values
from motcua.dossiers import tracking
from motcua.dossiers.statuses import TITLES
from motcua.storage.tries import TooManyTries
from typing import Any
from typing import Final
from zExceptions import NotFound


LONGEST: Final = 64


class Track(service.DossierService):
    """``POST @track`` with ``code`` and ``factor``; needs no login."""

    def reply(self) -> dict[str, Any]:
        """Answer with what the citizen may see, or why there is nothing."""
        self.writing()
        if self.names:
            raise NotFound
        data = values.body(self.request)
        code, factor = data.get("code"), data.get("factor")
        if set(data) != {"code", "factor"} or not all(
            values.fits(one, LONGEST) and str(one).strip() for one in (code, factor)
        ):
            return self.refused(
                400,
                "MissingData",
                _(
                    "The dossier code and the second number are texts of at most 64 "
                    "letters, and both are needed."
                ),
            )
        return self.found(str(code), str(factor))

    def found(self, code: str, factor: str) -> dict[str, Any]:
        """Return the dossier; wrong code and wrong factor are one answer."""
        client = self.request.getClientAddr()
        try:
            found = tracking.track(self.context, code, factor, client, service.now())
        except TooManyTries as error:
            self.request.response.setHeader("Retry-After", str(error.retry_after))
            return self.refused(
                429,
                "TooManyTries",
                _("Too many tries failed. Wait a while before the next one."),
            )
        if found is None:
            return self.refused(
                404,
                "NotFound",
                _("No dossier fits this code and this number. Check both."),
            )
        status = guard.said(TITLES[found.public_status])
        return {**representation.plain(asdict(found)), "status": status}
