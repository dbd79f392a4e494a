"""``lo/<code>``: the pages of a batch, and everything that is done to them."""

from __future__ import annotations

from functools import cached_property
from motcua import _
from motcua.archive.capture import arranging
from motcua.archive.capture import arrivals
from motcua.archive.capture import batches
from motcua.archive.capture import papers
from motcua.archive.capture import stuck
from motcua.archive.capture.errors import CaptureError
from motcua.archive.capture.errors import UnknownBatch
from motcua.archive.capture.pages import SIDES
from motcua.archive.quality import thresholds
from motcua.dossiers import ledger
from motcua.dossiers.folder import find
from motcua.shell.bounds import Bounds
from motcua.shell.bounds import bounds
from motcua.shell.screen import Missing
from motcua.workbench.batches import acts
from motcua.workbench.batches import waiting
from motcua.workbench.batches.frame import BatchScreen
from motcua.workbench.batches.stack import Stack
from motcua.workbench.batches.thumbs import Group
from motcua.workbench.batches.thumbs import MOST
from motcua.workbench.batches.thumbs import places
from motcua.workbench.batches.thumbs import Sheet
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
import transaction
from typing import Any
from typing import Final
from typing import TYPE_CHECKING
from zope.i18nmessageid import Message
from ZPublisher.HTTPRequest import FileUpload


if TYPE_CHECKING:
    from motcua.archive.capture.pages import Arrival
    from motcua.archive.capture.pages import Document

#: Places as addresses: name -> words.
PLACES: Final[dict[str, Any]] = {
    "": _("Pages in documents"),
    "chua-xep": _("Unassigned"),
    "to-bia": _("Cover sheets"),
    "loai": _("Rejected"),
    "cach-ly": _("Quarantine"),
}
DOCUMENT_STATES: Final[dict[str, Any]] = {
    "filing": _("Being filed"),
    "filed": _("Filed"),
}
#: Why pages of a pass are unassigned: the other side is not there, or does not fit.
_ONE_SIDE: Final = ("other-side", "sides-differ")
#: Unassigned pages that are shown above the documents.
_FEW: Final = 40


