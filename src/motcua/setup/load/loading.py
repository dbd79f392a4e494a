"""Filling a house: what may be filled, and going on where a load was broken off."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from datetime import datetime
from datetime import time as clock
from itertools import islice
from motcua.base.vietnam import VIETNAM
from motcua.dossiers import codes
from motcua.dossiers.folder import root
from motcua.dossiers.register import DOSSIERS
from motcua.setup.demo import past
from motcua.setup.demo import province as demo
from motcua.setup.load import played
from motcua.setup.load import rows
from motcua.setup.load.lives import Life
from motcua.setup.load.lives import lives
from motcua.setup.load.province import build
from motcua.setup.load.province import PROVINCE
from motcua.setup.site import is_demo
from motcua.storage import numbers
from motcua.storage.engines import register_engine
from motcua.storage.settings import settings
import sqlalchemy as sa
import time
import transaction
from typing import Any
from typing import Final
from typing import TYPE_CHECKING
from zope.annotation.interfaces import IAnnotations


if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Iterator

KEY: Final = "motcua.load"
"""Annotation of a site that was filled: seed, objects, last day."""

INVENTED: Final = (PROVINCE, demo.PROVINCE)
"""Provinces that are nowhere: only their dossiers may lie beside a load."""

LEAST: Final = 200
"""Real dossiers from which the rows of the others are copied."""

Said = Callable[[str], None]
Logins = list[tuple[str, str, str]]


class LoadError(Exception):
    """The house may not be filled; the message says why and what to do."""


@dataclass
class Report:
    """What a load did and how long it took."""

    played: int = 0
    copied: int = 0
    play_seconds: float = 0.0
    copy_seconds: float = 0.0
    logins: tuple[tuple[str, str, str], ...] = ()


def load(
    site: Any, number: int, objects: int, seed: int, until: date, say: Said
) -> Report:
    """Fill ``site`` up to ``number`` dossiers, the first ``objects`` real ones.

    Commits as it goes; called again it goes on, and with a larger ``number`` it
    adds what is missing. Raises ``LoadError`` when the house holds dossiers of
    somebody, or was filled with other numbers.
    """
    check(site)
    report = Report()
    objects = min(number, max(objects, min(number, LEAST)))
    until = _begin(site, objects, seed, until, say, report)
    began = time.monotonic()
    _play(site, islice(lives(seed, until, objects), objects), until, say, report)
    report.play_seconds = time.monotonic() - began
    began = time.monotonic()
    if number > objects:
        _copy(seed, until, objects, number, say, report)
    _raise_counters(islice(lives(seed, until, objects), number), until)
    report.copy_seconds = time.monotonic() - began
    return report


def check(site: Any) -> None:
    """Raise ``LoadError`` unless everything in the house is invented."""
    if settings().profile == "production" or not is_demo(site):
        raise LoadError(
            "Chỉ nạp dữ liệu thử vào trang mẫu, không bao giờ vào hệ thống thật; hãy "
            "đặt MOTCUA_VAR là một thư mục mới.\n"
            "Only a demo site is filled, never one in use; name a new folder in "
            "MOTCUA_VAR."
        )
    foreign = sorted(
        unit.id for unit in root(site).walk() if unit.id.split(".")[0] not in INVENTED
    )
    if not foreign:
        foreign = _foreign_rows()
    if foreign:
        raise LoadError(
            f"Hệ thống có hồ sơ của đơn vị {foreign[0]}; không nạp gì. Hãy đặt "
            "MOTCUA_VAR là một thư mục mới.\n"
            f"The house holds dossiers of unit {foreign[0]}; nothing was loaded. Name "
            "a new folder in MOTCUA_VAR."
        )


def _foreign_rows() -> list[str]:
    query = sa.select(DOSSIERS.c.unit).where(
        *(
            sa.not_(sa.or_(DOSSIERS.c.unit == code, DOSSIERS.c.unit.like(f"{code}.%")))
            for code in INVENTED
        )
    )
    with register_engine().connect() as connection:
        return [unit for (unit,) in connection.execute(query.limit(1))]


def _begin(
    site: Any, objects: int, seed: int, until: date, say: Said, report: Report
) -> date:
    """Build the province once; return the last day of the load."""
    kept = IAnnotations(site).get(KEY)
    if kept is None:
        say("Tạo tỉnh thử tải / building the province of the load")
        report.logins = tuple(build(site))
        kept = {"seed": seed, "objects": objects, "until": until.isoformat()}
        IAnnotations(site)[KEY] = kept
        transaction.commit()
    if (kept["seed"], kept["objects"]) != (seed, objects):
        raise LoadError(
            f"Đã nạp với SEED={kept['seed']} OBJECTS={kept['objects']}; hãy dùng lại "
            "hai số đó hoặc đặt MOTCUA_VAR là một thư mục mới.\n"
            f"This house was filled with SEED={kept['seed']} "
            f"OBJECTS={kept['objects']}; use these again, or name a new folder in "
            "MOTCUA_VAR."
        )
    return date.fromisoformat(kept["until"])


def _play(
    site: Any, chosen: Iterable[Life], until: date, say: Said, report: Report
) -> None:
    result = past.result()
    last = datetime.combine(until, clock(17), VIETNAM)
    told = _Progress(say, "hồ sơ thật / real dossiers")
    for batch in _batches(chosen, played.BATCH):
        report.played += played.play(batch, result, last)
        transaction.commit()
        site._p_jar.cacheGC()
        told(len(batch), report.played)


def _copy(
    seed: int, until: date, objects: int, number: int, say: Said, report: Report
) -> None:
    copies = rows.Copies(islice(lives(seed, until, objects), objects))
    transaction.abort()
    told = _Progress(say, "dòng sổ / rows")
    for batch in _batches(
        islice(lives(seed, until, objects), objects, number), rows.BATCH
    ):
        with register_engine().begin() as connection:
            report.copied += copies.write(connection, batch)
        told(len(batch), report.copied)
    with register_engine().connect() as connection:
        connection.execution_options(isolation_level="AUTOCOMMIT")
        connection.execute(sa.text("ANALYZE"))


def _raise_counters(chosen: Iterable[Life], until: date) -> None:
    """Have the next receipt of a day go on after the codes of the load."""
    # Nothing is received any more on days that are over.
    largest = {life.unit: life.serial for life in chosen if life.day == until}
    for unit, serial in largest.items():
        numbers.raise_above(*codes.sequence(unit, until), serial)


def _batches(chosen: Iterable[Life], size: int) -> Iterator[list[Life]]:
    source = iter(chosen)
    while batch := list(islice(source, size)):
        yield batch


class _Progress:
    """Says how far a load is, every few seconds."""

    EVERY = 5.0

    def __init__(self, say: Said, what: str) -> None:
        self.say, self.what = say, what
        self.began = self.told = time.monotonic()
        self.passed = 0

    def __call__(self, passed: int, new: int) -> None:
        self.passed += passed
        now = time.monotonic()
        if now - self.told >= self.EVERY:
            self.told = now
            rate = new / (now - self.began)
            self.say(f"{self.passed:,} {self.what}, {rate:,.0f}/s")
