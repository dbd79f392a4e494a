"""What lists of custody read from SQL: each page is one read of an index."""

from __future__ import annotations

from motcua.archive.custody import places
from motcua.archive.custody.register import COUNTS
from motcua.archive.custody.register import PAPERS
from motcua.archive.custody.register import PLACES
from motcua.archive.holdings.register import FILES
from motcua.archive.holdings.register import shown_to
from motcua.storage.engines import register_engine
import sqlalchemy as sa
from typing import Any
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

#: The longest page that is read at once, and the most that is told of one place.
LARGEST_PAGE: Final = 200
LARGEST_PLACE: Final = 20_000
#: Of whoever wrote last, what is offered to be taken back.
LATEST: Final = 15


def inside(barcode: str) -> int:
    """Return how many things belong in a place: places in use, or files."""
    places_in = sa.select(sa.func.count()).where(
        PLACES.c.inside == barcode, PLACES.c.retired.is_(False)
    )
    papers_in = sa.select(sa.func.count()).where(PAPERS.c.box == barcode)
    with register_engine().connect() as connection:
        found = (connection.execute(one).scalar_one() for one in (places_in, papers_in))
        return sum(int(number) for number in found)


def stores(agencies: Collection[str]) -> list[Any]:
    """Return rows of the stores of these agencies, by agency and code."""
    query = (
        sa.select(PLACES)
        .where(PLACES.c.agency.in_(tuple(agencies)), PLACES.c.kind == places.STORE)
        .order_by(PLACES.c.agency, PLACES.c.barcode)
        .limit(LARGEST_PAGE)
    )
    with register_engine().connect() as connection:
        return list(connection.execute(query).mappings())


def within(barcode: str, *, limit: int = 50, offset: int = 0) -> list[Any]:
    """Return rows of places that stand in one, those in use first, by code."""
    query = (
        sa.select(PLACES)
        .where(PLACES.c.inside == barcode)
        .order_by(PLACES.c.retired, PLACES.c.barcode)
        .limit(min(max(limit, 0), LARGEST_PLACE))
        .offset(max(offset, 0))
    )
    with register_engine().connect() as connection:
        return list(connection.execute(query).mappings())


def filled(barcodes: Collection[str]) -> dict[str, tuple[int, int]]:
    """Return (number, millimetres) of places in use in each of these."""
    query = (
        sa.select(PLACES.c.inside, sa.func.count(), sa.func.sum(PLACES.c.size))
        .where(PLACES.c.inside.in_(tuple(barcodes)), PLACES.c.retired.is_(False))
        .group_by(PLACES.c.inside)
    )
    with register_engine().connect() as connection:
        rows = connection.execute(query).all()
    return {barcode: (int(number), int(size)) for barcode, number, size in rows}


def room(store_: str) -> tuple[int, int, int]:
    """Return (boxes, millimetres they take, millimetres of shelves) of a store."""
    shelf = PLACES.alias("shelf")
    here = (shelf.c.inside == store_, shelf.c.retired.is_(False))
    boxes = (
        sa.select(sa.func.count(), sa.func.coalesce(sa.func.sum(PLACES.c.size), 0))
        .join(shelf, shelf.c.barcode == PLACES.c.inside)
        .where(*here, PLACES.c.retired.is_(False))
    )
    shelves = sa.select(sa.func.coalesce(sa.func.sum(shelf.c.size), 0)).where(*here)
    with register_engine().connect() as connection:
        number, taken = connection.execute(boxes).one()
        return int(number), int(taken), int(connection.execute(shelves).scalar_one())


def lies_in(boxes: Collection[str]) -> dict[str, tuple[int, int]]:
    """Return (files, sheets) whose paper belongs in each of these boxes."""
    query = (
        sa.select(PAPERS.c.box, sa.func.count(), sa.func.sum(FILES.c.sheets))
        .join(FILES, FILES.c.code == PAPERS.c.code)
        .where(PAPERS.c.box.in_(tuple(boxes)))
        .group_by(PAPERS.c.box)
    )
    with register_engine().connect() as connection:
        rows = connection.execute(query).all()
    return {box: (int(number), int(sheets or 0)) for box, number, sheets in rows}


def _files() -> Any:
    """Return the columns that lists of files show, joined."""
    columns = (FILES.c.title, FILES.c.number, FILES.c.year, FILES.c.sheets)
    return sa.select(PAPERS, *columns, FILES.c.begins, FILES.c.ends).join(
        FILES, FILES.c.code == PAPERS.c.code
    )


def in_box(
    box: str, groups: Collection[str], *, limit: int = 50, offset: int = 0
) -> list[Any]:
    """Return rows of files in a box, in the order in which files are kept.

    Files of dossiers that are restricted to others are left out.
    """
    query = (
        _files()
        .where(PAPERS.c.box == box, shown_to(FILES.c.record, groups))
        .order_by(FILES.c.fonds, FILES.c.year, FILES.c.number)
        .limit(min(max(limit, 0), LARGEST_PLACE))
        .offset(max(offset, 0))
    )
    with register_engine().connect() as connection:
        return list(connection.execute(query).mappings())


