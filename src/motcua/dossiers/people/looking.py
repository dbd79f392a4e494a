"""Finding dossiers by a person: half a name, a birth year, a phone.

Only what the person who asks may view is found, and every look-up is written into
the journal of access before anything is shown: who, when, where, how many; of what
was asked only a keyed digest.
"""

from __future__ import annotations

from collections.abc import Collection
from collections.abc import Iterator
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from datetime import UTC
from motcua import _
from motcua.base import vietnam
from motcua.dossiers import inbox
from motcua.dossiers import rights
from motcua.dossiers.errors import MissingData
from motcua.dossiers.people import index
from motcua.dossiers.people.index import NAMES
from motcua.dossiers.people.index import NUMBERS
from motcua.dossiers.register import DOSSIERS
from motcua.storage import journal
from motcua.storage.engines import register_engine
import sqlalchemy as sa
from typing import Any
from typing import Final


#: Dossiers that are returned at most.
LARGEST: Final = 200
#: Behind every text that begins with another one: the last character there is.
_END: Final = "\U0010ffff"
_LETTERS_LEAST: Final = 2


@dataclass(frozen=True)
class Found:
    """A dossier, and which of its persons (from 0) was found in it."""

    code: str
    place: int


def find(
    person: str,
    units: Collection[str],
    text: str,
    birth: int | None = None,
    phone: str = "",
    *,
    limit: int = 25,
    waiting: bool = False,
    now: datetime | None = None,
) -> list[Found]:
    """Return dossiers of ``units`` that ``person``, a login, may view.

    Each word of ``text`` begins a word of the name, in this order; words between may
    be left out. ``phone`` is a whole number, an identity number too, or the last four
    digits of a phone. ``waiting`` puts results that wait to be fetched first; else
    the name decides. Raises ``MissingData`` when neither two letters nor four digits
    are given, ``journal.Unrecorded`` when the look-up cannot be written down.
    """
    asked = _Asked(index.words(text), birth, index.number(phone))
    asked.check()
    groups = rights.groups_of(person, vietnam.today())
    limit = min(limit, LARGEST)
    found: dict[str, Found] = {}
    with register_engine().connect() as connection:
        for ready in (True, False) if waiting else (False,):
            for each in _search(connection, asked, units, groups, ready, limit):
                found.setdefault(each.code, each)
    found = dict(list(found.items())[:limit])
    _note(person, units, asked.digest, len(found), now)
    return list(found.values())


def known(
    person: str,
    units: Collection[str],
    digits: str,
    *,
    limit: int = 25,
    now: datetime | None = None,
) -> list[Found]:
    """Return dossiers with this whole phone or identity number; see ``find``."""
    if len(index.number(digits)) <= index.TAIL:
        raise MissingData(_("Type the whole number."))
    return find(person, units, "", phone=digits, limit=limit, now=now)


def everywhere(digits: str, limit: int) -> list[str]:
    """Return codes of dossiers of the whole house with this number, the newest first.

    Checks no rights and writes nothing down: the caller does, and tells a person of
    none of them by the number alone.
    """
    numbered = NUMBERS.c.digest == index.digest(index.number(digits))
    query = (
        sa.select(NUMBERS.c.code)
        .join(DOSSIERS, DOSSIERS.c.code == NUMBERS.c.code)
        .where(numbered)
        .distinct()
        .order_by(NUMBERS.c.code.desc())
        .limit(min(limit, LARGEST))
    )
    with register_engine().connect() as connection:
        return list(connection.execute(query).scalars())


@dataclass(frozen=True)
class _Asked:
    words: Sequence[str]
    birth: int | None
    phone: str

    def check(self) -> None:
        """Raise ``MissingData`` for what would find everybody."""
        few = len("".join(self.words)) < _LETTERS_LEAST
        if len(self.phone) < index.TAIL if self.phone else few:
            raise MissingData(
                _(
                    "Type at least two letters of the name, or four digits of the "
                    "phone, or the identity number."
                )
            )

    @property
    def digest(self) -> str:
        """What stands for the question in the journal."""
        text = " ".join((*self.words, str(self.birth or ""), self.phone))
        return index.digest(text).hex()

    def terms(self, beyond: int = 0) -> list[Any]:
        """Return the conditions on a row of a name, if more words than ``beyond``."""
        found: list[Any] = []
        if len(self.words) > beyond:
            found.append(NAMES.c.name.like("% ".join(self.words) + "%"))
        if self.birth is not None:
            found.append(NAMES.c.birth == self.birth)
        return found


