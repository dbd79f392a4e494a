"""What can be wrong with an act on a project, in plain words."""

from __future__ import annotations

from motcua import _
from motcua.archive.holdings.errors import HoldingsError


class OwnProject(HoldingsError):
    """Who planned the project wants to approve it."""

    message = _(
        "You planned this project yourself, so another person approves it: the head of "
        "the agency or a deputy. An office with too few people has a decision on "
        "combined duties recorded under Administration → Combined duties."
    )


class Faulty(HoldingsError):
    """Rows of a table are wrong, and nobody chose to take the good ones alone."""

    message = _(
        "${rows} rows have errors, so nothing was made. Mend the table and send it "
        "again, or take the good rows alone."
    )
