"""A closed file with three documents: two signed masters, one scan with its copy."""

from __future__ import annotations

from datetime import timedelta
from motcua.archive import renditions
from motcua.archive.capture import batches
from motcua.archive.capture import documents
from motcua.archive.holdings import closing
from motcua.archive.holdings import filing
from motcua.archive.holdings import fonds as fonds_module
from motcua.archive.packages import exporting
from motcua.archive.packages import kinds
from motcua.archive.packages import packing
from motcua.archive.packages.contents import Content
from motcua.archive.packages.pieces import Item
from motcua.archive.packages.pieces import Piece
from motcua.archive.pdf.pdfa import Archival
from motcua.archive.pdf.verdicts import Verdict
from motcua.storage import files
import pikepdf
import pytest
from tests.archive.conftest import blank_pdf
from tests.dossiers.conftest import MONDAY
from tests.dossiers.conftest import UNIT
import zipfile


PROVINCE = "H99"
YEAR = 2026
LATER = MONDAY + timedelta(hours=2)
GIVEN = {
    "title": "Hồ sơ xây dựng kho lưu trữ <A&B>",
    "retention": "permanent",
    "begin": "2026-01-05",
    "end": "2026-10-30",
    "access": "conditional",
    "language": "01",
    "medium": "digital",
    "keywords": "kho lưu trữ",
    "note": "Có bản vẽ",
}
TEXTS = ("Tờ trình về kho lưu trữ", "thửa đất số 47")


def sealed_pdf(path):
    """Put a digital signature behind a PDF."""
    from tests.archive.pdf.test_pdfa import signed

    return signed(path)


def a_pdf(path, mark, pages=2):
    """Write a PDF whose bytes differ by the mark, as PDF/A where that can be."""
    from pikepdf import pdfa

    blank_pdf(path, pages)
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        pdf.docinfo["/Title"] = mark
        pdfa.save(pdf, path, "2b")
    return path


def keep_document(
    site, folder, ordinal, *, signed=True, copy=True, seal=False, file="H99.2026.1"
):
    """Keep a document with its bytes; return its code.

    ``signed`` has a signed master beside the scan, with ``seal`` one that bears a
    signature; ``copy`` a proven archival copy.
    """
    batch = batches.open_batch(
        site, UNIT, "papers", "archivist", MONDAY, file_code=file
    )
    scan = files.store(a_pdf(folder / f"scan-{ordinal}.pdf", f"scan {ordinal}"))
    facts = {
        "file_code": file,
        "ordinal": ordinal,
        "document": "d1",
        "sha256": scan.sha256,
        "size": scan.size,
        "media": "application/pdf",
        "pages": 2,
        "signed": False,
    }
    told = {
        "type": "Công văn",
        "abstract": f"Về việc lưu trữ số {ordinal}",
        "number": str(ordinal),
        "notation": "UBND-VP",
        "date": "2026-03-05",
        "agency": "Ủy ban nhân dân tỉnh",
        "access": "conditional",
        "language": "Tiếng Việt",
    }
    data = {"fields": told, "name": "x.pdf"}
    one = documents.catalogue(site, batch, facts, data, "archivist", MONDAY)
    if copy:
        path = a_pdf(folder / f"copy-{ordinal}.pdf", f"copy {ordinal}")
        said = (Verdict("pikepdf.pdfa", "10.17", "2b", "pass"),)
        made = Archival(path, "read", False, TEXTS, ({},) * 2, said, ())
        renditions.keep(scan.sha256, made, site, MONDAY)
    if signed:
        path = a_pdf(folder / f"signed-{ordinal}.pdf", f"sig {ordinal}")
        master = files.store(sealed_pdf(path) if seal else path)
        facts = {"sha256": master.sha256, "size": master.size, "of": ""}
        documents._append(one, "sign", "archivist", UNIT, LATER, facts, {})
    return one.code


@pytest.fixture
def fonds(province):  # noqa: F811
    """The open fonds of the province."""
    return fonds_module.open_fonds(province, PROVINCE, "archivist", MONDAY)


