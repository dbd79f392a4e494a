"""Ten made-up procedures over eight fields, and the units that take them in."""

from __future__ import annotations

from datetime import date
from motcua.base.durations import Term
from motcua.organisation import units
from motcua.procedures import creation
from motcua.procedures.definitions import Act
from motcua.procedures.definitions import Case
from motcua.procedures.definitions import Channel
from motcua.procedures.definitions import Fee
from motcua.procedures.definitions import Paper
from motcua.procedures.definitions import Version
from motcua.procedures.folder import folder
from typing import Any


BIRTH = "1.900001"
DRAFT = "1.900099"
HOSTILE = "1.900010"
POLYGLOT = "\"'><script>alert(1)</script><img src=x onerror=alert(2)>{{7*7}}${7*7}"

COUNTER_THREE_DAYS = Channel(
    "counter",
    Term("working_days", 3),
    "3 ngày làm việc",
    (Fee(8000, "mỗi bản trích lục", kind="fee"),),
    "Nộp tại bộ phận một cửa của xã nơi cư trú.",
)
ONLINE_ONE_DAY = Channel(
    "online", Term("in_the_day"), "", (Fee(0, "miễn khi nộp trực tuyến"),)
)
BY_POST = Channel("post", None, "1 OTHER", (Fee(None, "theo giá dịch vụ bưu chính"),))

PAPERS = (
    Paper("p1", "Tờ khai theo mẫu", 1, 0, form="Mẫu số 1", group="Giấy tờ phải nộp"),
    Paper("p2", "Giấy chứng sinh", 1, 0, group="Giấy tờ phải nộp"),
    Paper("p3", "Giấy tờ tùy thân", 0, 1, note="đối chiếu rồi trả lại"),
)

TITLES = (
    ("Đăng ký khai sinh", "Hộ tịch", "commune"),
    ("Đăng ký thường trú", "Cư trú", "commune"),
    ("Cấp giấy phép xây dựng nhà ở riêng lẻ", "Xây dựng", "commune"),
    ("Đăng ký thành lập hộ kinh doanh", "Đăng ký kinh doanh", "commune"),
    ("Đăng ký biến động quyền sử dụng đất", "Đất đai", "province"),
    ("Chứng thực bản sao từ bản chính", "Chứng thực", "commune"),
    ("Xác nhận hoàn cảnh khó khăn", "Chính sách xã hội", "commune"),
    ("Khai thuế khoán của hộ kinh doanh", "Thuế", "province"),
    ("Đăng ký khai tử", "Hộ tịch", "commune"),
)


def version(number: int) -> Version:
    """Return the sample with this number, from 1 on."""
    title, field, level = TITLES[number - 1]
    return Version(
        code=f"1.90000{number}",
        title=title,
        field=field,
        level=level,
        level_text="Cấp Xã" if level == "commune" else "Cấp Tỉnh",
        kind="Thủ tục do luật quy định",
        decision=f"{100 + number}/QĐ-UBND",
        decision_date=date(2026, 3, 2),
        effective_from=date(2026, 3, 15),
        agencies=("Ủy ban nhân dân xã",),
        steps="Bước 1: Nộp hồ sơ.\nBước 2: Nhận kết quả.",
        cases=(Case("1", "", (COUNTER_THREE_DAYS, ONLINE_ONE_DAY, BY_POST), PAPERS),),
        audience=("citizen",),
        audience_text="Công dân Việt Nam",
        legal_basis=(Act("Luật Hộ tịch", "60/2014/QH13"),),
        conditions="Có mặt của người yêu cầu.",
        result="Giấy khai sinh",
        keywords=("khai sinh", "con mới sinh"),
        notes=("Phí ghi 0 đồng nhưng có ghi chú thu tiền.",),
    )


def hostile() -> Version:
    """Return a procedure with markup and script in every text."""
    evil = POLYGLOT
    channel = Channel("counter", None, evil, (Fee(None, evil), Fee(5, evil)), evil)
    paper = Paper("p", evil, 1, 1, evil, evil, evil)
    return Version(
        code=HOSTILE,
        title=evil,
        field=evil,
        level="",
        level_text=evil,
        kind=evil,
        decision=evil,
        agencies=(evil,),
        competent=(evil,),
        delegated=(evil,),
        coordinating=(evil,),
        place=evil,
        steps=evil,
        cases=(Case("1", evil, (channel,), (paper,)), Case("2", evil)),
        audience_text=evil,
        legal_basis=(Act(evil, evil),),
        conditions=evil,
        result=evil,
        keywords=(evil,),
        description=evil,
        notes=(evil,),
    )


def fill(site: Any) -> None:
    """Publish ten procedures, keep one as a draft, open two one-stop units."""
    procedures = folder(site)
    for number in range(1, len(TITLES) + 1):
        creation.create(procedures, version(number), "published")
    creation.create(procedures, hostile(), "published")
    creation.create(procedures, Version(code=DRAFT, title="Chưa công bố"), "draft")
    units.create("agency", "H99", "Tỉnh Mẫu", level="province", site=site)
    units.create(
        "one-stop-unit",
        "H99.01",
        "Trung tâm Phục vụ hành chính công tỉnh Mẫu",
        "H99",
        site=site,
        address="Số 1, đường Trung Tâm",
        phone="0200 123 456",
        opening_hours="Thứ Hai đến thứ Sáu\n7:30-11:30, 13:30-17:00",
    )
    units.create("agency", "H99.11", "Xã An Mẫu", "H99", level="commune", site=site)
    units.create(
        "one-stop-unit", "H99.11.01", "Bộ phận Một cửa xã An Mẫu", "H99.11", site=site
    )
