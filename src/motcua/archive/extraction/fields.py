"""The fields of an administrative document, each with how sure it is.

What the head says is held against the letters of the notation and against the
sentence by which the document is enacted: what two places say alike is nearly sure,
what only one says is less, and what they say differently is for people to decide.
"""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import asdict
from dataclasses import dataclass
from dataclasses import replace
from datetime import date as day
from motcua.archive.extraction import abstracts
from motcua.archive.extraction import agencies
from motcua.archive.extraction import closing
from motcua.archive.extraction import head
from motcua.archive.extraction import incoming
from motcua.archive.extraction import kinds
from motcua.archive.extraction import sheet
from motcua.archive.extraction.head import Head
from motcua.archive.extraction.letters import bare
from motcua.archive.extraction.letters import composed
from motcua.archive.extraction.letters import likeness
import re
from typing import Any
from typing import Final


#: Pages on which a head is looked for: covers and blank sheets may come first.
_FIRST_PAGES: Final = 4
#: A page is taken for blank from this score of ``quality.figures`` on.
_BLANK: Final = 0.98
#: The least sure a second reading must be to have been worth its time.
SURE: Final = 0.7


@dataclass(frozen=True)
class Field:
    """A value, how sure it is (0 to 1), its page (from 1) and where it was found."""

    value: str = ""
    confidence: float = 0.0
    page: int | None = None
    source: str = ""


@dataclass(frozen=True)
class Incoming:
    """What the stamp of arrival says."""

    number: Field = Field()
    date: Field = Field()


@dataclass(frozen=True)
class Fields:
    """What a document says of itself; an empty value where it says nothing.

    ``number`` is the number with its notation as people write it (20/2020/QĐ-TTg),
    ``notation`` its letters alone (QĐ-TTg) and ``ordinal`` its figure (20). ``date``
    is yyyy-mm-dd, or yyyy-mm where the day cannot be read.
    """

    type: Field = Field()
    number: Field = Field()
    notation: Field = Field()
    ordinal: Field = Field()
    date: Field = Field()
    agency: Field = Field()
    superior: Field = Field()
    abstract: Field = Field()
    incoming: Incoming = Incoming()

    def to_json(self) -> dict[str, Any]:
        """Return the fields as JSON."""
        return asdict(self)


def read(
    texts: Sequence[str],
    figures: Sequence[Mapping[str, Any]] | None = None,
    layout: Sequence[Mapping[str, Any]] | None = None,
    again: Mapping[str, Any] | None = None,
) -> Fields:
    """Return the fields of a document with these ``texts``, one per page.

    ``figures`` are those of ``quality.figures``: blank pages hold no head. ``layout``
    are the words with places, see ``words.layout``. ``again`` is a second reading of
    the page of the head, in the form of one page of ``layout``; its ``hand`` is a day
    written by hand, ``{"day", "share"}`` of the votes.
    """
    if not texts:
        return Fields()
    clean = [composed(text) for text in texts]
    index = head_page(clean, figures)
    page = index + 1
    rows = sheet.rows(clean[index], layout[index] if layout else None)
    heads = [head.read(rows)]
    if again and again["words"]:
        more = sheet.placed(again["words"])
        heads.append(head.read(more))
        rows = [*rows, *more]
    elif layout and layout[index]["words"] and not _complete(heads[0]):
        # Where places mislead, the lines of the text may still say it.
        heads.append(head.read(sheet.rows(clean[index])))
    number, notation, ordinal = _number(heads, page)
    kind = _kind(heads, notation.value, page)
    date = _date(heads, clean, index, number, kind.value)
    date = _by_hand(date, (again or {}).get("hand"))
    number, date = _held_against(number, date)
    agency, superior = _agency(heads, notation.value, clean[index], page)
    return Fields(
        type=kind,
        number=number,
        notation=notation,
        ordinal=ordinal,
        date=date,
        agency=agency,
        superior=superior,
        abstract=_abstract(heads, clean[index : index + 2], kind.value, page),
        incoming=_incoming(rows, date, page),
    )


