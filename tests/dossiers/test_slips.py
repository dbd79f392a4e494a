"""The receipt slip says what was received and promised, and machines can read it."""

from __future__ import annotations

from dataclasses import replace
import io
from motcua.dossiers import pins
from motcua.dossiers.actions import act
from motcua.dossiers.intake import receive
from motcua.dossiers.papers import PaperGiven
from motcua.dossiers.persons import Person
from motcua.dossiers.slips.prints import receipt
from motcua.organisation import duties
from motcua.procedures import versions
from plone import api
import pypdfium2
import pytest
from tests.dossiers.conftest import an_intake
from tests.dossiers.conftest import build_procedure
from tests.dossiers.conftest import MONDAY
from tests.dossiers.conftest import UNIT
import unicodedata
import zxingcpp


DPI = 200
#: What the form prescribes, as an ordinary dossier fills it in.
FIELDS = [
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    "Độc lập - Tự do - Hạnh phúc",
    "TỈNH CỬA LỚN",
    "TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG",
    "GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ",
    "Số: 0001/TNHS",
    f"{UNIT}-261102-0001",
    "Nguyễn Văn Đức",
    "1957",
    "0912 345 678",
    "030957001234",
    "Chủ hồ sơ",
    "Hoa",
    "Đăng ký biến động đất đai",
    "1.001193",
    "Chuyển nhượng",
    "Đơn đăng ký Bản chính 1",
    "Giấy chứng nhận Bản sao có chứng thực 2",
    "5 ngày làm việc",
    "09:00 ngày 02/11/2026",
    "09:00 ngày 09/11/2026",
    "Nhận trực tiếp tại nơi nộp hồ sơ",
    "vi/tra-cuu",
    "NGƯỜI NỘP HỒ SƠ",
    "NGƯỜI TIẾP NHẬN HỒ SƠ",
]


def text_of(pdf):
    """Return the text of all pages on one line, in composed form."""
    document = pypdfium2.PdfDocument(pdf)
    pieces = [page.get_textpage().get_text_bounded() for page in document]
    return " ".join(unicodedata.normalize("NFC", " ".join(pieces)).split())


def pages_of(pdf):
    return len(pypdfium2.PdfDocument(pdf))


def marks_of(pdf):
    """Return what a reader finds on the first page at 200 dpi."""
    page = pypdfium2.PdfDocument(pdf)[0]
    image = page.render(scale=DPI / 72).to_pil()
    return {one.text for one in zxingcpp.read_barcodes(image)}


@pytest.fixture
def slip(province, dossier):
    return receipt(province, dossier)


def test_the_slip_is_one_a5_page_for_an_ordinary_dossier(slip):
    [page] = pypdfium2.PdfDocument(slip)
    assert [round(side / 72 * 25.4) for side in page.get_size()] == [148, 210]


def test_the_slip_carries_the_fields_of_form_01(slip):
    text = text_of(slip)
    assert [words for words in FIELDS if words not in text] == []


def test_the_slip_shows_the_pin_that_tracking_takes(slip, dossier):
    assert pins.pin(dossier.code) in text_of(slip)


def test_a_reader_finds_the_code_in_bars_and_address_with_code_in_qr(
    slip, dossier, province
):
    found = marks_of(slip)
    assert dossier.code in found
    assert f"{province.absolute_url()}/vi/tra-cuu#{dossier.code}" in found


def test_the_code_in_the_address_reaches_no_server(slip):
    addresses = [text for text in marks_of(slip) if "://" in text]
    assert len(addresses) == 2
    for address in addresses:
        assert f"{UNIT}-261102-0001" not in address.split("#")[0]


def test_a_reprint_is_the_same_and_changes_nothing(province, dossier):
    head = dossier.head
    first = text_of(receipt(province, dossier))
    assert text_of(receipt(province, dossier)) == first
    assert dossier.head == head


