"""Answering what was prepared or sent online: accept it or say why not, in time.

The clock of the procedure starts with the acceptance, not with the sending; the
agency has eight working hours to answer.
"""

from __future__ import annotations

from dataclasses import replace
from motcua.base.deadlines import deadline
from motcua.base.durations import Term
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from datetime import datetime
    from motcua.base.calendars import WorkingCalendar
    from motcua.base.deadlines import Deadline
    from motcua.base.explanations import Line

#: Practice under Decree 45/2020/NĐ-CP; an agency may promise less.
ANSWER_WITHIN: Final = Term("working_hours", 8)


def answer_due(
    sent: datetime, calendar: WorkingCalendar, term: Term = ANSWER_WITHIN
) -> Deadline:
    """Return until when what was `sent` is to be accepted or answered.

    What was sent outside working hours counts from the next working morning.
    Raises ValueError as `deadline` does.
    """
    found = deadline(sent, term, calendar)
    return replace(found, explanation=tuple(_told(x) for x in found.explanation))


def _told(line: Line) -> Line:
    """Put a line into the words of answering."""
    if line.kind == "received":
        return replace(
            line,
            rule="acceptance",
            vi=line.vi.replace("tiếp nhận", "gửi"),
            en=line.en.replace("received", "sent"),
        )
    if line.kind == "due":
        return replace(
            line,
            rule="acceptance",
            vi=line.vi.replace("hạn trả kết quả", "hạn tiếp nhận hoặc trả lời"),
            en=line.en.replace("due", "to be accepted or answered"),
        )
    return line
