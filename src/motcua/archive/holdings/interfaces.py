"""What other parts of the archive tell the holdings."""

from __future__ import annotations

from typing import Any
from typing import TYPE_CHECKING
from zope.interface import Interface


if TYPE_CHECKING:
    from datetime import datetime
    from motcua.archive.holdings.files import FileView


class IKeepsBack(Interface):
    """A reason for which the term of a file must not move now.

    A utility by name, of whoever writes lists or holds: a file that is under hold, or
    in a list that people are deciding on, keeps the day that they have before them.
    """

    def why(site: Any, found: Any) -> Any:
        """Return the reason in words for a ``files.FileView``, "" for none."""


class ICarriesCopies(Interface):
    """Whoever keeps copies of what lies in files; a utility with a name."""

    def destroy(
        site: Any, found: FileView, actor: str, unit: str, now: datetime
    ) -> set[str]:
        """Let the copies of a file go that is being destroyed.

        Writes what has to be written in the same transaction, refers to the bytes no
        more and returns their digests. The file is as it was before.
        """


class ILetsSee(Interface):
    """Whoever lays files before people for a time; a utility with a name.

    A council sees the files of its list as long as it sits. Nothing is changed by it.
    """

    def lets(site: Any, found: FileView, person: str, now: datetime) -> bool:
        """Say whether the person has the file before them at this moment."""
