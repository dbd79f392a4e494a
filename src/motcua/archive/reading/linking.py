"""The personal link of a citizen who reads: a secret in two parts.

The token of the link has 160 bits and is kept as a digest; eight digits are told or
printed apart, and kept as a keyed digest. Whoever has only one of them learns nothing.
The token travels behind "#" of an address or in a posted form, so that it stands in no
log, no history of a proxy and no Referer; what follows is opened by a sealed proof of
fifteen minutes.
"""

from __future__ import annotations

import base64
from dataclasses import dataclass
from datetime import datetime
from datetime import timedelta
from datetime import UTC
import hashlib
import hmac
from motcua import _
from motcua.archive.holdings import rights
from motcua.archive.holdings.errors import Impossible
from motcua.archive.reading import asking
from motcua.archive.reading import requests
from motcua.archive.reading import store
from motcua.storage import tries
from motcua.storage.sealing import seal
from motcua.storage.sealing import unseal
import secrets
from typing import Any
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from motcua.archive.reading.requests import RequestView
    from motcua.archive.reading.store import Request

_BYTES: Final = 20
_DIGITS: Final = 8
_KIND: Final = "reading"
_HOLDS: Final = timedelta(minutes=15)
#: Characters of the longest proof, and failures before somebody has to wait.
LONGEST: Final = 240
PER_CLIENT: Final = 10
PER_TOKEN: Final = 5
PER_TOKEN_AND_DAY: Final = 15


@dataclass(frozen=True)
class Link:
    """Both parts, shown once: ``token`` in groups of four letters, ``code``."""

    token: str
    code: str


def give(
    site: Any, one: Request, actor: str, now: datetime, seen: int | None = None
) -> Link:
    """Make a link for the citizen of a request; an older one opens nothing any more.

    Raises ``Unknown``, ``NotYours``, ``Stale``, and ``Impossible`` when there is
    nothing to open.
    """
    found = requests.view(asking.get(site, one.code, actor, now))
    group = rights.check(rights.keeps(site, found.agency, actor, now))
    rights.check_seen(one, seen)
    if found.reader != requests.CITIZEN:
        raise Impossible(_("An officer reads with the own login and needs no link."))
    if not found.readable(now):
        raise Impossible(_("Nothing of this request may be read now."))
    token = base64.b32encode(secrets.token_bytes(_BYTES)).decode()
    code = "".join(secrets.choice("0123456789") for _one in range(_DIGITS))
    digest = _digest(token)
    shelf = store.made(site)
    if found.token:
        shelf.links.pop(found.token, None)
    shelf.links[digest] = one.code
    data = {"code": _keyed(digest, code)}
    rights.append(one, "link", actor, group, now, {"token": digest}, data)
    grouped = "-".join(token[at : at + 4] for at in range(0, len(token), 4))
    return Link(grouped, code)


def admit(
    site: Any, token: str, code: str, client: str, now: datetime
) -> RequestView | None:
    """Return the request that both parts open, None for every other pair.

    A link whose days are over is as one that never was. ``client`` is the address of
    who asks. Raises ``TooManyTries`` before anything is looked up.
    """
    digest = _digest(token)
    keys = {
        tries.key("reading client", client): PER_CLIENT,
        tries.key("reading link", digest): PER_TOKEN,
    }
    daily = {tries.key("reading link of the day", digest): PER_TOKEN_AND_DAY}
    tries.check(keys, now)
    tries.check(daily, now, tries.DAY)
    found = _opened(site, digest, now)
    kept = found.factor if found is not None else _keyed(digest, "")
    typed = "".join(code.split())[:32]
    if hmac.compare_digest(kept, _keyed(digest, typed)) and found is not None:
        return found
    tries.count(keys, now)
    tries.count(daily, now, tries.DAY)
    return None


def proof(found: RequestView, now: datetime) -> str:
    """Return the proof that both parts were given, for a quarter of an hour."""
    ends = int((now + _HOLDS).timestamp())
    return seal(_KIND, f"{ends} {found.token}")


def proven(site: Any, sealed: str, now: datetime) -> RequestView | None:
    """Return the request that a proof opens; None for a strange or ended one.

    A link that was replaced, or whose days are over, is opened by no proof.
    """
    if not sealed or len(sealed) > LONGEST:
        return None
    try:
        until, _blank, digest = unseal(_KIND, sealed).partition(" ")
    except ValueError:
        return None
    ends = datetime.fromtimestamp(int(until), UTC)
    return _opened(site, digest, now) if now < ends <= now + _HOLDS else None


def _opened(site: Any, digest: str, now: datetime) -> RequestView | None:
    one = store.linked(site, digest)
    found = requests.view(one) if one is not None else None
    if found is None or found.token != digest or not found.readable(now):
        return None
    return found


def _digest(token: str) -> str:
    bare = "".join(letter for letter in token.upper() if letter.isalnum())
    return hashlib.sha256(f"reading:{bare[:64]}".encode()).hexdigest()


def _keyed(digest: str, code: str) -> str:
    return tries.key("reading factor", f"{digest}:{code}")
