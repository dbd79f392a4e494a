"""The head of a document: what stands where on its first page.

Left: the agency, below it the number; right: the motto of the State, below it place
and day; across, below both: the kind and the abstract.
"""

from __future__ import annotations

from dataclasses import dataclass
from motcua.archive.extraction import abstracts
from motcua.archive.extraction import agencies
from motcua.archive.extraction import dates
from motcua.archive.extraction import kinds
from motcua.archive.extraction import numbers
from motcua.archive.extraction.letters import bare
from motcua.archive.extraction.sheet import Row
import re
from typing import Final


#: Rows among which a head is looked for, signatures and stamps above it included.
_MOST_ROWS: Final = 34
_MOTTO: Final = re.compile(
    r"c.n?g\s*h.{1,2}\s*x.\s*h.[il1]\s*.{0,60}|"
    r"\S*\s*x.\s*h.i\s*ch.\s*ngh.{0,30}|dang cong san viet nam.{0,10}|"
    r"(?:x.\s*h.i\s*)?ch.\s*ngh[il1]a\s*vi.t\s*nam.{0,10}"
)
_SLOGAN: Final = re.compile(
    r"d.c\W{0,4}[l1i|].p\b.{0,60}|t.\W{0,3}do\W{0,6}h.nh\W{0,3}ph.c.{0,10}"
)
_BODY: Final = re.compile(
    r"\W*(?:can\s?cu\b|xet de nghi|theo de nghi|kinh\W{0,3}gui|dieu [1il\]]\b|noi nhan|"
    r"chuong [1il\]]\b)"
)
#: What signing programs write above the head.
_SIGNED: Final = re.compile(r"@|\b(?:email|ky boi|nguoi ky|thoi gian ky|co quan)\s*:")
#: A number less sure than this may be that of another document.
_SPOKEN_OF: Final = 0.45
#: Rows below the motto among which a day stands in a head without a number.
_DAY_WITHIN: Final = 3
#: An agency stands at most so far above the motto, in heights of the page.
_ABOVE: Final = 0.03


@dataclass(frozen=True)
class Head:
    """What one reading of the first page says; None and "" for what it does not."""

    number: numbers.Number | None
    number_sure: float
    day: dates.Day | None
    day_sure: float
    #: The place before the day, "" where it stands elsewhere.
    place: str
    agency: agencies.Agency | None
    kind: kinds.Heading | None
    title: str
    subject: str
    #: Whether the motto was found, without which it may be no head at all.
    motto: bool
    #: Whether it turns to somebody (Kính gửi), as letters do.
    addressed: bool


def read(rows: list[Row]) -> Head:
    """Return what ``rows`` of a page say as a head."""
    top = rows[: _body(rows)]
    motto = _motto(top)
    number, number_at, number_sure = _number(top)
    if number_sure < _SPOKEN_OF:
        number_at = None
    day, day_at, day_sure = _day(top, number_at, motto)
    lowest = max(each for each in (number_at, day_at, motto, 0) if each is not None)
    kind, kind_at = _kind(top, lowest)
    ends = [each for each in (number_at, day_at, kind_at) if each is not None]
    title = (
        abstracts.below(rows, kind_at + 1, kind.rest)
        if kind and kind_at is not None
        else ""
    )
    around = rows[: len(top) + 2]
    return Head(
        number=number,
        number_sure=number_sure,
        day=day,
        day_sure=day_sure,
        place=_place(top, day_at, day),
        agency=agencies.read(_agency_lines(top, motto, min(ends, default=len(top)))),
        kind=kind,
        title=title,
        subject=abstracts.subject(around),
        motto=motto is not None,
        addressed=any("kinh gui" in bare(row.text) for row in around),
    )


def _body(rows: list[Row]) -> int:
    """Return the row at which the head ends and the text begins."""
    for index, row in enumerate(rows[:_MOST_ROWS]):
        if _BODY.match(bare(row.text)):
            return index
    return min(len(rows), _MOST_ROWS)


def _motto(rows: list[Row]) -> int | None:
    for index, row in enumerate(rows):
        plain = bare(row.text)
        if _MOTTO.search(plain) or _SLOGAN.search(plain):
            return index
    return None


def _doubt(sure: float | None) -> float:
    """Return by how much what the recognition thought of the words counts."""
    return 1.0 if sure is None or sure >= 0.85 else 0.3 + 0.7 * sure


