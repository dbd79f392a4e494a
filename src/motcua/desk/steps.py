"""The steps of a dossier as forms: what each one asks for.

The fields are those of ``dossiers.operations``; this module gives them labels,
controls and choices.
"""

from __future__ import annotations

from dataclasses import dataclass
from motcua import _
from motcua.base import vietnam
from motcua.dossiers.operations import Field
from motcua.dossiers.operations import METHODS
from motcua.dossiers.operations import OPERATIONS as ASKED
from motcua.dossiers.operations import OPINIONS
from motcua.dossiers.reasons import REASONS
from motcua.organisation import duties
from motcua.organisation import units
from motcua.shell.wording import METHOD_WORDS
from motcua.shell.wording import OPERATIONS
from motcua.shell.wording import OPINION_WORDS
from typing import Any
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from motcua.dossiers.tasks import Task

#: The step that usually comes next; its form stands open.
NEXT: Final[tuple[str, ...]] = (
    "accept",
    "approve",
    "complete",
    "give_opinion",
    "propose",
    "forward",
    "attach_result",
    "resume",
    "confirm_payment",
    "return_result",
    "close",
)
#: What is said about a dossier; it is no work to be done, so it comes last.
TALK: Final = ("note", "message", "urge")
#: Steps that bring a file along.
UPLOADS: Final = frozenset({"attach_scan", "attach_result"})
#: Steps with screens of their own.
ELSEWHERE: Final = frozenset({"correct", "reprint", "change_process", "recalendar"})

_LABELS: Final[dict[str, Any]] = {
    "reason_code": _("Kind of reason"),
    "reason": _("Reason, in words that the applicant may read"),
    "note": _("Remark (may stay empty)"),
    "missing": _("What is missing, one paper a line"),
    "legal_basis": _("Legal basis"),
    "proposal": _("What is proposed, and why"),
    "to": _("To the department"),
    "step": _("Step of the process"),
    "outcome": _("Outcome"),
    "checks": _("Checked"),
    "came": _("Papers that came; correct the dossier where one came otherwise"),
    "back_to": _("Back to the step"),
    "amount": _("Amount in đồng"),
    "method": _("Way of paying"),
    "symbol": _("Symbol of the receipt form"),
    "number": _("Number of the receipt"),
    "receipt": _("Payment collected"),
    "deed": _("Deciding document"),
    "until": _("New due date"),
    "fault": _("Unit in fault"),
    "person": _("Person"),
    "question": _("Question"),
    "words": _("Words"),
    "ground": _("Ground, for those who may see the dossier"),
    "by": _("Answer by"),
    "opinion": _("Opinion"),
    "shelf": _("Shelf"),
}
_CONTROLS: Final[dict[str, str]] = {
    "words": "textarea",
    "list": "textarea",
    "moment": "datetime-local",
    "amount": "number",
    "department": "department",
}


@dataclass(frozen=True)
class Input:
    """One field of a form; ``choices`` are (value, words), empty for free entry."""

    name: str
    label: Any
    control: str
    required: bool
    choices: tuple[tuple[str, Any], ...] = ()


@dataclass(frozen=True)
class Step:
    """One step that this person may take now."""

    operation: str
    title: Any
    fields: tuple[Input, ...]
    grave: bool
    open: bool
    subject: str = ""
    """The step of the process that it is about, where there is only one."""

    @property
    def upload(self) -> bool:
        """Whether a file belongs to it."""
        return self.operation in UPLOADS


@dataclass(frozen=True)
class Choices:
    """What the choices of forms depend on: the tasks of the person and the process.

    ``open`` are the tasks of everybody, ``persons`` who may be given them by name:
    (login, name).
    """

    tasks: tuple[Task, ...] = ()
    open: tuple[Task, ...] = ()
    persons: tuple[tuple[str, str], ...] = ()
    titles: tuple[tuple[str, str], ...] = ()
    outcomes: tuple[str, ...] = ()
    checks: tuple[str, ...] = ()
    returns: tuple[str, ...] = ()
    done: tuple[str, ...] = ()
    payments: tuple[tuple[str, str], ...] = ()
    """Payments that hold: (number of the event, words)."""
    holders: tuple[tuple[str, str], ...] = ()
    """Who has it now: (code, name)."""

    came: tuple[tuple[str, Any], ...] = ()
    """Papers that may be brought now: (value, words)."""

    basis: bool = False
    """Whether a request for a supplement has to name its legal basis."""


