"""Pages of the national portal, kept as text, made records again.

A crawl that kept what a browser shows has the tables of channels, papers and acts
as running text, and the buttons of the page at its end. Everything is brought into
the shape of a portal record, so that one reader reads both.
"""

from __future__ import annotations

from motcua.procedures.definitions import Fee
from motcua.procedures.definitions import Version
from motcua.procedures.importing.glued import Glued
from motcua.procedures.importing.glued import squeezed
import re
from typing import Any
from typing import Final


KIND: Final = "portal-page"
NOTHING: Final = "Không có thông tin"

_CHANNELS: Final = {
    "Trực tiếp": "DIRECT",
    "Trực tuyến": "ONLINE",
    "Dịch vụ bưu chính": "POSTAL",
}
_CHANNELS_HEAD: Final = "Hình thức nộpThời gianPhí, lệ phíMô tả"
_CHANNEL: Final = re.compile(
    rf"({'|'.join(_CHANNELS)})(?=\d|{NOTHING}|Miễn phí|Phí\b|Lệ phí\b)"
)
_UNITS: Final = {
    "ngày làm việc": "WORKING_DAY",
    "giờ làm việc": "HOUR",
    "ngày": "ngày",
    "giờ": "HOUR",
    "tháng": "MONTH",
}
_TERM: Final = re.compile(
    rf"(\d+(?:[.,]\d{{1,2}})?) (ngày làm việc|giờ làm việc|ngày|giờ|tháng)|{NOTHING}",
    re.IGNORECASE,
)
_FREE: Final = "Miễn phí"
_MONEY: Final = re.compile(r"(\d{1,3}(?:,\d{3})*|\d+) (Việt Nam Đồng|VNĐ|USD)")

#: Brackets, and marks of an enumeration, which close nothing.
_BRACKETS: Final = re.compile(r"(?<![^\W_])(?:[a-zđ]|[ivx]+|\d{1,2})\)|\(|\)")

_PAPERS_HEAD: Final = "Tên giấy tờMẫu đơn, tờ khaiSố lượng"
#: Counts have one digit: what stands before it belongs to the title. Inside a title
#: the words are followed by a blank or a mark, at its end by the next title.
_COUNT: Final = re.compile(r"(\d) bản chính(?:,(\d) bản sao)?(?=[^\s;.,:)]|$)")
_FILE: Final = re.compile(
    r"(?:(?<=[^\sA-ZĐÀ-Ỹ(/.\-])(?=[A-ZĐ0-9])|(?<=[).;:,])(?=\w))"
    r"[\w .,()&+–-]{1,120}\.(?:docx?|pdf|xlsx?|rtf|odt)$",
    re.IGNORECASE,
)

_ACTS_HEAD: Final = "Tên văn bản pháp lýMã văn bản"
#: Who issued an act, by its symbol; known ones tell where the next title begins.
_ISSUERS: Final = (
    r"QH\d{1,2}|PL-UBTVQH\d{1,2}|UBTVQH\d{1,2}|NĐ-CP|NQ-CP|QĐ-TTg|CT-TTg|NQ-HĐND"
    r"|(?:VBHN|TTLT|TT|QĐ|CT)-(?:BNNPTNT|BNNMT|BTNMT|BKHCN|BKHĐT|BTTTT|BGTVT|BGDĐT"
    r"|BVHTTDL|BLĐTBXH|BLĐTB&XH|BDTTG|NHNN|UBND|VPCP|TTCP|UBDT|BTC|BCA|BTP|BYT|BCT"
    r"|BXD|BNV|BQP|BNG|BTM|BTS)"
)
_NUMBER: Final = (
    r"(?:(?:Luật|Nghị định|Thông tư|Nghị quyết|Quyết định|Pháp lệnh)(?: số)?:? )?"
    r"\d{1,5}(?:\.\d+)?/(?:\d{4}/)?"
    rf"(?:{_ISSUERS}|[A-ZĐ]{{2,}}\d{{0,2}}(?:-[A-ZĐ]+\d{{0,2}})*)"
)
_ACT: Final = re.compile(rf"(.+?)(?<=[^\s\d/.])({_NUMBER})(?=[^\W\d_]|$|\s)", re.DOTALL)

_RESULT_CODE: Final = re.compile(r"\s*Mã: ?[A-Z0-9][A-Z0-9.\-]*\d\s*")
_BUTTONS: Final = re.compile(r"(?:Chọn cơ quan thực hiện.*|Nộp hồ sơ)$", re.DOTALL)


