"""Writing the lists of procedures anew after a name of an agency or field changed."""

from __future__ import annotations

from collections.abc import Mapping
from motcua.procedures.folder import folder
from motcua.procedures.projection import ProcedureProjection
from motcua.storage.engines import register_engine
from motcua.storage.interfaces import IJob
from typing import Any
from typing import Final
from zope.interface import implementer


#: Procedures written in one transaction of SQL.
BATCH: Final = 100


@implementer(IJob)
class Rename:
    """Projects every procedure again; what says the same is written the same."""

    def __call__(self, key: str, data: Mapping[str, Any], progress: Any) -> None:
        """See IJob."""
        home = folder()
        codes = list(home.objectIds())
        projection = ProcedureProjection()
        for first in range(0, len(codes), BATCH):
            rows = [projection.row(home[code]) for code in codes[first : first + BATCH]]
            with register_engine().begin() as connection:
                for row in rows:
                    projection.replace(connection, row)
            home._p_jar.cacheMinimize()
            progress(min(first + BATCH, len(codes)), len(codes))
