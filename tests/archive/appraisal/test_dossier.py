"""A destroyed dossier: its words are gone, its chain verifies, its scans go."""

from __future__ import annotations

from motcua.archive import folder
from motcua.archive import records
from motcua.archive.appraisal import erasure
from motcua.archive.appraisal import holds
from motcua.archive.appraisal import verification
from motcua.archive.finding.documents import DOCUMENTS
from motcua.archive.holdings import closing
from motcua.archive.holdings import dossiers
from motcua.archive.holdings import files
from motcua.archive.holdings import verification as holdings_verification
from motcua.archive.incoming.attachments import attachments
from motcua.dossiers import ledger
from motcua.dossiers.intake import receive
from motcua.dossiers.people.index import NAMES
from motcua.dossiers.states import fold
from motcua.storage import files as stored
from motcua.storage import jobs
from motcua.storage import verification as register_verification
from motcua.storage.engines import register_engine
import sqlalchemy as sa
from tests.archive.appraisal.conftest import age
from tests.archive.appraisal.conftest import doomed
from tests.archive.appraisal.conftest import HELD
from tests.archive.appraisal.conftest import purge
from tests.archive.appraisal.conftest import words
from tests.archive.holdings.conftest import LATER
from tests.archive.test_records import attach
from tests.archive.test_records import close
from tests.dossiers.conftest import an_intake
from tests.dossiers.conftest import MONDAY
from tests.dossiers.test_cost import current_version
import transaction


GROUP = "H99.01:archive"
FACTS = {"list": "HG-H99-2026-1", "deed": "QĐ 9", "retention": "", "until": ""}


def a_file(site, scan):
    """Return (dossier, file) of a closed dossier with one scan."""
    dossier = receive(site, an_intake(current_version(site)), "reception", MONDAY)
    attach(site, dossier, scan)
    close(dossier)
    one = dossiers.take_record(site, dossier.code, "archivist", LATER)
    closing.write(site, one, files.view(one), "archivist", GROUP, LATER)
    transaction.commit()
    return dossier, one


def erase(site, one):
    erasure.erase(site, one, files.view(one), FACTS, "archivist", GROUP, MONDAY)
    transaction.commit()


def rows(table, code):
    query = sa.select(sa.func.count()).select_from(table).where(table.c.code == code)
    with register_engine().connect() as connection:
        return connection.execute(query).scalar_one()


def test_the_words_of_the_ledger_are_gone_and_it_still_verifies(house, scan):
    dossier, one = a_file(house, scan)
    head = dossier.head
    assert "Đức" in words(dossier)
    assert rows(NAMES, dossier.code)
    erase(house, one)
    assert words(dossier) == ""
    assert dossier.head == head
    assert ledger.verify(dossier) == []
    assert fold(dossier).persons == ()
    assert rows(NAMES, dossier.code) == 0
    assert verification.verify(house).faults == []
    assert holdings_verification.verify(house).faults == []


def test_its_scan_is_removed_and_the_register_agrees(house, scan):
    dossier, one = a_file(house, scan)
    digest = attachments(dossier)[0].sha256
    age(digest)
    assert rows(DOCUMENTS, dossier.code) == 1
    erase(house, one)
    assert rows(DOCUMENTS, dossier.code) == 0
    assert doomed(house) == {digest}
    assert purge(house) == ["gone"]
    assert not stored.exists(digest)
    assert jobs.status("ocr", digest) is None


def test_the_record_says_no_more_which_files_there_were(house, scan):
    dossier, one = a_file(house, scan)
    record = folder.find(house, dossier.code)
    digest = record.digest
    erase(house, one)
    assert record.destroyed
    assert record.digest == digest
    assert records.view(house, record).files == ()


def test_a_scan_in_two_dossiers_lives_on_in_the_other(house, scan):
    dossier, one = a_file(house, scan)
    other, _file = a_file(house, scan)
    digest = attachments(dossier)[0].sha256
    age(digest)
    erase(house, one)
    assert purge(house) == ["shared"]
    assert stored.exists(digest)
    assert attachments(other)[0].sha256 == digest


def test_a_dossier_is_held_by_its_code(house, scan):
    dossier, one = a_file(house, scan)
    assert holds.place_all(house, [dossier.code], *HELD, "leader", LATER) == 1
    assert len(files.view(one).holds) == 1


def test_what_is_projected_agrees_after_a_destruction(house, scan):
    _dossier, one = a_file(house, scan)
    erase(house, one)
    report = register_verification.verify(house, register_engine())
    assert report.differences == []
