"""Templates: what the frame of a page and its content share is named once."""

from __future__ import annotations

import motcua
from pathlib import Path
import pytest
import re


SOURCE = Path(motcua.__file__).parent
FRAMES = {
    "portal": SOURCE / "portal" / "templates" / "layout.pt",
    "staff": SOURCE / "shell" / "templates" / "layout.pt",
}
FRAMED = 'metal:use-macro="view/layout/macros/page"'
ID = re.compile(r'\bid="([^"$]+)"')


def ids(path):
    """Return the ids that a template writes, those that it computes left out."""
    return set(ID.findall(path.read_text(encoding="utf-8")))


def framed(frame):
    """Return the templates that stand in a frame."""
    return [
        path
        for path in sorted(SOURCE.rglob("*.pt"))
        if FRAMED in path.read_text(encoding="utf-8")
        and ("portal" in path.relative_to(SOURCE).parts) == (frame == "portal")
    ]


@pytest.mark.parametrize("frame", FRAMES)
def test_no_page_takes_an_id_of_its_frame(frame):
    """A label names the first field of its id: it would name the frame's."""
    of_frame = ids(FRAMES[frame])
    pages = framed(frame)
    assert of_frame and len(pages) > 10
    taken = {path.name: sorted(ids(path) & of_frame) for path in pages}
    assert {name: found for name, found in taken.items() if found} == {}
