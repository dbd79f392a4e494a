"""No visitor waits for a template to be compiled."""

from __future__ import annotations

from motcua.portal import cooking
from motcua.portal import door
from motcua.portal.page import Page
from pathlib import Path
import pytest
from zope.event import notify
from zope.processlifetime import ProcessStarting


def test_every_template_of_the_portal_is_among_them():
    house = Path(door.__file__).parent
    every = [*cooking.templates(), *cooking.NATIVE]
    names = {Path(template.filename).name for template in every}
    assert names == {path.name for path in house.rglob("templates/*.pt")}


@pytest.fixture
def raw(portal, monkeypatch):
    """A template as a new process has it: not read yet."""
    template = vars(Page)["layout"]
    monkeypatch.setattr(template, "_v_last_read", 0)
    monkeypatch.setattr(template, "_v_program", None)
    return template


def test_a_web_process_that_starts_compiles_them(raw):
    notify(ProcessStarting())
    assert raw._v_program is not None
    assert raw._v_last_read
