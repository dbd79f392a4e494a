"""Opening a site from the command line."""

from __future__ import annotations

from contextlib import contextmanager
import os
from pathlib import Path
import sys
from typing import Any
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Iterator

SITE_ID = "motcua"


def configuration() -> Path:
    """Return the zope.conf in use: ``MOTCUA_ZOPE_CONF`` or the instance's own."""
    named = os.environ.get("MOTCUA_ZOPE_CONF")
    return Path(named) if named else Path("instance/etc/zope.conf").absolute()


@contextmanager
def open_application(conf: Path | None = None) -> Iterator[Any]:
    """Give the Zope application root, as the system user, in one transaction.

    What the caller does not commit itself is aborted at the end. Exits with
    status 2 and a message when the configuration does not exist.
    """
    conf = conf or configuration()
    if not conf.exists():
        print(
            f"motcua: {conf} không tồn tại; hãy chạy `make run` một lần.\n"
            f"motcua: {conf} does not exist; run `make run` once.",
            file=sys.stderr,
        )
        raise SystemExit(2)
    from AccessControl.SecurityManagement import newSecurityManager
    from AccessControl.SpecialUsers import system
    from Testing.makerequest import makerequest
    import transaction
    from zope.globalrequest import setRequest
    import Zope2
    from Zope2.Startup.run import configure_wsgi

    configure_wsgi(str(conf))
    # The command line is run by the keeper of the machine, who owns the data.
    newSecurityManager(None, system)
    app = makerequest(Zope2.app())
    setRequest(app.REQUEST)
    try:
        yield app
    finally:
        transaction.abort()
        app._p_jar.close()


@contextmanager
def open_site(site_id: str = SITE_ID) -> Iterator[Any]:
    """Give the portal of this installation with its components in place."""
    from motcua.storage.interfaces import IMotcuaLayer
    from zope.component.hooks import setSite
    from zope.interface import alsoProvides

    with open_application() as app:
        site = app.get(site_id)
        if site is None:
            print(
                f"motcua: chưa có trang /{site_id}; hãy chạy `make run` một lần.\n"
                f"motcua: there is no site /{site_id} yet; run `make run` once.",
                file=sys.stderr,
            )
            raise SystemExit(2)
        setSite(site)
        alsoProvides(app.REQUEST, IMotcuaLayer)
        yield site
