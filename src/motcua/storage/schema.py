"""The tables of the house, and how a database comes to have them.

Every layer declares its tables on ``metadata``; ``info={"database": "jobs"}``
says where a table lives (default: the register). Migrations of all of them are
Alembic scripts under ``migrations/<database>/``, one line of revisions each.
"""

from __future__ import annotations

from alembic import command
from alembic.config import Config
from datetime import datetime
from datetime import UTC
from pathlib import Path
import sqlalchemy as sa
from typing import Any


MIGRATIONS = Path(__file__).parent / "migrations"

LOCK = 0x6D6F7463
"""Key of the advisory lock that lets one process at a time migrate."""

metadata = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class UTCDateTime(sa.types.TypeDecorator[datetime]):
    """A moment: aware when given and when read, kept in UTC without its zone.

    A naive value is refused with ``ValueError``, for nobody could say when it was.
    """

    impl = sa.DateTime
    cache_ok = True

    def process_bind_param(
        self, value: datetime | None, dialect: sa.Dialect
    ) -> datetime | None:
        """Turn an aware moment into naive UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            message = f"{value!r} has no time zone"
            raise ValueError(message)
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(
        self, value: datetime | None, dialect: sa.Dialect
    ) -> datetime | None:
        """Give the moment its zone back."""
        return None if value is None else value.replace(tzinfo=UTC)


def database_of(table: sa.Table) -> str:
    """Return which of the databases a table lives in."""
    return str(table.info.get("database", "register"))


def belongs(database: str, name: str | None, kind: str) -> bool:
    """Return whether Alembic looks after this table in this database.

    Full-text tables look after themselves, and on PostgreSQL the tables of all
    three databases and of the ZODB stand side by side.
    """
    if kind != "table":
        return True
    table = metadata.tables.get(name or "")
    return table is not None and database_of(table) == database


def version_table(database: str) -> str:
    """Return the table in which Alembic notes the revision of a database."""
    return f"motcua_{database}_version"


def configuration(database: str, connection: sa.Connection) -> Config:
    """Return Alembic's configuration for one database."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("version_locations", str(MIGRATIONS / database))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    config.attributes["database"] = database
    return config


def upgrade(database: str, engine: sa.Engine) -> None:
    """Bring one database to the newest revision; safe in several processes."""
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        else:
            connection.execute(sa.select(sa.func.pg_advisory_xact_lock(LOCK)))
        command.upgrade(configuration(database, connection), "head")
        connection.commit()


def differences(database: str, connection: sa.Connection) -> list[Any]:
    """Return how a database differs from ``metadata`` (Alembic's notation)."""
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    context = MigrationContext.configure(
        connection,
        opts={
            "include_name": lambda name, kind, _: belongs(database, name, kind),
            "include_object": lambda obj, name, kind, reflected, other: belongs(
                database, name, kind
            ),
            "compare_type": True,
            "version_table": version_table(database),
        },
    )
    return list(compare_metadata(context, metadata))