class ArrangeScreen(BatchScreen):
    """The batch with its places; every button is a key as well."""

    body = ViewPageTemplateFile("templates/one.pt")
    bar = ViewPageTemplateFile("templates/bar.pt")
    leaf = ViewPageTemplateFile("templates/leaf.pt")
    still = ViewPageTemplateFile("templates/stuck.pt")
    gaps = ViewPageTemplateFile("templates/stack.pt")
    ending = ViewPageTemplateFile("templates/ending.pt")
    PLACES = PLACES
    DOCUMENT_STATES = DOCUMENT_STATES
    sides = SIDES
    levels = arranging.LEVELS

    def prepare(self) -> None:
        """Find the batch and the place that is shown; act on what was sent."""
        self.shown = self.text("noi") if self.text("noi") in PLACES else ""
        self.begin = self.number("tu", default=0, largest=100_000)
        self.at = self.text("tai")
        self.taken: list[arrivals.Taken] = []
        super().prepare()
        if self.posted and self.request.response.getStatus() not in (302, 303):
            # What the page shows is what stands there now.
            self.__dict__.pop("found", None)

    def send(self) -> None:
        """Take files in, or act on the chosen pages; then show the same place again."""
        if self.text("do") == "upload":
            self.upload()
            return
        act = acts.ACTS.get(self.text("do"))
        if act is None:
            raise Missing
        ordered, chosen = self.shown_order, set(self.chosen)
        if not self.attempt(lambda: act(self)):
            return
        if self.text("do") in acts.TOLD:
            self.tell(acts.TOLD[self.text("do")])
            self.go("lo", self.batch.code)
            return
        self.__dict__.pop("found", None)
        self.lead(ordered, chosen)

    def lead(self, ordered: list[str], chosen: set[str]) -> None:
        """Go on where the hands are: at the page acted on, or at the next one."""
        now = set(self.shown_order)
        at = next((one for one in ordered if one in chosen and one in now), "")
        if not at and chosen:
            last = max(
                (ordered.index(one) for one in chosen if one in ordered), default=-1
            )
            rest = [*ordered[last + 1 :], *reversed(ordered[: last + 1])]
            at = next((one for one in rest if one in now and one not in chosen), "")
        begin = str(self.begin) if self.begin else ""
        self.go("lo", self.batch.code, noi=self.shown, tu=begin, tai=at)

    def upload(self) -> None:
        """Take every file; a refused one hinders no other."""
        sent = self.request.form.get("files", ())
        found = sent if isinstance(sent, list | tuple) else [sent]
        uploads = [
            (each, str(each.filename))
            for each in found
            if isinstance(each, FileUpload) and each.filename
        ]
        side = self.text("side") or "all"
        try:
            self.taken = arrivals.arrive_all(
                self.context, self.batch, uploads, self.person, self.now, side=side
            )
        except UnknownBatch as error:
            raise Missing from error
        except CaptureError as error:
            transaction.doom()
            self.problem, self.status = error.message, 400
            return
        kept = [one for one in self.taken if one.pages]
        if not kept:
            transaction.doom()
        if not uploads:
            self.problem, self.status = _("Choose a file first."), 400
        elif any(one.message for one in self.taken):
            self.status = 200 if kept else 400
        else:
            pages = str(sum(one.pages for one in kept))
            told = _("${pages} pages came in.")
            self.tell(Message(told, mapping={"pages": pages}))
            self.go("lo", self.batch.code)

    # What was chosen

    @cached_property
    def chosen(self) -> list[str]:
        """The pages that were ticked, in the order of the screen.

        One page stands for all of a signed file: it stays whole, and may be longer
        than a screen.
        """
        sent = set(self.texts("page"))
        for arrival in self.found.arrivals:
            if arrival.signed and not sent.isdisjoint(arrival.ids):
                sent.update(arrival.ids)
        known = {id: at for at, id in enumerate(acts.order(self.found))}
        return sorted(sent, key=lambda id: (known.get(id, len(known)), id))

    @property
    def shown_order(self) -> list[str]:
        """The pages of the place that is shown, in their order."""
        if self.shown:
            return list(places(self.found)[self.shown])
        held = [page for one in self.found.documents for page in one.pages]
        return [*self.found.unassigned, *held]

    @property
    def next_ordinal(self) -> int:
        """The number after the highest that a document has."""
        taken = [one.target.ordinal for one in self.found.documents if one.target]
        return max(taken, default=0) + 1

    # How it ends

    @cached_property
    def stack(self) -> Stack | None:
        """The papers of the dossier beside the stack of the counter; else None."""
        if self.found.purpose != "counter":
            return None
        dossier = find(self.context, self.found.dossiers[0])
        if dossier is None:
            return None
        return Stack(self, dossier, self.found, lambda _key: "#files")

    @property
    def fileable(self) -> list[Document]:
        """The documents of a stack of the counter that can be filed now."""
        if self.found.purpose != "counter" or not self.may_arrange:
            return []
        return [
            one for one in self.found.documents if one.state == "open" and one.target
        ]

    @property
    def filing(self) -> int:
        """How many documents are being filed at this moment."""
        return sum(one.state == "filing" for one in self.found.documents)

    @property
    def passes(self) -> dict[str, list[Arrival]]:
        """Passes that wait for their other side; nothing where one side lacks."""
        waiting = {
            side: [
                one
                for one in self.found.arrivals
                if one.side == side
                and all(self.found.unassigned.get(id) in _ONE_SIDE for id in one.ids)
            ]
            for side in ("fronts", "backs")
        }
        return waiting if self.may_arrange and all(waiting.values()) else {}

    def pass_words(self, arrival: Arrival) -> str:
        """Return what a pass is called in a choice."""
        told = {"name": arrival.name, "number": str(arrival.pages)}
        return self.say(Message(_("${name}, ${number} pages"), mapping=told))

    @property
    def may_close(self) -> bool:
        """Whether everything has its place, so that the person may end the batch."""
        found, figures = self.found, self.found.figures
        settled = not (figures.unassigned or figures.quarantined or found.waiting)
        filed = all(one.state == "filed" for one in found.documents)
        return (
            found.state in ("open", "accepted")
            and not self.confined
            and settled
            and filed
            and batches.may_arrange(
                self.context, self.batch, self.person, self.now, found
            )
        )

    # What the template asks

    @cached_property
    def sheet(self) -> Sheet:
        """Makes the thumbs."""
        return Sheet(self.found)

    @cached_property
    def parts(self) -> tuple[list[Group], int]:
        """What is shown, and where the next screen begins (0: nowhere)."""
        if self.shown:
            group = self.sheet.place(self.shown, self.begin)
            total = len(places(self.found)[self.shown])
            after = self.begin + MOST
            return [group] if group.pages else [], after if after < total else 0
        groups, after = self.sheet.documents(self.begin)
        if self.found.unassigned and not self.begin:
            groups.insert(0, self.sheet.place("chua-xep", 0, _FEW))
        return groups, after

    def reason(self, thumb: Any) -> str:
        """Return in words why a page is where it is."""
        if self.shown == "loai":
            told = {**self.words.REJECTIONS, **self.words.REFUSED}
            return self.say(told.get(thumb.reason, thumb.reason))
        if self.shown == "to-bia":
            words = self.target_words(thumb.reason)
            back = self.say(_("Back of the cover sheet")) if self.is_back(thumb) else ""
            return ": ".join(filter(None, (back, words)))
        if self.shown == "cach-ly":
            return str(thumb.reason)
        return self.say(self.words.REASONS.get(thumb.reason, thumb.reason))

    def is_back(self, thumb: Any) -> bool:
        """Say whether a page is the bare back of a cover sheet."""
        return thumb.id in self.found.backs

    def target_words(self, target: Any) -> str:
        """Return what a document or cover sheet is, in words."""
        if target is None:
            return ""
        if target.ordinal:
            told = {"number": str(target.ordinal)}
            return self.say(Message(_("Number ${number}"), mapping=told))
        title = self.papers_of(target.dossier).get(target.paper, target.paper)
        return f"{target.dossier}: {title}"

    def about(self, document: Document) -> str:
        """Return what is written down of a document, in a line."""
        names = ("type", "number", "abstract")
        told = [str(document.fields.get(name, "")) for name in names]
        return " ".join(filter(None, told))

    def problem_of(self, document: Document) -> str:
        """Return why a document could not be filed, "" for no problem."""
        return self.say(self.words.PROBLEMS.get(document.problem, document.problem))

    def papers_of(self, dossier: str) -> dict[str, str]:
        """Return the papers of a dossier, asked for once."""
        if dossier not in self._papers:
            self._papers[dossier] = papers.of_dossier(self.context, dossier)
        return self._papers[dossier]

    @cached_property
    def _papers(self) -> dict[str, dict[str, str]]:
        return {}

    @property
    def targets(self) -> list[tuple[str, str]]:
        """What a document of a batch of dossiers can be: (value, words)."""
        several = len(self.found.dossiers) > 1
        return [
            (f"{code}|{key}", f"{code}: {title}" if several else title)
            for code in self.found.dossiers
            for key, title in self.papers_of(code).items()
        ]

    @property
    def goals(self) -> list[tuple[str, str]]:
        """Documents into which pages can be moved: (id, words)."""
        return [
            (one.id, f"{number}. {self.target_words(one.target)}".strip())
            for number, one in enumerate(self.found.documents, start=1)
            if one.state == "open"
        ]

    def count(self, place: str) -> int:
        """Return how many pages are in a place."""
        if not place:
            return self.found.figures.documents
        return len(places(self.found)[place])

    @property
    def sent_back(self) -> str:
        """Why the examination sent the batch back, while it is being mended."""
        if self.found.state != "open":
            return ""
        events = ledger.events(self.batch)
        back = [one for one in events if one.type == "refuse"]
        return str(back[-1].data.get("reason", "")) if back else ""

    @property
    def counted(self) -> list[thresholds.Finding]:
        """Whether other pages came in than were counted."""
        figures = self.found.figures
        if not self.found.declared or not figures.arrived:
            return []
        return thresholds.count(figures.papers, self.found.declared)

    @cached_property
    def coming(self) -> list[waiting.Coming]:
        """How far the files are."""
        return waiting.coming(self.found, self.now)

    @property
    def left(self) -> Any:
        """For how long the looking goes on."""
        return waiting.left(self.coming)

    @property
    def stuck_files(self) -> list[stuck.Stuck]:
        """Files that wait for a decision of this person."""
        return stuck.files(self.found) if self.may_arrange else []

    @property
    def stuck_documents(self) -> list[Document]:
        """Documents whose filing stands still."""
        return stuck.documents(self.batch, self.found) if self.may_take_back else []

    @property
    def may_take_back(self) -> bool:
        """Whether the person may take a document back that is not filed."""
        if self.confined or self.found.state not in ("open", "accepted"):
            return False
        return batches.may_arrange(
            self.context, self.batch, self.person, self.now, self.found
        )

    @cached_property
    def bounds(self) -> Bounds:
        """How large files may be, for the script of the page."""
        return bounds(self.say)

    def picture(self, thumb: Any, width: int) -> str:
        """Return the address of the picture of a page."""
        return self.here("hinh", thumb.id, w=str(width), v=thumb.version)

    def turned(self, begin: int) -> str:
        """Return the address of another part of the same place."""
        return self.here(noi=self.shown, tu=str(begin) if begin else "")
