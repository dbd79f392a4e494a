"""Why a date is what it is: one line per day, in words, with its legal ground."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from datetime import datetime
from datetime import timedelta
from fractions import Fraction
from motcua.base.calendars import WEEKDAY_NAMES
from motcua.base.calendars import WorkingCalendar
from typing import Any
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from motcua.base.durations import Language


_ZERO: Final = Fraction()

#: Legal grounds: official Vietnamese citation, English rendering.
GROUNDS: Final[dict[str, tuple[str, str]]] = {
    "first-day": (
        "Bộ luật Dân sự 2015, Điều 147 khoản 2",
        "Civil Code 2015, Article 147(2)",
    ),
    "last-day": (
        "Bộ luật Dân sự 2015, Điều 148 khoản 5",
        "Civil Code 2015, Article 148(5)",
    ),
    "month": (
        "Bộ luật Dân sự 2015, Điều 148 khoản 3",
        "Civil Code 2015, Article 148(3)",
    ),
    "calendar-days": (
        "Bộ luật Dân sự 2015, Điều 148 khoản 1",
        "Civil Code 2015, Article 148(1)",
    ),
    "weekly-rest": (
        "Bộ luật Lao động 2019, Điều 111",
        "Labour Code 2019, Article 111",
    ),
    "working-time": (
        "Thời hạn của thủ tục và lịch làm việc của cơ quan",
        "The procedure's time limit and the agency's working calendar",
    ),
    "calendar": (
        "Lịch làm việc của cơ quan",
        "The agency's working calendar",
    ),
    "one-stop": (
        "Nghị định 118/2025/NĐ-CP",
        "Decree 118/2025/NĐ-CP",
    ),
    "pause": (
        "Quyết định 766/QĐ-TTg: trừ thời gian chờ",
        "Decision 766/QĐ-TTg: waiting time is subtracted",
    ),
    "finance": (
        "Cổng Dịch vụ công quốc gia, trạng thái 6: chờ nghĩa vụ tài chính, không tính",
        "National portal, status 6: waiting for payment does not count",
    ),
    "extension": (
        "Nghị định 118/2025/NĐ-CP: xin lỗi và hẹn lại ngày trả",
        "Decree 118/2025/NĐ-CP: apology and a new date",
    ),
    "acceptance": (
        "Nghị định 45/2020/NĐ-CP: trả lời hồ sơ trực tuyến",
        "Decree 45/2020/NĐ-CP: answering an online dossier",
    ),
    "longest-wait": (
        "Thời gian chờ tối đa theo cấu hình của thủ tục",
        "The longest wait, a setting of the procedure",
    ),
    "process": (
        "Quy trình nội bộ của thủ tục",
        "The internal process of the procedure",
    ),
    "restart": (
        "Nghị định 61/2018/NĐ-CP, Điều 19; cấu hình của thủ tục",
        "Decree 61/2018/NĐ-CP, Article 19; setting of the procedure",
    ),
    "procedure": (
        "Thời hạn công bố của thủ tục",
        "The published time limit of the procedure",
    ),
}


@dataclass(frozen=True)
class Line:
    """What happened on one day.

    `kind` is one of: ``received``, ``after_hours``, ``first_day`` (not counted),
    ``counted``, ``make_up`` (a make-up workday, counted), ``rest`` (weekly rest),
    ``off`` (day off by law or decision), ``outside`` (a working day of which nothing
    was left), ``cut_off``, ``paused``, ``resumed``, ``restarted``, ``lapsed`` (an
    event after the term had run out), ``moved`` (the last day was no working day),
    ``extended`` (a new date was given), ``wait_over`` (the longest wait ended),
    ``leg`` (a part of an inter-agency way is due), ``joined`` (parallel parts meet),
    ``gap`` (a year without days off entered), ``none``, ``due``.
    `amount` is what the day counted, in `unit` (``working_hours``,
    ``working_days``, ``days``, ``months`` or empty).
    """

    date: date
    kind: str
    amount: Fraction = Fraction()
    unit: str = ""
    rule: str = "working-time"
    vi: str = ""
    en: str = ""
    decision: str = ""

    @property
    def ground(self) -> str:
        """The legal reference in Vietnamese, or the decision that made the day."""
        return self.ground_text("vi")

    def ground_text(self, language: Language = "vi") -> str:
        """Return the legal reference in `language`; decisions keep their own name."""
        if self.decision:
            return self.decision
        return GROUNDS[self.rule][0 if language == "vi" else 1]

    def text(self, language: Language = "vi") -> str:
        """Return the line as a sentence: weekday, date and what happened."""
        name = WEEKDAY_NAMES[language][self.date.isoweekday() - 1]
        body = self.vi if language == "vi" else self.en
        return f"{name[0].upper()}{name[1:]} {self.date:%d-%m-%Y}: {body}"

    def to_json(self, language: Language = "vi") -> dict[str, Any]:
        """Return the line as an object for JSON; the amount is a decimal number."""
        return {
            "date": self.date.isoformat(),
            "kind": self.kind,
            "counted": _number(self.amount),
            "unit": self.unit,
            "text": self.text(language),
            "ground": self.ground_text(language),
        }


def amount_text(
    amount: Fraction, unit: str, language: Language = "vi", decimals: int = 4
) -> str:
    """Return an amount with its unit, rounded: "2,875 ngày làm việc"."""
    number = f"{float(amount):.{decimals}f}"
    if decimals:
        number = number.rstrip("0").rstrip(".")
    if language == "en":
        noun = unit.replace("_", " ")
        return f"{number} {noun.removesuffix('s') if amount == 1 else noun}"
    noun = {
        "working_hours": "giờ làm việc",
        "working_days": "ngày làm việc",
        "days": "ngày",
        "months": "tháng",
    }[unit]
    return f"{number.replace('.', ',')} {noun}"


def _number(amount: Fraction) -> int | float:
    return int(amount) if amount.denominator == 1 else round(float(amount), 6)


class Explanation:
    """Collects the lines of one deadline, in the order of time."""

    def __init__(self, calendar: WorkingCalendar) -> None:
        self.calendar = calendar
        self.lines: list[Line] = []
        self._ahead: list[Line] = []

    def told(self) -> tuple[Line, ...]:
        """Return all lines, each that was told ahead on its day."""
        lines = list(self.lines)
        for line in self._ahead:
            later = (n for n, other in enumerate(lines) if other.date > line.date)
            lines.insert(next(later, len(lines)), line)
        return tuple(lines)

    def extended(self, at: datetime, old: datetime, new: datetime) -> None:
        """Say that a new date was given, and whether the person was told in time.

        That is at least a day before; the days up to `at` are explained later.
        """
        late = at.date() >= old.date()
        vi = "báo muộn, phải báo trước ít nhất 1 ngày" if late else "báo trước hạn"
        en = "told late, at least a day before is due" if late else "told in time"
        line = Line(
            at.date(),
            "extended",
            rule="extension",
            vi=f"xin lỗi và hẹn lại: từ {old:%H:%M %d-%m-%Y} sang "
            f"{new:%H:%M %d-%m-%Y} ({vi}); hạn cũ được giữ để thống kê",
            en=f"apology and new date: from {old:%H:%M %d-%m-%Y} to "
            f"{new:%H:%M %d-%m-%Y} ({en}); the old date is kept for statistics",
        )
        (self.lines if at >= old else self._ahead).append(line)

    def add(
        self,
        day: date,
        kind: str,
        vi: str,
        en: str,
        rule: str = "working-time",
        amount: Fraction = _ZERO,
        unit: str = "",
        decision: str = "",
    ) -> None:
        """Append one line; see `Line` for the meaning of the arguments."""
        self.lines.append(Line(day, kind, amount, unit, rule, vi, en, decision))

    def received(self, received: datetime) -> None:
        """Say when the dossier came."""
        clock = f"{received:%H:%M}"
        self.add(
            received.date(),
            "received",
            f"tiếp nhận lúc {clock}",
            f"received at {clock}",
            "one-stop",
        )

    def after_hours(self, start: datetime) -> None:
        """Say from when something counts that came outside working hours."""
        self.add(
            start.date(),
            "after_hours",
            f"đến ngoài giờ làm việc, tính từ {start:%H:%M} ngày này",
            f"came outside working hours, counts from {start:%H:%M} of this day",
            "one-stop",
        )

    def rests(self, day: date) -> None:
        """Say of `day` and those after it why they are not worked, until one is."""
        while not self.calendar.is_working_day(day):
            self.rest(day)
            day += timedelta(days=1)

    def first_day(self, day: date) -> None:
        """Say that the first day is not counted."""
        self.add(
            day,
            "first_day",
            "ngày đầu tiên, không tính",
            "first day, not counted",
            "first-day",
        )

    def day(self, day: date, amount: Fraction, unit: str) -> None:
        """Say what a day of worked time counted, or why it counted nothing."""
        if not self.calendar.is_working_day(day):
            self.rest(day)
            return
        if not amount:
            self.add(
                day,
                "outside",
                "không còn giờ làm việc để tính",
                "no working time left to count",
            )
            return
        row = self.calendar.make_up_row(day)
        vi = f"tính {amount_text(amount, unit, 'vi')}"
        en = f"counts {amount_text(amount, unit, 'en')}"
        if row is None:
            self.add(day, "counted", vi, en, "working-time", amount, unit)
            return
        why = f" ({row.reason})" if row.reason else ""
        self.add(
            day,
            "make_up",
            f"ngày làm bù{why}, {vi}",
            f"make-up workday{why}, {en}",
            "calendar",
            amount,
            unit,
            row.decision,
        )

    def rest(self, day: date) -> None:
        """Say why a day is no working day."""
        row = self.calendar.off_row(day)
        self.add(
            day,
            "rest" if row is None else "off",
            f"không tính: {self.calendar.why_not(day, 'vi')}",
            f"not counted: {self.calendar.why_not(day, 'en')}",
            "weekly-rest" if row is None else "calendar",
            decision="" if row is None else row.decision,
        )

    def gaps(self, first: int, last: int) -> None:
        """Warn of years for which the calendar has no days off."""
        for year in range(first, last + 1):
            if self.calendar.has_gap(year):
                self.add(
                    date(year, 1, 1),
                    "gap",
                    f"lịch làm việc chưa có ngày nghỉ của năm {year}: hạn là tạm tính",
                    f"the calendar has no days off for {year}: the date is provisional",
                    "calendar",
                )
