"""What can be wrong with an act on a dossier, in words for the person acting.

Every error carries a translatable ``message`` that names the thing and the way
out. Nothing was written when one is raised.
"""

from __future__ import annotations

from motcua import _
from typing import Any


class DossierError(Exception):
    """An act on a dossier was refused; nothing changed."""

    message: Any = _("The dossier could not be changed.")

    def __init__(self, message: Any = None) -> None:
        super().__init__(str(message or self.message))
        if message is not None:
            self.message = message


class NotAllowed(DossierError):
    """The person holds no duty that permits the operation now."""

    message = _(
        "Your duties do not permit this step. Ask the department that holds "
        "the dossier, or the administrator who assigns duties."
    )


class IllegalStep(DossierError):
    """The workflow has no such transition from the present state."""

    message = _(
        "This step is not possible in the present state of the dossier. Open "
        "the dossier again to see the steps that are."
    )


class StalePage(DossierError):
    """Somebody else acted since the page was shown."""

    message = _(
        "Another person changed this dossier after you opened it. Nothing you "
        "typed was saved; look at the new state and decide again."
    )


class MissingData(DossierError):
    """A reason, a department or another required value was not given."""

    message = _("Something that this step needs is missing.")


class UnknownDossier(DossierError, KeyError):
    """There is no such dossier, or not for this person: both look the same."""

    message = _("There is no dossier with this code among those you take part in.")
