"""Questions about due dates as objects: what a file or a command line asks.

A question has the keys of `KEYS`; ``received`` and ``term`` are needed, the others
take their defaults. A question that cannot be answered raises `BadQuestion`, which
names the field and what is allowed there in Vietnamese and in English.
"""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from motcua.base.calendars import vietnam
from motcua.base.calendars import WorkingCalendar
from motcua.base.deadlines import Deadline
from motcua.base.deadlines import deadline
from motcua.base.durations import Term
from motcua.base.policies import Accounting
from motcua.base.policies import ClockEvent
from motcua.base.policies import EventType
from motcua.base.policies import Policy
from motcua.base.policies import SUPPLEMENT
from motcua.base.policies import Supplement
import re
from typing import Any
from typing import Final
from typing import get_args
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from motcua.base.durations import Language


KEYS: Final = (
    "id",
    "received",
    "term",
    "calendar",
    "accounting",
    "supplement",
    "events",
)
EVENT_KEYS: Final = ("type", "at", "reason", "until")
MOMENT: Final = "YYYY-MM-DDTHH:MM (+07:00)"

_MOMENT = re.compile(
    r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)?", re.ASCII
)
_EVENT = re.compile(r"(?P<type>[a-z]+)(?:/(?P<reason>[^:/]+))?:(?P<at>.+)")

#: Reads the calendar that a question names by its path.
Loader = Callable[[str], WorkingCalendar]


class BadQuestion(ValueError):
    """A field that cannot be read; the message has both languages."""

    def __init__(self, field: str, vi: str, en: str) -> None:
        super().__init__(f"{field}: {vi} / {en}")
        self.field = field


@dataclass(frozen=True)
class Question:
    """One question, read and checked field by field."""

    received: datetime
    term: Term
    calendar: WorkingCalendar
    policy: Policy
    events: tuple[ClockEvent, ...] = ()

    def answer(self) -> Deadline:
        """Return the due date; BadQuestion when the fields contradict each other."""
        try:
            return deadline(
                self.received, self.term, self.calendar, self.policy, self.events
            )
        except ValueError as error:
            raise BadQuestion("events", *_halves(str(error))) from error
        except OverflowError as error:
            raise BadQuestion(
                "term",
                f"{self.term.text('vi')} không bao giờ hết theo lịch làm việc này",
                f"{self.term} never ends on this working calendar",
            ) from error


def read(data: Any, load: Loader) -> Question:
    """Return the question that the object `data` asks.

    ``calendar`` is the object of a calendar or a path, which `load` reads; without
    one the shipped Vietnamese calendar counts. Raises BadQuestion.
    """
    if not isinstance(data, Mapping):
        raise BadQuestion(
            "question", "phải là một đối tượng JSON", "must be one JSON object"
        )
    _known(data, KEYS, "")
    return Question(
        received=moment(_text(data, "received"), "received"),
        term=_term(_text(data, "term")),
        calendar=_calendar(data.get("calendar"), load),
        policy=Policy(
            accounting=_one_of(data, "accounting", Accounting, "clock"),
            supplement=_one_of(data, "supplement", Supplement, "pause"),
        ),
        events=_events(data.get("events")),
    )


def brief(found: Deadline, language: Language) -> dict[str, Any]:
    """Return the answer as an object: ``due``, ``explanation``, and what is special.

    ``paused``, ``remaining`` and ``unit`` are there while the clock stands, ``kept``
    when the date was extended.
    """
    whole = found.to_json(language)
    keys = ["due"]
    if found.paused:
        keys += ["paused", "remaining", "unit"]
    if found.kept is not None:
        keys.append("kept")
    return {key: whole[key] for key in [*keys, "explanation"]}


def event_in(text: str) -> dict[str, str]:
    """Return the object of an event in short form.

    ``pause:MOMENT``, ``resume:MOMENT``, with a reason ``pause/finance:MOMENT``, and
    ``extend:MOMENT=NEW-DUE-MOMENT``. Raises BadQuestion.
    """
    match = _EVENT.fullmatch(text.strip())
    if match is None:
        raise BadQuestion(
            "event",
            f"{text!r} không đọc được; viết pause:{MOMENT}, resume:{MOMENT}, "
            "pause/finance:..., extend:...=HẠN-MỚI",
            f"{text!r} cannot be read; write pause:{MOMENT}, resume:{MOMENT}, "
            "pause/finance:..., extend:...=NEW-DUE",
        )
    at, _, until = match["at"].partition("=")
    found = {"type": match["type"], "at": at, "reason": match["reason"], "until": until}
    return {key: value for key, value in found.items() if value}


