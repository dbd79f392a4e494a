"""Duties put into words."""

from __future__ import annotations

from datetime import date
from motcua import _
from typing import Any
from typing import TYPE_CHECKING
from zope.i18n import translate
from zope.i18nmessageid import Message


if TYPE_CHECKING:
    from collections.abc import Sequence
    from motcua.organisation.duties import Duty

HELD = _("${duty} at ${unit} (${group}): ${days}, by ${deed}.")
ENDED = _("${duty} at ${unit} (${group}): ended; was held ${days}, by ${deed}.")
ENDED_BY = _(
    "${duty} at ${unit} (${group}): ended by ${end_deed}; was held ${days}, by ${deed}."
)
FUTURE = _("${duty} at ${unit} (${group}): not yet; will be held ${days}, by ${deed}.")
CANCELLED = _("${duty} at ${unit} (${group}): ended before it began, by ${deed}.")
NEVER = _("${duty} at ${unit} (${group}): never assigned.")
FROM = _("from ${since} without end")
FROM_TO = _("from ${since} to ${until}")
NO_DEED = _("no document on record")


def explain(
    rows: Sequence[Duty],
    on: date,
    unit: str,
    duty: str,
    group: str,
    language: str = "vi",
) -> str:
    """Return one line per row; one line that says so when there is no row."""
    common = {
        "unit": unit,
        "duty": translate(duty, target_language=language),
        "group": group,
    }
    if not rows:
        return _say(NEVER, common, language)
    return "\n".join(_line(row, on, common, language) for row in rows)


def _line(row: Duty, on: date, common: dict[str, str], language: str) -> str:
    words = common | {
        "since": _day(row.since),
        "until": _day(row.until) if row.until else "",
        "deed": row.deed or translate(NO_DEED, target_language=language),
        "end_deed": row.end_deed,
    }
    words["days"] = _say(FROM_TO if row.until else FROM, words, language)
    if row.in_force(on):
        return _say(HELD, words, language)
    if row.until is not None and row.until < row.since:
        return _say(CANCELLED, words, language)
    if on < row.since:
        return _say(FUTURE, words, language)
    return _say(ENDED_BY if row.end_deed else ENDED, words, language)


def _say(message: Any, words: dict[str, str], language: str) -> str:
    return str(translate(Message(message, mapping=words), target_language=language))


def _day(day: date) -> str:
    return f"{day:%d/%m/%Y}"
