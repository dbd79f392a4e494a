"""What the lowest Zope-aware layer promises to those above it."""

from __future__ import annotations

from plone.theme.interfaces import IDefaultPloneLayer
from zope.interface import Interface


class IMotcuaLayer(IDefaultPloneLayer):
    """Requests to a site on which motcua is installed.

    Every view of motcua is registered for this layer, so that another Plone
    site in the same process never sees one.
    """


class IUncatalogued(Interface):
    """Content that must never reach ``portal_catalog``.

    Dossiers and records are found through SQL, under rights that hold at the
    next request; the catalogue would copy their metadata under older rights.
    Objects that provide this marker are skipped by the indexing queue, have no
    key reference (and so no intid), no link-integrity data and are hidden from
    tools that walk the whole site.
    """
