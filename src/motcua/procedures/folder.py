"""The folder ``/procedures`` and how it comes to be."""

from __future__ import annotations

from motcua.procedures.interfaces import IProcedureFolder
from plone import api
from plone.dexterity.content import Container
from plone.dexterity.utils import addContentToContainer
from plone.dexterity.utils import createContent
from typing import Any
from zope.interface import implementer


FOLDER = "procedures"
TYPE = "ProcedureFolder"


@implementer(IProcedureFolder)
class ProcedureFolder(Container):
    """Holds procedures by code; keeps no order, so adding one writes no long list."""

    _ordering = "unordered"
    #: The open drafts (`drafts.DraftBook`), None before the first one.
    draft_book: Any = None
    #: Imports by id (`journal.Run`), None before the first one.
    import_runs: Any = None
    #: Months between two reviews of a procedure (`reviews`).
    review_months: int = 12
    #: What became of names, rows of this site (`names.set_rows`), oldest first.
    name_rows: tuple[Any, ...] = ()
    #: Which fields are handled here (`scope.Decision`), oldest first.
    scope_rows: tuple[Any, ...] = ()


def install(site: Any) -> None:
    """Create ``/procedures`` in `site` unless it is there."""
    if FOLDER not in site:
        made = createContent(TYPE, id=FOLDER, title="Thủ tục hành chính")
        # The type is not on offer to anybody; the house is built here alone.
        addContentToContainer(site, made, checkConstraints=False)
    site[FOLDER]._ordering = "unordered"


def folder(site: Any = None) -> Any:
    """Return ``/procedures`` of `site`, or of the site in use."""
    return (site or api.portal.get())[FOLDER]
