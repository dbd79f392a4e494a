"""Which bucket of the file store an archival form and its text lie in."""

from __future__ import annotations

from alembic import op


revision = "r0240"
down_revision = "r0230"


def upgrade() -> None:
    """Create the indexes by which stored files are looked for in their buckets."""
    for column in ("archival", "text"):
        name = f"ix_archive_renditions_{column}"
        op.create_index(name, "archive_renditions", [column])
