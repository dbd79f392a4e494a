"""How packages travel between houses."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zope.interface import Interface


if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


class ITransport(Interface):
    """A way to another archive and back; a utility with the name of the channel.

    Called outside transactions that may be retried, by jobs and by the command line.
    Each call may come twice for the same thing and does no harm then. What cannot be
    done raises ``OSError``; it is tried again.
    """

    def send(name: str, path: Path) -> None:
        """Lay a package (ZIP) where the other side finds it, whole or not at all."""

    def receipts() -> Iterator[tuple[str, bytes]]:
        """Yield what the other side answered: (name of the package, JSON).

        What is too long for a receipt is passed over.
        """

    def heard(name: str) -> None:
        """Put the answer about a package away: it was read."""

    def arrivals() -> Iterator[tuple[str, Path]]:
        """Yield packages that came from the other side: (name, path of the ZIP)."""

    def answer(name: str, receipt: bytes) -> None:
        """Tell the other side what became of its package, and put that away."""
