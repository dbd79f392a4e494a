"""The tables of a national portal record: channels, papers, legal acts."""

from __future__ import annotations

from motcua.base.durations import Term
from motcua.base.folding import fold
from motcua.base.folding import normalise
from motcua.procedures.definitions import Act
from motcua.procedures.definitions import Channel
from motcua.procedures.definitions import ChannelKind
from motcua.procedures.definitions import Paper
from motcua.procedures.importing.portal_doubts import texts
from motcua.procedures.importing.portal_fees import NOTHING
from motcua.procedures.importing.portal_fees import read_fees
import re
from typing import Any
from typing import Final


CHANNELS: Final[dict[str, ChannelKind]] = {
    "direct": "counter",
    "truc tiep": "counter",
    "online": "online",
    "truc tuyen": "online",
    "postal": "post",
    "post": "post",
    "dich vu buu chinh": "post",
    "buu chinh": "post",
}
#: "Không có thông tin căn cứ pháp lý." and the like are shorter than this.
LONGEST_NOTHING: Final = 60
_COUNTS: Final = re.compile(r"bản chính: ?(\d+)[,;] ?bản sao: ?(\d+)", re.IGNORECASE)
_UNIT_OTHER: Final = re.compile(r"\s*\bOTHER$")
_AT_MOST: Final = re.compile(
    r"(?:khong qua|toi da|trong thoi han|trong vong) "
    r"(\d+ (?:ngay lam viec|ngay|gio lam viec|gio|thang))[., ]*"
)


def clean(value: Any) -> str:
    """Return a text for readers; what portals write for "nothing entered" is empty."""
    text = normalise(value) if isinstance(value, str) else ""
    if len(text) < LONGEST_NOTHING:
        plain = fold(text)
        if plain in NOTHING or plain.startswith("khong co thong tin"):
            return ""
    return text


def read_term(text: str) -> tuple[Term | None, str, set[str]]:
    """Return the term, the words to show instead of one, and the doubts.

    ``5 WORKING_DAY`` and ``30 ngày`` are terms. The unit OTHER tells nothing: with
    a bare number the text stays as published, with a sentence the sentence does.
    """
    text = clean(text)
    if not text:
        return None, "", {"term_missing"}
    if not _UNIT_OTHER.search(text):
        try:
            return Term.parse(text), text, set()
        except ValueError:
            return None, text, {"term_unreadable"}
    words = _UNIT_OTHER.sub("", text).strip()
    if re.fullmatch(r"[\d.,]*|-", words):
        return None, text, {"term_unit_other"}
    simple = _AT_MOST.fullmatch(fold(words))
    term = Term.parse(simple[1]) if simple else None
    return term, words, {"term_in_words"}


def read_channel(row: dict[str, Any]) -> tuple[Channel | None, set[str]]:
    """Return one row of "Cách thức thực hiện"; None when the channel is unknown."""
    kind = CHANNELS.get(fold(str(row.get("hinh_thuc_nop", ""))))
    if kind is None:
        return None, {"channel_unknown"}
    term, words, doubts = read_term(str(row.get("thoi_han_giai_quyet", "")))
    fees, found = read_fees([str(fee) for fee in row.get("phi_le_phi") or ()])
    note = clean(row.get("mo_ta"))
    return Channel(kind, term, words, fees, note), doubts | found


def read_channels(
    rows: list[Any],
) -> tuple[tuple[Channel, ...], tuple[str, ...], set[str]]:
    """Return the channels, the words of unknown ones, and the doubts.

    Equal rows are told once, differing rows of one channel all stay.
    """
    channels: list[Channel] = []
    spare: list[str] = []
    doubts: set[str] = set()
    for row in rows:
        channel, found = read_channel(row)
        doubts |= found
        if channel is None:
            spare.append("; ".join(filter(None, map(clean, texts(row)))))
            continue
        if any(other.kind == channel.kind for other in channels):
            doubts.add("channel_repeated")
        if channel not in channels:
            channels.append(channel)
    return tuple(channels), tuple(filter(None, spare)), doubts


def read_papers(
    groups: list[Any],
) -> tuple[tuple[Paper, ...], tuple[str, ...], set[str]]:
    """Return the papers with the heading that stood over them.

    Headings with no paper below them come apart: they are remarks to a reader.
    """
    papers: list[Paper] = []
    headings: list[str] = []
    doubts: set[str] = set()
    for group in groups:
        heading = clean(group.get("nhom"))
        before = len(papers)
        for row in group.get("giay_to") or ():
            paper, found = read_paper(row, f"p{len(papers) + 1:02d}", heading)
            doubts |= found
            if paper is not None:
                papers.append(paper)
        if heading and len(papers) == before:
            headings.append(heading)
    return tuple(papers), tuple(headings), doubts


def read_paper(
    row: dict[str, Any], key: str, heading: str
) -> tuple[Paper | None, set[str]]:
    """Return one paper under its `heading`; None when it has no name."""
    title = clean(row.get("ten")).lstrip("-– ").strip()
    if not title:
        return None, {"paper_without_title"}
    numbers = clean(row.get("so_luong"))
    counts = _COUNTS.fullmatch(numbers)
    originals, copies = (int(n) for n in counts.groups()) if counts else (0, 0)
    paper = Paper(
        key=key,
        title=title,
        originals=originals,
        copies=copies,
        form="; ".join(str(form) for form in row.get("mau_don") or ()),
        group=heading,
        note="" if counts else numbers,
    )
    return paper, set() if originals + copies else {"paper_without_count"}


def read_act(text: str) -> tuple[Act, set[str]]:
    """Return a legal act; its number is the last bracket of the text."""
    text = normalise(text)
    depth = 0
    for place in range(len(text) - 1, -1, -1):
        depth += (text[place] == ")") - (text[place] == "(")
        if depth == 0:
            break
    else:
        place = len(text)
    if not text.endswith(")") or text[place : place + 1] != "(":
        return Act(text), {"act_without_number"}
    title, number = text[:place].strip(), text[place + 1 : -1].strip()
    return Act(title, number), set() if number else {"act_without_number"}
