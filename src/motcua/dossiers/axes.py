"""What is true of a dossier beside its status, each on an axis of its own.

A dossier is processed *and* unpaid, returned *and* not digitised: none of these
says anything about the others, and none of them is a status. Every axis is a
function of the view.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from motcua.dossiers.states import DossierView

FINANCE: Final = ("none", "asked", "paid")
DELIVERY: Final = ("not_ready", "waiting", "done", "none")
DIGITISATION: Final = ("none", "partial", "complete")
ARCHIVE: Final = ("running", "due", "closed")
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


def of(view: DossierView) -> Axes:
    """Return where a dossier stands on every axis."""
    return Axes(
        finance=_finance(view),
        delivery=_delivery(view),
        digitisation=_digitisation(view),
        archive=_archive(view),
        sync="local",
    )


def _finance(view: DossierView) -> str:
    if view.state == "payment":
        return "asked"
    paid = view.fees or any(entry.type == "confirm_payment" for entry in view.history)
    return "paid" if paid else "none"


def _delivery(view: DossierView) -> str:
    if view.returned_at is not None:
        return "done"
    if view.state == "finished":
        return "waiting"
    return "none" if view.ended else "not_ready"


def _digitisation(view: DossierView) -> str:
    """Complete when a component and the result have files (Decision 766, 4.2).

    No result is waited for where processing ended without one.
    """
    without = view.ended and all(each.state != "finished" for each in view.history)
    if view.scans and (view.results or without):
        return "complete"
    return "partial" if view.scans or view.results else "none"


def _archive(view: DossierView) -> str:
    if view.closed_at is not None:
        return "closed"
    return "due" if view.ended and view.state != "finished" else "running"