@pytest.fixture
def file(province, fonds):  # noqa: F811
    """An open digital file without documents."""
    return filing.open_file(
        province, PROVINCE, YEAR, "archivist", MONDAY, department=UNIT, given=GIVEN
    )


@pytest.fixture
def filled(province, file, tmp_path):  # noqa: F811
    """The file with three signed documents."""
    for ordinal in (1, 2, 3):
        keep_document(province, tmp_path, ordinal, file=file.code)
    filing.take_documents(province, file, "archivist", LATER)
    return file


@pytest.fixture
def closed(province, filled):  # noqa: F811
    """The same file, closed."""
    closing.close(province, filled, "archivist", LATER)
    return filled


@pytest.fixture
def sip(province, closed, tmp_path):  # noqa: F811
    """The package in which the file is handed over."""
    return exporting.export(
        province, closed.code, kinds.SIP, tmp_path / "out", "archivist", LATER
    )


@pytest.fixture
def sent(tmp_path, monkeypatch):
    """A SIP of three documents that came from somewhere; it takes no province."""
    monkeypatch.setenv("MOTCUA_FILES", str(tmp_path / "files"))

    def piece(name, media="application/pdf"):
        ref = files.store(a_pdf(tmp_path / name, name))
        return Piece(ref.sha256, ref.size, media)

    text = files.store("Tờ trình".encode())
    items = [
        Item(
            name=f"H99.2026.1.{number:07}",
            code="",
            fields={"subject": "Về việc lưu trữ", "typeName": "22"},
            original=piece(f"scan-{number}"),
            archival=piece(f"signed-{number}"),
            text="",
            plain=Piece(text.sha256, text.size, "text/plain"),
            obstacle="",
            deeds=tuple,
        )
        for number in (1, 2, 3)
    ]
    content = Content(
        level=kinds.FILE,
        code="H99.2026.1",
        fonds=PROVINCE,
        keeper=PROVINCE,
        fields={
            "title": GIVEN["title"],
            "maintenance": "01",
            "mode": "02",
            "language": "01",
            "startDate": "05/01/2026",
            "endDate": "30/10/2026",
        },
        count=3,
        at=LATER,
        items=lambda: iter(items),
        chains=lambda: iter(()),
    )
    sort = kinds.Sort(kinds.SIP, kinds.FILE)
    return packing.pack(content, sort, tmp_path / "sent", names={}).path


@pytest.fixture
def remade(sent, tmp_path):
    """A function that packs the SIP anew after something was done to its folder."""
    folder = tmp_path / "opened"
    with zipfile.ZipFile(sent) as archive:
        archive.extractall(folder)
    [bag] = folder.iterdir()
    [inside] = (bag / "data").iterdir()

    def pack(do, *, rebag=True):
        do(inside)
        if rebag:
            anew(bag)
        path = tmp_path / "remade.zip"
        with zipfile.ZipFile(path, "w") as archive:
            for one in sorted(folder.rglob("*")):
                archive.write(one, one.relative_to(folder))
        return path

    return pack


def anew(bag):
    """Write the manifests of a bag over what is in it now."""
    from hashlib import sha256

    payload = sorted(one for one in (bag / "data").rglob("*") if one.is_file())
    lines = [
        f"{sha256(one.read_bytes()).hexdigest()}  {one.relative_to(bag).as_posix()}\n"
        for one in payload
    ]
    (bag / "manifest-sha256.txt").write_text("".join(lines))
    info = (bag / "bag-info.txt").read_text().splitlines()
    octets = sum(one.stat().st_size for one in payload)
    kept = [line for line in info if not line.startswith("Payload-Oxum")]
    kept.append(f"Payload-Oxum: {octets}.{len(payload)}")
    (bag / "bag-info.txt").write_text("\n".join(kept) + "\n")
    (bag / "tagmanifest-sha256.txt").unlink(missing_ok=True)


# The small province of the dossiers' tests.
from tests.dossiers.conftest import dossier  # noqa: E402, F401
from tests.dossiers.conftest import intake  # noqa: E402, F401
from tests.dossiers.conftest import province  # noqa: E402, F401
from tests.dossiers.conftest import version  # noqa: E402, F401
