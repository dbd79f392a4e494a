"""Books of receipts: registered, spoilt numbers, given back."""

from __future__ import annotations

from functools import cached_property
from motcua import _
from motcua.desk.cash.frame import TAB
from motcua.desk.cash.frame import TillScreen
from motcua.dossiers.cash import books
from motcua.dossiers.cash import duties
from motcua.dossiers.cash import store
from motcua.dossiers.cash.store import ReceiptBook
from motcua.dossiers.errors import MissingData
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Final


PATH: Final = "bien-lai"


class BooksScreen(TillScreen):
    """``thu-ngan/bien-lai``: the books of a unit, from - to, used, void, left."""

    title = _("Books of receipts")
    body = ViewPageTemplateFile("templates/books.pt")

    @cached_property
    def every(self) -> list[books.Book]:
        """The books of the unit, the newest first."""
        return books.kept(self.context, self.unit.code)

    @property
    def keeps(self) -> bool:
        """Whether this person registers books here."""
        return any(unit.code == self.unit.code for unit in self.kept)

    @property
    def cashiers(self) -> list[tuple[str, str]]:
        """Who may be given a book: (login, name)."""
        found = duties.collectors(self.unit.code, self.now)
        return [(one, self.name_of(one)) for one in found]

    def mine_too(self, book: books.Book) -> bool:
        """Say whether this person may make a number of the book void."""
        return not book.closed and (self.keeps or book.cashier == self.person)

    def carry_out(self, what: str) -> None:
        """Register a book, make a number void, or take a book back."""
        reason, person, now = self.text("reason"), self.person, self.now
        if what == "register":
            books.register(
                self.context,
                self.unit.code,
                self.text("cashier"),
                self.text("symbol"),
                self.text("first"),
                self.text("last"),
                person,
                now,
            )
        elif what == "void":
            books.make_void(self.asked(), self.text("number"), reason, person, now)
        elif what == "close":
            books.close(self.asked(), reason, person, now)
        else:
            super().carry_out(what)
        self.tell(_("Done."))
        self.go(TAB, PATH, unit=self.unit.code)

    def asked(self) -> ReceiptBook:
        """Return the book that a form names, of this unit alone."""
        one = store.find(self.context, self.text("book"))
        of_unit = {book.code for book in self.every}
        if not isinstance(one, ReceiptBook) or one.code not in of_unit:
            raise MissingData(_("There is no such book in this unit."))
        return one
