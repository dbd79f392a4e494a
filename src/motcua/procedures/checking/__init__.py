"""Keeping the catalogue right: the linter, its findings, periodic review."""
