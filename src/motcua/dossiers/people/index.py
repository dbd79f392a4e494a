"""The persons of dossiers in SQL: a projection made for half a name.

The name of a person stands there folded, once from each of its words on ("nguyen thi
hoa", "thi hoa", "hoa"), so that whatever word is asked for is the beginning of a row
and one stretch of an index answers. Phones and identity numbers stand there as keyed
digests, whole, and the last four digits of a phone: to be found, not to be read.

A row is of the event that says who the persons are, the receipt or a correction, and
is written when that is another one. What is no longer in the ledger, because its words
were lawfully destroyed, leaves the index.
"""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
import hashlib
import hmac
from motcua.base.folding import fold
from motcua.dossiers.folder import walk
from motcua.dossiers.ledger import events
from motcua.dossiers.ledger import since
from motcua.dossiers.persons import Person
from motcua.storage.interfaces import IKnowsWhatIsNew
from motcua.storage.interfaces import IProjection
from motcua.storage.projections import Fresh
from motcua.storage.schema import metadata
from motcua.storage.settings import secret
from motcua.storage.settings import settings
from motcua.storage.sides import SidedProjection
import re
import sqlalchemy as sa
from typing import Any
from typing import Final
from typing import TYPE_CHECKING
from zope.interface import implementer


if TYPE_CHECKING:
    from motcua.dossiers.dossier import Dossier
    from motcua.dossiers.ledger import Event

#: Letters and words of a name that can be asked for: names of people are shorter.
LETTERS: Final = 80
WORDS: Final = 16
#: Digits of a phone by which people let themselves be found.
TAIL: Final = 4
#: Event number of a row whose words were destroyed: nothing is newer.
DESTROYED: Final = 2**31 - 1
#: Event number of a row that no dossier stands behind, see ``register.MARK``.
PRETENDED: Final = 0

#: Compared byte by byte on either database, so that a beginning is one stretch.
_BYTES: Final = sa.String(LETTERS).with_variant(
    sa.String(LETTERS, collation="C"), "postgresql"
)

#: One row per dossier; ``event`` is the number of the one that names its persons.
PEOPLE = sa.Table(
    "people",
    metadata,
    sa.Column("code", sa.String(64), primary_key=True),
    sa.Column("event", sa.Integer, nullable=False),
    sa.Column("unit", sa.String(40), nullable=False),
)

#: One row per word of a name: the name from that word on.
NAMES = sa.Table(
    "people_names",
    metadata,
    sa.Column("code", sa.String(64), primary_key=True),
    # Which person of the dossier, and which word of the name; both from 0.
    sa.Column("place", sa.SmallInteger, primary_key=True, autoincrement=False),
    sa.Column("word", sa.SmallInteger, primary_key=True, autoincrement=False),
    sa.Column("unit", sa.String(40), nullable=False),
    sa.Column("name", _BYTES, nullable=False),
    sa.Column("birth", sa.SmallInteger),
    # All that a look-up asks stands in the index.
    sa.Index("ix_people_names_unit_name", "unit", "name", "birth", "code", "place"),
    sqlite_with_rowid=False,
)

#: One row per number by which a person can be found.
NUMBERS = sa.Table(
    "people_numbers",
    metadata,
    sa.Column("code", sa.String(64), primary_key=True),
    sa.Column("digest", sa.LargeBinary(12), primary_key=True),
    sa.Column("place", sa.SmallInteger, primary_key=True, autoincrement=False),
    sa.Column("unit", sa.String(40), nullable=False),
    sa.Index("ix_people_numbers_digest_unit", "digest", "unit", "code", "place"),
    sqlite_with_rowid=False,
)

_WORD: Final = re.compile(r"[^\W_]+")
#: Vietnam's prefix in front of a number without its nought.
_ABROAD: Final = re.compile(r"^(?:00)?84(?=\d{9}$)")


