"""A process of the house that does what it is told, line by line.

``python -m tests.dossiers.racing prepare`` makes a site with the small province;
without a word it opens the site through the database server and reads one JSON
command a line: ``receive``, ``act``, ``commit``, ``storm``, ``carry``, ``numbers``,
``prove``, ``heal`` and ``die``.
Each is answered with one line.
"""

from __future__ import annotations

from datetime import datetime
from datetime import UTC
import json
from motcua.dossiers.errors import DossierError
import os
import signal
import sys
from tests.dossiers import conftest
from tests.dossiers.cash.conftest import add_people
import transaction
from ZODB.POSException import ConflictError


#: Moments of a commit at which a process can be told to die.
MOMENTS = ("voting", "stored", "row")


class Racer:
    """Acts on dossiers; what it did waits until it is told to commit."""

    def __init__(self, site):
        self.site = site
        self.waiting = None

    def answer(self, command):
        """Do what one command says; return what there is to tell."""
        return getattr(self, f"do_{command.pop('do')}")(**command)

    def do_receive(self, token=""):
        """Receive a dossier at the counter and commit."""
        from motcua.dossiers.intake import receive
        from motcua.procedures import versions

        while True:
            transaction.begin()
            version = versions.current("1.001193", site=self.site)
            intake = conftest.an_intake(version, token=token)
            try:
                code = receive(self.site, intake, "reception", datetime.now(UTC)).code
                transaction.commit()
            except ConflictError:
                transaction.abort()
                continue
            return {"code": code}

    def do_head(self, code):
        """Tell the head and the length of a dossier; 0 when there is none."""
        transaction.begin()
        dossier = self._dossier(code)
        if dossier is None:
            return {"length": 0}
        return {"head": dossier.head.hex(), "length": dossier.length}

    def do_act(self, **order):
        """Act without committing."""
        transaction.begin()
        self.waiting = order
        return self._act(order)

    def do_commit(self):
        """Commit what was done; after a conflict do it again, as the publisher does."""
        told = {"conflicts": 0}
        while True:
            try:
                transaction.commit()
            except ConflictError:
                told["conflicts"] += 1
                transaction.abort()
                transaction.begin()
                again = self._act(self.waiting)
                if "refused" in again:
                    transaction.abort()
                    return {**told, **again}
                continue
            return {**told, "done": True}

    def do_prove(self):
        """Prove all ledgers against their copies and rows."""
        from motcua.dossiers.ledger.proof import prove

        found = prove(self.site)
        return {
            "dossiers": found.dossiers,
            "faults": [
                f"{one.code} {one.fault.kind} {one.fault.number}"
                for one in found.faults
            ],
        }

    def do_heal(self):
        """Follow the truth, as the worker does every minute."""
        from motcua.storage.engines import register_engine
        from motcua.storage.replay import replay

        transaction.abort()
        return {"written": replay(self.site._p_jar.db(), register_engine()).written}

    def do_storm(self, codes):
        """Tell the job that suspends these dossiers, as the preview orders it."""
        from motcua.dossiers.clocks import orders

        transaction.begin()
        heads = [[code, self._dossier(code).head.hex(), ""] for code in codes]
        values = {"reason_code": "disaster", "reason": "Bão số 9", "deed": "QĐ 99"}
        return {
            "key": orders.hashlib.sha256(orders.canonical(heads)).hexdigest()[:32],
            "data": {
                "operation": "suspend",
                "actor": "supervisor",
                "values": values,
                "dossiers": heads,
            },
        }

    def do_carry(self, key, data):
        """Carry out a job, with a commit for each dossier."""
        from motcua.dossiers.clocks import orders

        orders.BATCH = 1
        transaction.begin()
        orders.CarryOut()(key, data, lambda *_told: None)
        transaction.commit()
        return {"told": orders.outcomes(self.site, key, data)}

    def do_numbers(self):
        """Tell every code and every number of a slip that is in use."""
        from motcua.dossiers.folder import walk
        from motcua.dossiers.slips import issuing

        transaction.begin()
        found = list(walk(self.site))
        return {
            "codes": [dossier.code for dossier in found],
            "slips": [row for each in found for row in issuing.numbers_of(each)],
        }

    def do_kept(self):
        """Count what the counter keeps besides dossiers, and prove its ledgers."""
        from motcua.dossiers import ledger
        from motcua.dossiers.cash import store as cash
        from motcua.dossiers.clocks import orders
        from motcua.dossiers.handovers import store as handovers
        from motcua.dossiers.outage import store as outage
        from motcua.storage import jobs

        transaction.begin()
        shelf = cash.shelf(self.site)
        lists = [*handovers.every(self.site)]
        blocks = [*outage.every(self.site)]
        apart = [*cash.every(self.site), *lists, *blocks]
        return {
            "shifts": len(shelf.shifts) if shelf else 0,
            "closed": len(shelf.closed) if shelf else 0,
            "deposits": len(shelf.lists) if shelf else 0,
            "events": sum(one.length for one in apart),
            "handovers": len(lists),
            "blocks": len(blocks),
            "orders": len(jobs.listed(orders.KIND)),
            "faults": [str(f) for one in apart for f in ledger.verify(one)],
        }

    def do_history(self, code):
        """Tell what happened to a dossier, event by event."""
        from motcua.dossiers.ledger import events

        transaction.begin()
        return {"types": [each.type for each in events(self._dossier(code))]}

    def do_die(self, moment, spared=0):
        """Be killed at a moment of the commit that comes after ``spared`` others."""
        from motcua.storage import projections
        from ZODB.Connection import Connection

        place, name = {
            "voting": (Connection, "tpc_vote"),
            "stored": (Connection, "tpc_finish"),
            "row": (projections, "_write_all"),
        }[moment]
        real, left = getattr(place, name), [spared]

        def killed(*args, **options):
            found = real(*args, **options) if left[0] or moment == "stored" else None
            if not left[0]:
                os.kill(os.getpid(), signal.SIGKILL)
            left[0] -= 1
            return found

        setattr(place, name, killed)
        return {"moment": moment}

    def _act(self, order):
        from motcua.dossiers.actions import act

        try:
            event = act(
                self._dossier(order["code"]),
                now=datetime.now(UTC),
                **{name: value for name, value in order.items() if name != "code"},
            )
        except DossierError as error:
            return {"refused": type(error).__name__}
        return {"number": event.number}

    def _dossier(self, code):
        from motcua.dossiers.folder import find

        return find(self.site, code)


def prepare():
    """Make the site with its province and one procedure."""
    from AccessControl.SecurityManagement import newSecurityManager
    from motcua.setup.cli.site import open_application
    from motcua.setup.site import create_site
    from zope.component.hooks import setSite

    conftest.setRoles = lambda *_args: None
    with open_application(create=True) as app:
        create_site(app, False, "")
        site = app["motcua"]
        setSite(site)
        users = app.acl_users
        newSecurityManager(None, users.getUserById("admin").__of__(users))
        conftest.build_province(site)
        conftest.build_procedure(site)
        conftest.build_procedure(site, "2.000815", "in the day")
        add_people()
        transaction.commit()


def obey():
    """Open the site and answer commands until there are no more."""
    from motcua.setup.cli.site import open_site

    with open_site() as site:
        racer = Racer(site)
        tell({"ready": True})
        for line in sys.stdin:
            tell(racer.answer(json.loads(line)))


def tell(answer):
    """Say one line to the test."""
    print(f"> {json.dumps(answer)}", flush=True)  # noqa: T201


if __name__ == "__main__":
    if sys.argv[1:] == ["prepare"]:
        prepare()
    else:
        obey()
