"""Taking in what was accepted: a file of the archive with its documents, as they came.

One package is one transaction. It is judged again from the bytes that were kept, so
what is taken in is what was looked at. Done twice it has the same effect.
"""

from __future__ import annotations

from datetime import datetime
from datetime import UTC
import errno
import json
import logging
from motcua import _
from motcua.archive.capture import documents
from motcua.archive.errors import ArchiveError
from motcua.archive.holdings import closing
from motcua.archive.holdings import files as holding_files
from motcua.archive.holdings import filing
from motcua.archive.holdings import fonds as fonds_module
from motcua.archive.holdings import rights
from motcua.archive.holdings import store as holdings
from motcua.archive.holdings.errors import Impossible
from motcua.archive.holdings.errors import Missing
from motcua.archive.packages import accessions
from motcua.archive.packages import describing
from motcua.archive.packages import fields
from motcua.archive.packages import hindrances
from motcua.archive.packages import kinds
from motcua.archive.packages import store
from motcua.archive.packages.errors import PackageError
from motcua.organisation.duties import parse_group
from motcua.storage import files
from motcua.storage import room
from plone import api
import transaction
from typing import Any
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Iterator
    from collections.abc import Mapping
    from motcua.archive.packages.accessions import AccessionView
    from motcua.archive.packages.reports import Report
    from motcua.archive.packages.store import Accession
    from motcua.dossiers.ledger import Event
    from pathlib import Path

logger = logging.getLogger(__name__)

#: The job; keys are the codes of accessions with the number of the event.
KIND: Final = "packages-take"
#: Documents of one event of the file.
_CHUNK: Final = 500
#: Of what came along these are kept beside the file, and go with it again.
_CAME: Final = (kinds.METS, kinds.PREMIS, kinds.LEDGERS)
#: Where files of earlier houses go whose names begin as those of this accession do.
_EARLIER: Final = "earlier"


def run(key: str, _data: Mapping[str, Any], progress: Callable[..., None]) -> None:
    """Take in what the accession "<code>:<event>" accepted; see ``IJob``."""
    one = store.accession(api.portal.get(), key.rpartition(":")[0])
    if one is not None:
        take(api.portal.get(), one, datetime.now(UTC), progress)


def take(
    site: Any,
    one: Accession,
    now: datetime,
    progress: Callable[..., None] = lambda *_told: None,
) -> AccessionView:
    """Take an accepted package in; what hinders it is written down instead.

    Then nothing else of it is. Raises ``OSError`` for a full disk: it is tried again.
    """
    found = accessions.view(one)
    if found.state != accessions.ACCEPTED:
        return found
    accepted = next(each for each in reversed(found.events) if each.type == "accept")
    group = rights.keeps(site, found.agency, accepted.actor, now)
    point = transaction.savepoint(optimistic=True)
    try:
        if not group:
            raise PackageError(
                _("Who accepted the package does not keep the archive any more.")
            )
        hinders = hindrances.hindrance(site, found, accepted.actor, now)
        if hinders is not None:
            raise PackageError(hinders, code=found.fonds, file=found.file)
        with accessions.opened(found) as package:
            if package.report.unchecked:
                _not_judged(package.report)
            if package.folder is None:
                raise PackageError(_("The kept package is not sound any more."))
            work = _Taking(site, found, package.folder, package.index, now)
            work.who(accepted.actor, group)
            work.run(progress, close=bool(accepted.facts.get("close")))
    except (ArchiveError, files.FileError) as error:
        # Half a file is none: what was made of it so far goes again.
        point.rollback()
        logger.warning("%s was not taken in: %s", one.code, error)
        told = {"reason": str(error)}
        rights.append(one, "fail", accepted.actor, group, now, {}, told)
        return accessions.view(one)
    facts = {
        "files": work.files,
        "codes": work.codes,
        "documents": work.count,
        "index": files.store(work.digests()).sha256,
    }
    rights.append(one, "take", accepted.actor, group, now, facts)
    return accessions.view(one)


def _not_judged(report: Report) -> None:
    """Raise what says why a package could not be judged a second time."""
    if any(one.code == room.NO_ROOM for one in report.faults):
        raise OSError(errno.ENOSPC, room.WAITS)
    raise PackageError(_("The package takes too much time or memory to check."))


def stopped(found: AccessionView) -> bool:
    """Say whether the job that takes an accepted package in has ended for good."""
    return accessions.stopped(found, accessions.ACCEPTED, KIND)


def give_up(
    site: Any,
    one: Accession,
    reason: str,
    actor: str,
    now: datetime,
    seen: int | None = None,
) -> Event:
    """Write down that an accepted package was not taken in; then it waits again.

    For one whose job failed or was cancelled. Raises ``Unknown``, ``NotYours``,
    ``Stale``, ``Impossible``, ``Missing``.
    """
    found, group = accessions.allowed(site, one, actor, now, seen)
    if not stopped(found):
        raise Impossible(_("This package is still being taken in, or was."))
    if not reason.strip():
        raise Missing(_("Give the reason in words."))
    told = {"reason": reason.strip()}
    return rights.append(one, "fail", actor, group, now, {}, told)


def digests_of(index: str) -> list[str]:
    """Return the digests that an index of what was taken in names."""
    with files.open(index) as stream:
        return list(json.load(stream)["files"])


