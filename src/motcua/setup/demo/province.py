"""The demo province: its agencies, units and the people on duty in them."""

from __future__ import annotations

from datetime import date
from motcua.organisation import duties
from motcua.organisation import waivers
from plone import api
import secrets
from typing import Any
from typing import NamedTuple


PROVINCE = "H99"
CENTRE = "H99.01"
JUSTICE = "H99.02"
LAND = "H99.03"
BUILDING = "H99.04"
BUSINESS = "H99.05"
HOME = "H99.06"
FARMING = "H99.07"
CULTURE = "H99.08"
#: Arms of the centre in the province.
TAX = "H99.11"
POLICE = "H99.12"
INSURANCE = "H99.13"
COMMUNES = ("H99.31", "H99.32", "H99.33")
DISTRICT = "H99.21"
MERGED = date(2025, 7, 1)
SINCE = date(2025, 7, 1)
DEED = "15/QĐ-UBND"
#: The commune of the demo has one person for nearly everything.
WAIVER = waivers.Waiver(
    "H99.31",
    waivers.OWN_RESULT,
    SINCE,
    date(2035, 12, 31),
    "16/QĐ-UBND",
    "Xã đảo, ba biên chế",
)


class Place(NamedTuple):
    """An agency, department or unit to create below ``parent``."""

    code: str
    kind: str
    title: str
    parent: str = PROVINCE
    extra: tuple[tuple[str, Any], ...] = ()


_HOURS = "Thứ Hai đến thứ Sáu: 7:30-11:30 và 13:30-17:30"
_CENTRE_ACCESS = (
    "Đường dốc ở cửa chính, thang máy, nhà vệ sinh cho người khuyết tật; "
    "bấm chuông để có người giúp."
)
_CENTRE_SERVICES = (
    "Hướng dẫn nộp trực tuyến, có máy tính dùng chung",
    "Photocopy, chụp ảnh thẻ",
    "Quầy bưu điện, quầy thu phí không dùng tiền mặt",
    "Ghế ưu tiên cho người cao tuổi, phụ nữ mang thai",
)
#: Names from before July 2025, as people still say them.
_FORMER = {
    "H99.31": (
        "Xã Bãi Dài (huyện Ven Biển)",
        "Xã Cồn Nổi (huyện Ven Biển)",
        "Thị trấn Vàm Cát (huyện Ven Biển)",
    ),
    "H99.32": (
        "Phường Cửa Nam (thành phố Cửa Lớn)",
        "Phường Chợ Cũ (thành phố Cửa Lớn)",
        "Phường 3 (thành phố Cửa Lớn)",
    ),
    "H99.33": (
        "Xã Núi Voi (huyện Thượng Nguồn)",
        "Xã Đồi Sim (huyện Thượng Nguồn)",
    ),
}
_ACCESS = (
    "Đường dốc bên phải cổng chính, bàn thấp tại quầy.",
    "Tất cả các quầy ở tầng trệt, có đường dốc và xe lăn cho mượn.",
    "Chưa có đường dốc; gọi điện để công chức ra tận cổng.",
)
PLACES = (
    Place(
        CENTRE,
        "OneStopUnit",
        "Trung tâm Phục vụ hành chính công tỉnh Cửa Lớn",
        extra=(
            ("address", "Số 1 đường Quảng Trường, phường Cửa Nam"),
            ("phone", "0299 399 9001"),
            ("opening_hours", _HOURS),
            ("accessibility", _CENTRE_ACCESS),
            ("services", "\n".join(_CENTRE_SERVICES)),
            ("map_point", "19.8075, 105.7764"),
        ),
    ),
    Place(JUSTICE, "Department", "Sở Tư pháp"),
    Place(LAND, "Department", "Sở Nông nghiệp và Môi trường: Phòng Đất đai"),
    Place(BUILDING, "Department", "Sở Xây dựng"),
    Place(BUSINESS, "Department", "Sở Tài chính: Phòng Đăng ký kinh doanh"),
    Place(HOME, "Department", "Sở Nội vụ"),
    Place(FARMING, "Department", "Sở Nông nghiệp và Môi trường: Phòng Nông nghiệp"),
    Place(CULTURE, "Department", "Sở Văn hóa, Thể thao và Du lịch"),
    *(
        Place(code, "Agency", f"{name} tỉnh Cửa Lớn", extra=(("level", "vertical"),))
        for code, name in (
            (TAX, "Thuế"),
            (POLICE, "Công an"),
            (INSURANCE, "Bảo hiểm xã hội"),
        )
    ),
    Place(
        DISTRICT,
        "Agency",
        "Ủy ban nhân dân huyện Ven Biển",
        extra=(
            ("level", "district"),
            ("valid_to", date(2025, 6, 30)),
            ("successor", COMMUNES[0]),
        ),
    ),
    *(
        Place(
            code,
            "Agency",
            f"Ủy ban nhân dân {name}",
            extra=(("level", "commune"), ("former_names", _FORMER[code])),
        )
        for code, name in zip(
            COMMUNES,
            ("xã Bãi Dài", "phường Cửa Nam", "xã Núi Voi"),
            strict=True,
        )
    ),
    *(
        Place(
            f"{code}.01",
            "OneStopUnit",
            f"Bộ phận Một cửa {name}",
            code,
            (
                ("address", f"Trụ sở Ủy ban nhân dân {name}"),
                ("phone", f"0299 399 91{number:02d}"),
                ("opening_hours", _HOURS),
                ("accessibility", _ACCESS[number - 1]),
                ("services", "Hướng dẫn nộp trực tuyến\nPhotocopy"),
            ),
        )
        for number, (code, name) in enumerate(
            zip(COMMUNES, ("xã Bãi Dài", "phường Cửa Nam", "xã Núi Voi"), strict=True),
            start=1,
        )
    ),
    *(Place(f"{code}.02", "Department", "Phòng Chuyên môn", code) for code in COMMUNES),
    *(
        Place(f"{CENTRE}.{number:02d}", "Counter", title, CENTRE)
        for number, title in enumerate(
            (
                "Quầy 1: Tư pháp, hộ tịch",
                "Quầy 2: Đất đai, xây dựng",
                "Quầy 3: Kinh doanh",
                "Quầy Thuế",
                "Quầy Kho bạc",
                "Quầy Công an",
            ),
            start=1,
        )
    ),
)


