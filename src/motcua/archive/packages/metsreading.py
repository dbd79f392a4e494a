"""What a package says of itself, held against what is there. Only in ``confined``.

METS names every file with its size and checksum; what it does not name, names twice
over or looks for elsewhere is a fault. Descriptions are those of the circular.
"""

from __future__ import annotations

from hashlib import new
from motcua.archive.holdings.filing import is_code
from motcua.archive.incoming import sniffing
from motcua.archive.packages import docreading
from motcua.archive.packages import kinds
from motcua.archive.packages import safexml
from motcua.archive.packages.fields import KNOWN
from motcua.archive.packages.unpacking import possible
from pathlib import Path
import posixpath
import re
from typing import Any
from typing import Final
from typing import TYPE_CHECKING
from urllib.parse import unquote
from urllib.parse import urlsplit


if TYPE_CHECKING:
    from motcua.archive.packages.reports import Report
    from motcua.storage.confined import Progress

_CHUNK: Final = 1 << 20
_METS: Final = "{http://www.loc.gov/METS/}"
_LINK: Final = "{http://www.w3.org/1999/xlink}href"
_CSIP: Final = "{https://DILCIS.eu/XML/METS/CSIPExtensionMETS}"
#: Elements that name files or tie them together.
_TAGS: Final = tuple(f"{_METS}{name}" for name in ("dmdSec", "amdSec", "file", "div"))
_ALGORITHMS: Final = {
    "SHA-256": "sha256",
    "SHA-384": "sha384",
    "SHA-512": "sha512",
    "SHA-1": "sha1",
    "MD5": "md5",
}
_WEAK: Final = frozenset(("SHA-1", "MD5"))
#: Fonds, year and number in the code of a file.
_CODE: Final = re.compile(
    r"(?P<fonds>[A-Za-z0-9.\-]{1,80}?)\.(?P<year>\d{4})\.(?P<rest>.+)\Z", re.ASCII
)
_SECRET: Final = "03"
_MODES: Final = frozenset(("01", "02", _SECRET))
_LONGEST: Final = 60
#: Letters of one datum: a package has room for 2000, appendix II.
_DATUM: Final = 4000
#: Letters of all descriptions together that are read into memory.
_DESCRIPTIONS: Final = 32 << 20
#: Files that houses before the sender may have left.
_EARLIER: Final = 500


