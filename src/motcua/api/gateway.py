"""Short messages that a gateway took from citizens: the text in, the answer out.

Shut unless the house has a secret for its gateway (``MOTCUA_GATEWAY``, at least 32
letters): without it, or with another one, there is nothing at this address.
"""

from __future__ import annotations

import hmac
from motcua import _
from motcua.api import service
from motcua.api import values
from motcua.dossiers.notices import inbound
from motcua.storage.settings import gateway_secret
from typing import Any
from typing import Final
from zExceptions import NotFound


NAME: Final = "@short-message"
HEADER: Final = "X-Gateway-Secret"
#: Letters of a text: several short messages that a telephone sent as one.
LONGEST: Final = 1000
LONGEST_NUMBER: Final = 32


class ShortMessage(service.DossierService):
    """``POST @short-message`` with ``from`` and ``text``; ``text`` goes back."""

    def reply(self) -> dict[str, Any]:
        """Answer the text; who is not the gateway finds nothing here."""
        self.writing()
        if self.names or not self.admitted():
            raise NotFound
        data = values.body(self.request)
        sender, text = data.get("from"), data.get("text")
        if (
            set(data) != {"from", "text"}
            or not values.fits(sender, LONGEST_NUMBER)
            or not values.fits(text, LONGEST)
        ):
            return self.refused(
                400,
                "MissingData",
                _("The gateway names the sender and the text, nothing else."),
            )
        now = service.now()
        return {
            "to": str(sender),
            "text": inbound.answer(self.context, str(text), str(sender), now),
        }

    def admitted(self) -> bool:
        """Say whether the request carries the secret of the gateway."""
        secret = gateway_secret()
        given = self.request.getHeader(HEADER) or ""
        # Compared in full, so that the time it takes tells nothing.
        same = hmac.compare_digest(given.encode("utf-8", "replace"), secret.encode())
        return bool(secret) and same
