"""Bundles (nhóm thủ tục liên thông): one intake, several dossiers.

Birth, residence and health card are asked for at one counter in one go. Each dossier
has its own code, procedure, papers, way and date; what they have in common is the
bundle: the code of the first of them. All are received in one transaction, or none.
"""

from __future__ import annotations

from dataclasses import replace
from motcua import _
from motcua.dossiers import actions
from motcua.dossiers import codes
from motcua.dossiers import intake
from motcua.dossiers import requests
from motcua.dossiers.errors import MissingData
from motcua.dossiers.folder import find
from motcua.dossiers.register import DOSSIERS
from motcua.procedures import versions
from motcua.storage.engines import register_engine
import secrets
import sqlalchemy as sa
from typing import Any
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from motcua.dossiers.dossier import Dossier
    from motcua.procedures.definitions import Version

#: Procedures of one bundle; the largest that is prescribed has three.
MOST: Final = 8


def members(site: Any, version: Version) -> list[Version]:
    """Return the versions in force of a procedure and of what is done with it.

    One of them alone where nothing else is in force.
    """
    found = [version]
    for code in version.bundle[: MOST - 1]:
        try:
            found.append(versions.current(code, site=site))
        except KeyError:
            continue
    return found


def receive(
    site: Any, wanted: Sequence[intake.Intake], actor: str, now: datetime
) -> list[Dossier]:
    """Receive all dossiers of a bundle and return them, in the running transaction.

    The first intake carries the token of the form. Raises as ``intake.receive`` does;
    the caller gives the transaction up then.
    """
    if not 1 < len(wanted) <= MOST:
        raise MissingData(_("Choose two procedures at least that are done together."))
    unit, token = wanted[0].unit, wanted[0].token or secrets.token_urlsafe(16)
    intake.check_right(unit, actor, now)
    bundle = requests.code_for(
        _token(token, 0), actor, lambda: codes.allot(unit, intake.day_of(now))
    )
    first = replace(wanted[0], token=_token(token, 0))
    return [
        intake.receive(
            site,
            replace(one, token=_token(token, number), bundle=bundle),
            actor,
            now,
        )
        for number, one in enumerate((first, *wanted[1:]))
    ]


def seen(site: Any, bundle: str, code: str, person: str, now: datetime) -> list[str]:
    """Return the codes of the other dossiers of a bundle that a person may see."""
    found = ((other, find(site, other)) for other in others(bundle, code))
    return [
        other for other, one in found if one and actions.permitted(one, person, now)
    ]


def others(bundle: str, code: str) -> list[str]:
    """Return the codes of the other dossiers of a bundle. Checks no rights."""
    if not bundle:
        return []
    query = (
        sa.select(DOSSIERS.c.code)
        .where(DOSSIERS.c.bundle == bundle, DOSSIERS.c.code != code)
        .order_by(DOSSIERS.c.code)
    )
    with register_engine().connect() as connection:
        return list(connection.execute(query).scalars())


def _token(token: str, number: int) -> str:
    return f"{token}:{number}"
