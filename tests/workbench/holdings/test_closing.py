"""A dossier that lacks nothing is closed and put into its file by one act."""

from __future__ import annotations

from motcua.archive.holdings import files
from motcua.archive.holdings import readiness
from motcua.archive.holdings import store
from motcua.dossiers.folder import find
from tests.workbench.conftest import walk
from zope.component.hooks import site


def test_the_page_of_a_dossier_tells_what_is_missing(house, officer, kept, received):
    walk(house, received, upto="forward")
    page = officer("handler").get(f"/desk/ho-so/{received}")
    words = " ".join(page.html.find(id="ready").parent.text.split())
    assert "Sẵn sàng nộp lưu: 5/7" in words
    assert "Còn bước chưa xong" in words
    assert "to-archive" not in page.forms
    page = officer("reception").get(f"/desk/ho-so/{received}")
    assert page.html.find(id="ready") is None


def test_one_act_closes_a_dossier_and_makes_its_file(
    house, officer, kept, received, monkeypatch
):
    monkeypatch.setattr(readiness.axes, "_digitisation", lambda _one: "complete")
    walk(house, received, upto="return_result")
    page = officer("archivist").get(f"/desk/ho-so/{received}")
    page = page.forms["to-archive"].submit().follow()
    words = " ".join(page.html.find("main").text.split())
    assert received in words
    assert "Đã kết thúc" in words
    with site(house):
        found = files.view(store.file(house, "H99.2026.2"))
        assert (found.record, found.state) == (received, "closed")
        assert found.heading == "k1"
        assert find(house, received).state == "closed"
    page = officer("archivist").get(f"/desk/ho-so/{received}")
    assert "H99.2026.2" in page.html.find(id="ready").parent.text


def test_what_lacks_something_is_not_closed_at_this_place(
    house, officer, kept, received
):
    walk(house, received, upto="return_result")
    path = f"/luu-tru/ho-so/{received}/ket-thuc"
    page = officer("archivist").get(path)
    assert "close" not in page.forms
    assert "Giấy tờ hoặc kết quả chưa có" in page.text
    sent = {"_authenticator": archivist_token(officer), "expected": ""}
    page = officer("archivist").post(path, sent, status=400)
    assert "Chưa sẵn sàng" in page.text
    with site(house):
        assert find(house, received).state == "returned"
    officer("stranger").get(path, status=404)


def archivist_token(officer):
    """Return what a form of the archivist carries."""
    page = officer("archivist").get("/luu-tru/danh-muc")
    return page.forms["draft"]["_authenticator"].value
