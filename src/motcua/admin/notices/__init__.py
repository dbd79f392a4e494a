"""Notices as administrators see them: what left the house, and what is said."""
