"""Values of the catalogue as the text of a cell, and back, by their type."""

from __future__ import annotations

from collections.abc import Hashable
from datetime import date
from datetime import datetime
from decimal import Decimal
import functools
from motcua.base.durations import Term
from motcua.base.folding import fold
from motcua.procedures.definitions import Exemption
from motcua.procedures.definitions import Option
import re
from types import NoneType
from typing import Any
from typing import Final
from typing import get_args
from typing import get_origin
from typing import get_type_hints
from typing import Literal


YES: Final = "có"
NO: Final = "không"
#: Words of a cell for keys of the catalogue; the keys themselves are read too.
WORDS: Final[dict[str, str]] = {
    "ministry": "Bộ, trung ương",
    "province": "Tỉnh",
    "district": "Huyện (đến 2025)",
    "commune": "Xã",
    "counter": "Trực tiếp",
    "online": "Trực tuyến",
    "post": "Bưu chính",
    "full": "Toàn trình",
    "partial": "Một phần",
    "none": "Không trực tuyến",
    "same_level": "Cùng cấp",
    "cross_level": "Nhiều cấp",
    "licence": "Giấy phép",
    "certificate": "Giấy chứng nhận",
    "confirmation": "Văn bản xác nhận",
    "decision": "Quyết định",
    "register": "Ghi sổ",
    "payment": "Chi trả",
    "fee": "Lệ phí",
    "charge": "Phí",
    "citizen": "Công dân Việt Nam",
    "foreigner": "Người nước ngoài",
    "overseas_vietnamese": "Người Việt Nam định cư ở nước ngoài",
    "enterprise": "Doanh nghiệp",
    "cooperative": "Hợp tác xã",
    "organisation": "Tổ chức",
    "official": "Cán bộ, công chức, viên chức",
}
#: Fields that are lists of keys, though their type is text.
KEYED: Final = frozenset({"audience"})
_DAY: Final = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")


def written(value: Any, name: str = "") -> str:
    """Return a value as the text of a cell; what is empty is an empty cell."""
    match value:
        case None:
            return ""
        case bool():
            return YES if value else ""
        case Term():
            return value.text("vi")
        case date():
            return f"{value:%d/%m/%Y}"
        case Exemption():
            return " | ".join((value.group, str(value.percent), value.proof))
        case Option():
            return f"{value.key} | {value.text}"
        case tuple():
            words: dict[Any, str] = WORDS if name in KEYED else {}
            parts = (words.get(one) or written(one) for one in value)
            return "\n".join(_escaped(part) for part in parts)
    return str(value)


def shown(kind: Any, value: Any, name: str) -> str:
    """Return a value of a field of type `kind`; keys come as words."""
    inner = _inner(kind)
    if get_origin(inner) is Literal and isinstance(value, str):
        return WORDS.get(value, value)
    if isinstance(value, tuple) and get_origin(_inner(_item(kind))) is Literal:
        return "\n".join(WORDS.get(one, str(one)) for one in value)
    return written(value, name)


def read(kind: Any, text: str, name: str) -> Any:
    """Return the value that a cell holds for a field of type `kind`.

    Raises ValueError that says what is allowed, in both languages.
    """
    inner = _inner(kind)
    optional = inner is not kind
    if get_origin(inner) is tuple:
        item = _item(inner)
        parts = [_unescaped(part) for part in text.split("\n") if part.strip()]
        return tuple(
            _key(part, WORDS) if name in KEYED else read(item, part, name)
            for part in parts
        )
    if get_origin(inner) is Literal:
        return _choice(text, get_args(inner))
    if inner is str:
        return text
    if inner is bool:
        return _bool(text)
    if not text.strip():
        if optional:
            return None
        return 0
    return _READERS[inner](text)


@functools.cache
def types_of(kind: Hashable) -> dict[str, Any]:
    """Return the types of the fields of a class of values."""
    return get_type_hints(kind)


def _inner(kind: Any) -> Any:
    """Return the type without None."""
    parts = get_args(kind)
    if NoneType in parts:
        (kind,) = (part for part in parts if part is not NoneType)
    return kind


def _item(kind: Any) -> Any:
    parts = get_args(_inner(kind))
    return parts[0] if parts else None


def _choice(text: str, allowed: tuple[str, ...]) -> str:
    if not text.strip() and "" in allowed:
        return ""
    words = {key: WORDS[key] for key in allowed if key in WORDS}
    found = _key(text, words)
    if found not in allowed:
        known = ", ".join(words.values())
        raise ValueError(f"{text!r}: chọn một trong / choose one of: {known}")
    return found


def _key(text: str, words: dict[str, str]) -> str:
    wanted = fold(text)
    for key, word in words.items():
        if wanted in (key, fold(word)):
            return key
    return text.strip()


def _bool(text: str) -> bool:
    wanted = fold(text)
    if wanted in ("", fold(NO), "no", "0", "false", "sai"):
        return False
    if wanted in (fold(YES), "yes", "1", "true", "x", "dung"):
        return True
    raise ValueError(f"{text!r}: ghi {YES} hoặc {NO} / write {YES} or {NO}")


def _number(text: str) -> int:
    digits = re.sub(r"[\s.,](?=\d{3}\b)", "", text.strip())
    if not re.fullmatch(r"-?\d{1,15}", digits):
        raise ValueError(f"{text!r}: không phải số nguyên / is no whole number")
    return int(digits)


def _day(text: str) -> date:
    found = _DAY.fullmatch(text.strip())
    try:
        if found:
            return date(int(found[3]), int(found[2]), int(found[1]))
        return datetime.fromisoformat(text.strip()).date()
    except ValueError as error:
        raise ValueError(
            f"{text!r}: ghi ngày/tháng/năm, ví dụ 30/11/2026 / write day/month/year"
        ) from error


def _term(text: str) -> Term:
    return Term.parse(text.strip())


def _exemption(text: str) -> Exemption:
    group, _bar, rest = text.partition("|")
    percent, _bar, proof = rest.partition("|")
    number = _number(percent) if percent.strip() else 100
    return Exemption(group.strip(), proof.strip(), number)


def _option(text: str) -> Option:
    key, bar, words = text.partition("|")
    if not bar or not key.strip():
        raise ValueError(f"{text!r}: ghi khóa | câu trả lời / write key | answer")
    return Option(key.strip(), words.strip())


_READERS: Final[dict[Any, Any]] = {
    int: _number,
    date: _day,
    Term: _term,
    Exemption: _exemption,
    Option: _option,
    Decimal: Decimal,
}


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("\n", "\\n")


def _unescaped(text: str) -> str:
    return re.sub(r"\\(n|\\)", lambda m: "\n" if m[1] == "n" else "\\", text)
