"""Records of the national portal: nothing is dropped, doubtful things are named."""

from __future__ import annotations

from decimal import Decimal
import json
from motcua.base.durations import Term
from motcua.procedures.definitions import Version
from motcua.procedures.importing.portal_doubts import DOUBTS
from motcua.procedures.importing.portal_doubts import texts
from motcua.procedures.importing.portal_records import read_agencies
from motcua.procedures.importing.portal_records import read_audience
from motcua.procedures.importing.portal_records import read_level
from motcua.procedures.importing.portal_records import read_record
from motcua.procedures.importing.portal_records import record_digest
from motcua.procedures.importing.portal_records import UnusableRecord
from motcua.procedures.importing.record_lines import lines
from motcua.procedures.importing.record_lines import load
import pytest
from tests.procedures.samples import channel
from tests.procedures.samples import group
from tests.procedures.samples import paper
from tests.procedures.samples import record
import unicodedata


def flags(**changes):
    return set(read_record(record(**changes)).flags)


def test_a_record_without_doubts_has_no_flags():
    assert read_record(record()).flags == ()


def test_it_says_what_the_record_says():
    version = read_record(record()).version
    assert version.code == "9.000101"
    assert version.level == "commune"
    assert version.audience == ("citizen", "foreigner")
    assert version.steps == "Bước 1: Điền phiếu.\nBước 2: Nhận thẻ."
    assert version.competent == ()
    assert version.legal_basis[0].number == "05/2026/NQ-HĐND"
    case = version.case("1")
    assert case.kinds == ("counter", "online")
    assert case.channel("counter").term == Term("working_days", Decimal(2))
    assert [p.title for p in case.papers] == ["Phiếu đăng ký", "Ảnh 3x4"]
    assert case.paper("p01").originals == 1


def test_reading_twice_gives_the_same_version():
    assert read_record(record()).version.digest == read_record(record()).version.digest


@pytest.mark.parametrize(
    ("changes", "flag"),
    [
        ({"code": "9.000101-Xoa"}, "code_malformed"),
        ({"so_quyet_dinh": ""}, "decision_missing"),
        ({"so_quyet_dinh": "QĐ/0001-BCA"}, "decision_unusual"),
        ({"loai_thu_tuc": "LOCAL_REGULATION"}, "kind_is_a_constant"),
        ({"cap_thuc_hien": "Không có thông tin"}, "level_missing"),
        ({"cap_thuc_hien": "Cấp tỉnh, Cấp xã"}, "level_several"),
        ({"co_quan_thuc_hien": "Không có thông tin"}, "agency_missing"),
        ({"doi_tuong_thuc_hien": "Người ngoài hành tinh"}, "audience_unknown"),
        ({"mo_ta": "Từ đủ 6 tuổi"}, "description_repeats_conditions"),
        ({"ten_thu_tuc": unicodedata.normalize("NFD", "Cấp thẻ")}, "text_not_nfc"),
        ({"mo_ta": "Mượn\u00a0sách"}, "text_no_break_space"),
        ({"mo_ta": "Mượn\u200bsách"}, "text_invisible_characters"),
        ({"mo_ta": "\uf0b7 Mượn sách"}, "text_private_use"),
        ({"ten_thu_tuc": ""}, "title_missing"),
        ({"truong_la": "x"}, "field_unknown"),
        ({"linh_vuc": 7}, "value_not_text"),
        ({"linh_vuc": None}, "field_missing"),
        ({"can_cu_items": ["Luật không số ()"]}, "act_without_number"),
        ({"can_cu_items": [], "can_cu_phap_ly": "Luật"}, "rows_unstructured"),
        (
            {"can_cu_items": [], "can_cu_phap_ly": "Không có thông tin căn cứ."},
            "legal_basis_missing",
        ),
        (
            {"thanh_phan_items": [], "thanh_phan_ho_so": "Không có thông tin"},
            "papers_missing",
        ),
        (
            {"cach_thuc_items": [], "cach_thuc_thuc_hien": "Không có thông tin"},
            "channels_missing",
        ),
        (
            {"thanh_phan_items": [group("", paper(" - "), paper("Đơn"))]},
            "paper_without_title",
        ),
        (
            {"thanh_phan_items": [group("", paper("A", "Bản chính: 0, Bản sao: 0"))]},
            "paper_without_count",
        ),
        (
            {"cach_thuc_items": [channel("DIRECT"), channel("DIRECT", "3 ngày")]},
            "channel_repeated",
        ),
        (
            {"cach_thuc_items": [channel("DIRECT"), channel("CARRIER PIGEON")]},
            "channel_unknown",
        ),
        ({"cach_thuc_items": [channel("DIRECT", "1 OTHER")]}, "term_unit_other"),
        ({"cach_thuc_items": [channel("DIRECT", "Tùy việc OTHER")]}, "term_in_words"),
        ({"cach_thuc_items": [channel("DIRECT", "0 WORKING_DAY")]}, "term_unreadable"),
        ({"cach_thuc_items": [channel("DIRECT", "")]}, "term_missing"),
        ({"cach_thuc_items": [channel("DIRECT", fee="|")]}, "fee_empty"),
    ],
)
def test_every_doubt_has_its_name(changes, flag):
    assert flags(**changes) == {flag}
    assert flag in DOUBTS


