"""What the catalogue of procedures promises."""

from __future__ import annotations

from motcua import _
from zope import schema
from zope.interface import Attribute
from zope.interface import Interface


class IProcedureFolder(Interface):
    """The folder ``/procedures``: every procedure under its national code.

    Unordered, because nobody arranges four thousand procedures by hand; lists
    come from SQL.
    """


class IProcedure(Interface):
    """An administrative procedure (thủ tục hành chính) through all its versions.

    The id is the national code. What the procedure says stands in versions: each
    is immutable, named by its digest and kept for ever, because dossiers point at
    the one they were received under. Adopting a version is the only way to change
    a procedure; the fields below follow from it and are here for lists and forms.
    """

    title = schema.TextLine(title=_("Name of the procedure"), readonly=True)
    field = schema.TextLine(title=_("Field"), readonly=True, required=False)
    level = schema.TextLine(title=_("Level"), readonly=True, required=False)

    timeline = Attribute(
        "Tuple of (first day in force or None, digest), oldest adoption first."
    )
    source = Attribute("The record it was imported from (ISourceRecord), or None.")

    def adopt(version, since=None, needs=()):  # type: ignore[no-untyped-def]
        """Keep `version` and let it hold from its first day on.

        A version that states no first day holds from `since`, None for always.
        With `needs` (names of `IDependent` adapters) it waits until each has been
        approved; what held before holds on. Returns False, and writes nothing, when
        it is the one adopted last. Raises ValueError when the code of the version
        is not that of this procedure.
        """

    def approve(digest, need, on, person, deed):  # type: ignore[no-untyped-def]
        """Record that `need` suits the version `digest`; return its readiness.

        The version holds from the day of the last approval, or from its first day
        if that is later. Raises ValueError when it does not wait for `need`.
        """

    def repeal(ending):  # type: ignore[no-untyped-def]
        """Let the procedure end with the last day of `ending`; None takes it back."""

    def version(digest):  # type: ignore[no-untyped-def]
        """Return the kept version with `digest`; KeyError when there is none."""

    def in_force(on):  # type: ignore[no-untyped-def]
        """Return the version that holds on the day `on`, or None."""


class IDependent(Interface):
    """What depends on what a procedure says: forms, internal process, slips.

    A named adapter of `IProcedure`, registered by the package that keeps the thing.
    When a new version is published, every dependent that is `present` has to be
    approved for it before it holds.
    """

    title = Attribute("What it is, translatable")

    def present():  # type: ignore[no-untyped-def]
        """Say whether the procedure has such a thing at all."""


class IAffected(Interface):
    """Who is affected by a change: open dossiers, prepared drafts, pages.

    A named adapter of `IProcedure`, registered by the package that knows them.
    """

    title = Attribute("What is counted, translatable")

    def count():  # type: ignore[no-untyped-def]
        """Return how many there are now."""


class ISourceRecord(Interface):
    """A record as an outside catalogue gave it, to the last character."""

    kind = Attribute("Name of the outside catalogue: 'portal' for the national one.")
    digest = Attribute("SHA-256 of the canonical JSON of the record.")
    flags = Attribute("Sorted tuple of the doubts that reading it raised.")
    text = Attribute("The JSON text as it was read.")
