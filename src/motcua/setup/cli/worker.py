"""``bin/motcua worker``: the replay every minute, and the jobs beside it."""

from __future__ import annotations

from contextlib import contextmanager
import logging
from motcua.base import vietnam
from motcua.setup.cli.site import open_site
from motcua.setup.cli.site import SITE_ID
import signal
import threading
from typing import Any
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

logger = logging.getLogger(__name__)


def register(subparsers: Any) -> None:
    """Add ``worker``."""
    parser = subparsers.add_parser(
        "worker", help="follow the database and do the jobs, until stopped"
    )
    parser.add_argument(
        "--once", action="store_true", help="do what is due now, then end"
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Work until SIGTERM or SIGINT; a running job stops at its next step.

    While the site is still being opened a signal simply ends the process: there
    is nothing to hand back yet.
    """
    with open_site():
        from motcua.archive.appraisal import purging
        from motcua.archive.capture import watching
        from motcua.archive.incoming import leftovers
        from motcua.archive.reading import making
        from motcua.dossiers.ledger import anchors
        from motcua.dossiers.notices import digest
        from motcua.dossiers.notices import forgetting as notices_forgetting
        from motcua.dossiers.notices import reminding
        from motcua.dossiers.notices import sending
        from motcua.dossiers.watching import escalations
        from motcua.procedures import forgetting
        from motcua.procedures.checking import job as lint_job
        from motcua.setup import upgrades
        from motcua.storage import housekeeping
        from motcua.storage import worker

        def minute() -> None:
            with session() as site:
                housekeeping.minute(site)
                prepare_vaults(site)
                lint_job.each_night()
                forgetting.each_night()
                notices_forgetting.each_night()
                anchors.each_night()
                leftovers.each_night()
                making.each_night()
                escalations.each_hour()
                purging.each_hour()
                sending.each_minute()
                watching.each_minute(site)
                reminding.each_morning()
                digest.each_morning(site)

        with session() as site:
            upgrades.upgrade(site)
        if args.once:
            minute()
            print(f"{worker.drain(session)} jobs")
            return 0
        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        print("motcua worker: ready", flush=True)
        worker.work(stop, session, minute)
    return 0


def prepare_vaults(site: Any) -> None:
    """See that every one-stop unit has its leaves before the first dossier comes.

    Reads two objects a unit and commits only when something was missing.
    """
    from motcua.archive import folder as archive
    from motcua.dossiers import folder as dossiers
    from motcua.organisation import units
    import transaction

    today = vietnam.today()
    codes = [unit.code for unit in units.all(kind="one-stop-unit", on=today, site=site)]
    vaults = (dossiers.root(site), archive.root(site))
    if sum(vault.prepare(codes, today) for vault in vaults):
        transaction.commit()


@contextmanager
def session(site_id: str = SITE_ID) -> Iterator[Any]:
    """Give the site on a fresh connection, as web requests get it."""
    from AccessControl.SecurityManagement import newSecurityManager
    from AccessControl.SpecialUsers import system
    from motcua.storage.interfaces import IMotcuaLayer
    from Testing.makerequest import makerequest
    import transaction
    from zope.component.hooks import setSite
    from zope.globalrequest import setRequest
    from zope.interface import alsoProvides
    import Zope2

    transaction.abort()
    app = makerequest(Zope2.app())
    # Jobs act for the house: no person stands behind them.
    newSecurityManager(None, system)
    setRequest(app.REQUEST)
    alsoProvides(app.REQUEST, IMotcuaLayer)
    try:
        site = app[site_id]
        setSite(site)
        yield site
    finally:
        setSite(None)
        transaction.abort()
        app._p_jar.close()
