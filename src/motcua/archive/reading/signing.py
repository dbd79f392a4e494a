"""Certified copies: handed out for signing, taken back signed, then given.

The signature is that of the agency (article 41); what comes back is held against what
was handed out exactly as masters are. The reader's days begin when it is signed.
"""

from __future__ import annotations

from datetime import timedelta
from motcua import _
from motcua.archive.capture import signedback
from motcua.archive.holdings import rights
from motcua.archive.holdings.errors import Impossible
from motcua.archive.holdings.errors import Missing
from motcua.archive.incoming import sniffing
from motcua.archive.incoming.uploads import received
from motcua.archive.reading import asking
from motcua.archive.reading import opening
from motcua.archive.reading import requests
from motcua.base.vietnam import VIETNAM
from motcua.storage import files
from typing import Any
from typing import BinaryIO
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from datetime import datetime
    from motcua.archive.reading.requests import Copy
    from motcua.archive.reading.requests import RequestView
    from motcua.archive.reading.store import Request
    from motcua.dossiers.ledger import Event


def to_sign(
    site: Any, one: Request, number: int, actor: str, now: datetime
) -> tuple[RequestView, Copy]:
    """Return a certified copy that waits for its signature; for the archive alone.

    Raises ``Unknown``, ``NotYours``, ``Impossible``.
    """
    found = requests.view(asking.get(site, one.code, actor, now))
    rights.check(rights.keeps(site, found.agency, actor, now))
    try:
        copy = opening.find(found, number, now)
    except KeyError:
        raise Impossible from None
    if found.use != requests.CERTIFIED or copy.signed or not files.exists(copy.sha256):
        raise Impossible
    return found, copy


def bring(
    site: Any,
    one: Request,
    number: int,
    stream: BinaryIO,
    name: str,
    actor: str,
    now: datetime,
) -> Event:
    """Take a certified copy back that was signed elsewhere; return the event.

    Raises as ``to_sign`` does, ``UploadRefused``, and ``capture.errors.Missing`` for
    what is not this very copy, signed.
    """
    found, copy = to_sign(site, one, number, actor, now)
    group = rights.keeps(site, found.agency, actor, now)
    with received(stream, name) as upload:
        if upload.media != sniffing.PDF or not upload.signed:
            raise Missing(_("“${name}” has no digital signature."), name=upload.name)
        signedback.check(copy.sha256, upload)
        kept = files.store(upload.path)
    last = now.astimezone(VIETNAM).date() + timedelta(days=requests.MOST_DAYS)
    facts = {
        "piece": copy.code,
        "of": copy.sha256,
        "sha256": kept.sha256,
        "size": kept.size,
        "until": last.isoformat(),
    }
    return rights.append(one, "sign", actor, group, now, facts)
