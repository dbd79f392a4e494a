"""Packages at the archivist's browser: made, received, judged, taken in, refused."""

from __future__ import annotations

import io
from motcua.archive.holdings import closing
from motcua.archive.holdings import fonds as fonds_module
from motcua.archive.holdings import store
from motcua.archive.packages import accessions
from motcua.archive.packages import checking
from motcua.archive.packages import taking
from motcua.archive.packages.store import accession
from motcua.storage import jobs
from motcua.workbench.packages import received
from tests.archive.packages.conftest import LATER
from tests.archive.packages.conftest import PROVINCE
from tests.dossiers.conftest import MONDAY
from tests.workbench.holdings.test_screens import main
import transaction
from types import SimpleNamespace
from webtest import Upload
import zipfile
from zope.component.hooks import site


RECEIVED = "/luu-tru/goi-nhan"


def upload(app, path):
    """Send a package and return the page of what came."""
    form = app.get(RECEIVED).forms["receive"]
    form["package"] = Upload("gói.zip", path.read_bytes(), "application/zip")
    form["sender"] = "Sở Nội vụ"
    return form.submit().follow()


def test_a_package_is_made_at_the_page_of_its_file(house, officer, kept, tmp_path):
    archivist = officer("archivist")
    page = archivist.get(f"/luu-tru/ho-so/{kept}").click("Gói dữ liệu", index=0)
    assert "Gói nộp lưu (SIP)" in main(page)
    form = page.forms["pack"]
    form["kind"] = "SIP"
    answer = form.submit()
    assert answer.content_type == "application/zip"
    assert "uuid-" in answer.headers["Content-Disposition"]
    path = tmp_path / "made.zip"
    path.write_bytes(answer.body)
    assert checking.check(path).sound


def test_what_is_in_the_way_is_named(house, officer, kept):
    with site(house):
        file = store.file(house, kept)
        closing.reopen(house, file, "bổ sung", "archivist", LATER)
        transaction.commit()
    page = officer("archivist").get(f"/luu-tru/ho-so/{kept}/goi")
    assert f"{kept} chưa kết thúc" in main(page)
    assert "pack" not in page.forms


def test_a_document_is_packed_by_itself(house, officer, kept):
    page = officer("archivist").get(f"/luu-tru/tai-lieu/{kept}.0000001/goi")
    form = page.forms["pack"]
    form["kind"] = "AIP"
    answer = form.submit()
    with zipfile.ZipFile(io.BytesIO(answer.body)) as archive:
        assert archive.namelist()[0].startswith("urn_H99_uuid_")


def test_the_head_makes_packages_for_use_alone(house, officer, kept):
    page = officer("leader").get(f"/luu-tru/ho-so/{kept}/goi")
    assert "Gói sử dụng (DIP)" in main(page)
    assert "Gói nộp lưu (SIP)" not in main(page)


def test_for_others_there_is_no_such_page(house, officer, kept):
    handler = officer("handler")
    handler.get(f"/luu-tru/ho-so/{kept}/goi", status=404)
    handler.get("/luu-tru/ho-so/H99.2026.99/goi", status=404)
    handler.get(RECEIVED, status=404)
    handler.get(f"{RECEIVED}/GN-2026-0001", status=404)


def test_a_package_is_received_judged_and_taken_in(house, officer, sent):
    with site(house):
        fonds_module.open_fonds(house, PROVINCE, "archivist", MONDAY)
        transaction.commit()
    archivist = officer("archivist")
    assert "Chưa có gói nào" in main(archivist.get(RECEIVED))
    page = upload(archivist, sent)
    assert "Hợp lệ: chờ quyết định" in main(page)
    assert "Hồ sơ xây dựng kho lưu trữ <A&B>" in main(page)
    page = page.forms["accept"].submit("do", value="accept").follow()
    assert "đang nhập kho" in main(page)
    code = page.request.path.rpartition("/")[2]
    assert jobs.listed(taking.KIND, jobs.QUEUED)[0].key.startswith(f"{code}:")
    with site(house):
        taking.run(f"{code}:3", {}, lambda *_told: None)
        transaction.commit()
    page = archivist.get(f"{RECEIVED}/{code}")
    assert "Đã nhập kho" in main(page)
    assert page.html.find("a", string="H99.2026.1")
    assert "Nhận từ nơi khác" in main(archivist.get("/luu-tru/ho-so/H99.2026.1"))
    assert code in main(archivist.get(RECEIVED))
    report = archivist.get(f"{RECEIVED}/{code}/bao-cao.json").json
    assert report["verdict"] == "sound"


def test_of_a_large_package_the_page_says_that_it_is_being_checked(
    house, officer, sent, monkeypatch
):
    monkeypatch.setattr(received, "AT_ONCE", 1000)
    archivist = officer("archivist")
    page = upload(archivist, sent)
    assert "Gói đã được lưu giữ và đang được kiểm tra" in main(page)
    assert "nguyên vẹn" not in main(page)
    assert not {"accept", "again", "refuse"} & set(page.forms)
    code = page.request.path.rpartition("/")[2]
    with site(house):
        accessions.run(f"{code}:1", {}, lambda *_told: None)
        transaction.commit()
    assert "Hợp lệ: chờ quyết định" in main(archivist.get(f"{RECEIVED}/{code}"))


def test_a_check_that_stopped_has_its_way_out(house, officer, sent, monkeypatch):
    monkeypatch.setattr(received, "AT_ONCE", 1000)
    archivist = officer("archivist")
    page = upload(archivist, sent)
    code = page.request.path.rpartition("/")[2]
    stopped = SimpleNamespace(state=jobs.FAILED)
    with monkeypatch.context() as patch:
        patch.setattr(accessions.jobs, "status", lambda *_key: stopped)
        page = archivist.get(f"{RECEIVED}/{code}")
        assert "Việc kiểm tra gói đã dừng" in main(page)
        assert {"again", "refuse"} <= set(page.forms)
        page.forms["again"].submit("do", value="check")
    page = archivist.get(f"{RECEIVED}/{code}")
    assert "Yêu cầu kiểm tra lại" in main(page)
    assert "đang được kiểm tra" in main(page)


def test_a_faulty_package_is_refused_with_words(house, officer, remade):
    def do(folder):
        (folder / "representations" / "rep1" / "data" / "more.pdf").write_bytes(b"x")

    archivist = officer("archivist")
    page = upload(archivist, remade(do))
    assert "Không hợp lệ: phải từ chối" in main(page)
    assert "more.pdf” có trong gói nhưng không được liệt kê ở đâu" in main(page)
    assert "accept" not in page.forms
    form = page.forms["refuse"]
    form["reason"] = "Thừa tệp"
    page = form.submit("do", value="refuse").follow()
    assert "Đã từ chối" in main(page) and "Thừa tệp" in main(page)
    code = page.request.path.rpartition("/")[2]
    assert accession(house, code).length == 3


def test_without_a_fonds_the_page_says_the_way_out(house, officer, sent):
    page = upload(officer("archivist"), sent)
    assert "chưa có phông H99" in main(page)
    assert "accept" not in page.forms


def test_what_is_no_package_is_told(house, officer):
    archivist = officer("archivist")
    page = archivist.get(RECEIVED)
    form = page.forms["receive"]
    form["package"] = Upload("x.zip", b"no package", "application/zip")
    page = form.submit().follow()
    assert "không phải tệp ZIP" in main(page)
    page = archivist.get(RECEIVED)
    page = page.forms["receive"].submit(status=400)
    assert "Hãy chọn gói" in main(page)
