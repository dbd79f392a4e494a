"""Alembic's entry: one connection, one database, one line of revisions."""

from __future__ import annotations

from alembic import context
from motcua.storage import schema


database: str = context.config.attributes["database"]

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=schema.metadata,
    version_table=schema.version_table(database),
    include_name=lambda name, kind, _: schema.belongs(database, name, kind),
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
