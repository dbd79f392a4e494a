"""The history of a procedure: each version, from when to when, and what it changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
import difflib
from functools import cached_property
from itertools import pairwise
from motcua import _
from motcua.portal.page import Crumb
from motcua.portal.reading.base import HISTORY
from motcua.portal.reading.base import ON
from motcua.portal.reading.base import ReadingPage
from motcua.portal.reading.ways import shortened
from motcua.procedures import versions
from motcua.procedures.change import Change
from motcua.procedures.change import comparable
from motcua.procedures.change import incomparable
from motcua.procedures.difference import changes
from motcua.procedures.spans import Span
from motcua.procedures.wording import day
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Final


#: A changed text of at least this many characters is shown line by line.
LINED: Final = 120
#: Fields that stand above the changes already: the days and the deed.
HEADED: Final = frozenset({"decision", "decision_date", "effective_from"})
#: Characters of a paper or an act that came or went.
NAMED: Final = 300


@dataclass(frozen=True)
class ChangeView:
    """One change in a sentence; for long texts also the lines that went and came."""

    sentence: str
    gone: list[str]
    new: list[str]


@dataclass(frozen=True)
class Entry:
    """One version: its days, its deed, where to read it, what it changed."""

    period: str
    decision: str
    address: str
    holds: bool
    changes: list[ChangeView] | None


class HistoryPage(ReadingPage):
    """``/vi/thu-tuc/<code>/lich-su``: newest version first."""

    body = ViewPageTemplateFile("templates/history.pt")

    @property
    def heading(self) -> str:
        """Say that this is a history, and of what."""
        return self.say(_("History: ${title}", mapping={"title": self.version.title}))

    @property
    def crumbs(self) -> list[Crumb]:
        """The procedure itself is above its history."""
        return [*super().crumbs, (self.version.title, self.today_address)]

    @cached_property
    def entries(self) -> list[Entry]:
        """Every version that held on some day, the newest first."""
        held = versions.history(self.code, self.context)
        before = {id(new): old for old, new in pairwise(held)}
        return [self.entry(span, before.get(id(span))) for span in reversed(held)]

    def entry(self, span: Span, before: Span | None) -> Entry:
        """Return one version; the first on record has nothing to compare with."""
        told = None
        if before is not None:
            found = changes(before.version, span.version)
            told = [self.change(each) for each in found if each.topic not in HEADED]
        on = span.begins or span.ends
        address = self.addresses.page(
            "procedures", self.code, **{ON: on.isoformat() if on else ""}
        )
        return Entry(
            self.period(span),
            span.version.decision,
            address,
            self.standing.kind == "in_force" and span.holds(self.on),
            told,
        )

    def period(self, span: Span) -> str:
        """Return from when to when a version holds, in words."""
        named = {"first": day(span.begins), "last": day(span.ends)}
        if span.begins and span.ends:
            return self.say(_("From ${first} to ${last}", mapping=named))
        if span.begins:
            return self.say(_("From ${first} on", mapping=named))
        if span.ends:
            return self.say(_("Until ${last}", mapping=named))
        return self.say(_("Since the first publication here"))

    def change(self, change: Change) -> ChangeView:
        """Return a change in words."""
        gone: list[str] = []
        new: list[str] = []
        before, after = change.before, change.after
        texts = isinstance(before, str) and isinstance(after, str)
        if texts and max(len(before), len(after)) >= LINED:
            gone, new = lined(before, after)
        return ChangeView(self.sentence(change), gone, new)

    def sentence(self, change: Change) -> str:
        """Return the sentence; what came or went is named even where it is long."""
        said = change.say(self.language)
        whole = change.after if change.kind == "added" else change.before
        if change.kind not in ("added", "removed"):
            return said
        named = incomparable(change.topic, whole, self.language)
        return said if named in said else f"{said}: {shortened(named, NAMED)}"

    @property
    def segment(self) -> str:
        """The word of this page in its language."""
        return HISTORY[self.language]


def lined(before: str, after: str) -> tuple[list[str], list[str]]:
    """Return the lines that went and those that came; the same lines are left out."""
    old, new = list(_kept(before)), list(_kept(after))
    matcher = difflib.SequenceMatcher(
        None, [comparable(each) for each in old], [comparable(each) for each in new]
    )
    gone: list[str] = []
    came: list[str] = []
    for tag, first, last, begin, end in matcher.get_opcodes():
        if tag != "equal":
            gone.extend(old[first:last])
            came.extend(new[begin:end])
    return gone, came


def _kept(text: str) -> Iterator[str]:
    return (line for line in text.split("\n") if line.strip())
