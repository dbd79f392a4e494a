"""The page of a procedure: the answer first, then all of the source."""

from __future__ import annotations

from dataclasses import fields
from motcua.procedures.wording import OTHER
from tests.portal.samples import BIRTH
from tests.portal.samples import HOSTILE
from tests.portal.samples import hostile
from tests.portal.samples import POLYGLOT
from tests.portal.samples import version


def texts(value):
    """Yield every text of a version that a reader must be able to see."""
    if isinstance(value, str):
        yield from value.split("\n")
    elif isinstance(value, tuple):
        for each in value:
            yield from texts(each)
    elif hasattr(value, "__dataclass_fields__"):
        hidden = {"key", "kind", "level", "currency", "audience"}
        hidden -= {"kind"} if hasattr(value, "decision") else set()
        for item in fields(value):
            if item.name not in hidden:
                yield from texts(getattr(value, item.name))


def test_the_first_screen_is_the_answer(visitor):
    answer = visitor.get(f"/vi/thu-tuc/{BIRTH}").html.select_one(".answer")
    assert [term.text for term in answer.select("dt")] == [
        "Đối tượng thực hiện",
        "Cần mang theo",
        "Thời hạn giải quyết",
        "Phí, lệ phí",
        "Nộp ở đâu",
        "Kết quả",
    ]
    shown = " ".join(answer.text.split())
    assert "Giấy chứng sinh" in shown
    assert "Trực tiếp: 3 ngày làm việc" in shown
    assert "Trực tuyến: trong ngày" in shown
    assert "Trực tiếp: 8.000 đồng" in shown


def test_the_table_has_the_columns_people_know(visitor):
    table = visitor.get(f"/vi/thu-tuc/{BIRTH}").html.select_one("table.ways")
    heads = [head.text.strip() for head in table.select("thead th")]
    assert heads == ["Hình thức nộp", "Thời hạn giải quyết", "Phí, lệ phí", "Mô tả"]
    rows = [row.th.text for row in table.select("tbody tr")]
    assert rows == ["Trực tiếp", "Trực tuyến", "Dịch vụ bưu chính"]


def test_how_many_to_bring_is_told_per_paper_and_none_is_not_told(visitor):
    papers = visitor.get(f"/vi/thu-tuc/{BIRTH}").html.select(".papers li")
    counts = [" ".join(paper.select_one(".meta").text.split()) for paper in papers]
    assert counts == [
        "Bản chính: 1 Mẫu đơn, tờ khai: Mẫu số 1",
        "Bản chính: 1",
        "Bản sao: 1",
    ]


def test_nothing_of_the_source_is_hidden(visitor):
    for language in ("vi/thu-tuc", "en/procedures"):
        shown = visitor.get(f"/{language}/{BIRTH}").html.main.text
        for text in texts(version(1)):
            assert text.replace("1 OTHER", OTHER) in shown, (language, text)


def test_markup_in_any_text_is_shown_as_text(visitor):
    own = f"/vi/thu-tuc/{HOSTILE}"
    addresses = (own, "/", "/vi/linh-vuc", "/en/procedures?q=alert")
    for address in addresses:
        page = visitor.get(address).html
        assert POLYGLOT in page.main.text, address
        # The search box brings one script of ours, by address.
        assert not page.select("script:not([src^='/portal-style/'])"), address
        assert not page.select("script:-soup-contains('alert'), img, [onerror]")
        assert "49" not in page.main.text, address
    assert page.select(".results a")
    shown = visitor.get(own).html.main.text
    assert all(text.replace("1 OTHER", OTHER) in shown for text in texts(hostile()))


def test_vietnamese_texts_are_marked_as_such_on_english_pages(visitor):
    page = visitor.get(f"/en/procedures/{BIRTH}").html
    assert page.h1["lang"] == "vi"
    assert "lang" not in visitor.get(f"/vi/thu-tuc/{BIRTH}").html.h1.attrs


def test_the_day_of_the_last_change_is_shown(visitor):
    assert visitor.get(f"/vi/thu-tuc/{BIRTH}").html.select_one(".changed time")


def test_the_field_leads_back_to_its_procedures(visitor):
    crumbs = visitor.get(f"/vi/thu-tuc/{BIRTH}").html.select(".crumbs a")
    assert [crumb.text for crumb in crumbs] == [
        "Trang chủ",
        "Thủ tục hành chính",
        "Hộ tịch",
    ]
    assert visitor.get(crumbs[2]["href"]).html.select_one(".total strong").text == "2"
