"""What the page of a followed dossier says, in the words of its people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from motcua import _
from motcua.base.money import format_vnd
from motcua.base.vietnam import VIETNAM
from motcua.dossiers import messages
from motcua.dossiers import readers
from motcua.dossiers.folder import find
from motcua.dossiers.notices import asking
from motcua.dossiers.statuses import TITLES
from motcua.dossiers.timeline import WITHOUT_RESULT
from motcua.organisation import duties
from motcua.organisation import units
from motcua.portal.followedwords import ADVICE
from motcua.portal.followedwords import ANSWERS
from motcua.portal.followedwords import CHANNELS
from motcua.portal.followedwords import HAPPENED
from motcua.portal.followedwords import LATE_TODAY
from motcua.portal.followedwords import MARKS
from motcua.portal.followedwords import ROLES
from motcua.portal.followedwords import SENT
from motcua.portal.followedwords import STAGES
from motcua.portal.followedwords import STANDSTILL
from motcua.portal.followedwords import SUSPENDED
from motcua.portal.followedwords import TODAY
from motcua.portal.unitview import UnitView
from motcua.procedures import versions
from typing import Any
from typing import TYPE_CHECKING
from zope.i18nmessageid import Message


if TYPE_CHECKING:
    from motcua.dossiers.notices.asking import Offer
    from motcua.dossiers.timeline import Milestone
    from motcua.dossiers.timeline import Part
    from motcua.dossiers.tracking import Followed
    from motcua.portal.page import Page


@dataclass(frozen=True)
class Row:
    """One line of a list: what it is about, and what is said of it."""

    title: str
    text: str
    note: str = ""


class FollowedView:
    """One dossier for one page and one moment."""

    def __init__(self, page: Page, found: Followed, now: datetime) -> None:
        self.page = page
        self.found = found
        self.facts_of = found.facts
        self.timeline = found.timeline
        self.now = now

    def say(self, message: Any, **words: str) -> str:
        """Return a message with its values in the language of the page."""
        return self.page.say(Message(message, mapping=words) if words else message)

    # The answer at a glance

    @property
    def status_title(self) -> str:
        """The public status in the words of the national portal."""
        return self.say(TITLES[self.facts_of.public_status])

    @property
    def advice(self) -> str:
        """What the applicant has to do now."""
        found = self.facts_of
        if found.state == "finished" and found.answer_by in SENT:
            return self.say(SENT[found.answer_by])
        return self.say(ADVICE[found.public_status])

    @property
    def remaining(self) -> str:
        """How far away the due date is, in working days; "" where none runs."""
        days = self.timeline.days
        if days is None:
            return ""
        if not days:
            return self.say(LATE_TODAY if self.facts_of.late else TODAY)
        if days > 0:
            return self.say(_("${days} working days left"), days=str(days))
        return self.say(_("late by ${days} working days"), days=str(-days))

    @property
    def sorry(self) -> bool:
        """Whether the date has passed and nobody gave a new one."""
        return self.facts_of.late and not self.facts_of.finished_at

    @property
    def standstill(self) -> str:
        """Why the clock stands still, and what follows; "" while it runs."""
        if not self.facts_of.paused:
            return ""
        return self.say(STANDSTILL.get(self.facts_of.state, SUSPENDED))

    @property
    def first_promise(self) -> datetime | None:
        """The date on the receipt slip where another one holds by now."""
        found = self.facts_of
        return None if found.promised == found.due else found.promised

    @property
    def facts(self) -> list[tuple[str, str]]:
        """What is told about the dossier, in the order people ask for it."""
        found = self.facts_of
        due = "" if found.paused else self.moment(found.due)
        if due and self.remaining:
            due = f"{due} ({self.remaining})"
        lines = [
            (_("Procedure"), self.procedure_title),
            (_("Received"), self.moment(found.received_at)),
            (_("Result due"), due),
            (_("Promised at receipt"), self.moment(self.first_promise)),
            (_("Where it is now"), self.unit_name(found.holder)),
            (_("Handed in at"), self.unit_name(found.unit)),
            (_("Received together with"), ", ".join(self.found.together)),
            (_("Reason"), found.reason),
            (
                _("Handling ended") if self.without_result else _("Result ready since"),
                self.moment(found.finished_at),
            ),
            (_("Result handed over"), self.moment(found.returned_at)),
        ]
        return [(self.say(label), text) for label, text in lines if text]

    # What to do

    @property
    def missing(self) -> tuple[tuple[str, str], ...]:
        """The papers to bring: (title, why)."""
        return self.timeline.missing

    @property
    def bring_by(self) -> str:
        """Until when papers or money are waited for."""
        return self.moment(self.timeline.bring_by)

    @property
    def to_pay(self) -> str:
        """The amount that is asked for now."""
        asked = self.timeline.asked_amount
        return format_vnd(asked) if asked else ""

    @property
    def paid(self) -> list[Row]:
        """What was paid, with the number of the receipt."""
        return [
            Row(
                format_vnd(fee.amount),
                self.moment(fee.at),
                " ".join(filter(None, (fee.symbol, fee.number))),
            )
            for fee in self.timeline.fees
        ]

    @property
    def new_dates(self) -> list[Row]:
        """The dates that were put off: (new date, the one before, reason)."""
        return [
            Row(self.moment(one.due), self.moment(one.before), one.reason)
            for one in self.timeline.new_dates
        ]

    @property
    def without_result(self) -> bool:
        """Whether it ended with a no: then it is said who takes complaints."""
        return self.facts_of.state in WITHOUT_RESULT or self.facts_of.public_status in (
            3,
            8,
        )

    @property
    def answer_by(self) -> str:
        """How the result comes back."""
        answer = ANSWERS.get(self.facts_of.answer_by)
        return self.say(answer) if answer else ""

    @cached_property
    def place(self) -> UnitView | None:
        """Where papers are brought and the result is collected."""
        try:
            unit = units.successor_of(
                self.facts_of.unit,
                self.now.astimezone(VIETNAM).date(),
                self.page.context,
            )
        except KeyError:
            return None
        return None if unit is None else UnitView(self.page, unit, self.now)

    # The way

    @property
    def stages(self) -> list[tuple[str, str, str, str, str]]:
        """The four stages: (mark, sign, name, word, moment)."""
        return [
            (
                one.mark,
                MARKS[one.mark][0],
                self.say(STAGES[one.key]),
                self.say(MARKS[one.mark][1]),
                self.moment(one.at),
            )
            for one in self.timeline.stages
        ]

    @property
    def parts(self) -> list[Row]:
        """The offices: name, since when until when, and for what."""
        return [
            Row(
                self.unit_name(part.unit),
                self._span(part),
                self.say(_("gives its opinion")) if part.opinion else "",
            )
            for part in self.timeline.parts
        ]

    def _span(self, part: Part) -> str:
        since, due = self.moment(part.since), self.moment(part.due)
        if part.coming:
            if not due:
                return self.say(_("still to come"))
            return self.say(_("still to come, until ${due}"), due=due)
        if part.ended is not None:
            ended = self.moment(part.ended)
            return self.say(_("from ${since} to ${end}"), since=since, end=ended)
        if not due:
            return self.say(_("since ${since}"), since=since)
        return self.say(_("since ${since}, until ${due}"), since=since, due=due)

    @property
    def happened(self) -> list[Row]:
        """What the applicant was told, the newest first."""
        return [self._row(one) for one in reversed(self.timeline.milestones)]

    def _row(self, one: Milestone) -> Row:
        title = self.say(HAPPENED[one.kind])
        if one.amount:
            title = f"{title}: {format_vnd(one.amount)}"
        place = f"{self.moment(one.at)}, {self.unit_name(one.unit)}"
        return Row(title, place, one.reason)

    @property
    def account(self) -> list[tuple[str, str]]:
        """How the due date comes about: (sentence, legal ground).

        Each ground stands where it comes first.
        """
        language = self.page.language
        told: list[tuple[str, str]] = []
        for line in self.timeline.account:
            ground = line.ground_text(language)
            new = all(ground != before for _text, before in told)
            told.append((line.text(language), ground if new else ""))
        return told

    @property
    def to_answer(self) -> bool:
        """Whether the last who wrote was an office."""
        written = self.found.thread
        return bool(written) and not messages.by_applicant(written[-1])

    @property
    def thread(self) -> list[Row]:
        """What was written to and fro: (who, when, words); offices, not officers."""
        return [
            Row(
                self.say(_("You"))
                if messages.by_applicant(one)
                else self.unit_name(one.unit),
                self.moment(one.at),
                one.text,
            )
            for one in self.found.thread
        ]

    @property
    def may_write(self) -> bool:
        """Whether a message still reaches somebody."""
        return self.facts_of.state != "closed"

    @cached_property
    def offers(self) -> tuple[list[Offer], str]:
        """The ways to be told of news, and in which language."""
        dossier = find(self.page.context, self.facts_of.code)
        if dossier is None:
            return [], self.page.language
        found, language = asking.offers(dossier)
        return [one for one in found if one.open or one.chosen], language

    @cached_property
    def told_too(self) -> list[tuple[str, str]]:
        """Who else is told: (in which role, address as far as it is shown)."""
        dossier = find(self.page.context, self.facts_of.code)
        others = [] if dossier is None else asking.others(dossier)
        return [(self.say(ROLES[role]), to) for role, to in others]

    def channel(self, offer: Offer) -> str:
        """Return a way to be told in words, with the address as far as it is shown."""
        words = self.say(CHANNELS[offer.channel])
        return f"{words} ({offer.to})" if offer.to else words

    @property
    def openings(self) -> list[Row]:
        """Which offices opened it, and when last."""
        return [
            Row(self.unit_name(unit), self.say(_("opened it last")), f"{day:%d/%m/%Y}")
            for unit, day in readers.opened(self.facts_of.code)
        ]

    @cached_property
    def readings(self) -> list[Row]:
        """Who looked: office, in which position or duty, day and how often."""
        return [
            Row(
                self.unit_name(one.unit) if one.unit else self.say(_("Not recorded")),
                one.position or self.say(duties.DUTIES.get(one.duty, "")),
                self.say(
                    _("${day}, ${times} times"),
                    day=f"{one.day:%d/%m/%Y}",
                    times=str(one.times),
                ),
            )
            for one in readers.of(self.page.context, self.facts_of.code)
        ]

    # Words

    @property
    def procedure_title(self) -> str:
        """The title under which the dossier was received."""
        found = self.facts_of
        try:
            version = versions.get(found.procedure, found.version, self.page.context)
        except KeyError:
            return found.procedure
        return version.title

    def unit_name(self, code: str) -> str:
        """Return the name of a unit, or its code where it is not on record."""
        try:
            return units.get(code, self.page.context).name
        except KeyError:
            return code

    def moment(self, at: datetime | None) -> str:
        """Return a moment as the clock of Vietnam shows it; "" for none."""
        return "" if at is None else f"{at.astimezone(VIETNAM):%H:%M %d/%m/%Y}"
