"""What can be wrong with an act on paper, in plain words."""

from __future__ import annotations

from motcua import _
from motcua.archive.holdings.errors import HoldingsError


class Doubled(HoldingsError):
    """A barcode is on something else already; ``code`` is told."""

    message = _(
        "Barcode ${code} is already in use. A code is never given twice: print a new "
        "label with another code."
    )


class Lent(HoldingsError):
    """The file is on loan; ``code`` and ``day`` are told."""

    message = _("File ${code} is on loan until ${day}; take it back first.")


class NotLent(HoldingsError):
    """The file is not on loan; ``code`` is told."""

    message = _("File ${code} is not on loan; look at where it lies.")
