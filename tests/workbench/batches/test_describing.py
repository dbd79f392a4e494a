"""Documents are described beside their scan: proposed, carried over, saved."""

from __future__ import annotations

from motcua.archive import renditions
from motcua.archive.capture import batches
from motcua.archive.capture import layout
from motcua.archive.capture import store
from motcua.archive.capture.arranging import Acting
from motcua.archive.capture.pages import Target
from motcua.archive.pdf.pdfa import Archival
from motcua.archive.pdf.verdicts import Verdict
from motcua.workbench.batches import describing
import pytest
from tests.archive.conftest import blank_pdf
from tests.dossiers.conftest import MONDAY
from tests.dossiers.conftest import UNIT
from tests.workbench.batches.conftest import scanned
import transaction
from zope.component.hooks import site


LETTER = """\
ỦY BAN NHÂN DÂN
TỈNH CỬA LỚN
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Số: 12/QĐ-UBND
Cửa Lớn, ngày 05 tháng 3 năm 2026
QUYẾT ĐỊNH
Về việc cấp giấy chứng nhận quyền sử dụng đất
CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH
"""


def read(house, code, texts, tmp_path):
    """Let the file of a batch be read."""
    with site(house):
        (arrival,) = layout.fold(store.batch(house, code)).arrivals
        target = blank_pdf(tmp_path / "read.pdf", len(texts))
        said = (Verdict("test", "1", "2b", "pass"),)
        made = Archival(target, "read", False, texts, ({},) * len(texts), said)
        renditions.keep(arrival.sha256, made)
        transaction.commit()


def documents(house, code):
    transaction.begin()
    with site(house):
        return layout.fold(store.batch(house, code)).documents


def page_of(app, code, house, number):
    one = documents(house, code)[number - 1]
    return app.get(f"/luu-tru/lo/{code}/tai-lieu/{one.id}")


def test_what_was_read_is_proposed_and_saved_by_one_key(
    house, officer, stack, tmp_path
):
    read(house, stack, ("", "", "", LETTER, "", ""), tmp_path)
    archivist = officer("archivist")
    page = page_of(archivist, stack, house, 2)
    form = page.forms["describe"]
    assert form["f-type"].value == "Quyết định"
    assert (form["f-number"].value, form["f-notation"].value) == ("12", "QĐ-UBND")
    assert form["f-date"].value == "05/03/2026"
    assert page.html.find(id="save")["accesskey"] == ["s"]
    form["f-abstract"] = "Cấp giấy chứng nhận"
    answer = form.submit("do", value="save")
    # The last document: back to the batch.
    assert answer.location.endswith(stack)
    saved = documents(house, stack)[1].fields
    assert saved["date"] == "2026-03-05"
    assert saved["abstract"] == "Cấp giấy chứng nhận"
    # Nothing was read of the first document, and nothing is proposed.
    assert documents(house, stack)[0].fields == {}


def test_a_day_written_by_hand_is_proposed_from_the_second_reading(
    house, officer, tmp_path
):
    """It is that of the page behind the cover: the head of a file is a cover."""
    hand = {"words": [], "hand": {"day": 5, "share": 1.0}}
    with site(house):
        batch = batches.open_batch(house, UNIT, "papers", "archivist", MONDAY)
        cover = ("cover", Target(ordinal=1).to_json(), "", "")
        scanned(batch, 3, marks={"a1.1": cover}, heads={2: hand})
        transaction.commit()
    text = LETTER.replace("ngày 05 tháng", "ngày ... tháng")
    read(house, batch.code, ("TỜ BÌA", text, ""), tmp_path)
    form = page_of(officer("archivist"), batch.code, house, 1).forms["describe"]
    assert form["f-date"].value == "05/03/2026"
    assert form["f-number"].value == "12"


def test_the_day_of_an_act_is_proposed_from_its_last_page(house, officer, tmp_path):
    with site(house):
        batch = batches.open_batch(house, UNIT, "papers", "archivist", MONDAY)
        scanned(batch, 9)
        acting = Acting(house, batch, "archivist", MONDAY, None)
        acting.move([f"a1.{page}" for page in range(1, 10)], "new")
        transaction.commit()
    head = ("QUỐC HỘI", "Luật số: 40/2013/QH13", "LUẬT", "Phòng cháy và chữa cháy")
    end = "Luật này đã được Quốc hội thông qua ngày 22 tháng 11 năm 2013."
    texts = ("\n".join(head), *["Điều"] * 7, end)
    read(house, batch.code, texts, tmp_path)
    form = page_of(officer("archivist"), batch.code, house, 1).forms["describe"]
    assert form["f-date"].value == "22/11/2013"


