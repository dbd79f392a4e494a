"""Pages of the national portal as text, in words of our own."""

from __future__ import annotations

from typing import Any


CHANNELS = "Hình thức nộpThời gianPhí, lệ phíMô tả"
PAPERS = "Tên giấy tờMẫu đơn, tờ khaiSố lượng"
ACTS = "Tên văn bản pháp lýMã văn bản"
BUTTONS = "Chọn cơ quan thực hiệnTỉnh/ Thành phốBộ ngànhNộp hồ sơ"


def page(code: str = "9.000101", **changes: Any) -> dict[str, Any]:
    """Return the page of the sample record (``samples.record``), changed as asked."""
    values: dict[str, Any] = {
        "ma_thu_tuc": code,
        "detail_url": "",
        "formality_id": "",
        "ten_thu_tuc": "Cấp thẻ đọc sách thư viện xã",
        "so_quyet_dinh": "15/QĐ-UBND",
        "cap_thuc_hien": "Cấp xã",
        "loai_thu_tuc": "Thủ tục mẫu",
        "linh_vuc": "Thư viện",
        "doi_tuong_thuc_hien": "Người nước ngoài, Công dân Việt Nam",
        "co_quan_thuc_hien": "Ủy ban nhân dân cấp xã",
        "co_quan_co_tham_quyen": "",
        "dia_chi_tiep_nhan": "Nhà văn hóa xã",
        "co_quan_duoc_uy_quyen": "",
        "co_quan_phoi_hop": "",
        "thu_tuc_lien_quan": "Không có thông tin",
        "trinh_tu_thuc_hien": "Bước 1: Điền phiếu.\nBước 2: Nhận thẻ.",
        "cach_thuc_thuc_hien": f"{CHANNELS}Trực tiếp2 Ngày làm việcMiễn phí"
        "Trực tuyến2 Ngày làm việcMiễn phí",
        "thanh_phan_ho_so": f"--{PAPERS}- Phiếu đăng ký1 bản chínhẢnh 3x41 bản chính",
        "can_cu_phap_ly": f"{ACTS}Nghị quyết về thư viện05/2026/NQ-HĐND",
        "yeu_cau_dieu_kien": "Từ đủ 6 tuổi",
        "ket_qua_xu_ly": "Thẻ đọc sáchMã: KQ.G01.000001Từ khóaKhông có thông tin"
        f"Mô tảMượn sách mang về nhà{BUTTONS}",
        "raw_text": "...",
    }
    return values | changes
