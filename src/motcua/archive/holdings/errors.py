"""What can be wrong with an act on fonds, file lists and files, in plain words."""

from __future__ import annotations

from motcua import _
from motcua.archive.capture.errors import STATE_SECRETS
from motcua.archive.errors import ArchiveError


class HoldingsError(ArchiveError):
    """An act was refused; nothing changed."""

    message = _("The archive's holdings could not be changed.")


class Unknown(HoldingsError, KeyError):
    """There is no such thing, or not for this person: both look the same."""

    message = _("There is nothing with this code among the holdings of your agency.")


class NotYours(HoldingsError):
    """The person may see it and may not do this."""

    message = _(
        "Your duties do not permit this. The archive of the agency arranges its "
        "holdings, a department the files it makes, and the head approves file lists."
    )


class Stale(HoldingsError):
    """Somebody else changed it since the page was shown."""

    message = _(
        "Another person changed this after you opened it. Nothing of yours was saved; "
        "look at what stands there now and decide again."
    )


class Impossible(HoldingsError):
    """It is not in a state for this act."""

    message = _("This is not possible in its present state.")


class Gone(HoldingsError):
    """The file was destroyed; ``code``, ``day`` and ``deed`` are told."""

    message = _("File ${code} was destroyed on ${day} by decision ${deed}.")


class Held(HoldingsError):
    """A legal hold lies on the file; ``code`` and ``owner`` are told."""

    message = _(
        "File ${code} is held for ${owner}: nothing is taken out of it, and it is not "
        "destroyed, until the hold was released."
    )


class Appraised(HoldingsError):
    """The file stands on a disposal list; ``code`` and ``list`` are told."""

    message = _(
        "File ${code} stands on disposal list ${list} and is not changed meanwhile. "
        "Take it off that list first, or wait for the decision."
    )


class Inventoried(HoldingsError):
    """The file stands on an open inventory; ``code`` and ``list`` are told."""

    message = _(
        "File ${code} stands on inventory ${list} and is not changed meanwhile. Take "
        "it off, withdraw the inventory, or wait until it is accepted or returned."
    )


class Transferred(HoldingsError):
    """The historical archive has the file; ``code`` and ``list`` are told."""

    message = _(
        "File ${code} was handed over to the historical archive by inventory ${list}; "
        "nothing of it is changed here any more."
    )


class Lent(HoldingsError):
    """The paper of the file is on loan; ``code`` and ``day`` are told."""

    message = _("File ${code} is on loan until ${day}; take it back first.")


class Missing(HoldingsError):
    """Something that the act needs was not given, or cannot be meant."""

    message = _("Something that this step needs is missing.")


class Secret(HoldingsError):
    """State secrets do not belong here (Law on Archives 33/2024/QH15)."""

    message = STATE_SECRETS


class OwnList(HoldingsError):
    """Who proposed the file list wants to approve it."""

    message = _(
        "You proposed this file list yourself, so another person approves it: the head "
        "of the agency or a deputy. An office with too few people has a decision on "
        "combined duties recorded under Administration → Combined duties."
    )


class Incomplete(HoldingsError):
    """The file cannot be closed yet; ``lacks`` are the keys of what is missing."""

    message = _("The file is not complete; what is missing stands beside it.")

    def __init__(self, lacks: tuple[str, ...]) -> None:
        self.lacks = lacks
        super().__init__()
