"""The parts of a head one by one: numbers, days, agencies, kinds, stamps."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies
from motcua.archive.extraction import abstracts
from motcua.archive.extraction import agencies
from motcua.archive.extraction import dates
from motcua.archive.extraction import incoming
from motcua.archive.extraction import kinds
from motcua.archive.extraction import letters
from motcua.archive.extraction import numbers
from motcua.archive.extraction import secrecy
from motcua.archive.extraction import sheet
import pytest


@pytest.mark.parametrize(
    ("line", "whole"),
    [
        ("Số: 57/QĐ-UBND", "57/QĐ-UBND"),
        ("Số:57/QĐ-UBND", "57/QĐ-UBND"),
        ("Số: 08/2026/QĐ-UBND Hoa Lư, ngày 09 tháng 02", "08/2026/QĐ-UBND"),
        ("Sô: 845 / SNV - VTLT", "845/SNV-VTLT"),
        ("Số. 212/UBND-VP", "212/UBND-VP"),
        ("Luật số: 77/2026/QH16", "77/2026/QH16"),
        ("Luật sô: 77/2026/QHI6", "77/2026/QH16"),
        ("Nghị quyết số: 5/2026/UBTVQH16", "5/2026/UBTVQH16"),
        ("Số: 4⁄2020⁄NĐ-CP", "4/2020/NĐ-CP"),
        ("Số: 03/2026/TT-BLĐTBXH", "03/2026/TT-BLĐTBXH"),
        ("Số: 03/2026/TT-BLDTBXH", "03/2026/TT-BLĐTBXH"),
        ("Số: 14/NQ-HDND", "14/NQ-HĐND"),
        ("Số: 1l/QD-UBND", "11/QĐ-UBND"),
        ("Số: 12a/TB-UBND", "12a/TB-UBND"),
        ("Số: 373/TTPVHCC", "373/TTPVHCC"),
        ("_ Số: 27/CĐ-VPCP —", "27/CĐ-VPCP"),
        ("Số: 02/2015/TTLT-BTP-BCA", "02/2015/TTLT-BTP-BCA"),
    ],
)
def test_numbers_as_they_are_written_and_misread(line, whole):
    found = numbers.read(letters.composed(line))
    assert found is not None and found.whole == whole


@pytest.mark.parametrize(
    "line",
    [
        "Số: 4521",
        "Số lượng: 02 bản",
        "Số 12 phố Huế",
        "Căn cứ Luật",
        "số tiền 3.000",
        "",
    ],
)
def test_what_is_no_number_of_a_document(line):
    assert numbers.read(line) is None


def test_a_mended_figure_is_less_sure_than_a_plain_one():
    plain, mended = numbers.read("Số: 11/QĐ-UBND"), numbers.read("Số: 1l/QĐ-UBND")
    assert plain is not None and mended is not None
    assert plain.whole == mended.whole and mended.sure < 0.7 < plain.sure


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("Hà Nội, ngày 05 tháng 01 năm 2026", "2026-01-05"),
        ("Hà Nội, ngày 5 tháng 1 năm 2026", "2026-01-05"),
        ("Hà Nội, ngay 5 thang 1 nam 2026", "2026-01-05"),
        ("ngày 24 tháng l1 năm 2020", "2020-11-24"),
        ("ngày 19 tháng IÌ năm 2015", "2015-11-19"),
        ("ngày O9 tháng 2 năm 2O26", "2026-02-09"),
        ("Huế, ngày 31tháng 12năm 2025.", "2025-12-31"),
        ("Huế, ngày ## tháng 7 năm 2020", "2020-07"),
        ("Huế, ngày     tháng 7 năm 2020", "2020-07"),
        ("Huế, ngày 31 tháng 6 năm 2020", "2020-06"),
    ],
)
def test_days_in_words(line, value):
    assert [day.value for day in dates.written(line)] == [value]


@pytest.mark.parametrize(
    "line",
    ["ngày 12 tháng 13 năm 2020", "ngày 1 tháng 1 năm 1820", "hàng ngày", "năm 2020"],
)
def test_what_is_no_day(line):
    assert dates.written(line) == []


@pytest.mark.parametrize(
    ("lines", "name", "superior"),
    [
        (["ỦY BAN NHÂN DÂN", "XÃ SUỐI MƠ"], "Ủy ban nhân dân xã Suối Mơ", ""),
        (["UY BAN NHÂN DÂN", "XA SUỐI MƠ"], "Ủy ban nhân dân xã Suối Mơ", ""),
        (["UBND TỈNH ĐỒNG GIAO", "SỞ Y TẾ"], "Sở Y tế", "UBND tỉnh Đồng Giao"),
        (["BỘ LAO ĐỌNG - THƯƠNG BINH", "VÀ XÃ HỘI"],
         "Bộ Lao động - Thương binh và Xã hội", ""),
        (["BỘ CÔNG ÁN"], "Bộ Công an", ""),
        (["THỦ TƯỜNG CHÍNH PHỦ"], "Thủ tướng Chính phủ", ""),
        (["QUÓC HỘI"], "Quốc hội", ""),
        (["BỘ TÀI CHÍNH", "CỤC THUẾ"], "Cục Thuế", "Bộ Tài chính"),
        (["SỞ TÀI CHÍNH"], "Sở Tài chính", ""),
        (["HỘI ĐỒNG NHÂN DÂN", "PHƯỜNG HOA LƯ"],
         "Hội đồng nhân dân phường Hoa Lư", ""),
    ],
)  # fmt: skip
def test_agencies_are_written_as_in_a_sentence(lines, name, superior):
    found = agencies.read(lines)
    assert found is not None
    assert (found.name, found.superior) == (name, superior)


@pytest.mark.parametrize("lines", [[], ["~~"], ["Kính gửi ông bà"], ["E X9 7d3NG"]])
def test_what_is_no_agency(lines):
    assert agencies.read(lines) is None


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("QUYẾT ĐỊNH", "Quyết định"),
        ("_ QUYÉT ĐỊNH ”", "Quyết định"),
        ("QUYẾTĐỊNH", "Quyết định"),
        ("THÔNG TƯ LIÊN TỊCH", "Thông tư liên tịch"),
        ("ĐẾN ngày.23-LÁI 4 NGHỊ ĐỊNH", "Nghị định"),
        ("LUẬT ĐẤT ĐAI", "Luật"),
        ("BỘ LUẬT DÂN SỰ", "Bộ luật"),
        ("BÁO CÁO", "Báo cáo"),
    ],
)
def test_kinds_are_announced_in_capitals(line, kind):
    found = kinds.heading(line)
    assert found is not None and found.kind == kind


@pytest.mark.parametrize(
    "line",
    ["Quyết định", "KÈM THEO QUYẾT ĐỊNH", "BÁO CÁO VIÊN", "CHÍNH PHỦ", "", "I", "SỞ"],
)
def test_what_announces_no_kind(line):
    assert kinds.heading(line) is None


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("MẬT", "MẬT"),
        ("| MẬT |", "MẬT"),
        ("M Ậ T", "MẬT"),
        ("MÂT", "MẬT"),
        ("TỐI MẬT", "TỐI MẬT"),
        ("TÓI MẠT", "TỐI MẬT"),
        ("TUYỆT MẬT", "TUYỆT MẬT"),
        ("BỘ CÔNG AN\nTUYET MAT\nSố: 1/BC-BCA", "TUYỆT MẬT"),
        ("MẬT CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "MẬT"),
        ("SỞ NỘI VỤ TỐI MẬT", "TỐI MẬT"),
        ("ĐỘ MẬT: TUYỆT MẬT", "TUYỆT MẬT"),
        ("MẬT\nPhụ lục\nTỐI MẬT", "TỐI MẬT"),
    ],
)
def test_a_stamp_of_secrecy_is_found(text, level):
    assert secrecy.found(text) == level


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Hồ sơ này không chứa bí mật nhà nước.",
        "Tài liệu mật được lưu riêng.",
        "DANH MỤC BÍ MẬT NHÀ NƯỚC",
        "BAN CƠ YẾU: MẬT MÃ",
        "mật",
        "Tối mật",
        "HÓA ĐƠN NƯỚC MÁT",
        "GIẤY MỜI",
        "QUY ĐỊNH VỀ BẢO MẬT",
        "ỦY BAN MẶT TRẬN TỔ QUỐC",
        "NHIỀU DÒNG\n" * 12 + "THEO CHẾ ĐỘ TỐI MẬT",
    ],
)
def test_words_of_running_text_are_no_stamp(text):
    assert secrecy.found(text) is None


def rows(*lines: str) -> list[sheet.Row]:
    return sheet.rows("\n".join(lines))


@pytest.mark.parametrize(
    ("lines", "number", "day"),
    [
        (["ĐẾN Số: 4521", "Ngày: 20/05/2026", "Chuyển:"], "4521", "2026-05-20"),
        (["CÔNG VĂN ĐẾN", "Số: 12", "Ngày 20.05.2026"], "12", "2026-05-20"),
        (["ĐẾN Giờ: 9", "Ngày: 20151 2026"], "", "2026-05-20"),
        (["ĐẾN Ngày: 20/05/2024"], "", ""),
        (["ĐẾN Ngày: .iIÍ.."], "", ""),
        (["ĐẾN Số: 57/QĐ-UBND"], "", ""),
    ],
)
def test_the_stamp_of_arrival(lines, number, day):
    found = incoming.read(rows(*lines), "2026-05-18")
    assert found is not None
    assert (found.number, found.day) == (number, day)


def test_the_word_to_in_a_sentence_is_no_stamp():
    assert incoming.read(rows("từ ngày 1 đến ngày 3", "ĐẾNN"), "2026-05-18") is None


def test_an_abstract_ends_where_the_grounds_begin():
    lines = ("QUYẾT ĐỊNH", "Về việc sửa đối, bô sung", "quy chế", "Căn cứ Luật")
    assert abstracts.below(rows(*lines), 1) == "Về việc sửa đổi, bổ sung quy chế"


def test_an_abstract_is_never_longer_than_a_record_can_hold():
    text = abstracts.tidy("một hai ba " * 200)
    assert len(text) <= abstracts.LONGEST
    assert text.endswith("…")


def test_columns_side_by_side_stay_apart_and_a_leaning_row_stays_together():
    words = [
        [0.10, 0.100, 0.15, 0.112, "SỞ", 90],
        [0.16, 0.101, 0.20, 0.113, "Y", 80],
        [0.55, 0.106, 0.65, 0.118, "Huế,", None],
        [0.66, 0.107, 0.70, 0.119, "ngày", None],
        [0.10, 0.130, 0.20, 0.142, "Số", 70],
    ]
    first, second = sheet.placed(words)
    assert [piece.text for piece in first.pieces] == ["SỞ Y", "Huế, ngày"]
    assert [piece.sure for piece in first.pieces] == [pytest.approx(0.85), None]
    assert second.text == "Số"


def test_a_dash_stays_in_its_row():
    words = [
        [0.10, 0.100, 0.15, 0.114, "PHÁP", 90],
        [0.16, 0.1065, 0.17, 0.108, "-", 90],
        [0.18, 0.099, 0.24, 0.114, "BỘ", 90],
    ]
    assert [row.text for row in sheet.placed(words)] == ["PHÁP - BỘ"]


@given(strategies.text(max_size=60))
def test_bare_letters_keep_their_places(text):
    plain = letters.composed(text)
    assert len(letters.bare(plain)) == len(plain)


@given(strategies.lists(strategies.text(max_size=80), max_size=3))
def test_no_text_breaks_the_reading(texts):
    from motcua.archive.extraction import fields

    found = fields.read(texts)
    assert 0 <= found.number.confidence < 1
    for text in texts:
        assert secrecy.found(text) in (None, "MẬT", "TỐI MẬT", "TUYỆT MẬT")
