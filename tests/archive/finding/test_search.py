"""The words of a scan are found by those who may see its dossier, and only them."""

from __future__ import annotations

from motcua.archive import renditions
from motcua.archive.finding import documents
from motcua.archive.finding.search import search
from motcua.archive.ocr import recognition
from motcua.archive.pdf.pdfa import Archival
from motcua.archive.pdf.verdicts import Verdict
from motcua.dossiers.actions import act
from motcua.dossiers.intake import receive
from motcua.dossiers.rights import groups_of
from motcua.storage import files
from motcua.storage import jobs
from motcua.storage import projections
from motcua.storage import worker
from motcua.storage.engines import register_engine
from motcua.storage.interfaces import IJob
from motcua.storage.verification import verify
import os
import pytest
from tests.archive.test_records import attach
from tests.archive.test_records import close
from tests.dossiers.conftest import an_intake
from tests.dossiers.conftest import build_procedure
from tests.dossiers.conftest import build_province
from tests.dossiers.conftest import empty_sql
from tests.dossiers.conftest import JUSTICE
from tests.dossiers.conftest import LAND
from tests.dossiers.conftest import MONDAY
import transaction
from zope.component import getUtility


TEXTS = ("Giấy chứng nhận quyền sử dụng đất", "thửa đất số 47, tờ bản đồ số 12")


def project(*objects):
    """Write the rows that a commit would write."""
    with register_engine().begin() as connection:
        for obj in objects:
            for _name, projection in projections.following(projections.class_name(obj)):
                row = projection.row(obj)
                if row is not None:
                    projection.upsert(connection, row)


def convert(portal, event, tmp_path, texts=TEXTS):
    """Keep a rendition as the job would, without reading anything."""
    path = tmp_path / "archival.pdf"
    path.write_bytes(b"%PDF-1.7 " + event.data["sha256"].encode())
    verdict = Verdict("test", "1", "2b", "pass")
    made = Archival(path, "read", False, tuple(texts), ({},) * len(texts), (verdict,))
    return renditions.keep(event.data["sha256"], made, portal, MONDAY)


@pytest.fixture
def filed(province, dossier, scan, tmp_path):
    """A dossier with one scan whose two pages were read."""
    event = attach(province, dossier, scan)
    project(dossier, convert(province, event, tmp_path))
    return dossier


def found(person, query, **options):
    return search(groups_of(person, MONDAY.date()), query, **options)


@pytest.mark.parametrize(
    "query", ["thửa đất số 47", "thua dat so 47", "THỬA ĐẤT", "ban do 12"]
)
def test_a_page_is_found_with_or_without_marks(filed, query):
    results = found("reception", query)
    assert results.total == 1
    (row,) = results.rows
    assert (row.code, row.page, row.title) == (filed.code, 2, "Đơn đăng ký")
    assert row.role == "original"
    assert "47" in row.snippet


def test_other_departments_find_nothing_and_count_nothing(filed):
    for person in ("handler", "jurist", "stranger"):
        results = found(person, "giấy chứng nhận")
        assert (results.total, results.rows) == (0, ())


def test_a_department_finds_it_once_it_takes_part(filed):
    act(filed, "forward", "reception", data={"to": LAND}, now=MONDAY)
    project(filed)
    assert found("handler", "giấy chứng nhận").total == 1
    assert found("jurist", "giấy chứng nhận").total == 0


def test_the_archivist_finds_it_when_the_dossier_has_ended(filed):
    assert found("archivist", "giấy chứng nhận").total == 0
    close(filed)
    project(filed)
    assert found("archivist", "giấy chứng nhận").total == 1


def test_one_scan_in_two_dossiers_shows_each_to_its_own(province, version, filed, scan):
    other = receive(province, an_intake(version), "reception", MONDAY)
    event = attach(province, other, scan)
    act(other, "forward", "reception", data={"to": JUSTICE}, now=MONDAY)
    project(other)
    assert renditions.get(event.data["sha256"]) is not None, "it was read already"
    assert [row.code for row in found("jurist", "thửa").rows] == [other.code]
    codes = {row.code for row in found("reception", "thửa").rows}
    assert codes == {filed.code, other.code}


@pytest.mark.parametrize(
    "query", ["", "   ", '"', "NEAR(", "a* OR b", "' OR 1=1 --", "đ" * 5000, "\x00"]
)
def test_nothing_that_is_typed_breaks_the_search(filed, query):
    assert found("reception", query).total == 0


