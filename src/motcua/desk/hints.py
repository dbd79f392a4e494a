"""What an officer has to know before a grave step is taken, beside its form."""

from __future__ import annotations

from motcua import _
from motcua.base.policies import FINANCE
from motcua.base.policies import SUPPLEMENT
from motcua.base.vietnam import VIETNAM
from motcua.dossiers import supplements
from motcua.dossiers.clocks import apologies
from motcua.dossiers.clocks import waiting
from motcua.dossiers.tasks import holding
from motcua.organisation import duties
from motcua.shell.screen import Screen
from typing import Any
from typing import Final
from typing import TYPE_CHECKING
from zope.i18nmessageid import Message


if TYPE_CHECKING:
    from motcua.dossiers.dossier import Dossier

_WAITS: Final[dict[str, Any]] = {
    SUPPLEMENT: _("the supplement"),
    FINANCE: _("the payment"),
    "suspension": _("the end of the suspension"),
}


def pause(screen: Screen, dossier: Dossier) -> list[str]:
    """Return what the next request for a supplement means, and who may make it."""
    asked = supplements.following(dossier)
    found = []
    if asked.number > 1:
        found.append(
            _(
                "This would be request no. ${number} for a supplement. Decision "
                "766/QĐ-TTg counts a dossier with more than one request as overdue "
                "in the index of progress (20 of 100 points), even if its result is "
                "ready in time.",
                mapping={"number": asked.number},
            )
        )
    if asked.needs_approval:
        found.append(
            _(
                "Only who approves may make it: ${names}.",
                mapping={"names": approvers(screen, dossier)},
            )
        )
    if asked.needs_basis:
        found.append(
            _(
                "It has to name the legal basis that permits it: nobody travels more "
                "than two times (Decree 63/2010/NĐ-CP, Article 20)."
            )
        )
    return [screen.say(each) for each in found]


def approvers(screen: Screen, dossier: Dossier) -> str:
    """Return who holds the duty of approval where the dossier is, by name."""
    places = [dossier.holder]
    places += [task.department for task in dossier.tasks if task.duty == "approval"]
    names = [
        screen.name_of(person)
        for place in dict.fromkeys(places)
        for person in duties.holders(place, "approval", site=screen.context)
    ]
    return ", ".join(dict.fromkeys(names)) or screen.say(_("nobody today"))


def stop(screen: Screen, dossier: Dossier) -> list[str]:
    """Return what is waited for, since when, and whether stopping is proposed."""
    found = []
    for wait in waiting.waits(screen.context, dossier):
        places = {
            "what": screen.say(_WAITS.get(wait.reason, wait.reason)),
            "since": screen.moment(wait.since),
            "until": screen.moment(wait.until),
        }
        if wait.until is None:
            said = _(
                "Waiting for ${what} since ${since}; the procedure names no longest "
                "wait.",
                mapping=places,
            )
        elif wait.is_over(screen.now):
            said = _(
                "Waiting for ${what} since ${since}. The longest wait was over at "
                "${until}: stopping is proposed.",
                mapping=places,
            )
        else:
            said = _(
                "Waiting for ${what} since ${since}. The longest wait is over at "
                "${until}; do not stop before without another reason.",
                mapping=places,
            )
        found.append(screen.say(said))
    return found


def extend(screen: Screen, dossier: Dossier) -> list[str]:
    """Return what is foreseen by the budgets, and the date that is proposed."""
    found = apologies.draft(screen.context, dossier, screen.now)
    if found is None:
        return []
    places = {
        "until": screen.moment(found.until),
        "expected": screen.moment(found.expected),
    }
    if found.expected is None:
        said = _("No budgets tell when it is ready; ${until} is a proposal.")
    elif found.fits:
        said = _("By the budgets of its steps it is ready at ${expected}, in time.")
    else:
        said = _(
            "By the budgets of its steps it is ready at ${expected}, too late; "
            "${until} is proposed."
        )
    return [screen.say(Message(said, mapping=places))]


HINTS: Final = {"pause": pause, "stop": stop, "extend": extend}


def drafts(screen: Screen, dossier: Dossier, operation: str) -> dict[str, str]:
    """Return words to begin with in the fields of a step that a reminder led to."""
    if operation == "extend":
        said = _(
            "We apologise that the result of dossier ${code} will not be ready in "
            "time. The cause is:",
            mapping={"code": dossier.code},
        )
        found = apologies.draft(screen.context, dossier, screen.now)
        if found is None:
            return {"reason": screen.say(said)}
        where = ", ".join(map(screen.unit_name, holding(dossier)))
        more = _("The dossier is still with ${where}.", mapping={"where": where})
        until = f"{found.until.astimezone(VIETNAM):%Y-%m-%dT%H:%M}"
        return {"until": until, "reason": f"{screen.say(said)} {screen.say(more)}"}
    if operation == "stop":
        over = [
            wait
            for wait in waiting.waits(screen.context, dossier)
            if wait.is_over(screen.now)
        ]
        if over:
            code = "no_payment" if over[0].reason == FINANCE else "no_supplement"
            return {"reason_code": code, "reason": stop(screen, dossier)[0]}
    return {}
