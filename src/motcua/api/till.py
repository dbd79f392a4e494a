"""The endpoint of the till: drawers and their shifts, and books of receipts.

It has the rights of the screens (``desk.cash``): who has no duty with the money of a
unit finds nothing of it here, as for a unit that does not exist.
"""

from __future__ import annotations

from motcua import _
from motcua.api import paging
from motcua.api import representation
from motcua.api import service
from motcua.api import values
from motcua.api.values import Reader
from motcua.dossiers.cash import books
from motcua.dossiers.cash import duties
from motcua.dossiers.cash import shifts
from motcua.dossiers.cash import store
from motcua.dossiers.errors import DossierError
from motcua.dossiers.errors import NotAllowed
from typing import Any
from typing import Final
from typing import TYPE_CHECKING
from zExceptions import NotFound


if TYPE_CHECKING:
    from motcua.dossiers.cash.receipts import Move

NAME: Final = "@till"
BOOKS: Final = "books"
SHIFTS: Final = "shifts"
#: Who closes the shift of a cashier who is away.
ABOVE: Final = ("supervision", "approval")
#: Shifts of a unit that are listed.
SHOWN: Final = 100
MOVE: Final = (
    "code",
    "event",
    "at",
    "amount",
    "method",
    "symbol",
    "number",
    "receipt",
)
#: What a program sends to close a shift, and to register a book.
CLOSING: Final = ("unit", "cashier", "counted", "reason", "seen")
REGISTERING: Final = ("unit", "cashier", "symbol", "first", "last")


class TillService(service.DossierService):
    """What reading and writing have in common."""

    nothing = _("There is nothing of this till for you.")

    def unit(self, code: str | None) -> str:
        """Return a unit with whose money the person has to do, else ``NotFound``."""
        if not code or not duties.held(code, self.person, service.now()):
            raise NotFound
        return code

    def drawer_of(self, unit: str, cashier: str) -> str:
        """Return whose drawer is meant: the own one, another's for who is above."""
        if cashier in ("", self.person):
            return self.person
        moment = service.now()
        if not duties.held(unit, self.person, moment, ABOVE):
            raise NotAllowed
        if cashier not in duties.collectors(unit, moment):
            raise NotFound
        return cashier

    def address(self, *names: str) -> str:
        """Return an address of this endpoint."""
        return "/".join((self.context.absolute_url(), NAME, *names))

    def shift(self, told: shifts.Closed) -> dict[str, Any]:
        """Return a closed shift without its payments."""
        return {
            "@id": self.address(SHIFTS, told.code),
            "code": told.code,
            "number": told.numbered,
            "unit": told.unit,
            "cashier": told.cashier,
            "closed_by": told.actor,
            "at": told.at.isoformat(),
            "expected": told.expected,
            "counted": told.counted,
            "difference": told.difference,
            "reason": told.reason,
        }

    def book(self, told: books.Book) -> dict[str, Any]:
        """Return a book of receipts."""
        left = told.left if not told.closed else []
        return {
            "code": told.code,
            "unit": told.unit,
            "cashier": told.cashier,
            "symbol": told.symbol,
            "first": told.number(told.first),
            "last": told.number(told.last),
            "at": told.at.isoformat(),
            "next": told.next,
            "left": len(left),
            "used": len(told.used),
            "void": sorted(told.void),
            "open": not told.closed,
        }


