"""What a slip says of the event that issued it; all of it plain values."""

from __future__ import annotations

from datetime import datetime
from motcua.base.money import format_vnd
from motcua.base.money import vnd_in_words
from motcua.base.vietnam import VIETNAM
from motcua.dossiers.ledger import events
from motcua.dossiers.papers import REUSED
from motcua.dossiers.slips.moments import moment
from motcua.dossiers.slips.words import METHODS
from motcua.dossiers.slips.words import PAPER_FORMS
from typing import Any
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Callable
    from motcua.dossiers.dossier import Dossier
    from motcua.dossiers.ledger import Event
    from motcua.dossiers.slips.names import Names
    from motcua.dossiers.states import DossierView
    from motcua.dossiers.states import Entry

#: Operations that hand a dossier on: each is a row of the control slip.
HANDED: Final = (
    "receive",
    "accept",
    "forward",
    "complete",
    "propose",
    "approve",
    "send_back",
    "finish",
    "return_result",
)
#: Operations that ask for supplements, counted together.
ASKING: Final = ("guide", "pause")


def of_event(
    names: Names, dossier: Dossier, event: Event, view: DossierView
) -> dict[str, Any]:
    """Return the values ``event`` of a slip: every key is there, "" for nothing.

    Header and payload are read together: the fields of ``operations.OPERATIONS``, and
    ``returned`` (papers), ``contact``, ``contact_phone``, ``receiver``, ``fee_name``
    where the payload has them.
    """
    told = {**event.facts, **event.data}
    text = {name: str(told.get(name) or "") for name in _TEXTS}
    return {
        **text,
        "at": moment(event.at),
        "until": _until(told, event),
        "old_due": moment(view.due) if view.due else "",
        "fault": names.unit(told.get("fault")),
        "to": names.unit(told.get("to")),
        "asker": names.unit(event.unit),
        "contact": text["contact"] or names.person(event.actor),
        "ground": str(told.get("legal_basis") or ""),
        "round": _round(dossier, event),
        "missing": [_paper(one) for one in told.get("missing") or ()],
        "returned": _returned(told, view),
        "originals": [_paper(one) for one in told.get("returned") or ()],
        "proof": " ".join(filter(None, (text["proof_kind"], text["proof_number"]))),
        **_money(told),
        **sharing(names, view),
    }


def sharing(names: Names, view: DossierView) -> dict[str, Any]:
    """Return the agency in charge and those that take part beside it."""
    lead = _lead(view)
    others = [one for one in view.participants if one not in (view.unit, lead)]
    return {
        "lead": names.unit(lead),
        "others": [names.unit(one) for one in others],
    }


_TEXTS: Final = (
    "reason",
    "contact",
    "contact_phone",
    "question",
    "receiver",
    "symbol",
    "number",
    "fee_name",
    "proof_kind",
    "proof_number",
    "lost",
)


def hand_overs(
    names_at: Callable[[int], Names], view: DossierView
) -> list[dict[str, str]]:
    """Return the rows of the control slip: who gave what to whom, when, in time or not.

    ``names_at`` gives the names as of an event. Form 06 asks for signatures of giver
    and receiver; the account stands for them, and says for whom it acted.
    """
    rows = []
    before = view.history[0].unit if view.history else ""
    for entry in view.history:
        if entry.type not in HANDED:
            continue
        names = names_at(entry.number)
        rows.append(
            {
                "giver": names.unit(entry.unit or before),
                "receiver": names.unit(entry.holder),
                "at": moment(entry.at),
                "result": _in_time(entry),
                "account": _account(names, entry),
                "note": _note(names, entry, view),
            }
        )
        before = entry.holder
    return rows


def _note(names: Names, entry: Entry, view: DossierView) -> str:
    """Return what a row remarks; of the first one that it was received on paper."""
    paper = view.on_paper
    if entry.number != 1 or paper is None:
        return entry.text
    said = (
        f"Nhận trên giấy lúc {moment(paper.received)}, nhập sau",
        f"{names.person(paper.approved_by)} duyệt",
        paper.reason,
        entry.text,
    )
    return "; ".join(filter(None, said))


def results(view: DossierView, event: Event) -> list[dict[str, Any]]:
    """Return the results handed over: number, title, count."""
    told = event.data.get("results")
    if isinstance(told, list):
        return [
            {
                "number": str(one.get("number", "")),
                "title": str(one.get("title", "")),
                "count": int(one.get("count", 1)),
            }
            for one in told
        ]
    return [{"number": "", "title": kept.name, "count": 1} for kept in view.results]


def event_of(dossier: Dossier, number: int) -> Event:
    """Return the event with this number."""
    return events(dossier)[number - 1]


def _account(names: Names, entry: Entry) -> str:
    """Return who acted: "Lê Thị Mai (TUQ. Trần Văn Minh)"."""
    name = names.person(entry.actor)
    if not entry.behalf:
        return name
    form = entry.form if entry.form.endswith(".") else "thay"
    return f"{name} ({form} {names.person(entry.behalf)})"


def _lead(view: DossierView) -> str:
    """Return the first department that was given the dossier, else the unit itself."""
    others = [one for one in view.participants if one != view.unit]
    return others[0] if others else view.unit


def _round(dossier: Dossier, event: Event) -> int:
    """Return which request for supplements this is, from 1 on."""
    asked = [one for one in events(dossier)[: event.number] if one.type in ASKING]
    return len(asked)


def _until(told: dict[str, Any], event: Event) -> str:
    given = told.get("by" if event.type == "ask_opinion" else "until")
    if not given:
        return ""
    try:
        at = datetime.fromisoformat(str(given))
    except ValueError:
        return str(given)
    return moment(at if at.tzinfo else at.replace(tzinfo=VIETNAM))


def _paper(one: Any) -> dict[str, Any]:
    if isinstance(one, str):
        return {"title": one, "form": "", "count": "", "why": ""}
    form = str(one.get("form", ""))
    return {
        "title": str(one.get("title", "")),
        "form": PAPER_FORMS.get(form, form),
        "count": int(one.get("count") or 1),
        "why": str(one.get("why") or one.get("reason") or ""),
    }


def _returned(told: dict[str, Any], view: DossierView) -> list[dict[str, Any]]:
    """Return the papers given back: those named, else all that were handed in."""
    if "returned" in told:
        return [_paper(one) for one in told["returned"]]
    mine = PAPER_FORMS[REUSED]
    return [one for one in papers(view) if one["form"] != mine]


def papers(view: DossierView) -> list[dict[str, Any]]:
    """Return the papers received: title, form in words, count."""
    return [
        {"title": one.title, "form": PAPER_FORMS[one.form], "count": one.count}
        for one in view.papers
    ]


def _money(told: dict[str, Any]) -> dict[str, str]:
    method = str(told.get("method") or "")
    amount = told.get("amount")
    given = isinstance(amount, int) or str(amount or "").isdigit()
    number = int(amount) if given and amount is not None else 0
    return {
        "amount": format_vnd(number) if given else "",
        "amount_words": vnd_in_words(number) if given else "",
        "method": METHODS.get(method, method),
    }


def _in_time(entry: Entry) -> str:
    """Return how the hand-over stands to the due date of then."""
    if entry.due is None:
        return ""
    if entry.at > entry.due:
        return "Quá hạn"
    same = entry.at.astimezone(VIETNAM).date() == entry.due.astimezone(VIETNAM).date()
    return "Đúng hạn" if same else "Trước hạn"
