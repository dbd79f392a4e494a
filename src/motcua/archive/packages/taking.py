"""Taking in what was accepted: a file of the archive with its documents, as they came.

One package is one transaction. It is judged again from the bytes that were kept, so
what is taken in is what was looked at. Done twice it has the same effect.
"""

from __future__ import annotations

from datetime import datetime
from datetime import UTC
import json
import logging
from motcua import _
from motcua.archive import retention
from motcua.archive.capture import documents
from motcua.archive.errors import ArchiveError
from motcua.archive.holdings import closing
from motcua.archive.holdings import fields as holding_fields
from motcua.archive.holdings import files as holding_files
from motcua.archive.holdings import filing
from motcua.archive.holdings import fonds as fonds_module
from motcua.archive.holdings import rights
from motcua.archive.holdings import store as holdings
from motcua.archive.packages import accessions
from motcua.archive.packages import fields
from motcua.archive.packages import kinds
from motcua.archive.packages import store
from motcua.archive.packages.errors import PackageError
from motcua.organisation.duties import parse_group
from motcua.storage import files
from plone import api
from typing import Any
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Iterator
    from collections.abc import Mapping
    from motcua.archive.packages.accessions import AccessionView
    from motcua.archive.packages.store import Accession
    from pathlib import Path

logger = logging.getLogger(__name__)

#: The job; keys are the codes of accessions with the number of the event.
KIND: Final = "packages-take"
#: Documents of one event of the file.
_CHUNK: Final = 500
#: Of what came along these are kept beside the file, and go with it again.
_CAME: Final = (kinds.METS, kinds.PREMIS, kinds.LEDGERS)
_DAY: Final = ("startDate", "endDate")


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
    """Take an accepted package in; what hinders it is written down instead."""
    found = accessions.view(one)
    if found.state != accessions.ACCEPTED:
        return found
    accepted = next(each for each in reversed(found.events) if each.type == "accept")
    group = rights.keeps(site, found.agency, accepted.actor, now)
    try:
        if not group:
            raise PackageError(
                _("Who accepted the package does not keep the archive any more.")
            )
        hinders = accessions.hindrance(site, found, accepted.actor, now)
        if hinders is not None:
            raise PackageError(hinders, code=found.fonds, file=found.file)
        with accessions.opened(found) as package:
            if package.folder is None:
                raise PackageError(_("The kept package is not sound any more."))
            work = _Taking(site, found, package.folder, package.index, now)
            work.who(accepted.actor, group)
            work.run(progress)
    except ArchiveError as error:
        logger.warning("%s was not taken in: %s", one.code, error)
        told = {"reason": str(error)}
        rights.append(one, "fail", accepted.actor, group, now, {}, told)
        return accessions.view(one)
    facts = {
        "files": work.files,
        "documents": work.count,
        "index": files.store(work.digests()).sha256,
    }
    rights.append(one, "take", accepted.actor, group, now, facts)
    return accessions.view(one)


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

    def run(self, progress: Callable[..., None]) -> None:
        """Make the file, or the document alone."""
        came = dict(self.came())
        told = self.index["documents"]
        if self.found.level == kinds.DOCUMENT:
            more = {"package": self.own(self.index["ead"]), "came": came}
            self.document(told[0], self.code_of(told[0]), more)
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
        if not closing.lacks(self.site, found):
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
        earlier = sorted(
            path.relative_to(self.folder).as_posix()
            for path in (self.folder / kinds.RECEIVED).rglob("*")
            if path.is_file()
        )
        for path in (*_CAME, *below, *preserved):
            if (self.folder / path).is_file():
                yield f"{self.found.code}/{path}", self.keep(path, _media(path))
        for path in earlier:
            name = path.removeprefix(f"{kinds.RECEIVED}/")
            yield name, self.keep(path, _media(path))

    def own(self, ead: Mapping[str, str]) -> dict[str, str]:
        """Return a description without the codes that packages give themselves."""
        return {name: value for name, value in ead.items() if name not in fields.CODES}

    def code_of(self, told: Mapping[str, Any]) -> str:
        """Return the code of a document that comes by itself."""
        return self.found.file or str(told["name"])

    def file(self, came: Mapping[str, Any]) -> holdings.File:
        """Open the file with the data that it came with."""
        ead = self.index["ead"]
        number, given = 0, self.found.file
        if filing.is_code(given):
            number = int(given.rpartition(".")[2])
        about = self.index["about"]
        fonds = holdings.fonds(self.site, self.found.fonds)
        assert fonds is not None
        agency = fonds_module.view(fonds).agency or self.found.agency
        told = _told(ead)
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
            "ordinal": int(number) if number.isdigit() else 1,
            "document": "",
            "sha256": original[0],
            "size": original[1],
            "media": original[2],
            "pages": int(one["pages"]),
            "signed": bool(one["signed"]),
            "master": archival[0],
            "accession": self.found.code,
            **({"text": text} if text else {}),
        }
        data = {"fields": _described(one["ead"]), "ead": one["ead"], **more}
        documents.receive(self.site, self.unit, facts, data, self.actor, self.now)
        self.count += 1
        return code

    def piece(self, one: Mapping[str, Any], name: str) -> list[Any] | None:
        """Store one form of a document; None where it did not come."""
        told = one.get(name)
        return self.keep(told["path"], told["media"]) if told else None


def _told(ead: Mapping[str, str]) -> dict[str, str]:
    """Return the data of a file as holdings keep them; what cannot be is left out."""
    classes = {one.code: key for key, one in retention.classes().items()}
    conditions = {code: key for key, code in fields.CONDITIONS.items()}
    told = {
        "title": ead.get("title", ""),
        "retention": classes.get(ead.get("maintenance", ""), ""),
        "access": fields.key_of(ead.get("mode", ""), holding_fields.ACCESS)
        or "conditional",
        "language": ead.get("language", ""),
        **{
            name: fields.day_back(ead.get(given, ""))
            for name, given in zip(("begin", "end"), _DAY, strict=True)
        },
        "keywords": ead.get("keyword", ""),
        "sheets": ead.get("numberOfPaper", ""),
        "pages": ead.get("numberOfPage", ""),
        "condition": conditions.get(ead.get("format", ""), ""),
        "information_sign": ead.get("inforSign", ""),
        "reliability": fields.key_of(
            ead.get("confidenceLevel", ""), holding_fields.RELIABILITY
        ),
        "paper_code": ead.get("paperFileCode", ""),
        "note": ead.get("description", ""),
        "medium": "digital",
    }
    return {name: text for name, text in told.items() if text and _fits(name, text)}


def _fits(name: str, text: str) -> bool:
    try:
        holding_fields.checked(holding_fields.FILE, {name: text})
    except ArchiveError:
        return False
    return True


def _described(ead: Mapping[str, str]) -> dict[str, str]:
    """Return the data of a document as the catalogue keeps them."""
    told = {
        "type": fields.type_name(ead.get("typeName", "")),
        "number": ead.get("codeNumber", ""),
        "notation": ead.get("codeNotation", ""),
        "date": fields.day_back(ead.get("issuedDate", "")),
        "agency": ead.get("organName", ""),
        "abstract": ead.get("subject", ""),
        "language": ead.get("language", ""),
        "keywords": ead.get("keyword", ""),
        "access": fields.key_of(ead.get("mode", ""), holding_fields.ACCESS),
        "note": ead.get("description", ""),
    }
    return {name: text for name, text in told.items() if text}


def _media(path: str) -> str:
    return "text/xml" if path.endswith(".xml") else "application/jsonl"