class ReadTill(TillService):
    """``GET @till?unit=``: a drawer; ``/shifts``, ``/shifts/<code>``, ``/books``."""

    def reply(self) -> dict[str, Any]:
        """Answer with the drawer, with shifts or with books."""
        try:
            if not self.names:
                return self.drawer()
            if self.names == [BOOKS]:
                return self.listed(BOOKS)
            if self.names == [SHIFTS]:
                return self.listed(SHIFTS)
        except DossierError as error:
            return self.refused_by(error)
        if self.names[0] == SHIFTS and len(self.names) == 3:
            return self.one_shift("/".join(self.names[1:]))
        raise NotFound

    def drawer(self) -> dict[str, Any]:
        """Return what no shift has yet, and the seal with which it is closed."""
        unit = self.unit(paging.word(self.request, "unit"))
        cashier = self.drawer_of(unit, paging.word(self.request, "cashier") or "")
        found = shifts.drawer(self.context, unit, cashier)
        symbol, number = books.proposed(self.context, unit, cashier)
        return {
            "@id": self.address(),
            "unit": unit,
            "cashier": cashier,
            "expected": shifts.sums(found),
            "items": [_move(one) for one in found],
            "next_receipt": {"symbol": symbol, "number": number},
            "seen": shifts.seal(found),
        }

    def listed(self, what: str) -> dict[str, Any]:
        """Return the shifts or the books of a unit, the newest first."""
        unit = self.unit(paging.word(self.request, "unit"))
        if what == BOOKS:
            items = [self.book(one) for one in books.kept(self.context, unit)]
        else:
            found = store.shifts_of(self.context, unit, SHOWN)
            items = [self.shift(shifts.view(one)) for one in found]
        return {"@id": self.address(what), "items": items}

    def one_shift(self, code: str) -> dict[str, Any]:
        """Return a closed shift with its payments; those of other units are none."""
        one = store.find(self.context, code)
        if not isinstance(one, store.Shift):
            raise NotFound
        told = shifts.view(one)
        self.unit(told.unit)
        return {**self.shift(told), "items": [_move(move) for move in told.moves]}


class WriteTill(TillService):
    """``POST @till/shifts`` closes a shift, ``POST @till/books`` registers a book."""

    def reply(self) -> dict[str, Any]:
        """Answer with what was made, or why it was refused."""
        self.writing()
        acts = {SHIFTS: self.close, BOOKS: self.register}
        act = acts.get("/".join(self.names))
        if act is None:
            raise NotFound
        try:
            made = act(Reader(values.body(self.request)))
        except DossierError as error:
            return self.refused_by(error)
        self.request.response.setStatus(201)
        return made

    def close(self, reader: Reader) -> dict[str, Any]:
        """Close the shift that was seen; the same again answers with the first."""
        reader.known(CLOSING)
        code = reader.text("unit", required=True)
        cashier = reader.text("cashier")
        seen = reader.text("seen", required=True)
        reason = reader.text("reason", longest=values.LONGEST).strip()
        counted = _counted(reader)
        if reader.problems:
            raise values.Wrong(reader.problems)
        unit = self.unit(code)
        drawer = self.drawer_of(unit, cashier)
        moment, actor = service.now(), self.person
        made = shifts.close(
            self.context, unit, drawer, counted, reason, actor, moment, seen
        )
        told = self.shift(shifts.view(made))
        self.request.response.setHeader("Location", told["@id"])
        return told

    def register(self, reader: Reader) -> dict[str, Any]:
        """Register a book that is handed to a cashier."""
        reader.known(REGISTERING)
        said = {name: reader.text(name, required=True) for name in REGISTERING}
        if reader.problems:
            raise values.Wrong(reader.problems)
        self.unit(said["unit"])
        made = books.register(
            self.context, **said, actor=self.person, now=service.now()
        )
        return self.book(books.view(made))


def _counted(reader: Reader) -> dict[str, int]:
    said = reader.object("counted")
    said.known(shifts.COUNTED)
    found = {}
    for name in shifts.COUNTED:
        amount = said.data.get(name)
        if type(amount) is int and 0 <= amount <= shifts.LARGEST:
            found[name] = amount
        else:
            said.problem(
                name, _("The amount is a whole number of đồng, such as 20000.")
            )
    reader.take(said)
    return found


def _move(move: Move) -> dict[str, Any]:
    return {name: representation.plain(getattr(move, name)) for name in MOVE}
