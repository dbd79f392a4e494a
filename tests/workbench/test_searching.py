"""Pages are found by their words, by those whose duties open the dossier."""

from __future__ import annotations

import pytest
from tests.desk.conftest import receive
from tests.workbench.conftest import upload


@pytest.fixture
def filed(officer, received, scan, read):
    """The code of a dossier whose scan has been read."""
    upload(officer("reception"), received, (1, scan.name, scan.read_bytes()))
    read(received)
    return received


@pytest.mark.parametrize("query", ["thửa đất số 47", "thua dat so 47", "THUA DAT 47"])
def test_a_page_is_found_with_or_without_marks(officer, filed, query):
    form = officer("reception").get("/luu-tru").forms[1]
    assert form["q"].value == ""
    form["q"] = query
    page = form.submit()
    assert "Số trang tìm thấy: 1" in " ".join(page.html.find(id="hits").text.split())
    assert filed in page.text
    marked = [mark.text for mark in page.html.find_all("mark")]
    assert "47" in marked
    assert "đất" in marked
    file = page.html.find("ol", class_="hits").find("a")
    assert " ".join(file.text.split()) == "Đơn đăng ký, trang 2"
    address = file["href"]
    assert "/2?q=" in address
    assert address.endswith("&ket-qua=1#tu-1")
    copy = officer("reception").get(address).click("Mở cả tệp")
    assert copy.content_type == "application/pdf"


def test_who_takes_no_part_finds_nothing(officer, filed):
    for person in ("jurist", "stranger", "archivist"):
        page = officer(person).get("/luu-tru", {"q": "thửa đất"})
        assert "Không có trang nào" in page.text
        assert filed not in page.text


@pytest.mark.parametrize(
    "query",
    ["'", '"', "* OR 1=1", "NEAR(", "<script>alert(1)</script>", "%", "a" * 5000],
)
def test_any_text_may_be_typed(officer, filed, query):
    page = officer("reception").get("/luu-tru", {"q": query})
    assert "<script>alert" not in page.text


@pytest.mark.parametrize("number", ["0", "-1", "x", "9" * 40, "٣"])
def test_any_page_number_may_be_typed(officer, filed, number):
    officer("reception").get("/luu-tru", {"q": "đất", "page": number}, status=200)


def test_hits_come_in_pages(house, officer, scan, read):
    counter = officer("reception")
    codes = [receive(house) for _number in range(2)]
    texts = tuple(f"biên bản bàn giao số {number}" for number in range(25))
    for code in codes:
        upload(counter, code, (1, scan.name, scan.read_bytes()))
    read(codes[0], texts=texts)
    page = counter.get("/luu-tru", {"q": "bien ban"})
    assert page.html.find("a", rel="prev") is None
    page = page.click("Trang sau")
    assert page.html.find("a", rel="next") is None
    assert len(page.html.find_all("p", class_="snippet")) == 10
    assert page.html.find("input", {"id": "q"})["value"] == "bien ban"


def hits(page):
    return [
        " ".join(each.a.text.split())
        for each in page.html.find_all("p", class_="hit-head")
    ]


def test_a_misread_page_is_offered_and_said_to_be_one(officer, received, scan, read):
    upload(officer("reception"), received, (1, scan.name, scan.read_bytes()))
    read(received, texts=("thửa đất số l25", "thửa đất số 125"))
    page = officer("reception").get("/luu-tru", {"q": "thửa đất 125"})
    assert hits(page) == ["Đơn đăng ký, trang 2"]
    page = page.click("bị đọc sai")
    assert hits(page) == ["Đơn đăng ký, trang 1"]
    page = page.click("Chỉ các từ như đã gõ")
    assert hits(page) == ["Đơn đăng ký, trang 2"]


def test_where_nothing_is_found_as_typed_misread_pages_come_at_once(
    officer, received, scan, read
):
    upload(officer("reception"), received, (1, scan.name, scan.read_bytes()))
    read(received, texts=("biên bản bàn gi ao mặt bằng",))
    page = officer("reception").get("/luu-tru", {"q": '"bàn giao" mặt bằng'})
    assert hits(page) == ["Đơn đăng ký, trang 1"]
    assert "máy đọc sai" in page.text


def test_filters_narrow_what_is_found(officer, filed):
    app = officer("reception")
    form = app.get("/luu-tru", {"q": "thửa đất"}).forms[1]
    year = form["nam"].attrs["max"]
    form["nam"], form["loai"] = year, "original"
    assert len(hits(form.submit())) == 1
    form["loai"] = "result"
    assert hits(form.submit()) == []
    form["loai"] = ""
    form["nam"] = str(int(year) - 1)
    assert hits(form.submit()) == []
    found = [
        place
        for place, _selected, _words in form["don-vi"].options
        if hits(app.get("/luu-tru", {"q": "thửa đất", "don-vi": place}))
    ]
    assert "" in found
    assert len(found) == 2


@pytest.mark.parametrize("name", ["nam", "don-vi", "loai", "gan", "page"])
@pytest.mark.parametrize("value", ["0", "-1", "99999", "x" * 300, "\x00", "result'--"])
def test_any_filter_may_be_typed(officer, filed, name, value):
    officer("reception").get("/luu-tru", {"q": "đất", name: value}, status=200)


def test_the_navigation_shows_the_archive_to_those_who_take_part(officer, received):
    page = officer("archivist").get("/luu-tru/ho-so")
    entry = page.html.find("header").nav.find("a", href="/luu-tru")
    assert entry["aria-current"] == "page"
    assert "Lưu trữ" in entry.text
    page = officer("stranger").get("/luu-tru")
    assert page.html.find("header").nav.find("a", href="/luu-tru") is None
