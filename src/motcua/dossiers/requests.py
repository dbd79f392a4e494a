"""One form, one dossier: a double submit answers with the first code.

The claim is made outside the Zope transaction and before it, so that two
submits at once, or a retry after a conflict, meet the same code; the leaf then
takes one of them and the other finds the dossier already there.
"""

from __future__ import annotations

import hashlib
from motcua.storage.engines import register_engine
from motcua.storage.projections import insert_for
from motcua.storage.schema import metadata
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Mapping

#: token: digest of (actor, form token); code: the dossier code it was given.
REQUESTS = sa.Table(
    "intake_requests",
    metadata,
    sa.Column("token", sa.String(64), primary_key=True),
    sa.Column("code", sa.String(64), nullable=False),
)


def claim(codes: Mapping[tuple[str, str], str]) -> None:
    """Let forms, by (token, actor), have codes that were chosen beforehand.

    For what is brought over in bulk and has its codes. A form that has one already
    keeps it.
    """
    rows = [
        {"token": _key(token, actor), "code": code}
        for (token, actor), code in codes.items()
    ]
    with register_engine().begin() as connection:
        insert = insert_for(connection, REQUESTS).on_conflict_do_nothing()
        connection.execute(insert, rows)


def code_for(token: str, actor: str, allot: Callable[[], str]) -> str:
    """Return the code claimed by this form of this person, allotting it once.

    Without a token every call allots a new code.
    """
    if not token:
        return allot()
    known = code_of(token, actor)
    if known is not None:
        return known
    code = allot()
    row = {"token": _key(token, actor), "code": code}
    try:
        with register_engine().begin() as connection:
            connection.execute(sa.insert(REQUESTS).values(row))
    except IntegrityError:
        return code_of(token, actor) or code
    return code


def code_of(token: str, actor: str) -> str | None:
    """Return the code that this form of this person has claimed, None for none."""
    query = sa.select(REQUESTS.c.code).where(REQUESTS.c.token == _key(token, actor))
    with register_engine().connect() as connection:
        code = connection.execute(query).scalar()
    return None if code is None else str(code)


def _key(token: str, actor: str) -> str:
    return hashlib.sha256(f"{actor}\n{token}".encode()).hexdigest()
