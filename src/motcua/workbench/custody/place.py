"""``kho/<barcode>``: a store, a shelf or a box, and what is in it."""

from __future__ import annotations

from functools import cached_property
from motcua import _
from motcua.archive.custody import disuse
from motcua.archive.custody import looking
from motcua.archive.custody import paper
from motcua.archive.custody import places
from motcua.archive.holdings import files
from motcua.archive.holdings.errors import Missing as Lacking
from motcua.archive.holdings.errors import Unknown
from motcua.archive.retention import tables
from motcua.shell.screen import Missing
from motcua.workbench.custody import words
from motcua.workbench.custody.frame import CustodyScreen
from motcua.workbench.custody.frame import PAGE
from motcua.workbench.holdings.frame import Happened
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Callable
    from motcua.archive.custody.store import Place
    from motcua.dossiers.ledger import Event


class PlaceScreen(CustodyScreen):
    """A place of an archive that the person keeps."""

    body = ViewPageTemplateFile("templates/place.pt")
    INNER = {places.STORE: places.SHELF, places.SHELF: places.BOX}
    WORDS = {
        places.SHELF: (_("Open shelves here"), _("Length of its boards, cm")),
        places.BOX: (_("Open boxes here"), _("Thickness of a box, cm")),
    }

    def find(self) -> None:
        """Find the place by its code as it is written."""
        try:
            one = places.get(self.context, self.names[1], self.person, self.now)
        except Unknown as error:
            raise Missing from error
        if one.barcode != self.names[1]:
            raise Missing
        self.one: Place = one

    @property
    def found(self) -> places.PlaceView:
        """The place as it stands."""
        return places.view(self.one)

    @property
    def heading(self) -> str:
        """Its code."""
        return self.one.barcode

    def standard(self, kind: str) -> str:
        """Return the size of a place by the national standard, in centimetres."""
        return self.centimetres(places.SIZES[kind])

    @property
    def inner(self) -> str:
        """The kind of what is opened in it, "" for a box."""
        return self.INNER.get(self.found.kind, "")

    def acts(self) -> dict[str, Any]:
        """Return what buttons do."""
        return {
            "open": self.open_inside,
            "describe": lambda: self.do(
                places.describe, self.text("name"), self.millimetres("size") or 0
            ),
            "move": lambda: self.do(places.move, self.text("inside")),
            "retire": lambda: self.do(disuse.retire, self.text("reason")),
            "restore": lambda: self.do(disuse.restore),
            "take_out": self.take_out,
        }

    def do(self, act: Callable[..., Any], *given: Any) -> Any:
        """Do an act of this person on the place, as the form saw it."""
        told = (self.context, self.one, *given, self.person, self.now)
        return act(*told, self.seen)

    def open_inside(self) -> None:
        """Open one place with a code of its own, or some with codes of the house."""
        code = self.text("barcode")
        told = (self.context, self.found.agency, self.inner)
        where: dict[str, Any] = {
            "inside": self.one.barcode,
            "size": self.millimetres("size"),
        }
        if code:
            name = self.text("name")
            made = [
                places.open_place(
                    *told, code, self.person, self.now, name=name, **where
                )
            ]
        else:
            number = self.number("number", default=1, largest=places.MOST + 1)
            made = places.open_many(*told, number, self.person, self.now, **where)
        codes = [one.barcode for one in made]
        shown = codes[0] if len(codes) == 1 else f"{codes[0]} … {codes[-1]}"
        self.tell(_("Opened: ${code}", mapping={"code": shown}))

    def take_out(self) -> None:
        """Take the ticked files out of the box on record."""
        codes = self.texts("file")
        if not codes:
            raise Lacking(_("Choose files of this box."))
        for code in codes:
            one = files.get(self.context, code, self.person, self.now)
            if files.view(one).lying.box == self.one.barcode:
                paper.take_out(self.context, one, self.person, self.now)

    @property
    def above(self) -> tuple[places.PlaceView, ...]:
        """What it stands in, the store first."""
        return places.way(self.context, self.one.barcode)[:-1]

    @cached_property
    def listed(self) -> list[Any]:
        """Rows of what is in it on this page, and one more where there is another."""
        told = {"limit": PAGE + 1, "offset": self.begin}
        if self.found.kind == places.BOX:
            return looking.in_box(self.one.barcode, self.groups, **told)
        return looking.within(self.one.barcode, **told)

    @property
    def rows(self) -> list[Any]:
        """The rows of this page."""
        return self.listed[:PAGE]

    @property
    def more(self) -> bool:
        """Whether there is another page."""
        return len(self.listed) > PAGE

    @cached_property
    def counted(self) -> dict[str, tuple[int, int]]:
        """What is in each row: (places, millimetres), of boxes (files, sheets)."""
        codes = [row["barcode"] for row in self.rows]
        if self.found.kind == places.SHELF:
            return looking.lies_in(codes)
        return looking.filled(codes)

    @cached_property
    def taken(self) -> tuple[int, int, int]:
        """(things in it, millimetres they take, millimetres there are)."""
        code = self.one.barcode
        if self.found.kind == places.STORE:
            return looking.room(code)
        if self.found.kind == places.SHELF:
            number, size = looking.filled([code]).get(code, (0, 0))
            return number, size, self.found.size
        number, sheets = looking.lies_in([code]).get(code, (0, 0))
        measure = tables.measure_of(self.context, self.found.agency, self.today)
        return number, round(sheets * 1000 / measure.sheets), self.found.size

    @property
    def free(self) -> int:
        """The millimetres that are left, less than 0 for what is too full."""
        _number, taken, size = self.taken
        return size - taken

    def happened(self) -> list[Happened]:
        """Return what happened to it, the newest first."""
        return [
            Happened(
                at=self.moment(event.at),
                who=self.name_of(event.actor),
                what=self.say(words.PLACES.get(event.type, event.type)),
                words=self.told(event),
            )
            for event in reversed(self.found.events)
        ]

    def told(self, event: Event) -> str:
        """Return the words of an event."""
        facts, data = event.facts, event.data
        found = [facts.get("inside", ""), data.get("name", ""), data.get("reason", "")]
        if "undoes" in facts:
            found.append(self.say(words.DID["undo"]))
        return ". ".join(filter(None, map(str, found)))
