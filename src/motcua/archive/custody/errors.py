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


class NotLent(HoldingsError):
    """The file is not on loan; ``code`` is told."""

    message = _("File ${code} is not on loan; look at where it lies.")


class Nothing(HoldingsError):
    """A code of nothing that the person keeps, be it foreign or unknown; ``code``."""

    message = _(
        "Nothing in your archive has the code ${code}. Scan the label again; when it "
        "is new, open its box or shelf first."
    )


class OutOfUse(HoldingsError):
    """Nothing is put into a place that is out of use; ``code`` is told."""

    message = _("${code} is out of use: nothing is put there. Choose another place.")
