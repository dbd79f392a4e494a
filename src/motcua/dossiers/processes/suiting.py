"""The process hangs on its procedure: a new version waits until it suits."""

from __future__ import annotations

from motcua import _
from motcua.base import vietnam
from motcua.dossiers.processes import book
from motcua.procedures.interfaces import IDependent
from motcua.procedures.interfaces import IProcedure
from plone import api
from typing import Any
from zope.component import adapter
from zope.interface import implementer


@implementer(IDependent)
@adapter(IProcedure)
class ProcessSuits:
    """The internal process has to be approved for a new version of its procedure."""

    title = _("Internal process")

    def __init__(self, content: Any) -> None:
        self.content = content

    def present(self) -> bool:
        """Say whether a process of the procedure is in force or will be."""
        today = vietnam.today()
        return any(
            row.status(today) != "ended"
            for row in book.rows(api.portal.get(), self.content.id)
        )
