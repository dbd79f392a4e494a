"""Rules about what is over, overdue, or begins before its time."""

from __future__ import annotations

from motcua import _
from motcua.procedures.checking.rules.rule import Known
from motcua.procedures.checking.rules.rule import rule
from motcua.procedures.checking.rules.rule import Spots
from motcua.procedures.definitions import Version


@rule("serious", _("Expired and still published"))
def expired_published(version: Version, known: Known) -> Spots:
    """Expired procedures still posted are the oldest complaint of all."""
    days = [day for day in (version.effective_to, known.last_day) if day]
    if known.published and days and min(days) < known.on:
        yield (
            "effective_to",
            _(
                "It ended on ${day} and is still published.",
                mapping={"day": f"{min(days):%d/%m/%Y}"},
            ),
        )


@rule("warning", _("Review overdue"))
def review_overdue(version: Version, known: Known) -> Spots:
    """Procedures are reviewed all the time, each at least in its rhythm."""
    if known.review_due is not None and known.review_due < known.on:
        yield (
            "",
            _(
                "Its review was due on ${day}.",
                mapping={"day": f"{known.review_due:%d/%m/%Y}"},
            ),
        )


@rule("warning", _("In force before it was decided"))
def effect_before_decision(version: Version, known: Known) -> Spots:
    """A province publishes at least 5 days before the effect (Decree 63/2010)."""
    decided, begins = version.decision_date, version.effective_from
    if decided and begins and begins < decided:
        yield (
            "effective_from",
            _(
                "It begins on ${begins} and was decided on ${decided}.",
                mapping={
                    "begins": f"{begins:%d/%m/%Y}",
                    "decided": f"{decided:%d/%m/%Y}",
                },
            ),
        )


@rule("serious", _("Ends before it begins"))
def ends_before_begin(version: Version, known: Known) -> Spots:
    """Such a version never holds, and nobody sees that it was meant to."""
    begins, ends = version.effective_from, version.effective_to
    if begins and ends and ends < begins:
        yield "effective_to", _("The last day lies before the first.")