class _Taking:
    """One package while it is taken in."""

    def __init__(
        self,
        site: Any,
        found: AccessionView,
        folder: Path,
        index: Mapping[str, Any],
        now: datetime,
    ) -> None:
        self.site, self.found, self.folder, self.now = site, found, folder, now
        self.index = index
        self.files: list[str] = []
        self.codes: list[str] = []
        self.count = 0
        self._kept: set[str] = set()

    def who(self, actor: str, group: str) -> None:
        """Say in whose name, and in which duty, it is taken in."""
        self.actor, self.group = actor, group
        parsed = parse_group(group)
        self.unit = parsed[0] if parsed else ""

    def digests(self) -> bytes:
        """Return the index of all that is kept of it."""
        return json.dumps({"files": sorted(self._kept)}).encode()

    def keep(self, path: str, media: str) -> list[Any]:
        """Store a file of the package; return digest, size and type."""
        ref = files.store(self.folder / path)
        self._kept.add(ref.sha256)
        return [ref.sha256, ref.size, media]

    def run(self, progress: Callable[..., None], *, close: bool) -> None:
        """Make the file, or the document alone; ``close`` the file where it may be."""
        came = {**dict(self.earlier()), **dict(self.came())}
        told = self.index["documents"]
        if self.found.level == kinds.DOCUMENT:
            more = {"package": self.own(self.index["ead"]), "came": came}
            code = self.found.file
            hindrances.reserve(code)
            self.codes.append(self.document(told[0], code, more))
            return
        one = self.file(came)
        self.files.append(one.code)
        codes = []
        for number, each in enumerate(told, start=1):
            code = documents.code_of(one.code, number)
            codes.append(self.document(each, code, {}))
            progress(number, len(told))
        shelf = holdings.made(self.site)
        for begin in range(0, len(codes), _CHUNK):
            part = codes[begin : begin + _CHUNK]
            filing.take_received(one, part, self.actor, self.group, self.now, shelf)
        found = holding_files.view(one)
        if close and not closing.lacks(self.site, found):
            closing.write(self.site, one, found, self.actor, self.group, self.now)

    def came(self) -> Iterator[tuple[str, list[Any]]]:
        """Keep metadata and proofs as they came, under the code of the accession."""
        below = sorted(
            path.relative_to(self.folder).as_posix()
            for path in self.folder.glob("representations/*/*")
            if path.name == kinds.METS
        )
        preserved = sorted(
            path.relative_to(self.folder).as_posix()
            for path in self.folder.glob("representations/*/metadata/preservation/*")
            if path.is_file()
        )
        for path in (*_CAME, *below, *preserved):
            if (self.folder / path).is_file():
                yield f"{self.found.code}/{path}", self.keep(path, _media(path))

    def earlier(self) -> Iterator[tuple[str, list[Any]]]:
        """Keep what houses before the sender had kept, never as if it came now."""
        places = sorted((self.folder / kinds.RECEIVED).rglob("*"))
        for place in places:
            if not place.is_file():
                continue
            path = place.relative_to(self.folder).as_posix()
            name = path.removeprefix(f"{kinds.RECEIVED}/")
            if name.partition("/")[0] == self.found.code:
                # Each house counts its accessions for itself: two may be called alike.
                name = f"{_EARLIER}/{name}"
            yield name, self.keep(path, _media(path))

    def own(self, ead: Mapping[str, str]) -> dict[str, str]:
        """Return a description without the codes that packages give themselves."""
        return {name: value for name, value in ead.items() if name not in fields.CODES}

    def file(self, came: Mapping[str, Any]) -> holdings.File:
        """Open the file with the data that it came with."""
        ead = self.index["ead"]
        given = self.found.file
        number = hindrances.own_number(given)
        about = self.index["about"]
        fonds = holdings.fonds(self.site, self.found.fonds)
        assert fonds is not None
        agency = fonds_module.view(fonds).agency or self.found.agency
        told = describing.of_file(ead)
        if not number:
            # Another house counts in another way: its code stays on record.
            told["notation"] = given[:50]
        return filing.new(
            self.site,
            self.found.fonds,
            int(about["year"]),
            self.actor,
            self.group,
            self.now,
            list_="",
            heading="",
            department=agency,
            origin=holding_files.RECEIVED,
            told=told,
            number=number,
            more={
                "ead": self.own(ead),
                "came": dict(came),
                "accession": self.found.code,
            },
        )

    def document(
        self, one: Mapping[str, Any], code: str, more: Mapping[str, Any]
    ) -> str:
        """Keep one document with its forms; return its code."""
        archival = self.piece(one, kinds.ARCHIVAL)
        original = self.piece(one, kinds.ORIGINAL) or archival
        assert archival is not None and original is not None
        text = self.piece(one, kinds.TEXT)
        file_code, _dot, number = code.rpartition(".")
        facts = {
            "code": code,
            "file_code": file_code,
            "ordinal": _ordinal(number),
            "document": "",
            "sha256": original[0],
            "size": original[1],
            "media": original[2],
            "pages": int(one["pages"]),
            "signed": bool(one["signed"]),
            "unproven": bool(one["unproven"]),
            "master": archival[0],
            "master_media": archival[2],
            "accession": self.found.code,
            **({"text": text} if text else {}),
        }
        data = {"fields": describing.of_document(one["ead"]), "ead": one["ead"], **more}
        documents.receive(self.site, self.unit, facts, data, self.actor, self.now)
        self.count += 1
        return code

    def piece(self, one: Mapping[str, Any], name: str) -> list[Any] | None:
        """Store one form of a document; None where it did not come."""
        told = one.get(name)
        return self.keep(told["path"], told["media"]) if told else None


def _ordinal(number: str) -> int:
    plain = number.isascii() and number.isdigit() and len(number) <= 7
    return int(number) if plain else 1


def _media(path: str) -> str:
    return "text/xml" if path.endswith(".xml") else "application/jsonl"
