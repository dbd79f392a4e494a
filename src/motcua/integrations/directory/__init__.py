"""Packages travel through folders that two houses share, or that somebody carries."""
