"""Browsing and searching procedures."""
