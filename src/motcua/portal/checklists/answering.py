"""What was answered on the way to a checklist, in words, with the way back."""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import replace
from motcua import _
from motcua.procedures.checklists import checklist
from motcua.procedures.checklists.choices import Choice
from motcua.procedures.checklists.choices import NONE
from motcua.procedures.wording import CHANNELS
from typing import Any
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Iterator
    from motcua.portal.checklists.checklist import ChecklistPage

#: The questions that the procedure has no words of its own for, with their hints.
QUESTIONS: Final[dict[str, tuple[Any, Any]]] = {
    "case": (
        _("Which case is yours?"),
        _("Papers, time and fee depend on it."),
    ),
    "channel": (
        _("How do you want to hand in?"),
        _("Time and fee can differ."),
    ),
    "row": (
        _("Which of these is true for you?"),
        _("The procedure states several times or fees for this way of handing in."),
    ),
    "headings": (
        _("Which of these apply to you?"),
        _("Each stands over papers of its own. Choose all that apply."),
    ),
    "exempt": (
        _("Do you belong to a group that pays less?"),
        _("Bring the proof; without it the full amount is due."),
    ),
    "place": (
        _("Where do you want to hand in?"),
        _("Names from before July 2025 lead to the unit of today."),
    ),
}
LABELS: Final[dict[str, Any]] = {
    "case": _("Case"),
    "channel": _("Way of handing in"),
    "row": _("Processing time"),
    "headings": _("What applies to you"),
    "exempt": _("Exemption"),
    "place": _("Place"),
}


@dataclass(frozen=True)
class Given:
    """One answer: what was asked, what was said, and where it can be changed."""

    label: str
    answers: tuple[str, ...]
    change: str
    published: bool


def given(page: ChecklistPage) -> list[Given]:
    """Return the answers in the order in which they were asked.

    Where an answer is changed, those after it stay as far as they still fit.
    """
    return [
        Given(label, tuple(answers), _address(page, without), published)
        for label, answers, without, published in _given(page)
    ]


def _given(
    page: ChecklistPage,
) -> Iterator[tuple[str, list[str], Choice, bool]]:
    choice, version = page.choice, page.version
    # Numbers count what was on offer; after a change they would mean other things.
    kept = replace(choice, row="", headings=(), exempt="")
    for question in version.questions:
        value = choice.answer(question.key)
        if value:
            text = next(o.text for o in question.options if o.key == value)
            rest = tuple(pair for pair in choice.answers if pair[0] != question.key)
            yield question.text, [text], replace(kept, answers=rest), True
    case = next((c for c in version.cases if c.key == choice.case), None)
    if case is not None:
        label = page.say(LABELS["case"])
        yield label, [case.title or case.key], replace(kept, case=""), True
    several = any(len(each.kinds) > 1 for each in version.cases)
    if choice.channel and several:
        label = page.say(LABELS["channel"])
        words = page.say(CHANNELS[choice.channel])
        yield label, [words], replace(kept, channel=""), False
    yield from _given_in_list(page)


def _given_in_list(
    page: ChecklistPage,
) -> Iterator[tuple[str, list[str], Choice, bool]]:
    choice = page.choice
    for kind, values, without in (
        ("row", (choice.row,), replace(choice, row="", exempt="")),
        ("headings", choice.headings, replace(choice, headings=())),
        ("exempt", (choice.exempt,), replace(choice, exempt="")),
    ):
        if not any(values):
            continue
        ask = checklist.find(page.version, without, page.today).ask
        if ask is None or ask.kind != kind:
            continue
        texts = {option.value: option.text for option in ask.options}
        none = page.say(_("None of these"))
        answers = [none if value == NONE else texts[value] for value in values]
        yield page.say(LABELS[kind]), answers, without, values != (NONE,)
    if choice.unit and page.found.checklist is not None:
        label, without = page.say(LABELS["place"]), replace(choice, unit="")
        if page.unit is not None:
            yield label, [page.unit.unit.name], without, True
        elif choice.unit == NONE:
            yield label, [page.say(_("I do not know yet"))], without, False


def _address(page: ChecklistPage, choice: Choice) -> str:
    """Return where a question is asked again; nothing chosen is the bare page."""
    if all(name == "v" for name, _value in choice.pairs):
        return page.here
    return f"{page.here}?{choice.query}"
