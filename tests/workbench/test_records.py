"""Records: listed by year, opened with their proof, never to strangers."""

from __future__ import annotations

from datetime import datetime
from motcua.archive import folder as archive
from motcua.archive import shelf
from motcua.archive.holdings import dossiers
from motcua.archive.holdings import files
from motcua.archive.holdings import fonds
from motcua.archive.holdings import rights
from motcua.base.vietnam import VIETNAM
from motcua.dossiers.folder import find
from motcua.storage.engines import register_engine
import pytest
import sqlalchemy as sa
from tests.desk.conftest import receive
from tests.dossiers.conftest import MONDAY
from tests.workbench.conftest import upload
from tests.workbench.conftest import walk
import transaction
from zope.component.hooks import site


@pytest.fixture
def record(house, officer, received, scan, read):
    """The code of a closed dossier with one scan that was read."""
    upload(officer("reception"), received, (1, scan.name, scan.read_bytes()))
    read(received)
    walk(house, received)
    return received


def test_a_record_shows_what_is_kept_for_how_long_and_its_proof(
    house, officer, record, scan
):
    archivist = officer("archivist")
    page = archivist.get("/luu-tru/da-ket-thuc").click(record)
    found = archive.find(house, record)
    ledger = found.facts["ledger"]
    text = " ".join(page.html.find("main").text.split())
    assert "Đăng ký biến động đất đai" in text
    assert "10 năm" in text
    assert f"31/12/{datetime.now(VIETNAM).year + 10}" in text
    assert "Cơ quan chưa xác nhận" in text
    assert f"Số sự kiện: {ledger['length']}" in text
    assert ledger["head"] in text
    assert found.digest in text
    assert "Không thay đổi kể từ khi kết thúc" in text
    assert f"bin/motcua export-record {record} <DIR>" in text
    for file in found.facts["files"]:
        assert file["sha256"] in text
    assert "PDF/A: đạt (test)" in text
    original = page.click("Bản gốc đã quét")
    assert original.body == scan.read_bytes()


def test_a_record_shows_the_term_of_its_file_once_that_was_moved(
    house, officer, record
):
    with site(house):
        fonds.open_fonds(house, "H99", "archivist", MONDAY)
        one = dossiers.take_record(house, record, "archivist", MONDAY, close=True)
        facts = {
            "retention": "20-years",
            "start": "end",
            "until": "2046-12-31",
            "by": "rule",
            "rule": "TH-H99:r1",
            "decided_by": "QĐ 45",
            "revision": "TH-H99:4",
        }
        ended = files.view(one).kept.ended
        rights.append(one, "retain", "archivist", "H99.01:archive", MONDAY, facts)
        transaction.commit()
    page = officer("archivist").get(f"/luu-tru/ho-so/{record}")
    text = " ".join(page.html.find("main").text.split())
    assert f"20 năm Lưu đến 31/12/{ended + 20} Căn cứ quyết định QĐ 45" in text
    assert "Cơ quan chưa xác nhận" not in text


def test_names_of_persons_and_files_stay_out_of_lists_and_facts(officer, record, scan):
    archivist = officer("archivist")
    for path in ("/luu-tru/da-ket-thuc", f"/luu-tru/ho-so/{record}"):
        page = archivist.get(path)
        assert "Nguyễn Văn Đức" not in page.text
        assert scan.name not in page.text


def test_a_file_without_a_proven_copy_is_pointed_out(
    house, officer, received, scan, read
):
    upload(officer("reception"), received, (1, scan.name, scan.read_bytes()))
    read(received, verdict="fail")
    walk(house, received)
    page = officer("archivist").get(f"/luu-tru/ho-so/{received}")
    assert "chưa có bản lưu trữ đạt chuẩn: 1" in " ".join(page.html.text.split())


def test_a_ledger_that_changed_after_closing_is_pointed_out(
    house, officer, record, monkeypatch
):
    dossier = find(house, record)
    dossier.head = b"x" * 32
    transaction.commit()
    page = officer("archivist").get(f"/luu-tru/ho-so/{record}")
    assert "Khác với lúc kết thúc hồ sơ" in page.text


def test_a_dossier_that_is_not_closed_is_no_record(officer, received):
    counter = officer("reception")
    assert received not in counter.get("/luu-tru/da-ket-thuc").text
    counter.get(f"/luu-tru/ho-so/{received}", status=404)


def test_only_those_who_may_see_the_dossier_see_its_record(officer, record):
    for person in ("jurist", "stranger"):
        app = officer(person)
        assert record not in app.get("/luu-tru/da-ket-thuc").text
        app.get(f"/luu-tru/ho-so/{record}", status=404)
    assert record in officer("supervisor").get("/luu-tru/da-ket-thuc").text


def backdate(code, year):
    """Let the register say that a dossier was received in another year."""
    with register_engine().begin() as connection:
        connection.execute(
            sa.text("UPDATE dossiers SET received_at = :at WHERE code = :code"),
            {"at": f"{year}-01-01 00:30:00.000000", "code": code},
        )


def test_records_are_listed_by_year_the_newest_first(house, officer):
    archivist = officer("archivist")
    codes = [receive(house) for _number in range(2)]
    for code in codes:
        walk(house, code)
    backdate(codes[0], 2024)
    page = archivist.get("/luu-tru/da-ket-thuc")
    assert page.text.index(codes[1]) < page.text.index(codes[0])
    page = page.click("2024")
    assert codes[0] in page.text
    assert codes[1] not in page.text
    for odd in ("0", "1", "9999", "x", "-5"):
        assert codes[1] in archivist.get("/luu-tru/da-ket-thuc", {"nam": odd}).text


def test_long_lists_come_in_pages(house, officer, monkeypatch):
    monkeypatch.setattr("motcua.workbench.records.PAGE", 1)
    codes = [receive(house) for _number in range(2)]
    for code in codes:
        walk(house, code)
    first = officer("archivist").get("/luu-tru/da-ket-thuc")
    second = first.click("Trang sau")
    assert [code in first.text for code in codes] != [
        code in second.text for code in codes
    ]
    assert second.html.find("a", rel="next") is None


def test_years_without_records_hold_nothing(house):
    assert shelf.years(["H99.01:archive"]) == []
    assert shelf.records(["H99.01:archive"], year=9999) == []
    assert shelf.records([], limit=-1) == []
