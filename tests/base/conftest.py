"""Hypothesis for this layer: examples are counted, never timed."""

from __future__ import annotations

from hypothesis import settings


settings.register_profile("base", deadline=None, max_examples=80)
settings.load_profile("base")
