"""The journal of access: who looked at what under watch, when and on what ground.

Kept in SQL, so that a look never writes into the database of content. An entry is
committed before what it is about is shown; where it cannot be written, nothing is
shown. It names logins, codes and digests, nothing of a citizen.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from datetime import timedelta
import logging
from motcua.storage.engines import register_engine
from motcua.storage.schema import metadata
from motcua.storage.schema import UTCDateTime
from motcua.storage.settings import settings
import sqlalchemy as sa
from sqlalchemy.exc import SQLAlchemyError
from typing import Final


logger = logging.getLogger(__name__)

PAPER: Final = "paper"
VIEW_AS: Final = "view-as"
PEOPLE: Final = "people"
REUSE: Final = "reuse"
#: Entries that are shown at once.
SHOWN: Final = 200

JOURNAL = sa.Table(
    "access_journal",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("at", UTCDateTime, nullable=False),
    sa.Column("person", sa.String(64), nullable=False),
    sa.Column("kind", sa.String(16), nullable=False),
    sa.Column("code", sa.String(64), nullable=False),
    sa.Column("subject", sa.String(64), nullable=False),
    sa.Column("ground", sa.String(200), nullable=False),
    sa.Column("hits", sa.Integer),
    sa.Index("ix_access_journal_code_at", "code", "at"),
    sa.Index("ix_access_journal_at", "at"),
)


class Unrecorded(Exception):
    """The look could not be written down, so nothing is shown."""


@dataclass(frozen=True)
class Look:
    """One entry. ``kind`` is ``PAPER``, ``VIEW_AS``, ``PEOPLE`` or ``REUSE``.

    ``subject`` is the digest of the file, the login of who was looked as, or a keyed
    digest of what was asked for; ``code`` is empty for a look at a list. ``ground`` is
    the duty in which was looked, the units whose persons were looked for, or the unit
    and the procedure for which papers were, and ``hits`` how many that showed.
    """

    at: datetime
    person: str
    kind: str
    code: str
    subject: str
    ground: str
    hits: int | None = None


def note(look: Look) -> None:
    """Write an entry and commit it at once; raises ``Unrecorded``."""
    values = {name: getattr(look, name)[:200] for name in ("person", "ground")}
    values |= {name: getattr(look, name)[:64] for name in ("kind", "code", "subject")}
    try:
        with register_engine().begin() as connection:
            connection.execute(
                sa.insert(JOURNAL).values(at=look.at, hits=look.hits, **values)
            )
    except SQLAlchemyError as error:
        logger.error("The journal of access cannot be written.")
        raise Unrecorded from error


def of(code: str, kind: str = PAPER, limit: int = SHOWN) -> list[Look]:
    """Return the entries about a dossier, the newest first."""
    return _looks(JOURNAL.c.code == code, JOURNAL.c.kind == kind, limit=limit)


def newest(kind: str, limit: int = SHOWN) -> list[Look]:
    """Return the newest entries of a kind."""
    return _looks(JOURNAL.c.kind == kind, limit=limit)


def forget(now: datetime) -> int:
    """Drop entries older than ``MOTCUA_JOURNAL_DAYS``; return how many."""
    old = JOURNAL.c.at < now - timedelta(days=settings().journal_days)
    with register_engine().begin() as connection:
        return int(connection.execute(sa.delete(JOURNAL).where(old)).rowcount)


def _looks(*terms: sa.ColumnElement[bool], limit: int) -> list[Look]:
    columns = [JOURNAL.c[name] for name in Look.__dataclass_fields__]
    query = sa.select(*columns).where(*terms)
    query = query.order_by(JOURNAL.c.at.desc(), JOURNAL.c.id.desc()).limit(limit)
    with register_engine().connect() as connection:
        return [Look(*row) for row in connection.execute(query)]
