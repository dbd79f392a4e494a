"""What somebody has typed in a form and not saved, kept for a power cut.

One sealed row for each person and form. A row belongs to the window that wrote it
last or took it over: another window that holds the same form is told, and does not
write over it. Rows are no projection of anything; they end when the form is saved, or
after ``KEPT``.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from datetime import timedelta
import hashlib
import json
from motcua.storage.engines import register_engine
from motcua.storage.projections import insert_for
from motcua.storage.schema import metadata
from motcua.storage.schema import UTCDateTime
from motcua.storage.sealing import seal
from motcua.storage.sealing import unseal
import sqlalchemy as sa
import transaction
from typing import Any
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Mapping

#: How long what nobody came back for is kept.
KEPT: Final = timedelta(days=3)
#: Drafts of one person; the oldest makes way.
MOST: Final = 20
#: Characters of all fields of a draft together, and of what it is about.
LARGEST: Final = 60_000
LONGEST: Final = 64

#: form: digest of the form's token; about: what the form is for, never whom;
#: window: digest of what names the window; sealed: the fields.
DRAFTS = sa.Table(
    "form_drafts",
    metadata,
    sa.Column("person", sa.String(64), primary_key=True),
    sa.Column("form", sa.String(64), primary_key=True),
    sa.Column("about", sa.String(LONGEST), nullable=False),
    sa.Column("window", sa.String(64), nullable=False),
    sa.Column("sealed", sa.Text, nullable=False),
    sa.Column("kept_at", UTCDateTime, nullable=False),
    sa.Index("ix_form_drafts_kept_at", "kept_at"),
)


class Elsewhere(Exception):
    """Another window goes on with this draft."""


class TooLarge(Exception):
    """Nobody types as much; it is not kept."""


@dataclass(frozen=True)
class Draft:
    """What was typed: ``fields`` by name, ``token`` of the form it stood in."""

    token: str
    about: str
    fields: dict[str, str]
    kept_at: datetime


def keep(
    person: str,
    token: str,
    about: str,
    window: str,
    fields: Mapping[str, str],
    now: datetime,
) -> None:
    """Keep what was typed, at once and whatever the request does.

    Raises ``Elsewhere`` when another window has the draft, ``TooLarge``.
    """
    text = json.dumps({"token": token, "fields": dict(fields)}, ensure_ascii=False)
    if len(text) > LARGEST or len(about) > LONGEST:
        raise TooLarge
    values: dict[str, Any] = {
        "person": person,
        "form": _digest(token),
        "about": about,
        "window": _digest(window),
        "sealed": seal(_kind(person), text),
        "kept_at": now,
    }
    with register_engine().begin() as connection:
        insert = insert_for(connection, DRAFTS).values(values)
        written = connection.execute(
            insert.on_conflict_do_update(
                index_elements=list(DRAFTS.primary_key),
                set_={name: insert.excluded[name] for name in ("sealed", "kept_at")},
                where=DRAFTS.c.window == insert.excluded.window,
            )
        )
        if not written.rowcount:
            raise Elsewhere
        _make_room(connection, person, values["form"])


def of(person: str, about: str | None = None) -> list[Draft]:
    """Return the drafts of a person, or those about one thing, the newest first."""
    query = sa.select(DRAFTS.c.about, DRAFTS.c.sealed, DRAFTS.c.kept_at)
    query = query.where(DRAFTS.c.person == person)
    if about is not None:
        query = query.where(DRAFTS.c.about == about)
    with register_engine().connect() as connection:
        rows = connection.execute(query.order_by(DRAFTS.c.kept_at.desc())).all()
    return [draft for row in rows if (draft := _read(person, *row)) is not None]


def take_over(person: str, token: str, window: str) -> Draft | None:
    """Return a draft that this window goes on with from now on, None for none."""
    mine = _is(person, token)
    with register_engine().begin() as connection:
        connection.execute(
            sa.update(DRAFTS).where(*mine).values(window=_digest(window))
        )
        query = sa.select(DRAFTS.c.about, DRAFTS.c.sealed, DRAFTS.c.kept_at)
        row = connection.execute(query.where(*mine)).one_or_none()
    return None if row is None else _read(person, *row)


def drop(person: str, token: str) -> None:
    """Forget a draft at once."""
    with register_engine().begin() as connection:
        connection.execute(sa.delete(DRAFTS).where(*_is(person, token)))


def drop_on_commit(person: str, token: str) -> None:
    """Forget a draft when, and if, the present transaction is committed."""

    def forget_it(committed: bool) -> None:
        if committed:
            drop(person, token)

    transaction.get().addAfterCommitHook(forget_it)


def forget(now: datetime) -> int:
    """Drop what nobody came back for; return how many."""
    with register_engine().begin() as connection:
        old = DRAFTS.c.kept_at < now - KEPT
        return int(connection.execute(sa.delete(DRAFTS).where(old)).rowcount)


def _make_room(connection: sa.Connection, person: str, form: str) -> None:
    others = (DRAFTS.c.person == person, DRAFTS.c.form != form)
    kept = sa.select(DRAFTS.c.form).where(*others).order_by(DRAFTS.c.kept_at.desc())
    old = connection.execute(kept.offset(MOST - 1)).scalars().all()
    if old:
        connection.execute(sa.delete(DRAFTS).where(*others, DRAFTS.c.form.in_(old)))


def _read(person: str, about: str, sealed: str, kept_at: datetime) -> Draft | None:
    """Return a draft; None for one of another secret, which nobody can read again."""
    try:
        found = json.loads(unseal(_kind(person), sealed))
    except ValueError:
        return None
    return Draft(found["token"], about, found["fields"], kept_at)


def _is(person: str, token: str) -> tuple[sa.ColumnElement[bool], ...]:
    return DRAFTS.c.person == person, DRAFTS.c.form == _digest(token)


def _kind(person: str) -> str:
    return f"draft:{person}"


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