def test_two_channels_that_say_the_same_are_told_once():
    rows = [channel("DIRECT"), channel("DIRECT")]
    version = read_record(record(cach_thuc_items=rows)).version
    assert len(version.case("1").channels) == 1


def test_two_rows_of_one_channel_that_differ_both_stay():
    rows = [channel("DIRECT"), channel("DIRECT", "30 ngày")]
    terms = [
        c.term
        for c in read_record(record(cach_thuc_items=rows)).version.cases[0].channels
    ]
    assert terms == [Term("working_days", 2), Term("days", 30)]


def test_a_bare_number_with_the_unit_other_is_not_a_term():
    row = channel("DIRECT", "1 OTHER", note="Trả ngay trong buổi")
    found = read_record(record(cach_thuc_items=[row])).version.case("1").channels[0]
    assert found.term is None
    assert found.term_text == "1 OTHER"
    assert found.note == "Trả ngay trong buổi"


def test_a_sentence_that_names_one_term_is_that_term_with_a_flag():
    row = channel("DIRECT", "Không quá 03 ngày làm việc OTHER")
    read = read_record(record(cach_thuc_items=[row]))
    found = read.version.case("1").channels[0]
    assert found.term == Term("working_days", 3)
    assert found.term_text == "Không quá 03 ngày làm việc"
    assert read.flags == ("term_in_words",)


def test_a_heading_without_papers_stays_as_a_remark():
    groups = [group("Chỉ cần xuất trình thẻ"), group("Nộp", paper("Đơn"))]
    version = read_record(record(thanh_phan_items=groups)).version
    assert version.notes == ("Chỉ cần xuất trình thẻ",)
    assert version.case("1").papers[0].group == "Nộp"


def test_an_unknown_channel_stays_as_a_remark():
    rows = [channel("CARRIER PIGEON", "9 ngày", note="bay qua sông")]
    version = read_record(record(cach_thuc_items=rows)).version
    assert any("bay qua sông" in note for note in version.notes)


def test_tables_that_come_as_prose_stay_as_prose():
    version = read_record(record(cach_thuc_items=[], thanh_phan_items=[])).version
    assert version.notes == ("Nộp tại quầy", "Phiếu và ảnh")


@pytest.mark.parametrize(
    "code", ["", None, 7, "khong-co-so", "a/9", "../9", "_9", "9" * 50, "9 9", "index"]
)
def test_a_code_that_cannot_be_an_address_is_refused(code):
    with pytest.raises(UnusableRecord):
        read_record(record(ma_thu_tuc=code))


@pytest.mark.parametrize("rows", [["x"], [7], [None], [{"phi_le_phi": 5}]])
def test_malformed_rows_are_refused_or_flagged_but_never_break(rows):
    try:
        read = read_record(record(cach_thuc_items=rows))
    except UnusableRecord:
        return
    assert read.flags


def test_a_comma_inside_a_name_does_not_part_agencies():
    text = "Sở Văn hóa, Thể thao và Du lịch, Ủy ban nhân dân cấp xã"
    assert read_agencies(text) == (
        "Sở Văn hóa, Thể thao và Du lịch",
        "Ủy ban nhân dân cấp xã",
    )


def test_a_comma_inside_a_target_group_does_not_part_it():
    groups, doubts = read_audience(
        "Tổ chức (không bao gồm doanh nghiệp, HTX), Cán bộ, công chức, viên chức"
    )
    assert groups == ("organisation", "official")
    assert not doubts


def test_enterprises_with_foreign_capital_are_not_foreigners():
    assert read_audience("Doanh nghiệp có vốn đầu tư nước ngoài")[0] == ("enterprise",)


def test_of_several_levels_the_one_nearest_to_the_citizen_counts():
    assert read_level("Cấp Bộ/Trung ương, Cấp Tỉnh")[0] == "province"


def test_the_digest_is_about_content_not_about_order():
    one = record()
    other = dict(reversed(one.items()))
    assert record_digest(one) == record_digest(other)
    assert record_digest(one) != record_digest(record(mo_ta="Khác"))


def test_every_word_of_every_real_record_is_kept(shared):
    """What a reader can see in a record can be seen in the version."""
    path = shared / "data" / "procedures" / "procedures.jsonl.xz"
    lost = []
    with lines(path) as source:
        for number, line in source:
            if number % 8:
                continue
            found = load(line)[1]
            read = read_record(found)
            assert Version.from_json(read.version.to_json()) == read.version
            said = set().union(*map(visible, texts(json.loads(read.version.to_json()))))
            for text in (
                *texts(found["cach_thuc_items"]),
                *texts(found["thanh_phan_items"]),
            ):
                lost += [w for w in visible(text) - said if w not in SYSTEM_WORDS]
    assert not lost


#: Words of the portal's tables that become numbers and kinds.
SYSTEM_WORDS = {"direct", "online", "postal", "working", "day", "hour", "month"} | {
    "other",
    "vnđ",
    "bản",
    "chính",
    "sao",
    "không",
    "có",
    "thông",
    "tin",
    "ngày",
}


def visible(text):
    """Return the words of a text, without numbers, which are read as numbers."""
    from motcua.base.folding import normalise

    clean = normalise(text).lower()
    words = "".join(c if c.isalpha() else " " for c in clean).split()
    return set(words)