def moment(text: str, field: str) -> datetime:
    """Return the moment that `text` states; without a zone it is Vietnam time."""
    try:
        if _MOMENT.fullmatch(text):
            return datetime.fromisoformat(text)
    except ValueError:
        pass  # A month 13 or an hour 25: told like any other text that is no moment.
    raise BadQuestion(
        field,
        f"{text!r} không phải là thời điểm; viết {MOMENT}",
        f"{text!r} is no moment; write {MOMENT}",
    )


def _known(data: Mapping[str, Any], known: tuple[str, ...], place: str) -> None:
    unknown = sorted(str(key) for key in data if key not in known)
    if unknown:
        raise BadQuestion(
            f"{place}{unknown[0]}",
            f"không có trường này; các trường: {', '.join(known)}",
            f"no such field; fields: {', '.join(known)}",
        )


def _text(data: Mapping[str, Any], key: str, place: str = "") -> str:
    value = data.get(key)
    if not isinstance(value, str) or not value.strip():
        raise BadQuestion(
            f"{place}{key}", f"thiếu hoặc không phải chữ: {value!r}", "text is needed"
        )
    return value.strip()


def _term(text: str) -> Term:
    try:
        return Term.parse(text)
    except ValueError as error:
        raise BadQuestion("term", *_halves(str(error))) from error


def _one_of(data: Mapping[str, Any], key: str, choices: Any, default: str) -> Any:
    value = data.get(key, default)
    allowed = get_args(choices)
    if value not in allowed:
        named = ", ".join(allowed)
        raise BadQuestion(
            key,
            f"{value!r} không hợp lệ; chấp nhận: {named}",
            f"{value!r} is not allowed; allowed: {named}",
        )
    return value


def _calendar(value: Any, load: Loader) -> WorkingCalendar:
    if value is None:
        return vietnam()
    if isinstance(value, str):
        return load(value)
    return calendar_in(value)


def calendar_in(value: Any) -> WorkingCalendar:
    """Return the calendar that the object or JSON text describes; or BadQuestion."""
    try:
        return WorkingCalendar.from_json(value)
    except ValueError as error:
        keys = "name, weekdays, hours, seasons, off, make_up, half_days"
        raise BadQuestion(
            "calendar",
            f"lịch làm việc không dùng được; các trường: {keys}",
            f"the working calendar cannot be used, {error}; fields: {keys}",
        ) from error


def _events(value: Any) -> tuple[ClockEvent, ...]:
    if value is None:
        return ()
    if not isinstance(value, list):
        raise BadQuestion("events", "phải là danh sách", "must be a list")
    return tuple(_event(row, f"events[{number}]") for number, row in enumerate(value))


def _event(row: Any, place: str) -> ClockEvent:
    if not isinstance(row, Mapping):
        example = f'{{"type": "pause", "at": "{MOMENT}"}}'
        raise BadQuestion(place, f"phải là {example}", f"must be {example}")
    _known(row, EVENT_KEYS, f"{place}.")
    place = f"{place}."
    kind = _one_of({f"{place}type": row.get("type")}, f"{place}type", EventType, "")
    until = None
    if "until" in row or kind == "extend":
        until = moment(_text(row, "until", place), f"{place}until")
    try:
        return ClockEvent(
            kind,
            moment(_text(row, "at", place), f"{place}at"),
            _text(row, "reason", place) if "reason" in row else SUPPLEMENT,
            until,
        )
    except BadQuestion:
        raise
    except ValueError as error:
        raise BadQuestion(f"{place}until", *_halves(str(error))) from error


def _halves(text: str) -> tuple[str, str]:
    """Return the two halves of a message of the rules themselves."""
    vi, _, en = text.partition(" / ")
    return vi, en or vi
