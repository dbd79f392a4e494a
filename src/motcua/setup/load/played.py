"""Real dossiers of a load: received and moved on by officers, in batches.

The code of a dossier is claimed for the token of its form before it is received, so
that a load that was broken off goes on with the same codes. A batch is committed as
a whole: whether its last dossier is there tells whether all are.
"""

from __future__ import annotations

from datetime import datetime
from datetime import time
from datetime import timedelta
from motcua.base.vietnam import VIETNAM
from motcua.dossiers import requests
from motcua.dossiers.actions import act
from motcua.dossiers.folder import find
from motcua.dossiers.intake import Intake
from motcua.dossiers.intake import receive
from motcua.dossiers.papers import PaperGiven
from motcua.dossiers.persons import Person
from motcua.procedures import versions
from motcua.setup.demo import past
from motcua.setup.load.province import person
from motcua.setup.load.province import PROCEDURES
from motcua.setup.load.province import term
from typing import Any
from typing import Final
from typing import TYPE_CHECKING
from zope.component.hooks import getSite


if TYPE_CHECKING:
    from collections.abc import Sequence
    from motcua.dossiers.dossier import Dossier
    from motcua.setup.load.lives import Life

BATCH: Final = 100
#: What the steps bring along is what they bring in the demo.
_BROUGHT: Final = {
    operation: data for _days, road in past.ROADS for operation, _who, data in road
}
_AT_UNIT: Final = frozenset({"forward", "resume", "withdraw", "return_result", "close"})
_APPROVAL: Final = frozenset({"approve", "send_back", "refuse", "stop"})
_FAMILY = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Vũ", "Đặng", "Bùi", "Hồ", "Đỗ")
_GIVEN = ("Văn An", "Thị Bích", "Quốc Cường", "Thu Dung", "Đức", "Thị Hà", "Minh")


def play(batch: Sequence[Life], result: dict[str, Any], until: datetime) -> int:
    """Play the lives of a batch; return how many were not there yet.

    ``result`` is the data of the file that approved dossiers end with. Nothing
    happens after ``until``. The caller commits.
    """
    site = getSite()
    if find(site, batch[-1].code) is not None:
        return 0
    requests.claim({(token(life), person(life.unit)): life.code for life in batch})
    for life in batch:
        dossier = _received(site, life)
        for moment, operation in zip(moments(life, until), life.road, strict=True):
            _step(dossier, life, operation, moment, result)
    return len(batch)


def token(life: Life) -> str:
    """Return the token of the form by which a life begins."""
    return f"load:{life.code}"


def begun(life: Life) -> datetime:
    """Return when a life begins, in office hours of its day."""
    minutes = 30 + life.number * 7 % 225
    start = datetime.combine(life.day, time(7), VIETNAM)
    return start + timedelta(minutes=minutes, seconds=life.serial % 60)


def moments(life: Life, until: datetime) -> list[datetime]:
    """Return when the steps of a life happen: over its pace, none after ``until``."""
    start = begun(life)
    # A working week is five days of seven.
    whole = timedelta(days=term(life.procedure)) * 1.4 * life.pace
    each = whole / max(1, len(life.road))
    return [
        min(start + each * number, until - timedelta(minutes=len(life.road) - number))
        for number in range(1, len(life.road) + 1)
    ]


def _received(site: Any, life: Life) -> Dossier:
    # What is in force today is what was in force: the load has one version each.
    version = versions.current(PROCEDURES[life.procedure], site=site)
    case = version.cases[0]
    intake = Intake(
        unit=life.unit,
        procedure=version.code,
        version=version.digest,
        case=case.key,
        channel=life.channel,
        persons=persons(life.number),
        papers=tuple(
            PaperGiven(paper.key, paper.title, "original", 1) for paper in case.papers
        ),
        token=token(life),
    )
    return receive(site, intake, person(life.unit), begun(life))


def persons(number: int) -> tuple[Person, ...]:
    """Return the invented persons of a life."""
    name = f"{_FAMILY[number % len(_FAMILY)]} {_GIVEN[number % len(_GIVEN)]}"
    applicant = Person(
        "applicant",
        name,
        birth=str(1945 + number % 60),
        phone=f"0900 {number // 1000 % 1000:03d} {number % 1000:03d}",
        address="xã Bãi Dài, tỉnh thử tải",
    )
    return (applicant,) if number % 4 else (applicant, Person("owner", "Hợp tác xã"))


def _step(
    dossier: Dossier,
    life: Life,
    operation: str,
    moment: datetime,
    result: dict[str, Any],
) -> None:
    data = dict(_BROUGHT[operation])
    if operation == "forward":
        data = {"to": life.department}
    elif operation == "attach_result":
        data = result
    place = life.unit if operation in _AT_UNIT else life.department
    who = person(place, "approval" if operation in _APPROVAL else "")
    act(dossier, operation, who, data=data, now=moment)
