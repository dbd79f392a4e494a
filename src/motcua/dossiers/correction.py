"""Correcting a dossier (đính chính): what was recorded wrongly, with a trace.

A correction never edits: it is an event that says what is true instead, why, and
who says so. Slips that stated the error are void and issued anew with it.
"""

from __future__ import annotations

from datetime import datetime
from motcua import _
from motcua.base import vietnam
from motcua.dossiers import moments
from motcua.dossiers import receipt
from motcua.dossiers.errors import MissingData
from motcua.dossiers.operations import CORRECTABLE
from motcua.dossiers.papers import PaperGiven
from motcua.dossiers.papers import REUSED
from motcua.dossiers.persons import Person
from motcua.dossiers.receipt import MATTER
from motcua.dossiers.states import fold
from motcua.dossiers.statuses import BEFORE_ACCEPTANCE
from typing import Any
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Mapping
    from motcua.dossiers.dossier import Dossier

#: States in which the way is young enough for another procedure.
YOUNG: Final = frozenset({"submitted", "guided", "received", "processing"})


def checked(changes: Any) -> dict[str, Any]:
    """Return the changes in the shape the ledger keeps.

    ``persons`` and ``papers`` are whole lists as at receipt; ``received`` is a
    moment; ``procedure`` an object with procedure, version, case and channel.
    Raises ``MissingData`` that names what is wrong.
    """
    if not isinstance(changes, dict) or not changes:
        raise MissingData(_("Say what is to be corrected."))
    strange = sorted(set(changes) - set(CORRECTABLE))
    if strange:
        raise MissingData(
            _(
                "“${name}” cannot be corrected; possible are: ${names}.",
                mapping={"name": str(strange[0])[:40], "names": ", ".join(CORRECTABLE)},
            )
        )
    try:
        return {name: _shaped(name, value) for name, value in changes.items()}
    except (TypeError, ValueError, KeyError, AttributeError) as error:
        raise MissingData(
            _(
                "The correction cannot be read: ${error}",
                mapping={"error": str(error)[:200]},
            )
        ) from error


def _shaped(name: str, value: Any) -> Any:
    if name == "persons":
        persons = [Person.from_json(one) for one in value]
        if "applicant" not in [one.role for one in persons]:
            raise MissingData(_("Enter the person who hands the dossier in."))
        for one in persons:
            one.check_birth(vietnam.today())
        return [one.to_json() for one in persons]
    if name == "papers":
        return [PaperGiven.from_json(one).to_json() for one in value]
    if name == "received":
        return moments.moment(str(value)).isoformat()
    if name == "procedure":
        return {key: str(value[key]) for key in MATTER}
    return str(value)


def facts(
    site: Any, dossier: Dossier, changes: dict[str, Any], now: datetime
) -> dict[str, Any]:
    """Return the header facts of a correction; due dates are the caller's.

    Raises ``MissingData`` for a receipt in the future, and for another procedure
    when the dossier is too far on its way.
    """
    found: dict[str, Any] = {"corrects": sorted(changes)}
    _check_reused(dossier, changes.get("papers", ()))
    if "received" in changes:
        if datetime.fromisoformat(changes["received"]) > now:
            raise MissingData(_("The receipt cannot lie in the future."))
        found["received"] = changes["received"]
    if "procedure" in changes:
        found |= _another(site, dossier, changes["procedure"], now)
    return found


def _check_reused(dossier: Dossier, papers: Iterable[Mapping[str, Any]]) -> None:
    """Refuse to say of a paper that it was in the store when it was not."""
    known = [one for one in fold(dossier).papers if one.form == REUSED]
    names = {name for one in known for name in (one.key, one.title)}
    if any(
        one["form"] == REUSED and names.isdisjoint((one["key"], one["title"]))
        for one in papers
    ):
        raise MissingData(_("A paper is used from the store at intake alone."))


def _another(
    site: Any, dossier: Dossier, matter: dict[str, str], now: datetime
) -> dict[str, Any]:
    """Return the facts of a dossier that belongs to another procedure or case."""
    if dossier.state not in YOUNG:
        raise MissingData(
            _(
                "The procedure can be corrected until a decision is proposed. "
                "Send the dossier back first."
            )
        )
    if dossier.state in BEFORE_ACCEPTANCE:
        receipt.channel_of(site, dossier.unit, matter)
        return dict(matter)
    found = receipt.facts(site, dossier.unit, matter, now)
    if "process" in found:
        return found
    # On the free road it stays where it is; a way it had is left.
    kept = {name: found[name] for name in found if name not in ("state", "holder")}
    if dossier.process:
        left = {"process": "", "tasks": [], "done": [], "answers": []}
        return {**kept, **left, "state": "received", "holder": dossier.unit}
    return kept
