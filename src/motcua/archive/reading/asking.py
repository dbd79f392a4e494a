"""Asking for files and documents, and who may look at a request.

* the archive of the agency sees and answers all requests, and enters those of citizens
  whom it has identified at the counter;
* the head sees them, and decides on what is submitted;
* an officer of the agency asks for himself, and sees his own.

For everybody else a request does not exist.
"""

from __future__ import annotations

from motcua import _
from motcua.archive.holdings import rights
from motcua.archive.holdings.errors import Missing
from motcua.archive.holdings.errors import Unknown
from motcua.archive.reading import items
from motcua.archive.reading import requests
from motcua.archive.reading import store
from motcua.archive.reading.store import Request
from motcua.base.vietnam import VIETNAM
from motcua.organisation import duties
from motcua.organisation.duties import parse_group
from motcua.organisation.small import agency_of
from motcua.storage import numbers
from typing import Any
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Mapping
    from collections.abc import Sequence
    from datetime import datetime
    from motcua.archive.reading.items import Item

#: Items of one request, and letters of its words.
MOST: Final = 50
LONGEST: Final = 500
SEQUENCE: Final = "reading"
_WORDS: Final = ("name", "identity", "contact", "purpose")
_UNKNOWN: Final = _("There is no closed file and no document with code ${code}.")


def ask(
    site: Any,
    reader: str,
    use: str,
    codes: Sequence[str],
    told: Mapping[str, str],
    actor: str,
    now: datetime,
) -> Request:
    """Enter a request and return it; ``told`` has purpose, of a citizen name and
    identity as well, and contact.

    Raises ``Missing``, which names a code for which this person cannot ask.
    """
    wanted = list(dict.fromkeys(filter(None, (code.strip() for code in codes))))
    if not 0 < len(wanted) <= MOST:
        raise Missing(_("Name 1 to 50 files or documents, one a line."))
    data = _checked(reader, use, told)
    found = [_item(site, code) for code in wanted]
    keeper = found[0].keeper
    group = _group(site, keeper, reader, actor, now)
    for one in found:
        # What another agency keeps is as unknown as what does not exist.
        if not group or one.keeper != keeper:
            raise Missing(_UNKNOWN, code=one.code)
    shelf, year = store.made(site), now.astimezone(VIETNAM).year
    code = ""
    while not code or code in shelf.requests:
        number = numbers.allocate(f"{SEQUENCE}:{keeper}", str(year))
        code = f"{store.REQUEST}-{keeper}-{year}-{number}"
    made = Request(code)
    facts = {
        "code": code,
        "agency": keeper,
        "year": year,
        "number": number,
        "reader": reader,
        "login": actor if reader == requests.OFFICER else "",
        "use": use,
        "items": wanted,
    }
    rights.append(made, "ask", actor, group, now, facts, data)
    shelf.requests[code] = made
    return made


def _checked(reader: str, use: str, told: Mapping[str, str]) -> dict[str, str]:
    data = {name: " ".join(told.get(name, "").split()) for name in _WORDS}
    if reader not in requests.READERS or use not in requests.USES:
        raise Missing
    if not data["purpose"]:
        raise Missing(_("Say what it is needed for."))
    if reader == requests.CITIZEN and not (data["name"] and data["identity"]):
        raise Missing(
            _("Write the name and the number of the identity paper that you saw.")
        )
    if any(len(text) > LONGEST for text in data.values()):
        raise Missing(_("A text here has 500 characters at most."))
    return data if reader == requests.CITIZEN else {"purpose": data["purpose"]}


def _item(site: Any, code: str) -> Item:
    """Return an item; what is restricted is as unknown as what does not exist."""
    found = items.find(site, code)
    if found is None or found.restricted:
        raise Missing(_UNKNOWN, code=code[:80])
    return found


def _group(site: Any, keeper: str, reader: str, actor: str, now: datetime) -> str:
    if reader == requests.CITIZEN:
        return rights.keeps(site, keeper, actor, now)
    return works_in(site, keeper, actor, now)


def works_in(site: Any, agency: str, person: str, now: datetime) -> str:
    """Return a group by which the person serves in an agency, "" for none."""
    held = rights.groups(person, now)
    return rights.agencies(site, held, *duties.DUTIES, now=now).get(agency, "")


def agencies(site: Any, person: str, now: datetime) -> set[str]:
    """Return the agencies whose requests the person sees: keeps or heads."""
    held = rights.groups(person, now)
    found = set(rights.agencies(site, held, rights.ARCHIVE, now=now))
    for group in held:
        parsed = parse_group(group)
        agency = agency_of(parsed[0], site) if parsed else ""
        if agency and rights.heads(site, agency, person, now):
            found.add(agency)
    return found


def may_see(site: Any, found: requests.RequestView, person: str, now: datetime) -> bool:
    """Say whether the person may look at a request.

    Officers see what they asked for while they serve in the agency.
    """
    if (
        found.login
        and found.login == person
        and works_in(site, found.agency, person, now)
    ):
        return True
    return bool(
        rights.keeps(site, found.agency, person, now)
        or rights.heads(site, found.agency, person, now)
    )


def get(site: Any, code: str, person: str, now: datetime) -> Request:
    """Return a request that the person may see; ``Unknown`` for every other."""
    one = store.request(site, code)
    if one is None or not may_see(site, requests.view(one), person, now):
        raise Unknown
    return one
