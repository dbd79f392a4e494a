"""What officers do with many dossiers of a list at once, and what they may not.

The same operations as for one, with the same rights and refusals; each row tells its
own result. What has to be looked at in each single dossier is not done for many.
"""

from __future__ import annotations

from motcua import _
from motcua.dossiers import actions
from motcua.dossiers import rights
from motcua.dossiers import signing
from motcua.dossiers.errors import IllegalStep
from motcua.dossiers.errors import MissingData
from motcua.dossiers.errors import NotAllowed
from motcua.dossiers.states import fold
from motcua.organisation.duties import parse_group
from typing import Any
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Mapping
    from datetime import datetime
    from motcua.dossiers.dossier import Dossier

NOTHING_CHOSEN: Final = _("Choose at least one dossier of the list.")
#: In the order in which they are offered.
OPERATIONS: Final = ("assign", "forward", "complete", "approve", "return_result")
#: Dossiers of one such act.
MOST: Final = 1000


def offered(groups: Iterable[str]) -> list[str]:
    """Return the operations that duties of these groups permit anywhere."""
    held = {duty for _department, duty in filter(None, map(parse_group, groups))}
    permitted: set[str] = set()
    for grant in rights.table():
        if grant.duty in held:
            permitted |= grant.operations
    return [each for each in OPERATIONS if each in permitted]


def check(dossier: Dossier, operation: str) -> None:
    """Raise ``MissingData`` where the operation is not for many at once.

    Who collects a result at the counter is named and signs: that is asked for each
    dossier. What goes by post has the list of the post for it.
    """
    if operation == "return_result" and fold(dossier).answer_by != "post":
        raise MissingData(
            _(
                "This result is collected by a person, who is named and signs. Open "
                "the dossier and return it there; only results that go by post are "
                "returned for many at once."
            )
        )


def possible(dossier: Dossier, operation: str, actor: str, now: datetime) -> None:
    """Raise the ``DossierError`` that the act would meet, as far as is known before."""
    check(dossier, operation)
    if operation not in actions.legal(dossier):
        raise IllegalStep
    if operation not in actions.permitted(dossier, actor, now):
        raise NotAllowed


def do(
    dossier: Dossier,
    operation: str,
    actor: str,
    values: Mapping[str, Any],
    now: datetime,
    order: str,
) -> None:
    """Carry an operation of an order out on one dossier; raises ``DossierError``.

    What a person signs with it is signed first, and the signed file attached after
    it; the caller takes all of it back where a part is refused.
    """
    check(dossier, operation)
    signed = []
    if operation in signing.SIGNED_BY:
        possible(dossier, operation, actor, now)
        signed = signing.sign(dossier, actor, order)
    actions.act(dossier, operation, actor, data=dict(values), now=now, order=order)
    for file in signed:
        actions.act(dossier, "attach_result", actor, data=file, now=now, order=order)
