"""Decisions for many dossiers: a storm, a changed calendar, another process."""