def _search(
    connection: sa.Connection,
    asked: _Asked,
    units: Collection[str],
    groups: frozenset[str],
    ready: bool,
    limit: int,
) -> Iterator[Found]:
    """Yield as many dossiers as are wanted, each once; ``ready`` ones alone."""
    for unit in sorted(units):
        query = _query(asked, unit, groups, ready)
        most = met = 0
        found: dict[str, Found] = {}
        # A dossier is there once for each word that fits: ask for more until enough.
        while len(found) < limit and met == most:
            most = max(2 * most, 2 * limit)
            rows = connection.execute(query.limit(most)).all()
            met = len(rows)
            for code, place in rows:
                found.setdefault(code, Found(code, place))
        yield from list(found.values())[:limit]


def _query(asked: _Asked, unit: str, groups: frozenset[str], ready: bool) -> Any:
    """Return the statement that begins where the fewest rows are.

    By a number, by what waits in the unit, or by the name; each is one stretch of an
    index, and whether a dossier may be viewed is asked for what fits alone.
    """
    if asked.phone:
        return _by_number(asked, unit, groups, ready)
    if ready:
        return _among_waiting(asked, unit, groups)
    first = asked.words[0]
    return (
        sa.select(NAMES.c.code, NAMES.c.place)
        .where(
            NAMES.c.unit == unit,
            NAMES.c.name >= first,
            NAMES.c.name < first + _END,
            *asked.terms(beyond=1),
            _viewed(NAMES.c.code, groups),
        )
        .order_by(NAMES.c.name, NAMES.c.code)
    )


def _by_number(asked: _Asked, unit: str, groups: frozenset[str], ready: bool) -> Any:
    digests = [index.digest(asked.phone)]
    if len(asked.phone) == index.TAIL:
        digests.append(index.tail_digest(asked.phone))
    terms = [
        NUMBERS.c.digest.in_(digests),
        NUMBERS.c.unit == unit,
        _viewed(NUMBERS.c.code, groups, *(_waits(unit) if ready else ())),
    ]
    if beside := asked.terms():
        # The number of one and the name of another person of the dossier will do.
        terms.append(sa.exists().where(NAMES.c.code == NUMBERS.c.code, *beside))
    query = sa.select(NUMBERS.c.code, NUMBERS.c.place).where(*terms)
    return query.order_by(NUMBERS.c.code.desc())


def _among_waiting(asked: _Asked, unit: str, groups: frozenset[str]) -> Any:
    return (
        sa.select(NAMES.c.code, NAMES.c.place)
        .join_from(DOSSIERS, NAMES, DOSSIERS.c.code == NAMES.c.code)
        .where(*_waits(unit), *asked.terms(), inbox.visible(groups))
        .order_by(NAMES.c.name, NAMES.c.code)
    )


def _viewed(code: Any, groups: frozenset[str], *terms: Any) -> Any:
    return sa.exists().where(DOSSIERS.c.code == code, *terms, inbox.visible(groups))


def _waits(unit: str) -> tuple[Any, ...]:
    """Return the SQL conditions: the result waits in the unit to be fetched."""
    return DOSSIERS.c.open, DOSSIERS.c.unit == unit, DOSSIERS.c.state == "finished"


def _note(
    person: str, units: Collection[str], digest: str, hits: int, now: datetime | None
) -> None:
    journal.note(
        journal.Look(
            now or datetime.now(UTC),
            person,
            journal.PEOPLE,
            "",
            digest,
            ", ".join(sorted(units)),
            hits,
        )
    )