def is_page(record: Any) -> bool:
    """Say whether a record is a page kept as text."""
    return (
        isinstance(record, dict)
        and "cach_thuc_items" not in record
        and isinstance(record.get("raw_text"), str)
    )


def as_record(page: dict[str, Any], base: Version | None = None) -> dict[str, Any]:
    """Return the portal record that a page shows.

    `base` is what is known of the procedure: its acts and fees tell where one cell
    of a table ends and the next begins. Where no table can be made out the text
    stays, and the reader doubts it.
    """
    result, keywords, description = _result(_text(page, "ket_qua_xu_ly"))
    prose = _text(page, "thanh_phan_ho_so")
    known = {
        name: value
        for name, value in page.items()
        if name not in ("raw_text", "ket_qua_xu_ly", "thu_tuc_lien_quan")
    }
    return {
        **known,
        "thanh_phan_ho_so": prose if squeezed(prose) else "",
        "ket_qua_thuc_hien": result,
        "tu_khoa": keywords,
        "mo_ta": description,
        "cach_thuc_items": channels(_text(page, "cach_thuc_thuc_hien"), base),
        "thanh_phan_items": papers(prose, base),
        "can_cu_items": acts(_text(page, "can_cu_phap_ly"), base),
    }


def _text(page: dict[str, Any], name: str) -> str:
    value = page.get(name)
    return value if isinstance(value, str) else ""


def channels(text: str, base: Version | None = None) -> list[dict[str, Any]]:
    """Return the rows of the table of channels."""
    rows = [
        channel for case in (base.cases if base else ()) for channel in case.channels
    ]
    fees = tuple(fee for channel in rows for fee in channel.fees)
    # Times in words can begin in any way; the known ones tell a row from a text.
    times = tuple(
        dict.fromkeys(channel.term_text for channel in rows if channel.term is None)
    )
    begins = "|".join(re.escape(time[:20]) for time in times if time)
    row = re.compile(f"{_CHANNEL.pattern}|({'|'.join(_CHANNELS)})(?={begins})")
    parts = (row if begins else _CHANNEL).split(text.replace(_CHANNELS_HEAD, "", 1))
    parts = [part for part in parts if part is not None]
    return [
        _channel(_CHANNELS[name], body.strip(), fees, times)
        for name, body in zip(parts[1::2], parts[2::2], strict=True)
    ]


def _channel(
    kind: str, body: str, known: tuple[Fee, ...], times: tuple[str, ...]
) -> dict[str, Any]:
    term = _TERM.match(body)
    words = max((Glued(body).begins(time) for time in times), default=0)
    if words:
        time, rest = f"{body[:words]} OTHER", body[words:].lstrip(".")
    elif term is None:
        time, rest = _bare(body, {fee.amount for fee in known})
    else:
        unit = _UNITS.get((term[2] or "").lower(), "OTHER")
        time, rest = f"{term[1] or ''} {unit}".strip(), body[term.end() :]
    fees, note = _fees(rest.strip(), known)
    return {
        "hinh_thuc_nop": kind,
        "thoi_han_giai_quyet": time,
        "phi_le_phi": fees,
        "mo_ta": note,
    }


def _bare(body: str, known: set[int | None]) -> tuple[str, str]:
    """Part a number without a unit from a fee that begins with figures.

    ``120,000 VNĐ`` is "1" and "20,000 VNĐ", or "12" and "0,000"... The parting that
    leaves a known fee is right; else the shortest number that leaves an amount.
    """
    digits = re.match(r"\d*", body)
    length = len(digits[0]) if digits else 0
    found = []
    for end in range(1, length + 1):
        rest = body[end:]
        money = _MONEY.match(rest)
        if money is not None and not rest.startswith("0"):
            amount = int(money[1].replace(",", ""))
            found.append((amount not in known, end))
        elif end == length:
            found.append((True, end))
    if not found:
        return "OTHER", body
    _unknown, end = min(found)
    return f"{body[:end]} OTHER", body[end:]


def _fees(text: str, known: tuple[Fee, ...]) -> tuple[list[str], str]:
    """Return the fees at the beginning of a text as a record has them, and the rest."""
    fees: list[str] = []
    while True:
        money = _MONEY.match(text)
        if money is not None:
            amount, rest = money[1].replace(",", ""), text[money.end() :]
        elif text.startswith(_FREE):
            amount, rest = "0", text[len(_FREE) :]
        elif text.startswith(NOTHING) and not fees:
            return [NOTHING], text[len(NOTHING) :].strip()
        else:
            return fees or [NOTHING], text.strip()
        note, text = _bracket(rest, known)
        if money and money[2] == "USD" and "USD" not in note:
            # Records label every amount VNĐ and name the dollars in the note.
            note = f"{note} {amount} USD".strip()
        fees.append(f"{amount} VNĐ ({note})")


