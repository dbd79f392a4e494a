"""Fifty dossiers of the last weeks, in every state, some of them late.

They are played, not written: each is received and moved on by the officers of
the demo through the same functions as in an office, at moments of the past.
"""

from __future__ import annotations

from datetime import datetime
from datetime import timedelta
from datetime import UTC
from io import BytesIO
from itertools import cycle
from itertools import islice
from motcua.base.calendars import vietnam
from motcua.base.vietnam import VIETNAM
from motcua.dossiers.actions import act
from motcua.dossiers.intake import Intake
from motcua.dossiers.intake import receive
from motcua.dossiers.papers import PaperGiven
from motcua.dossiers.persons import Person
from motcua.procedures import versions
from motcua.setup.demo.province import CENTRE
from motcua.setup.demo.province import LAND
from motcua.storage import files
import pikepdf
from typing import Any
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from motcua.dossiers.dossier import Dossier

NUMBER = 50
PROCEDURES = ("9.900201", "9.900203", "9.900205", "9.900202", "9.900204")
_FAMILY = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Vũ", "Đặng", "Bùi")
_GIVEN = ("Văn An", "Thị Bích", "Quốc Cường", "Thu Dung", "Đức", "Thị Hà", "Minh")
Step = tuple[str, str, dict[str, Any]]
FORWARD: Step = ("forward", "tiepnhan", {"to": LAND})
PROPOSE: Step = ("propose", "chuyenvien", {"proposal": "Hồ sơ đủ điều kiện."})
APPROVE: Step = ("approve", "lanhdao", {})
ATTACH: Step = ("attach_result", "chuyenvien", {})
FINISH: Step = ("finish", "chuyenvien", {})
RETURN: Step = ("return_result", "tiepnhan", {})
CLOSE: Step = ("close", "luutru", {})
PAUSE: Step = (
    "pause",
    "chuyenvien",
    {"reason_code": "missing_paper", "reason": "Thiếu bản trích đo thửa đất."},
)
RESUME: Step = ("resume", "tiepnhan", {})
BACK: Step = ("send_back", "lanhdao", {"reason": "Nêu rõ diện tích từng thửa."})
REFUSE: Step = (
    "refuse",
    "lanhdao",
    {"reason_code": "dispute", "reason": "Thửa đất đang có tranh chấp."},
)
WITHDRAW: Step = (
    "withdraw",
    "tiepnhan",
    {"reason_code": "wish", "reason": "Người nộp đề nghị rút hồ sơ."},
)
STOP: Step = (
    "stop",
    "lanhdao",
    {"reason_code": "no_supplement", "reason": "Quá hạn bổ sung, không có hồi âm."},
)
_DONE = (FORWARD, PROPOSE, APPROVE, ATTACH, FINISH)
#: Roads, and how many office days before today each begins.
ROADS: tuple[tuple[int, tuple[Step, ...]], ...] = (
    (1, ()),
    (3, (FORWARD,)),
    (4, (FORWARD, PROPOSE)),
    (6, (FORWARD, PAUSE)),
    (7, (FORWARD, PROPOSE, BACK)),
    (8, (FORWARD, PROPOSE, APPROVE)),
    (9, (FORWARD, PROPOSE, APPROVE, ATTACH)),
    (10, _DONE),
    (15, (*_DONE, RETURN)),
    (20, (*_DONE, RETURN, CLOSE)),
    (12, (FORWARD, PROPOSE, REFUSE)),
    (9, (FORWARD, WITHDRAW)),
    (25, (FORWARD, PAUSE, STOP, CLOSE)),
    (14, (FORWARD, PAUSE, RESUME, PROPOSE)),
    (45, (FORWARD,)),
    (60, (FORWARD, PROPOSE)),
)


def play_dossiers(site: Any, now: datetime | None = None) -> None:
    """Receive and move on ``NUMBER`` dossiers."""
    now = now or datetime.now(UTC)
    given_back = result()
    for number, (days, road) in enumerate(islice(cycle(ROADS), NUMBER)):
        moment = _office_moment(now, days + number // len(ROADS), number)
        dossier = _receive(site, number, moment)
        for operation, actor, data in road:
            moment = min(_next(moment), now)
            given = given_back if operation == "attach_result" else data
            act(dossier, operation, actor, data=given, now=moment)


def result() -> dict[str, Any]:
    """Keep what every finished dossier ends with, a blank page; return its data."""
    out = BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page(page_size=(420, 595))
        pdf.save(out, deterministic_id=True)
    kept = files.store(out.getvalue())
    return {
        "sha256": kept.sha256,
        "size": kept.size,
        "media": "application/pdf",
        "name": "ket-qua.pdf",
    }


def _office_moment(now: datetime, days: int, number: int) -> datetime:
    """Return a morning ``days`` working days before ``now``."""
    calendar = vietnam()
    day = now.astimezone(VIETNAM).date()
    while days > 0 or not calendar.is_working_day(day):
        day -= timedelta(days=1)
        days -= calendar.is_working_day(day)
    start = datetime(day.year, day.month, day.day, 7, 45, tzinfo=VIETNAM)
    return min(start + timedelta(minutes=3 * number), now)


def _next(moment: datetime) -> datetime:
    """Return a moment of the next office day."""
    day = vietnam().next_working_day(moment.date() + timedelta(days=1))
    return moment + timedelta(days=(day - moment.date()).days, minutes=7)


def _receive(site: Any, number: int, moment: datetime) -> Dossier:
    version = versions.current(PROCEDURES[number % len(PROCEDURES)], site=site)
    case = version.cases[0]
    papers = tuple(
        PaperGiven(paper.key, paper.title, "original", 1) for paper in case.papers
    )
    intake = Intake(
        unit=CENTRE,
        procedure=version.code,
        version=version.digest,
        case=case.key,
        channel="counter",
        persons=_persons(number),
        papers=papers,
    )
    return receive(site, intake, "tiepnhan", moment)


def _persons(number: int) -> tuple[Person, ...]:
    name = f"{_FAMILY[number % len(_FAMILY)]} {_GIVEN[number % len(_GIVEN)]}"
    applicant = Person(
        "applicant",
        name,
        birth=str(1950 + number),
        phone=f"0900 000 {number:03d}" if number % 5 else "",
        address="xã Bãi Dài, tỉnh Cửa Lớn",
    )
    if number % 4:
        return (applicant,)
    return (applicant, Person("owner", "Hợp tác xã Cửa Lớn"))
