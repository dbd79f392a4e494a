"""Handing over: a list is issued, acknowledged, and what is missing is explained.

A list moves no dossier: who holds one is said by its own ledger. It records which
papers went from whom to whom, and what did not arrive stays open until somebody
explains it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from motcua import _
from motcua.base import vietnam
from motcua.base.vietnam import VIETNAM
from motcua.dossiers import actions
from motcua.dossiers import rights
from motcua.dossiers.errors import IllegalStep
from motcua.dossiers.errors import MissingData
from motcua.dossiers.errors import NotAllowed
from motcua.dossiers.folder import find as find_dossier
from motcua.dossiers.handovers import store
from motcua.dossiers.handovers.store import HandoverList
from motcua.dossiers.handovers.view import CLOSED
from motcua.dossiers.handovers.view import view
from motcua.dossiers.ledger import append
from motcua.dossiers.slips import book
from motcua.dossiers.slips import forms
from motcua.dossiers.slips import names
from motcua.dossiers.slips.words import WAYS
from motcua.dossiers.states import fold
from motcua.organisation import units
from motcua.storage import numbers
from typing import Any
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Sequence
    from motcua.dossiers.dossier import Dossier

#: Kinds of lists: dossiers, results, results that go by post.
KINDS: Final = ("dossiers-handover", "results-handover", "post-list")
#: Duties whose holders give and take.
DUTIES: Final = ("reception", "processing", "approval", "archive")
#: Dossiers on one list.
MOST: Final = 200
#: States with a result that can be handed over.
_READY: Final = ("approved", "finished", "refused", "stopped")


@dataclass(frozen=True)
class Line:
    """A code that was given, its dossier, and why it cannot be listed, "" if it can."""

    code: str
    dossier: Dossier | None
    problem: Any = ""


def lines(
    site: Any, kind: str, given: Sequence[str], person: str, now: datetime
) -> list[Line]:
    """Return a line for each code, once; ``kind`` is one of ``KINDS`` or "label".

    Nobody can tell an unknown code from that of a dossier which is not theirs.
    """
    found = []
    for code in dict.fromkeys(given):
        dossier = find_dossier(site, code)
        if dossier is None or not actions.permitted(dossier, person, now):
            problem = _("There is no dossier with this code among yours.")
            found.append(Line(code, None, problem))
        else:
            problem = _problem(site, kind, dossier)
            found.append(Line(code, dossier, problem))
    return found


def issue(
    site: Any,
    kind: str,
    unit: str,
    given: Sequence[str],
    actor: str,
    now: datetime,
    *,
    to: str = "",
    way: str = "hand",
    note: str = "",
) -> HandoverList:
    """Issue a list from ``unit`` to ``to``, both codes of units, and return it.

    A list for the post goes to nobody's unit. Raises ``NotAllowed`` for who holds no
    duty in the unit, ``MissingData`` when a code cannot be listed or the list is
    empty, too long, or goes nowhere.
    """
    _check_holder(unit, actor, now)
    posted = kind == "post-list"
    _check_road(site, kind, unit, to, way)
    found = _checked(lines(site, kind, given, actor, now))
    day = now.astimezone(VIETNAM).date()
    form = forms.of_kind(kind, day)
    to = "" if posted else units.get(to, site).code
    number, code = _number(site, unit, form, f"{day:%Y}")
    rows = [[line.code, line.dossier.length] for line in found if line.dossier]
    facts = {
        "code": code,
        "set": form.set,
        "form": form.form,
        "number": number,
        "to": to,
        "way": "post" if posted else way,
        "rows": rows,
        "template": book.keep(form, day, site),
        **_behalf(unit, actor, now),
    }
    facts["names"] = names.keep(site, unit, actor, unit, facts, now)
    for line in found:
        if line.dossier:
            # Two lists at the same moment meet here: the second one looks again.
            line.dossier._p_changed = True
    made = HandoverList(code)
    append(
        made, "issue", actor=actor, unit=unit, now=now, facts=facts, data={"note": note}
    )
    shelf = store.made(site)
    shelf.lists[code] = made
    shelf.open.insert(code)
    taken = shelf.taken()
    for dossier, _length in rows:
        taken[kind, dossier] = code
    for place in filter(None, (unit, to)):
        shelf.places.insert((place, made.last.at.isoformat(), code))  # type: ignore[union-attr]
    return made


def _check_road(site: Any, kind: str, unit: str, to: str, way: str) -> None:
    if kind not in KINDS or way not in WAYS:
        raise MissingData(_("Choose the kind of list and how it is handed over."))
    if kind != "post-list" and (not _exists(site, to) or to == unit):
        raise MissingData(_("Choose another unit that receives the list."))


def _checked(found: list[Line]) -> list[Line]:
    if not found or len(found) > MOST:
        raise MissingData(
            _(
                "A list has one dossier at least and ${most} at most.",
                mapping={"most": str(MOST)},
            )
        )
    if any(line.problem for line in found):
        raise MissingData(
            _("Some dossiers cannot be on this list; the reasons stand beside them.")
        )
    return found


def acknowledge(
    site: Any,
    one: HandoverList,
    missing: Iterable[str],
    actor: str,
    now: datetime,
    taken_by: str = "",
) -> None:
    """Record that the list arrived, but for the dossiers with the codes ``missing``.

    The receiving unit does it; for the post the unit that gave, which names who
    signed (``taken_by``). Raises ``NotAllowed``, ``IllegalStep``, ``MissingData``.
    """
    found = view(one)
    unit = found.to or found.unit
    _check_holder(unit, actor, now)
    if found.status != "open":
        raise IllegalStep(_("This list is acknowledged already, or void."))
    if not found.to and not taken_by:
        raise MissingData(_("Name who signed for the post."))
    gone = sorted(set(missing))
    if set(gone) - {code for code, _number in found.rows}:
        raise MissingData(_("A dossier that is missing has to be on the list."))
    data = {"taken_by": taken_by} if taken_by else {}
    _append(one, "acknowledge", actor, unit, now, {"missing": gone}, data)
    _settle(site, one)


def explain(
    site: Any, one: HandoverList, dossier: str, reason: str, actor: str, now: datetime
) -> None:
    """Record what became of a dossier that did not arrive.

    Either unit may. Raises ``NotAllowed``, ``IllegalStep``, ``MissingData``.
    """
    found = view(one)
    unit = next(
        (u for u in (found.unit, found.to) if u and holds(u, actor, now)), found.unit
    )
    _check_holder(unit, actor, now)
    if found.differences.get(dossier) != "" or found.void:
        raise IllegalStep(_("No difference of this dossier is open."))
    if not reason:
        raise MissingData(_("Say what became of the dossier."))
    _append(one, "explain", actor, unit, now, {"dossier": dossier}, {"reason": reason})
    _settle(site, one)


def refuse(
    site: Any,
    one: HandoverList,
    rows: Iterable[str],
    reason: str,
    actor: str,
    now: datetime,
) -> None:
    """Send dossiers of a list back to who gave it, with the reason in words.

    ``rows`` are codes of dossiers; without any the whole list goes back, and is over.
    The receiving unit does it. A row that goes back stays open until who gave it has
    it again: ``take_back``. Raises ``NotAllowed``, ``IllegalStep``, ``MissingData``.
    """
    found, codes = view(one), sorted(set(rows))
    _check_holder(found.to or found.unit, actor, now)
    settled = {*found.differences, *found.refused}
    if found.status in CLOSED or (not codes and found.status != "open"):
        raise IllegalStep(_("This list is acknowledged already, or void."))
    if set(codes) - {code for code, _number in found.rows} or settled & set(codes):
        raise MissingData(
            _("What is sent back has to be on the list, and not be sent back already.")
        )
    if not reason:
        raise MissingData(_("Give the reason in words."))
    facts = {"refused": codes}
    _append(one, "refuse", actor, found.to, now, facts, {"reason": reason})
    _settle(site, one)


def take_back(
    site: Any, one: HandoverList, dossier: str, actor: str, now: datetime
) -> None:
    """Record that the unit that gave has a dossier again that was sent back.

    Raises ``NotAllowed``, ``IllegalStep``.
    """
    found = view(one)
    _check_holder(found.unit, actor, now)
    if dossier not in found.refused or dossier in found.back:
        raise IllegalStep(_("This dossier was not sent back, or is back already."))
    _append(one, "take_back", actor, found.unit, now, {"dossier": dossier}, {})
    _settle(site, one)


def make_void(
    site: Any, one: HandoverList, reason: str, actor: str, now: datetime
) -> None:
    """Take a list back that nobody acknowledged.

    Raises ``NotAllowed``, ``IllegalStep``, ``MissingData``.
    """
    found = view(one)
    _check_holder(found.unit, actor, now)
    if found.status != "open":
        raise IllegalStep(_("This list is acknowledged already, or void."))
    if not reason:
        raise MissingData(_("Give the reason in words."))
    _append(one, "void", actor, found.unit, now, {}, {"reason": reason})
    _settle(site, one)


def reprint(one: HandoverList, actor: str, now: datetime) -> None:
    """Record that the list is printed again. Raises ``NotAllowed``."""
    found = view(one)
    unit = next((u for u in (found.unit, found.to) if u and holds(u, actor, now)), "")
    _check_holder(unit, actor, now)
    _append(one, "reprint", actor, unit, now, {}, {})


def holds(unit: str, person: str, now: datetime) -> bool:
    """Say whether the person gives and takes for a unit."""
    return _duty(unit, person, now) != ""


def _duty(unit: str, person: str, now: datetime) -> str:
    held = rights.groups_of(person, now.astimezone(VIETNAM).date())
    return next((duty for duty in DUTIES if f"{unit}:{duty}" in held), "")


def _check_holder(unit: str, person: str, now: datetime) -> None:
    if not holds(unit, person, now):
        raise NotAllowed


def _behalf(unit: str, actor: str, now: datetime) -> dict[str, Any]:
    return rights.behalf(actor, f"{unit}:{_duty(unit, actor, now)}", now)


def _exists(site: Any, code: str) -> bool:
    try:
        return units.get(code, site).in_force(vietnam.today())
    except KeyError:
        return False


def _append(
    one: HandoverList,
    type_: str,
    actor: str,
    unit: str,
    now: datetime,
    facts: dict[str, Any],
    data: dict[str, Any],
) -> None:
    facts = {**facts, **_behalf(unit, actor, now)}
    append(one, type_, actor=actor, unit=unit, now=now, facts=facts, data=data)


def _settle(site: Any, one: HandoverList) -> None:
    shelf, found = store.made(site), view(one)
    if found.status in CLOSED and one.code in shelf.open:
        shelf.open.remove(one.code)
    if found.status != "open":
        taken = shelf.taken()
        for dossier, _number in found.rows:
            if taken.get((found.form.kind, dossier)) == one.code:
                del taken[found.form.kind, dossier]


def _problem(site: Any, kind: str, dossier: Dossier) -> Any:
    listed = store.on_list(site, kind, dossier.code)
    if listed:
        return _(
            "It is on list ${list} already, which nobody has acknowledged.",
            mapping={"list": listed},
        )
    if kind == "results-handover" and dossier.state not in _READY:
        return _("It has no result yet.")
    if kind == "post-list":
        if dossier.state != "finished":
            return _("Its result is not ready to be returned.")
        if fold(dossier).answer_by != "post":
            return _("The applicant did not choose the post.")
    return ""


def _number(site: Any, unit: str, form: forms.Form, year: str) -> tuple[int, str]:
    """Return the next number and code; those in use after a restore are passed over."""
    shelf = store.made(site)
    while True:
        number = numbers.allocate(f"handover:{unit}:{form.form}", year)
        code = f"{unit}-{year}/{number}-{form.form}"
        if code not in shelf.lists:
            return number, code
