"""Projects in SQL: their list, the files they made, and what was done at batches."""

from __future__ import annotations

from motcua.archive.backlog import importing
from motcua.archive.backlog import projects
from motcua.archive.backlog import store
from motcua.archive.backlog import tally
from motcua.archive.capture import store as capture
from motcua.archive.capture.register import DOCUMENTS
from motcua.archive.holdings import files
from motcua.archive.holdings import store as holdings
from motcua.dossiers import ledger
from motcua.storage.engines import register_engine
from motcua.storage.interfaces import IDerivesJobs
from motcua.storage.interfaces import IIssuesNumbers
from motcua.storage.interfaces import IProjection
from motcua.storage.interfaces import IRefersToFiles
from motcua.storage.jobs import Urgency
from motcua.storage.jobs import Wanted
from motcua.storage.projections import TableProjection
from motcua.storage.schema import metadata
from motcua.storage.sides import SidedProjection
import sqlalchemy as sa
from typing import Any
from typing import Final
from typing import TYPE_CHECKING
from zope.interface import implementer


if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Iterator

#: The longest page of files that is read at once.
LARGEST_PAGE: Final = 200

PROJECTS = sa.Table(
    "backlog_projects",
    metadata,
    sa.Column("code", sa.String(80), primary_key=True),
    sa.Column("length", sa.Integer, nullable=False),
    sa.Column("fonds", sa.String(40), nullable=False),
    sa.Column("year", sa.Integer, nullable=False),
    sa.Column("number", sa.Integer, nullable=False),
    sa.Column("state", sa.String(16), nullable=False),
    sa.Column("title", sa.String(300), nullable=False),
    sa.Index("ix_backlog_projects_fonds", "fonds", "state"),
)

#: Stored files of a project: tables that were sent, and what was found in them.
TABLES = sa.Table(
    "backlog_tables",
    metadata,
    sa.Column("code", sa.String(80), primary_key=True),
    sa.Column("sha256", sa.String(64), primary_key=True),
    sa.Index("ix_backlog_tables_sha256", "sha256"),
)

#: Files of the archive that rows became; ``called`` is their number in the inventory.
FILES = sa.Table(
    "backlog_files",
    metadata,
    sa.Column("code", sa.String(64), primary_key=True),
    sa.Column("length", sa.Integer, nullable=False),
    sa.Column("project", sa.String(80), nullable=False),
    sa.Column("called", sa.String(100), nullable=False),
    sa.Column("box", sa.String(40), nullable=False),
    sa.Column("sheets", sa.Integer, nullable=False),
    sa.Index("ix_backlog_files_project", "project", "box", "code"),
)

#: Batches of plain papers; ``days`` is what ``tally.of`` returns.
WORK = sa.Table(
    "backlog_work",
    metadata,
    sa.Column("code", sa.String(64), primary_key=True),
    sa.Column("length", sa.Integer, nullable=False),
    sa.Column("file_code", sa.String(64), nullable=False),
    sa.Column("days", sa.JSON, nullable=False),
    sa.Index("ix_backlog_work_file_code", "file_code"),
)


@implementer(IProjection, IDerivesJobs, IIssuesNumbers)
class Projects(SidedProjection):
    """Projects onto ``backlog_projects``; they ask for files of their rows."""

    follows = ("motcua.archive.backlog.store.Project",)
    table = PROJECTS
    sides = (TABLES,)

    def row(self, obj: store.Project) -> dict[str, Any]:
        """Return the row of a project."""
        found = projects.view(obj)
        names = ("code", "length", "fonds", "year", "number", "state")
        told = [one for one in found.uploads if not one.secret]
        kept = {name for one in told for name in (one.sha256, one.report) if name}
        return {
            **{name: getattr(found, name) for name in names},
            "title": found.title[:300],
            TABLES.name: tuple(sorted(kept)),
        }

    def truth(self, site: Any) -> Iterator[store.Project]:
        """Iterate over every project of the site."""
        return store.every(site)

    def jobs(self, obj: store.Project) -> Iterator[Wanted]:
        """Ask for looks at large tables, and for the files that were asked for."""
        found = projects.view(obj)
        for upload in found.uploads:
            if not (upload.report or upload.secret):
                key = f"{obj.code}:{upload.number}"
                yield Wanted(importing.LOOK, key, {}, Urgency.SOON)
        for one in found.takings:
            key = f"{obj.code}:{one.number}"
            yield Wanted(importing.KIND, key, {}, Urgency.BACKGROUND)

    def numbers(self, obj: store.Project) -> Iterable[tuple[str, str, int]]:
        """Return the number in use, see ``IIssuesNumbers``."""
        found = projects.view(obj)
        yield f"project:{found.fonds}", str(found.year), found.number


