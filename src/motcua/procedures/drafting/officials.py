"""Who may do what with a draft: duties of today, and the agencies they are held in.

An officer acts for drafts of the own agency. Editors of a higher agency may help a
lower one; controllers and publishers of a higher agency act there only when that was
recorded as a loan. No author agrees to or publishes the own draft (four eyes), unless
a small commune has recorded a waiver.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from motcua.base.vietnam import today
from motcua.organisation import duties
from motcua.organisation import units
from motcua.procedures.drafting.drafts import Draft
from motcua.procedures.drafting.drafts import DraftRefused
from motcua.procedures.drafting.drafts import DUTY_OF
from motcua.procedures.folder import folder
from motcua.procedures.versions import procedure
from typing import Any
from typing import Final


#: The duties that open the catalogue's screens.
DUTIES: Final = frozenset(DUTY_OF.values())
#: The duties in words, Vietnamese and English.
NAMES: Final = {
    "catalogue": ("biên tập danh mục thủ tục", "catalogue"),
    "control": ("kiểm soát thủ tục hành chính", "control"),
    "publication": ("công bố thủ tục", "publication"),
}
#: Agencies of these levels may waive the four eyes: they have too few people.
MAY_WAIVE: Final = frozenset({"commune"})


@dataclass(frozen=True)
class Standing:
    """How somebody may act: lent by a higher agency, or as an author by waiver."""

    borrowed: bool = False
    waived: bool = False


def held(person: str, on: date, site: Any = None) -> list[tuple[str, str]]:
    """Return (unit, duty) of a person on a day, those of the catalogue only."""
    parsed = filter(None, map(duties.parse_group, duties.groups(person, on, site)))
    return sorted((unit, duty) for unit, duty in parsed if duty in DUTIES)


def agencies(unit: str, site: Any = None) -> tuple[str, ...]:
    """Return the agencies a unit belongs to, the nearest first."""
    try:
        line = units.ancestors(unit, site)
    except KeyError:
        return ()
    return tuple(one.code for one in line if one.kind == "agency")


def near(unit: str, place: str, site: Any = None) -> bool:
    """Say whether two units belong to one agency."""
    return agencies(unit, site)[:1] == agencies(place, site)[:1] != ()


def above(unit: str, place: str, site: Any = None) -> bool:
    """Say whether the agency of `unit` stands above that of `place`."""
    return bool(set(agencies(unit, site)[:1]) & set(agencies(place, site)[1:]))


def unit_for_editing(
    person: str, code: str, level: str, on: date, site: Any = None
) -> str:
    """Return the unit in which a person may begin a draft of a procedure.

    The highest agencies begin any; a commune what communes decide. `level` is ""
    for a procedure that is new. Raises DraftRefused.
    """
    places = [unit for unit, duty in held(person, on, site) if duty == "catalogue"]
    for unit in sorted(places, key=lambda one: len(agencies(one, site))):
        line = agencies(unit, site)
        top = len(line) == 1
        if top or not level or (line and units.get(line[0], site).level == level):
            return unit
    raise DraftRefused(
        f"{code}: bạn không có nhiệm vụ biên soạn thủ tục này / you hold no duty to "
        "edit this procedure"
    )


def check_level(draft: Draft, site: Any = None) -> None:
    """Refuse a text of another level than the agency decides; the highest decide all.

    A draft of a new procedure is begun before anybody says its level. Raises
    DraftRefused.
    """
    line = agencies(draft.unit, site)
    if len(line) == 1:
        return
    if line and units.get(line[0], site).level == draft.version.level:
        return
    raise DraftRefused(
        f"{draft.code}: cơ quan của bản dự thảo không quyết định thủ tục cấp này / the "
        "agency of the draft does not decide procedures of this level"
    )


def may_edit(draft: Draft, person: str, on: date, site: Any = None) -> bool:
    """Say whether a person may write the draft."""
    return any(
        duty == "catalogue"
        and (near(unit, draft.unit, site) or above(unit, draft.unit, site))
        for unit, duty in held(person, on, site)
    )


def standing(draft: Draft, person: str, on: date, site: Any = None) -> Standing:
    """Return how a person may act in the present stage of a draft.

    Raises DraftRefused with the reason when the person may not.
    """
    duty = DUTY_OF.get(draft.stage, "")
    if draft.stage == "editing":
        if may_edit(draft, person, on, site):
            return Standing()
        raise _without(draft, duty)
    places = [unit for unit, one in held(person, on, site) if one == duty]
    own = any(near(unit, draft.unit, site) for unit in places)
    lent = person in draft.lent(duty) and any(
        above(unit, draft.unit, site) for unit in places
    )
    if not own and not lent:
        raise _without(draft, duty)
    if person not in draft.authors:
        return Standing(borrowed=not own)
    if draft.waived(draft.stage):
        return Standing(borrowed=not own, waived=True)
    raise DraftRefused(
        f"{draft.code}: người đã soạn không được tự kiểm soát hay công bố bản dự thảo "
        "của mình / an author may not agree to or publish the own draft"
    )


def _without(draft: Draft, duty: str) -> DraftRefused:
    vi, en = NAMES.get(duty, (duty, duty))
    return DraftRefused(
        f"{draft.code}: bước này cần nhiệm vụ {vi} tại cơ quan của bản dự thảo / "
        f"this step needs the duty {en} in the agency of the draft"
    )


def may_act(draft: Draft, person: str, on: date, site: Any = None) -> bool:
    """Say whether the draft waits for something that the person may do."""
    try:
        standing(draft, person, on, site)
    except DraftRefused:
        return False
    return True


def may_waive(draft: Draft, site: Any = None) -> bool:
    """Say whether the agency of the draft may do without a second pair of eyes.

    It is small enough, and nobody else keeps the procedure: one person never
    changes alone what holds in other communes too.
    """
    line = agencies(draft.unit, site)
    if not line or units.get(line[0], site).level not in MAY_WAIVE:
        return False
    if draft.code not in folder(site):
        return True
    kept_by = keeper(draft.code, site)
    return bool(kept_by) and near(kept_by, draft.unit, site)


def others(draft: Draft, duty: str, on: date, site: Any = None) -> list[str]:
    """Return who holds a duty in the agency of the draft and did not write it."""
    found = {
        person
        for unit in units.all(on=on, site=site)
        if near(unit.code, draft.unit, site)
        for person in duties.holders(unit.code, duty, on, site)
    }
    return sorted(found.difference(draft.authors))


def lenders(draft: Draft, duty: str, on: date, site: Any = None) -> list[str]:
    """Return who holds a duty in an agency above that of the draft."""
    higher = agencies(draft.unit, site)[1:]
    found = {
        person
        for unit in units.all(on=on, site=site)
        if agencies(unit.code, site)[:1] and agencies(unit.code, site)[0] in higher
        for person in duties.holders(unit.code, duty, on, site)
    }
    return sorted(found)


def keeper(code: str, site: Any = None) -> str:
    """Return the unit whose draft was published last; "" for what came otherwise."""
    published = [one for one in procedure(code, site).closed if one.adopted]
    return published[-1].unit if published else ""


def check_decides(
    code: str, person: str, duty: str, on: date | None = None, site: Any = None
) -> None:
    """Refuse whoever may not decide on a procedure that is published.

    A holder of `duty` in one of the highest agencies may, or in the agency that
    published the procedure last. Raises DraftRefused.
    """
    day = on or today()
    kept_by = keeper(code, site)
    for unit, one in held(person, day, site):
        if one == duty and (
            len(agencies(unit, site)) == 1 or (kept_by and near(unit, kept_by, site))
        ):
            return
    raise DraftRefused(
        f"{code}: việc này cần nhiệm vụ {duty} tại cơ quan quản lý thủ tục / this "
        f"needs the duty {duty} in the agency that keeps the procedure"
    )


def may_decide(
    code: str, person: str, duty: str, on: date | None = None, site: Any = None
) -> bool:
    """Say whether `check_decides` lets the person pass."""
    try:
        check_decides(code, person, duty, on, site)
    except DraftRefused:
        return False
    return True
