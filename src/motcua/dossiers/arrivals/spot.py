"""Services on the spot (trả ngay): done while the citizen waits, entered in a book.

A certified copy is a dossier that is received and returned by its first event: it has
a number in the book of its unit, no receipt slip (form 01), and counts in register and
reports as received and resolved on time. The fee is collected in the same transaction.
Which procedures are served so, and what a page costs, is data (``spot.toml``).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from motcua import _
from motcua.base.vietnam import VIETNAM
from motcua.dossiers.errors import MissingData
from motcua.procedures import versions
from motcua.storage import numbers
from pathlib import Path
import tomllib
from typing import Any
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from datetime import datetime
    from motcua.dossiers.ledger import Event

DATA: Final = Path(__file__).with_name("spot.toml")
#: The first event of such a dossier.
SERVE: Final = "serve"
#: Copies and pages of one entry; whoever needs more makes two.
MOST: Final = 999
#: Channels at which a citizen can wait.
WAITED_FOR: Final = "counter"


@dataclass(frozen=True)
class Fee:
    """What a copy costs, in whole đồng: by its pages, up to a limit."""

    page: int
    pages: int
    more: int
    most: int

    def amount(self, pages: int, copies: int) -> int:
        """Return the fee for ``copies`` of a paper of ``pages`` pages."""
        full = min(pages, self.pages)
        one = full * self.page + (pages - full) * self.more
        return min(one, self.most) * copies


@dataclass(frozen=True)
class Book:
    """One book of services and the procedures that it takes."""

    suffix: str
    title: str
    procedures: tuple[str, ...]
    deed: str = ""
    fee: Fee | None = None


@dataclass(frozen=True)
class Served:
    """What was done: ``copies`` of a paper with ``pages`` pages.

    ``amount`` is in whole đồng, None for what the book says; ``method`` one of
    ``operations.METHODS``, ``symbol`` and ``number`` those of the fee receipt.
    """

    copies: int = 1
    pages: int = 1
    amount: int | None = None
    method: str = "cash"
    symbol: str = ""
    number: str = ""

    def __post_init__(self) -> None:
        if not (0 < self.copies <= MOST and 0 < self.pages <= MOST):
            raise MissingData(
                _(
                    "Copies and pages are numbers from 1 to ${most}.",
                    mapping={"most": str(MOST)},
                )
            )

    def fee(self, book: Book) -> int:
        """Return what is paid; ``MissingData`` where neither says it."""
        if self.amount is not None:
            return self.amount
        if book.fee is None:
            raise MissingData(_("Type the amount of the fee; 0 where nothing is paid."))
        return book.fee.amount(self.pages, self.copies)


@cache
def books() -> tuple[Book, ...]:
    """Return all books in the order of the file."""
    with DATA.open("rb") as file:
        found = tomllib.load(file)["book"]
    return tuple(_book(each) for each in found)


def book_of(procedure: str) -> Book:
    """Return the book of a procedure; ``MissingData`` when it is in none."""
    for book in books():
        if procedure in book.procedures:
            return book
    raise MissingData(
        _("This procedure is not served on the spot; receive a dossier instead.")
    )


def offered(site: Any, unit: str) -> list[tuple[str, str]]:
    """Return (code, title) of what can be served on the spot at a unit today."""
    found = []
    for book in books():
        for code in book.procedures:
            try:
                version = versions.current(code, site=site)
            except KeyError:
                continue
            if not version.units or unit in version.units:
                found.append((code, version.title))
    return found


def entered(unit: str, procedure: str, day: date) -> dict[str, Any]:
    """Return the facts of a new entry: its book, and the next number of the year."""
    suffix = book_of(procedure).suffix
    number = numbers.allocate(_sequence(unit, suffix), f"{day:%Y}")
    return {"book": suffix, "entry": number}


def label(facts: dict[str, Any], at: datetime) -> str:
    """Return an entry as it is written, "153/2026 SCT/BS"; "" for what is none."""
    if "entry" not in facts:
        return ""
    year = f"{at.astimezone(VIETNAM):%Y}"
    return f"{facts['entry']}/{year} {facts['book']}"


def numbers_of(event: Event, unit: str) -> tuple[tuple[str, str, int], ...]:
    """Return (sequence, period, number) that a first event used up."""
    facts = event.facts
    if "entry" not in facts:
        return ()
    year = f"{event.at.astimezone(VIETNAM):%Y}"
    return ((_sequence(unit, facts["book"]), year, int(facts["entry"])),)


def _sequence(unit: str, suffix: str) -> str:
    return f"book:{unit}:{suffix}"


def _book(data: dict[str, Any]) -> Book:
    fee = Fee(**data["fee"]) if "fee" in data else None
    procedures = tuple(data["procedures"])
    return Book(data["suffix"], data["title"], procedures, data.get("deed", ""), fee)