def _number(rows: list[Row]) -> tuple[numbers.Number | None, int | None, float]:
    best: tuple[numbers.Number | None, int | None, float] = (None, None, 0.0)
    for announced in (True, False):
        for index, row in enumerate(rows):
            if _SIGNED.search(bare(row.text)):
                continue
            pieces = [(piece.text, piece.sure) for piece in row.pieces]
            for text, sure in [
                *pieces,
                (row.text, min((s for _t, s in pieces if s), default=None)),
            ]:
                found = numbers.read(text, announced)
                if found and found.sure * _doubt(sure) > best[2] + 0.05:
                    best = found, index, found.sure * _doubt(sure)
        if best[0] is not None:
            return best
    return best


def _day(
    rows: list[Row], number_at: int | None, motto: int | None
) -> tuple[dates.Day | None, int | None, float]:
    best: tuple[dates.Day | None, int | None, float] = (None, None, 0.0)
    for index, row in enumerate(rows):
        if number_at is not None and not -3 <= index - number_at <= 5:
            continue
        pieces = [(piece.text, piece.sure) for piece in row.pieces]
        for text, sure in [*pieces, (row.text, None)]:
            for day in dates.written(text):
                certain = day.sure * _doubt(sure)
                if _spoken_of(text, day):
                    certain *= 0.4
                if number_at is None and index > (motto or 0) + _DAY_WITHIN:
                    certain *= 0.7
                if certain > best[2] + 0.05:
                    best = day, index, certain
    return best


def _place(rows: list[Row], day_at: int | None, day: dates.Day | None) -> str:
    """Return the place that stands before the day: "Hoa Lư" of "Hoa Lư, ngày ..."."""
    if day_at is None or day is None:
        return ""
    for text in (*(piece.text for piece in rows[day_at].pieces), rows[day_at].text):
        for each in dates.written(text):
            found = re.search(
                r"([^\W\d_]+(?: [^\W\d_]+){0,4})\s*[,.]\s*$", text[: each.begin]
            )
            if each.value == day.value and found:
                return found[1]
    return ""


def _spoken_of(text: str, day: dates.Day) -> bool:
    """Say whether the day is that of another act, or the line goes on behind it."""
    before = bare(text[: day.begin])
    return bool(
        re.search(
            r"\b(?:so \d+|luat|nghi dinh|quyet dinh|tu|den|truoc)\b[^,]*$", before
        )
    ) and not re.search(r",\s*$", before)


def _kind(rows: list[Row], lowest: int) -> tuple[kinds.Heading | None, int | None]:
    best: tuple[kinds.Heading | None, int | None] = (None, None)
    for index in range(lowest, len(rows)):
        for text in [*(piece.text for piece in rows[index].pieces), rows[index].text]:
            found = kinds.heading(text)
            if found and (best[0] is None or found.likeness > best[0].likeness):
                best = found, index
        if best[0] is not None and best[0].likeness == 1.0:
            break
    return best


def left_of_motto(text: str) -> str:
    """Return what stands before motto, slogan and day in a line."""
    plain = bare(text)
    ends = [
        found.start()
        for found in (_MOTTO.search(plain), _SLOGAN.search(plain))
        if found
    ]
    ends += [day.begin for day in dates.written(text)]
    return text[: min(ends)] if ends else text


def _agency_lines(rows: list[Row], motto: int | None, end: int) -> list[str]:
    """Return the lines at the top left, the superior agency first."""
    first = motto if motto is not None else 0
    if end <= first:
        end = min(first + 3, len(rows))
    beside = _left(rows[first:end])
    if motto is None or agencies.read(beside):
        above = _left(_just_above(rows, first)) if motto is not None else []
        return [*above, *beside]
    return [*_left(rows[max(0, first - 3) : first]), *beside]


def _just_above(rows: list[Row], motto: int) -> list[Row]:
    """Return rows a little higher than the motto: columns are rarely level."""
    y = rows[motto].y
    if y is None:
        return []
    return [row for row in rows[:motto] if row.y is not None and y - row.y < _ABOVE]


def _left(rows: list[Row]) -> list[str]:
    found = []
    for row in rows:
        for piece in row.pieces:
            text = left_of_motto(piece.text)
            if not text.strip() or _SIGNED.search(bare(text)):
                continue
            if piece.x0 is not None and piece.x0 > 0.45:
                continue
            found.append(text)
    return found
