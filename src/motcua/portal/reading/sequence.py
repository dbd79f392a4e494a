"""The steps of a procedure: who, where, with what, for how long, at what cost."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from motcua import _
from motcua.base.durations import Term
from motcua.procedures.definitions import Step
from motcua.procedures.definitions import Version
from motcua.procedures.steps import totals
from motcua.procedures.wording import money
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from motcua.portal.page import Page


@dataclass(frozen=True)
class StepView:
    """One step; ``facts`` are (label, texts, published) in the order of interest."""

    title: str
    text: str
    visit: bool
    facts: list[tuple[str, list[str], bool]]


def step_views(page: Page, version: Version) -> list[StepView]:
    """Return the steps that an editor has entered."""
    return [
        StepView(step.title, step.text, step.visit, _facts(page, version, step))
        for step in version.sequence
    ]


def _facts(
    page: Page, version: Version, step: Step
) -> list[tuple[str, list[str], bool]]:
    named = {paper.key: paper.title for case in version.cases for paper in case.papers}
    brought = [named.get(key, key) for key in step.papers]
    time = [step.term.text(page.language)] if step.term else []
    rows = (
        (_("Who"), [step.who], True),
        (_("Where"), [step.where], True),
        (_("Bring"), brought, True),
        (_("How long"), time, False),
        (_("Cost"), [step.cost], True),
        (_("Provision"), [step.law], True),
    )
    return [
        (page.say(label), kept, published)
        for label, texts, published in rows
        if (kept := [text for text in texts if text])
    ]


def totals_in_words(page: Page, version: Version, on: date) -> list[tuple[str, str]]:
    """Return what is known in sum, as (label, value); what is not known says so."""
    found = totals(version, on)
    unknown = page.say(_("not known"))
    return [
        (page.say(_("Steps")), _number(found.steps, unknown)),
        (page.say(_("Visits in person")), _number(found.visits, unknown)),
        (page.say(_("Processing time")), _range_of_terms(page, found.terms) or unknown),
        (page.say(_("Single amounts")), _amounts(page, found.cost, found.open_ended)),
    ]


def _number(count: int | None, unknown: str) -> str:
    return unknown if count is None else str(count)


def _range_of_terms(page: Page, terms: tuple[Term, Term] | None) -> str:
    if terms is None:
        return ""
    shortest, longest = (term.text(page.language) for term in terms)
    return shortest if shortest == longest else f"{shortest} - {longest}"


def _amounts(page: Page, cost: tuple[int, int] | None, open_ended: bool) -> str:
    if cost is None:
        return page.say(_("not known"))
    least, most = (money(amount, "VND", page.language) for amount in cost)
    text = least if least == most else f"{least} - {most}"
    if open_ended:
        more = page.say(_("some ways state more, or nothing that can be counted"))
        return f"{text} ({more})"
    return text
