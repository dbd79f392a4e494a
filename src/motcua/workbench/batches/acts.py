"""What the buttons of the page of a batch do: each is one act of ``arranging``."""

from __future__ import annotations

from motcua import _
from motcua.archive.capture import filing
from motcua.archive.capture import stuck
from motcua.archive.capture.errors import Impossible
from motcua.archive.capture.errors import Missing
from motcua.archive.capture.pages import Target
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Callable
    from motcua.archive.capture.pages import Document
    from motcua.archive.capture.pages import Layout
    from motcua.workbench.batches.one import ArrangeScreen

_TURNS: Final = {"turn-right": 90, "turn-over": 180, "turn-left": 270}


def order(found: Layout) -> list[str]:
    """Return every page in the order in which screens show them."""
    held = [page for one in found.documents for page in one.pages]
    places = (found.unassigned, found.rejected, found.quarantined, found.covers)
    return held + [page for place in places for page in place]


def holder(found: Layout, page: str) -> Document:
    """Return the document that holds a page; refuse a page that is in none."""
    for one in found.documents:
        if page in one.pages:
            return one
    raise Impossible(_("This page is in no document; move it into one first."))


def _first(screen: ArrangeScreen) -> str:
    if not screen.chosen:
        raise Missing(_("Choose a page first."))
    return screen.chosen[0]


def turn(screen: ArrangeScreen) -> None:
    """Turn the chosen pages by a quarter or a half, from where they stand."""
    by = _TURNS[screen.text("do")]
    stand = {
        id: screen.found.pages[id].rotation if id in screen.found.pages else 0
        for id in screen.chosen
    }
    screen.acting.rotate({id: (at + by) % 360 for id, at in stand.items()})


def split(screen: ArrangeScreen) -> None:
    """Begin a document with the chosen page; unassigned pages become one."""
    page = _first(screen)
    if page in screen.found.unassigned:
        screen.acting.move(screen.chosen, "new")
        return
    screen.acting.split(holder(screen.found, page).id, page)


def merge(screen: ArrangeScreen) -> None:
    """Merge the documents of the chosen pages; of one alone, with the one before."""
    _first(screen)
    wanted = list(dict.fromkeys(holder(screen.found, one).id for one in screen.chosen))
    if len(wanted) == 1:
        ids = [one.id for one in screen.found.documents]
        at = ids.index(wanted[0])
        if not at:
            raise Impossible(_("There is no document before this one."))
        wanted = [ids[at - 1], *wanted]
    screen.acting.merge(wanted)


def earlier(screen: ArrangeScreen) -> None:
    """Put the chosen pages one place earlier, or at the end of the document before."""
    _shift(screen, -1)


def later(screen: ArrangeScreen) -> None:
    """Put the chosen pages one place later, or first in the next document."""
    _shift(screen, 1)


def _shift(screen: ArrangeScreen, way: int) -> None:
    held = holder(screen.found, _first(screen))
    chosen = [one for one in screen.chosen if one in held.pages]
    others = [one for one in held.pages if one not in chosen]
    edge = chosen[0] if way < 0 else chosen[-1]
    passed = [one for one in others if held.pages.index(one) < held.pages.index(edge)]
    at = len(passed) + way
    if 0 <= at <= len(others):
        before = others[at] if at < len(others) else ""
        screen.acting.move(chosen, held.id, before)
        return
    documents = screen.found.documents
    number = documents.index(held) + way
    if not 0 <= number < len(documents):
        raise Impossible(_("There is no document on that side."))
    near = documents[number]
    screen.acting.move(chosen, near.id, "" if way < 0 else near.pages[0])


def move(screen: ArrangeScreen) -> None:
    """Move the chosen pages to a document, a new one, or to the unassigned."""
    to = screen.text("to")
    screen.acting.move(screen.chosen, "" if to == "none" else to or "new")


def reject(screen: ArrangeScreen) -> None:
    """Reject the chosen pages with a reason."""
    screen.acting.reject(screen.chosen, screen.text("reason"))


def restore(screen: ArrangeScreen) -> None:
    """Take rejected pages back."""
    screen.acting.restore(screen.chosen)


