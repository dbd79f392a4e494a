"""Whether a slip is ours and still holds: its check letters, and the public answer.

Ten letters are derived from the name of the slip and the secret of the house (50 bits),
from an alphabet without letters that look alike. Who asks with wrong letters, or for a
slip that does not exist, gets the same answer, and few tries.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from datetime import datetime
from datetime import UTC
import hashlib
import hmac
from motcua.base.vietnam import VIETNAM
from motcua.dossiers.cash import store as cash
from motcua.dossiers.folder import find as find_dossier
from motcua.dossiers.handovers import store
from motcua.dossiers.handovers.view import view
from motcua.dossiers.ledger import events
from motcua.dossiers.outage import blocks
from motcua.dossiers.outage import store as outage
from motcua.dossiers.slips import forms
from motcua.dossiers.slips.issued import slips_of
from motcua.dossiers.slips.issued import Status
from motcua.storage import tries
from motcua.storage.settings import secret
import re
from typing import Any
from typing import Final
from typing import Literal
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from motcua.dossiers.handovers.view import Handover

#: The alphabet of Crockford: no I, L, O, U.
ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH: Final = 10
#: How many tries of 15 minutes may fail, of one client and about one slip.
PER_CLIENT: Final = 10
PER_SLIP: Final = 20
_NAME: Final = re.compile(r"([A-Z0-9.\-]{5,50})/(\d{1,6}-[A-Z0-9]{2})")
_ALIKE: Final = str.maketrans("ILOU", "110V")


@dataclass(frozen=True)
class Checked:
    """What anybody with the slip in hand may learn: no person, no procedure.

    "paper" is what a provisional slip is that nobody entered yet. ``replaced_by`` is
    the number of the slip that took its place, "" for none.
    """

    status: Status | Literal["paper"]
    title: str
    number: str
    day: date
    replaced_by: str


def letters(name: str) -> str:
    """Return the check letters of a slip: "7K2QM-0X9TD"."""
    digest = hmac.new(secret().encode(), f"slip:{name}".encode(), hashlib.sha256)
    number = int.from_bytes(digest.digest()[:7], "big")
    found = "".join(ALPHABET[(number >> 5 * n) & 31] for n in range(LENGTH))
    return f"{found[:5]}-{found[5:]}"


def check(
    site: Any, name: str, given: str, client: str, now: datetime | None = None
) -> Checked | None:
    """Return what holds of the slip ``name``, None for an unknown or forged one.

    ``given`` are the letters as somebody typed them: small or large, with or without
    the hyphen, 1 for I and so on. ``client`` is the address the request came from.
    Raises ``TooManyTries``; a success is not counted.
    """
    now = now or datetime.now(UTC)
    name = name.strip().upper()[:64]
    keys = {
        tries.key("slip client", client): PER_CLIENT,
        tries.key("slip", name): PER_SLIP,
    }
    tries.check(keys, now)
    genuine = hmac.compare_digest(_bare(letters(name)), _bare(given))
    found = _look_up(site, name) if genuine else None
    if found is None:
        tries.count(keys, now)
    return found


def _of_list(one: Handover) -> Checked:
    day = one.at.astimezone(VIETNAM).date()
    status: Status = "void" if one.void else "valid"
    return Checked(status, one.form.title, one.numbered, day, "")


def _of_money(one: Any) -> Checked | None:
    """Return what holds of a closed shift or a list for the treasury: no amount."""
    if isinstance(one, cash.ReceiptBook):
        return None
    issued = events(one)[0]
    form = forms.get(issued.facts["set"], issued.facts["form"])
    day = issued.at.astimezone(VIETNAM).date()
    void = one.last is not None and one.last.type == "void"
    number = f"{issued.facts['number']:04d}/{form.suffix}"
    return Checked("void" if void else "valid", form.title, number, day, "")


def _of_paper(site: Any, block: outage.Block, code: str) -> Checked:
    """Return what holds of a provisional slip; once entered, its receipt holds."""
    kept = blocks.view(block)
    day = kept.at.astimezone(VIETNAM).date()
    status: Status | Literal["paper"] = "paper"
    after = ""
    dossier = find_dossier(site, code)
    if kept.numbers[code].status == "void":
        status = "void"
    elif dossier is not None:
        status = "replaced"
        slips = [one for one in slips_of(dossier) if one.form.kind == "receipt"]
        after = slips[0].numbered if slips else ""
    return Checked(status, kept.form.title, code, day, after)


def _bare(given: str) -> bytes:
    text = re.sub(r"[\s\-]", "", given.upper()[:64]).translate(_ALIKE)
    return text.encode("utf-8", "replace")


def _look_up(site: Any, name: str) -> Checked | None:
    listed = store.find(site, name)
    if listed is not None:
        return _of_list(view(listed))
    paper = cash.find(site, name)
    if paper is not None:
        return _of_money(paper)
    match = _NAME.fullmatch(name)
    block = outage.holding(site, match[1]) if match else None
    if match and block is not None and name == blocks.slip_name(match[1]):
        return _of_paper(site, block, match[1])
    dossier = find_dossier(site, match[1]) if match else None
    if match is None or dossier is None:
        return None
    slips = slips_of(dossier)
    for slip in slips:
        if slip.key == match[2]:
            after = [
                one.numbered
                for one in slips
                if one.event == slip.replaced_by and one.form.kind == slip.form.kind
            ]
            return Checked(
                status=slip.status,
                title=slip.form.title,
                number=slip.numbered,
                day=slip.at.astimezone(VIETNAM).date(),
                replaced_by=after[0] if after else "",
            )
    return None