def worth_a_second_look(fields: Fields) -> bool:
    """Say whether a second reading of the head may find what the first did not."""
    asked = (fields.type, fields.number, fields.date, fields.agency, fields.abstract)
    return any(field.confidence < SURE for field in asked)


def head_page(
    texts: Sequence[str], figures: Sequence[Mapping[str, Any]] | None = None
) -> int:
    """Return the index of the page that begins as documents do; 0 when none does."""
    best, most = 0, 0
    for index, text in enumerate(texts[:_FIRST_PAGES]):
        if (
            figures
            and index < len(figures)
            and figures[index].get("blank", 0) >= _BLANK
        ):
            continue
        found = head.read(sheet.rows(text))
        score = (
            2 * found.motto + 2 * (found.number is not None) + (found.kind is not None)
        )
        if score > most:
            best, most = index, score
        if score >= 4:
            break
    return best


def _complete(found: Head) -> bool:
    return None not in (found.number, found.day, found.agency) and (
        found.kind is not None or bool(found.subject)
    )


def _agreed(values: list[tuple[str, float]]) -> tuple[str, float]:
    """Return the surest value; others that say the same make it surer."""
    value, sure = max(values, key=lambda each: each[1])
    others = [one for name, one in values if name == value]
    if len(others) > 1:
        sure = 1 - (1 - sure) * (1 - 0.5 * min(others))
    elif len(values) > 1 and max(one for name, one in values if name != value) > 0.6:
        sure *= 0.75
    return value, sure


def _rounded(sure: float) -> float:
    return round(max(0.0, min(sure, 0.99)), 2)


def _number(heads: list[Head], page: int) -> tuple[Field, Field, Field]:
    found = [(each.number, each.number_sure) for each in heads if each.number]
    if not found:
        return Field(), Field(), Field()
    whole, sure = _agreed([(number.whole, one) for number, one in found])
    number = next(each for each, _one in found if each.whole == whole)
    sure = _rounded(sure)
    return (
        Field(whole, sure, page, "head") if number.ordinal else Field(),
        Field(number.notation, sure, page, "head"),
        Field(number.ordinal, sure, page, "head") if number.ordinal else Field(),
    )


def _kind(heads: list[Head], notation: str, page: int) -> Field:
    letters = kinds.of_notation(notation)
    said = [(each.kind.kind, each.kind.likeness) for each in heads if each.kind]
    if said:
        kind, alike = max(said, key=lambda each: each[1])
        if kind == letters or (letters == "Luật" and kind in ("Bộ luật", "Nghị quyết")):
            return Field(kind, 0.98, page, "heading and notation")
        if not letters:
            return Field(kind, _rounded(0.9 * alike), page, "heading")
        if alike < 1.0:
            return Field(letters, 0.6, page, "notation")
        return Field(kind, 0.6, page, "heading")
    if letters:
        return Field(letters, 0.8, page, "notation")
    subject = any(each.subject for each in heads)
    if subject or any(each.addressed for each in heads):
        sure = 0.93 if subject and notation else 0.7
        return Field(kinds.LETTER, sure, page, "subject" if subject else "address")
    return Field()


def _date(
    heads: list[Head], texts: list[str], index: int, number: Field, kind: str
) -> Field:
    said = [(each.day.value, each.day_sure) for each in heads if each.day]
    best = Field()
    if said:
        whole = [each for each in said if len(each[0]) == 10]
        value, sure = _agreed(whole or said)
        best = Field(value, _rounded(sure), index + 1, "head")
    if best.confidence >= SURE:
        return best
    elsewhere = closing.day(texts, number.value, kind)
    if elsewhere is None:
        return best
    value, sure, at, source = elsewhere
    if best.value and not value.startswith(best.value):
        return (
            best
            if best.confidence >= sure
            else Field(value, _rounded(sure * 0.7), at, source)
        )
    return Field(value, _rounded(sure), at, source) if sure > best.confidence else best


