"""The book of what was served on the spot at a unit, day by day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from datetime import datetime
from datetime import time
from datetime import timedelta
from motcua.base.vietnam import VIETNAM
from motcua.dossiers.folder import find
from motcua.dossiers.register import DOSSIERS
from motcua.dossiers.states import fold
from motcua.storage.engines import register_engine
import sqlalchemy as sa
from typing import Any


@dataclass(frozen=True)
class Line:
    """One entry; ``amount`` in whole đồng, ``receipt`` symbol and number of the form.

    ``entry`` is as it is written in the book: "153/2026 SCT/BS".
    """

    code: str
    entry: str
    at: datetime
    name: str
    copies: int
    pages: int
    amount: int
    receipt: str
    officer: str


def lines(site: Any, unit: str, day: date, last: int | None = None) -> list[Line]:
    """Return the entries of a unit on a day, or the ``last`` of them, oldest first.

    Checks no rights.
    """
    begins = datetime.combine(day, time.min, VIETNAM)
    wanted = (
        sa.select(DOSSIERS.c.code)
        .where(
            DOSSIERS.c.unit == unit,
            DOSSIERS.c.entry != "",
            DOSSIERS.c.received_at >= begins,
            DOSSIERS.c.received_at < begins + timedelta(days=1),
        )
        .order_by(DOSSIERS.c.received_at.desc(), DOSSIERS.c.code.desc())
        .limit(last)
    )
    with register_engine().connect() as connection:
        codes = connection.execute(wanted).scalars().all()
    return [_line(site, code) for code in reversed(codes)]


def _line(site: Any, code: str) -> Line:
    dossier = find(site, code)
    if dossier is None or dossier.first is None:
        raise KeyError(code)
    view, facts = fold(dossier), dossier.first.facts
    applicant = view.person("applicant")
    receipts = (f"{fee.symbol} {fee.number}".strip() for fee in view.fees)
    return Line(
        code=code,
        entry=view.entry,
        at=view.received_at,
        name=applicant.name if applicant else "",
        copies=int(facts["copies"]),
        pages=int(facts["pages"]),
        amount=sum(fee.amount for fee in view.fees),
        receipt=", ".join(filter(None, receipts)),
        officer=view.received_by,
    )
