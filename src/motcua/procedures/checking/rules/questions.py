"""Rules about the questions that find somebody's case and papers."""

from __future__ import annotations

from collections.abc import Iterator
from motcua import _
from motcua.procedures.checking.rules.rule import Known
from motcua.procedures.checking.rules.rule import rule
from motcua.procedures.checking.rules.rule import short
from motcua.procedures.checking.rules.rule import Spots
from motcua.procedures.definitions import Version


@rule("serious", _("Question without answers to choose"))
def question_without_options(version: Version, known: Known) -> Spots:
    """A question with one answer asks nothing, one with none cannot be answered."""
    for question in version.questions:
        if len(question.options) < 2:
            yield (
                f"questions/{question.key}",
                _(
                    "At least two answers are needed: ${text}",
                    mapping={"text": short(question.text)},
                ),
            )


@rule("warning", _("Answer that leads nowhere"))
def option_leads_nowhere(version: Version, known: Known) -> Spots:
    """When other answers lead to a case and this one does not, people are stranded."""
    used = _conditions(version)
    wanted = [set(case.when) for case in version.cases]
    for question in version.questions:
        mine = {f"{question.key}={option.key}" for option in question.options}
        if not mine & used:
            yield (
                f"questions/{question.key}",
                _(
                    "Nothing depends on it: ${text}",
                    mapping={"text": short(question.text)},
                ),
            )
            continue
        # A case that does not ask this question takes every answer to it.
        open_to_all = any(not mine & when for when in wanted) or not wanted
        if open_to_all:
            continue
        for option in question.options:
            answer = f"{question.key}={option.key}"
            if not any(answer in when for when in wanted):
                yield (
                    f"questions/{question.key}/{option.key}",
                    _(
                        "No case takes this answer: ${text}",
                        mapping={"text": short(option.text)},
                    ),
                )


@rule("serious", _("Condition on a question that is not asked"))
def condition_unknown(version: Version, known: Known) -> Spots:
    """What hangs on an answer nobody can give is never shown."""
    asked = _answers(version)
    for place, when in _where(version):
        for each in when:
            if each not in asked:
                yield (
                    place,
                    _(
                        "It depends on the answer ${answer}, which does not exist.",
                        mapping={"answer": short(each)},
                    ),
                )


@rule("serious", _("Case that nobody reaches"))
def case_unreachable(version: Version, known: Known) -> Spots:
    """A case whose answers do not exist, or that an earlier one takes away."""
    asked = _answers(version)
    seen: list[frozenset[str]] = []
    for case in version.cases:
        when = frozenset(case.when)
        questions = {each.partition("=")[0] for each in when}
        possible = {each.partition("=")[0] for each in when & asked}
        if questions - possible:
            yield f"cases/{case.key}", _("No answers lead to this case.")
        elif version.questions and when in seen:
            yield (
                f"cases/{case.key}",
                _("An earlier case takes the same answers; this one is never chosen."),
            )
        seen.append(when)


@rule("serious", _("Step with an unknown paper"))
def step_paper_unknown(version: Version, known: Known) -> Spots:
    """A step that asks for a paper outside the list asks for it without a basis."""
    keys = {paper.key for case in version.cases for paper in case.papers}
    for number, step in enumerate(version.sequence):
        for key in step.papers:
            if key not in keys:
                yield (
                    f"sequence/{number}",
                    _("No case has the paper ${key}.", mapping={"key": short(key)}),
                )


def _answers(version: Version) -> set[str]:
    """Return every answer that can be given."""
    return {
        f"{question.key}={option.key}"
        for question in version.questions
        for option in question.options
    }


def _where(version: Version) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Give every condition with its place."""
    for case in version.cases:
        yield f"cases/{case.key}", case.when
        for paper in case.papers:
            yield f"cases/{case.key}/papers/{paper.key}", paper.when


def _conditions(version: Version) -> set[str]:
    return {each for _place, when in _where(version) for each in when}
