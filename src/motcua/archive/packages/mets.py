"""METS of a package and of each representation, after CSIP 2.0.4 and the circular.

Where the two differ both are written: ``Representations`` of CSIP and
``Representations/rep1`` of the circular are groups of the same files.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib.metadata import version
from motcua.archive.packages import kinds
from motcua.archive.packages import markup
from motcua.archive.packages.writing import Spool
from motcua.base.vietnam import VIETNAM
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Mapping
    from datetime import datetime
    from motcua.archive.packages.writing import Written

_NAMESPACES: Final = {
    "xmlns": "http://www.loc.gov/METS/",
    "xmlns:csip": "https://DILCIS.eu/XML/METS/CSIPExtensionMETS",
    "xmlns:xlink": "http://www.w3.org/1999/xlink",
    "xmlns:xsi": "http://www.w3.org/2001/XMLSchema-instance",
}
_CLOSE: Final = b"</mets>\n"
XML: Final = "text/xml"


@dataclass(frozen=True)
class Header:
    """What a METS says of itself; ``depth`` is how many folders its schemas are up."""

    identifier: str
    label: str
    kind: str
    profile: str
    at: datetime
    depth: str = ""

    @property
    def created(self) -> str:
        """Its moment, as people here read the clock."""
        return markup.moment(self.at.astimezone(VIETNAM))

    def opening(self, agents: str) -> bytes:
        """Return everything before the sections."""
        schemas = (
            f"http://www.loc.gov/METS/ {self.depth}schemas/METS.xsd "
            f"http://www.w3.org/1999/xlink {self.depth}schemas/xlink.xsd "
            f"https://DILCIS.eu/XML/METS/CSIPExtensionMETS {self.depth}schemas/CSIP.xsd"
        )
        root = markup.attributes(
            {
                **_NAMESPACES,
                "OBJID": self.identifier,
                "LABEL": self.label,
                "TYPE": kinds.CONTENT,
                "csip:CONTENTINFORMATIONTYPE": "MIXED",
                "PROFILE": self.profile,
                "xsi:schemaLocation": schemas,
            }
        )
        head = markup.tree(
            "metsHdr",
            agents,
            {
                "CREATEDATE": self.created,
                "LASTMODDATE": self.created,
                "RECORDSTATUS": "NEW",
                "csip:OAISPACKAGETYPE": self.kind,
            },
        )
        return f"{markup.DECLARATION}<mets{root}>\n{head}\n".encode()


def software() -> str:
    """Return the program that made the package, as an agent."""
    return markup.tree(
        "agent",
        markup.leaf("name", "motcua")
        + markup.leaf("note", version("motcua"), {"csip:NOTETYPE": "SOFTWARE VERSION"}),
        {"ROLE": "CREATOR", "TYPE": "OTHER", "OTHERTYPE": "SOFTWARE"},
    )


def organisation(role: str, name: str, code: str) -> str:
    """Return an agency as an agent: CREATOR with its fonds, ARCHIVIST with its code."""
    return markup.tree(
        "agent",
        markup.leaf("name", name)
        + markup.leaf("note", code, {"csip:NOTETYPE": "IDENTIFICATIONCODE"}),
        {"ROLE": role, "TYPE": "ORGANIZATION"},
    )


def request(code: str) -> str:
    """Return the request to which a SIP answers (circular, appendix III)."""
    return markup.leaf("altRecordID", code, {"TYPE": "SUBMISSIONAGREEMENT"})


def ref_of(id_: str) -> str:
    """Return the id of the pointer in a section of metadata."""
    return markup.id_of(id_, "ref")


def reference(
    id_: str, written: Written, created: str, kind: str, other: str = ""
) -> str:
    """Return a pointer to a file of metadata."""
    return markup.empty(
        "mdRef",
        {
            "ID": id_,
            "LOCTYPE": "URL",
            "MDTYPE": kind,
            "OTHERMDTYPE": other or None,
            "MDTYPEVERSION": "3.0" if kind == "PREMIS" else "1.0",
            "xlink:type": "simple",
            "xlink:href": written.path,
            "MIMETYPE": XML,
            "SIZE": written.size,
            "CREATED": created,
            "CHECKSUM": written.sha256.upper(),
            "CHECKSUMTYPE": "SHA-256",
        },
    )


def description(id_: str, written: Written, created: str) -> str:
    """Return a section that points to a description."""
    inside = reference(ref_of(id_), written, created, "OTHER", "EAD")
    given = {"ID": id_, "CREATED": created, "STATUS": "CURRENT"}
    return markup.tree("dmdSec", inside, given)


def preservation(id_: str, written: Written, created: str) -> str:
    """Return the section that points to the PREMIS file."""
    inside = reference(ref_of(id_), written, created, "PREMIS")
    digital = markup.tree("digiprovMD", inside, {"ID": id_, "STATUS": "CURRENT"})
    return markup.tree("amdSec", digital, {"ID": markup.id_of(id_, "section")})


def file(id_: str, written: Written, media: str, created: str) -> str:
    """Return a file of a group."""
    place = {"LOCTYPE": "URL", "xlink:type": "simple", "xlink:href": written.path}
    given = {
        "ID": id_,
        "MIMETYPE": media,
        "SIZE": written.size,
        "CREATED": created,
        "CHECKSUM": written.sha256.upper(),
        "CHECKSUMTYPE": "SHA-256",
    }
    return markup.tree("file", markup.empty("FLocat", place), given)


class Representation:
    """The METS of one representation, written document by document.

    Paths are those below its folder.
    """

    def __init__(self, name: str, header: Header, agents: str) -> None:
        self.name = name
        self._header, self._agents = header, agents
        self._described, self._files, self._links = Spool(), Spool(), Spool()
        self._premis = markup.id_of(header.identifier, "premis")

    def document(self, written: Written, media: str, told: Written | None) -> None:
        """Add a file and, where it has one here, its description."""
        key = self._header.identifier
        id_ = f"ID-{markup.uuid_of(key, written.path)}"
        created = self._header.created
        self._files.add(file(id_, written, media, created))
        described = markup.id_of(key, told.path) if told is not None else None
        if told is not None:
            assert described is not None
            self._described.add(description(described, told, created))
        self._links.add(
            markup.tree(
                "div",
                markup.empty("fptr", {"FILEID": id_}),
                {
                    "ID": markup.id_of(key, "link", written.path),
                    "DMDID": described,
                    "ADMID": self._premis,
                    "LABEL": "MetadataLink/File",
                },
            )
        )

    def sources(self, premis: Written) -> tuple[bytes | Spool, ...]:
        """Return the whole file, to be written."""
        key, created = self._header.identifier, self._header.created
        group = markup.id_of(key, "group")
        section = markup.attributes({"ID": markup.id_of(key, "files")})
        grouped = markup.attributes({"USE": "Data", "ID": group})
        told = markup.tree(
            "div",
            markup.empty("fptr", {"FILEID": ref_of(self._premis)}),
            {"ID": markup.id_of(key, "metadata"), "LABEL": "Metadata"},
        )
        data = markup.tree(
            "div",
            markup.empty("fptr", {"FILEID": group}),
            {"ID": markup.id_of(key, "data"), "LABEL": "Data"},
        )
        root = {"ID": markup.id_of(key, "root"), "LABEL": self.name}
        links = {"ID": markup.id_of(key, "links"), "LABEL": "MetadataLink"}
        return (
            self._header.opening(self._agents),
            self._described,
            f"{preservation(self._premis, premis, created)}\n".encode(),
            f"<fileSec{section}>\n<fileGrp{grouped}>\n".encode(),
            self._files,
            f"</fileGrp>\n</fileSec>\n{_map(key)}\n<div{markup.attributes(root)}>"
            f"{told}\n<div{markup.attributes(links)}>\n".encode(),
            self._links,
            f"</div>\n{data}</div>\n</structMap>\n".encode(),
            _CLOSE,
        )


def _map(key: str) -> str:
    given = {"ID": markup.id_of(key, "map"), "TYPE": "PHYSICAL", "LABEL": "CSIP"}
    return f"<structMap{markup.attributes(given)}>"


def root(
    header: Header,
    agents: str,
    ead: Written,
    premis: Written,
    groups: Mapping[str, Iterable[tuple[Written, str]]],
) -> bytes:
    """Return the METS of the package; ``groups`` are files by what they are for.

    ``Representations/<name>`` holds the METS of that representation.
    """
    key, created = header.identifier, header.created
    described, kept = markup.id_of(key, "ead"), markup.id_of(key, "premis")
    whole = dict(groups)
    whole["Representations"] = [
        one
        for name, files in groups.items()
        if name.startswith("Representations/")
        for one in files
    ]
    divisions = [
        markup.empty(
            "div",
            {
                "ID": markup.id_of(key, "metadata"),
                "ADMID": kept,
                "DMDID": described,
                "LABEL": "Metadata",
            },
        )
    ]
    sections = []
    for name, found in whole.items():
        id_, files = markup.id_of(key, "group", name), list(found)
        sections.append(_group(key, name, id_, files, created))
        divisions.append(_division(key, name, id_, files))
    section = {"ID": markup.id_of(key, "files")}
    top = {"ID": markup.id_of(key, "root"), "LABEL": header.identifier}
    return b"".join(
        (
            header.opening(agents),
            f"{description(described, ead, created)}\n".encode(),
            f"{preservation(kept, premis, created)}\n".encode(),
            markup.tree("fileSec", "\n".join(sections), section).encode(),
            f"\n{_map(key)}".encode(),
            markup.tree("div", "\n".join(divisions), top).encode(),
            b"</structMap>\n",
            _CLOSE,
        )
    )


def _group(
    key: str, name: str, id_: str, files: list[tuple[Written, str]], created: str
) -> str:
    inside = "\n".join(
        file(f"ID-{markup.uuid_of(key, name, one.path)}", one, media, created)
        for one, media in files
    )
    is_whole = name.startswith("Representations")
    given = {
        "USE": name,
        "ID": id_,
        "csip:CONTENTINFORMATIONTYPE": "MIXED" if is_whole else None,
    }
    return markup.tree("fileGrp", inside, given)


def _division(key: str, name: str, id_: str, files: list[tuple[Written, str]]) -> str:
    given = {"ID": markup.id_of(key, "division", name), "LABEL": name}
    if not name.startswith("Representations/"):
        return markup.tree("div", markup.empty("fptr", {"FILEID": id_}), given)
    pointer = {
        "xlink:type": "simple",
        "xlink:href": files[0][0].path,
        "xlink:title": id_,
        "LOCTYPE": "URL",
    }
    return markup.tree("div", markup.empty("mptr", pointer), given)
