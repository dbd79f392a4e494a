"""The place for signing (ký số): what a signer is given and what it gives back.

None comes with this system. An office that has one registers a utility for
``ISigner``; until then papers are signed by hand, and the approval records it.
"""

from __future__ import annotations

from dataclasses import dataclass
import hashlib
from motcua import _
from motcua.dossiers.errors import DossierError
from motcua.dossiers.interfaces import ISigner
from motcua.dossiers.ledger import events
from motcua.storage import files
from typing import Any
from typing import Final
from typing import Literal
from typing import TYPE_CHECKING
from zope.component import getUtilitiesFor


if TYPE_CHECKING:
    from motcua.dossiers.dossier import Dossier

#: Operations with which a person signs.
SIGNED_BY: Final = frozenset({"approve"})


class NotSigned(DossierError):
    """The signature is not there: refused, or still to be confirmed."""


@dataclass(frozen=True)
class Signed:
    """How a request to sign stands; ``documents`` are the signed bytes in its order.

    ``why`` says in words of the person why a request was refused.
    """

    state: Literal["signed", "waiting", "refused"]
    documents: tuple[bytes, ...] = ()
    why: Any = ""


def signer() -> Any:
    """Return the ``ISigner`` of this house, the first by name; None without one."""
    found = sorted(getUtilitiesFor(ISigner), key=lambda pair: str(pair[0]))
    return found[0][1] if found else None


def sign(dossier: Dossier, actor: str, order: str) -> list[dict[str, Any]]:
    """Have the result signed and return the signed files as ``attach_result`` does.

    Nothing where no signer is there, or no result that is not signed yet. The bytes
    are stored. Raises ``NotSigned`` while the signature is not there.
    """
    way = signer()
    results = [each for each in events(dossier) if each.type == "attach_result"]
    # The last one is what is given out.
    last = dict(results[-1].data or {}) if results else {}
    if way is None or not last or last.get("signed"):
        return []
    request = hashlib.sha256(f"{order}:{dossier.code}".encode()).hexdigest()
    way.prepare(request, actor, ((last["name"], last["sha256"]),))
    found = way.collect(request)
    if found.state == "waiting":
        raise NotSigned(
            _(
                "The signature is still to be confirmed on the device; choose the "
                "dossier again then. Nothing was approved."
            )
        )
    if found.state == "refused":
        raise NotSigned(
            _("Not signed, so not approved: ${why}", mapping={"why": found.why})
        )
    kept = []
    for content in found.documents:
        file = files.store(content)
        told = {"sha256": file.sha256, "size": file.size, "signed": True}
        kept.append({**last, **told})
    return kept