def test_the_slip_keeps_the_promise_of_receipt_after_a_pause(province, dossier):
    before = text_of(receipt(province, dossier))
    act(dossier, "forward", "reception", data={"to": "H99.02"})
    act(
        dossier,
        "pause",
        "handler",
        data={"reason_code": "other", "reason": "Thiếu bản vẽ"},
    )
    assert text_of(receipt(province, dossier)) == before


def test_without_a_time_limit_the_slip_says_so(province):
    version = build_procedure(province, code="1.009999", term="none")
    dossier = receive(province, an_intake(version), "reception", MONDAY)
    assert "Không quy định thời hạn" in text_of(receipt(province, dossier))


def test_an_owner_who_is_the_applicant_is_printed_once(province, intake):
    applicant = intake.persons[0]
    both = (applicant, replace(applicant, role="owner"))
    dossier = receive(province, replace(intake, persons=both), "reception", MONDAY)
    text = text_of(receipt(province, dossier))
    assert "Chủ hồ sơ" not in text
    assert text.count("030957001234") == 1


def test_the_receiver_is_printed_with_the_name_in_full(province, intake):
    api.user.get("reception").setMemberProperties({"fullname": "Trần Thị Lụa"})
    dossier = receive(province, intake, "reception", MONDAY)
    assert "Trần Thị Lụa" in text_of(receipt(province, dossier))


def test_a_receiver_who_left_is_printed_by_login_name(province, dossier):
    duties.end("reception", UNIT, "reception", MONDAY.date())
    api.user.delete("reception")
    assert "reception" in text_of(receipt(province, dossier))


@pytest.mark.parametrize(
    "name",
    [
        "<b>Đậm</b><script>alert(1)</script>",
        '<img src="http://127.0.0.1:1/x.png">',
        "${7*7} {{7*7}} &amp; </style><style>*{display:none}",
        "Y",
    ],
)
def test_a_hostile_name_is_printed_as_it_was_typed(province, intake, name):
    persons = (Person("applicant", name), Person("owner", "Hoa"))
    dossier = receive(province, replace(intake, persons=persons), "reception", MONDAY)
    text = text_of(receipt(province, dossier)).replace(" ", "")
    assert f"Họvàtên:{name}".replace(" ", "") in text


def test_a_name_of_two_hundred_letters_without_a_blank_stays_on_the_page(
    province, intake
):
    name = "Đ" * 200
    persons = (Person("applicant", name), Person("owner", "Hoa"))
    dossier = receive(province, replace(intake, persons=persons), "reception", MONDAY)
    pdf = receipt(province, dossier)
    assert text_of(pdf).replace(" ", "").count("Đ" * 200) == 2
    page = pypdfium2.PdfDocument(pdf)[0]
    width = page.get_size()[0]
    letters = page.get_textpage()
    boxes = [letters.get_charbox(index) for index in range(letters.count_chars())]
    assert max(box[2] for box in boxes) < width


def test_a_long_title_and_twenty_five_papers_fit_with_page_breaks(province, version):
    long = replace(version, title="Cấp giấy phép xây dựng công trình " * 4)
    assert len(long.title) > 120
    content = province["procedures"][version.code]
    content.adopt(long)
    current = versions.current(version.code, site=province)
    papers = tuple(
        PaperGiven("1", f"Giấy tờ thứ {number} " + "kèm bản vẽ " * 8, "copy", number)
        for number in range(1, 26)
    )
    dossier = receive(province, an_intake(current, papers=papers), "reception", MONDAY)
    pdf = receipt(province, dossier)
    text = text_of(pdf)
    assert 2 <= pages_of(pdf) <= 5
    assert all(f"Giấy tờ thứ {number} " in text for number in range(1, 26))
    assert text.count("Tên giấy tờ") >= 2  # the head of the table comes again
    assert f"Trang {pages_of(pdf)}/{pages_of(pdf)}" in text
    assert dossier.code in marks_of(pdf)


def test_a_slip_is_a_pdf_that_other_programs_open(slip):
    assert slip.startswith(b"%PDF")
    assert pypdfium2.PdfDocument(io.BytesIO(slip)).get_metadata_value("Title")
