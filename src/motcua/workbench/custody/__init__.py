"""Screens of paper: stores, scanning, loans, stocktakings; ``/luu-tru/kho``."""
