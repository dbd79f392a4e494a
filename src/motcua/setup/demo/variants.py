"""Procedures of the demo that ask before they list papers.

Told in our own words; amounts and times are invented like the province.
"""

from __future__ import annotations

from motcua.base.durations import Term
from motcua.procedures.definitions import Case
from motcua.procedures.definitions import Channel
from motcua.procedures.definitions import Exemption
from motcua.procedures.definitions import Fee
from motcua.procedures.definitions import Option
from motcua.procedures.definitions import Paper
from motcua.procedures.definitions import Question
from motcua.procedures.definitions import Step
from motcua.setup.demo.together import INTER_AGENCY
from typing import Any
from typing import Final


YES: Final = (Option("co", "Có"), Option("khong", "Không"))
IN_PERSON: Final = Question(
    "tu-nop",
    "Bạn tự đi nộp hồ sơ của mình?",
    (Option("co", "Tự nộp"), Option("khong", "Nộp thay người khác")),
    "Nộp thay thì cần giấy ủy quyền.",
)
MANDATE: Final = Paper(
    "uy-quyen",
    "Văn bản ủy quyền",
    1,
    note="Cha, mẹ, vợ, chồng, con không phải chứng thực chữ ký.",
    when=("tu-nop=khong",),
)
IDENTITY: Final = Paper(
    "can-cuoc",
    "Căn cước hoặc hộ chiếu của người nộp",
    shown=True,
    channels=("counter",),
)
POOR: Final = Exemption("Người thuộc hộ nghèo", "Giấy chứng nhận hộ nghèo còn hạn")
MERIT: Final = Exemption(
    "Người có công với cách mạng", "Thẻ hoặc quyết định công nhận người có công"
)
DISABLED: Final = Exemption("Người khuyết tật", "Giấy xác nhận khuyết tật", 50)
GROUPS: Final = (POOR, MERIT, DISABLED)
BOTH: Final = ("province", "commune")
ROAD: Final = (
    Step(
        "Chuẩn bị giấy tờ",
        "Trả lời vài câu hỏi trên trang này để có danh mục của riêng bạn.",
        who="Người nộp",
        where="Ở nhà",
    ),
    Step(
        "Nộp hồ sơ",
        "Lấy số, nộp giấy tờ, nhận giấy hẹn.",
        who="Người nộp",
        where="Bộ phận Một cửa",
        visit=True,
    ),
    Step(
        "Thẩm định và ký",
        "Cơ quan chuyên môn kiểm tra, lãnh đạo ký kết quả.",
        who="Cơ quan giải quyết",
        where="Cơ quan giải quyết",
    ),
    Step(
        "Nhận kết quả",
        "Mang theo giấy hẹn.",
        who="Người nộp",
        where="Bộ phận Một cửa",
        visit=True,
    ),
)


def _ways(
    legal: str, promised: str, amount: int, online: int | None = None
) -> tuple[Channel, ...]:
    """Return counter, online and post with a time by law and a shorter promise."""
    term, committed = Term.parse(legal), Term.parse(promised)
    full = Fee(amount, kind="fee", exempt=GROUPS if amount else ())
    less = Fee(
        amount if online is None else online,
        "Giảm khi nộp trực tuyến" if online is not None else "",
        kind="fee",
        exempt=GROUPS if amount else (),
    )
    return (
        Channel("counter", term, fees=(full,), committed=committed),
        Channel("online", term, fees=(less,), committed=committed),
        Channel("post", term, fees=(full,), note="Cước bưu chính trả cho bưu điện."),
    )


