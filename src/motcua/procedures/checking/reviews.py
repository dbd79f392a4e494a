"""Periodic review (rà soát): whether a procedure is still right and needed.

Each procedure has a rhythm, counted from the day it was adopted or last reviewed.
Somebody proposes to keep, amend or drop it, somebody decides by a document; all of it
is kept, in a record beside the procedure.
"""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from dataclasses import replace
from datetime import date
from motcua.procedures.folder import folder
from motcua.procedures.versions import procedure
from persistent import Persistent
from typing import Any
from typing import Final
from typing import get_args
from typing import Literal


Outcome = Literal["keep", "amend", "drop"]
OUTCOMES: Final[tuple[Outcome, ...]] = get_args(Outcome)
#: Months between two reviews unless the site says otherwise.
RHYTHM: Final = 12
LONGEST: Final = 120
#: Days before the due day on which a review is called for.
REMINDED: Final = 30


class ReviewRefused(ValueError):
    """The act is not possible; the message says why, in both languages."""


@dataclass(frozen=True)
class Review:
    """A proposal and, once there is one, the decision on it with its document."""

    proposed: Outcome
    reason: str
    by: str
    on: date
    decided: Outcome | None = None
    deed: str = ""
    decided_by: str = ""
    decided_on: date | None = None

    @property
    def open(self) -> bool:
        """Whether it waits for a decision."""
        return self.decided is None


class Reviews(Persistent):
    """The reviews of one procedure, oldest first, and its own rhythm in months."""

    def __init__(self) -> None:
        self.rows: tuple[Review, ...] = ()
        self.months: int | None = None


def listed(content: Any) -> tuple[Review, ...]:
    """Return the reviews of a procedure, oldest first."""
    return content.reviews.rows if content.reviews is not None else ()


def rhythm(content: Any, site: Any = None) -> int:
    """Return the months between two reviews of a procedure."""
    own = content.reviews.months if content.reviews is not None else None
    return int(own or folder(site).review_months)


def due(content: Any, site: Any = None) -> date | None:
    """Return the day on which the next review is due; None for what never held.

    A procedure that was dropped, repealed or withdrawn is not reviewed again.
    """
    if content.state != "published" or content.ending is not None:
        return None
    if not content.timeline:
        return None
    done = [row for row in listed(content) if row.decided_on is not None]
    if done and done[-1].decided == "drop":
        return None
    last = max(filter(None, (_adopted(content), *(row.decided_on for row in done))))
    return add_months(last, rhythm(content, site))


def _adopted(content: Any) -> date:
    """Return the first day of the version adopted last, or when it was entered."""
    begins, _digest = content.timeline[-1]
    entered: date = content.created().asdatetime().date()
    return begins or entered


def add_months(day: date, months: int) -> date:
    """Return the same day of a later month, or the last one it has."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


def propose(
    code: str, outcome: str, reason: str, person: str, on: date, site: Any = None
) -> Review:
    """Enter a proposal; there is at most one that waits. Raises ReviewRefused."""
    content = procedure(code, site)
    found = _outcome(outcome)
    if not reason.strip():
        raise ReviewRefused("Hãy nêu lý do. / Say why.")
    rows = listed(content)
    if rows and rows[-1].open:
        raise ReviewRefused(
            f"{code}: đã có đề xuất chờ quyết định / a proposal waits for a decision"
        )
    review = Review(found, reason.strip(), person, on)
    _record(content).rows = (*rows, review)
    return review


def decide(
    code: str, outcome: str, deed: str, person: str, on: date, site: Any = None
) -> Review:
    """Decide on the proposal that waits, as proposed or otherwise; name the document.

    Nobody decides on the own proposal. The decision changes no procedure: amending
    begins a draft, dropping is a repeal. Raises ReviewRefused.
    """
    content = procedure(code, site)
    found = _outcome(outcome)
    rows = listed(content)
    if not rows or not rows[-1].open:
        raise ReviewRefused(f"{code}: không có đề xuất / there is no proposal")
    if not deed.strip():
        raise ReviewRefused("Hãy nêu văn bản quyết định. / Name the document.")
    if rows[-1].by == person:
        raise ReviewRefused(
            "Người đề xuất không tự quyết định. / Nobody decides on the own proposal."
        )
    review = replace(
        rows[-1],
        decided=found,
        deed=deed.strip(),
        decided_by=person,
        decided_on=on,
    )
    _record(content).rows = (*rows[:-1], review)
    return review


def set_rhythm(code: str, months: int | None, site: Any = None) -> None:
    """Give a procedure a rhythm of its own; None for that of the site."""
    _check(months)
    _record(procedure(code, site)).months = months


def set_default(months: int, site: Any = None) -> None:
    """Set the rhythm of the site, in months."""
    _check(months)
    folder(site).review_months = months


def _check(months: int | None) -> None:
    if months is not None and not 1 <= months <= LONGEST:
        raise ReviewRefused(f"{months}: 1-{LONGEST} tháng / months")


def _outcome(text: str) -> Outcome:
    for known in OUTCOMES:
        if text == known:
            return known
    raise ReviewRefused(f"{text!r}: chọn / choose {', '.join(OUTCOMES)}")


def _record(content: Any) -> Reviews:
    """Return the record of a procedure; made, it is written without the procedure."""
    if content.reviews is None:
        content.reviews = Reviews()
    record: Reviews = content.reviews
    return record