def _by_hand(date: Field, hand: Mapping[str, Any] | None) -> Field:
    """Put a day written by hand into a month: a proposal, however the votes agree."""
    if not hand or len(date.value) != len("yyyy-mm"):
        return date
    whole = f"{date.value}-{int(hand['day']):02}"
    try:
        day.fromisoformat(whole)
    except ValueError:
        return date
    return Field(whole, _rounded(0.6 * float(hand["share"])), date.page, "hand")


def _held_against(number: Field, date: Field) -> tuple[Field, Field]:
    """Hold the year in a number against the day: laws carry both."""
    year = re.search(r"/((?:19|20)\d\d)/", number.value)
    if not year or not date.value:
        return number, date
    if date.value.startswith(year[1]):
        return number, date
    return (
        replace(number, confidence=_rounded(number.confidence * 0.6)),
        replace(date, confidence=_rounded(date.confidence * 0.5)),
    )


def _agency(
    heads: list[Head], notation: str, text: str, page: int
) -> tuple[Field, Field]:
    named = agencies.of_notation(notation)
    said = [each.agency for each in heads if each.agency]
    best = max(said, key=lambda each: each.sure) if said else None
    superior = (
        Field(best.superior, 0.8, page, "head") if best and best.superior else Field()
    )
    if best is None:
        if named:
            return Field(named, 0.8, page, "notation"), Field()
        return _enacting(text, page), Field()
    if named:
        if " - " in best.name and named in best.name:
            # Agencies that issue together stand in one line.
            return Field(best.name, 0.9, page, "head and notation"), superior
        if likeness(best.name, named) > 0.8:
            return Field(named, 0.98, page, "head and notation"), superior
        if best.sure < 1.0:
            return Field(named, 0.75, page, "notation"), Field()
        return Field(best.name, 0.6, page, "head"), superior
    sure = best.sure * 0.95
    place = next((each.place for each in heads if each.place), "")
    spelt = agencies.placed(best.name, place)
    if spelt != best.name:
        best, sure = replace(best, name=spelt), sure * 0.9
    local = bare(best.name)
    for letters, words in (("UBND", "uy ban nhan dan"), ("HĐND", "hoi dong nhan dan")):
        if notation.split("-")[-1] == letters:
            matches = words in local or letters.lower() in local.replace("đ", "d")
            sure = sure + 0.05 if matches else sure * 0.7
    return Field(best.name, _rounded(sure), page, "head"), superior


def _enacting(text: str, page: int) -> Field:
    """Return who enacts by the sentence of enactment, where the head says nothing."""
    plain = bare(text)
    for name in ("Thủ tướng Chính phủ", "Chính phủ", "Quốc hội"):
        if re.search(rf"\b{bare(name)} ban hanh\b", plain):
            return Field(name, 0.7, page, "preamble")
    minister = re.search(
        r"bo truong (bo [a-z ,-]{4,50}?) ban hanh", re.sub(r"\s+", " ", plain)
    )
    if minister:
        name, sure = agencies.known(minister[1].upper())
        if sure < 1.0:
            return Field(name, 0.4, page, "preamble")
        return Field(name, 0.7, page, "preamble")
    return Field()


def _abstract(heads: list[Head], texts: list[str], kind: str, page: int) -> Field:
    if kind == kinds.LETTER or not any(each.kind for each in heads):
        subject = next((each.subject for each in heads if each.subject), "")
        if subject:
            return Field(
                subject, 0.85 if kind == kinds.LETTER else 0.7, page, "subject"
            )
    enacted = abstracts.preamble("\n".join(texts), kind)
    options = [abstracts.choose(each.title, enacted) for each in heads]
    found = [each for each in options if each]
    if not found:
        return Field()
    best = max(found, key=lambda each: each.sure)
    return Field(best.text, _rounded(best.sure), page, best.source)


def _incoming(rows: list[sheet.Row], date: Field, page: int) -> Incoming:
    read_ = incoming.read(rows, date.value if len(date.value) == 10 else "")
    if read_ is None:
        return Incoming()
    return Incoming(
        Field(read_.number, read_.number_sure, page, "stamp")
        if read_.number
        else Field(),
        Field(read_.day, read_.day_sure, page, "stamp") if read_.day else Field(),
    )
