"""Kinds of packages and where things lie in them (Circular 05/2025, appendices I-V)."""

from __future__ import annotations

from dataclasses import dataclass
from motcua import _
from motcua.archive.packages import markup
from typing import Any
from typing import Final


SIP: Final = "SIP"
AIP: Final = "AIP"
DIP: Final = "DIP"
KINDS: Final[dict[str, Any]] = {
    SIP: _("Package for handing over (SIP)"),
    AIP: _("Package for keeping (AIP)"),
    DIP: _("Package for use (DIP)"),
}
#: What is packed.
FILE: Final = "hoso"
DOCUMENT: Final = "tailieu"

#: Representations: the first is the one the circular asks for.
ARCHIVAL: Final = "rep1"
ORIGINAL: Final = "rep2"
TEXT: Final = "rep3"
REPRESENTATIONS: Final[dict[str, Any]] = {
    ARCHIVAL: _("Archival files (PDF/A), signed where they are masters"),
    ORIGINAL: _("Originals as they came, where they differ"),
    TEXT: _("Text of the pages"),
}
#: Where a METS says which rules it follows.
PROFILES: Final = {
    SIP: "https://earksip.dilcis.eu/profile/E-ARK-SIP.xml",
    AIP: "https://earkcsip.dilcis.eu/profile/E-ARK-CSIP.xml",
    DIP: "https://earkdip.dilcis.eu/profile/E-ARK-DIP.xml",
}
REPRESENTATION_PROFILE: Final = PROFILES[AIP]
#: ``mets/@TYPE``: a term of the vocabulary of CSIP, written as the circular writes it.
CONTENT: Final = "Mixed"

METS: Final = "METS.xml"
EAD: Final = "metadata/descriptive/EAD.xml"
PREMIS: Final = "metadata/preservation/PREMIS.xml"
LEDGERS: Final = "documentation/ledgers.jsonl"
READ_ME: Final = "documentation/README.txt"
#: What came along when the file was received from elsewhere.
RECEIVED: Final = "documentation/received"


@dataclass(frozen=True)
class Sort:
    """A kind of package of a file or of a document: ``SIP`` and ``hoso``."""

    kind: str
    level: str

    @property
    def name(self) -> str:
        """Its name in the circular: "AIP_hoso", "SIP_tailieu", "DIP"."""
        return self.kind if self.kind == DIP else f"{self.kind}_{self.level}"

    @property
    def representations(self) -> tuple[str, ...]:
        """What it holds; for use only the archival files leave."""
        return (ARCHIVAL,) if self.kind == DIP else (ARCHIVAL, ORIGINAL, TEXT)

    def identifier(self, fonds: str, *contents: str) -> str:
        """Return ``mets/@OBJID``: the same for the same contents.

        An AIP is ``urn:<fonds>:uuid:<UUID>``, others are ``uuid-<UUID>``.
        """
        uuid = markup.uuid_of(self.kind, self.level, *contents)
        return f"urn:{fonds}:uuid:{uuid}" if self.kind == AIP else f"uuid-{uuid}"


def folder_of(identifier: str) -> str:
    """Return the name of the package's folder: its id, colons as low lines."""
    return identifier.replace(":", "_")