def secret(screen: ArrangeScreen) -> None:
    """Put the chosen pages into quarantine; this browser forgets their pictures."""
    screen.acting.secret(screen.chosen, screen.text("level"))
    screen.request.response.setHeader("Clear-Site-Data", '"cache"')


def release(screen: ArrangeScreen) -> None:
    """Take pages out of quarantine, with a reason in words."""
    screen.acting.release(screen.chosen, screen.text("why"))


def cut(screen: ArrangeScreen) -> None:
    """Cut the chosen page in two, left and right as it is seen."""
    page = _first(screen)
    rotation = screen.found.pages[page].rotation if page in screen.found.pages else 0
    axis = "y" if rotation in (90, 270) else "x"
    screen.acting.cut(page, axis, 0.5, turned=rotation in (90, 180))


def assign(screen: ArrangeScreen) -> None:
    """Say what the document of the chosen page is."""
    document = holder(screen.found, _first(screen))
    screen.acting.assign(document.id, _target(screen))


def _target(screen: ArrangeScreen) -> Target | None:
    if screen.found.purpose == "papers":
        number = screen.number("ordinal", default=0, largest=9_999_999)
        return Target(ordinal=number) if number else None
    dossier, _bar, paper = screen.text("target").partition("|")
    return Target(dossier, paper) if dossier else None


def number_all(screen: ArrangeScreen) -> None:
    """Give every document that has none the next number, in their order."""
    acting = screen.acting
    number = screen.next_ordinal
    for one in screen.found.documents:
        if one.target is None and one.state == "open":
            acting.assign(one.id, Target(ordinal=number))
            number += 1


def look_again(screen: ArrangeScreen) -> None:
    """Have the pages of a file looked at once more."""
    stuck.look_again(screen.acting, _file(screen))
    screen.tell(_("The pages are being looked at again."))


def give_up(screen: ArrangeScreen) -> None:
    """Take the pages of a file without a look."""
    stuck.give_up(screen.acting, _file(screen))


def refuse_file(screen: ArrangeScreen) -> None:
    """Refuse a file that could not be looked at."""
    stuck.refuse_file(screen.acting, _file(screen), screen.text("why"))


def take_back(screen: ArrangeScreen) -> None:
    """Take a document back whose filing stands still."""
    stuck.take_back(screen.acting, screen.text("document"))


def _file(screen: ArrangeScreen) -> int:
    return screen.number("file", default=0, largest=1_000_000)


def undo(screen: ArrangeScreen) -> None:
    """Take the last act back."""
    screen.acting.undo()


def submit(screen: ArrangeScreen) -> None:
    """Hand the batch to the examination."""
    screen.acting.submit()


def collate(screen: ArrangeScreen) -> None:
    """Make one stack of the two passes that were chosen."""
    passes = [screen.number(side, default=0) for side in ("fronts", "backs")]
    arrivals = len(screen.found.arrivals)
    if not all(1 <= one <= arrivals for one in passes):
        raise Missing(_("Choose a pass of fronts and a pass of backs."))
    screen.acting.collate(*passes)


def file(screen: ArrangeScreen) -> None:
    """File every document of the stack that belongs to a paper."""
    acting = screen.acting
    chosen = [one.id for one in screen.fileable]
    filing.ask(
        screen.context, screen.batch, chosen, acting.actor, acting.now, acting.seen
    )


def close(screen: ArrangeScreen) -> None:
    """End the batch."""
    screen.acting.close()


#: What is told after an act that ends the arranging.
TOLD: Final = {
    "submit": _("The batch waits for its examination."),
    "collate": _("The two passes are one stack now."),
    "file": _("The documents are being filed; it takes a moment."),
    "close": _("The batch is closed; nothing comes in any more."),
}
ACTS: Final[dict[str, Callable[[ArrangeScreen], None]]] = {
    **dict.fromkeys(_TURNS, turn),
    "split": split,
    "merge": merge,
    "earlier": earlier,
    "later": later,
    "move": move,
    "reject": reject,
    "restore": restore,
    "secret": secret,
    "release": release,
    "cut": cut,
    "assign": assign,
    "number": number_all,
    "look-again": look_again,
    "give-up": give_up,
    "refuse-file": refuse_file,
    "take-back": take_back,
    "undo": undo,
    "submit": submit,
    "collate": collate,
    "file": file,
    "close": close,
}
