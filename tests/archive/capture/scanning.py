"""A process of the house that scans and files, told as in ``dossiers.racing``.

Besides what can be told, ``feed FOLDER`` scans one stack after the other until it is
ended and tells each that was acknowledged; ``prove`` does what is left to do in a house
that stands still and tells whether all of it fits.
"""

from __future__ import annotations

from contextlib import contextmanager
from contextlib import nullcontext
from datetime import datetime
from datetime import UTC
from itertools import count
import json
import os
from pathlib import Path
import pytest
import signal
import sys
from tests.archive.conftest import blank_pdf
from tests.archive.pdf.test_pdfa import born_digital
from tests.dossiers.conftest import UNIT
from tests.dossiers.racing import Racer
from tests.dossiers.racing import tell
import time
import transaction
from ZODB.POSException import ConflictError


#: Stacks that may wait for being filed while the next one is scanned.
AHEAD = 1


class Scanner(Racer):
    """Who stands at the scanner, and the worker that takes it from there."""

    def do_stack(self, path, pages=2):
        """Scan the stack of a new dossier; tell its batch."""
        code = self.do_receive()["code"]
        found = self._again(lambda: self._opened("counter", [code]))
        self._again(lambda: self._arrive(found, path))
        return {"batch": found, "dossier": code}

    def do_ask(self, batch, dossier):
        """Make one paper of the stack and ask for its filing; tell the job's key."""
        return {"key": self._again(lambda: self._asked(batch, dossier))}

    def do_open(self, scanner):
        """Open a batch that a scanner feeds."""
        batch = self._again(lambda: self._opened("papers", [], scanner))
        self.do_take()
        return {"batch": batch}

    def do_take(self):
        """Take in what lies in the folders of the scanners, as every minute does."""
        from motcua.archive.capture import watching

        watching._met.clear()
        transaction.begin()
        return {"outcomes": [one.outcome for one in watching.take(self.site)]}

    def do_work(self, urgent=True):
        """Do the jobs that are due; of files that nobody waits for only when asked."""
        from motcua.storage import claims
        from motcua.storage import jobs
        from motcua.storage import worker

        transaction.begin()
        claims.release_lost()
        least, done = jobs.Urgency.WAITED if urgent else max(jobs.Urgency), 0
        while (claim := claims.take_next(least)) is not None:
            worker.do(claim, nullcontext)
            done += 1
        return {"done": done}

    def do_die(self, moment, spared=0):
        """Be killed at a moment of the work that comes next, after ``spared`` others.

        ``written``: a file is in the store; ``page``: a job tells of a page; and the
        moments of a commit.
        """
        from motcua.storage import worker
        from motcua.storage.files import FileStore

        places = {
            "written": (FileStore, "_keep"),
            "page": (worker.Progress, "__call__"),
        }
        if moment not in places:
            return super().do_die(moment, spared)
        place, name = places[moment]
        real, left = getattr(place, name), [spared]

        def killed(*arguments):
            real(*arguments)
            if moment == "page" and not arguments[1]:
                return
            if not left[0]:
                os.kill(os.getpid(), signal.SIGKILL)
            left[0] -= 1

        setattr(place, name, killed)
        return {"moment": moment}

    def do_stands(self, batch):
        """Tell what became of a batch, and whether all batches and files are whole."""
        from motcua.archive.capture import layout
        from motcua.archive.capture import store
        from motcua.archive.capture import verification
        from motcua.dossiers import ledger
        from motcua.storage import files

        self.do_heal()
        transaction.begin()
        found = store.batch(self.site, batch)
        laid = layout.fold(found)
        kept = files.current()
        return {
            "events": [one.type for one in ledger.events(found)],
            "names": [one.name for one in laid.arrivals],
            "looked": [bool(files.SHA256.match(one.look)) for one in laid.arrivals],
            "documents": [one.state for one in laid.documents],
            "attached": [len(self._attached(one)) for one in laid.dossiers],
            "faults": verification.verify(self.site).faults,
            "damaged": [one for one in kept.all() if not kept.check(one)],
        }

    def do_job(self, kind, key):
        """Tell the state of a job and how often it was begun."""
        from motcua.storage import jobs

        found = jobs.status(kind, key)
        return {"state": found.state, "attempts": found.attempts}

    def do_prove(self):
        """Do what is left to do; tell what there is and whether it all fits."""
        from motcua.archive import renditions
        from motcua.archive.capture import layout
        from motcua.archive.capture import store
        from motcua.archive.capture import verification
        from motcua.dossiers.ledger.proof import prove
        from motcua.storage import files
        from motcua.storage import jobs
        from motcua.storage.engines import register_engine
        from motcua.storage.keeping import bucket
        from motcua.storage.keeping import rounds
        from motcua.storage.verification import verify

        before = verify(self.site, register_engine())
        worked = self.do_work(urgent=False)["done"]
        self.do_heal()
        transaction.begin()
        register, round_ = verify(self.site, register_engine()), rounds.go_on(_now)
        ledgers, pages = prove(self.site), verification.verify(self.site)
        laid = [layout.fold(one) for one in store.batches(self.site)]
        arrivals = [one for each in laid for one in each.arrivals]
        filed = {d.filed["sha256"] for each in laid for d in each.documents if d.filed}
        kept = files.current()
        referred = {one for each in files.BUCKETS for one in bucket.referred(each)}
        return {
            "arrived": [one.sha256 for one in arrivals],
            "dossiers": ledgers.dossiers,
            "worked": worked,
            "unlooked": [one.name for one in arrivals if not one.look],
            "unfiled": [d.id for each in laid for d in each.documents if not d.filed],
            "unread": [one for one in filed if renditions.get(one) is None],
            "filed": len(filed),
            "dangling": [one for one in sorted(referred) if not kept.exists(one)],
            "files": round_.files,
            "rows": register.total,
            "states": jobs.counts(),
            "faults": {
                "register": [str(one) for one in before.differences]
                + [str(one) for one in register.differences],
                "ledgers": [str(one.fault) for one in ledgers.faults],
                "batches": pages.faults,
                "files": round_.faults,
            },
        }

    def feed(self, folder):
        """Scan stacks without end; tell each once it is acknowledged.

        The worker is never far behind.
        """
        from motcua.storage import jobs

        for number in count():
            while len(jobs.listed("capture-file", jobs.QUEUED)) > AHEAD:
                time.sleep(0.05)
            path = born_digital(Path(folder, f"{number}.pdf"), f"Giấy số {number}")
            told = self.do_stack(str(path))
            tell({**told, "path": str(path)})
            tell({**told, **self.do_ask(told["batch"], told["dossier"])})

    def _again(self, work):
        """Do a piece of work and commit it, once more after a conflict."""
        while True:
            transaction.begin()
            try:
                found = work()
                transaction.commit()
            except ConflictError:
                transaction.abort()
                continue
            return found

    def _opened(self, purpose, dossiers, scanner=""):
        from motcua.archive.capture import batches

        who = "reception" if purpose == "counter" else "archivist"
        how = {"dossiers": dossiers, "scanner": scanner}
        return batches.open_batch(self.site, UNIT, purpose, who, _now(), **how).code

    def _arrive(self, code, path):
        from motcua.archive.capture import arrivals
        from motcua.archive.capture import store

        batch = store.batch(self.site, code)
        with open(path, "rb") as stream:
            arrivals.arrive(
                self.site, batch, stream, Path(path).name, "reception", _now()
            )

    def _asked(self, code, dossier):
        from motcua.archive.capture import filing
        from motcua.archive.capture import layout
        from motcua.archive.capture import store
        from motcua.archive.capture.arranging import Acting
        from motcua.archive.capture.pages import Target

        batch = store.batch(self.site, code)
        acting = Acting(self.site, batch, "reception", _now(), None)
        acting.move(layout.fold(batch).arrival(1).ids, "new")
        document = layout.fold(batch).documents[0].id
        acting.assign(document, Target(dossier, "1"))
        event = filing.ask(self.site, batch, [document], "reception", _now())
        return f"{code}:{event.number}"

    def _attached(self, code):
        from motcua.archive.incoming.attachments import attachments

        return attachments(self._dossier(code))


def _now():
    return datetime.now(UTC)


@contextmanager
def without_reading(folder):
    """Have processes that are started meanwhile find a tesseract that reads nothing."""
    silent = folder / "bin" / "tesseract"
    silent.parent.mkdir()
    silent.write_text("#!/bin/sh\n")
    silent.chmod(0o755)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PATH", str(silent.parent), prepend=os.pathsep)
        yield


def two_pages(path, width):
    """Write a PDF of two pages, another one for each width."""
    return blank_pdf(path, 2, (width, 842))


def main(word="", *words):
    """Feed, prove, or answer commands until there are no more."""
    from motcua.setup.cli.site import open_site

    with open_site() as site:
        scanner = Scanner(site)
        tell({"ready": True})
        if word == "feed":
            scanner.feed(*words)
        elif word == "prove":
            tell(scanner.do_prove())
        else:
            for line in sys.stdin:
                tell(scanner.answer(json.loads(line)))


if __name__ == "__main__":
    main(*sys.argv[1:])
