"""Rules about the legal basis and the deciding document."""

from __future__ import annotations

from motcua import _
from motcua.procedures.checking.rules.rule import Known
from motcua.procedures.checking.rules.rule import rule
from motcua.procedures.checking.rules.rule import short
from motcua.procedures.checking.rules.rule import Spots
from motcua.procedures.definitions import Version
from motcua.procedures.importing.portal_doubts import DECISION
from motcua.procedures.naming.successors import act_numbers


@rule("serious", _("No legal basis"))
def no_legal_basis(version: Version, known: Known) -> Spots:
    """A procedure exists only where an act lays it down (Decree 63/2010, art. 8)."""
    if not version.legal_basis:
        yield "legal_basis", _("No legal act is named.")


@rule("serious", _("Legal basis no longer in force"))
def dead_act(version: Version, known: Known) -> Spots:
    """An act that was repealed carries nothing; see the table of acts."""
    for number, act in enumerate(version.legal_basis):
        for name in act_numbers(act.number) or act_numbers(act.title)[:1]:
            row = known.book.row("act", name, known.on)
            if row is not None and row.since is not None:
                yield (
                    f"legal_basis/{number}",
                    _(
                        "${act} does not hold since ${day}; now ${new}",
                        mapping={
                            "act": name,
                            "day": f"{row.since:%d/%m/%Y}",
                            "new": known.book.name("act", name, known.on),
                        },
                    ),
                )


@rule("hint", _("Act without its number"))
def act_without_number(version: Version, known: Known) -> Spots:
    """Without the number nobody finds the act, nor can it be told to be repealed."""
    for number, act in enumerate(version.legal_basis):
        if not act.number and not act_numbers(act.title):
            yield (
                f"legal_basis/{number}",
                _("No number: ${act}", mapping={"act": short(act.title)}),
            )


@rule("serious", _("No deciding document"))
def decision_missing(version: Version, known: Known) -> Spots:
    """A procedure applies when it was made public by decision (63/2010, art. 13)."""
    if not version.decision.strip():
        yield "decision", _("The decision that published it is not named.")


@rule("warning", _("Number of the decision is malformed"))
def decision_malformed(version: Version, known: Known) -> Spots:
    """A number nobody can look up proves nothing (number/symbol, Decree 30/2020)."""
    number = version.decision.strip()
    if number and not DECISION.fullmatch(number):
        yield (
            "decision",
            _("Not a number of a document: ${text}", mapping={"text": short(number)}),
        )
