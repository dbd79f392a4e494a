"""A closed file with an open document and one of conditional access."""

from __future__ import annotations

from datetime import timedelta
from motcua.archive import renditions
from motcua.archive.capture import batches
from motcua.archive.capture import documents
from motcua.archive.holdings import closing
from motcua.archive.holdings import files as holdings_files
from motcua.archive.holdings import filing
from motcua.archive.pdf.pdfa import Archival
from motcua.archive.pdf.verdicts import Verdict
from motcua.archive.reading import asking
from motcua.archive.reading import deciding
from motcua.archive.reading import making
from motcua.archive.reading import requests
from motcua.archive.reading import store
from motcua.archive.reading.deciding import Voice
from motcua.archive.reading.register import Requests
from motcua.archive.reading.register import Twins
from motcua.storage import files
from motcua.storage.engines import register_engine
import pikepdf
import pytest
from tests.archive.holdings.conftest import fonds  # noqa: F401
from tests.archive.holdings.conftest import PROVINCE
from tests.dossiers.conftest import empty_sql
from tests.dossiers.conftest import MONDAY
from tests.dossiers.conftest import UNIT
import transaction


LATER = MONDAY + timedelta(hours=1)
GIVEN = {
    "title": "Hồ sơ xây dựng kho lưu trữ",
    "retention": "permanent",
    "begin": "2026-01-05",
    "end": "2026-10-30",
    "access": "open",
    "language": "01",
    "medium": "digital",
}
CITIZEN = {
    "name": "Nguyễn Văn Đức",
    "identity": "030957001234",
    "contact": "0912 345 678",
    "purpose": "Nghiên cứu lịch sử địa phương",
}
AGREE = Voice(deciding.AGREE)


def text_pdf(path, pages=2):
    """Write a PDF with words that a program can read, and with data about itself."""
    with pikepdf.new() as pdf:
        pdf.docinfo["/Title"] = "SECRET-TITLE"
        letters = pikepdf.Dictionary(
            Type=pikepdf.Name.Font,
            Subtype=pikepdf.Name.Type1,
            BaseFont=pikepdf.Name.Helvetica,
        )
        for number in range(1, pages + 1):
            page = pdf.add_blank_page(page_size=(595, 842))
            page.obj["/Resources"] = pikepdf.Dictionary(
                Font=pikepdf.Dictionary(F1=letters)
            )
            words = (
                f"BT /F1 14 Tf 100 742 Td (HIDDEN{number} words to cover) Tj ET "
                f"BT /F1 14 Tf 100 400 Td (PLAIN{number} words to read) Tj ET"
            )
            page.obj["/Contents"] = pdf.make_stream(words.encode())
        pdf.save(path)
    return path


def keep_document(site, folder, ordinal, access, file):
    """Keep a document with an archival copy; return its code."""
    batch = batches.open_batch(
        site, UNIT, "papers", "archivist", MONDAY, file_code=file
    )
    scan = files.store(f"scan {file} {ordinal}".encode())
    facts = {
        "file_code": file,
        "ordinal": ordinal,
        "document": "d1",
        "sha256": scan.sha256,
        "size": scan.size,
        "media": "image/jpeg",
        "pages": 2,
        "signed": True,
    }
    told = {
        "type": "Công văn",
        "abstract": f"Về việc lưu trữ số {ordinal}",
        "access": access,
    }
    data = {"fields": told, "name": "x.jpg"}
    one = documents.catalogue(site, batch, facts, data, "archivist", MONDAY)
    path = text_pdf(folder / f"copy-{ordinal}.pdf")
    said = (Verdict("test", "1", "2b", "pass"),)
    made = Archival(path, "read", False, ("a", "b"), ({},) * 2, said, ())
    renditions.keep(scan.sha256, made, site, MONDAY)
    return one.code


def a_file(site, folder, accesses=("open", "conditional"), **changes):
    """Return a closed file with documents of these levels of access."""
    one = filing.open_file(
        site,
        PROVINCE,
        2026,
        "archivist",
        MONDAY,
        department=UNIT,
        given={**GIVEN, **changes},
    )
    for ordinal, access in enumerate(accesses, start=1):
        keep_document(site, folder, ordinal, access, one.code)
    filing.take_documents(site, one, "archivist", MONDAY)
    group = f"{UNIT}:archive"
    closing.write(site, one, holdings_files.view(one), "archivist", group, MONDAY)
    return one


def asked(site, *codes, use=requests.READ, reader=requests.CITIZEN, by="archivist"):
    """Return a request for these."""
    return asking.ask(site, reader, use, codes, CITIZEN, by, MONDAY)


def agreed(site, *codes, use=requests.READ, days=10):
    """Return a request for open documents that the archive agreed on."""
    one = asked(site, *codes, use=use)
    voices = dict.fromkeys(codes, AGREE)
    deciding.answer(site, one, voices, days, "archivist", LATER)
    return one


def made(site, one):
    """Let the job make the copies of the last answer."""
    found = requests.view(one)
    making.make(f"{one.code}:{found.events[-1].number}", {}, print)
    return requests.view(one)


def rows(site):
    """Write the rows of what the test's transaction holds."""
    with register_engine().begin() as connection:
        for projection, every in (
            (Requests(), store.every_request(site)),
            (Twins(), store.every_twin(site)),
        ):
            for one in every:
                projection.upsert(connection, projection.row(one))


@pytest.fixture
def kept(province, fonds, monkeypatch):  # noqa: F811
    """The province with a fonds; jobs commit by writing rows."""
    empty_sql()
    monkeypatch.setattr(making, "_now", lambda: LATER)
    monkeypatch.setattr(transaction, "begin", lambda: None)
    monkeypatch.setattr(transaction, "commit", lambda: rows(province))
    return province


@pytest.fixture
def file(kept, tmp_path):
    """The closed file."""
    return a_file(kept, tmp_path)


@pytest.fixture
def papers(file):
    """The codes of its open document and of the conditional one."""
    return holdings_files.view(file).documents
