"""Closed files whose term is over, with bytes in the store, and their end."""

from __future__ import annotations

from datetime import timedelta
from motcua.archive.appraisal import councils
from motcua.archive.appraisal import deciding
from motcua.archive.appraisal import destroying
from motcua.archive.appraisal import listing
from motcua.archive.appraisal import lists
from motcua.archive.appraisal import purging
from motcua.archive.appraisal import store
from motcua.archive.appraisal.lists import Voice
from motcua.archive.capture import batches
from motcua.archive.capture import documents
from motcua.archive.holdings import closing
from motcua.archive.holdings import files
from motcua.archive.holdings import filing
from motcua.archive.holdings import fonds as fonds_module
from motcua.dossiers import ledger
from motcua.storage import files as stored
import os
import pytest
from tests.archive.holdings.conftest import PROVINCE
from tests.dossiers.conftest import build_procedure
from tests.dossiers.conftest import build_province
from tests.dossiers.conftest import empty_sql
from tests.dossiers.conftest import MONDAY
from tests.dossiers.conftest import UNIT
import transaction


#: Of a file whose five years are over since the end of 2015.
OLD = {
    "title": "Hồ sơ mua văn phòng phẩm",
    "retention": "5-years",
    "begin": "2010-01-05",
    "end": "2010-12-20",
    "medium": "digital",
}
TOLD = {
    "owner": "Tòa án nhân dân tỉnh",
    "reason": "Vụ án hành chính đang giải quyết",
    "deed": "CV 12/TA ngày 01/11/2026",
}
MEMBERS = (("leader", "chair"), ("archivist", "secretary"), ("handler", "member"))
GO = Voice(lists.DESTROY)
WEEKS = timedelta(days=30)
HELD = ("court", TOLD)


@pytest.fixture
def house(functional_portal):
    """The province with a fonds; everything commits."""
    site = functional_portal
    empty_sql()
    build_province(site)
    build_procedure(site)
    fonds_module.open_fonds(site, PROVINCE, "archivist", MONDAY)
    transaction.commit()
    return site


def put(content):
    """Store bytes long ago and return their digest."""
    digest = stored.store(content).sha256
    age(digest)
    return digest


def age(digest):
    """Let a stored file be as old as what is destroyed usually is."""
    path = stored.current().folder / digest[:2] / digest[2:4] / digest
    os.utime(path, (1_500_000_000, 1_500_000_000))


def document_of(site, file_code, ordinal, digest):
    """Keep a document of a file whose scan has this digest."""
    batch = batches.open_batch(
        site, UNIT, "papers", "archivist", MONDAY, file_code=file_code
    )
    facts = {
        "file_code": file_code,
        "ordinal": ordinal,
        "document": "d1",
        "sha256": digest,
        "size": 10,
        "media": "application/pdf",
        "pages": 2,
        "signed": True,
    }
    told = {"type": "Công văn", "abstract": "Về việc của ông Nguyễn Văn Đức"}
    data = {"fields": told, "name": "duc.pdf"}
    return documents.catalogue(site, batch, facts, data, "archivist", MONDAY)


def old_file(site, *digests, **changes):
    """Return a closed file whose term is over, with documents of these scans."""
    one = filing.open_file(
        site,
        PROVINCE,
        2010,
        "archivist",
        MONDAY,
        department=UNIT,
        given={**OLD, **changes},
    )
    for number, digest in enumerate(digests, start=1):
        document_of(site, one.code, number, digest)
    if digests:
        filing.take_documents(site, one, "archivist", MONDAY)
    closing.write(site, one, files.view(one), "archivist", f"{UNIT}:archive", MONDAY)
    transaction.commit()
    return one


def listed(site, *files_, submits=False):
    """Return a disposal list with these files."""
    one = listing.draft(site, PROVINCE, "archivist", MONDAY, submits=submits)
    for file in files_:
        listing.take(site, one, file.code, "expired", "", "archivist", MONDAY)
    transaction.commit()
    return one


def judged(site, one, voice=GO):
    """Let a council say the same of all files, and end."""
    councils.convene(site, one, "QĐ 1/QĐ", MEMBERS, "archivist", MONDAY)
    for login, _role in MEMBERS:
        councils.speak(site, one, (), voice, login, MONDAY)
    councils.report(site, one, "leader", MONDAY)


def decided(site, *files_):
    """Return a list that was decided on."""
    one = listed(site, *files_)
    judged(site, one)
    deciding.decide(site, one, "QĐ 9/QĐ-UBND", "leader", MONDAY + WEEKS)
    transaction.commit()
    return one


def destroy(site, one):
    """Destroy the files of a list that was decided on, without its papers."""
    later = MONDAY + WEEKS + timedelta(days=1)
    asked = destroying.begin(site, one, "archivist", later)
    for code in lists.view(one).approved:
        destroying.one(site, one, code, asked, later)
    transaction.commit()
    return asked


def purge(site, now=None):
    """Remove bytes as the job does; return what became of each digest."""
    moment = now or MONDAY + 2 * WEEKS
    return list(purging.purge(lambda: site, purging.TheHouse(), moment))


def doomed(site):
    """Return the digests that are to be looked at."""
    kept = store.shelf(site)
    return set(kept.doomed) if kept is not None else set()


def words(one):
    """Return all that payloads of a chain say."""
    return b"".join(event.payload or b"" for event in ledger.events(one)).decode()
