"""Who is affected when a procedure changes: dossiers that are still open."""

from __future__ import annotations

from motcua import _
from motcua.dossiers.register import DOSSIERS
from motcua.procedures.interfaces import IAffected
from motcua.procedures.interfaces import IProcedure
from motcua.storage.engines import register_engine
import sqlalchemy as sa
from typing import Any
from zope.component import adapter
from zope.interface import implementer


@implementer(IAffected)
@adapter(IProcedure)
class OpenDossiers:
    """See IAffected. They go on under the version they were received under."""

    title = _("Open dossiers, which keep their version")

    def __init__(self, content: Any) -> None:
        self.code = content.id

    def count(self) -> int:
        """Return how many dossiers of the procedure are not closed."""
        query = (
            sa.select(sa.func.count())
            .select_from(DOSSIERS)
            .where(DOSSIERS.c.procedure == self.code, DOSSIERS.c.open)
        )
        with register_engine().connect() as connection:
            return int(connection.execute(query).scalar_one())
