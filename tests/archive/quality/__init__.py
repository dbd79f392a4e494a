"""Tests of what a scanned page is worth."""
