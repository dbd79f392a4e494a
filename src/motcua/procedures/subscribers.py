"""What happens to SQL when a procedure is removed."""

from __future__ import annotations

import logging
from motcua.procedures.projection import ProcedureProjection
from motcua.storage.engines import register_engine
from sqlalchemy.exc import SQLAlchemyError
import transaction
from typing import Any


logger = logging.getLogger(__name__)


def procedure_removed(content: Any, event: Any) -> None:
    """A removed draft leaves SQL when the removal has been committed."""
    transaction.get().addAfterCommitHook(_forget, (content.id,))


def _forget(committed: bool, code: str) -> None:
    if not committed:
        return
    try:
        with register_engine().begin() as connection:
            ProcedureProjection().remove(connection, (code,))
    except SQLAlchemyError:
        # The removal stands; verification finds the row and rebuilding drops it.
        logger.exception("Procedure %s could not be removed from SQL", code)