COMMON = ("1.001193", "9.900201", "1.001612", "9.900301", "9.900601", "2.000815")


class Officer(NamedTuple):
    """A person of the demo, what they sign as (chức vụ) and the duties held."""

    login: str
    name: str
    position: str
    what: str
    duties: tuple[tuple[str, str], ...]


OFFICERS = (
    Officer(
        "tiepnhan",
        "Trần Thị Mai",
        "Chuyên viên",
        "tiếp nhận tại Trung tâm / reception",
        ((CENTRE, "reception"),),
    ),
    Officer(
        "thungan",
        "Phan Thị Thu",
        "Kế toán viên",
        "thu phí, trả kết quả / cashier, returns results",
        ((CENTRE, "cashier"), (CENTRE, "reception")),
    ),
    Officer(
        "thuquy",
        "Hồ Ngọc Minh",
        "Thủ quỹ",
        "thủ quỹ Trung tâm / treasurer",
        ((CENTRE, "treasury"),),
    ),
    Officer(
        "chuyenvien",
        "Lê Văn Bình",
        "Chuyên viên",
        "chuyên viên đất đai / land handler",
        ((LAND, "processing"),),
    ),
    Officer(
        "lanhdao",
        "Phạm Quốc Hưng",
        "Trưởng phòng",
        "lãnh đạo phòng Đất đai / head of land department",
        ((LAND, "approval"),),
    ),
    Officer(
        "tuphap",
        "Vũ Thị Lan",
        "Chuyên viên",
        "chuyên viên tư pháp / justice handler",
        ((JUSTICE, "processing"),),
    ),
    Officer(
        "luutru",
        "Đỗ Minh Châu",
        "Lưu trữ viên",
        "lưu trữ / archivist",
        ((CENTRE, "archive"),),
    ),
    Officer(
        "giamsat",
        "Hoàng Anh",
        "Giám đốc Trung tâm",
        "giám sát / supervisor",
        tuple((place, "supervision") for place in (CENTRE, LAND, JUSTICE, BUILDING)),
    ),
    Officer(
        "canboxa",
        "Nguyễn Thị Hoa",
        "Phó Chủ tịch",
        "lãnh đạo xã Bãi Dài, nhiều việc / commune all-rounder",
        (
            ("H99.31.01", "reception"),
            ("H99.31.02", "processing"),
            ("H99.31.02", "approval"),
            ("H99.31.01", "archive"),
            ("H99.31.02", "catalogue"),
        ),
    ),
    Officer(
        "lanhdaotinh",
        "Nguyễn Đức Thịnh",
        "Phó Chủ tịch",
        "lãnh đạo ký kết quả cấp tỉnh / signs for the province",
        ((PROVINCE, "approval"), (JUSTICE, "approval"), (BUSINESS, "approval")),
    ),
    Officer(
        "doanhnghiep",
        "Trịnh Thu Phương",
        "Trưởng phòng",
        "đăng ký kinh doanh, đầu tư / business and investment",
        ((BUSINESS, "processing"), (BUSINESS, "approval")),
    ),
    Officer(
        "xaydung",
        "Lương Văn Sơn",
        "Chuyên viên",
        "chuyên viên xây dựng / building handler",
        ((BUILDING, "processing"),),
    ),
    Officer(
        "nganhdoc",
        "Cao Thị Yến",
        "Tổ trưởng",
        "thuế, công an, bảo hiểm xã hội / arms of the centre",
        tuple(
            (place, duty)
            for place in (TAX, POLICE, INSURANCE)
            for duty in ("processing", "approval")
        ),
    ),
    Officer(
        "biensoan",
        "Ngô Thu Hà",
        "Chuyên viên",
        "biên soạn thủ tục hành chính / procedure editor",
        ((CENTRE, "catalogue"),),
    ),
    Officer(
        "kiemsoat",
        "Đặng Văn Khôi",
        "Chuyên viên",
        "kiểm soát thủ tục hành chính / procedure control",
        ((CENTRE, "control"),),
    ),
    Officer(
        "congbo",
        "Bùi Thanh Tùng",
        "Phó Giám đốc Trung tâm",
        "công bố thủ tục hành chính / publisher of procedures",
        ((CENTRE, "publication"),),
    ),
)


