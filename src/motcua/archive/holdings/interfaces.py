"""What other parts of the archive tell the holdings."""

from __future__ import annotations

from typing import Any
from zope.interface import Interface


class IKeepsBack(Interface):
    """A reason for which the term of a file must not move now.

    A utility by name, of whoever writes lists or holds: a file that is under hold, or
    in a list that people are deciding on, keeps the day that they have before them.
    """

    def why(site: Any, found: Any) -> Any:
        """Return the reason in words for a ``files.FileView``, "" for none."""
