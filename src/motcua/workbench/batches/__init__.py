"""Batches of scans: ``/luu-tru/lo`` and below."""
