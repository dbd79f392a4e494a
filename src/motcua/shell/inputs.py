"""What the platform cannot read of a query or form is the sender's mistake.

Its parser gives names with a colon a meaning (``page:int``). A value that does not
fit is answered with 400, as everything else that is sent wrong, and not counted
among our own errors.
"""

from __future__ import annotations

from DateTime.interfaces import DateTimeError
from typing import Any
from zExceptions import BadRequest


#: What converters and the parser raise at values that do not fit.
UNREADABLE = (
    ArithmeticError,
    AttributeError,
    DateTimeError,
    LookupError,
    SyntaxError,
    TypeError,
    ValueError,
)


def request_started(event: Any) -> None:
    """Let a request answer for what it carries.

    Subscriber to ``ZPublisher.interfaces.IPubStart``: the parser runs right after.
    """
    request = event.request
    read = request.processInputs

    def process_inputs() -> None:
        try:
            read()
        except UNREADABLE as error:
            raise BadRequest("?") from error

    request.processInputs = process_inputs
