"""Pages of the portal as text: tables made again, and nothing changed by form alone."""

from __future__ import annotations

from dataclasses import replace
from motcua.procedures.difference import changes
from motcua.procedures.importing.glued import Glued
from motcua.procedures.importing.glued import squeezed
from motcua.procedures.importing.incoming import read_page
from motcua.procedures.importing.portal_pages import acts
from motcua.procedures.importing.portal_pages import as_record
from motcua.procedures.importing.portal_pages import channels
from motcua.procedures.importing.portal_pages import is_page
from motcua.procedures.importing.portal_pages import papers
from motcua.procedures.importing.portal_records import read_record
import pytest
from tests.procedures.importing.pages import ACTS
from tests.procedures.importing.pages import CHANNELS
from tests.procedures.importing.pages import page
from tests.procedures.importing.pages import PAPERS
from tests.procedures.samples import channel
from tests.procedures.samples import record


def known(**values):
    return read_record(record(**values)).version


def names(base, **values):
    """Return what a reader sees changed when a page says `values`."""
    return [one.name for one in changes(base, read_page(page(**values), base).version)]


def test_a_page_is_told_from_a_record():
    assert is_page(page())
    assert not is_page(record())
    assert not is_page(record(raw_text="..."))
    assert not is_page(["raw_text"])


def test_the_page_of_a_known_record_says_nothing_new():
    base = known()
    assert read_page(page(), base).version is base


@pytest.mark.parametrize(
    "values",
    [
        {"trinh_tu_thuc_hien": "• Bước 1:  Điền phiếu\n\n• Bước 2: Nhận thẻ"},
        {"trinh_tu_thuc_hien": "Bước 1: Điê\u0300n phiê\u0301u.\nBước 2: Nhận thẻ."},
        {"cap_thuc_hien": "CẤP XÃ"},
        {"doi_tuong_thuc_hien": "Công dân Việt Nam,Người nước ngoài"},
        {"dia_chi_tiep_nhan": "Nhà văn hóa xã."},
        {
            "ket_qua_xu_ly": "Thẻ đọc sáchMã: 000.00.G04-KQ1Từ khóaMô tả"
            "Mượn sách mang về nhà"
        },
        {"loai_thu_tuc": ""},
    ],
)
def test_blanks_bullets_order_and_unicode_form_are_no_change(values):
    base = known()
    assert read_page(page(**values), base).version is base


@pytest.mark.parametrize(
    ("values", "found"),
    [
        ({"ten_thu_tuc": "Cấp thẻ thư viện"}, ["title_changed"]),
        ({"so_quyet_dinh": "16/QĐ-UBND"}, ["decision_changed"]),
        ({"dia_chi_tiep_nhan": ""}, ["place_removed"]),
        ({"co_quan_thuc_hien": "Sở Tư pháp"}, ["agencies_removed", "agencies_added"]),
        (
            {
                "cach_thuc_thuc_hien": f"{CHANNELS}Trực tiếp1 Ngày làm việcMiễn phí"
                "Trực tuyến2 Ngày làm việcMiễn phí"
            },
            ["term_shortened"],
        ),
        (
            {
                "cach_thuc_thuc_hien": f"{CHANNELS}Trực tiếp2 Ngày làm việcMiễn phí"
                "Trực tuyến2 Ngày làm việc8,000 Việt Nam Đồng"
            },
            ["fee_changed"],
        ),
        (
            {
                "thanh_phan_ho_so": f"--{PAPERS}- Phiếu đăng kýPhieu 01.docx1 bản chính"
                "Ảnh 3x41 bản chính"
            },
            ["form_added"],
        ),
        (
            {
                "thanh_phan_ho_so": f"--{PAPERS}- Phiếu đăng ký1 bản chính"
                "Ảnh 3x40 bản chính,2 bản sao"
            },
            ["originals_changed", "copies_changed"],
        ),
        (
            {"thanh_phan_ho_so": f"--{PAPERS}- Phiếu đăng ký1 bản chính"},
            ["paper_removed"],
        ),
        (
            {
                "can_cu_phap_ly": f"{ACTS}Nghị quyết về thư viện05/2026/NQ-HĐND"
                "Luật Thư viện46/2019/QH14"
            },
            ["act_added"],
        ),
        ({"can_cu_phap_ly": "Không có thông tin"}, ["act_removed"]),
    ],
)
def test_what_a_reader_would_notice_is_a_change(values, found):
    assert names(known(), **values) == found


def test_what_editors_added_survives_an_import():
    base = replace(known(), iso_code="QT-01", online="full", receipt=("commune",))
    changed = read_page(page(ten_thu_tuc="Cấp thẻ"), base).version
    assert (changed.iso_code, changed.online) == ("QT-01", "full")
    assert changed.receipt == ("commune",)


def test_a_page_nobody_knows_is_read_by_itself():
    version = read_page(page()).version
    (case,) = version.cases
    assert case.kinds == ("counter", "online")
    assert [paper.title for paper in case.papers] == ["Phiếu đăng ký", "Ảnh 3x4"]
    assert version.result == "Thẻ đọc sách"
    assert version.description == "Mượn sách mang về nhà"
    assert [act.number for act in version.legal_basis] == ["05/2026/NQ-HĐND"]


