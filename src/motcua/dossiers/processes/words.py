"""Words for what a process keeps as keys."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from motcua import _
from motcua.base.durations import Language
from motcua.dossiers.processes.definitions import AGENCY
from motcua.dossiers.processes.definitions import Branch
from motcua.dossiers.processes.definitions import Kind
from motcua.dossiers.processes.definitions import Process
from motcua.dossiers.processes.definitions import Promise
from motcua.dossiers.processes.definitions import Step
from motcua.dossiers.processes.definitions import UNIT
from motcua.organisation.duties import DUTIES
from motcua.procedures.wording import CHANNELS
from typing import Any
from typing import Final


KINDS: Final[dict[Kind, Any]] = {
    "reception": _("Reception"),
    "handle": _("Handling"),
    "opinion": _("Opinion"),
    "approve": _("Approval"),
    "issue": _("Issuing the result"),
}
PROMISES: Final[dict[Promise, Any]] = {
    "term": _("the time that the procedure publishes"),
    "way": _("the longest line of steps"),
}
#: Fields of a process and of a step.
FIELDS: Final[dict[str, Any]] = {
    "title": _("Title"),
    "kind": _("Kind of step"),
    "department": _("Department"),
    "duty": _("Duty"),
    "person": _("Person"),
    "term": _("Time"),
    "checklist": _("To be checked"),
    "slips": _("Slips"),
    "may_change": _("May be corrected here"),
    "returns": _("May be sent back to"),
    "outcomes": _("Possible outcomes"),
    "promise": _("What the due date follows"),
    "regulation": _("Coordination regulation"),
    "deed": _("Deciding document"),
    "procedure": _("Procedure"),
}
#: What may be corrected of a dossier, the keys of ``operations.CORRECTABLE``.
CORRECTED: Final[dict[str, Any]] = {
    "persons": _("Persons: a name, an address, who is who"),
    "papers": _("Papers: which were handed in, as what, how many"),
    "note": _("The remark"),
    "received": _("The moment of receipt"),
    "procedure": _("The procedure, its case or the channel"),
}
ALL_OTHERS: Final[Any] = _("All others")
SIDE_BY_SIDE: Final[Any] = _("Side by side")
NO_STEP: Final[Any] = _("No step: straight on")
#: How a step stands in a dossier: sign and word, never colour alone.
MARKS: Final[dict[str, tuple[str, Any]]] = {
    "done": ("✓", _("done")),
    "open": ("▶", _("open now")),
    "": ("", ""),
}


@dataclass(frozen=True)
class Reader:
    """Who a process is told to: ``say`` translates, ``unit_name`` names a unit."""

    say: Callable[[Any], str]
    unit_name: Callable[[str], str]
    language: Language = "vi"

    def department(self, name: str) -> str:
        """Return a department in words, relative names included."""
        if name == UNIT:
            return self.say(_("The unit that receives"))
        if name == AGENCY:
            return self.say(_("The agency of the unit that receives"))
        if name.startswith(f"{AGENCY}/"):
            ending = name.removeprefix(f"{AGENCY}/")
            return self.say(
                _("Department .${ending} of that agency", mapping={"ending": ending})
            )
        return self.unit_name(name)

    def term(self, step: Step) -> str:
        """Return the budget of a step; "" when it has none."""
        return "" if step.term.kind == "none" else step.term.text(self.language)

    def kind(self, step: Step) -> str:
        """Return what a step is for."""
        return self.say(KINDS[step.kind])

    def duty(self, step: Step) -> str:
        """Return the duty of a step, as it is written when there is no such duty."""
        return self.say(DUTIES.get(step.duty, step.duty))

    def branch(self, branch: Branch, process: Process) -> str:
        """Return when a branch is taken: its title, else its condition."""
        if branch.title:
            return branch.title
        return self.condition(branch, process)

    def condition(self, branch: Branch, process: Process) -> str:
        """Return the condition of a branch in words."""
        when = branch.when
        if when is None:
            return self.say(ALL_OTHERS)
        values = ", ".join(when.values)
        if when.name == "case":
            return self.say(_("Case ${values}", mapping={"values": values}))
        if when.name == "channel":
            return ", ".join(self.say(CHANNELS.get(one, one)) for one in when.values)
        key = when.name.removeprefix("outcome:")
        try:
            title = process.step(key).title
        except KeyError:
            title = key
        return f"{title}: {values}"
