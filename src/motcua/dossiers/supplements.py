"""Requests for a supplement (yêu cầu bổ sung): what the next one takes.

How many a handler may make alone, and how many need no legal basis, are settings of
the procedure that the receipt pinned; see ``clocks.basis``.
"""

from __future__ import annotations

from dataclasses import dataclass
from motcua.dossiers.clocks.basis import ALONE
from motcua.dossiers.clocks.basis import WITHOUT_BASIS
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from motcua.dossiers.dossier import Dossier


@dataclass(frozen=True)
class Request:
    """The next request: which one it would be, who decides, what it has to name."""

    number: int
    needs_approval: bool
    needs_basis: bool


def following(dossier: Dossier) -> Request:
    """Return what the next request for a supplement of a dossier takes."""
    settled = dossier.standing.reckoning.basis
    alone = settled.alone if settled else ALONE
    without_basis = settled.without_basis if settled else WITHOUT_BASIS
    number = dossier.supplements + 1
    return Request(number, number > alone, number > without_basis)
