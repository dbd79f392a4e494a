"""Records of the national portal (Cổng dịch vụ công) read as versions.

Reading is lossless in two ways: the record itself is kept as it came, and no text
a reader can see is dropped on the way into a `Version`. Rules about doubts are in
`portal_doubts`.
"""

from __future__ import annotations

from dataclasses import dataclass
import hashlib
import json
from motcua.base.folding import fold
from motcua.base.folding import normalise
from motcua.procedures.definitions import Case
from motcua.procedures.definitions import Level
from motcua.procedures.definitions import LEVELS
from motcua.procedures.definitions import Version
from motcua.procedures.importing.portal_doubts import character_doubts
from motcua.procedures.importing.portal_doubts import code_doubts
from motcua.procedures.importing.portal_doubts import decision_doubts
from motcua.procedures.importing.portal_rows import clean
from motcua.procedures.importing.portal_rows import read_act
from motcua.procedures.importing.portal_rows import read_channels
from motcua.procedures.importing.portal_rows import read_papers
import re
from typing import Any
from typing import Final


KIND: Final = "portal"
#: A code becomes an id of the site and a part of addresses.
USABLE_CODE: Final = re.compile(r"(?=.*\d)[0-9A-Za-z][0-9A-Za-z._-]{0,39}")

#: Field of the record -> other names that crawls give it.
FIELDS: Final[dict[str, tuple[str, ...]]] = {
    "ma_thu_tuc": (),
    "so_quyet_dinh": (),
    "ten_thu_tuc": (),
    "cap_thuc_hien": (),
    "loai_thu_tuc": (),
    "linh_vuc": (),
    "trinh_tu_thuc_hien": (),
    "cach_thuc_thuc_hien": (),
    "thanh_phan_ho_so": (),
    "doi_tuong_thuc_hien": (),
    "co_quan_thuc_hien": (),
    "co_quan_co_tham_quyen": (),
    "dia_chi_tiep_nhan_hs": ("dia_chi_tiep_nhan",),
    "co_quan_duoc_uy_quyen": (),
    "co_quan_phoi_hop": (),
    "ket_qua_thuc_hien": ("ket_qua_xu_ly",),
    "can_cu_phap_ly": (),
    "yeu_cau_dieu_kien": (),
}
#: Fields that some records have; names that begin with "_" tell where it was found.
OPTIONAL: Final = frozenset(
    {
        "tu_khoa",
        "mo_ta",
        "cach_thuc_items",
        "thanh_phan_items",
        "can_cu_items",
        "detail_url",
        "formality_id",
        "thu_tuc_lien_quan",
        "raw_text",
    }
)
_LEVELS: Final[tuple[tuple[str, Level], ...]] = (
    ("cap bo", "ministry"),
    ("trung uong", "ministry"),
    ("cap tinh", "province"),
    ("cap huyen", "district"),
    ("cap xa", "commune"),
)
_AUDIENCE: Final[tuple[tuple[str, str], ...]] = (
    ("to chuc (khong bao gom doanh nghiep, htx)", "organisation"),
    ("nguoi viet nam dinh cu o nuoc ngoai", "overseas_vietnamese"),
    ("nguoi nuoc ngoai cu tru tai viet nam", "foreigner"),
    ("nguoi nuoc ngoai da cu tru tai viet nam", "foreigner"),
    ("doanh nghiep co von dau tu nuoc ngoai", "enterprise"),
    ("can bo, cong chuc, vien chuc", "official"),
    ("doanh nghiep viet nam", "enterprise"),
    ("to chuc nuoc ngoai", "organisation"),
    ("cong dan viet nam", "citizen"),
    ("nguoi nuoc ngoai", "foreigner"),
    ("to chuc dang", "organisation"),
    ("dang vien", "citizen"),
    ("doanh nghiep", "enterprise"),
    ("hop tac xa", "cooperative"),
)
#: A comma parts two agencies only when the next word can begin one's name; commas
#: inside names ("Sở Văn hóa, Thể thao và Du lịch") do not.
_NEXT_AGENCY: Final = re.compile(
    r"\s*[,;]\s*(?=(?:Ủy ban|Uỷ ban|UBND|Bộ|Sở|Cục|Chi cục|Tổng cục|Văn phòng|Phòng"
    r"|Công an|Trung tâm|Ban|Chủ tịch|Ngân hàng|Cơ quan|Kho bạc|Bảo hiểm|Hội đồng"
    r"|Tòa|Viện|Thanh tra|Cảng|Cảnh sát|Đồn|Tổ chức|Trường|Bệnh viện|Quỹ|Giám đốc"
    r"|Đài|Đơn vị|Cơ sở|Biên phòng|Công đoàn|Thi hành án|Thủ tướng|Chính phủ"
    r"|Chi nhánh|Kiểm toán|Kiểm lâm|Hạt|Tập đoàn)\b)"
)


