"""What can be wrong with an act on requests of readers, in plain words."""

from __future__ import annotations

from motcua import _
from motcua.archive.holdings.errors import HoldingsError


class OwnOpinion(HoldingsError):
    """Who gave the opinion on an item of conditional access wants to decide on it."""

    message = _(
        "You gave the opinion of the archive on this item yourself, so another person "
        "decides: the head of the agency or a deputy. An office with too few people "
        "has a decision on combined duties recorded under Administration → Combined "
        "duties."
    )


class OwnRequest(HoldingsError):
    """Who asks wants to answer."""

    message = _("This is your own request; another person of the archive answers it.")


class Uncovered(HoldingsError):
    """A covered copy is wanted of something that has none; ``code`` is told."""

    message = _(
        "There is no covered copy of ${code} yet. Make one under Cover words first."
    )
