"""What comes in from a file, row by row: each usable, or refused with a reason.

Every kind of source gives the same: a code, a digest that tells whether it is new,
and a way to read it that may look at what is known of the procedure.
"""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from dataclasses import replace
from lzma import LZMAError
from motcua.procedures.definitions import Version
from motcua.procedures.difference import changes
from motcua.procedures.importing import portal_pages
from motcua.procedures.importing.portal_records import KIND
from motcua.procedures.importing.portal_records import PortalRecord
from motcua.procedures.importing.portal_records import read_record
from motcua.procedures.importing.portal_records import record_code
from motcua.procedures.importing.portal_records import record_digest
from motcua.procedures.importing.portal_records import UnusableRecord
from motcua.procedures.importing.record_lines import lines
from motcua.procedures.importing.record_lines import load
from motcua.procedures.importing.settling import settled
from motcua.procedures.importing.settling import with_own
from pathlib import Path
from typing import Any
from typing import Final


#: Names of sources; "auto" tells by the content.
AUTO: Final = "auto"
RECORDS: Final = "records"
PAGES: Final = "pages"
SHEET: Final = "sheet"
SOURCES: Final = (AUTO, RECORDS, PAGES, SHEET)


@dataclass(frozen=True)
class Failure:
    """A line that was not imported, and why."""

    line: int
    code: str
    reason: str


@dataclass(frozen=True)
class Incoming:
    """One procedure as a source gives it.

    `read` makes a version of it, given the one that is known, and raises ValueError
    when it cannot. `text` is kept as the source record, "" keeps none.
    """

    line: int
    code: str
    digest: str
    kind: str
    text: str
    read: Callable[[Version | None], PortalRecord]


class Stream:
    """Rows of a file, usable ones and failures, and how much has been read."""

    def __init__(
        self, rows: Iterator[Incoming | Failure], share: Callable[[], float]
    ) -> None:
        self.rows = rows
        self.share = share

    def __iter__(self) -> Iterator[Incoming | Failure]:
        return self.rows


@contextmanager
def opened(path: Path, source: str = AUTO) -> Iterator[Stream]:
    """Open a file: JSON lines of the national portal, or tables of a small office."""
    if source == SHEET or (source == AUTO and _is_sheet(path)):
        # Tables are read by what reads rows; it knows what comes in.
        from motcua.procedures.importing.sheets import files as sheets

        with sheets.opened(path) as (rows, share):
            yield Stream(rows, share)
        return
    with lines(path) as found:
        yield Stream(_rows(iter(found), source), found.share)


def _is_sheet(path: Path) -> bool:
    """Say whether a file is a workbook, or begins like a table and not like JSON."""
    with path.open("rb") as stream:
        begins = stream.read(512)
    if begins.startswith(b"PK\x03\x04"):
        return True
    text = begins.removeprefix(b"\xef\xbb\xbf").lstrip().strip(b'"')
    heads = ("[Thủ tục]", "Mã thủ tục")
    return text.startswith(tuple(head.encode() for head in heads))


def _rows(
    numbered: Iterator[tuple[int, bytes]], source: str
) -> Iterator[Incoming | Failure]:
    """Give the rows; where a compressed file breaks is a failure, and the end."""
    number = 0
    while True:
        try:
            number, line = next(numbered)
        except StopIteration:
            return
        except (EOFError, LZMAError) as error:
            reason = f"the file is broken from here on / tệp hỏng từ dòng này: {error}"
            yield Failure(number + 1, "", reason)
            return
        yield _row(number, line, source)


def _row(number: int, line: bytes, source: str) -> Incoming | Failure:
    code = ""
    try:
        text, record = load(line)
        code = record_code(record)
        if source == PAGES and not portal_pages.is_page(record):
            raise UnusableRecord(
                "the line is no page of the portal: raw_text is missing / dòng không "
                "phải trang của Cổng: thiếu raw_text"
            )
        paged = source != RECORDS and portal_pages.is_page(record)
        kind = portal_pages.KIND if paged else KIND
        digest = record_digest(record)
    except ValueError as error:
        return Failure(number, code, str(error))

    def read(base: Version | None) -> PortalRecord:
        if paged:
            return read_page(record, base)
        found = read_record(record)
        if base is None:
            return found
        return replace(found, version=with_own(found.version, base))

    return Incoming(number, code, digest, kind, text, read)


def read_page(page: dict[str, Any], base: Version | None = None) -> PortalRecord:
    """Return what a page says; what differs in form only is what is known already."""
    found = read_record(portal_pages.as_record(page, base))
    version = found.version
    if base is not None:
        version = settled(version, base)
        if not changes(base, version):
            version = base
    return PortalRecord(version, record_digest(page), found.flags)
