"""Projects that digitise old holdings, their files, and the work at batches."""

from __future__ import annotations

from alembic import op
import sqlalchemy as sa


revision = "r0380"
down_revision = "r0341"


def upgrade() -> None:
    """Create the tables; the replay fills them."""
    op.create_table(
        "backlog_projects",
        sa.Column("code", sa.String(80), primary_key=True),
        sa.Column("length", sa.Integer, nullable=False),
        sa.Column("fonds", sa.String(40), nullable=False),
        sa.Column("year", sa.Integer, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("title", sa.String(300), nullable=False),
    )
    op.create_index("ix_backlog_projects_fonds", "backlog_projects", ["fonds", "state"])
    op.create_table(
        "backlog_tables",
        sa.Column("code", sa.String(80), primary_key=True),
        sa.Column("sha256", sa.String(64), primary_key=True),
    )
    op.create_index("ix_backlog_tables_sha256", "backlog_tables", ["sha256"])
    op.create_table(
        "backlog_files",
        sa.Column("code", sa.String(64), primary_key=True),
        sa.Column("length", sa.Integer, nullable=False),
        sa.Column("project", sa.String(80), nullable=False),
        sa.Column("called", sa.String(100), nullable=False),
        sa.Column("box", sa.String(40), nullable=False),
        sa.Column("sheets", sa.Integer, nullable=False),
    )
    op.create_index(
        "ix_backlog_files_project", "backlog_files", ["project", "box", "code"]
    )
    op.create_table(
        "backlog_work",
        sa.Column("code", sa.String(64), primary_key=True),
        sa.Column("length", sa.Integer, nullable=False),
        sa.Column("file_code", sa.String(64), nullable=False),
        sa.Column("days", sa.JSON, nullable=False),
    )
    op.create_index("ix_backlog_work_file_code", "backlog_work", ["file_code"])


def downgrade() -> None:
    """Drop them."""
    for name in ("work", "files", "tables", "projects"):
        op.drop_table(f"backlog_{name}")