def test_notes_stay_with_their_channel():
    rows = channels(
        f"{CHANNELS}Dịch vụ bưu chính60 Ngày làm việcKhông có thông tinGửi về "
        "trụ sở.Trực tiếp7 NgàyMiễn phí(Không thu)Nộp tại quầy"
    )
    assert [row["hinh_thuc_nop"] for row in rows] == ["POSTAL", "DIRECT"]
    assert [row["mo_ta"] for row in rows] == ["Gửi về trụ sở.", "Nộp tại quầy"]
    assert [row["thoi_han_giai_quyet"] for row in rows] == ["60 WORKING_DAY", "7 ngày"]
    assert rows[1]["phi_le_phi"] == ["0 VNĐ (Không thu)"]


def test_several_fees_of_one_channel_are_several():
    (row,) = channels(
        f"{CHANNELS}Trực tiếp5 Ngày làm việc75,000 Việt Nam Đồng(a) Cấp mới (01 bản))"
        "50,000 Việt Nam Đồng(b) Cấp lại)Nộp tại quầy"
    )
    assert row["phi_le_phi"] == [
        "75000 VNĐ (a) Cấp mới (01 bản))",
        "50000 VNĐ (b) Cấp lại)",
    ]
    assert row["mo_ta"] == "Nộp tại quầy"


def test_a_number_without_a_unit_is_parted_from_the_fee_by_what_is_known():
    rows = [channel("DIRECT", "1 OTHER", "20000 VNĐ (/tờ khai)")]
    base = known(cach_thuc_items=rows)
    text = f"{CHANNELS}Trực tiếp120,000 VNĐ(/tờ khai)"
    (row,) = channels(text, base)
    assert row["thoi_han_giai_quyet"] == "1 OTHER"
    assert row["phi_le_phi"] == ["20000 VNĐ (/tờ khai)"]


def test_times_in_words_are_found_when_they_are_known():
    rows = [channel("DIRECT", "Không phải trả kết quả OTHER")]
    base = known(cach_thuc_items=rows)
    text = f"{CHANNELS}Trực tiếpKhông phải trả kết quảMiễn phí"
    (row,) = channels(text, base)
    assert row["thoi_han_giai_quyet"] == "Không phải trả kết quả OTHER"


def test_dollars_stay_dollars():
    (row,) = channels(f"{CHANNELS}Trực tiếp5 Ngày25 USD(một lần)")
    assert row["phi_le_phi"] == ["25 VNĐ (một lần 25 USD)"]


def test_papers_keep_their_headings():
    groups = papers(
        f"* Phải nộp:{PAPERS}Đơn theo Mẫu số 021 bản chính* Phải xuất trình:{PAPERS}"
        "Thẻ căn cước (01 bản chính để đối chiếu)0 bản chính"
    )
    assert [group["nhom"] for group in groups] == ["* Phải nộp:", "* Phải xuất trình:"]
    assert groups[0]["giay_to"][0]["ten"] == "Đơn theo Mẫu số 02"
    assert groups[1]["giay_to"][0]["ten"] == "Thẻ căn cước (01 bản chính để đối chiếu)"


def test_the_form_behind_a_title_is_told_by_its_ending():
    (group,) = papers(
        f"--{PAPERS}Văn bản đề nghị (tổ chức)Mẫu số 13.docx1 bản chính"
        "Tờ khai;ToKhai.pdf1 bản chính,2 bản sao"
    )
    told = [(row["ten"], row["mau_don"]) for row in group["giay_to"]]
    assert told == [
        ("Văn bản đề nghị (tổ chức)", ["Mẫu số 13.docx"]),
        ("Tờ khai;", ["ToKhai.pdf"]),
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Luật Thư viện46/2019/QH14", ["Luật Thư viện (46/2019/QH14)"]),
        (
            "Thông tư 22/2023/TT-BCA22/2023/TT-BCAsửa đổi04/2015/TT-BCA",
            ["Thông tư 22/2023/TT-BCA (22/2023/TT-BCA)", "sửa đổi (04/2015/TT-BCA)"],
        ),
        (
            "Luật số 29/2023/QH1529/2023/QH15",
            ["Luật số 29/2023/QH15 (29/2023/QH15)"],
        ),
        ("Luật Thư viện", ["Luật Thư viện"]),
        ("Không có thông tin", []),
        ("", []),
    ],
)
def test_acts_are_parted_at_their_numbers(text, found):
    assert acts(f"{ACTS}{text}" if found else text) == found


def test_what_is_no_table_stays_text_and_is_doubted():
    found = read_record(as_record(page(thanh_phan_ho_so="Mang theo ảnh")))
    assert "rows_unstructured" in found.flags
    assert found.version.notes == ("Mang theo ảnh",)


def test_squeezed_texts_keep_their_marks():
    assert squeezed(" - Hộ  tịch.\n") == "hộtịch"
    assert squeezed("má") != squeezed("ma")


def test_known_parts_are_taken_once_and_the_rest_is_left():
    glued = Glued("Luật A1/2020/QH14Luật B")
    assert glued.take("Luật A 1/2020/QH14")
    assert not glued.take("Luật A 1/2020/QH14")
    assert list(glued.rest()) == ["Luật B"]
