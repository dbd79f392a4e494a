"""Data of files and documents as packages name them (Circular 05/2025, appendices I-V).

Names and their order are those of the tables in each appendix ("cấu trúc metadata").
The schemas that the appendices print beside them leave fields of their own tables out
(term of keeping, codes), so the schemas in our packages are written from the tables.
"""

from __future__ import annotations

from motcua.archive.holdings.fields import ACCESS
from motcua.archive.holdings.fields import LANGUAGES
from motcua.archive.holdings.fields import RELIABILITY
from motcua.archive.packages import kinds
from motcua.archive.packages import markup
from motcua.base.folding import fold
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Mapping

_OF_A_FILE: Final = (
    "title",
    "maintenance",
    "mode",
    "language",
    "startDate",
    "endDate",
    "keyword",
    "totalDoc",
    "numberOfPaper",
    "numberOfPage",
    "format",
    "inforSign",
    "confidenceLevel",
    "paperFileCode",
    "riskRecovery",
    "riskRecoveryStatus",
    "description",
)
_OF_A_DOCUMENT: Final = (
    "maintenance",
    "typeName",
    "codeNumber",
    "codeNotation",
    "issuedDate",
    "organName",
    "subject",
    "language",
    "numberOfPage",
    "inforSign",
    "keyword",
    "mode",
    "confidenceLevel",
    "autograph",
    "format",
    "process",
    "riskRecovery",
    "riskRecoveryStatus",
    "description",
)
#: (kind, level) -> the fields of EAD.xml.
PACKAGE: Final = {
    (kinds.AIP, kinds.FILE): ("arcFileCode", *_OF_A_FILE),
    (kinds.SIP, kinds.FILE): ("fileCode", *_OF_A_FILE),
    (kinds.AIP, kinds.DOCUMENT): ("arcFileCode", "title", "source", "description"),
    (kinds.SIP, kinds.DOCUMENT): (
        "fileCode",
        "title",
        "source",
        "totalDoc",
        "description",
    ),
    **{
        (kinds.DIP, level): (
            "requestID",
            "requestDate",
            "purpose",
            "purposeContent",
            "feeObjectType",
            "researchTopic",
            "description",
        )
        for level in (kinds.FILE, kinds.DOCUMENT)
    },
}
#: Kind -> the fields of EAD_doc_<name>.xml.
DOCUMENT: Final = {
    kinds.AIP: ("docId", "arcDocCode", *_OF_A_DOCUMENT),
    kinds.SIP: ("docId", "docCode", *_OF_A_DOCUMENT),
    kinds.DIP: ("docId", "arcDocCode", *_OF_A_DOCUMENT),
}
#: What the circular has of photographs, of films, and of sound and video recordings
#: ("EAD_pic", "EAD_media"); they are kept as they came.
_OF_PICTURES: Final = (
    "typePic",
    "archivesNumber",
    "eventName",
    "imageTitle",
    "photographer",
    "photoPlace",
    "photoTime",
    "colour",
    "filmSize",
    "docAttached",
)
_OF_RECORDINGS: Final = (
    "typeMedia",
    "movieTitle",
    "recorder",
    "recordPlace",
    "recordDate",
    "playTime",
    "quality",
)
#: Every name that one of our packages or of another's may hold.
KNOWN: Final = frozenset(
    name for names in (*PACKAGE.values(), *DOCUMENT.values()) for name in names
) | {"docOrdinal", *_OF_PICTURES, *_OF_RECORDINGS}
#: Codes that the package gives itself; they are not data of the thing.
CODES: Final = frozenset(("arcFileCode", "fileCode", "arcDocCode", "docCode", "docId"))

