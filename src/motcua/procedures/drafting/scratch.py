"""What somebody has typed and not saved, kept for a power cut or a closed window.

One row for each person, draft and place (a section of the editor). It is nobody
else's business: the draft and its second editor never see it. Like jobs, rows are no
projection of anything and may be lost without harm to the catalogue.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from datetime import timedelta
from datetime import UTC
import json
from motcua.storage.engines import jobs_engine
from motcua.storage.projections import insert_for
from motcua.storage.schema import metadata
from motcua.storage.schema import UTCDateTime
import sqlalchemy as sa
import transaction
from typing import Any
from typing import Final


#: How long what nobody came back for is kept.
KEPT: Final = timedelta(days=60)

SCRATCH = sa.Table(
    "scratch",
    metadata,
    sa.Column("person", sa.String(100), primary_key=True),
    sa.Column("code", sa.String(40), primary_key=True),
    sa.Column("place", sa.String(120), primary_key=True),
    sa.Column("revision", sa.Integer, nullable=False),
    sa.Column("fields", sa.Text, nullable=False),
    sa.Column("kept_at", UTCDateTime, nullable=False),
    info={"database": "jobs"},
)


@dataclass(frozen=True)
class Scratch:
    """What was typed: the fields of a form, and the revision it was based on."""

    revision: int
    fields: Any
    kept_at: datetime


def keep(
    person: str,
    code: str,
    place: str,
    revision: int,
    fields: Any,
    now: datetime | None = None,
) -> None:
    """Keep what was typed, at once and outside of the transaction."""
    at = now or datetime.now(UTC)
    values = {
        "person": person,
        "code": code,
        "place": place,
        "revision": revision,
        "fields": json.dumps(fields, ensure_ascii=False),
        "kept_at": at,
    }
    with jobs_engine().begin() as connection:
        insert = insert_for(connection, SCRATCH).values(values)
        connection.execute(
            insert.on_conflict_do_update(
                index_elements=list(SCRATCH.primary_key),
                set_={name: insert.excluded[name] for name in values},
            )
        )
        _expire(connection, at)


def find(person: str, code: str, place: str) -> Scratch | None:
    """Return what somebody typed in a place and did not save, or None."""
    query = sa.select(SCRATCH).where(*_is(person, code, place))
    with jobs_engine().connect() as connection:
        row = connection.execute(query).one_or_none()
    if row is None:
        return None
    return Scratch(row.revision, json.loads(row.fields), row.kept_at)


def drop(person: str, code: str, place: str) -> None:
    """Forget it when, and if, the present transaction is committed."""
    transaction.get().addAfterCommitHook(_forget, (_is(person, code, place),))


def drop_all(code: str) -> None:
    """Forget what anybody typed about a draft, when the transaction is committed."""
    transaction.get().addAfterCommitHook(_forget, ([SCRATCH.c.code == code],))


def expire(now: datetime | None = None) -> int:
    """Forget what nobody came back for; return how many rows."""
    with jobs_engine().begin() as connection:
        return _expire(connection, now or datetime.now(UTC))


def _expire(connection: sa.Connection, now: datetime) -> int:
    return connection.execute(
        sa.delete(SCRATCH).where(SCRATCH.c.kept_at < now - KEPT)
    ).rowcount


def _is(person: str, code: str, place: str) -> list[Any]:
    return [
        SCRATCH.c.person == person,
        SCRATCH.c.code == code,
        SCRATCH.c.place == place,
    ]


def _forget(committed: bool, conditions: list[Any]) -> None:
    if committed:
        with jobs_engine().begin() as connection:
            connection.execute(sa.delete(SCRATCH).where(*conditions))
