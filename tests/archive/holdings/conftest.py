"""A fonds, a file list in force, and documents of the archive."""

from __future__ import annotations

from datetime import timedelta
import hashlib
from motcua.archive.capture import batches
from motcua.archive.capture import documents
from motcua.archive.holdings import filelists
from motcua.archive.holdings import filing
from motcua.archive.holdings import fonds as fonds_module
from motcua.archive.holdings import plan as plans
from motcua.archive.holdings.plan import Entry
import pytest
from tests.dossiers.conftest import LAND
from tests.dossiers.conftest import MONDAY
from tests.dossiers.conftest import UNIT


PROVINCE = "H99"
YEAR = 2026
LATER = MONDAY + timedelta(minutes=30)
#: What is asked of a file outside any list.
GIVEN = {
    "title": "Hồ sơ xây dựng kho lưu trữ",
    "retention": "10-years",
    "begin": "2026-01-05",
}
#: Two headings and a file of a list.
ENTRIES = (
    Entry(
        "",
        plans.HEADING,
        "Đất đai",
        number="I",
        retention="permanent",
        maker=LAND,
        takes=("1.001193",),
    ),
    Entry("", plans.HEADING, "Văn phòng", number="II", retention="10-years"),
    Entry("", plans.FILE, "Hồ sơ kho lưu trữ", parent="k2", number="1", maker=UNIT),
)


def fold(site, code=PROVINCE, year=YEAR):
    """Return the list of a year as it stands."""
    from motcua.archive.holdings import store

    return plans.fold(store.file_list(site, code, year))


def document(site, file_code, ordinal, *, signed=True, **fields):
    """Keep a document of a file, without its bytes; return its code."""
    batch = batches.open_batch(
        site, UNIT, "papers", "archivist", MONDAY, file_code=file_code
    )
    told = {"type": "Công văn", "abstract": "Về việc lưu trữ", **fields}
    facts = {
        "file_code": batch_file_code(batch),
        "ordinal": ordinal,
        "document": "d1",
        "sha256": hashlib.sha256(f"{file_code}{ordinal}".encode()).hexdigest(),
        "size": 1000,
        "media": "application/pdf",
        "pages": 2,
        "signed": signed,
    }
    data = {"fields": told, "name": "x.pdf"}
    return documents.catalogue(site, batch, facts, data, "archivist", MONDAY).code


def batch_file_code(batch):
    """Return the code that plain papers of a batch are named by."""
    return batch.first.facts["file_code"]


@pytest.fixture
def fonds(province):
    """The open fonds of the province."""
    return fonds_module.open_fonds(province, PROVINCE, "archivist", MONDAY)


@pytest.fixture
def drafted(province, fonds):
    """A list of this year with two headings and a file."""
    one = filelists.draft(province, PROVINCE, YEAR, "archivist", MONDAY)
    for entry in ENTRIES:
        filelists.put(province, one, entry, "archivist", MONDAY)
    return one


@pytest.fixture
def issued(province, drafted):
    """The same list, in force."""
    filelists.propose(province, drafted, "archivist", MONDAY)
    filelists.approve(province, drafted, "leader", MONDAY)
    filelists.issue(province, drafted, "QĐ 12/QĐ-UBND", "archivist", MONDAY)
    return drafted


@pytest.fixture
def file(province, fonds):
    """An open file of paper, outside any list."""
    return filing.open_file(
        province,
        PROVINCE,
        YEAR,
        "archivist",
        MONDAY,
        department=UNIT,
        given=GIVEN,
    )