class UnusableRecord(ValueError):
    """The record cannot become a procedure; the message says why."""


@dataclass(frozen=True)
class PortalRecord:
    """One record read: what it says, its identity and the doubts about it."""

    version: Version
    digest: str
    flags: tuple[str, ...]


def record_digest(record: dict[str, Any]) -> str:
    """Return the SHA-256 of the record's content, whatever its order or spacing."""
    text = json.dumps(record, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def record_code(record: Any) -> str:
    """Return the national code of a record; UnusableRecord when it has none."""
    if not isinstance(record, dict):
        raise UnusableRecord(
            "the line is not a JSON object / dòng không phải đối tượng"
        )
    code = record.get("ma_thu_tuc")
    if not isinstance(code, str) or not USABLE_CODE.fullmatch(code.strip()):
        raise UnusableRecord(
            f"ma_thu_tuc {code!r} cannot name a procedure; letters, digits, dots and "
            "hyphens are allowed / mã thủ tục không dùng được"
        )
    return code.strip()


def read_record(record: dict[str, Any]) -> PortalRecord:
    """Read one record. Raises UnusableRecord when no procedure can be made of it."""
    code = record_code(record)
    flags = set(character_doubts(record)) | set(code_doubts(code))
    flags |= _shape_doubts(record)
    text = {name: clean(_value(record, name)) for name in FIELDS}
    text["mo_ta"] = clean(record.get("mo_ta"))
    flags |= set(decision_doubts(text["so_quyet_dinh"]))
    case, notes, found = _case(record, text)
    flags |= found
    acts = [read_act(str(row)) for row in _rows(record, "can_cu_items")]
    flags |= {doubt for _act, doubts in acts for doubt in doubts}
    if not acts and text["can_cu_phap_ly"]:
        flags.add("rows_unstructured")
        notes.append(text["can_cu_phap_ly"])
    level, found = read_level(text["cap_thuc_hien"])
    flags |= found
    audience, found = read_audience(text["doi_tuong_thuc_hien"])
    flags |= found | set(_content_doubts(text))
    version = Version(
        code=code,
        title=" ".join(text["ten_thu_tuc"].split()) or code,
        field=text["linh_vuc"],
        level=level,
        level_text=text["cap_thuc_hien"],
        kind=text["loai_thu_tuc"],
        decision=text["so_quyet_dinh"],
        agencies=read_agencies(text["co_quan_thuc_hien"]),
        competent=read_agencies(text["co_quan_co_tham_quyen"]),
        delegated=read_agencies(text["co_quan_duoc_uy_quyen"]),
        coordinating=read_agencies(text["co_quan_phoi_hop"]),
        place=text["dia_chi_tiep_nhan_hs"],
        steps=text["trinh_tu_thuc_hien"],
        cases=(case,),
        audience=audience,
        audience_text=text["doi_tuong_thuc_hien"],
        legal_basis=tuple(act for act, _doubts in acts),
        conditions=text["yeu_cau_dieu_kien"],
        result=text["ket_qua_thuc_hien"],
        keywords=tuple(filter(None, (clean(record.get("tu_khoa")),))),
        description=_description(text),
        notes=tuple(notes),
    )
    return PortalRecord(version, record_digest(record), tuple(sorted(flags)))


def _value(record: dict[str, Any], name: str) -> Any:
    for known in (name, *FIELDS[name]):
        if known in record:
            return record[known]
    return None


def _rows(record: dict[str, Any], name: str) -> list[Any]:
    rows = record.get(name)
    return rows if isinstance(rows, list) else []


def _case(
    record: dict[str, Any], text: dict[str, str]
) -> tuple[Case, list[str], set[str]]:
    """Return the one case that the portal knows, and tables that came as prose."""
    notes: list[str] = []
    try:
        channels, spare, doubts = read_channels(_rows(record, "cach_thuc_items"))
        papers, headings, found = read_papers(_rows(record, "thanh_phan_items"))
    except (AttributeError, TypeError) as error:
        raise UnusableRecord(f"a row of a table is malformed: {error}") from error
    doubts |= found
    notes.extend((*spare, *headings))
    for rows, name, doubt in (
        (channels, "cach_thuc_thuc_hien", "channels_missing"),
        (papers, "thanh_phan_ho_so", "papers_missing"),
    ):
        if rows:
            continue
        doubts.add("rows_unstructured" if text[name] else doubt)
        notes.extend(filter(None, (text[name],)))
    return Case("1", "", channels, papers), notes, doubts


def _shape_doubts(record: dict[str, Any]) -> set[str]:
    doubts = set()
    known = {*FIELDS, *OPTIONAL, *(name for names in FIELDS.values() for name in names)}
    if any(name not in known and not name.startswith("_") for name in record):
        doubts.add("field_unknown")
    values = [_value(record, name) for name in FIELDS]
    if any(value is None for value in values):
        doubts.add("field_missing")
    if any(value is not None and not isinstance(value, str) for value in values):
        doubts.add("value_not_text")
    return doubts


def _content_doubts(text: dict[str, str]) -> set[str]:
    """Return the doubts about single fields that need no further reading."""
    doubts = set()
    if not text["ten_thu_tuc"]:
        doubts.add("title_missing")
    if not text["can_cu_phap_ly"]:
        doubts.add("legal_basis_missing")
    if not (text["co_quan_thuc_hien"] or text["co_quan_co_tham_quyen"]):
        doubts.add("agency_missing")
    if re.fullmatch(r"[A-Z]+(_[A-Z]+)*", text["loai_thu_tuc"]):
        doubts.add("kind_is_a_constant")
    if text["mo_ta"] and text["mo_ta"] == text["yeu_cau_dieu_kien"]:
        doubts.add("description_repeats_conditions")
    return doubts


def _description(text: dict[str, str]) -> str:
    """Return the description unless it only repeats the conditions."""
    return "" if text["mo_ta"] == text["yeu_cau_dieu_kien"] else text["mo_ta"]


def read_level(text: str) -> tuple[Level, set[str]]:
    """Return the lowest level named: the one nearest to the citizen."""
    plain = fold(text)
    found = {level for words, level in _LEVELS if words in plain}
    if not found:
        return "", {"level_missing"}
    return max(found, key=LEVELS.index), {"level_several"} if len(found) > 1 else set()


def read_audience(text: str) -> tuple[tuple[str, ...], set[str]]:
    """Return the groups named, in the order of the text."""
    rest = fold(text)
    places: dict[str, int] = {}
    for words, group in _AUDIENCE:
        place = rest.find(words)
        if place >= 0:
            places[group] = min(place, places.get(group, place))
            # Blanks keep the places of what follows.
            rest = rest.replace(words, " " * len(words))
    unknown = re.sub(r"[\s,;.]", "", rest)
    groups = tuple(sorted(places, key=places.__getitem__))
    return groups, {"audience_unknown"} if unknown else set()


def read_agencies(text: str) -> tuple[str, ...]:
    """Return the agencies named, each once, as published."""
    parts = (part for line in text.split("\n") for part in _NEXT_AGENCY.split(line))
    names = (normalise(part).strip(" ,;.-") for part in parts)
    return tuple(dict.fromkeys(name for name in names if name))
