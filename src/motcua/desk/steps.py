"""The steps of a dossier as forms: what each one asks for."""

from __future__ import annotations

from dataclasses import dataclass
from motcua import _
from motcua.dossiers.actions import REASONED
from motcua.organisation import duties
from motcua.organisation import units
from motcua.shell.wording import OPERATIONS
from typing import Any
from typing import Final


#: The step that usually comes next; its form stands open.
NEXT: Final[tuple[str, ...]] = (
    "propose",
    "forward",
    "approve",
    "attach_result",
    "resume",
    "return_result",
    "close",
)
#: Steps that bring a file along.
UPLOADS: Final = frozenset({"attach_scan", "attach_result"})
#: Steps that end the matter against or without the applicant's request.
GRAVE: Final = frozenset({"refuse", "withdraw", "stop"})

_TEXTS: Final[dict[str, Any]] = {
    "propose": _("What is proposed, and why"),
    "reason": _("Reason, in words that the applicant may read"),
    "note": _("Remark (may stay empty)"),
}


@dataclass(frozen=True)
class Step:
    """One step that this person may take now.

    ``field`` is the name of the text field that its form has ("" for none).
    """

    operation: str
    title: Any
    field: str
    label: Any
    required: bool
    grave: bool
    open: bool

    @property
    def upload(self) -> bool:
        """Whether a file belongs to it."""
        return self.operation in UPLOADS


def step(operation: str, is_open: bool) -> Step:
    """Return the form of an operation."""
    if operation == "propose":
        field, label = "proposal", _TEXTS["propose"]
    elif operation in REASONED:
        field, label = "reason", _TEXTS["reason"]
    elif operation in UPLOADS:
        field, label = "", ""
    else:
        field, label = "note", _TEXTS["note"]
    return Step(
        operation=operation,
        title=OPERATIONS[operation],
        field=field,
        label=label,
        required=field in ("proposal", "reason"),
        grave=operation in GRAVE,
        open=is_open,
    )


def steps(permitted: frozenset[str], has_result: bool, failed: str = "") -> list[Step]:
    """Return the forms of the permitted operations, the usual one first and open.

    ``failed`` is the operation just refused: its form stays open with its text.
    """
    known = [name for name in OPERATIONS if name in permitted]
    usual = [name for name in NEXT if name in known]
    if has_result and "finish" in known:
        usual.insert(0, "finish")
    first = failed if failed in known else (usual[0] if usual else "")
    ordered = sorted(known, key=lambda name: (name != first, name in GRAVE))
    return [step(name, name == first) for name in ordered]


def targets(holder: str, site: Any) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return where a dossier may go: (agency, [(code, department)]) in order.

    Only units in force in which somebody processes dossiers today, so that none
    is sent to a desk at which nobody sits; never the present holder.
    """
    today = units.today()
    groups: dict[str, list[tuple[str, str]]] = {}
    for unit in units.all(on=today, site=site):
        if unit.kind not in ("department", "agency") or unit.code == holder:
            continue
        if duties.holders(unit.code, "processing", today, site):
            agency = units.get(unit.agency, site).name if unit.agency else unit.name
            groups.setdefault(agency, []).append((unit.code, unit.name))
    return sorted(groups.items())
