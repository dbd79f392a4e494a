"""A dossier of nobody, for previews: long where real ones are long.

The procedure's title has more than 120 letters and 25 papers were handed in, so that a
template that holds with these holds with most.
"""

from __future__ import annotations

from datetime import datetime
from motcua.base.money import format_vnd
from motcua.base.money import vnd_in_words
from motcua.base.vietnam import VIETNAM
from motcua.dossiers.slips import checks
from motcua.dossiers.slips import words
from motcua.dossiers.slips.forms import Form
from motcua.dossiers.slips.moments import moment
from motcua.dossiers.slips.offices import of_units
from motcua.dossiers.slips.values import head
from motcua.organisation.units import Unit
from typing import Any
from typing import Final


CODE: Final = "H99.01-261102-0042"
AT: Final = datetime(2026, 11, 2, 8, 5, tzinfo=VIETNAM)
DUE: Final = datetime(2026, 11, 23, 8, 5, tzinfo=VIETNAM)
NEW_DUE: Final = datetime(2026, 11, 30, 17, 0, tzinfo=VIETNAM)
TITLE: Final = (
    "Đăng ký, cấp Giấy chứng nhận quyền sử dụng đất, quyền sở hữu tài sản gắn liền với "
    "đất đối với trường hợp nhận chuyển nhượng một phần thửa đất"
)
PAPERS: Final = 25
PROVINCE: Final = Unit("H99", "Ủy ban nhân dân tỉnh Cửa Lớn", "agency")
WARD: Final = Unit(
    "H99.07",
    "Ủy ban nhân dân phường Bến Sông",
    "agency",
    address="12 đường Bờ Kè, phường Bến Sông",
    phone="0299 3123 456",
)
CENTRE: Final = Unit(
    "H99.01",
    "Trung tâm Phục vụ hành chính công",
    "one-stop-unit",
    address="12 đường Bờ Kè, phường Bến Sông",
    phone="0299 3123 457",
)
REASON: Final = (
    "Bản vẽ vị trí thửa đất thiếu tọa độ các điểm 5 và 6; diện tích trên đơn "
    "(128,4 m2) khác diện tích trên bản vẽ (124,8 m2)."
)


def values(form: Form, address: str) -> dict[str, Any]:
    """Return the values that a preview of ``form`` prints."""
    found = head(form, AT, of_units(CENTRE, WARD, PROVINCE))
    name = f"{CODE}/4-{form.form}"
    check = checks.letters(name)
    found["slip"].update(
        number=f"0012/{form.suffix}" if form.suffix else "",
        id=name,
        check=check,
        check_link=f"{address}#{name}~{check}",
        check_address=address,
        replaces="0011/TNHS" if form.again else "",
        reprint=1,
    )
    return {
        **found,
        "dossier": _dossier(address),
        "people": _people(),
        "papers_given": _papers(),
        "event": _event(form),
        "rows": ROWS.get(form.kind, _handovers)(),
        "signature": {
            "lines": ["KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"],
            "name": "Phạm Thị Thanh Hương",
            "behalf": True,
            "note": "(Theo Quyết định số 12/QĐ-TTPVHCC ngày 01/10/2026)",
        },
    }


def _dossier(address: str) -> dict[str, Any]:
    return {
        "code": CODE,
        "procedure": TITLE,
        "procedure_code": "1.001193",
        "case": "Nhận chuyển nhượng của cá nhân",
        "channel": words.CHANNELS["counter"],
        "term": "15 ngày làm việc",
        "received": moment(AT),
        "promised": moment(DUE),
        "due": moment(DUE),
        "answer": words.ANSWERS["counter"],
        "fee": format_vnd(1_250_000),
        "sets": "01",
        "note": "Đã đối chiếu bản chính Giấy chứng nhận.",
        "pin": "482913",
        "tracking": address,
        "track_link": f"{address}#{CODE}",
    }


def _people() -> dict[str, Any]:
    def person(name: str, *lines: tuple[str, str]) -> dict[str, Any]:
        found = [("Họ và tên", name), *lines] if name else []
        return {"name": name, "lines": [{"label": k, "value": v} for k, v in found]}

    return {
        "applicant": person(
            "Nguyễn Hoàng Công Tằng Tôn Nữ Thị Phương Thảo",
            ("Ngày, năm sinh", "30/04/1957"),
            ("Số định danh", "030157001234"),
            ("Điện thoại", "0912 345 678"),
            ("Địa chỉ", "Số 25, ngõ 117, tổ dân phố Đông, phường Bến Sông"),
        ),
        "owner": person(
            "Công ty trách nhiệm hữu hạn một thành viên Cửa Lớn",
            ("Số định danh", "0299123456"),
            ("Địa chỉ", "Lô 4, cụm công nghiệp Bắc Sông, phường Bến Sông"),
        ),
        "representative": person(""),
    }


def _papers() -> list[dict[str, Any]]:
    forms = tuple(words.PAPER_FORMS.values())
    return [
        {
            "title": f"Giấy tờ thứ {number} chứng minh quyền sử dụng đất theo quy định",
            "form": forms[number % len(forms)],
            "count": number % 3 + 1,
        }
        for number in range(1, PAPERS + 1)
    ]