def build_organisation(site: Any) -> None:
    """Create the province and everything below it."""
    folder = site["organisation"]
    made = {
        PROVINCE: api.content.create(
            folder,
            "Agency",
            id=PROVINCE,
            code=PROVINCE,
            title="Ủy ban nhân dân tỉnh Cửa Lớn",
            level="province",
        )
    }
    for place in PLACES:
        made[place.code] = api.content.create(
            made[place.parent],
            place.kind,
            id=place.code,
            code=place.code,
            title=place.title,
            **dict(place.extra),
        )


def set_portal(site: Any) -> None:
    """Name who takes feedback and which procedures the home page shows."""
    prefix = "motcua.portal.interfaces.IPortalSettings."
    for name, value in (
        ("feedback_office", "Văn phòng Ủy ban nhân dân tỉnh Cửa Lớn"),
        ("feedback_address", "Số 1 đường Quảng Trường, phường Cửa Nam"),
        ("feedback_phone", "0299 399 9000"),
        ("feedback_email", "phananhkiennghi@example.org"),
        ("common_procedures", COMMON),
    ):
        api.portal.set_registry_record(prefix + name, value)


def employ_persons(site: Any) -> list[tuple[str, str, str]]:
    """Create the officers with random passwords and give them their duties."""
    logins = []
    for officer in OFFICERS:
        password = secrets.token_urlsafe(9)
        api.user.create(
            email=f"{officer.login}@example.org",
            username=officer.login,
            password=password,
            properties={"fullname": officer.name},
        )
        for department, duty in officer.duties:
            duties.assign(
                officer.login,
                department,
                duty,
                SINCE,
                deed=DEED,
                position=officer.position,
            )
        logins.append((officer.login, password, officer.what))
    waivers.give(WAIVER, site)
    return logins
