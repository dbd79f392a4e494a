"""Choices in the forms of units."""

from __future__ import annotations

from motcua import _
from motcua.organisation.units import LEVELS
from typing import Any
from typing import Final
from zope.interface import provider
from zope.schema.interfaces import IVocabularyFactory
from zope.schema.vocabulary import SimpleTerm
from zope.schema.vocabulary import SimpleVocabulary


LEVEL_TITLES: Final = {
    "ministry": _("Ministry"),
    "province": _("Province"),
    "district": _("District (until 30 June 2025)"),
    "commune": _("Commune, ward or special zone"),
    "vertical": _("Vertical agency"),
}

WAY_TITLES: Final = {
    "email": _("E-mail"),
    "sms": _("Short message"),
    "zalo": _("Zalo"),
}


@provider(IVocabularyFactory)
def levels(context: Any) -> SimpleVocabulary:
    """Return the levels of government an agency can stand on."""
    return SimpleVocabulary(
        [SimpleTerm(level, level, LEVEL_TITLES[level]) for level in LEVELS]
    )


@provider(IVocabularyFactory)
def news_ways(context: Any) -> SimpleVocabulary:
    """Return the ways of news of which a unit takes one first."""
    return SimpleVocabulary(
        [SimpleTerm(way, way, title) for way, title in WAY_TITLES.items()]
    )