def _event(form: Form) -> dict[str, Any]:
    listed = form.kind in ROWS and form.kind != "result-receipt"
    return {
        "reason": REASON,
        "ground": "Khoản 3 Điều 21 Quy chế làm việc",
        "contact": "Trần Văn Minh",
        "contact_phone": "0299 3123 458",
        "question": "Thửa đất có nằm trong quy hoạch đường ven sông hay không?",
        "receiver": "Phòng Đất đai" if listed else "Nguyễn Thị Hoa",
        "symbol": "CL-26T",
        "number": "0000815",
        "fee_name": "Lệ phí cấp Giấy chứng nhận",
        "at": moment(AT),
        "until": moment(NEW_DUE),
        "old_due": moment(DUE),
        "fault": "Phòng Đất đai",
        "to": "Phòng Xây dựng",
        "asker": "Phòng Đất đai",
        "round": 2,
        "missing": [{**one, "why": REASON} for one in _papers()[:3]],
        "returned": _papers(),
        "originals": _papers()[:2],
        "proof_kind": "Giấy ủy quyền",
        "proof_number": "12/2026",
        "proof": "Giấy ủy quyền 12/2026",
        "lost": "Tôi làm mất giấy tiếp nhận khi chuyển nhà.",
        "amount": format_vnd(1_250_000),
        "amount_words": vnd_in_words(1_250_000),
        "method": words.METHODS["cash"],
        "lead": "Phòng Đất đai",
        "others": ["Phòng Xây dựng", "Phòng Tư pháp"],
        "giver": CENTRE.name,
        "way": words.WAYS["hand"],
        "first": "01/11/2026",
        "last": "30/11/2026",
        "cashier": "Công Tằng Tôn Nữ Thị Phương Thảo",
        "sums": [
            {
                "method": words.METHODS[each],
                "expected": "1.250.000",
                "counted": "1.250.000",
                "difference": "0",
            }
            for each in ("cash", "transfer", "online")
        ],
        "spans": [
            {"symbol": "CL-26T", "first": "0000816", "last": "0000840", "count": 25}
        ],
        "void_ones": 1,
        "place": "Trung tâm Phục vụ hành chính công",
        "days": 7,
        "volume": 1,
        "volumes": 2,
    }


def _handovers() -> list[dict[str, Any]]:
    return [
        {
            "giver": CENTRE.name if number % 2 else "Phòng Đất đai",
            "receiver": "Phòng Đất đai" if number % 2 else "Phòng Xây dựng",
            "at": moment(AT),
            "result": "Trước hạn",
            "account": "Lê Thị Mai",
            "note": "Kèm bản vẽ" if number == 2 else "",
        }
        for number in range(1, 9)
    ]


def _results() -> list[dict[str, Any]]:
    return [
        {"number": "1203/GCN", "title": f"Giấy chứng nhận - {TITLE}", "count": 1},
        {"number": "77/TB-PDD", "title": "Thông báo nghĩa vụ tài chính", "count": 2},
    ]


def _listed() -> list[dict[str, Any]]:
    return [
        {
            "number": number,
            "code": f"H99.01-261102-{number:04d}",
            "procedure": TITLE,
            "sets": "01",
            "owner": "Công ty trách nhiệm hữu hạn một thành viên Cửa Lớn",
            "address": "Lô 4, cụm công nghiệp Bắc Sông; 0912 345 678",
            "lead": "Phòng Đất đai",
            "received": moment(AT),
            "due": moment(DUE),
            "returned": "",
            "way": words.ANSWERS["counter"],
            "papers": PAPERS,
            "result": "1203/GCN",
            "note": "",
        }
        for number in range(1, PAPERS + 1)
    ]


def _receipts() -> list[dict[str, Any]]:
    return [
        {
            "number": f"CL-26T {815 + number:07d}",
            "code": f"H99.01-261102-{number:04d}",
            "at": moment(AT),
            "method": "TM",
            "amount": "50.000",
            "note": "Hủy" if number == 3 else "",
        }
        for number in range(1, PAPERS + 1)
    ]


def _shifts() -> list[dict[str, Any]]:
    return [
        {
            "number": f"{number:04d}/BBCC",
            "cashier": "Công Tằng Tôn Nữ Thị Phương Thảo",
            "cash": "1.250.000",
            "transfer": "300.000",
            "online": "0",
        }
        for number in range(1, PAPERS + 1)
    ]


def _provisional() -> list[dict[str, Any]]:
    link = "https://motcua.example.vn/vi/kiem-tra-phieu"
    found = []
    for number in (41, 42):
        code = f"H99.01-261102-{number:04d}"
        name = f"{code}/0-TT"
        check = checks.letters(name)
        found.append(
            {
                "code": code,
                "pin": "123456",
                "id": name,
                "check": check,
                "link": f"{link}#{name}~{check}",
            }
        )
    return found


def _shelves() -> list[dict[str, Any]]:
    return [
        {"shelf": f"KHO-B2.{number:03d}", "label": f"KE-KHO-B2.{number:03d}"}
        for number in range(1, PAPERS + 1)
    ]


ROWS: Final = {
    "shelf-label": _shelves,
    "shift": _receipts,
    "treasury-list": _shifts,
    "provisional": _provisional,
    "result-receipt": _results,
    "register": _listed,
    "dossiers-handover": _listed,
    "results-handover": _listed,
    "post-list": _listed,
    "label": _listed,
}
