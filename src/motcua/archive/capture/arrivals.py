"""Files that come into a batch: checked, kept byte for byte, counted.

Every arriving file passes ``archive.uploads``; what is refused is told by name with the
way out and changes nothing. Its pages are known by the digest of the file, and the file
stays as it came for ever. The same file twice in one batch is told, not doubled.
"""

from __future__ import annotations

from dataclasses import dataclass
from motcua import _
from motcua.archive.capture import layout
from motcua.archive.capture.arranging import Acting
from motcua.archive.capture.errors import AlreadyHere
from motcua.archive.capture.errors import CaptureError
from motcua.archive.capture.errors import Missing
from motcua.archive.capture.pages import SIDES
from motcua.archive.errors import ArchiveError
from motcua.archive.incoming.uploads import received
from motcua.dossiers import ledger
from motcua.storage import files
from typing import Any
from typing import BinaryIO
from typing import TYPE_CHECKING
from zope.i18nmessageid import Message


if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from motcua.archive.capture.store import Batch
    from motcua.dossiers.ledger import Event


@dataclass(frozen=True)
class Taken:
    """What became of one of several files.

    ``arrival`` is its number in the batch, 0 when it was refused; ``message`` says why
    it was refused, or what a person should know, "" for nothing.
    """

    name: str
    arrival: int
    pages: int = 0
    message: Any = ""


def arrive(
    site: Any,
    batch: Batch,
    stream: BinaryIO,
    name: str,
    actor: str,
    now: datetime,
    *,
    side: str = "all",
    via: str = "screen",
) -> Event:
    """Take one file in and return its event.

    ``name`` is what its computer called it, hostile or not. ``side`` is one of
    ``pages.SIDES``, ``via`` the way: screen, api or folder. Raises ``UploadRefused``,
    ``AlreadyHere``, and what ``Acting.act`` raises; nothing is kept then.
    """
    if side not in SIDES:
        raise Missing(_("Choose which sides of the sheets the file shows."))
    acting = Acting(site, batch, actor, now, None)
    acting.check("arrive")
    with received(stream, name) as upload:
        known = known_as(batch, upload.sha256)
        if known:
            raise AlreadyHere(upload.name, known)
        ref = files.store(upload.path)
        facts = {
            "sha256": ref.sha256,
            "size": ref.size,
            "media": upload.media,
            "pages": upload.pages,
            "signed": upload.signed,
            "side": side,
            "via": via,
        }
        return acting.act("arrive", facts, {"name": upload.name})


def arrive_all(
    site: Any,
    batch: Batch,
    sent: Iterable[tuple[BinaryIO, str]],
    actor: str,
    now: datetime,
    *,
    side: str = "all",
    via: str = "screen",
) -> list[Taken]:
    """Take several files in, each for itself; a refused one hinders no other.

    Raises what concerns the batch and no single file: ``UnknownBatch``, ``NotYours``,
    ``Impossible``, ``Missing``.
    """
    Acting(site, batch, actor, now, None).check("arrive")
    taken = []
    for stream, name in sent:
        try:
            event = arrive(site, batch, stream, name, actor, now, side=side, via=via)
        except AlreadyHere as error:
            taken.append(Taken(name, error.arrival, 0, error.message))
        except CaptureError:
            raise
        except ArchiveError as error:
            taken.append(Taken(name, 0, 0, error.message))
        else:
            number = len(layout.fold(batch).arrivals)
            pages = int(event.facts["pages"])
            taken.append(
                Taken(event.data["name"], number, pages, notice(batch, number))
            )
    return taken


def known_as(batch: Batch, sha256: str) -> int:
    """Return the number of the arrival with these bytes, 0 when there is none."""
    came = [one for one in ledger.events(batch) if one.type == "arrive"]
    for number, event in enumerate(came, start=1):
        if event.facts["sha256"] == sha256:
            return number
    return 0


def notice(batch: Batch, number: int) -> Any:
    """Return what a person should know of an arrival: passes that do not match."""
    made = layout.drafted(ledger.events(batch))
    arrival = made.arrivals[number - 1]
    other = layout.partner(made, arrival)
    if other is None or other.pages == arrival.pages:
        return ""
    return Message(
        _(
            "The first pass has ${fronts} pages and the second ${backs}: a sheet was "
            "left out or drawn in double. Scan one of them again, or arrange them "
            "by hand."
        ),
        mapping={
            "fronts": str((other if arrival.side == "backs" else arrival).pages),
            "backs": str((arrival if arrival.side == "backs" else other).pages),
        },
    )
