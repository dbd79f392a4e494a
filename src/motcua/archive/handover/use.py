"""Makers use what they handed over for a time, without asking anybody.

Circular 05/2025/TT-BNV article 19(1)(b): 360 days from the day on which a digital file
was due. They look at it and change nothing.
"""

from __future__ import annotations

from motcua import _
from motcua.archive.handover import terms
from motcua.archive.holdings import handed
from motcua.archive.holdings import rights
from motcua.archive.holdings.interfaces import IKeepsBack
from motcua.archive.holdings.interfaces import ILetsSee
from motcua.base.vietnam import VIETNAM
from typing import Any
from typing import TYPE_CHECKING
from zope.interface import implementer


if TYPE_CHECKING:
    from datetime import datetime
    from motcua.archive.holdings.files import FileView


@implementer(ILetsSee)
class Uses:
    """The department that made a file sees it as long as it uses it."""

    def lets(self, site: Any, found: FileView, person: str, now: datetime) -> bool:
        """See ``ILetsSee``."""
        if found.keeping != handed.ARCHIVE:
            return False
        last = terms.used_until(found)
        if last is None or now.astimezone(VIETNAM).date() > last:
            return False
        return bool(rights.works(found.department, person, now))


@implementer(IKeepsBack)
class KeepsBack:
    """Terms of files on an open inventory do not move while both sides look at it.

    Nor do those of files that the historical archive has.
    """

    def why(self, site: Any, found: FileView) -> Any:
        """See ``IKeepsBack``."""
        if found.keeping == handed.HISTORICAL:
            return _("The historical archive has it")
        return _("It stands on an open inventory") if found.inventory else ""
