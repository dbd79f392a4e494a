"""Nothing that was published is missing on the page of its procedure."""

from __future__ import annotations

from motcua.procedures import creation
from motcua.procedures.folder import folder
from motcua.procedures.importing.portal_records import read_record
from plone import api
from plone.app.testing import SITE_OWNER_NAME
import pytest
from tests.portal.reading.visible import missing
import transaction


ADDRESSES = {"vi": "/vi/thu-tuc", "en": "/en/procedures"}
WAYS = """
  * Hình thức nộp: ONLINE
    Thời hạn giải quyết: 5 WORKING_DAY
    Phí, lệ phí: 20000 VNĐ (Lệ phí cấp mới)
    Mô tả: Nộp qua cổng
  * Hình thức nộp: DIRECT
    Thời hạn giải quyết: 1 OTHER
    Phí, lệ phí: 0 VNĐ () | 25 VNĐ (25 USD/người)
  * Hình thức nộp: POSTAL
    Thời hạn giải quyết: Theo lịch của hội đồng OTHER
    Phí, lệ phí: Không có thông tin
"""
RECORD = {
    "ma_thu_tuc": "1.920001",
    "so_quyet_dinh": "12/QĐ-UBND",
    "ten_thu_tuc": "Cấp thẻ mẫu",
    "cap_thuc_hien": "Cấp Tỉnh, Cấp Xã",
    "loai_thu_tuc": "TTHC được luật giao quy định chi tiết",
    "linh_vuc": "Lĩnh vực mẫu",
    "trinh_tu_thuc_hien": "Bước 1: Nộp hồ sơ.\n - tại quầy;\n +qua mạng. Bước 2: Nhận.",
    "cach_thuc_thuc_hien": WAYS,
    "cach_thuc_items": [
        {
            "hinh_thuc_nop": "ONLINE",
            "thoi_han_giai_quyet": "5 WORKING_DAY",
            "phi_le_phi": ["20000 VNĐ (Lệ phí cấp mới)"],
            "mo_ta": "Nộp qua cổng",
        },
        {
            "hinh_thuc_nop": "DIRECT",
            "thoi_han_giai_quyet": "1 OTHER",
            "phi_le_phi": ["0 VNĐ () | 25 VNĐ (25 USD/người)"],
            "mo_ta": "",
        },
        {
            "hinh_thuc_nop": "POSTAL",
            "thoi_han_giai_quyet": "Theo lịch của hội đồng OTHER",
            "phi_le_phi": ["Không có thông tin"],
            "mo_ta": "",
        },
    ],
    "thanh_phan_ho_so": (
        "[ Giấy tờ phải nộp ]\n - Đơn\n Số lượng: Bản chính: 2, Bản sao: 0"
    ),
    "thanh_phan_items": [
        {
            "nhom": "Giấy tờ phải nộp",
            "giay_to": [{"ten": "Đơn", "so_luong": "Bản chính: 2, Bản sao: 0"}],
        }
    ],
    "doi_tuong_thuc_hien": "Công dân Việt Nam, Hội đoàn",
    "co_quan_thuc_hien": "Sở Văn hóa, Thể thao và Du lịch",
    "co_quan_co_tham_quyen": "Sở Y tế; Sở Nội vụ",
    "dia_chi_tiep_nhan_hs": "Số 1 phố Mẫu",
    "co_quan_duoc_uy_quyen": "Không có thông tin",
    "co_quan_phoi_hop": "Công an tỉnh",
    "ket_qua_thuc_hien": "Thẻ",
    "can_cu_phap_ly": (
        " * Luật mẫu (1/2020/QH14)\n * Nghị định 2/2021/NĐ-CP (2/2021/NĐ-CP)"
    ),
    "can_cu_items": [
        "Luật mẫu (1/2020/QH14)",
        "Nghị định 2/2021/NĐ-CP (2/2021/NĐ-CP)",
    ],
    "yeu_cau_dieu_kien": "a) Đủ 18 tuổi\nb) Có hộ khẩu",
    "tu_khoa": "thẻ, mẫu",
    "mo_ta": "Mô tả riêng",
}


@pytest.fixture
def page(filled, visitor):
    """Read the page of the record in a language."""
    with api.env.adopt_user(SITE_OWNER_NAME), api.env.adopt_roles(["Manager"]):
        creation.create(folder(filled), read_record(RECORD).version, "published")
    transaction.commit()

    def text(language):
        address = f"{ADDRESSES[language]}/{RECORD['ma_thu_tuc']}"
        return visitor.get(address).html.main.get_text(" ")

    return text


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_field_of_a_record_is_on_its_page(page, language):
    assert list(missing(RECORD, page(language), language)) == []


def test_a_word_that_is_not_there_would_be_found(page):
    shown = page("vi").replace("Nhận", "").replace("20.000", "").replace("2/2021", "")
    fields = [field for field, _text in missing(RECORD, shown, "vi")]
    assert sorted(set(fields)) == [
        "cach_thuc_thuc_hien",
        "can_cu_phap_ly",
        "trinh_tu_thuc_hien",
    ]


def test_an_untold_time_is_quoted_and_called_so(page):
    text = " ".join(page("vi").split())
    assert "Chưa có thông tin “thời hạn khác”" in text