def test_a_second_conversion_changes_nothing(province, filed, tmp_path):
    (first,) = renditions.every(province)

    class Event:
        data = {"sha256": first.original}

    assert convert(province, Event, tmp_path, ("khác",)) is first
    assert first.texts() == list(TEXTS)


def test_the_ledger_asks_for_the_job(province, dossier, scan):
    event = attach(province, dossier, scan)
    (wanted,) = documents.Documents().jobs(dossier)
    assert (wanted.kind, wanted.key, wanted.data) == (
        "ocr",
        event.data["sha256"],
        {"media": "image/jpeg", "pages": 1},
    )
    assert wanted.urgency is jobs.Urgency.BACKGROUND


def test_the_job_does_nothing_when_the_work_is_done(province, filed):
    (rendition,) = renditions.every(province)
    job = getUtility(IJob, name=recognition.KIND)
    job(rendition.original, {}, None)
    assert list(renditions.every(province)) == [rendition]


def test_a_job_that_cannot_succeed_says_so_at_once(
    province, dossier, scan, monkeypatch
):
    event = attach(province, dossier, scan)
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(jobs.JobFailed, match="missing: tesseract-ocr"):
        recognition.recognise(
            event.data["sha256"], {"media": "image/jpeg", "pages": 1}, lambda *_: None
        )


def test_the_tables_can_be_rebuilt_from_the_truth(province, filed):
    holdings, texts = documents.Documents(), documents.Texts()
    with register_engine().begin() as connection:
        (stored,) = holdings.stored(connection)
        assert holdings.compare(holdings.row(filed), stored[1]) == []
        (rendition,) = texts.truth(province)
        texts.remove(connection, texts.key(rendition))
        holdings.remove(connection, holdings.key(filed))
    assert found("reception", "thửa").total == 0
    with register_engine().begin() as connection:
        holdings.replace(connection, holdings.row(filed))
        texts.replace(connection, texts.row(rendition))
    assert found("reception", "thửa").total == 1


def test_text_written_again_replaces_the_old(province, filed):
    (rendition,) = renditions.every(province)
    texts = documents.Texts()
    for _turn in range(2):
        with register_engine().begin() as connection:
            texts.replace(connection, texts.row(rendition))
    assert found("reception", "thửa").total == 1


@pytest.mark.ocr
def test_the_whole_line_from_scan_to_hit(
    tesseract, province, dossier, scan, monkeypatch
):
    # Nothing is committed here, so a new transaction would forget the dossier.
    monkeypatch.setattr(recognition.transaction, "begin", lambda: None)
    event = attach(province, dossier, scan)
    seen = []
    recognition.recognise(
        event.data["sha256"],
        {"media": "image/jpeg", "pages": 1},
        lambda done, total, message="": seen.append((done, total)),
    )
    rendition = renditions.get(event.data["sha256"], province)
    assert rendition is not None and rendition.passed
    assert seen[-1] == (1, 1)
    project(dossier, rendition)
    (row,) = found("reception", "dang ky ket hon").rows
    assert (row.code, row.page, row.sha256) == (dossier.code, 1, rendition.original)


@pytest.mark.ocr
def test_a_committed_scan_is_read_by_the_worker_and_found(
    tesseract, functional_portal, scan
):
    portal = functional_portal
    empty_sql()
    build_province(portal)
    version = build_procedure(portal)
    dossier = receive(portal, an_intake(version), "reception", MONDAY)
    event = attach(portal, dossier, scan)
    transaction.commit()
    waiting = jobs.status("ocr", event.data["sha256"])
    assert waiting is not None and waiting.state == jobs.QUEUED
    assert worker.drain() >= 1
    done = jobs.status("ocr", event.data["sha256"])
    assert done is not None and done.state == jobs.DONE, done
    assert (done.done, done.total) == (1, 1)
    assert [row.code for row in found("reception", "dang ky ket hon").rows] == [
        dossier.code
    ]
    assert files.check(event.data["sha256"]), "the original is as it was"
    assert verify(portal, register_engine()).differences == []


def test_what_a_killed_worker_left_is_removed(tmp_path, monkeypatch):
    monkeypatch.setenv("MOTCUA_VAR", str(tmp_path))
    old, new = tmp_path / "tmp" / "ocr-old", tmp_path / "tmp" / "ocr-new"
    for folder in (old, new):
        folder.mkdir(parents=True)
    os.utime(old, (0, 0))
    recognition._scratch()
    assert not old.exists() and new.exists()