def _bracket(text: str, known: tuple[Fee, ...]) -> tuple[str, str]:
    """Return what stands in the bracket at the beginning, and what follows it.

    Notes hold "a)" and lone brackets; a note that is known tells where it ends.
    """
    if not text.startswith("("):
        return "", text
    glued = Glued(text[1:])
    end = max((glued.begins(fee.text) for fee in known), default=0)
    if end:
        rest = glued.text[end:].lstrip(". ;")
        return glued.text[:end], rest.removeprefix(")").lstrip()
    depth = 0
    for mark in _BRACKETS.finditer(text):
        depth += {"(": 1, ")": -1}.get(mark[0], 0)
        if depth == 0:
            return text[1 : mark.start()], text[mark.end() :].lstrip()
    return text[1:], ""


def papers(text: str, base: Version | None = None) -> list[dict[str, Any]]:
    """Return the groups of the table of papers."""
    known = {
        squeezed(paper.title): paper.title
        for case in (base.cases if base else ())
        for paper in case.papers
    }
    groups: list[dict[str, Any]] = []
    parts = text.split(_PAPERS_HEAD)
    heading = parts[0].strip()
    for part in parts[1:]:
        rows = []
        end = 0
        for count in _COUNT.finditer(part):
            title, form = _title(part[end : count.start()].strip(), known)
            numbers = f"Bản chính: {count[1]}, Bản sao: {count[2] or 0}"
            rows.append(
                {
                    "ten": title,
                    "so_luong": numbers,
                    "mau_don": [form] if form else [],
                }
            )
            end = count.end()
        groups.append({"nhom": heading.strip("-– "), "giay_to": rows})
        # What follows the last row is the heading of the next group.
        heading = part[end:].strip()
    if heading.strip("-– ") and groups:
        groups.append({"nhom": heading.strip("-– "), "giay_to": []})
    return [group for group in groups if group["giay_to"] or group["nhom"]]


def _title(text: str, known: dict[str, str]) -> tuple[str, str]:
    """Part the name of a paper from the name of its form."""
    key = squeezed(text)
    if key in known:
        return known[key], ""
    for other, title in known.items():
        if other and key.startswith(other) and "." in text[-6:]:
            taken = Glued(text)
            taken.take(title)
            rest = list(taken.rest())
            if len(rest) == 1:
                return title, rest[0].lstrip(")] ")
    form = _FILE.search(text)
    if form is None or not form.start():
        return text, ""
    return text[: form.start()].strip(), form[0].strip()


def acts(text: str, base: Version | None = None) -> list[str]:
    """Return the legal acts as a record names them: title and number in brackets."""
    body = text.replace(_ACTS_HEAD, "", 1).strip()
    if not body or body == NOTHING:
        return []
    glued = Glued(body)
    found = []
    # Long ones first: a short title may be a part of a longer one.
    known = sorted(
        base.legal_basis if base else (), key=lambda act: -len(act.title + act.number)
    )
    for act in known:
        if glued.take(act.title + act.number):
            found.append((act.title, act.number))
    order = [(act.title, act.number) for act in (base.legal_basis if base else ())]
    found.sort(key=order.index)
    for piece in glued.rest():
        end = 0
        for row in _ACT.finditer(piece):
            title, number = row[1].strip(), row[2]
            if title.endswith("/QH"):
                # "...QH15" and the number that follows: the term has two digits.
                title, number = title + number[:2], number[2:]
            found.append((title, number))
            end = row.end()
        if squeezed(piece[end:]):
            found.append((piece[end:].strip(), ""))
    return [f"{title} ({number})" if number else title for title, number in found]


def _result(text: str) -> tuple[str, str, str]:
    """Return result, keywords and description, which stand in one text."""
    body, mark, tail = text.rpartition("Từ khóa")
    if not mark:
        body, tail = _BUTTONS.sub("", text), ""
    keywords, _mark, description = tail.partition("Mô tả")
    results = [part for part in _RESULT_CODE.split(body) if part.strip()]
    return (
        ", ".join(results),
        keywords.strip(),
        _BUTTONS.sub("", description).strip(),
    )
