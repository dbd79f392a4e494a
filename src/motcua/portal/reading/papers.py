"""Papers of the dossier (thành phần hồ sơ) as a reader meets them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from motcua import _
from motcua.procedures.definitions import Case
from motcua.procedures.definitions import Paper
from motcua.procedures.definitions import Version
from motcua.procedures.wording import CHANNELS
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from motcua.portal.page import Page


@dataclass(frozen=True)
class PaperView:
    """One paper: what it is, how many, and what else must be known about it.

    `counts` and `remarks` are our own words; `held_by`, `form` and `note` are the
    agency's.
    """

    title: str
    note: str
    form: str
    held_by: str
    counts: list[str]
    remarks: list[str]


@dataclass(frozen=True)
class Group:
    """Papers under one heading of the source, which may be empty."""

    title: str
    papers: list[PaperView]


def groups_of(page: Page, version: Version, case: Case) -> list[Group]:
    """Return the papers under the headings they were published with, in order."""
    return [
        Group(title, [paper_view(page, version, paper) for paper in members])
        for title, members in groupby(case.papers, key=lambda paper: paper.group)
    ]


def paper_view(page: Page, version: Version, paper: Paper) -> PaperView:
    """Return one paper in words."""
    return PaperView(
        paper.title,
        paper.note,
        paper.form,
        paper.held_by,
        counts_of(page, paper),
        remarks_of(page, version, paper),
    )


def counts_of(page: Page, paper: Paper) -> list[str]:
    """Return how many of a paper to bring; none of a kind is not worth a word."""
    found = []
    if paper.originals:
        found.append(_("Originals: ${count}", mapping={"count": paper.originals}))
    if paper.copies:
        found.append(_("Copies: ${count}", mapping={"count": paper.copies}))
    if not found and not paper.shown:
        found.append(_("Number not stated"))
    return [page.say(each) for each in found]


def remarks_of(page: Page, version: Version, paper: Paper) -> list[str]:
    """Return what limits a paper: shown only, one way of handing in, one answer."""
    found = []
    if paper.shown:
        found.append(page.say(_("Shown for comparison, not handed in")))
    if paper.channels:
        ways = ", ".join(page.say(CHANNELS[kind]) for kind in paper.channels)
        found.append(page.say(_("Only: ${ways}", mapping={"ways": ways})))
    if paper.when:
        answers = answers_of(version, paper.when)
        found.append(page.say(_("Only if: ${answers}", mapping={"answers": answers})))
    return found


def answers_of(version: Version, when: Iterable[str]) -> str:
    """Return a condition in words: each question with the answers that meet it."""
    texts = {
        f"{question.key}={option.key}": (question.text, option.text)
        for question in version.questions
        for option in question.options
    }
    wanted: dict[str, list[str]] = {}
    for each in when:
        key, _sign, option = each.partition("=")
        question, answer = texts.get(each, (key, option))
        wanted.setdefault(question, []).append(answer)
    return "; ".join(
        f"{question} {' / '.join(answers)}" for question, answers in wanted.items()
    )
