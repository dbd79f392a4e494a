"""What of the archive a person may find, and what they narrowed it to.

Pages lie in dossiers and in catalogued documents. Dossiers are opened by the table of
rights; a catalogued document is found by those who keep the archive of its unit, the
same who may open it (``capture.documents.get``).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from motcua.archive.capture.batches import DUTY
from motcua.archive.capture.register import DOCUMENTS as CATALOGUED
from motcua.archive.finding.documents import DOCUMENTS
from motcua.archive.finding.pageindex import CARD
from motcua.base.vietnam import VIETNAM
from motcua.dossiers.inbox import visible
from motcua.dossiers.reach import few_visible
from motcua.dossiers.register import DOSSIERS
import sqlalchemy as sa
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Sequence

#: What a page is of, beside ``attachments.ROLES``: a catalogued document.
DOCUMENT: Final = "document"
#: Letters of a SHA-256, with which the ids of pages begin.
_DIGEST: Final = 64
#: Codes that go into one statement.
_AT_ONCE: Final = 500


@dataclass(frozen=True)
class Filters:
    """What a hit must be besides; empty fields ask for nothing.

    ``year`` is that of receipt of a dossier in Vietnam, of issue of a document;
    ``unit`` the code of the unit that received the dossier, or keeps the document;
    ``role`` is one of ``attachments.ROLES``' values or ``DOCUMENT``. ``type``,
    ``agency`` and ``access`` are data of the catalogue, see ``capture.fields``: with
    one of them scans of dossiers, which are not catalogued, are left out.
    """

    year: int | None = None
    unit: str = ""
    role: str = ""
    type: str = ""
    agency: str = ""
    access: str = ""

    def of_dossiers(self) -> list[sa.ColumnElement[bool]] | None:
        """Return what rows of dossiers must satisfy, None where none is asked for."""
        if self.role == DOCUMENT or self.type or self.agency or self.access:
            return None
        found: list[sa.ColumnElement[bool]] = []
        if self.year is not None:
            begin = datetime(self.year, 1, 1, tzinfo=VIETNAM)
            end = datetime(self.year + 1, 1, 1, tzinfo=VIETNAM)
            found += [DOSSIERS.c.received_at >= begin, DOSSIERS.c.received_at < end]
        if self.unit:
            found.append(DOSSIERS.c.unit == self.unit)
        return found

    def of_files(self) -> list[sa.ColumnElement[bool]]:
        """Return what rows of dossiers' files must satisfy."""
        return [DOCUMENTS.c.role == self.role] if self.role else []

    def of_documents(self) -> list[sa.ColumnElement[bool]] | None:
        """Return what rows of catalogued documents must satisfy, None for none."""
        if self.role not in ("", DOCUMENT):
            return None
        found = [
            CATALOGUED.c[name] == value
            for name in ("unit", "type", "agency", "access")
            if (value := getattr(self, name))
        ]
        if self.year is not None:
            # Days, months and years are written from the year on.
            found.append(CATALOGUED.c.issued >= f"{self.year:04}")
            found.append(CATALOGUED.c.issued < f"{self.year + 1:04}")
        return found


#: No filter at all.
EVERYTHING: Final = Filters()


def kept_units(groups: Sequence[str]) -> list[str]:
    """Return the units whose archives are kept by who holds these groups."""
    ending = f":{DUTY}"
    return sorted(each.removesuffix(ending) for each in groups if each.endswith(ending))


class Scope:
    """What one person may find with one set of filters."""

    def __init__(self, groups: tuple[str, ...], filters: Filters = EVERYTHING) -> None:
        self.groups = groups
        self.filters = filters

    @cached_property
    def dossiers(self) -> sa.ColumnElement[bool] | None:
        """The condition on a dossier and its file; None where none can satisfy it."""
        asked = self.filters.of_dossiers()
        if asked is None or not self.groups:
            return None
        return sa.and_(visible(self.groups), *asked, *self.filters.of_files())

    @cached_property
    def catalogued(self) -> sa.ColumnElement[bool] | None:
        """The condition on a catalogued document; None where none can satisfy it."""
        asked = self.filters.of_documents()
        units = kept_units(self.groups)
        if asked is None or not units:
            return None
        return sa.and_(CATALOGUED.c.unit.in_(units), *asked)

    def seen(self, page: sa.ColumnElement[str]) -> sa.ColumnElement[bool]:
        """Return the condition on the id of a page or card: it may be seen."""
        digest = sa.func.substr(page, 1, _DIGEST)
        ways: list[sa.ColumnElement[bool]] = []
        if self.dossiers is not None:
            ways.append(
                sa.exists().where(
                    DOCUMENTS.c.sha256 == digest,
                    DOCUMENTS.c.code == DOSSIERS.c.code,
                    self.dossiers,
                )
            )
        if self.catalogued is not None:
            code = sa.func.substr(page, len(CARD) + 1)
            ways += [
                sa.exists().where(CATALOGUED.c.sha256 == digest, self.catalogued),
                sa.and_(
                    page.startswith(CARD),
                    sa.exists().where(CATALOGUED.c.code == code, self.catalogued),
                ),
            ]
        return sa.or_(sa.false(), *ways)

    def little(self, connection: sa.Connection, most: int) -> list[str] | None:
        """Return the tags of all that may be seen, None where that is much.

        That is more than ``most`` dossiers, or documents. Tags are digests of files and
        those of cards, see ``pageindex``.
        """
        found: list[str] = []
        if self.dossiers is not None:
            asked = self.filters.of_dossiers() or ()
            codes = few_visible(connection, self.groups, most, *asked)
            if codes is None:
                return None
            for at in range(0, len(codes), _AT_ONCE):
                held = sa.select(DOCUMENTS.c.sha256).where(
                    DOCUMENTS.c.code.in_(codes[at : at + _AT_ONCE]),
                    *self.filters.of_files(),
                )
                found += connection.execute(held).scalars()
        if self.catalogued is not None:
            kept = sa.select(CATALOGUED.c.sha256, CATALOGUED.c.code).where(
                self.catalogued
            )
            rows = connection.execute(kept.limit(most + 1)).all()
            if len(rows) > most:
                return None
            found += [each for sha256, code in rows for each in (sha256, CARD + code)]
        return list(dict.fromkeys(found))
