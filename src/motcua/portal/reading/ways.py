"""The table "Cách thức thực hiện": ways of handing in, how long, how much."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from motcua import _
from motcua.procedures.definitions import Case
from motcua.procedures.definitions import Channel
from motcua.procedures.definitions import Exemption
from motcua.procedures.definitions import Fee
from motcua.procedures.wording import amount_of
from motcua.procedures.wording import CHANNELS
from motcua.procedures.wording import committed_of
from motcua.procedures.wording import day
from motcua.procedures.wording import FEE_KINDS
from motcua.procedures.wording import term_note
from motcua.procedures.wording import term_of
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from motcua.portal.page import Page

#: Lines of one kind on the first screen; more of them are left to the table.
LINES_SHOWN: Final = 4
#: Characters of a published sentence on the first screen.
SHORT: Final = 160


@dataclass(frozen=True)
class FeeLine:
    """One amount, the sentence that belongs to it, when and for whom it is less."""

    amount: str
    counted: bool
    text: str
    kind: str
    period: str
    exempt: list[str]
    owed: bool


@dataclass(frozen=True)
class Way:
    """One row of the table; ways that say the same share one.

    `term` is the legal time, `committed` the shorter one that the office promises.
    """

    channels: tuple[str, ...]
    term: str
    counted: bool
    committed: str
    term_note: str
    fees: list[FeeLine]
    note: str

    @property
    def channel(self) -> str:
        """The ways of handing in, in words."""
        return ", ".join(self.channels)


@dataclass(frozen=True)
class Lines:
    """Lines for the first screen, and how many are left to the table."""

    shown: list[Line]
    more: int = 0


@dataclass(frozen=True)
class Line:
    """One line of the first screen; ``published`` is text in the agency's words."""

    channel: str
    text: str
    published: bool
    beside: str = ""


def ways_of(page: Page, case: Case, on: date) -> list[Way]:
    """Return the rows of the table for one case, equal ways as one row."""
    rows: dict[str, Way] = {}
    for channel in case.channels:
        way = way_of(page, channel, on)
        key = repr((way.term, way.committed, way.term_note, way.fees, way.note))
        before = rows[key].channels if key in rows else ()
        names = tuple(dict.fromkeys((*before, *way.channels)))
        rows[key] = Way(names, *list(vars(way).values())[1:])
    return list(rows.values())


def way_of(page: Page, channel: Channel, on: date) -> Way:
    """Return one row of the table."""
    return Way(
        (page.say(CHANNELS[channel.kind]),),
        term_of(channel, page.language),
        channel.term is not None,
        committed_of(channel, page.language),
        term_note(channel, page.language),
        [fee_line(page, fee, on) for fee in channel.fees],
        channel.note,
    )


def fee_line(page: Page, fee: Fee, on: date) -> FeeLine:
    """Return one fee; its sentence stands beside the amount, never instead."""
    return FeeLine(
        amount_of(fee, page.language),
        fee.amount is not None,
        fee.text if fee.amount is not None else "",
        page.say(FEE_KINDS[fee.kind]) if fee.kind else "",
        period_of(page, fee, on),
        [exemption_of(page, each) for each in fee.exempt],
        fee.owed(on),
    )


def period_of(page: Page, fee: Fee, on: date) -> str:
    """Return from when to when a fee is owed, in words; "" without limits."""
    first, last = day(fee.begins), day(fee.ends)
    if first and last:
        dates = _("from ${first} to ${last}", mapping={"first": first, "last": last})
    elif first:
        dates = _("from ${first} on", mapping={"first": first})
    elif last:
        dates = _("until ${last}", mapping={"last": last})
    else:
        return ""
    said = page.say(dates)
    return said if fee.owed(on) else f"{said} ({page.say(_('not on this day'))})"


def exemption_of(page: Page, exemption: Exemption) -> str:
    """Return who pays less, how much less, and what proves it."""
    named = {
        "group": exemption.group,
        "percent": exemption.percent,
        "proof": exemption.proof,
    }
    if exemption.percent >= 100:
        said = page.say(_("${group}: nothing to pay", mapping=named))
    else:
        said = page.say(_("${group}: ${percent} % less", mapping=named))
    if not exemption.proof:
        return said
    return f"{said} ({page.say(_('shown by: ${proof}', mapping=named))})"


def first_terms(ways: list[Way]) -> Lines:
    """Return the processing times for the first screen, by channel where they differ.

    What the office promises stands first, the legal time beside it. Texts that
    cannot be counted are left to the table while another channel has a time that
    can; more times than a screen holds are left to it altogether.
    """
    stated = [way for way in ways if way.term or way.committed]
    counted = [way for way in stated if way.counted or way.committed]
    lines = [
        Line(
            way.channel,
            shortened(way.committed or way.term),
            not (way.counted or way.committed),
            way.term if way.committed else "",
        )
        for way in counted or stated
    ]
    return by_channel(lines)


def first_amounts(ways: list[Way]) -> Lines:
    """Return the amounts owed for the first screen, by channel where they differ."""
    return by_channel(
        [
            Line(way.channel, shortened(fee.amount), not fee.counted)
            for way in ways
            for fee in way.fees
            if fee.amount and fee.owed
        ]
    )


def by_channel(lines: list[Line]) -> Lines:
    """Return the lines, each once; a single one without channel if all are alike."""
    if len({(line.text, line.beside) for line in lines}) == 1:
        return Lines([Line("", lines[0].text, lines[0].published, lines[0].beside)])
    each = list(dict.fromkeys(lines))
    return Lines(each[:LINES_SHOWN], max(0, len(each) - LINES_SHOWN))


def shortened(text: str, length: int = SHORT) -> str:
    """Return the beginning of a long text, cut between words; short ones whole."""
    if len(text) <= length:
        return text
    return f"{text[:length].rsplit(None, 1)[0]}…"
