"""What can be wrong with an act on a batch, in words for the person acting."""

from __future__ import annotations

from motcua import _
from motcua.archive.errors import ArchiveError


#: Where papers go that are kept nowhere here.
STATE_SECRETS = _(
    "State secrets are not kept in this system. Hand such papers to the officer in "
    "charge of secrets, who keeps them apart; they come to the archive after they "
    "were declassified."
)


class CaptureError(ArchiveError):
    """An act on a batch was refused; nothing changed."""

    message = _("The batch could not be changed.")


class UnknownBatch(CaptureError, KeyError):
    """There is no such batch, or not for this person: both look the same."""

    message = _("There is no batch with this code among those of your units.")


class NotYours(CaptureError):
    """The person may see the batch and may not do this."""

    message = _(
        "Your duties do not permit this. Batches are for the archive of the unit, and "
        "the stack of a dossier for those who may scan its papers."
    )


class StaleBatch(CaptureError):
    """Somebody else arranged the batch since the page was shown."""

    message = _(
        "Another person changed this batch after you opened it. Nothing of yours was "
        "saved; look at the new arrangement and decide again."
    )


class Impossible(CaptureError):
    """The batch, a document or a page is not in a state for this act."""

    message = _("This is not possible in the present state of the batch.")


class Missing(CaptureError):
    """Something that the act needs was not given."""

    message = _("Something that this step needs is missing.")


class Secret(CaptureError):
    """State secrets do not belong here (Law on Archives 33/2024/QH15)."""

    message = STATE_SECRETS


class AlreadyHere(CaptureError):
    """The same file came into the same batch before; it was not taken twice.

    ``arrival`` is the number of the first.
    """

    def __init__(self, name: str, arrival: int) -> None:
        self.arrival = arrival
        super().__init__(
            _(
                "“${name}” came into this batch before (file ${number}); it was not "
                "taken twice."
            ),
            name=name,
            number=str(arrival),
        )
