"""What other parts of the archive tell the batches of scans."""

from __future__ import annotations

from typing import Any
from typing import TYPE_CHECKING
from zope.interface import Interface


if TYPE_CHECKING:
    from datetime import datetime
    from motcua.archive.capture.store import Batch


class IAssigns(Interface):
    """Whoever gives single batches of plain papers to persons; a utility with a name.

    An operator of a contractor scans, arranges and describes the batches of a project
    that were given to them, and files or releases nothing.
    """

    def assigned(site: Any, batch: Batch, person: str, now: datetime) -> bool:
        """Say whether the batch is given to the person at this moment."""
