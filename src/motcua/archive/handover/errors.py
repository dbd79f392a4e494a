"""What can be wrong with an act of hand-over, in plain words."""

from __future__ import annotations

from motcua import _
from motcua.archive.holdings.errors import HoldingsError


class OwnInventory(HoldingsError):
    """Who submitted the inventory wants to accept files of it."""

    message = _(
        "You submitted this inventory yourself, so another person of the archive takes "
        "the files over. An office with too few people has a decision on combined "
        "duties recorded under Administration → Combined duties."
    )


class Decided(HoldingsError):
    """The file was accepted or returned already; ``code`` is told."""

    message = _(
        "File ${code} was accepted or returned already; look at what stands there now."
    )


class UsedAnyway(HoldingsError):
    """A digital file is not held back; ``code`` and ``days`` are told."""

    message = _(
        "File ${code} is digital: hand it over. Your department still uses it for "
        "${days} days after that without asking (Circular 05/2025/TT-BNV, article 19)."
    )


class TooLong(HoldingsError):
    """Files are kept back for a time that is not given; ``day`` is told."""

    message = _("Files can be kept back until ${day} at most. Give an earlier day.")
