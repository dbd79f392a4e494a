"""A process of the house that arranges batches, told as in ``dossiers.racing``."""

from __future__ import annotations

from datetime import datetime
from datetime import UTC
import json
import random
import sys
from tests.dossiers.conftest import UNIT
from tests.dossiers.racing import Racer
from tests.dossiers.racing import tell
import transaction
from ZODB.POSException import ConflictError


class Archivist(Racer):
    """An archivist at the screen: each act says what page it was made on."""

    def do_open(self, path):
        """Open a batch with one file that nobody has to look at any more."""
        from motcua.archive.capture import arrivals
        from motcua.archive.capture import batches
        from motcua.archive.capture.arranging import Acting

        transaction.begin()
        now = datetime.now(UTC)
        batch = batches.open_batch(self.site, UNIT, "papers", "archivist", now)
        with open(path, "rb") as stream:
            arrivals.arrive(self.site, batch, stream, "x.pdf", "archivist", now)
        Acting(self.site, batch, "archivist", now, None).act("give_up", {"arrival": 1})
        transaction.commit()
        return {"code": batch.code}

    def do_arrange(self, code, acts, seed):
        """Do so many acts; tell how many were done, refused as stale, impossible."""
        from motcua.archive.capture.errors import Impossible
        from motcua.archive.capture.errors import StaleBatch

        rng = random.Random(seed)
        told = {"done": 0, "stale": 0, "impossible": 0, "conflicts": 0}
        for _each in range(acts):
            transaction.begin()
            act, seen = self._chosen(code, rng)
            while True:
                try:
                    act(self._acting(code, seen))
                    transaction.commit()
                except ConflictError:
                    # As the publisher does: the same request once more.
                    transaction.abort()
                    told["conflicts"] += 1
                    continue
                except StaleBatch:
                    transaction.abort()
                    told["stale"] += 1
                except Impossible:
                    transaction.abort()
                    told["impossible"] += 1
                else:
                    told["done"] += 1
                break
        return told

    def do_stands(self, code):
        """Tell what stands where, and whether every batch adds up."""
        from motcua.archive.capture import layout
        from motcua.archive.capture import store
        from motcua.archive.capture import verification

        transaction.begin()
        found = layout.fold(store.batch(self.site, code))
        return {
            "length": found.length,
            "arrived": found.figures.arrived,
            "placed": found.figures.placed,
            "astray": found.astray(),
            "faults": verification.verify(self.site).faults,
        }

    def _acting(self, code, seen):
        from motcua.archive.capture import store
        from motcua.archive.capture.arranging import Acting

        batch = store.batch(self.site, code)
        return Acting(self.site, batch, "archivist", datetime.now(UTC), seen)

    def _chosen(self, code, rng):
        """Choose an act that is possible on what the screen shows."""
        from motcua.archive.capture import layout
        from motcua.archive.capture import store

        found = layout.fold(store.batch(self.site, code))
        pages = rng.sample(sorted(found.expected()), 3)
        documents = [one.id for one in found.documents]
        acts = [
            lambda acting: acting.move(pages, "new"),
            lambda acting: acting.move(pages, rng.choice(["new", "", *documents])),
            lambda acting: acting.rotate(dict.fromkeys(pages, 90)),
            lambda acting: acting.reject(pages, "blank"),
            lambda acting: acting.undo(),
        ]
        if len(documents) > 1:
            acts.append(lambda acting: acting.merge(rng.sample(documents, 2)))
        if found.rejected:
            acts.append(lambda acting: acting.restore(list(found.rejected)[:2]))
        return rng.choice(acts), found.length


def obey():
    """Open the site and answer commands until there are no more."""
    from motcua.setup.cli.site import open_site

    with open_site() as site:
        archivist = Archivist(site)
        tell({"ready": True})
        for line in sys.stdin:
            tell(archivist.answer(json.loads(line)))


if __name__ == "__main__":
    obey()