OTHER_TERM: Final = "07"
OTHER_TYPE: Final = "32"
TYPES: Final = (
    "Nghị quyết",
    "Quyết định",
    "Chỉ thị",
    "Quy chế",
    "Quy định",
    "Thông cáo",
    "Thông báo",
    "Hướng dẫn",
    "Chương trình",
    "Kế hoạch",
    "Phương án",
    "Đề án",
    "Dự án",
    "Báo cáo",
    "Tờ trình",
    "Giấy ủy quyền",
    "Phiếu gửi",
    "Phiếu chuyển",
    "Phiếu báo",
    "Biên bản",
    "Hợp đồng",
    "Công văn",
    "Công điện",
    "Bản ghi nhớ",
    "Bản thỏa thuận",
    "Giấy mời",
    "Giấy giới thiệu",
    "Giấy nghỉ phép",
    "Thư công",
    "Bản đồ",
    "Bản vẽ kỹ thuật",
)
_TYPE_CODES: Final = {
    fold(name): f"{number:02}" for number, name in enumerate(TYPES, start=1)
}
CONDITIONS: Final = {"good": "01", "fair": "02", "damaged": "03"}
_LANGUAGE_NAMES: Final = {"tieng viet": "01", "viet": "01", "tieng anh": "02"}
DIGITISED: Final = RELIABILITY["digitised"][0]


def type_code(name: str) -> str:
    """Return the code of a type of document, that of "other" for an unknown one."""
    return _TYPE_CODES.get(fold(name), OTHER_TYPE if name else "")


def type_name(code: str) -> str:
    """Return the type that a code stands for, the code itself where it is none."""
    if code.isascii() and code.isdigit() and 1 <= int(code) <= len(TYPES):
        return TYPES[int(code) - 1]
    return "Khác" if code == OTHER_TYPE else code


def language_code(text: str) -> str:
    """Return the code of a language, "" for none that is known."""
    if text in LANGUAGES:
        return text
    return _LANGUAGE_NAMES.get(fold(text), "11" if text else "")


def access_code(key: str) -> str:
    """Return the code of a level of access: 01 open, 02 conditional."""
    return ACCESS[key][0] if key in ACCESS else ""


def reliability_code(key: str) -> str:
    """Return the code of a level of reliability."""
    return RELIABILITY[key][0] if key in RELIABILITY else ""


def key_of(code: str, known: Mapping[str, tuple[str, object]]) -> str:
    """Return the key that has this code, "" for none."""
    return next((key for key, (each, _words) in known.items() if each == code), "")


def day(text: str) -> str:
    """Return a date as packages have it: 27/11/2026, 11/2026 or 2026."""
    return "/".join(reversed(text.split("-"))) if text else ""


def day_back(text: str) -> str:
    """Return a date of a package as ledgers keep it: 2026-11-27, 2026-11 or 2026."""
    return "-".join(part.zfill(2) for part in reversed(text.split("/"))) if text else ""


def backup(told: Mapping[str, str]) -> dict[str, str]:
    """Return the two fields about backup copies: whether, and whether it is made."""
    regime, state = told.get("backup_regime", ""), told.get("backup_state", "")
    if not regime or fold(regime) in ("khong", "no", "0"):
        return {"riskRecovery": "0", "riskRecoveryStatus": ""}
    made = "01" if fold(state).startswith(("da ", "co", "yes", "01")) else "02"
    return {"riskRecovery": "1", "riskRecoveryStatus": made}


def as_xml(names: Iterable[str], values: Mapping[str, str]) -> bytes:
    """Return a description as the appendices have it: every field, in their order."""
    lines = "".join(f"  {markup.leaf(name, values.get(name, ''))}\n" for name in names)
    return f"{markup.DECLARATION}<simpledc>\n{lines}</simpledc>\n".encode()


def schema(names: Iterable[str]) -> bytes:
    """Return the schema of such a description."""
    lines = "".join(
        f'      <xs:element name="{name}" type="xs:string"/>\n' for name in names
    )
    return (
        f"{markup.DECLARATION}"
        '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"'
        ' elementFormDefault="qualified">\n'
        '  <xs:element name="simpledc">\n    <xs:complexType><xs:sequence>\n'
        f"{lines}    </xs:sequence></xs:complexType>\n  </xs:element>\n"
        "</xs:schema>\n"
    ).encode()
