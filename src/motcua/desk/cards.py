"""Identity cards that were scanned at the counter, spread over the fields of a person.

With the script of the page the text of a card comes in a field of its own; without it
the text stands wherever the focus was. Either way it goes where it belongs here.
"""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import field
from motcua import _
from motcua.base import citizen_cards
from motcua.desk.entry import birth_of
from motcua.desk.entry import FIELDS
from motcua.shell.wording import PERSON_FIELDS
from motcua.shell.wording import ROLES
from typing import Any
from typing import Final


#: The field into which the script puts what was scanned, and whom it is about.
SCAN: Final = "scan"
ROLE: Final = "scan-role"
UNREADABLE: Final = _(
    "This looks like the code of an identity card and cannot be read. Scan it again, "
    "with the input method for Vietnamese switched off, or type what the card says."
)


@dataclass
class Spread:
    """What became of the cards of one form.

    ``roles`` were filled; ``replaced`` are (role, field, what stood there before);
    ``unreadable`` are the names of fields.
    """

    roles: list[str] = field(default_factory=list)
    replaced: list[tuple[Any, Any, str]] = field(default_factory=list)
    unreadable: list[str] = field(default_factory=list)


def spread(form: dict[str, Any]) -> Spread:
    """Put every card that a form holds into the fields of its person.

    Changes ``form``. What a card replaces is told; a card that cannot be read stays
    where it was scanned.
    """
    found = Spread()
    role = form.get(ROLE)
    scanned = form.pop(SCAN, "")
    if isinstance(scanned, str) and scanned:
        _scanned(form, scanned, role if role in FIELDS else "applicant", found)
    for role, fields in FIELDS.items():
        for name in fields:
            text = form.get(f"{role}-{name}", "")
            if isinstance(text, str) and citizen_cards.holds_one(text):
                _in_field(form, role, name, text, found)
    return found


def _scanned(form: dict[str, Any], text: str, role: str, found: Spread) -> None:
    try:
        _fill(form, role, citizen_cards.split(text)[1], found)
    except ValueError:
        found.unreadable.append(f"{role}-name")


def _in_field(
    form: dict[str, Any], role: str, name: str, text: str, found: Spread
) -> None:
    try:
        before, card = citizen_cards.split(text)
    except ValueError:
        found.unreadable.append(f"{role}-{name}")
        return
    form[f"{role}-{name}"] = before
    _fill(form, role, card, found)


def _fill(
    form: dict[str, Any], role: str, card: citizen_cards.CitizenCard, found: Spread
) -> None:
    birth = "/".join(reversed(card.birth.split("-")))
    said = {
        "name": card.name,
        "birth": birth,
        "id_number": card.id_number,
        "address": card.address,
    }
    for name, value in said.items():
        before = str(form.get(f"{role}-{name}", "")).strip()
        same = birth_of(before) == card.birth if name == "birth" else before == value
        if not value or same:
            continue
        if before:
            found.replaced.append((ROLES[role], PERSON_FIELDS[name], before))
        form[f"{role}-{name}"] = value
    if role == "owner":
        form.pop("same", None)
    if role not in found.roles:
        found.roles.append(role)
