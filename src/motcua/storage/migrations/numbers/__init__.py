"""Alembic revisions; see ``motcua.storage.schema``."""