@implementer(IProjection)
class Files(TableProjection):
    """Files that projects made onto ``backlog_files``."""

    follows = ("motcua.archive.holdings.store.File",)
    table = FILES

    def row(self, obj: holdings.File) -> dict[str, Any] | None:
        """Return the row of a file, None for one that no project made."""
        told = obj.first.data if obj.first is not None else {}
        if not told.get("project"):
            return None
        found = files.view(obj)
        if found.destroyed is not None:
            return None
        return {
            "code": found.code,
            "length": found.length,
            "project": told["project"],
            "called": str(told["called"])[:100],
            "box": str(told["box"])[:40],
            "sheets": int(found.fields.get("sheets", 0)),
        }

    def truth(self, site: Any) -> Iterator[holdings.File]:
        """Iterate over every file of the site."""
        return holdings.every_file(site)


@implementer(IProjection)
class Work(TableProjection):
    """Batches of plain papers onto ``backlog_work``."""

    follows = ("motcua.archive.capture.store.Batch",)
    table = WORK

    def row(self, obj: capture.Batch) -> dict[str, Any] | None:
        """Return the row of a batch, None for papers of dossiers."""
        facts = obj.first.facts if obj.first is not None else {}
        if facts.get("purpose") != "papers":
            return None
        return {
            "code": obj.code,
            "length": obj.length,
            "file_code": facts["file_code"],
            "days": tally.of(ledger.events(obj)),
        }

    def truth(self, site: Any) -> Iterator[capture.Batch]:
        """Iterate over every batch of the site."""
        return capture.batches(site)


@implementer(IRefersToFiles)
class ProjectFiles:
    """See ``IRefersToFiles``: tables that were sent, and their reports."""

    def refers(self, first: str, last: str) -> Iterator[str]:
        """Give the hashes in this range, some of them more than once."""
        chosen = sa.select(TABLES.c.sha256).where(TABLES.c.sha256.between(first, last))
        with register_engine().connect() as connection:
            yield from connection.execute(chosen).scalars()


def _scanned() -> Any:
    """Return whether a file has documents, as a condition."""
    return sa.exists().where(DOCUMENTS.c.file_code == FILES.c.code)


def amounts(project: str) -> dict[str, int]:
    """Return what a project holds and what of it is scanned.

    ``files``, ``sheets``, ``boxes``, ``unsheeted`` (files whose sheets nobody counted),
    ``done`` (files with documents), ``done_sheets``, ``done_unsheeted``, ``pages`` (of
    these documents).
    """
    done = _scanned()
    query = sa.select(
        sa.func.count(),
        sa.func.coalesce(sa.func.sum(FILES.c.sheets), 0),
        sa.func.count(sa.distinct(FILES.c.box)),
        sa.func.coalesce(sa.func.sum(sa.case((FILES.c.sheets == 0, 1), else_=0)), 0),
        sa.func.coalesce(sa.func.sum(sa.case((done, 1), else_=0)), 0),
        sa.func.coalesce(sa.func.sum(sa.case((done, FILES.c.sheets), else_=0)), 0),
        sa.func.coalesce(
            sa.func.sum(sa.case((sa.and_(done, FILES.c.sheets == 0), 1), else_=0)), 0
        ),
    ).where(FILES.c.project == project)
    pages = (
        sa.select(sa.func.coalesce(sa.func.sum(DOCUMENTS.c.pages), 0))
        .join(FILES, FILES.c.code == DOCUMENTS.c.file_code)
        .where(FILES.c.project == project)
    )
    names = (
        *("files", "sheets", "boxes", "unsheeted"),
        *("done", "done_sheets", "done_unsheeted"),
    )
    with register_engine().connect() as connection:
        row = connection.execute(query).one()
        told = dict(zip(names, map(int, row), strict=True))
        return {**told, "pages": int(connection.execute(pages).scalar_one())}


def work(project: str) -> list[list[str | int]]:
    """Return rows (day, operator, counts) of all batches of files of a project."""
    query = (
        sa.select(WORK.c.days)
        .join(FILES, FILES.c.code == WORK.c.file_code)
        .where(FILES.c.project == project)
    )
    with register_engine().connect() as connection:
        return [row for days in connection.execute(query).scalars() for row in days]


def boxes(project: str) -> dict[str, tuple[int, int]]:
    """Return (files, sheets) of each box of a project."""
    query = (
        sa.select(FILES.c.box, sa.func.count(), sa.func.sum(FILES.c.sheets))
        .where(FILES.c.project == project)
        .group_by(FILES.c.box)
    )
    with register_engine().connect() as connection:
        rows = connection.execute(query).all()
    return {box: (int(count), int(sheets or 0)) for box, count, sheets in rows}


def page(project: str, limit: int = 50, offset: int = 0) -> list[Any]:
    """Return rows (code, called, box, sheets, scanned) of files, by box and code."""
    query = (
        sa.select(FILES, _scanned().label("scanned"))
        .where(FILES.c.project == project)
        .order_by(FILES.c.box, FILES.c.code)
        .limit(min(max(limit, 0), LARGEST_PAGE))
        .offset(max(offset, 0))
    )
    with register_engine().connect() as connection:
        return list(connection.execute(query).mappings())