def lent(
    fonds: Collection[str],
    groups: Collection[str],
    *,
    before: date | None = None,
    limit: int = 50,
    offset: int = 0,
) -> list[Any]:
    """Return rows of files on loan, what is due first; ``before`` what was due."""
    query = (
        _files()
        .where(*_lent(fonds, groups, before))
        .order_by(PAPERS.c.until, PAPERS.c.code)
        .limit(min(max(limit, 0), LARGEST_PAGE))
        .offset(max(offset, 0))
    )
    with register_engine().connect() as connection:
        return list(connection.execute(query).mappings())


def count_lent(
    fonds: Collection[str], groups: Collection[str], before: date | None = None
) -> int:
    """Return how many files ``lent`` has."""
    query = (
        sa.select(sa.func.count())
        .select_from(PAPERS)
        .join(FILES, FILES.c.code == PAPERS.c.code)
        .where(*_lent(fonds, groups, before))
    )
    with register_engine().connect() as connection:
        return int(connection.execute(query).scalar_one())


def _lent(
    fonds: Collection[str], groups: Collection[str], before: date | None
) -> list[Any]:
    due = PAPERS.c.until < before if before else PAPERS.c.until.is_not(None)
    mine = PAPERS.c.fonds.in_(tuple(fonds))
    return [mine, due, shown_to(FILES.c.record, groups)]


def borrowed(login: str) -> list[Any]:
    """Return rows of files that an officer has, what is due first."""
    query = (
        _files()
        .where(PAPERS.c.login == login, PAPERS.c.until.is_not(None))
        .order_by(PAPERS.c.until, PAPERS.c.code)
        .limit(LARGEST_PAGE)
    )
    with register_engine().connect() as connection:
        return list(connection.execute(query).mappings())


def latest(person: str) -> list[tuple[str, str, int, Any]]:
    """Return what a person wrote last: (code, what, event or 0, at), newest first."""
    papers = (
        sa.select(PAPERS.c.code, PAPERS.c.last_did, PAPERS.c.last, PAPERS.c.last_at)
        .where(PAPERS.c.last_by == person)
        .order_by(PAPERS.c.last_at.desc())
        .limit(LATEST)
    )
    moved = (
        sa.select(
            PLACES.c.barcode,
            PLACES.c.moved_did,
            PLACES.c.moved,
            PLACES.c.moved_at,
        )
        .where(PLACES.c.moved_by == person)
        .order_by(PLACES.c.moved_at.desc())
        .limit(LATEST)
    )
    with register_engine().connect() as connection:
        rows = [
            tuple(row) for one in (papers, moved) for row in connection.execute(one)
        ]
    return sorted(rows, key=lambda row: row[3], reverse=True)[:LATEST]


def counts(agencies: Collection[str], *, limit: int = 50, offset: int = 0) -> list[Any]:
    """Return rows of stocktakings of these agencies, the newest first."""
    query = (
        sa.select(COUNTS)
        .where(COUNTS.c.agency.in_(tuple(agencies)))
        .order_by(COUNTS.c.year.desc(), COUNTS.c.number.desc(), COUNTS.c.agency)
        .limit(min(max(limit, 0), LARGEST_PAGE))
        .offset(max(offset, 0))
    )
    with register_engine().connect() as connection:
        return list(connection.execute(query).mappings())


def being_counted(place: str) -> str:
    """Return the code of the stocktaking of a place that is not over, "" for none."""
    query = sa.select(COUNTS.c.code).where(
        COUNTS.c.place == place, COUNTS.c.state == "open"
    )
    with register_engine().connect() as connection:
        return str(connection.execute(query.limit(1)).scalar() or "")


def papers_of(codes: Collection[str]) -> dict[str, Any]:
    """Return rows of files by code, of those whose paper lies somewhere."""
    query = sa.select(PAPERS).where(PAPERS.c.code.in_(tuple(codes)))
    with register_engine().connect() as connection:
        rows = connection.execute(query).mappings()
        return {row["code"]: row for row in rows}


def papers_of_boxes(boxes: Collection[str]) -> dict[str, Any]:
    """Return rows of files that belong in these boxes, by code; checks no rights."""
    query = (
        sa.select(PAPERS)
        .where(PAPERS.c.box.in_(tuple(boxes)))
        .order_by(PAPERS.c.box, PAPERS.c.code)
        .limit(LARGEST_PLACE)
    )
    with register_engine().connect() as connection:
        rows = connection.execute(query).mappings()
        return {row["code"]: row for row in rows}


def spans(boxes: Collection[str]) -> dict[str, list[Any]]:
    """Return rows (box, code, fonds) of files by box, in the order of the files."""
    query = (
        sa.select(PAPERS.c.box, PAPERS.c.code, PAPERS.c.fonds, FILES.c.year)
        .join(FILES, FILES.c.code == PAPERS.c.code)
        .where(PAPERS.c.box.in_(tuple(boxes)))
        .order_by(PAPERS.c.box, FILES.c.fonds, FILES.c.year, FILES.c.number)
        .limit(LARGEST_PLACE)
    )
    found: dict[str, list[Any]] = {}
    with register_engine().connect() as connection:
        for row in connection.execute(query).mappings():
            found.setdefault(row["box"], []).append(row)
    return found
