"""The event that starts a term has come: its year is written into the closed file.

A permit is no longer valid, works were pulled down, an officer left. Nobody knows that
day when the file is closed, so the archive writes it down with where it stands.
"""

from __future__ import annotations

from motcua import _
from motcua.archive import retention
from motcua.archive.holdings import files
from motcua.archive.holdings import inheritance
from motcua.archive.holdings import rights
from motcua.archive.holdings.errors import Impossible
from motcua.archive.holdings.errors import Missing
from motcua.archive.holdings.errors import NotYours
from motcua.archive.holdings.errors import Unknown
from motcua.archive.terms.counting import closed
from motcua.archive.terms.register import TERMS
from motcua.storage.engines import register_engine
import sqlalchemy as sa
from typing import Any
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime
    from motcua.archive.holdings.files import FileView
    from motcua.archive.holdings.store import File
    from motcua.dossiers.ledger import Event

#: How far ahead an event may lie: permits name the day on which they end.
AHEAD: Final = 70
_LONGEST: Final = 500


def begin(
    site: Any,
    one: File,
    year: int,
    source: str,
    actor: str,
    now: datetime,
    seen: int | None = None,
) -> Event:
    """Write the year of the event that starts the term of a closed file.

    ``source`` says where the event stands. The archive writes it; a year that was wrong
    is written again, an earlier one by the head: it ends the term earlier.
    Raises ``Unknown``, ``NotYours``, ``Stale``, ``Impossible``, ``Missing``.
    """
    found = files.view(one)
    if not files.may_see(site, found, actor, now):
        raise Unknown
    kept = found.kept
    group = _writes(site, found, year, actor, now)
    rights.check_seen(one, seen)
    files.check_there(found)
    if found.state != files.CLOSED or kept is None or kept.start == retention.END:
        raise Impossible(_("Its term does not wait for an event."))
    if kept.starts is not None:
        back = inheritance.kept_back(site, found)
        if back:
            raise Impossible(back)
    begin = int((found.fields.get("begin") or f"{kept.ended}")[:4])
    first, last = min(begin, kept.ended), inheritance.today(now).year + AHEAD
    if not first <= year <= last or year == kept.starts:
        raise Missing(
            _("Give the year of the event, from ${first} to ${last}."),
            first=str(first),
            last=str(last),
        )
    if not source.strip() or len(source) > _LONGEST:
        raise Missing(_("Say where the event stands: a decision, its number and date."))
    class_ = retention.classes()[kept.class_]
    until = retention.term(class_, kept.start, kept.ended, year).until
    facts = {"starts": year, "until": until.isoformat() if until else None}
    data = {"source": source.strip()}
    return rights.append(one, "start", actor, group, now, facts, data)


def _writes(site: Any, found: FileView, year: int, actor: str, now: datetime) -> str:
    """Return the group in which the person writes that year. Raises ``NotYours``."""
    keeper, before = files.keeper_of(site, found.fonds), found.kept
    if before is None or before.starts is None or year >= before.starts:
        return rights.check(rights.keeps(site, keeper, actor, now))
    group = rights.heads(site, keeper, actor, now)
    if not group:
        raise NotYours(_("An earlier year ends the term earlier: the head writes it."))
    return group


def waiting(
    fonds: Collection[str],
    groups: Collection[str] | None = None,
    *,
    limit: int = 25,
    offset: int = 0,
) -> list[Any]:
    """Return rows of closed files whose term waits for its event, by code."""
    columns = ("code", "fonds", "class", "start", "ended", "department")
    query = (
        sa.select(*(TERMS.c[name] for name in columns))
        .where(*closed(fonds, groups), TERMS.c.waits)
        .order_by(TERMS.c.code)
        .limit(max(limit, 0))
        .offset(max(offset, 0))
    )
    with register_engine().connect() as connection:
        return list(connection.execute(query).mappings())
