"""What is true of a dossier beside its status, each on an axis of its own.

A dossier is processed *and* unpaid, returned *and* not digitised: none of these
says anything about the others, and none of them is a status. Every axis is a
function of the standing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from motcua.dossiers.standing import Standing

FINANCE: Final = ("none", "asked", "paid")
DELIVERY: Final = ("not_ready", "waiting", "done", "none")
DIGITISATION: Final = ("none", "partial", "complete")
ARCHIVE: Final = ("running", "due", "closed", "none")
#: Until an outside system is joined, nothing is ever on its way to one.
SYNC: Final = ("local",)


@dataclass(frozen=True)
class Axes:
    """One word on each axis; the words of each are listed above."""

    finance: str
    delivery: str
    digitisation: str
    archive: str
    sync: str


def of(standing: Standing) -> Axes:
    """Return where a dossier stands on every axis."""
    return Axes(
        finance=_finance(standing),
        delivery=_delivery(standing),
        digitisation=_digitisation(standing),
        archive=_archive(standing),
        sync="local",
    )


def _finance(standing: Standing) -> str:
    if standing.state == "payment":
        return "asked"
    return "paid" if standing.paid else "none"


def _delivery(standing: Standing) -> str:
    if standing.returned_at is not None:
        return "done"
    if standing.state == "finished":
        return "waiting"
    return "none" if standing.ended else "not_ready"


def _digitisation(standing: Standing) -> str:
    """Complete when a component and the result have files (Decision 766, 4.2).

    No result is waited for where processing ended without one.
    """
    without = standing.ended and not standing.decided
    if standing.scanned and (standing.resulted or without):
        return "complete"
    return "partial" if standing.scanned or standing.resulted else "none"


def _archive(standing: Standing) -> str:
    if standing.closed_at is not None:
        return "closed"
    if standing.entry:
        # Of a service on the spot nothing stays but its line in the book.
        return "none"
    return "due" if standing.ended and standing.state != "finished" else "running"
