"""Making a package: SIP, AIP or DIP of a file or of one document.

Contents come one by one and go straight into the ZIP, so 20,000 documents take no more
memory than twenty. Nothing is dated by the clock: what is packed again is the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from importlib import resources
from importlib.metadata import version
import json
from motcua.archive import renditions
from motcua.archive.packages import deeds
from motcua.archive.packages import fields
from motcua.archive.packages import kinds
from motcua.archive.packages import markup
from motcua.archive.packages import mets
from motcua.archive.packages import proof
from motcua.archive.packages.premis import Premis
from motcua.archive.packages.writing import Sink
from motcua.archive.packages.writing import Written
from motcua.base.vietnam import VIETNAM
import os
from pathlib import Path
import shutil
from tempfile import mkdtemp
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Mapping
    from motcua.archive.packages.contents import Content
    from motcua.archive.packages.kinds import Sort
    from motcua.archive.packages.pieces import Item
    from motcua.archive.packages.pieces import Piece

_SCHEMAS: Final = ("CSIP.xsd", "METS.xsd", "xlink.xsd")
#: Between the pages of a text.
PAGE_BREAK: Final = "\f"


@dataclass(frozen=True)
class Made:
    """A finished package, a ZIP at ``path``."""

    path: Path
    name: str
    identifier: str
    sort: str
    sha256: str
    size: int
    documents: int


def identifier(content: Content, sort: Sort, told: Mapping[str, str]) -> str:
    """Return the id of a package: drawn from what is in it."""
    digest = sha256(_text(told))
    for item in content.items():
        digest.update(_text({**item.fields, "": "|".join(item.digests)}))
    return sort.identifier(content.fonds, content.code, digest.hexdigest())


def _text(told: Mapping[str, str]) -> bytes:
    return json.dumps(dict(told), sort_keys=True).encode()


def pack(
    content: Content,
    sort: Sort,
    folder: Path,
    *,
    names: Mapping[str, str],
    request: Mapping[str, str] | None = None,
    number: int = 0,
) -> Made:
    """Write a package into ``folder`` and return it; nothing is checked but bytes.

    ``names`` are those of units by code. ``request`` has the fields of a DIP
    (``requestID`` ...), and of a SIP the code of the request to hand over (``code``).
    ``number`` is that of the file in a hand-over, which begins the name of a SIP.
    Raises ``DamagedPiece``, ``OSError``.
    """
    asked = dict(request or {})
    told = asked if sort.kind == kinds.DIP else dict(content.fields)
    id_ = identifier(content, sort, told)
    inside = kinds.folder_of(id_)
    folder.mkdir(parents=True, exist_ok=True)
    draft = Path(mkdtemp(prefix=".package-", dir=folder))
    path = draft / "package.zip"
    sink = Sink(path, inside)
    try:
        work = _Packing(sink, content, sort, id_, names)
        work.run(told, asked.get("code", ""))
        sink.finish(work.info())
        digest, size = _digest(path)
        name = f"{number}_{inside}.zip" if number else f"{inside}.zip"
        os.replace(path, folder / name)
    finally:
        sink.close()
        shutil.rmtree(draft, ignore_errors=True)
    return Made(folder / name, name, id_, sort.name, digest, size, work.documents)


def _digest(path: Path) -> tuple[str, int]:
    digest = sha256()
    with path.open("rb") as stream:
        while chunk := stream.read(1 << 20):
            digest.update(chunk)
    return digest.hexdigest(), path.stat().st_size


class _Packing:
    """One package while it is written."""

    def __init__(
        self,
        sink: Sink,
        content: Content,
        sort: Sort,
        id_: str,
        names: Mapping[str, str],
    ) -> None:
        self.sink, self.content, self.sort, self.id = sink, content, sort, id_
        self.base = kinds.folder_of(id_)
        self.names = names
        self.documents = 0

    def run(self, told: Mapping[str, str], request: str) -> None:
        """Write representations first, for the METS of the package names them."""
        groups: dict[str, list[tuple[Written, str]]] = {}
        for name in self.sort.representations:
            written = self.representation(name)
            if written is not None:
                groups[f"Representations/{name}"] = [(written, mets.XML)]
        groups["Schemas"] = self.schemas()
        groups["Documentation"] = self.documentation()
        names = fields.PACKAGE[self.sort.kind, self.sort.level]
        ead = self.add(kinds.EAD, fields.as_xml(names, {**told, **self.codes}))
        premis = Premis()
        premis.entity(self.content.code, self.content.title)
        for deed in self.content.deeds:
            premis.event(deed, self.content.code)
        made = deeds.packed(self.id, self.content.at, self.sort.name, version("motcua"))
        premis.event(made, self.content.code)
        kept = self.add(kinds.PREMIS, *premis.sources())
        header = mets.Header(
            self.id,
            self.content.title,
            self.sort.kind,
            kinds.PROFILES[self.sort.kind],
            self.content.at,
        )
        agents = mets.software()
        if self.sort.kind == kinds.SIP:
            agents += mets.request(request or self.content.code)
        self.add(kinds.METS, mets.root(header, agents, ead, kept, groups))

    @property
    def codes(self) -> dict[str, str]:
        """The codes of the package's own description."""
        code = self.content.code
        return {"fileCode": code, "arcFileCode": f"{self.content.keeper}.{code}"}

    def info(self) -> dict[str, str]:
        """Return what the bag says of itself."""
        keeper = self.content.keeper
        return {
            "Source-Organization": self.names.get(keeper, keeper),
            "External-Identifier": self.id,
            "External-Description": self.content.title,
            "Bagging-Date": f"{self.content.at.astimezone(VIETNAM):%Y-%m-%d}",
            "Bag-Software-Agent": f"motcua {version('motcua')}",
            "Bag-Group-Identifier": self.content.fonds,
        }

    def add(self, path: str, *sources: bytes | object) -> Written:
        """Write a file of the package; return it with its path below the folder."""
        written = self.sink.add(f"{self.base}/{path}", *sources)  # type: ignore[arg-type]
        return Written(path, written.size, written.sha256)

    def copy(self, path: str, piece: Piece) -> Written:
        """Copy a stored file into the package."""
        written = self.sink.copy(f"{self.base}/{path}", piece)
        return Written(path, written.size, written.sha256)

    def schemas(self) -> list[tuple[Written, str]]:
        """Write the schemas."""
        place = resources.files("motcua.archive.packages") / "schemas"
        found = {name: (place / name).read_bytes() for name in _SCHEMAS}
        kind, level = self.sort.kind, self.sort.level
        found["EAD.xsd"] = fields.schema(fields.PACKAGE[kind, level])
        found["EAD_doc.xsd"] = fields.schema(fields.DOCUMENT[kind])
        return [
            (self.add(f"schemas/{name}", found[name]), mets.XML)
            for name in sorted(found)
        ]

    def documentation(self) -> list[tuple[Written, str]]:
        """Write how to read the package, the proof of its ledgers, and what came."""
        read_me = self.add(kinds.READ_ME, proof.read_me())
        lines = proof.spooled(
            self.content.chains(), personal=self.sort.kind != kinds.DIP
        )
        found = [
            (read_me, "text/plain"),
            (self.add(kinds.LEDGERS, lines), "application/jsonl"),
        ]
        lines.close()
        if self.sort.kind != kinds.DIP:
            found += [
                (self.copy(f"{kinds.RECEIVED}/{path}", piece), piece.media)
                for path, piece in self.content.came
            ]
        return found

    def representation(self, name: str) -> Written | None:
        """Write a representation and return its METS; None when nothing is in it."""
        id_ = markup.id_of(self.id, name)
        header = mets.Header(
            id_,
            self.content.title,
            self.sort.kind,
            kinds.REPRESENTATION_PROFILE,
            self.content.at,
            "../../",
        )
        keeper, fonds = self.content.keeper, self.content.fonds
        agents = mets.organisation(
            "CREATOR", self.names.get(keeper, keeper), fonds
        ) + mets.organisation("ARCHIVIST", self.names.get(keeper, keeper), keeper)
        one, premis, count = mets.Representation(name, header, agents), Premis(), 0
        for item in self.content.items():
            count += self.item(name, item, one, premis)
        if not count:
            return None
        if name == kinds.ARCHIVAL:
            self.documents = count
        base = f"representations/{name}"
        told = f"metadata/preservation/PREMIS_{name}.xml"
        kept = self.add(f"{base}/{told}", *premis.sources())
        below = Written(told, kept.size, kept.sha256)
        return self.add(f"{base}/{kinds.METS}", *one.sources(below))

    def item(
        self, name: str, item: Item, one: mets.Representation, premis: Premis
    ) -> bool:
        """Write one document into a representation; say whether it has a part there."""
        base = f"representations/{name}"
        file = self.data(name, item, base)
        if file is None:
            return False
        written, media = file
        below = Written(written.path.removeprefix(f"{base}/"), *_facts(written))
        told = None
        if name == kinds.ARCHIVAL:
            path = f"metadata/descriptive/EAD_doc_{item.name}.xml"
            kept = self.add(f"{base}/{path}", self.described(item))
            told = Written(path, *_facts(kept))
        one.document(below, media, told)
        key = f"{item.name}:{name}"
        differs = item.archival is not None and item.archival != item.original
        source = f"{item.name}:{kinds.ORIGINAL}" if name != kinds.ORIGINAL else ""
        if self.sort.kind == kinds.DIP or not differs:
            source = ""
        premis.file(key, below, media, source)
        if name == kinds.ARCHIVAL:
            for deed in item.deeds():
                premis.event(deed, key)
        return True

    def data(self, name: str, item: Item, base: str) -> tuple[Written, str] | None:
        """Write the bytes of a document; None where it has none of this kind."""
        if name == kinds.ARCHIVAL:
            piece = item.archival
        elif name == kinds.ORIGINAL:
            same = item.archival and item.archival.sha256 == item.original.sha256
            piece = None if same else item.original
        else:
            return self.text(item, base)
        if piece is None:
            return None
        path = f"{base}/data/{item.name}{piece.ending}"
        return self.copy(path, piece), piece.media

    def text(self, item: Item, base: str) -> tuple[Written, str] | None:
        """Write the text of a document, its pages apart."""
        path = f"{base}/data/{item.name}.txt"
        if item.plain is not None:
            return self.copy(path, item.plain), "text/plain"
        if not item.text:
            return None
        text = PAGE_BREAK.join(renditions.read_texts(item.text))
        return self.add(path, text.encode()), "text/plain"

    def described(self, item: Item) -> bytes:
        """Return the description of a document."""
        names = fields.DOCUMENT[self.sort.kind]
        codes = {
            "docId": document_id(item.name),
            "docCode": item.name,
            "arcDocCode": f"{self.content.keeper}.{item.name}",
        }
        return fields.as_xml(names, {**item.fields, **codes})


def _facts(written: Written) -> tuple[int, str]:
    return written.size, written.sha256


def document_id(name: str) -> str:
    """Return the identifier of a document, 25 characters at most.

    Its code where that is short enough, else the beginning of the code's SHA-256.
    """
    return name if len(name) <= 25 else sha256(name.encode()).hexdigest()[:25]
