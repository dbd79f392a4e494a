"""The documents of a package: bytes, descriptions, digests. Only in ``confined``."""

from __future__ import annotations

from motcua.archive.holdings.filing import MOST_OF_A_FILE
from motcua.archive.incoming import inspection
from motcua.archive.incoming import sniffing
from motcua.archive.packages import kinds
from motcua.archive.packages import safexml
from motcua.archive.packages.fields import CODES
from motcua.archive.pdf import verdicts
from motcua.storage.confined import TaskRefused
import posixpath
from typing import Any
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from motcua.archive.packages.metsreading import Mets
    from motcua.archive.packages.metsreading import Package
    from motcua.storage.confined import Progress
    from pathlib import Path

_PREMIS: Final = "{http://www.loc.gov/premis/v3}"
_TEXT: Final = "text/plain"
#: Documents of which each archival file is judged; of larger packages samples are.
_ALL: Final = 200
#: Beginnings of recordings, at a place in the file: what is heard or moves has no page.
_RECORDINGS: Final = (
    (0, b"ID3"),
    (0, b"\xff\xfb"),
    (0, b"\xff\xf3"),
    (0, b"RIFF"),
    (0, b"OggS"),
    (0, b"fLaC"),
    (0, b"\x30\x26\xb2\x75"),
    (0, b"\x1a\x45\xdf\xa3"),
    (0, b"\x00\x00\x01\xba"),
    (4, b"ftyp"),
)
#: What nobody looked into: it is kept and handed out, never opened here.
_UNKNOWN: Final = "application/octet-stream"


def read(package: Package, below: list[Mets], progress: Progress) -> None:
    """Read every document of the first representation, with its other forms."""
    archival = _named(below, kinds.ARCHIVAL, package)
    others = {
        name: _named(below, name, package) for name in (kinds.ORIGINAL, kinds.TEXT)
    }
    described = _descriptions(package, below)
    if len(archival) > MOST_OF_A_FILE:
        detail = f"{len(archival)} > {MOST_OF_A_FILE}"
        package.report.fault("many", detail=detail)
        return
    step = 1 + len(archival) // _ALL
    for number, (stem, path) in enumerate(archival.items(), start=1):
        one = _document(
            package, stem, path, described.get(path, ""), number % step == 0
        )
        if one is None:
            continue
        for name, files in others.items():
            if stem in files:
                one[name] = _piece(package, files[stem], name)
        package.documents.append(one)
        progress(number, len(archival))
    for name, files in others.items():
        for stem in sorted(files.keys() - archival.keys()):
            package.report.fault("extra", files[stem], name)
    if not package.documents:
        package.report.fault("empty")
    package.report.about["documents"] = len(package.documents)


def _named(below: list[Mets], name: str, package: Package) -> dict[str, str]:
    """Return the data files of a representation: name without ending -> path."""
    base = f"representations/{name}/data/"
    found: dict[str, str] = {}
    for one in below:
        for path in one.named:
            # What is missing was told already.
            if path.startswith(base) and (package.folder / path).is_file():
                stem = posixpath.splitext(path.removeprefix(base))[0]
                if found.setdefault(stem, path) != path:
                    package.report.fault("doubled", path)
    return found


def _descriptions(package: Package, below: list[Mets]) -> dict[str, str]:
    """Return the path of the description of each data file."""
    found = {}
    for one in below:
        for told, files in one.links:
            places = [one.places.get(each, "") for each in told]
            for each in files:
                if places and each in one.places:
                    found[one.places[each]] = places[0]
    return found


def _document(
    package: Package, stem: str, path: str, described: str, judged: bool
) -> dict[str, Any] | None:
    if not described:
        package.report.fault("description", path, "EAD_doc")
        return None
    ead = package.simple(described)
    package.access(ead, path)
    facts = _inspected(package, path)
    if facts is None:
        return None
    if facts["media"] == sniffing.PDF and judged:
        _judge(package, path, facts)
    return {
        "name": stem,
        "ead": {name: value for name, value in ead.items() if name not in CODES},
        kinds.ARCHIVAL: _piece(package, path, kinds.ARCHIVAL),
        **{name: facts[name] for name in ("pages", "signed")},
        "unproven": bool(facts.get("unproven")),
    }


def _inspected(package: Package, path: str) -> dict[str, Any] | None:
    place = package.folder / path
    media = package.media(place)
    if not media:
        code = "media" if _is_recording(place) else "document"
        package.report.fault(code, path, "?")
        return None
    try:
        found = inspection.inspect(
            path=str(place),
            media=media,
            pages=package.pages,
            pixels=package.pixels,
            progress=lambda _done, _total: None,
        )
    except TaskRefused as error:
        package.report.fault("document", path, error.reason)
        return None
    return {**found, "media": media}


def _is_recording(place: Path) -> bool:
    with place.open("rb") as stream:
        head = stream.read(16)
    return any(head[at:].startswith(mark) for at, mark in _RECORDINGS)


def _judge(package: Package, path: str, facts: dict[str, Any]) -> None:
    """Have an archival PDF judged; a signed one was judged before it was signed."""
    if facts["signed"]:
        return
    verdict = verdicts.by_pikepdf(package.folder / path)
    if verdict.verdict != verdicts.PASS:
        facts["unproven"] = True
        why = "; ".join((verdict.verdict, *verdict.findings))
        package.report.warn("not-pdfa", path, why)
    package.report.warn("unsigned", path)


def _piece(package: Package, path: str, name: str) -> dict[str, Any]:
    place = package.folder / path
    media = _TEXT if name == kinds.TEXT else package.media(place) or _UNKNOWN
    return {"path": path, "size": place.stat().st_size, "media": media}


def premis(package: Package, path: str, known: set[tuple[str, str]]) -> None:
    """Hold each digest of a PREMIS file against those that METS names."""
    base = posixpath.dirname(posixpath.dirname(posixpath.dirname(path)))
    place = package.folder / path
    try:
        root = next(safexml.elements(place, ()))
        if root.tag != f"{_PREMIS}premis":
            package.report.fault("foreign", path, str(root.tag))
            return
        for element in safexml.elements(place, (f"{_PREMIS}object",)):
            for fixity in element.iter(f"{_PREMIS}fixity"):
                kind = fixity.findtext(f"{_PREMIS}messageDigestAlgorithm", "")
                told = fixity.findtext(f"{_PREMIS}messageDigest", "").lower()
                if kind == "SHA-256" and (base, told) not in known:
                    name = element.findtext(f"{_PREMIS}originalName", "?")
                    package.report.fault("premis", f"{base}/{name}")
    except safexml.Unreadable as error:
        package.report.fault(error.code, path, error.detail)