@implementer(IProjection, IKnowsWhatIsNew)
class People(SidedProjection):
    """The projection onto ``people``, ``people_names`` and ``people_numbers``."""

    follows = ("motcua.dossiers.dossier.Dossier",)
    table = PEOPLE
    length = "event"
    sides = (NAMES, NUMBERS)

    def row(self, obj: Dossier) -> dict[str, Any]:
        """Return the row of a dossier by its ledger alone."""
        chain = events(obj)
        said = [event for event in chain if _names_persons(event)]
        return _row(obj.code, chain[0].unit, said[-1])

    def fresh(self, obj: Dossier, since: int) -> Fresh:
        """Return the row when persons were named by what is new."""
        named = obj.standing.named or 1
        if named < since:
            return Fresh()
        return Fresh(_row(obj.code, obj.unit, _event(obj, named)))

    def truth(self, site: Any) -> Iterator[Dossier]:
        """Iterate over every dossier of the site."""
        return walk(site)

    def pretended(self, row: Mapping[str, Any]) -> bool:
        """Say whether a row is there only to be measured; never in production."""
        return row["event"] == PRETENDED and settings().profile != "production"


def row_of(
    code: str, unit: str, event: int, persons: Iterable[Person]
) -> dict[str, Any]:
    """Return the row of these persons, named by the event of this number."""
    names: list[tuple[Any, ...]] = []
    numbers: set[tuple[bytes, int, str]] = set()
    for place, person in enumerate(persons):
        birth = int(person.birth[:4]) if person.birth else None
        for word, name in enumerate(_suffixes(person.name)):
            names.append((place, word, unit, name, birth))
        numbers |= {(digest, place, unit) for digest in _digests(person)}
    return {
        "code": code,
        "event": event,
        "unit": unit,
        NAMES.name: tuple(names),
        NUMBERS.name: tuple(sorted(numbers)),
    }


def words(text: str) -> list[str]:
    """Return the words of a name as they are compared: letters and digits, folded."""
    return _WORD.findall(fold(text))


def number(text: str) -> str:
    """Return the digits of a phone or an identity number, +84 written as 0."""
    return _ABROAD.sub("0", "".join(filter(str.isdecimal, fold(text))))


def digest(digits: str) -> bytes:
    """Return what stands for a whole number; only this house can compute it."""
    return _keyed("number", digits)


def tail_digest(digits: str) -> bytes:
    """Return what stands for the last four digits of a phone."""
    return _keyed("tail", digits)


def named(dossier: Dossier) -> bool:
    """Say whether the ledger still tells who the people of a dossier are."""
    said = [event for event in events(dossier) if _names_persons(event)]
    return bool(said) and _row(dossier.code, "", said[-1])["event"] != DESTROYED


def _row(code: str, unit: str, event: Event) -> dict[str, Any]:
    data = event.data
    told = data.get("changes", data) if event.type == "correct" else data
    persons = [Person.from_json(one) for one in told.get("persons", ())]
    return row_of(code, unit, event.number if persons else DESTROYED, persons)


def _names_persons(event: Event) -> bool:
    """Say whether an event names the persons; its header tells, which stays."""
    return event.number == 1 or "persons" in event.facts.get("corrects", ())


def _event(dossier: Dossier, number: int) -> Event:
    if number == 1 and dossier.first is not None:
        return dossier.first
    return since(dossier, number)[0]


def _suffixes(name: str) -> list[str]:
    found = words(name)[:WORDS]
    return [" ".join(found[start:])[:LETTERS] for start in range(len(found))]


def _digests(person: Person) -> Iterator[bytes]:
    whole: Sequence[str] = [number(person.phone), number(person.id_number)]
    yield from (digest(digits) for digits in whole if digits)
    if len(whole[0]) >= TAIL:
        yield tail_digest(whole[0][-TAIL:])


def _keyed(kind: str, digits: str) -> bytes:
    text = f"people-{kind}:{digits}".encode()
    return hmac.digest(secret().encode(), text, hashlib.sha256)[:12]
