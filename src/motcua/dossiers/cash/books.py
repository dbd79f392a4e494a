"""Books of receipts (quyển biên lai): from which number to which, used, void, left.

Receipts carry registered symbols and numbers (Decrees 123/2020/NĐ-CP, 70/2025/NĐ-CP):
they are recorded, never invented. A unit may keep its books here. From the first one on
whoever takes cash there writes a receipt out of a book of theirs, and a number that is
in no book of the cashier, void, or used already is refused.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from motcua import _
from motcua.dossiers import ledger
from motcua.dossiers.cash import duties
from motcua.dossiers.cash import receipts
from motcua.dossiers.cash import store
from motcua.dossiers.cash.store import ReceiptBook
from motcua.dossiers.errors import IllegalStep
from motcua.dossiers.errors import MissingData
import re
from typing import Any
from typing import Final


#: Receipts of one book; printed ones have 50 or 100.
MOST: Final = 2000
_SYMBOL: Final = re.compile(r"[0-9A-Z][0-9A-Z/.\-]{0,39}")
_DIGITS: Final = re.compile(r"[0-9]{1,12}")


@dataclass(frozen=True)
class Book:
    """What a book says now. ``void`` maps numbers to why they are void.

    ``used`` are the numbers that were written out, those of payments that were made
    void later among them; ``closed`` says why it was given back, "" while it is open.
    """

    code: str
    unit: str
    cashier: str
    symbol: str
    first: int
    last: int
    width: int
    at: datetime
    used: frozenset[str]
    void: dict[str, str]
    closed: str = ""

    def number(self, value: int) -> str:
        """Return a number as it is printed."""
        return f"{value:0{self.width}d}"

    @property
    def left(self) -> list[str]:
        """The numbers that nobody wrote on, in order."""
        every = (self.number(each) for each in range(self.first, self.last + 1))
        return [
            each for each in every if each not in self.used and each not in self.void
        ]

    @property
    def next(self) -> str:
        """The number that comes next, "" where none is left."""
        return next(iter(self.left), "") if not self.closed else ""

    @property
    def range(self) -> str:
        """From - to, as printed."""
        return f"{self.number(self.first)} - {self.number(self.last)}"

    def holds(self, number: str) -> str:
        """Return a number as this book prints it, "" where it is not one of it."""
        if not _DIGITS.fullmatch(number):
            return ""
        value = int(number)
        return self.number(value) if self.first <= value <= self.last else ""


def view(one: ReceiptBook) -> Book:
    """Return what a book says now."""
    first, *later = ledger.events(one)
    facts = first.facts
    void: dict[str, str] = {}
    closed = ""
    for event in later:
        if event.type == "void":
            void[str(event.facts["number"])] = str(event.data.get("reason", ""))
        else:
            closed = str(event.data.get("reason", "")) or "-"
    return Book(
        code=one.code,
        unit=first.unit,
        cashier=str(facts["cashier"]),
        symbol=str(facts["symbol"]),
        first=int(facts["first"]),
        last=int(facts["last"]),
        width=int(facts["width"]),
        at=first.at,
        used=frozenset(number for number, (code, _n) in one.used.items() if code),
        void=void,
        closed=closed,
    )


def kept(site: Any, unit: str) -> list[Book]:
    """Return the books of a unit, the newest first."""
    return [view(one) for one in reversed(store.books_of(site, unit))]


def register(
    site: Any,
    unit: str,
    cashier: str,
    symbol: str,
    first: str,
    last: str,
    actor: str,
    now: datetime,
) -> ReceiptBook:
    """Register a book that is handed to a cashier, and return it.

    ``first`` and ``last`` are written as they are printed, with their zeros. Numbers
    that payments carry already count as used. Raises ``NotAllowed``, ``MissingData``.
    """
    duties.check(unit, actor, now, duties.KEEPING)
    symbol = symbol.strip().upper()
    if not _SYMBOL.fullmatch(symbol):
        raise MissingData(_("Write the symbol as it is printed, such as CL-26T."))
    if not _DIGITS.fullmatch(first) or not _DIGITS.fullmatch(last):
        raise MissingData(_("Write the numbers as they are printed, such as 0000101."))
    low, high = int(first), int(last)
    if low < 1 or not 0 <= high - low < MOST:
        raise MissingData(
            _(
                "A book has one receipt at least and ${most} at most.",
                mapping={"most": str(MOST)},
            )
        )
    if cashier not in duties.collectors(unit, now):
        raise MissingData(_("Choose a cashier who takes money in this unit today."))
    shelf = store.made(site)
    _check_free(shelf, symbol, low, high)
    width = max(len(first), len(last))
    code = f"{symbol}/{low:0{width}d}-{high:0{width}d}"
    while code in shelf.books:
        code += "+"
    one = ReceiptBook(code)
    facts = {
        "code": code,
        "cashier": cashier,
        "symbol": symbol,
        "first": low,
        "last": high,
        "width": width,
        **duties.behalf(unit, actor, now, duties.KEEPING),
    }
    ledger.append(
        one, "register", actor=actor, unit=unit, now=now, facts=facts, data={}
    )
    shelf.books[code] = one
    place = view(one)
    for move in receipts.with_symbol(symbol):
        number = place.holds(move.number)
        if number and number not in one.used:
            one.used[number] = list(move.key)
    shelf.book_places.insert((unit, place.at.isoformat(), code))
    return one


def _check_free(shelf: store.Shelf, symbol: str, low: int, high: int) -> None:
    """Refuse numbers that another book has, as far as it was not given back."""
    for other in map(view, shelf.books.values()):
        if other.symbol != symbol or other.last < low or high < other.first:
            continue
        taken = {int(one) for one in (*other.used, *other.void)}
        if not other.closed or any(low <= one <= high for one in taken):
            raise MissingData(
                _(
                    "Book ${book} has some of these numbers already.",
                    mapping={"book": f"{other.symbol} {other.range}"},
                )
            )


def make_void(
    one: ReceiptBook, number: str, reason: str, actor: str, now: datetime
) -> None:
    """Record that a receipt was spoilt before money was taken on it.

    The cashier does it, or who keeps the books. Raises ``NotAllowed``,
    ``IllegalStep``, ``MissingData``.
    """
    book = _open(one, actor, now)
    printed = book.holds(number)
    if not printed:
        raise MissingData(
            _(
                "Number ${number} is not in book ${book}.",
                mapping={"number": number[:20], "book": f"{book.symbol} {book.range}"},
            )
        )
    if printed in book.used:
        raise IllegalStep(
            _(
                "Receipt ${number} was given out for dossier ${code}; make the payment "
                "void there.",
                mapping={"number": printed, "code": one.used[printed][0]},
            )
        )
    if printed in book.void:
        raise IllegalStep(
            _("Receipt ${number} is void already.", mapping={"number": printed})
        )
    if not reason:
        raise MissingData(_("Give the reason in words."))
    # Who takes money on it at the same moment meets here.
    one.used[printed] = ["", one.length + 1]
    _append(one, "void", book.unit, actor, now, {"number": printed}, {"reason": reason})


def close(one: ReceiptBook, reason: str, actor: str, now: datetime) -> None:
    """Take a book back: what is left in it is given out no more from it.

    Raises ``NotAllowed``, ``IllegalStep``, ``MissingData``.
    """
    book = _open(one, actor, now)
    if not reason:
        raise MissingData(_("Give the reason in words."))
    left = book.left
    facts = {"left": [left[0], left[-1], len(left)] if left else []}
    _append(one, "close", book.unit, actor, now, facts, {"reason": reason})


def _open(one: ReceiptBook, actor: str, now: datetime) -> Book:
    book = view(one)
    if actor != book.cashier:
        duties.check(book.unit, actor, now, duties.KEEPING)
    if book.closed:
        raise IllegalStep(_("This book was given back."))
    return book


def _append(
    one: ReceiptBook,
    type_: str,
    unit: str,
    actor: str,
    now: datetime,
    facts: dict[str, Any],
    data: dict[str, Any],
) -> None:
    facts = {**facts, **duties.behalf(unit, actor, now)}
    ledger.append(one, type_, actor=actor, unit=unit, now=now, facts=facts, data=data)


# At the counter


def of_cashier(site: Any, unit: str, cashier: str) -> list[Book]:
    """Return the open books of a cashier in a unit, the oldest first."""
    found = map(view, store.books_of(site, unit))
    return [each for each in found if each.cashier == cashier and not each.closed]


def proposed(site: Any, unit: str, cashier: str) -> tuple[str, str]:
    """Return symbol and number of the receipt that the cashier writes next.

    Both are "" where the unit keeps no books, or none of theirs has a number left.
    """
    for book in of_cashier(site, unit, cashier):
        if book.next:
            return book.symbol, book.next
    return "", ""


def checked(
    site: Any, unit: str, cashier: str, facts: dict[str, Any]
) -> dict[str, Any]:
    """Return symbol and number of a payment as the book prints them.

    ``facts`` are those of ``collect_fee``. Empty where the unit keeps no books; of
    other ways of paying than cash only a number of a book is asked. Raises
    ``MissingData``, which names the number and whose it is.
    """
    every = [view(one) for one in store.books_of(site, unit)]
    symbol = str(facts.get("symbol", "")).strip().upper()
    number = str(facts.get("number", "")).strip()
    mine = [each for each in every if each.symbol == symbol and each.holds(number)]
    if not mine:
        return _without(every, cashier, facts, symbol, number)
    book = mine[-1]
    printed = book.holds(number)
    told = {"symbol": symbol, "number": printed}
    for each in mine:
        if printed in each.used:
            where = store.made(site).books[each.code].used[printed][0]
            raise MissingData(
                _(
                    "Receipt ${symbol} ${number} was given out already, for dossier "
                    "${code}.",
                    mapping={**told, "code": where},
                )
            )
        if printed in each.void:
            raise MissingData(
                _("Receipt ${symbol} ${number} is void.", mapping=told),
            )
    if book.closed:
        raise MissingData(
            _("The book of receipt ${symbol} ${number} was given back.", mapping=told)
        )
    if book.cashier != cashier:
        raise MissingData(
            _(
                "Receipt ${symbol} ${number} is in the book of ${cashier}.",
                mapping={**told, "cashier": book.cashier},
            )
        )
    return told


def _without(
    every: list[Book], cashier: str, facts: dict[str, Any], symbol: str, number: str
) -> dict[str, Any]:
    """Let a payment go without a book where that is lawful, else refuse it."""
    kept_here = any(not each.closed for each in every)
    if not kept_here or facts.get("method") != "cash" or not int(facts["amount"]):
        return {}
    mine = [
        f"{each.symbol} {each.range}"
        for each in every
        if each.cashier == cashier and not each.closed
    ]
    raise MissingData(
        _(
            "Receipt “${given}” is in no book of this unit. Your books: ${books}.",
            mapping={
                "given": f"{symbol} {number}".strip()[:60],
                "books": "; ".join(mine) or "0",
            },
        )
    )


def use(site: Any, unit: str, symbol: str, number: str, key: tuple[str, int]) -> None:
    """Write down that a receipt was given out for an event of a dossier."""
    for one in store.books_of(site, unit):
        book = view(one)
        if book.symbol == symbol and book.holds(number) == number and not book.closed:
            one.used[number] = list(key)