def test_saving_leads_to_the_next_document(house, officer, stack):
    form = page_of(officer("archivist"), stack, house, 1).forms["describe"]
    form["f-type"], form["f-abstract"] = "Công văn", "Trả lời"
    after = documents(house, stack)[1].id
    assert form.submit("do", value="save").location.endswith(f"/tai-lieu/{after}")


def test_doubt_is_marked_with_its_page_and_has_the_focus(
    house, officer, stack, tmp_path, monkeypatch
):
    read(house, stack, (LETTER, "", "", "", "", ""), tmp_path)
    monkeypatch.setattr("motcua.archive.capture.proposing.SURE", 1.0)
    page = page_of(officer("archivist"), stack, house, 1)
    box = page.html.find(id="f-type")
    doubt = page.html.find(id=box["aria-describedby"])
    assert "ở trang 1" in doubt.text
    assert page.html.find(autofocus=True)["id"] == "f-type"
    monkeypatch.setattr("motcua.archive.capture.proposing.SURE", 0.0)
    page = page_of(officer("archivist"), stack, house, 1)
    assert page.html.select(".doubt") == []
    assert page.html.find(autofocus=True)["id"] == "save"


def test_values_of_the_document_before_fill_what_is_empty(house, officer, stack):
    archivist = officer("archivist")
    form = page_of(archivist, stack, house, 1).forms["describe"]
    form["f-type"], form["f-abstract"] = "Công văn", "Trả lời"
    form["f-retention"], form["f-access"] = "10 năm", "open"
    page = form.submit("do", value="save").follow()
    assert page.forms["describe"]["f-retention"].value == ""
    page = page.click(href="nhu-truoc=1")
    form = page.forms["describe"]
    assert form["f-retention"].value == "10 năm"
    assert form["f-access"].value == "open"
    assert form["f-type"].value == "Công văn"
    # What it is about is never that of another document.
    assert form["f-abstract"].value == ""


def test_what_cannot_be_is_told_and_stays_typed(house, officer, stack):
    form = page_of(officer("archivist"), stack, house, 1).forms["describe"]
    form["f-date"], form["f-type"] = "31/02/2026", "Công văn"
    page = form.submit("do", value="save", status=400)
    assert "“31/02/2026” không hợp lệ" in page.html.find(id="problem").text
    assert page.forms["describe"]["f-date"].value == "31/02/2026"
    assert documents(house, stack)[0].fields == {}


def test_another_page_is_shown_without_losing_what_was_typed(house, officer, stack):
    form = page_of(officer("archivist"), stack, house, 1).forms["describe"]
    form["f-abstract"] = "chưa lưu"
    page = form.submit("trang", value="2")
    assert "/hinh/a1.2?" in page.html.select_one("img.reading")["src"]
    assert page.forms["describe"]["f-abstract"].value == "chưa lưu"
    assert documents(house, stack)[0].fields == {}
    # What the page lacks is said in full there.
    assert "120 dpi" in page.html.select_one(".flag.rescan").text


def test_a_document_of_another_batch_is_missing(officer, stack):
    archivist = officer("archivist")
    archivist.get(f"/luu-tru/lo/{stack}/tai-lieu/d99", status=404)
    officer("reception").get(f"/luu-tru/lo/{stack}/tai-lieu/d4", status=404)


@pytest.mark.parametrize(
    ("typed", "kept", "shown"),
    [
        ("27/11/2026", "2026-11-27", "27/11/2026"),
        ("27112026", "2026-11-27", "27/11/2026"),
        ("5.3.2026", "2026-03-05", "05/03/2026"),
        ("3/2026", "2026-03", "03/2026"),
        ("1998", "1998", "1998"),
        ("2026-11-27", "2026-11-27", "27/11/2026"),
        ("hôm qua", "hôm qua", "hôm qua"),
    ],
)
def test_dates_are_written_as_people_write_them(typed, kept, shown):
    assert describing.written("date", typed) == kept
    assert describing.shown("date", kept) == shown
