"""The endpoint for scanners: a file into a batch, taken once however often it is sent.

A scanner (or the program beside it) logs in as a person of the house with a duty of the
archive, or as who opened the stack of a dossier; it gets no rights of its own.
"""

from __future__ import annotations

from base64 import b64encode
import hashlib
from io import BytesIO
from motcua import _
from motcua.api import guard
from motcua.api import service
from motcua.archive.capture import arrivals
from motcua.archive.capture import batches
from motcua.archive.capture import layout
from motcua.archive.capture import store
from motcua.archive.capture.errors import AlreadyHere
from motcua.archive.capture.errors import CaptureError
from motcua.archive.capture.errors import Impossible
from motcua.archive.capture.errors import NotYours
from motcua.archive.capture.errors import UnknownBatch
from motcua.archive.errors import ArchiveError
from motcua.archive.errors import UploadRefused
from motcua.archive.incoming import sniffing
from motcua.storage import files
from plone.protect.interfaces import IDisableCSRFProtection
import re
from typing import Any
from typing import BinaryIO
from typing import Final
from typing import TYPE_CHECKING
from zExceptions import BadRequest
from zExceptions import NotFound
from zope.interface import alsoProvides


if TYPE_CHECKING:
    from motcua.archive.capture.pages import Arrival
    from motcua.archive.capture.pages import Layout
    from motcua.archive.capture.store import Batch

NAME: Final = "@scans"
#: What a file may be sent as; its content decides what it is.
MEDIA: Final = (sniffing.PDF, sniffing.JPEG, sniffing.PNG, sniffing.TIFF)
#: RFC 9530: a dictionary of structured fields with a byte sequence.
_DIGEST: Final = re.compile(r"(?:^|,)\s*sha-256=:([A-Za-z0-9+/=]{44}):\s*(?:$|,)")
#: Open batches that are listed.
LARGEST: Final = 100


class ScanService(service.DossierService):
    """What reading and sending have in common: the batch of the address."""

    def batch(self) -> Batch:
        """Return the batch of the address; ``NotFound`` for others' ones too."""
        if len(self.names) != 1:
            raise NotFound
        try:
            return batches.get(self.context, self.names[0], self.person, service.now())
        except UnknownBatch:
            raise NotFound from None

    def refused(self, status: int, kind: str, message: Any, *more: Any) -> Any:
        """Answer why nothing was done; a batch that is not there is named as one."""
        if kind == "NotFound":
            kind, message = "UnknownBatch", UnknownBatch.message
        return super().refused(status, kind, message, *more)

    def told(self, found: Layout) -> dict[str, Any]:
        """Return a batch as programs see it: no names of files, no persons."""
        figures = found.figures
        return {
            "@id": f"{self.context.absolute_url()}/++api++/{NAME}/{found.code}",
            "code": found.code,
            "purpose": found.purpose,
            "scanner": found.scanner,
            "state": found.state,
            "declared": found.declared,
            "pages": {
                name: getattr(figures, name)
                for name in (
                    "arrived",
                    "cut",
                    "documents",
                    "filed",
                    "covers",
                    "unassigned",
                    "rejected",
                    "quarantined",
                )
            },
            "arrivals": [self.arrival(one) for one in found.arrivals],
        }

    def arrival(self, one: Arrival) -> dict[str, Any]:
        """Return one file that came in."""
        return {
            "number": one.number,
            "sha256": one.sha256,
            "size": one.size,
            "pages": one.pages,
            "looked": bool(one.look),
        }


class ReadScans(ScanService):
    """``GET @scans`` lists open batches, ``GET @scans/<code>`` tells one."""

    def reply(self) -> dict[str, Any]:
        """Answer with what this person may feed."""
        if self.names:
            return self.told(layout.fold(self.batch()))
        moment = service.now()
        mine = [
            layout.fold(one)
            for one in store.open_ones(self.context)
            if batches.may_arrange(self.context, one, self.person, moment)
        ]
        address = f"{self.context.absolute_url()}/++api++/{NAME}"
        return {"@id": address, "items": [self.told(one) for one in mine[-LARGEST:]]}


class SendScan(ScanService):
    """``POST @scans/<code>``: the body is the file.

    ``name`` and ``side`` stand in the query, ``Content-Digest`` (RFC 9530) may tell the
    SHA-256 of what was meant to be sent.
    """

    def reply(self) -> dict[str, Any]:
        """Take the file in: 201 the first time, 200 when it was there already."""
        guard.check(self.request)
        if guard.media_type(self.request) not in MEDIA:
            raise BadRequest(f"Content-Type: {', '.join(MEDIA)}")
        batch = self.batch()
        # A file on the disk from half a megabyte on; it is never held as a whole.
        body: BinaryIO = self.request.get("BODYFILE") or BytesIO()
        if not self.intact(body):
            return self.refused(400, "Damaged", _DAMAGED)
        alsoProvides(self.request, IDisableCSRFProtection)
        try:
            arrivals.arrive(
                self.context,
                batch,
                body,
                str(self.request.form.get("name", "")),
                self.person,
                service.now(),
                side=str(self.request.form.get("side", "all")),
                via="api",
            )
        except AlreadyHere as error:
            return self.answer(batch, error.arrival, 200)
        except UploadRefused as error:
            status = 507 if error.reason == "no-room" else 400
            return self.refused(status, "UploadRefused", error.message)
        except CaptureError as error:
            kinds = {NotYours: 403, Impossible: 409}
            return self.refused(
                kinds.get(type(error), 400), type(error).__name__, error.message
            )
        except ArchiveError as error:
            return self.refused(400, type(error).__name__, error.message)
        return self.answer(batch, len(layout.fold(batch).arrivals), 201)

    def intact(self, body: BinaryIO) -> bool:
        """Say whether the bytes are those that the sender meant to send."""
        header = self.request.getHeader("Content-Digest")
        if header is None:
            return True
        match = _DIGEST.search(str(header))
        if match is None:
            raise BadRequest("Content-Digest: sha-256=:<base64>:")
        digest = hashlib.sha256()
        while piece := body.read(files.CHUNK):
            digest.update(piece)
        body.seek(0)
        return match[1] == b64encode(digest.digest()).decode()

    def answer(self, batch: Batch, number: int, status: int) -> dict[str, Any]:
        """Answer with the arrival, and where its batch is told."""
        found = layout.fold(batch)
        self.request.response.setStatus(status)
        address = f"{self.context.absolute_url()}/++api++/{NAME}/{batch.code}"
        self.request.response.setHeader("Location", address)
        told = self.arrival(found.arrival(number))
        return {"@id": address, "batch": batch.code, **told}


_DAMAGED: Final = _(
    "The file was damaged on its way: its SHA-256 is not that of Content-Digest. Send "
    "it again."
)
