"""The examination in the browser: a sample is looked at, the batch passes or not."""

from __future__ import annotations

from motcua.archive.capture import layout
from motcua.archive.capture import store
from motcua.archive.capture.arranging import Acting
from motcua.dossiers import ledger
import pytest
from tests.dossiers.conftest import MONDAY
import transaction
from zope.component.hooks import site


@pytest.fixture
def handed_in(house, stack):
    """The stack described and handed in; returns (code, what stands on the paper)."""
    with site(house):
        batch = store.batch(house, stack)
        acting = Acting(house, batch, "archivist", MONDAY, None)
        said = {}
        for number, one in enumerate(layout.fold(batch).documents, start=1):
            told = {"type": "Công văn", "abstract": "x", "number": f"{number}"}
            acting.describe(one.id, {**told, "date": "2026-03-05"})
            said[one.id] = (f"{number}", "05/03/2026")
        acting.submit()
        transaction.commit()
    return stack, said


def judge(app, code, said, *defects, number=None):
    """Judge the document that is shown."""
    form = app.get(f"/luu-tru/lo/{code}/kiem-tra").forms["judge"]
    document = form["document"].value
    form["number"], form["date"] = said[document]
    if number is not None:
        form["number"] = number
    for box in form.fields["defect"]:
        box.checked = box._value in defects
    return form.submit("do", value="judge", status=303).follow()


def state(house, code):
    transaction.begin()
    with site(house):
        return layout.fold(store.batch(house, code)).state


def test_a_supervisor_accepts_and_the_archive_files(house, officer, handed_in):
    code, said = handed_in
    supervisor = officer("supervisor")
    page = supervisor.get(f"/luu-tru/lo/{code}/kiem-tra")
    page = page.forms["sample"].submit("do", value="sample").follow()
    assert "Mẫu 2 trên 2 tài liệu" in " ".join(page.html.text.split())
    # The pictures are there, what stands in the catalogue is not.
    assert supervisor.get(page.html.select_one("img.reading")["src"]).status_int == 200
    assert "05/03/2026" not in page.text
    assert "Công văn" in page.html.select_one("dl.facts").text
    for _number in range(2):
        page = judge(supervisor, code, said)
    page = page.forms["decide"].submit("do", value="decide").follow()
    assert state(house, code) == "accepted"
    assert "file" not in page.forms
    archivist = officer("archivist")
    form = archivist.get(f"/luu-tru/lo/{code}/kiem-tra").forms["file"]
    form.submit("do", value="file", status=303)
    transaction.begin()
    with site(house):
        events = ledger.events(store.batch(house, code))
    assert events[-1].type == "filing"


def test_a_number_typed_otherwise_sends_the_batch_back(house, officer, handed_in):
    code, said = handed_in
    supervisor = officer("supervisor")
    page = supervisor.get(f"/luu-tru/lo/{code}/kiem-tra")
    page.forms["sample"].submit("do", value="sample")
    judge(supervisor, code, said, "unreadable", number="99")
    page = judge(supervisor, code, said)
    form = page.forms["decide"]
    assert "Hãy ghi rõ" in form.submit("do", value="decide", status=400).text
    form["reason"] = "Quét lại trang mờ"
    form.submit("do", value="decide", status=303)
    assert state(house, code) == "open"
    archivist = officer("archivist")
    page = archivist.get(f"/luu-tru/lo/{code}")
    assert "Quét lại trang mờ" in page.text
    listed = archivist.get(f"/luu-tru/lo/{code}/kiem-tra").html.select_one(".findings")
    assert "Không đọc được" in listed.text
    assert "Số khác với lần nhập lại" in listed.text


def test_who_arranged_it_is_told_why_not(house, officer, handed_in):
    code, _said = handed_in
    page = officer("archivist").get(f"/luu-tru/lo/{code}/kiem-tra")
    assert "sample" not in page.forms
    assert "người khác kiểm tra" in page.html.select_one(".wrong").text


def test_strangers_find_nothing(officer, handed_in):
    code, _said = handed_in
    for name in ("reception", "handler", "stranger"):
        officer(name).get(f"/luu-tru/lo/{code}/kiem-tra", status=404)
        officer(name).get("/luu-tru/lo/so-lieu", status=404)


def test_figures_stand_on_a_page_and_in_a_file(officer, handed_in):
    code, _said = handed_in
    supervisor = officer("supervisor")
    page = supervisor.get("/luu-tru/lo/so-lieu")
    cells = [
        one.text.split()[-1] for one in page.html.select("tbody td") if one.text.strip()
    ]
    assert cells[0] == code
    assert cells[1:4] == ["1", "6", "2"]
    file = page.click("Tệp CSV")
    assert file.content_type == "text/csv"
    assert f"{code}" in file.text
    for name, place in (("supervisor", "/kiem-tra"), ("archivist", "")):
        app = officer(name)
        link = app.get("/luu-tru/lo/so-lieu").html.select_one("tbody a")["href"]
        assert link.endswith(f"/lo/{code}{place}")
        app.get(link)
    by_scanner = supervisor.get("/luu-tru/lo/so-lieu?theo=may")
    assert "không có thư mục" in by_scanner.text


def test_figures_of_other_days_are_asked_for(officer, handed_in):
    code, _said = handed_in
    supervisor = officer("supervisor")
    form = supervisor.get("/luu-tru/lo/so-lieu").forms["days"]
    form["tu"], form["den"] = "2020-01-01", "2020-12-31"
    page = form.submit()
    assert code not in page.text
    assert "Không có lô nào" in page.html.select_one(".empty").text
    # The other ways of putting lines together keep the days.
    assert "tu=2020-01-01" in page.html.select_one(".years a")["href"]
    backwards = supervisor.get(
        "/luu-tru/lo/so-lieu?tu=2026-12-31&den=2026-01-01", status=400
    )
    assert "trước ngày đầu" in backwards.html.select_one(".problems").text
    for asked in ("tu=hôm-qua", "tu=0001-01-01", "den=9999-12-31"):
        supervisor.get(f"/luu-tru/lo/so-lieu?{asked}", status=400)


def test_who_examines_looks_at_the_documents_without_their_data(officer, handed_in):
    code, said = handed_in
    supervisor = officer("supervisor")
    for document in said:
        page = supervisor.get(f"/luu-tru/lo/{code}/tai-lieu/{document}")
        assert page.html.select_one(".reading") is not None
        assert page.html.select(".form-side input") == []
        back = page.html.select_one(".crumb a")["href"]
        assert supervisor.get(back).html.h1.text == "Kiểm tra chất lượng"
    page = supervisor.get(f"/luu-tru/lo/{code}/kiem-tra")
    links = [one["href"] for one in page.html.select("main a")]
    for link in links:
        supervisor.get(link)
    # The page of the batch tells number and date, which are typed again: not for them.
    supervisor.get(f"/luu-tru/lo/{code}", status=404)
