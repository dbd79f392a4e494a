"""Rules about titles, steps and other running text."""

from __future__ import annotations

from collections.abc import Iterator
from motcua import _
from motcua.procedures.checking.rules.rule import Known
from motcua.procedures.checking.rules.rule import rule
from motcua.procedures.checking.rules.rule import short
from motcua.procedures.checking.rules.rule import Spots
from motcua.procedures.definitions import Version
import re
from typing import Final


#: Characters of a step: more is not read on a phone.
LONGEST_STEP: Final = 1500
#: Characters of a title: two lines of a list on a desktop, six on a phone.
LONGEST_TITLE: Final = 250
_STEP: Final = re.compile(r"^[-+*•\s]*(?=B[ưƯ][ớỚ][cC]\s*\d)", re.MULTILINE)


@rule("warning", _("Step too long"))
def step_too_long(version: Version, known: Known) -> Spots:
    """A step is one thing to do; over 1,500 characters nobody finds it."""
    for place, text in _steps(version):
        if len(text) > LONGEST_STEP:
            yield (
                place,
                _(
                    "${number} characters, at most ${most}: ${text}",
                    mapping={
                        "number": len(text),
                        "most": LONGEST_STEP,
                        "text": short(text),
                    },
                ),
            )


@rule("serious", _("No steps"))
def no_steps(version: Version, known: Known) -> Spots:
    """The sequence of steps is a compulsory part (Decree 63/2010, art. 8)."""
    if not version.steps.strip() and not version.sequence:
        yield "steps", _("Nothing says how it goes.")


@rule("warning", _("Several procedures with one title"))
def duplicate_title(version: Version, known: Known) -> Spots:
    """Who finds two of one name cannot tell which is meant."""
    if known.twins:
        yield (
            "title",
            _(
                "The same title has: ${codes}",
                mapping={"codes": short(", ".join(known.twins))},
            ),
        )


@rule("hint", _("Long title"))
def title_too_long(version: Version, known: Known) -> Spots:
    """A name is to be recognised at a glance in a list."""
    if len(version.title) > LONGEST_TITLE:
        yield (
            "title",
            _(
                "${number} characters, at most ${most}: ${text}",
                mapping={
                    "number": len(version.title),
                    "most": LONGEST_TITLE,
                    "text": short(version.title),
                },
            ),
        )


@rule("serious", _("No title"))
def title_missing(version: Version, known: Known) -> Spots:
    """The name is the first compulsory part (Decree 63/2010, art. 8)."""
    if version.title.strip() in ("", version.code):
        yield "title", _("It has no name of its own.")


@rule("warning", _("Nothing said about whom it is for"))
def audience_missing(version: Version, known: Known) -> Spots:
    """The subject is a compulsory part (Decree 63/2010, art. 8)."""
    if not version.audience and not version.audience_text.strip():
        yield "audience", _("Nobody is named whom it is for.")


@rule("warning", _("Nothing said about the result"))
def result_missing(version: Version, known: Known) -> Spots:
    """People must know what they get at the end (Decree 63/2010, art. 8)."""
    if not version.result.strip():
        yield "result", _("Nothing says what one gets.")


def _steps(version: Version) -> Iterator[tuple[str, str]]:
    """Give the steps: those taken apart, or else the prose cut at "Bước N"."""
    if version.sequence:
        for number, step in enumerate(version.sequence):
            yield f"sequence/{number}", step.text
        return
    for number, part in enumerate(filter(str.strip, _STEP.split(version.steps))):
        yield f"steps/{number}", part.strip()
