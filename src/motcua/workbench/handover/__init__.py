"""Screens of hand-over: ``/luu-tru/nop``."""
