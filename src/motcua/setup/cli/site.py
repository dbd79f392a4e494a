"""Opening a site from the command line."""

from __future__ import annotations

from contextlib import contextmanager
from motcua.setup import instance
import sys
from typing import Any
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Iterator

SITE_ID = "motcua"


@contextmanager
def open_application(create: bool = False) -> Iterator[Any]:
    """Give the Zope application root, as the system user, in one transaction.

    Goes through the database server where one runs, and opens the files alone
    otherwise. What the caller does not commit itself is aborted at the end.
    Exits with status 2 and a message when there is no database yet, unless
    ``create`` allows a new one.
    """
    house = instance.prepare(created=not create)
    from AccessControl.SecurityManagement import newSecurityManager
    from AccessControl.SpecialUsers import system
    from Testing.makerequest import makerequest
    import transaction
    from zope.component.hooks import setSite
    from zope.globalrequest import setRequest
    import Zope2
    from Zope2.Startup.run import configure_wsgi

    configure_wsgi(str(house.zope_conf))
    # The command line is run by the keeper of the machine, who owns the data.
    newSecurityManager(None, system)
    app = makerequest(Zope2.app())
    setRequest(app.REQUEST)
    try:
        yield app
    finally:
        # Aborting asks the current site for utilities; it may be half-made.
        setSite(None)
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
