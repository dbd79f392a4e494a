"""The file of a destruction: its papers are kept, twenty years at least.

When a list is done, its papers as they stand then, the disposal list, the minutes of
the council and of the destruction, become documents of a file of the same fonds. Signed
originals, the opinion and the decision, are taken into the same file by the archive.
"""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import replace
from functools import partial
from io import BytesIO
from motcua.archive import retention
from motcua.archive.appraisal import lists
from motcua.archive.appraisal import papers
from motcua.archive.appraisal import terms
from motcua.archive.capture import documents as capture_documents
from motcua.archive.capture import store as capture
from motcua.archive.capture.documents import ArchiveDocument
from motcua.archive.holdings import files as file_views
from motcua.archive.holdings import filing
from motcua.archive.holdings import fonds as fonds_module
from motcua.archive.holdings import rights
from motcua.archive.holdings import store as holdings
from motcua.archive.incoming.uploads import received
from motcua.base.vietnam import VIETNAM
from motcua.dossiers import ledger
from motcua.dossiers.folder import find as find_dossier
from motcua.storage import files
from motcua.storage.projections import after_commit
from typing import Any
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from datetime import datetime
    from motcua.archive.appraisal.lists import ListView
    from motcua.archive.appraisal.store import DisposalList
    from motcua.archive.holdings.files import FileView
    from motcua.archive.holdings.store import File
    from motcua.dossiers.ledger import Event

#: Papers of a destruction that the house draws up itself.
_PAPERS: Final = (papers.LIST, papers.COUNCIL, papers.REQUEST, papers.DESTRUCTION)


@dataclass(frozen=True)
class Drawn:
    """A paper that was drawn and lies in the store."""

    kind: str
    sha256: str
    size: int
    pages: int


def drawn(site: Any, one: DisposalList, now: datetime) -> list[Drawn]:
    """Draw the papers of a list whose files are gone, and store them.

    Outside the transaction that refers to them. Raises ``printing.SlipFailed``.
    """
    found = replace(lists.view(one), state="done", done_at=now)
    made = []
    for kind in _PAPERS:
        if kind != papers.REQUEST or found.submits:
            data = papers.pdf(site, found, kind, partial(_open_to_all, site))
            with received(BytesIO(data), f"{papers.KINDS[kind]}.pdf") as upload:
                kept = files.store(upload.path)
                made.append(Drawn(kind, kept.sha256, kept.size, upload.pages))
    return made


def finish(
    site: Any, one: DisposalList, made: list[Drawn], asked: Event, now: datetime
) -> File:
    """End a list whose files are destroyed or spared; return the file of its papers."""
    found = lists.view(one)
    group = f"{asked.unit}:{rights.ARCHIVE}"
    file = _opened(site, found, asked, group, now)
    facts = {
        "destroyed": len(found.approved) - len(_spared(found)),
        "spared": len(found.spared),
        "file": file.code,
    }
    rights.append(one, "done", asked.actor, group, now, facts)
    codes = [
        _document(site, file, ordinal, each, asked, now)
        for ordinal, each in enumerate(made, start=1)
    ]
    rights.append(file, "take", asked.actor, group, now, {"documents": codes})
    shelf = holdings.made(site)
    for code in codes:
        shelf.placed[holdings.document_key(code)] = file.code
    return file


def _spared(found: ListView) -> list[str]:
    return [code for code in found.approved if code in found.spared]


def keep_class(years: int) -> str:
    """Return the shortest class that keeps so many years at least."""
    long = [
        (one.years, one.key)
        for one in retention.classes().values()
        if one.years is not None and one.years >= years
    ]
    return min(long)[1] if long else "permanent"


def _open_to_all(site: Any, told: FileView) -> bool:
    """Whether a file is of no restricted dossier: papers that are kept are read."""
    dossier = find_dossier(site, told.record) if told.record else None
    return dossier is None or not dossier.restricted


def _opened(
    site: Any, found: ListView, asked: Event, group: str, now: datetime
) -> File:
    local = now.astimezone(VIETNAM)
    years = terms.on(local.date()).keep_years
    fonds = holdings.fonds(site, found.fonds)
    of = fonds_module.view(fonds).keeper if fonds is not None else asked.unit
    told = {
        "title": f"Hồ sơ hủy tài liệu hết giá trị theo Danh mục {found.code}",
        "retention": keep_class(years),
        "access": "conditional",
        "language": "01",
        "begin": f"{found.drafted_at.astimezone(VIETNAM):%Y-%m-%d}",
        "end": f"{local:%Y-%m-%d}",
        "medium": "mixed",
    }
    return filing.new(
        site,
        found.fonds,
        local.year,
        asked.actor,
        group,
        now,
        list_="",
        heading="",
        department=asked.unit or of,
        origin=file_views.PAPERS,
        told=told,
    )


def _document(
    site: Any,
    file: File,
    ordinal: int,
    paper: Drawn,
    asked: Event,
    now: datetime,
) -> str:
    """Keep one paper as a document of the archive and return its code."""
    code = capture_documents.code_of(file.code, ordinal)
    one = ArchiveDocument(code)
    about = papers.TITLES[paper.kind]
    told = {"type": papers.TYPES[paper.kind], "abstract": about}
    facts = {
        "code": code,
        "batch": "",
        "file_code": file.code,
        "ordinal": ordinal,
        "document": "",
        "sha256": paper.sha256,
        "size": paper.size,
        "media": "application/pdf",
        "pages": paper.pages,
        "signed": False,
    }
    payload = {"fields": told, "name": f"{papers.KINDS[paper.kind]}.pdf"}
    ledger.append(
        one,
        "catalogue",
        actor=asked.actor,
        unit=asked.unit,
        now=now,
        facts=facts,
        data=payload,
    )
    after_commit(one)
    capture.made(site).documents[code] = one
    return code
