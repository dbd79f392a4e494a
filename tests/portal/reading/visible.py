"""What of a published record a reader must find on its page, and does not.

Read from the raw record, apart from the importer: every line of every field has to
stand on the page, word for word. Allowed is what the page says in better words:
keys of the portal (``ONLINE``, ``5 WORKING_DAY``), bare amounts ("20000 VNĐ"), and
a number that an act's title holds already. A zero beside a note is what the portal
writes where no amount was entered; the note has to be there.
"""

from __future__ import annotations

from collections.abc import Iterator
from motcua.base.folding import normalise
import re
from typing import Any


#: What portals write where nothing was entered.
NOTHING = re.compile(
    r"(?i)không có thông tin( căn cứ pháp lý| thành phần hồ sơ)?|none|null|n/a|"
)
CHANNELS = {
    "ONLINE": {"vi": "Trực tuyến", "en": "Online"},
    "DIRECT": {"vi": "Trực tiếp", "en": "In person"},
    "POSTAL": {"vi": "Dịch vụ bưu chính", "en": "By post"},
}
UNITS = {
    "WORKING_DAY": {"vi": "ngày làm việc", "en": "working day"},
    "HOUR": {"vi": "giờ làm việc", "en": "working hour"},
    "MONTH": {"vi": "tháng", "en": "month"},
    "DAY": {"vi": "ngày", "en": "day"},
    "ngày": {"vi": "ngày", "en": "day"},
}
OTHER = "thời hạn khác"
COUNTS = {
    "vi": ("Bản chính: {}", "Bản sao: {}", "Không nêu số bản"),
    "en": ("Originals: {}", "Copies: {}", "Number not stated"),
}
LISTS = ("co_quan", "doi_tuong")
_LABEL = re.compile(
    r"\s*(?:\* )?(Hình thức nộp|Thời hạn giải quyết|Phí, lệ phí|Mô tả|Số lượng): ?"
)
_TERM = re.compile(r"(\d+(?:[.,]\d+)?) (WORKING_DAY|HOUR|MONTH|DAY|ngày)")
_COUNT = re.compile(r"Số lượng: ?Bản chính: ?(\d+), ?Bản sao: ?(\d+)")
_AMOUNT = re.compile(r"(\d+) VN[ĐD]\b")


def words(text: str) -> str:
    """Return the words of a text in lower case between blanks."""
    found = re.findall(r"\w+", normalise(text).casefold().replace("_", " "))
    return f" {' '.join(found)} "


def missing(record: dict[str, Any], shown: str, language: str) -> Iterator[tuple]:
    """Yield (field, text) of what the record says and the page does not."""
    page = words(shown)
    for field, value in record.items():
        if field.startswith("_") or not isinstance(value, str):
            continue
        for line in value.split("\n"):
            for piece in pieces(field, line, language):
                # A piece without words is punctuation.
                if not piece[0].strip():
                    continue
                if not any(said in page for said in piece):
                    yield field, line.strip()


def pieces(field: str, line: str, language: str) -> Iterator[list[str]]:
    """Yield what of a line must be there; each piece in the ways it may be said."""
    text = normalise(line).strip()
    if NOTHING.fullmatch(text.rstrip(".")):
        return
    if field == "cach_thuc_thuc_hien":
        yield from _of_a_way(text, language)
    elif field == "thanh_phan_ho_so" and (found := _COUNT.fullmatch(text)):
        yield [words(_counts(*found.groups(), language)), words(text)]
    elif field == "can_cu_phap_ly":
        yield from _of_an_act(text)
    elif field.startswith(LISTS):
        # Names are told once each, and several lines become one list.
        yield from (
            [words(each)] for each in re.split("[,;]", text) if words(each).strip()
        )
    elif field == "thanh_phan_ho_so" and (label := _LABEL.match(text)):
        yield [words(text[label.end() :])]
    else:
        yield [words(text)]


def _of_a_way(text: str, language: str) -> Iterator[list[str]]:
    label = _LABEL.match(text)
    text = text[label.end() :] if label else text
    if label and label[1] == "Hình thức nộp":
        yield [words(CHANNELS.get(text, {}).get(language, text))]
        return
    if label and label[1] == "Thời hạn giải quyết":
        yield [words(_other(text)), _term(text, language)]
        return
    for part in text.split("|"):
        if NOTHING.fullmatch(part.strip()):
            continue
        amount = _AMOUNT.search(part)
        if amount is None:
            yield [words(part)]
            continue
        grouped = f"{int(amount[1]):,}"
        if int(amount[1]) or not words(part[amount.end() :]).strip():
            yield [words(grouped), words(part)]
        yield [words(part[: amount.start()])]
        yield [words(part[amount.end() :])]


def _counts(originals: str, copies: str, language: str) -> str:
    one, other, neither = COUNTS[language]
    said = [one.format(originals)] if int(originals) else []
    said += [other.format(copies)] if int(copies) else []
    return " ".join(said) or neither


def _other(text: str) -> str:
    """Return a time as it is told whose unit is OTHER: in words, by number, by none."""
    body = re.sub(r" ?OTHER$", "", text)
    if body == text or not re.fullmatch(r"[\d.,]*", body):
        return body
    return OTHER if body in ("", "1") else f"{body} {OTHER}"


def _term(text: str, language: str) -> str:
    found = _TERM.fullmatch(text)
    if found is None:
        return words(text)
    unit = UNITS[found[2]][language]
    number = str(float(found[1].replace(",", "."))).removesuffix(".0")
    if language == "en":
        return words(f"{number} {unit}{'' if number == '1' else 's'}")
    return words(f"{number.replace('.', ',')} {unit}")


def _of_an_act(text: str) -> Iterator[list[str]]:
    """Yield title and number: a title that holds its number is not told it twice."""
    found = re.fullmatch(r"(.*?)\s*\(((?:[^()]|\([^()]*\))*)\)", text)
    for part in found.groups() if found else (text,):
        yield [words(part)]
