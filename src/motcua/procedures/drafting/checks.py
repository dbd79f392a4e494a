"""What is wrong with the shape of a version: found at each save of a draft.

A draft may be kept with problems; it cannot be submitted with serious ones.
"""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from motcua import _
from motcua.organisation import units
from motcua.procedures.definitions import Case
from motcua.procedures.definitions import Fee
from motcua.procedures.definitions import Version
from motcua.procedures.folder import folder
from typing import Any
from typing import Final
from typing import Literal


Severity = Literal["serious", "warning"]
SERIOUS: Final[Severity] = "serious"
WARNING: Final[Severity] = "warning"


@dataclass(frozen=True)
class Finding:
    """A problem: its rule, how grave, where (``cases[0].papers[2].title``)."""

    rule: str
    severity: str
    place: str
    message: Any

    @property
    def serious(self) -> bool:
        """Whether it keeps a draft from being submitted."""
        return self.severity == SERIOUS


def check(version: Version, on: date, site: Any = None) -> tuple[Finding, ...]:
    """Return what is wrong with a version, in the order of its fields."""
    return (
        *_whole(version),
        *_cases(version),
        *_questions(version),
        *_known_codes(version, site),
    )


def _serious(rule: str, place: str, message: Any) -> Finding:
    return Finding(rule, SERIOUS, place, message)


def _whole(version: Version) -> Iterator[Finding]:
    if not version.title.strip():
        yield _serious("no_title", "title", _("The procedure has no name."))
    if not version.level:
        yield _serious("no_level", "level", _("Say which level decides."))
    if not version.field.strip():
        yield _serious("no_field", "field", _("Name the field."))
    if not (version.agencies or version.competent):
        yield _serious("no_agency", "agencies", _("Name the agency that decides."))
    if version.online == "partial" and not version.online_reason.strip():
        yield _serious(
            "online_reason",
            "online_reason",
            _("Say why it cannot be done online in full; the law asks for it."),
        )
    if not version.cases:
        yield _serious("no_case", "cases", _("There is no case yet."))
    for number, step in enumerate(version.sequence):
        place = f"sequence[{number}]"
        if not step.title.strip():
            yield _serious("step_title", f"{place}.title", _("The step has no name."))
        known = {paper.key for case in version.cases for paper in case.papers}
        if set(step.papers) - known:
            yield _serious(
                "step_papers", f"{place}.papers", _("No case has a paper of this key.")
            )


def _twice(keys: Iterable[str]) -> set[int]:
    seen: set[str] = set()
    found = set()
    for number, key in enumerate(keys):
        if not key.strip() or key in seen:
            found.add(number)
        seen.add(key)
    return found


def _cases(version: Version) -> Iterator[Finding]:
    again = _twice(case.key for case in version.cases)
    for number, case in enumerate(version.cases):
        place = f"cases[{number}]"
        if number in again:
            yield _key(f"{place}.key")
        if len(version.cases) > 1 and not case.title.strip():
            yield _serious(
                "case_title",
                f"{place}.title",
                _("Several cases need names to be told apart."),
            )
        if not case.channels:
            yield _serious(
                "no_channel",
                f"{place}.channels",
                _("Say how the dossier is handed in: counter, online or post."),
            )
        yield from _when(version, case.when, f"{place}.when")
        yield from _channels(case, place)
        yield from _papers(version, case, place)


def _channels(case: Case, place: str) -> Iterator[Finding]:
    for number, channel in enumerate(case.channels):
        inside = f"{place}.channels[{number}]"
        legal, promise = channel.term, channel.committed
        same = legal and promise and legal.kind == promise.kind
        if legal and promise and same and promise.amount > legal.amount:
            yield _serious(
                "promise",
                f"{inside}.committed.amount",
                _("The promised time is longer than the legal one."),
            )
        if legal is None and not channel.term_text.strip():
            yield Finding(
                "no_term", WARNING, f"{inside}.term.kind", _("No time is given.")
            )
        for row, fee in enumerate(channel.fees):
            yield from _fee(fee, f"{inside}.fees[{row}]")


def _fee(fee: Fee, place: str) -> Iterator[Finding]:
    if fee.amount is None and not fee.text.strip():
        yield _serious(
            "fee_empty", f"{place}.amount", _("Give the amount, or a sentence.")
        )
    if fee.amount is not None and fee.amount < 0:
        yield _serious("fee_negative", f"{place}.amount", _("An amount is at least 0."))
    if fee.begins and fee.ends and fee.ends < fee.begins:
        yield _serious("fee_days", f"{place}.ends", _("It ends before it begins."))
    for number, one in enumerate(fee.exempt):
        if not 1 <= one.percent <= 100:
            yield _serious(
                "exempt_percent",
                f"{place}.exempt[{number}].percent",
                _("A reduction is 1 to 100 per cent."),
            )
        if not one.group.strip():
            yield _serious(
                "exempt_group",
                f"{place}.exempt[{number}].group",
                _("Name the group of people."),
            )


def _papers(version: Version, case: Case, place: str) -> Iterator[Finding]:
    again = _twice(paper.key for paper in case.papers)
    for number, paper in enumerate(case.papers):
        inside = f"{place}.papers[{number}]"
        if number in again:
            yield _key(f"{inside}.key")
        if not paper.title.strip():
            yield _serious(
                "paper_title", f"{inside}.title", _("The paper has no name.")
            )
        if paper.originals < 0 or paper.copies < 0:
            yield _serious(
                "paper_count", f"{inside}.originals", _("A number is at least 0.")
            )
        yield from _when(version, paper.when, f"{inside}.when")


def _key(place: str) -> Finding:
    return _serious("key", place, _("The key is missing, or another row has it."))


def _questions(version: Version) -> Iterator[Finding]:
    again = _twice(one.key for one in version.questions)
    for number, question in enumerate(version.questions):
        place = f"questions[{number}]"
        if number in again:
            yield _key(f"{place}.key")
        if not question.text.strip():
            yield _serious(
                "question_text", f"{place}.text", _("The question has no words.")
            )
        if len(question.options) < 2:
            yield _serious(
                "question_options",
                f"{place}.options",
                _("A question needs at least two answers."),
            )
        for row in _twice(one.key for one in question.options):
            yield _key(f"{place}.options[{row}].key")


def _when(version: Version, when: Iterable[str], place: str) -> Iterator[Finding]:
    known = {
        f"{question.key}={option.key}"
        for question in version.questions
        for option in question.options
    }
    for each in when:
        if each not in known:
            yield _serious(
                "when",
                place,
                _("No question has this answer: ${answer}", mapping={"answer": each}),
            )


def _known_codes(version: Version, site: Any) -> Iterator[Finding]:
    procedures = folder(site)
    for code in version.bundle:
        if code not in procedures:
            yield _serious(
                "bundle",
                "bundle",
                _("No procedure has this code: ${code}", mapping={"code": code}),
            )
    for code in version.units:
        try:
            units.get(code, site)
        except KeyError:
            yield _serious(
                "units",
                "units",
                _("No unit has this code: ${code}", mapping={"code": code}),
            )
