"""What the platform cannot read of a query or form is the sender's mistake.

Its parser gives names with a colon a meaning (``page:int``). A value that does not
fit is answered with 400, as everything else that is sent wrong, and not counted
among our own errors.
"""

from __future__ import annotations

from collections.abc import Iterator
from DateTime.interfaces import DateTimeError
import json
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
#: Names that every list of the platform reads as a number.
PAGING = ("b_size", "b_start")
#: Bytes of JSON that are looked at; larger bodies are files of editors.
LONGEST_JSON = 4 * 1024 * 1024


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
        for name in PAGING:
            if not _is_number(request.form.get(name, "0")):
                raise BadRequest(f"{name}: 0, 1, 2, …")
        if _senseless_json(request):
            raise BadRequest("JSON")
        if not all(map(_is_text, _texts(request.form))):
            raise BadRequest("UTF-8")

    request.processInputs = process_inputs


def _is_number(given: Any) -> bool:
    text = str(given)
    return text.isascii() and text.isdigit() and len(text) < 10


def _texts(form: Any) -> Iterator[str]:
    """Yield every name and every text of a form; files are none."""
    if isinstance(form, str):
        yield form
    elif isinstance(form, dict):
        for name, value in form.items():
            yield from _texts(name)
            yield from _texts(value)
    elif isinstance(form, list | tuple):
        for value in form:
            yield from _texts(value)


def _is_text(given: str) -> bool:
    """Say whether no half of a character is in it: no database keeps one."""
    try:
        given.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _senseless_json(request: Any) -> bool:
    """Say whether the body claims to be JSON and is none that can be read.

    Services take one object. What lies deeper than a reader can follow is refused,
    and so are halves of characters, which no database keeps.
    """
    media = (request.getHeader("Content-Type") or "").partition(";")[0].strip().lower()
    if media != "application/json":
        return False
    body = request.get("BODY", b"")
    if not body.strip() or len(body) > LONGEST_JSON:
        return False
    try:
        read = json.loads(body)
        json.dumps(read, ensure_ascii=False).encode("utf-8")
    except (RecursionError, ValueError):
        return True
    return not isinstance(read, dict)
