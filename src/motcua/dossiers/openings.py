"""Who of a department opened a dossier since it came there, or since it was written to.

A mark in SQL, written at most once for each arrival and each message, so that looking
costs a look-up and the database of content is never written by it. It is no journal of
access: it says that somebody there knows, and forgets who knew before.
"""

from __future__ import annotations

from datetime import datetime
import logging
from motcua.dossiers.tasks import holding
from motcua.storage.engines import register_engine
from motcua.storage.projections import insert_for
from motcua.storage.schema import metadata
from motcua.storage.schema import UTCDateTime
import sqlalchemy as sa
from sqlalchemy.exc import SQLAlchemyError
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Collection
    from motcua.dossiers.dossier import Dossier

logger = logging.getLogger(__name__)

#: One row for each department that opened it.
OPENINGS = sa.Table(
    "openings",
    metadata,
    sa.Column("code", sa.String(64), primary_key=True),
    sa.Column("department", sa.String(40), primary_key=True),
    sa.Column("at", UTCDateTime, nullable=False),
    sa.Column("person", sa.String(64), nullable=False),
)


def note(
    dossier: Dossier, departments: Collection[str], person: str, now: datetime
) -> None:
    """Note that a person of these departments opened it, where that is news.

    Departments that have nothing to do with it now leave no mark. A mark that cannot
    be written is left out: the page is shown all the same.
    """
    standing = dossier.standing
    places = {*holding(dossier), dossier.unit} & set(departments)
    news = [at for at in (standing.arrived, standing.answered) if at is not None]
    if not places or not news:
        return
    try:
        known = _known(dossier.code)
        wanted = [each for each in sorted(places) if _older(known.get(each), max(news))]
        if wanted:
            _write(dossier.code, wanted, person, now)
    except SQLAlchemyError:
        logger.error("That a dossier was opened cannot be noted.")


def since(code: str, at: datetime, besides: str) -> bool:
    """Say whether anybody but one person opened a dossier since a moment."""
    query = sa.select(OPENINGS.c.code).where(
        OPENINGS.c.code == code, OPENINGS.c.at >= at, OPENINGS.c.person != besides
    )
    with register_engine().connect() as connection:
        return connection.execute(query.limit(1)).first() is not None


def unread(waiting: dict[str, datetime]) -> frozenset[str]:
    """Return those of some dossiers that nobody opened since their applicant wrote.

    ``waiting`` says when each was written to, by code.
    """
    if not waiting:
        return frozenset()
    query = sa.select(OPENINGS.c.code, sa.func.max(OPENINGS.c.at)).where(
        OPENINGS.c.code.in_(waiting)
    )
    with register_engine().connect() as connection:
        found = connection.execute(query.group_by(OPENINGS.c.code)).tuples()
        opened = dict(found.all())
    return frozenset(
        code for code, at in waiting.items() if _older(opened.get(code), at)
    )


def _older(known: datetime | None, news: datetime) -> bool:
    return known is None or known < news


def _known(code: str) -> dict[str, datetime]:
    query = sa.select(OPENINGS.c.department, OPENINGS.c.at)
    with register_engine().connect() as connection:
        found = connection.execute(query.where(OPENINGS.c.code == code))
        return dict(found.tuples().all())


def _write(code: str, departments: list[str], person: str, now: datetime) -> None:
    with register_engine().begin() as connection:
        for department in departments:
            insert = insert_for(connection, OPENINGS).values(
                code=code, department=department, at=now, person=person
            )
            connection.execute(
                insert.on_conflict_do_update(
                    index_elements=[OPENINGS.c.code, OPENINGS.c.department],
                    set_={"at": now, "person": person},
                )
            )
