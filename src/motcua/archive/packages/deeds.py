"""What happened to things, as PREMIS tells it: from chains, renditions and verdicts.

Types are those of the Library of Congress' list; the circular asks for ``transfer``
where paper was digitised. Agents are units and programs, never persons.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from motcua.archive.pdf.verdicts import PASS
from motcua.dossiers import ledger
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Iterable
    from collections.abc import Iterator
    from motcua.archive.capture.documents import ArchiveDocument
    from motcua.archive.capture.documents import DocumentView
    from motcua.archive.records import RecordFile
    from motcua.archive.renditions import Rendition
    from motcua.dossiers.dossier import Dossier
    from motcua.dossiers.ledger import Event

SOFTWARE: Final = "software"
UNIT: Final = "organization"
SUCCESS: Final = "success"
FAILURE: Final = "failure"
#: Events of files and documents -> types of PREMIS; others are modifications.
TYPES: Final = {
    "open": "creation",
    "catalogue": "transfer",
    "attach_scan": "transfer",
    "attach_result": "creation",
    "sign": "digital signature generation",
    "take": "ingestion",
    "take_out": "deaccession",
    "describe": "metadata modification",
    "move": "metadata modification",
    "close": "ingestion end",
    "hold": "policy assignment",
    "release": "policy assignment",
    "appraise": "appraisal",
    "hand_over": "transfer",
    "take_back": "transfer",
    "transfer": "transfer",
    "destroy": "deletion",
    "receive": "accession",
    "shelve": "transfer",
    "lend": "dissemination",
    "give_back": "transfer",
}
#: What is agreed about paper, and what was a mistake, happened to nothing.
UNTOLD: Final = frozenset({"extend", "remind", "undo"})


@dataclass(frozen=True)
class Agent:
    """Who did something: a unit by its code, or a program by name and version."""

    type: str
    code: str
    name: str
    version: str = ""

    @property
    def key(self) -> str:
        """What names it among agents."""
        return f"{self.code} {self.version}".strip()


@dataclass(frozen=True)
class Deed:
    """One event; ``key`` is the same whenever it is told again."""

    key: str
    type: str
    at: datetime
    detail: str
    agent: Agent
    outcome: str = SUCCESS
    note: str = ""


def of_chain(
    code: str, events: Iterable[Event], name: Callable[[str], str]
) -> Iterator[Deed]:
    """Yield the events of a chain; free texts and persons are left out."""
    for event in events:
        if event.type in UNTOLD:
            continue
        yield Deed(
            key=f"{code}:{event.number}",
            type=TYPES.get(event.type, "modification"),
            at=event.at,
            detail=f"{event.type}; SHA-256 {event.hash.hex()}",
            agent=Agent(UNIT, event.unit, name(event.unit)),
        )


def of_document(
    one: ArchiveDocument,
    found: DocumentView,
    made: Rendition | None,
    name: Callable[[str], str],
) -> Iterator[Deed]:
    """Yield what happened to a document: scanned, read, judged, signed."""
    chain = ledger.events(one)
    yield from of_chain(one.code, chain, name)
    if made is not None:
        yield from of_rendition(one.code, made)
    for event in chain:
        # Who brought a signed file back was asked whether it covers the archival one.
        if event.type == "sign":
            yield Deed(
                key=f"{one.code}:{event.number}:signature",
                type="digital signature validation",
                at=event.at,
                detail="the signed file shows the pages of the archival file",
                agent=Agent(SOFTWARE, "motcua", "motcua"),
            )


def of_record_file(
    dossier: Dossier | None, one: RecordFile, code: str, made: Rendition | None
) -> Iterator[Deed]:
    """Yield what happened to a paper or result of a dossier."""
    if dossier is not None:
        for event in ledger.events(dossier):
            if event.number == one.number:
                yield from of_chain(code, (event,), str)
    if made is not None:
        yield from of_rendition(code, made)


def of_rendition(code: str, made: Rendition) -> Iterator[Deed]:
    """Yield conversion, reading and the verdict of each validator."""
    by = Agent(SOFTWARE, "motcua", "motcua")
    yield Deed(
        key=f"{code}:conversion",
        type="normalization",
        at=made.made_at,
        detail=f"PDF/A-2b made; text: {made.method}",
        agent=by,
        note="signatures, forms or actions left out of the copy"
        if made.stripped
        else "",
    )
    for number, verdict in enumerate(made.verdicts, start=1):
        yield Deed(
            key=f"{code}:validation:{number}",
            type="validation",
            at=made.made_at,
            detail=f"PDF/A-{verdict.flavour}",
            agent=Agent(
                SOFTWARE, verdict.validator, verdict.validator, verdict.version
            ),
            outcome=SUCCESS if verdict.verdict == PASS else FAILURE,
            note="; ".join((verdict.verdict, *verdict.findings))[:1000],
        )


def packed(code: str, at: datetime, sort: str, version: str) -> Deed:
    """Return the making of the package itself."""
    return Deed(
        key=f"{code}:{sort}",
        type="information package creation",
        at=at,
        detail=sort,
        agent=Agent(SOFTWARE, "motcua", "motcua", version),
    )
