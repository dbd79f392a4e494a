"""Coming into force, and ending: what is decided about a process.

Every decision names its document. Nothing comes into force while the checks find
errors or a trial does not come out as expected; what is decided holds for dossiers
received from then on, and running ones keep what they were received under.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from datetime import datetime
from datetime import timedelta
from datetime import UTC
from motcua.dossiers.processes import keepers
from motcua.dossiers.processes.book import check_expected
from motcua.dossiers.processes.book import day_of
from motcua.dossiers.processes.book import Draft
from motcua.dossiers.processes.book import draft
from motcua.dossiers.processes.book import get
from motcua.dossiers.processes.book import keep
from motcua.dossiers.processes.book import made_shelf
from motcua.dossiers.processes.book import ProcessRefused
from motcua.dossiers.processes.book import Row
from motcua.dossiers.processes.book import rows
from motcua.dossiers.processes.checking import check
from motcua.dossiers.processes.checking import errors
from motcua.dossiers.processes.checking import failing
from motcua.dossiers.processes.checking import Finding
from motcua.dossiers.processes.definitions import Process
from motcua.dossiers.processes.surroundings import Surroundings
from motcua.dossiers.processes.surroundings import surroundings
from motcua.dossiers.processes.trying import try_all
from motcua.dossiers.processes.trying import Verdict
from motcua.organisation import units
from typing import Any
from typing import Final


_ONE_DAY: Final = timedelta(days=1)


def examine(
    process: Process, around: Surroundings
) -> tuple[tuple[Finding, ...], tuple[Verdict, ...]]:
    """Return what is wrong with a process, and what its trials show.

    Trials are not run while the way itself is unsound.
    """
    found = check(process, around)
    if errors(found):
        return found, ()
    return found, try_all(process, around.setting())


def enact(
    site: Any,
    procedure: str,
    person: str,
    deed: str,
    first_day: date,
    expected: str,
    unit: str = "",
    now: datetime | None = None,
) -> Row:
    """Let the draft come into force from a day on, and return its row.

    ``deed`` is the deciding document; it becomes part of the process. What held for
    the same ``unit`` ends the day before. ``expected`` as in ``save``. Raises
    ``ProcessRefused`` with the findings and trials that stand against it.
    """
    at = now or datetime.now(UTC)
    before = draft(site, procedure)
    check_expected(before, expected)
    if before is None:
        raise ProcessRefused(
            f"{procedure}: chưa có bản dự thảo / {procedure}: there is no draft"
        )
    _check_publisher(site, procedure, person, at, before)
    _check_first_day(procedure, first_day, day_of(at))
    if unit:
        _check_unit(site, unit, first_day)
    process = replace(get(site, before.digest), deed=" ".join(deed.split()))
    around = surroundings(procedure, first_day, site, unit)
    found, verdicts = examine(process, around)
    wrong, failed = errors(found), failing(verdicts)
    if wrong or failed:
        raise ProcessRefused(
            f"{procedure}: còn {len(wrong)} lỗi và {len(failed)} tình huống thử không "
            f"đạt / {procedure}: {len(wrong)} errors and {len(failed)} failing trials "
            "are left",
            wrong,
            failed,
        )
    row = Row(
        digest=keep(site, process),
        valid_from=first_day,
        unit=unit,
        deed=process.deed,
        version=around.version.digest if around.version is not None else "",
        trials=tuple((one.title, one.ok) for one in verdicts),
        enacted_by=person,
        enacted_at=at,
    )
    shelf = made_shelf(site, procedure)
    last_day = first_day - _ONE_DAY
    shelf.rows = (*(_ended(old, row, last_day) for old in shelf.rows), row)
    shelf.draft = None
    return row


def _ended(old: Row, new: Row, last_day: date) -> Row:
    """Return an older row as it stands once the new one is there."""
    if old.unit != new.unit or (old.valid_to is not None and old.valid_to <= last_day):
        return old
    return replace(old, valid_to=last_day, ended_by=new.enacted_by, end_deed=new.deed)


def _check_publisher(
    site: Any, procedure: str, person: str, at: datetime, before: Draft
) -> None:
    if not keepers.may_enact(procedure, person, day_of(at), site):
        raise ProcessRefused(
            f"{procedure}: việc này cần nhiệm vụ công bố thủ tục tại cơ quan quản lý "
            f"thủ tục, hoặc quyền quản trị / {procedure}: this needs the duty "
            "publication in the agency that keeps the procedure, or an administrator"
        )
    if person in before.authors and not keepers.manages(person, site):
        raise ProcessRefused(
            f"{procedure}: người soạn không tự ban hành bản của mình / {procedure}: "
            "an author does not let the own draft come into force"
        )


def _check_first_day(procedure: str, first_day: date, on: date) -> None:
    if first_day < on:
        raise ProcessRefused(
            f"{procedure}: ngày áp dụng {first_day:%d/%m/%Y} đã qua; hồ sơ đã tiếp "
            f"nhận theo quy trình cũ / {procedure}: the first day {first_day:%d/%m/%Y} "
            "is in the past; dossiers were received under what held then"
        )


def _check_unit(site: Any, unit: str, first_day: date) -> None:
    try:
        exists = units.get(unit, site).in_force(first_day)
    except KeyError:
        exists = False
    if not exists:
        raise ProcessRefused(
            f"{unit}: không có đơn vị này vào ngày {first_day:%d/%m/%Y} / {unit}: "
            f"there is no such unit on {first_day:%d/%m/%Y}"
        )


def end(
    site: Any,
    procedure: str,
    digest: str,
    last_day: date,
    deed: str,
    person: str,
    unit: str = "",
    now: datetime | None = None,
) -> Row:
    """End a version after a day, so that dossiers received later go freely again.

    Running dossiers keep it. Raises ``ProcessRefused``.
    """
    at = now or datetime.now(UTC)
    if not keepers.may_enact(procedure, person, day_of(at), site):
        raise ProcessRefused(
            f"{procedure}: việc này cần nhiệm vụ công bố thủ tục, hoặc quyền quản trị "
            f"/ {procedure}: this needs the duty publication, or an administrator"
        )
    if not deed.strip():
        raise ProcessRefused(
            f"{procedure}: hãy nêu văn bản / {procedure}: name the document"
        )
    if last_day < day_of(at) - _ONE_DAY:
        raise ProcessRefused(
            f"{procedure}: ngày cuối {last_day:%d/%m/%Y} đã qua / {procedure}: the "
            f"last day {last_day:%d/%m/%Y} is in the past"
        )
    for number, row in enumerate(rows(site, procedure)):
        open_ended = row.valid_to is None or row.valid_to > last_day
        if row.digest == digest and row.unit == unit and open_ended:
            made = replace(
                row, valid_to=last_day, ended_by=person, end_deed=deed.strip()
            )
            shelf = made_shelf(site, procedure)
            shelf.rows = (*shelf.rows[:number], made, *shelf.rows[number + 1 :])
            return made
    raise ProcessRefused(
        f"{procedure}: không có phiên bản nào còn hiệu lực sau ngày đó / {procedure}: "
        "no version goes on after that day"
    )
