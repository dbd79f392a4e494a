"""A file whose pages are looked at: of a dossier, or a catalogued document."""

from __future__ import annotations

from dataclasses import dataclass
from motcua.archive import renditions
from motcua.archive.capture import card
from motcua.archive.capture import documents
from motcua.archive.capture import store as capture
from motcua.archive.finding import readings
from motcua.archive.holdings import files
from motcua.archive.incoming.attachments import attachments
from motcua.shell.screen import Missing
from motcua.storage import files as stored
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Callable
    from motcua.archive.capture.documents import DocumentView
    from motcua.archive.renditions import Rendition
    from motcua.shell.screen import Screen


@dataclass(frozen=True)
class Held:
    """A file that the person may open; ``note`` writes down that it is opened.

    ``home``, ``pages`` and ``pictures`` are paths below the door: of what holds the
    file, and before the number of a page. ``file`` is that of the archival copy.
    """

    code: str
    title: str
    rendition: Rendition
    watched: bool
    note: Callable[[], None]
    home: tuple[str, ...]
    pages: tuple[str, ...]
    pictures: tuple[str, ...]
    file: tuple[str, ...]

    def page(self, typed: str) -> int:
        """Return the number of a page as it stands in an address; ``Missing`` else."""
        digits = typed.isascii() and typed.isdigit() and len(typed) < 9
        number = int(typed) if digits else 0
        if not 0 < number <= self.rendition.pages or str(number) != typed:
            raise Missing
        return number


def held(screen: Screen) -> Held:
    """Return the file that the path of a screen names.

    The path is ``so-hoa/<code>/…/<sha256 of the original>/…`` or ``tai-lieu/<code>/…``.
    Raises ``Missing`` for what is unknown, foreign, or not made yet.
    """
    if screen.names[0] == "tai-lieu":
        return of_document(screen, document(screen))
    return of_dossier(screen, screen.names[1], screen.names[3])


def of_dossier(screen: Screen, code: str, digest: str) -> Held:
    """Return a file of a dossier; raises ``Missing``."""
    dossier = screen.may_see(code)
    file = next((one for one in attachments(dossier) if one.sha256 == digest), None)
    if file is None:
        raise Missing
    rendition = _made(screen, digest)
    below = ("so-hoa", code)
    return Held(
        code=code,
        title=file.title,
        rendition=rendition,
        watched=readings.watched(dossier, file),
        note=lambda: readings.note(dossier, file, screen.person, screen.now),
        home=below,
        pages=(*below, "trang", digest),
        pictures=(*below, "hinh", digest),
        file=(*below, "tep", rendition.archival),
    )


def document(screen: Screen) -> DocumentView:
    """Return the catalogued document of ``tai-lieu/<code>``; raises ``Missing``.

    Who keeps the archive of its unit reads it, and whoever has its file before them.
    """
    who, code = (screen.person, screen.now), screen.names[1]
    if files.lends(screen.context, code, *who):
        one = capture.document(screen.context, code)
        if one is not None:
            return documents.view(one)
    try:
        return documents.view(documents.get(screen.context, code, *who))
    except KeyError as error:
        raise Missing from error


def of_document(screen: Screen, found: DocumentView) -> Held:
    """Return the file of a catalogued document; raises ``Missing``."""
    rendition = _made(screen, found.sha256)
    below = ("tai-lieu", found.code)
    return Held(
        code=found.code,
        title=title_of(found),
        rendition=rendition,
        watched=readings.watches_document(found),
        note=lambda: readings.note_document(found, screen.person, screen.now),
        home=below,
        pages=(*below, "trang"),
        pictures=(*below, "hinh"),
        file=(*below, "tep", found.master or rendition.archival),
    )


def title_of(found: DocumentView) -> str:
    """Return what a document is called: its kind and its number."""
    kind = str(found.fields.get("type") or "")
    return " ".join(part for part in (kind, card.number(found.fields)) if part)


def _made(screen: Screen, digest: str) -> Rendition:
    rendition = renditions.get(digest, screen.context)
    if rendition is None or not stored.exists(rendition.text):
        raise Missing
    return rendition