def step(operation: str, is_open: bool, choices: Choices | None = None) -> Step:
    """Return the form of an operation."""
    given = choices or Choices()
    fields: tuple[Input, ...] = ()
    if operation not in UPLOADS:
        inputs = (_input(operation, each, given) for each in ASKED[operation].fields)
        fields = tuple(each for each in inputs if each is not None)
    return Step(
        operation=operation,
        title=OPERATIONS[operation],
        fields=fields,
        grave=ASKED[operation].grave,
        open=is_open,
        subject=_subject(operation, given),
    )


def _subject(operation: str, given: Choices) -> str:
    asked = any(each.name == "step" for each in ASKED[operation].fields)
    if not asked or operation == "assign" or len(given.tasks) != 1:
        return ""
    return dict(given.titles).get(given.tasks[0].key, "")


def _input(operation: str, field: Field, given: Choices) -> Input | None:
    """Return the control of a field; None for one that has nothing to choose."""
    choices = _choices(operation, field, given)
    if choices is None:
        return None
    control = "select" if choices else _CONTROLS.get(field.kind, "text")
    if field.kind in ("list", "papers") and choices:
        control = "checkboxes"
    required = field.required or (bool(choices) and field.kind in ("step", "outcome"))
    required = required or field.name == "legal_basis"
    return Input(field.name, _LABELS[field.name], control, required, choices)


def _choices(
    operation: str, field: Field, given: Choices
) -> tuple[tuple[str, Any], ...] | None:
    titles = dict(given.titles)

    def steps_named(keys: tuple[str, ...]) -> tuple[tuple[str, Any], ...] | None:
        return tuple((key, titles.get(key, key)) for key in keys) or None

    if field.name == "receipt":
        return given.payments or None
    if (operation, field.name) == ("urge", "to"):
        return given.holders if len(given.holders) > 1 else None
    if field.kind == "digest" or field.name == "instead":
        return None
    if operation == "return_result" and field.name != "note":
        # Who takes it and what is given back is asked for at the return counter.
        return None
    if (operation, field.name) == ("assign", "deed"):
        return None
    if field.name == "legal_basis" and not given.basis:
        return None
    if field.kind == "reason_code":
        return tuple(REASONS[operation].items())
    if field.kind == "method":
        return tuple((method, METHOD_WORDS[method]) for method in METHODS)
    if field.name == "back_to":
        return steps_named(given.done if operation == "reopen" else given.returns)
    if field.kind == "step":
        mine = given.open if operation == "assign" else given.tasks
        keys = tuple(task.key for task in mine)
        return steps_named(keys) if len(keys) > 1 else None
    if field.name == "outcome" and operation == "give_opinion":
        return tuple((each, OPINION_WORDS[each]) for each in OPINIONS)
    if field.kind == "outcome":
        return tuple((each, each) for each in given.outcomes) or None
    if field.kind == "papers":
        return given.came or None
    if field.name == "checks":
        return tuple((each, each) for each in given.checks) or None
    if field.kind == "person":
        return given.persons or None
    return ()


def steps(
    permitted: frozenset[str],
    has_result: bool,
    wanted: str = "",
    choices: Choices | None = None,
) -> list[Step]:
    """Return the forms of the permitted operations, the usual one first and open.

    ``wanted`` is the operation just refused, or the one that a link led to: its form
    stands open instead.
    """
    known = [name for name in OPERATIONS if name in permitted and name not in ELSEWHERE]
    if not (choices or Choices()).payments:
        known = [name for name in known if name != "void_fee"]
    usual = [name for name in NEXT if name in known]
    if has_result and "finish" in known:
        usual.insert(0, "finish")
    first = wanted if wanted in known else (usual[0] if usual else "")
    found = [step(name, name == first, choices) for name in known]
    return sorted(
        found, key=lambda each: (not each.open, each.operation in TALK, each.grave)
    )


def targets(
    holder: str, site: Any, first: str = ""
) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return where a dossier may go: (agency, [(code, department)]) in order.

    Only units in force in which somebody processes dossiers today, so that none
    is sent to a desk at which nobody sits; never the present holder. The agency with
    the code ``first`` comes first.
    """
    today = vietnam.today()
    groups: dict[str, list[tuple[str, str]]] = {}
    foremost: set[str] = set()
    for unit in units.all(on=today, site=site):
        if unit.kind not in ("department", "agency") or unit.code == holder:
            continue
        if duties.holders(unit.code, "processing", today, site):
            agency = units.get(unit.agency, site).name if unit.agency else unit.name
            groups.setdefault(agency, []).append((unit.code, unit.name))
            foremost |= {agency} if first in (unit.agency, unit.code) else set()
    return sorted(groups.items(), key=lambda each: (each[0] not in foremost, each))
