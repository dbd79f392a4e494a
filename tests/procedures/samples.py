"""Records in the shape of the national portal, in words of our own."""

from __future__ import annotations

import json
from typing import Any


def record(code: str = "9.000101", **changes: Any) -> dict[str, Any]:
    """Return a record with nothing to doubt, changed as asked."""
    values: dict[str, Any] = {
        "ma_thu_tuc": code,
        "_source_file": f"mau/{code}.txt",
        "so_quyet_dinh": "15/QĐ-UBND",
        "ten_thu_tuc": "Cấp thẻ đọc sách thư viện xã",
        "cap_thuc_hien": "Cấp Xã",
        "loai_thu_tuc": "Thủ tục mẫu",
        "linh_vuc": "Thư viện",
        "trinh_tu_thuc_hien": "    Bước 1: Điền phiếu.\n    Bước 2: Nhận thẻ.",
        "cach_thuc_thuc_hien": "Nộp tại quầy",
        "thanh_phan_ho_so": "Phiếu và ảnh",
        "doi_tuong_thuc_hien": "Công dân Việt Nam, Người nước ngoài",
        "co_quan_thuc_hien": "Ủy ban nhân dân cấp xã",
        "co_quan_co_tham_quyen": "Không có thông tin",
        "dia_chi_tiep_nhan_hs": "Nhà văn hóa xã",
        "co_quan_duoc_uy_quyen": "Không có thông tin",
        "co_quan_phoi_hop": "Không có thông tin",
        "ket_qua_thuc_hien": "Thẻ đọc sách",
        "can_cu_phap_ly": "  * Nghị quyết về thư viện (05/2026/NQ-HĐND)",
        "yeu_cau_dieu_kien": "Từ đủ 6 tuổi",
        "tu_khoa": "Không có thông tin",
        "mo_ta": "Mượn sách mang về nhà",
        "cach_thuc_items": [channel("DIRECT"), channel("ONLINE")],
        "thanh_phan_items": [group("", paper("- Phiếu đăng ký"), paper("Ảnh 3x4"))],
        "can_cu_items": ["Nghị quyết về thư viện (05/2026/NQ-HĐND)"],
    }
    return values | changes


def channel(
    kind: str, term: str = "2 WORKING_DAY", fee: str = "0 VNĐ ()", note: str = ""
) -> dict[str, Any]:
    """Return one row of the table of channels."""
    return {
        "hinh_thuc_nop": kind,
        "thoi_han_giai_quyet": term,
        "phi_le_phi": [fee],
        "mo_ta": note,
    }


def paper(title: str, counts: str = "Bản chính: 1, Bản sao: 0") -> dict[str, Any]:
    """Return one row of the table of papers."""
    return {"ten": title, "so_luong": counts, "mau_don": []}


def group(heading: str, *papers: dict[str, Any]) -> dict[str, Any]:
    """Return a group of papers under a heading."""
    return {"nhom": heading, "giay_to": list(papers)}


def write(path: Any, *lines: Any) -> Any:
    """Write records (or raw bytes) as lines of a file and return its path."""
    with path.open("wb") as out:
        for line in lines:
            raw = line if isinstance(line, bytes) else json.dumps(line).encode()
            out.write(raw + b"\n")
    return path
