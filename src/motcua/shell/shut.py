"""The catalogue is written by our own screens alone, whoever sits at the platform's.

What a procedure says comes about by drafts, second persons and decisions. Forms and
services of the platform know nothing of those: one manager could rename, copy, add,
share or delete there, alone and without a deciding document. So nothing below the
folder of procedures can be written over the web, and reading there writes nothing.
"""

from __future__ import annotations

from Acquisition import aq_base
from motcua.procedures.interfaces import IProcedure
from motcua.procedures.interfaces import IProcedureFolder
from motcua.storage.interfaces import IMotcuaLayer
import transaction
from typing import Any
from typing import Final
from zExceptions import Forbidden


READING: Final = frozenset({"GET", "HEAD", "OPTIONS"})
SAID: Final = (
    "Danh mục thủ tục chỉ thay đổi qua bản dự thảo và quyết định / the catalogue is "
    "changed by drafts and decisions only"
)


def request_traversed(event: Any) -> None:
    """Refuse a write to the catalogue, doom what only reads there.

    Subscriber to ``ZPublisher.interfaces.IPubAfterTraversal``. Raises ``Forbidden``.
    """
    request = event.request
    if not IMotcuaLayer.providedBy(request) or not _in_catalogue(request):
        return
    if request.method not in READING:
        raise Forbidden(SAID)
    transaction.doom()


def catalogue_leaves(content: Any, event: Any) -> None:
    """Keep the folder of procedures where it is, under its name.

    Subscriber to ``IObjectWillBeMovedEvent``, which removing is too. A site that is
    removed takes its catalogue along.
    """
    if event.oldParent is not None and aq_base(event.object) is aq_base(content):
        raise Forbidden(SAID)


def _in_catalogue(request: Any) -> bool:
    published = request.get("PUBLISHED")
    view = getattr(published, "__self__", published)
    passed = (view, getattr(view, "context", None), *(request.get("PARENTS") or ()))
    return any(
        IProcedureFolder.providedBy(each) or IProcedure.providedBy(each)
        for each in passed
    )
