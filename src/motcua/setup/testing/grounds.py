"""What many tests begin with, built once in a process and stood upon by each.

A ground is a database of its own on top of the fixture's, with what a builder
committed, and the SQL and files that followed. A test stands on it instead of on
the empty site: rolled back or thrown away, it leaves the ground as it was.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from motcua.setup.testing.layers import FIXTURE
from motcua.storage import engines
import os
from plone.app.testing import ploneSite
from plone.testing import Layer
from plone.testing.zodb import stackDemoStorage
import shutil
import transaction
from typing import Any
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Iterator
    from pathlib import Path

#: Puts a ground between the fixture and the layer of a test.
BETWEEN = Layer(bases=(FIXTURE,), name="motcua:Ground")


@dataclass(frozen=True)
class Ground:
    """A site in which something stands already."""

    database: Any
    """The ZODB; tests stack theirs on it or roll back."""

    folder: Path
    """``MOTCUA_VAR`` as the builder left it."""

    @contextmanager
    def under(self) -> Iterator[None]:
        """Let the layers find this database until the end."""
        BETWEEN["zodbDB"] = self.database
        try:
            yield
        finally:
            del BETWEEN["zodbDB"]

    def copy_data(self, folder: Path) -> None:
        """Lay SQL and files into the folder of a test that commits."""
        shutil.copytree(self.folder, folder, dirs_exist_ok=True)

    def close(self) -> None:
        """Forget the database."""
        self.database.close()


def build(builder: Callable[[Any], None], folder: Path) -> Ground:
    """Let a builder fill the site, as the test user, and commit what it made.

    The layer ``FIXTURE`` is set up and no test is under way. ``folder`` is empty
    and becomes the ``MOTCUA_VAR`` of the ground.
    """
    ground = Ground(stackDemoStorage(FIXTURE["zodbDB"], name="Ground"), folder)
    before = os.environ.get("MOTCUA_VAR")
    os.environ["MOTCUA_VAR"] = str(folder)
    try:
        with ground.under(), ploneSite() as portal:
            builder(portal)
            transaction.commit()
    finally:
        if before is None:
            del os.environ["MOTCUA_VAR"]
        else:
            os.environ["MOTCUA_VAR"] = before
        # The last connection to leave takes the write-ahead log into the file.
        engines.dispose_others()
    return ground