class Mets:
    """One METS file: which files it names, and which description belongs to which."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.root: dict[str, str] = {}
        self.kind = ""
        #: Path in the package -> (size, algorithm, checksum, id).
        self.named: dict[str, tuple[int, str, str]] = {}
        self.doubled: list[str] = []
        self.pointers: list[str] = []
        #: Id of a section or file -> its path.
        self.places: dict[str, str] = {}
        #: (ids of descriptions, ids of files) of each link.
        self.links: list[tuple[list[str], list[str]]] = []
        self.outside: list[str] = []


class Package:
    """A package in a folder while it is judged."""

    def __init__(self, folder: Path, report: Report, pages: int, pixels: int) -> None:
        self.folder, self.report = folder, report
        self.pages, self.pixels = pages, pixels
        self.documents: list[dict[str, Any]] = []
        self.ead: dict[str, str] = {}
        self.named: set[str] = set()
        self.room = _DESCRIPTIONS

    def index(self) -> dict[str, Any]:
        """Return everything that taking it in needs."""
        return {
            "about": self.report.about,
            "ead": self.ead,
            "documents": self.documents,
        }

    def read(self, progress: Progress) -> None:
        """Judge everything; faults and warnings go into the report."""
        root = self.mets(kinds.METS)
        if root is None:
            return
        about = self.report.about
        about.update(
            identifier=root.root.get("OBJID", ""),
            kind=root.kind,
            label=root.root.get("LABEL", "")[:1000],
        )
        taken_in = root.kind in (kinds.SIP, kinds.AIP)
        if not taken_in:
            self.report.fault("kind", kinds.METS, root.kind or "?")
        if kinds.folder_of(about["identifier"]) != self.folder.name:
            self.report.warn("name", self.folder.name)
        below = [self.mets(path) for path in dict.fromkeys(root.pointers)]
        self.completeness()
        if taken_in:
            self.describe(root)
        present = [one for one in below if one is not None]
        docreading.read(self, present, progress)
        if taken_in:
            self.count()
        self.premis([root, *present])

    # METS

    def mets(self, path: str) -> Mets | None:
        """Read a METS file and hold its files against those that are there."""
        place = self.folder / path
        if not place.is_file():
            self.report.fault("missing", path)
            return None
        one = Mets(place)
        self.named.add(path)
        try:
            self._root(one, path)
            self._read(one, posixpath.dirname(path))
        except safexml.Unreadable as error:
            self.report.fault(error.code, path, error.detail)
            return None
        for name in one.outside:
            self.report.fault("outside", name)
        for name in one.doubled:
            self.report.fault("doubled", name)
        for name, expected in one.named.items():
            self._compare(name, *expected)
        return one

    def _root(self, one: Mets, path: str) -> None:
        root = next(safexml.elements(one.path, ()))
        if root.tag != f"{_METS}mets":
            raise safexml.Unreadable("foreign", str(root.tag))
        one.root = {str(name): str(value) for name, value in root.attrib.items()}

    def _read(self, one: Mets, base: str) -> None:
        for element in safexml.elements(one.path, _TAGS, safexml.mets_schema()):
            for head in element.iter(f"{_METS}metsHdr"):
                one.kind = head.get(f"{_CSIP}OAISPACKAGETYPE", one.kind)
            name = str(element.tag).removeprefix(_METS)
            if name in ("dmdSec", "amdSec"):
                for reference in element.iter(f"{_METS}mdRef"):
                    self._name(one, base, reference, reference)
                    place = self._inside(one, base, reference)
                    one.places[element.get("ID", "")] = place
                    one.places[reference.get("ID", "")] = place
            elif name == "file":
                for location in element.iter(f"{_METS}FLocat"):
                    self._name(one, base, location, element)
                    place = self._inside(one, base, location)
                    one.places[element.get("ID", "")] = place
            elif name == "div":
                self._link(one, base, element)

    def _link(self, one: Mets, base: str, element: Any) -> None:
        for pointer in element.iterchildren(f"{_METS}mptr"):
            path = self._inside(one, base, pointer)
            if path:
                one.pointers.append(path)
        if element.get("LABEL") == "MetadataLink/File":
            files = [each.get("FILEID", "") for each in element.iter(f"{_METS}fptr")]
            one.links.append((element.get("DMDID", "").split(), files))

    def _inside(self, one: Mets, base: str, element: Any) -> str:
        """Return the path that an element points to, "" for one outside."""
        written = element.get(_LINK, "")
        parts = urlsplit(written)
        path = posixpath.normpath(posixpath.join(base, unquote(parts.path)))
        strange = parts.scheme or parts.netloc or parts.query or parts.fragment
        if not written or strange or parts.path.startswith("/") or not possible(path):
            one.outside.append(written or "?")
            return ""
        return path

    def _name(self, one: Mets, base: str, location: Any, element: Any) -> None:
        path = self._inside(one, base, location)
        if not path:
            return
        algorithm = element.get("CHECKSUMTYPE", "")
        told = element.get("SIZE", ""), algorithm, element.get("CHECKSUM", "").lower()
        size = int(told[0]) if _is_number(told[0]) else -1
        expected = size, told[1], told[2]
        if one.named.setdefault(path, expected) != expected:
            one.doubled.append(path)
        self.named.add(path)

    def _compare(self, path: str, size: int, algorithm: str, checksum: str) -> None:
        place = self.folder / path
        if not place.is_file():
            self.report.fault("missing", path)
            return
        if algorithm in _WEAK:
            self.report.warn("weak", path, algorithm)
        known = _ALGORITHMS.get(algorithm)
        if known is None or size not in (-1, place.stat().st_size):
            self.report.fault("checksum", path, algorithm)
            return
        digest = new(known)
        with place.open("rb") as stream:
            while chunk := stream.read(_CHUNK):
                digest.update(chunk)
        if digest.hexdigest() != checksum:
            self.report.fault("checksum", path, algorithm)

    def completeness(self) -> None:
        """Find files that no METS names."""
        for place in sorted(self.folder.rglob("*")):
            path = place.relative_to(self.folder).as_posix()
            if place.is_file() and path not in self.named:
                self.report.fault("extra", path)
        earlier = sum(name.startswith(f"{kinds.RECEIVED}/") for name in self.named)
        if earlier > _EARLIER:
            self.report.fault("bomb", kinds.RECEIVED, f"{earlier} > {_EARLIER}")

    # The description of the whole

    def describe(self, root: Mets) -> None:
        """Read EAD.xml: code, title, and what else the circular knows."""
        self.ead = self.simple(kinds.EAD)
        code = self.ead.get("fileCode") or self.ead.get("arcFileCode", "")
        about = self.report.about
        about["level"] = kinds.DOCUMENT if "source" in self.ead else kinds.FILE
        if not self.ead:
            return
        found = _CODE.match(code) if len(code) <= _LONGEST * 2 else None
        if found is None:
            self.report.fault("code", kinds.EAD, code)
            return
        if not self.ead.get("title"):
            self.report.fault("description", kinds.EAD, "title")
        self.access(self.ead, kinds.EAD)
        fonds = found["fonds"]
        if "arcFileCode" in self.ead and (own := self._creator(root)):
            # An AIP says in front who keeps it; its maker is named in METS.
            begin = code.find(f"{own}.{found['year']}.")
            if begin >= 0:
                fonds, code = own, code[begin:]
        about.update(
            code=code,
            fonds=fonds,
            year=int(found["year"]),
            title=self.ead.get("title", "")[:1000],
            term=self.ead.get("maintenance", "")[:40],
            mode=self.ead.get("mode", ""),
            own_code=is_code(code),
        )

    def access(self, told: dict[str, str], path: str) -> None:
        """Find state secrets, and levels of access that nobody knows."""
        mode = told.get("mode", "")
        if mode == _SECRET:
            self.report.fault("secret", path)
        elif mode and mode not in _MODES:
            self.report.fault("mode", path, mode)

    def count(self) -> None:
        """Hold the number of documents against what the package says of itself."""
        found, told = len(self.documents), self.ead.get("totalDoc", "")
        if self.report.about.get("level") == kinds.DOCUMENT and found != 1:
            self.report.fault("alone", kinds.EAD, str(found))
        if not _is_number(told) or int(told) == found:
            return
        # A file may be partly on paper; then fewer documents come than it has.
        paper = self.ead.get("numberOfPaper", "")
        partly = _is_number(paper) and int(paper) > 0 and int(told) > found
        say = self.report.warn if partly else self.report.fault
        say("count", kinds.EAD, f"{told} ≠ {found}")

    def _creator(self, root: Mets) -> str:
        """Return the fonds that the id of an AIP names: ``urn:<fonds>:uuid:...``."""
        parts = root.root.get("OBJID", "").split(":")
        return parts[1] if len(parts) == 4 and parts[0] == "urn" else ""

    def simple(self, path: str) -> dict[str, str]:
        """Return the fields of a description, {} for one that cannot be read."""
        place = self.folder / path
        if not place.is_file():
            self.report.fault("missing", path)
            return {}
        try:
            root = safexml.small(place)
        except safexml.Unreadable as error:
            self.report.fault(error.code, path, error.detail)
            return {}
        if root.tag != "simpledc":
            self.report.fault("foreign", path, str(root.tag))
            return {}
        found = {}
        for element in root:
            if not isinstance(element.tag, str):
                continue
            if element.tag not in KNOWN:
                self.report.warn("unknown-field", path, element.tag)
            elif element.tag in found:
                self.report.fault("doubled", f"{path}: {element.tag}")
            else:
                found[element.tag] = "".join(element.itertext()).strip()[:_DATUM]
                self.room -= len(found[element.tag])
        if self.room < 0:
            self.report.fault("bomb", path, f"> {_DESCRIPTIONS}")
            return {}
        return found

    # PREMIS

    def premis(self, read: list[Mets]) -> None:
        """Hold the digests of PREMIS against those of METS."""
        paths = [
            path
            for path in sorted(self.named)
            if posixpath.basename(path).startswith("PREMIS")
            and not path.startswith(kinds.RECEIVED)
        ]
        if not paths:
            self.report.warn("no-premis")
        known = {
            (posixpath.dirname(one.path.relative_to(self.folder).as_posix()), sum_)
            for one in read
            for _size, _algorithm, sum_ in one.named.values()
        }
        for path in paths:
            docreading.premis(self, path, known)

    def media(self, place: Path) -> str:
        """Return the type of a file by its content, "" for none that is known."""
        with place.open("rb") as stream:
            return sniffing.media_type(stream.read(16)) or ""


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 20
