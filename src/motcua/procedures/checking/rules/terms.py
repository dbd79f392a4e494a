"""Rules about processing times."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from motcua import _
from motcua.base.durations import Term
from motcua.base.folding import fold
from motcua.procedures.checking.rules.rule import Known
from motcua.procedures.checking.rules.rule import rule
from motcua.procedures.checking.rules.rule import short
from motcua.procedures.checking.rules.rule import Spots
from motcua.procedures.definitions import Channel
from motcua.procedures.definitions import Version
import re
from typing import Final


#: Hours of a working day.
HOURS: Final = 8
_DURATION: Final = re.compile(
    r"(?<![\d.,/])(\d+(?:[.,]\d+)?) ?(?:\([^)]{1,30}\) ?)?"
    r"(ngay lam viec|gio lam viec|ngay|gio|thang)\b(?! \d)"
)
#: How a note begins that speaks about the time of the whole case.
_WHOLE: Final = re.compile(
    r"(?:(?:thoi (?:han|gian) (?:giai quyet|thuc hien)[^\d]{0,25})"
    r"|(?:khong qua|toi da|trong(?: thoi han| vong)?)[: ]*)?(?=\d)"
)
#: Longer notes tell of stages and exceptions.
_SHORT_NOTE: Final = 160


@rule("warning", _("No processing time"))
def no_term(version: Version, known: Known) -> Spots:
    """The time limit is a compulsory part (Decree 63/2010, art. 8)."""
    for place, channel in _channels(version):
        if channel.term is None and not channel.term_text.strip():
            yield place, _("No processing time is stated.")


@rule("warning", _("Processing time that cannot be counted"))
def term_in_words(version: Version, known: Known) -> Spots:
    """No due date follows from words, so nobody is ever told that it is late."""
    for place, channel in _channels(version):
        if channel.term is None and channel.term_text.strip():
            yield (
                place,
                _(
                    "No date follows from: ${text}",
                    mapping={"text": short(channel.term_text)},
                ),
            )


@rule("warning", _("Time in the text differs"))
def term_text_differs(version: Version, known: Known) -> Spots:
    """The note tells people one time, the counter computes another from the field."""
    for place, channel in _channels(version):
        if channel.term is None:
            continue
        for text in (channel.term_text, _whole(channel.note)):
            told = durations(text)
            if told and channel.term not in told:
                yield (
                    place,
                    _(
                        "The field says ${term}, the text: ${text}",
                        mapping={
                            "term": channel.term.text("vi"),
                            "text": short(text),
                        },
                    ),
                )
                break


@rule("serious", _("Committed time longer than the legal one"))
def committed_longer(version: Version, known: Known) -> Spots:
    """A province may promise less time than the law allows, never more."""
    for place, channel in _channels(version):
        if channel.term is None or channel.committed is None:
            continue
        legal, promised = _comparable(channel.term), _comparable(channel.committed)
        if legal and promised and legal[0] == promised[0] and promised[1] > legal[1]:
            yield (
                place,
                _(
                    "Promised are ${promised}, the law allows ${legal}.",
                    mapping={
                        "promised": channel.committed.text("vi"),
                        "legal": channel.term.text("vi"),
                    },
                ),
            )


@rule("hint", _("The counter is faster than online"))
def online_slower(version: Version, known: Known) -> Spots:
    """Handing in online should never cost time (Decree 224/2026, art. 15)."""
    for case in version.cases:
        quickest: dict[str, tuple[str, Decimal]] = {}
        for channel in case.channels:
            told = _comparable(channel.promised) if channel.promised else None
            if told and (channel.kind not in quickest or told < quickest[channel.kind]):
                quickest[channel.kind] = told
        online, counter = quickest.get("online"), quickest.get("counter")
        if online and counter and online[0] == counter[0] and online[1] > counter[1]:
            yield f"cases/{case.key}", _("Online takes longer than at the counter.")


def durations(text: str) -> set[Term]:
    """Return the terms that a text names in figures."""
    found = set()
    for amount, unit in _DURATION.findall(fold(text)):
        try:
            found.add(Term.parse(f"{amount.lstrip('0')} {unit}"))
        except ValueError:
            # 0 days, 6.5 months: no term, so nothing to compare.
            continue
    return found


def _whole(note: str) -> str:
    """Return a note when it is one sentence about the whole time, else ""."""
    told = "\n" not in note.strip() and len(note) <= _SHORT_NOTE
    return note if told and _WHOLE.match(fold(note)) else ""


def _comparable(term: Term) -> tuple[str, Decimal] | None:
    """Return a term as (unit, amount) so that terms of one unit can be compared."""
    amount = Decimal(term.amount)
    if term.kind == "in_the_day":
        return ("working", Decimal(1))
    if term.kind == "working_days":
        return ("working", amount)
    if term.kind == "working_hours":
        return ("working", amount / HOURS)
    return None if term.kind == "none" else (term.kind, amount)


def _channels(version: Version) -> Iterator[tuple[str, Channel]]:
    """Give each channel with its place."""
    for case in version.cases:
        for number, channel in enumerate(case.channels):
            yield f"cases/{case.key}/channels/{number}", channel