_BIRTH: Final[dict[str, Any]] = {
    "questions": (
        Question(
            "noi-sinh",
            "Bé có giấy chứng sinh không?",
            YES,
            "Cơ sở y tế cấp khi bé chào đời.",
        ),
        Question("ket-hon", "Cha mẹ bé có đăng ký kết hôn không?", YES),
        IN_PERSON,
    ),
    "cases": (
        Case(
            "1",
            "",
            _ways("in the day", "in the day", 0),
            (
                Paper(
                    "1",
                    "Tờ khai đăng ký khai sinh",
                    1,
                    form="to-khai-dang-ky-khai-sinh.pdf",
                ),
                Paper("2", "Giấy chứng sinh", 1, when=("noi-sinh=co",)),
                Paper(
                    "lam-chung",
                    "Văn bản của người làm chứng việc sinh",
                    1,
                    note="Không có người làm chứng thì viết giấy cam đoan.",
                    when=("noi-sinh=khong",),
                ),
                Paper(
                    "3",
                    "Giấy chứng nhận kết hôn của cha mẹ",
                    shown=True,
                    held_by="Cơ sở dữ liệu hộ tịch điện tử",
                    when=("ket-hon=co",),
                ),
                IDENTITY,
                MANDATE,
            ),
        ),
    ),
    "online": "full",
    "on_the_spot": True,
    "high_volume": True,
    "result_kind": "certificate",
}
_MARRIAGE: Final[dict[str, Any]] = {
    "questions": (
        Question(
            "nuoc-ngoai",
            "Có bên nào là người nước ngoài hoặc sống ở nước ngoài không?",
            (Option("khong", "Cả hai ở trong nước"), Option("co", "Có")),
        ),
        Question("tung-ket-hon", "Có bên nào từng kết hôn không?", YES),
    ),
    "cases": (
        Case(
            "1",
            "Cả hai bên ở trong nước",
            _ways("in the day", "in the day", 0)[:2],
            (
                Paper("1", "Tờ khai đăng ký kết hôn", 1),
                Paper(
                    "2",
                    "Giấy xác nhận tình trạng hôn nhân",
                    1,
                    held_by="Cơ sở dữ liệu quốc gia về dân cư",
                ),
                Paper(
                    "ly-hon",
                    "Bản án, quyết định ly hôn hoặc trích lục khai tử",
                    copies=1,
                    when=("tung-ket-hon=co",),
                ),
                IDENTITY,
            ),
            ("nuoc-ngoai=khong",),
        ),
        Case(
            "2",
            "Có yếu tố nước ngoài",
            _ways("15 working days", "10 working days", 1_000_000)[:1],
            (
                Paper("1", "Tờ khai đăng ký kết hôn", 1),
                Paper("suc-khoe", "Giấy khám sức khỏe tâm thần của hai bên", 2),
                Paper("doc-than", "Giấy tờ chứng minh độc thân của bên nước ngoài", 1),
                Paper("ho-chieu", "Hộ chiếu của bên nước ngoài", copies=1),
                Paper(
                    "ly-hon",
                    "Giấy tờ về việc ly hôn đã ghi chú",
                    copies=1,
                    when=("tung-ket-hon=co",),
                ),
            ),
            ("nuoc-ngoai=co",),
        ),
    ),
    "online": "partial",
    "online_reason": "Hai bên phải có mặt khi ký sổ.",
    "high_volume": True,
    "result_kind": "certificate",
}
_BUILDING: Final[dict[str, Any]] = {
    "questions": (
        Question(
            "viec",
            "Bạn định làm gì?",
            (
                Option("moi", "Xây nhà mới"),
                Option("sua", "Sửa chữa, cải tạo làm đổi kết cấu"),
                Option("doi", "Di dời công trình"),
            ),
        ),
        Question(
            "lien-ke",
            "Công trình có tường chung hoặc sát nhà bên cạnh không?",
            YES,
            "Nhà sát bên thì thêm bản cam kết an toàn.",
        ),
        IN_PERSON,
    ),
    "cases": tuple(
        Case(
            key,
            title,
            _ways(legal, promised, 75_000, 37_500),
            (
                Paper("1", "Đơn đề nghị cấp giấy phép xây dựng", 1),
                Paper(
                    "2",
                    "Giấy tờ về quyền sử dụng đất",
                    copies=1,
                    held_by="Cơ sở dữ liệu đất đai",
                ),
                Paper("3", "Bộ bản vẽ thiết kế", 2),
                *more,
                Paper(
                    "cam-ket",
                    "Bản cam kết bảo đảm an toàn nhà liền kề",
                    1,
                    when=("lien-ke=co",),
                ),
                IDENTITY,
                MANDATE,
            ),
            (f"viec={answer}",),
        )
        for key, answer, title, legal, promised, more in (
            ("1", "moi", "Xây mới", "15 working days", "10 working days", ()),
            (
                "2",
                "sua",
                "Sửa chữa, cải tạo",
                "15 working days",
                "8 working days",
                (Paper("anh", "Ảnh chụp hiện trạng công trình", 1),),
            ),
            (
                "3",
                "doi",
                "Di dời",
                "20 working days",
                "15 working days",
                (Paper("an-toan", "Phương án di dời an toàn", 1),),
            ),
        )
    ),
    "sequence": ROAD,
    "online": "full",
    "high_volume": True,
    "iso_code": "QT-XD-01",
    "iso_version": "3",
    "result_kind": "licence",
    "result_validity": Term("months", 12),
}
_HOUSEHOLD: Final[dict[str, Any]] = {
    "questions": (
        Question("gop-von", "Nhiều thành viên cùng góp vốn?", YES),
        Question(
            "nganh",
            "Bạn kinh doanh ngành có điều kiện (ăn uống, lưu trú, rượu ...)?",
            YES,
        ),
        IN_PERSON,
    ),
    "cases": (
        Case(
            "1",
            "",
            _ways("3 working days", "2 working days", 100_000, 0),
            (
                Paper("1", "Giấy đề nghị đăng ký hộ kinh doanh", 1),
                Paper(
                    "3",
                    "Biên bản họp thành viên",
                    copies=1,
                    when=("gop-von=co",),
                ),
                Paper(
                    "dieu-kien",
                    "Bản cam kết bảo đảm điều kiện kinh doanh",
                    1,
                    when=("nganh=co",),
                ),
                IDENTITY,
                MANDATE,
            ),
        ),
    ),
    "sequence": ROAD,
    "online": "full",
    "inter_agency": ("same_level",),
    "result_kind": "certificate",
}
_COPY: Final[dict[str, Any]] = {
    "questions": (
        Question(
            "ngon-ngu",
            "Bản chính viết bằng tiếng gì?",
            (Option("vi", "Tiếng Việt"), Option("khac", "Tiếng nước ngoài")),
        ),
    ),
    "cases": (
        Case(
            "1",
            "",
            (
                Channel(
                    "counter",
                    Term("in_the_day"),
                    fees=(
                        Fee(
                            2_000,
                            "mỗi trang; từ trang thứ ba 1.000 đồng",
                            kind="charge",
                            exempt=(POOR, MERIT),
                        ),
                    ),
                    committed=Term("working_hours", 2),
                ),
            ),
            (
                Paper("1", "Bản chính giấy tờ", shown=True),
                Paper("2", "Bản sao cần chứng thực", copies=1),
                Paper(
                    "hop-phap",
                    "Tem hợp pháp hóa lãnh sự trên bản chính",
                    shown=True,
                    when=("ngon-ngu=khac",),
                ),
            ),
        ),
    ),
    "on_the_spot": True,
    "high_volume": True,
    "online": "none",
    "online_reason": "Phải đối chiếu bản chính.",
    "result_kind": "confirmation",
}
_AGED: Final[dict[str, Any]] = {
    "questions": (
        Question("mot-minh", "Người cao tuổi sống một mình, không nơi nương tựa?", YES),
        IN_PERSON,
    ),
    "cases": (
        Case(
            "1",
            "",
            _ways("10 working days", "7 working days", 0),
            (
                Paper("1", "Tờ khai đề nghị trợ giúp xã hội", 1),
                Paper(
                    "2",
                    "Căn cước của người cao tuổi",
                    shown=True,
                    held_by="Cơ sở dữ liệu quốc gia về dân cư",
                ),
                Paper(
                    "xac-nhan",
                    "Xác nhận của thôn, tổ dân phố",
                    1,
                    when=("mot-minh=co",),
                ),
                MANDATE,
            ),
        ),
    ),
    "sequence": ROAD,
    "online": "full",
    "result_kind": "payment",
}
#: What each of them says beyond the row in ``procedures.json``.
VARIANTS: Final[dict[str, dict[str, Any]]] = {
    "1.001193": _BIRTH,
    "1.000894": _MARRIAGE,
    "9.900301": _BUILDING,
    **INTER_AGENCY,
    "1.001612": _HOUSEHOLD,
    "2.000815": _COPY,
    "9.900601": _AGED,
}
