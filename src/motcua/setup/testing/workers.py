"""How the tests are dealt to the workers of pytest-xdist (``--dist loadfile``).

A file stays together, since its tests share what its fixtures made. All files in
a browser make one heap: they share a house, whose processes need a core to
themselves, and two such houses would starve each other. Heaps that take long are
dealt first, so that no worker is left alone with one in the end.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from xdist.scheduler import LoadFileScheduling


if TYPE_CHECKING:
    import pytest


BROWSER = "tests/e2e/"
#: What takes minutes, the longest first; everything else follows as it is found.
LONG = (
    BROWSER,
    "tests/security/",
    "tests/setup/",
    "tests/portal/",
    "tests/desk/",
    "tests/dossiers/",
)


class Deal(LoadFileScheduling):
    """Deals file by file, in the order of collection, and the browser as a whole."""

    def _split_scope(self, nodeid: str) -> str:
        return BROWSER if nodeid.startswith(BROWSER) else super()._split_scope(nodeid)


def turn(nodeid: str) -> int:
    """Return when a test is dealt: its place in ``LONG``, or after all of them."""
    places = (place for place, head in enumerate(LONG) if nodeid.startswith(head))
    return next(places, len(LONG))


def dealt(items: list[pytest.Item]) -> None:
    """Put the long heaps first, the same way in each worker."""
    items.sort(key=lambda item: turn(item.nodeid))
