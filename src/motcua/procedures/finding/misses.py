"""Questions for which nothing certain was found, counted so that words can be added.

Nothing personal is kept. What looks like a number, an address or a name of a person
is not counted at all. A question that came once is known by a keyed digest only; its
words are written down when it comes again on another day, for then it is no private
matter of one. The table is bounded: what was asked least, longest ago, makes room.

Counting happens behind the answer, on a thread and a connection of its own, and never
in the database of content.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from datetime import timedelta
import logging
from motcua.base.folding import fold
from motcua.base.folding import normalise
from motcua.base.vietnam import today
from motcua.procedures.finding.terms import tokens
from motcua.storage.engines import register_engine
from motcua.storage.projections import insert_for
from motcua.storage.schema import metadata
from motcua.storage.tries import key
import os
import re
import sqlalchemy as sa
import threading
from typing import Final


logger = logging.getLogger(__name__)

MISSES = sa.Table(
    "search_misses",
    metadata,
    sa.Column("key", sa.String(64), primary_key=True),
    sa.Column("question", sa.String(120), nullable=False),
    sa.Column("asked", sa.Integer, nullable=False),
    sa.Column("days", sa.Integer, nullable=False),
    sa.Column("first_day", sa.Date, nullable=False),
    sa.Column("last_day", sa.Date, nullable=False),
)

LONGEST: Final = 120
MOST_WORDS: Final = 14
#: Rows that are kept; a tenth is dropped at once when there are more.
MOST_ROWS: Final = 2_000
#: A question that never came again is forgotten after so many days.
ONCE_KEPT: Final = timedelta(days=30)
#: ... and one that did, when nobody asks it any more.
KEPT: Final = timedelta(days=400)
#: Questions that wait to be counted; more are not counted.
MOST_WAITING: Final = 200

#: Three digits in a row are a number of something of somebody's.
_PRIVATE: Final = re.compile(r"\d[\d .\-]*\d[\d .\-]*\d|@|www|http|/|\\")
#: After these words stands the name of a person.
_NAMED: Final = re.compile(r"(?:^| )(?:toi|em|minh|con) ten |ho ten|ho va ten|ten la ")
#: A number of a house or a lane, a year of birth.
_PLACED: Final = re.compile(r"\b(?:so nha|ngo|ngach|hem|kiet|sinh nam|nam sinh) \d")
#: A family name and a usual middle name with something behind, typed without marks.
#: Left out are those that say other things together, as in "đô thị".
_PLAIN_NAME: Final = re.compile(
    r"\b(?:nguyen|tran|le|pham|huynh|hoang|phan|vo|vu|bui|dang|ngo|duong|ly|dinh|trinh)"
    r" (?:van|thi|huu|duc|ngoc|minh|thanh|quoc|xuan|duy) \w"
)
#: With marks: family names that are hardly anything else, or those with a middle name.
_MARKED_NAME: Final = re.compile(
    r"\b(?:nguyễn|huỳnh|bùi) \w"
    r"|\b(?:đỗ|hồ|tô|tạ|cao|mai|đào|đoàn|lâm|lương|trương) (?:văn|thị|hữu|đức) \w"
)
#: Family names that are words too, written as names are.
_CAPITAL_NAME: Final = re.compile(
    r"\b(?:Trần|Lê|Phạm|Hoàng|Phan|Vũ|Võ|Đặng|Đỗ|Hồ|Ngô|Dương|Lý|Đinh|Trịnh)"
    r"(?: [A-ZÀ-ỸĐ][a-zà-ỹđ]+){1,3}(?!\w)"
)
_ABOUT_SOMEBODY: Final = (_PRIVATE, _NAMED, _PLACED, _PLAIN_NAME)

_pool: ThreadPoolExecutor | None = None
_pool_of = 0
_waiting = 0
_lock = threading.Lock()


@dataclass(frozen=True)
class Miss:
    """A question that found nothing certain: how often, and on how many days."""

    question: str
    asked: int
    days: int
    last_day: date


def countable(text: str) -> str:
    """Return the folded question that may be counted, or "" when it may not."""
    plain = fold(text)
    if len(plain) > LONGEST or any(one.search(plain) for one in _ABOUT_SOMEBODY):
        return ""
    written = normalise(text)
    if _MARKED_NAME.search(written.lower()) or _CAPITAL_NAME.search(written):
        return ""
    words = tokens(text)
    return " ".join(words) if 0 < len(words) <= MOST_WORDS else ""


def note(text: str, on: date | None = None) -> bool:
    """Have a question counted soon; say whether it will be. Never raises."""
    global _waiting
    question = countable(text)
    if not question:
        return False
    with _lock:
        if _waiting >= MOST_WAITING:
            return False
        _waiting += 1
    _threads().submit(_count_quietly, register_engine(), question, on or today())
    return True


def flush() -> None:
    """Wait until everything noted so far has been counted."""
    _threads().submit(int).result()


def _threads() -> ThreadPoolExecutor:
    """Return the one thread of this process; a child of a fork makes its own."""
    global _pool, _pool_of, _waiting
    with _lock:
        if _pool is None or _pool_of != os.getpid():
            _pool = ThreadPoolExecutor(1, thread_name_prefix="motcua-misses")
            _pool_of, _waiting = os.getpid(), min(_waiting, 1)
        return _pool


def _count_quietly(engine: sa.Engine, question: str, on: date) -> None:
    global _waiting
    try:
        with engine.begin() as connection:
            count(connection, question, on)
    except sa.exc.SQLAlchemyError as error:
        # The text of the error may quote the question.
        logger.warning("a question was not counted: %s", type(error).__name__)
    finally:
        with _lock:
            _waiting -= 1


def count(connection: sa.Connection, question: str, on: date) -> None:
    """Count a question once; its words are kept from the second day on."""
    insert = insert_for(connection, MISSES).values(
        key=key("miss", question),
        question="",
        asked=1,
        days=1,
        first_day=on,
        last_day=on,
    )
    another = MISSES.c.last_day < on
    connection.execute(
        insert.on_conflict_do_update(
            index_elements=[MISSES.c.key],
            set_={
                "asked": MISSES.c.asked + 1,
                "days": MISSES.c.days + sa.case((another, 1), else_=0),
                "question": sa.case((another, question), else_=MISSES.c.question),
                "last_day": sa.case((another, on), else_=MISSES.c.last_day),
            },
        )
    )
    _make_room(connection, on)


def expire(on: date | None = None) -> int:
    """Forget what nobody asks any more; return how many questions."""
    with register_engine().begin() as connection:
        return _expire(connection, on or today())


def _expire(connection: sa.Connection, on: date) -> int:
    gone = connection.execute(
        sa.delete(MISSES).where(
            sa.or_(
                sa.and_(MISSES.c.days == 1, MISSES.c.last_day < on - ONCE_KEPT),
                MISSES.c.last_day < on - KEPT,
            )
        )
    )
    return gone.rowcount


def _make_room(connection: sa.Connection, on: date) -> None:
    _expire(connection, on)
    rows = connection.execute(sa.select(sa.func.count()).select_from(MISSES)).scalar()
    if rows and rows > MOST_ROWS:
        least = (
            sa.select(MISSES.c.key)
            .order_by(MISSES.c.days, MISSES.c.asked, MISSES.c.last_day)
            .limit(MOST_ROWS // 10)
        )
        connection.execute(sa.delete(MISSES).where(MISSES.c.key.in_(least)))


def listed(limit: int = 100) -> list[Miss]:
    """Return the questions asked on several days, the most frequent first."""
    query = (
        sa.select(MISSES.c.question, MISSES.c.asked, MISSES.c.days, MISSES.c.last_day)
        .where(MISSES.c.days > 1, MISSES.c.question != "")
        .order_by(MISSES.c.days.desc(), MISSES.c.asked.desc(), MISSES.c.question)
        .limit(limit)
    )
    with register_engine().connect() as connection:
        return [Miss(*row) for row in connection.execute(query).tuples()]


def drop(question: str) -> None:
    """Forget a question, because its words are explained now."""
    with register_engine().begin() as connection:
        connection.execute(sa.delete(MISSES).where(MISSES.c.question == question))
