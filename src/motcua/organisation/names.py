"""Ids of units: the code, as it is written."""

from __future__ import annotations

from Acquisition import aq_base
from motcua.organisation.interfaces import IUnit
from plone.app.content.namechooser import NormalizingNameChooser
from typing import Any


class UnitNameChooser(NormalizingNameChooser):
    """Names a unit after its code; calendars and the rest as Plone does.

    A code that is taken in the folder is not numbered: the container refuses it.
    """

    def chooseName(self, name: str | None, obj: Any) -> str:
        """Return the id for a unit that was made in a form or through REST."""
        if IUnit.providedBy(obj) and aq_base(obj).code:
            return str(obj.code)
        return str(super().chooseName(name, obj))
