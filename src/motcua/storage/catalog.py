"""Keeping uncatalogued content out of everything that copies its metadata.

Three gates, for each alone leaks: content answers None to CMFCore's question
for its catalogue, the indexing queue skips it, and shards hide it from tools
that walk the site (*clear and rebuild* asks neither the content nor the queue).
"""

from __future__ import annotations

from motcua.storage import edits
from motcua.storage.interfaces import IUncatalogued
from Products.CMFCore.indexing import PortalCatalogProcessor
from Products.CMFCore.interfaces import IPortalCatalogQueueProcessor
from typing import Any
from typing import TYPE_CHECKING
from zope.component import provideUtility
from zope.interface import Interface


if TYPE_CHECKING:
    from zope.configuration.config import ConfigurationContext


class Uncatalogued:
    """Mixed in before the class of content that provides ``IUncatalogued``."""

    def _getCatalogTool(self) -> None:
        """Name no catalogue (the seam that CMFCore offers for this)."""


class SelectiveProcessor(PortalCatalogProcessor):
    """The indexing queue's processor for ``portal_catalog``, with one exception."""

    def index(self, obj: Any, attributes: Any = None) -> None:
        """Index `obj` unless it is uncatalogued."""
        if not IUncatalogued.providedBy(obj):
            super().index(obj, attributes)
            edits.after_commit()

    def reindex(
        self, obj: Any, attributes: Any = None, update_metadata: int = 1
    ) -> None:
        """Reindex `obj` unless it is uncatalogued."""
        if not IUncatalogued.providedBy(obj):
            super().reindex(obj, attributes, update_metadata)
            edits.after_commit()

    def unindex(self, obj: Any) -> None:
        """Unindex `obj` unless it is uncatalogued."""
        if not IUncatalogued.providedBy(obj):
            super().unindex(obj)
            edits.after_commit()


def nothing(obj: Any) -> None:
    """Adapt uncatalogued content to nothing (no key reference, no links)."""


class ISelectiveIndexing(Interface):
    """``<motcua:selectiveIndexing />`` puts our processor in CMFCore's place."""


def selective_indexing(context: ConfigurationContext) -> None:
    """Register the processor after all of CMFCore's, under the same name.

    An action of our own: a second ``utility`` directive for the name would be
    a conflict, and overrides are not loaded by every way of starting Zope.
    """
    context.action(
        discriminator=("motcua", "selective indexing"),
        callable=provideUtility,
        args=(SelectiveProcessor(), IPortalCatalogQueueProcessor, "portal-catalog"),
        order=1_000_000,
    )
