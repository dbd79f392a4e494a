"""Layers of plone.app.testing with motcua installed.

``FIXTURE`` is the site after the profile; ``INTEGRATION`` rolls every test
back; ``FUNCTIONAL`` lets tests commit into a throw-away storage. SQL, numbers
and files live in a temporary folder that belongs to the layer.
"""

from __future__ import annotations

from contextlib import contextmanager
import fcntl
import os
from pathlib import Path
from plone.app.testing import applyProfile
from plone.app.testing import FunctionalTesting
from plone.app.testing import IntegrationTesting
from plone.app.testing import PLONE_FIXTURE
from plone.app.testing import PloneSandboxLayer
import shutil
import tempfile
from typing import Any
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Let one process at a time compile the translations in the folder."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


class MotcuaLayer(PloneSandboxLayer):
    """A Classic site, Vietnamese first, with the profile applied."""

    defaultBases = (PLONE_FIXTURE,)

    def setUpZope(self, app: Any, configurationContext: Any) -> None:
        """Load our ZCML and point all data to a temporary folder."""
        self.folder = Path(tempfile.mkdtemp(prefix="motcua-test-"))
        self.previous = os.environ.get("MOTCUA_VAR")
        os.environ["MOTCUA_VAR"] = str(self.folder)
        # As in every process of the house: .po files are compiled when loaded.
        os.environ.setdefault("zope_i18n_compile_mo_files", "1")
        import motcua

        with alone(Path(motcua.__path__[0])):
            self.loadZCML(package=motcua)

    def setUpPloneSite(self, portal: Any) -> None:
        """Install motcua."""
        applyProfile(portal, "motcua:default")

    def tearDownZope(self, app: Any) -> None:
        """Forget the temporary folder."""
        if self.previous is None:
            os.environ.pop("MOTCUA_VAR", None)
        else:
            os.environ["MOTCUA_VAR"] = self.previous
        shutil.rmtree(self.folder, ignore_errors=True)


FIXTURE = MotcuaLayer()
INTEGRATION = IntegrationTesting(bases=(FIXTURE,), name="motcua:Integration")
FUNCTIONAL = FunctionalTesting(bases=(FIXTURE,), name="motcua:Functional")
