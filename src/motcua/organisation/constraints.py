"""What the fields of units and calendars accept, with errors for their editors."""

from __future__ import annotations

from motcua import _
from motcua.base import codes
from motcua.base.calendars import WorkingCalendar
from typing import Any
from zope.schema import ValidationError


class NotACode(ValidationError):
    """The text is no agency code of the wanted form."""

    __doc__ = _(
        "This is not an agency code. Write H99, H99.01 or H99.01.02 "
        "(Decision 20/2020), or 000.00.01.H99 where an old code is asked for."
    )


class NotACalendar(ValidationError):
    """The text is no working calendar; the message names the entry at fault."""

    def doc(self) -> str:
        """Return what the reader of the calendar found wrong."""
        return str(self.args[0]) if self.args else ""


def is_agency_code(text: str) -> bool:
    """Accept an agency code in either form, written as it is stored."""
    return _notation(text) is not None or _refuse(text)


def is_new_code(text: str) -> bool:
    """Accept a code in the form of Decision 20/2020/QĐ-TTg."""
    return _notation(text) == "top-down" or _refuse(text)


def is_old_code(text: str) -> bool:
    """Accept a code in the form of QCVN 102:2016/BTTTT."""
    return _notation(text) == "bottom-up" or _refuse(text)


def is_calendar_text(text: str) -> bool:
    """Accept the JSON of a working calendar; raise NotACalendar for anything else."""
    try:
        WorkingCalendar.from_json(text)
    except ValueError as error:
        raise NotACalendar(str(error)) from error
    return True


def is_taken(code: str, context: Any) -> bool:
    """Return whether a unit other than ``context`` has the code.

    ``context`` is the unit that is edited, or where a new one is being added; outside
    of an organisation no code is taken.
    """
    from motcua.organisation.registry import folder_of

    folder = folder_of(context) if context is not None else None
    return folder is not None and code in folder._units and code != context.getId()


def _notation(text: str) -> str | None:
    try:
        code = codes.parse_agency_code(text)
    except ValueError:
        return None
    # What the parser forgives (blanks, lower case) would make a second spelling.
    return code.notation if code.text == text else None


def _refuse(text: str) -> bool:
    raise NotACode(text)
