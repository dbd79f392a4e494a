"""What can be wrong with an act of appraisal, in plain words."""

from __future__ import annotations

from motcua import _
from motcua.archive.holdings.errors import HoldingsError


class OwnHold(HoldingsError):
    """Who placed a hold wants to release it."""

    message = _(
        "You placed this hold yourself, so another person of the archive releases it, "
        "or the head of the agency."
    )


class OwnDecision(HoldingsError):
    """Who built the disposal list wants to decide on it."""

    message = _(
        "You put files on this disposal list yourself. The head of the agency decides, "
        "or a deputy who had no part in it."
    )


class TooEarly(HoldingsError):
    """The days of waiting before the decision are not over; ``day`` is told."""

    message = _(
        "The decision can be taken from ${day} on: until then everybody concerned may "
        "still object, or have files held."
    )


class Late(HoldingsError):
    """The term for destroying is over; ``day`` is told."""

    message = _(
        "The files were to be destroyed by ${day}. Report the delay to the head of the "
        "agency, write the reason down here, and destroy them now."
    )


class Behind(HoldingsError):
    """SQL does not know all that lies in the file, so nothing may be destroyed."""

    message = _(
        "The register does not know all of file ${code} yet, so nothing is destroyed. "
        "Run “bin/motcua register verify” and try again."
    )
