"""Dossiers that live in another system (a ministry's): followed here, processed there.

What is typed there is not typed here again: the code of that system, its date, who
comes for the result. Each look at the other system is noted by an event (``report``).
Such a dossier is found by both codes, given out at the counter as every other, and
left out of the reports on the unit's own processing: the other system reports it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from motcua import _
from motcua.dossiers.errors import MissingData
from motcua.dossiers.register import DOSSIERS
from motcua.storage.engines import register_engine
import re
import sqlalchemy as sa
from typing import Any
from typing import Final


#: The first event of such a dossier, and the state it begins in.
FOLLOW: Final = "follow"
FOLLOWED: Final = "followed"
#: Systems of ministries in which counters enter dossiers.
SYSTEMS: Final[dict[str, Any]] = {
    "civil-status": _("Civil status (Ministry of Justice)"),
    "criminal-record": _("Criminal records (Ministry of Public Security)"),
    "business": _("Business registration (Ministry of Finance)"),
    "insurance": _("Social insurance (Vietnam Social Security)"),
    "residence": _("Residence and identity (Ministry of Public Security)"),
    "land": _("Land (Ministry of Agriculture and Environment)"),
    "national": _("National public-service portal"),
    "other": _("Another system"),
}
#: Letters, digits and what stands between them in such codes; no words, no names.
_CODE: Final = re.compile(r"(?=.*\d)[0-9A-Z][0-9A-Z./_-]{2,59}")


@dataclass(frozen=True)
class Foreign:
    """The dossier there: ``system`` is a key of ``SYSTEMS``, ``due`` its date.

    ``code`` is written in capitals without spaces.
    """

    system: str
    code: str
    due: datetime | None = None

    def __post_init__(self) -> None:
        if self.system not in SYSTEMS:
            raise MissingData(_("Choose the system in which the dossier lives."))
        object.__setattr__(self, "code", written(self.code))
        if not _CODE.fullmatch(self.code):
            raise MissingData(
                _(
                    "The code of the other system has three to sixty letters, digits, "
                    "dots, dashes and strokes, and at least one digit."
                )
            )

    @property
    def facts(self) -> dict[str, str]:
        """What stands in the header."""
        due = self.due.isoformat() if self.due else ""
        return {"system": self.system, "foreign_code": self.code, "due": due}


def written(text: str) -> str:
    """Return a code as it is stored, however it was typed."""
    return "".join(text.split()).upper()


def known(text: str) -> list[str]:
    """Return the codes of dossiers here that have this code there. Checks no rights.

    One code may live in two systems, so there may be two.
    """
    code = written(text)
    if not _CODE.fullmatch(code):
        return []
    query = (
        sa.select(DOSSIERS.c.code)
        .where(DOSSIERS.c.foreign_code == code)
        .order_by(DOSSIERS.c.code)
    )
    with register_engine().connect() as connection:
        return list(connection.execute(query).scalars())
