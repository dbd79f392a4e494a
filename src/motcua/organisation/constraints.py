"""What the fields of units and calendars accept, with errors for their editors."""

from __future__ import annotations

from motcua import _
from motcua.base import codes
from motcua.base.calendars import WorkingCalendar
import re
from typing import Any
from typing import Final
from zope.component.hooks import getSite
from zope.schema import ValidationError


_POINT: Final = re.compile(
    r"(-?\d{1,3}(?:\.\d{1,8})?), ?(-?\d{1,3}(?:\.\d{1,8})?)", re.A
)


class NotACode(ValidationError):
    """The text is no agency code of the wanted form."""

    __doc__ = _(
        "This is not an agency code. Write H99, H99.01 or H99.01.02 "
        "(Decision 20/2020), or 000.00.01.H99 where an old code is asked for."
    )


class NotAPoint(ValidationError):
    """The text is no place on the map."""

    __doc__ = _(
        "Write latitude and longitude in degrees with a comma between them, "
        "for example 10.7769, 106.7009."
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


def is_map_point(text: str) -> bool:
    """Accept latitude and longitude in degrees, a comma between them."""
    match = _POINT.fullmatch(text)
    if match is None or abs(float(match[1])) > 90 or abs(float(match[2])) > 180:
        raise NotAPoint(text)
    return True


def is_free(code: str, context: Any) -> bool:
    """Return whether the unit ``context`` may bear the code.

    ``context`` is the unit that is edited (its code stays), or one that is not stored
    yet, or None in a form that adds one: for these, no other unit may have the code.
    """
    from motcua.organisation import registry

    folder = registry.folder_of(context if context is not None else _organisation())
    if folder is None:
        return True
    if context is not None and registry.is_stored(folder, context):
        return code == context.getId()
    return code not in folder._units


def _organisation() -> Any:
    return getattr(getSite(), "organisation", None)


def _notation(text: str) -> str | None:
    try:
        code = codes.parse_agency_code(text)
    except ValueError:
        return None
    # What the parser forgives (blanks, lower case) would make a second spelling.
    return code.notation if code.text == text else None


def _refuse(text: str) -> bool:
    raise NotACode(text)
