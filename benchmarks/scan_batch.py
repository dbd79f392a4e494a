"""Real scans through a batch of a house: from the scanner to the archive, and proof.

    scan_batch.py [FOLDER] [--only NAME ...] [--road papers|nasty] [--house DIR]
                  [--port 8113] [--keep DIR]

FOLDER holds PDF scans with ``metadata.json`` (see ``sides/scans.py``); the default is
``data/scans`` of the test data. A demo house is served (DIR: data of one that stands
still, which is copied), its worker a process of its own, and everything is done through
its screens and its REST service by an archivist and a supervisor. ``--only`` takes
beginnings of names, ``--keep`` leaves the house there.

``papers``: what was scanned from paper comes in as one stack with the house's cover
sheets between the documents; files with a digital signature may not be parted and come
in whole, to be numbered by hand. They are described (the archivist compares what is
proposed with the paper and mends it), examined by another person with the sample of the
gate, filed, and made archival by the worker.

``nasty``: pages of the same scans as a careless hand feeds them: out of order, upside
down, an open spread, thin paper, a blank page with some pencil on it, two empty sheets
at once, a cover sheet half torn and one that has lost its codes, the cover of another
batch, a page with the code of a dossier. What arranges itself is told; the rest is done
by hand, with the buttons of the screen, and filed.

One line of JSON for each figure. Pages are compared by their pixels with all pages that
there are. Fails when a page is missing or in a wrong document, bytes changed, a copy is
no PDF/A, less than 95 of 100 fields are proposed as they stand on the paper
(``papers``) or ``batches verify`` finds a fault.
"""

from __future__ import annotations

import argparse
from motcua.setup.testing import live
from pathlib import Path
import sys
import tempfile


sys.path.insert(0, str(Path(__file__).parent))
from sides import scans
from sides.batchroad import Road
from sides.nastybatch import nasty
from sides.paperbatch import papers
from sides.rounds import tell


ROADS = {"papers": papers, "nasty": nasty}


def main() -> int:
    """Walk the roads; 1 when a goal was missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?", default=scans.SCANS)
    parser.add_argument("--only", nargs="*", default=[])
    parser.add_argument("--road", choices=ROADS, nargs="*", default=list(ROADS))
    parser.add_argument("--house", type=Path)
    parser.add_argument("--port", type=int)
    parser.add_argument("--keep", type=Path)
    args = parser.parse_args()
    wanted = scans.known(args.folder, args.only)
    with tempfile.TemporaryDirectory(prefix="motcua-batch-") as place:
        data = args.house
        if data is None:
            data = Path(place) / "demo"
            live.create(data)
        house = live.copy(data, args.keep or Path(place) / "var")
        with live.running(house, args.port) as site:
            road = Road(site, Path(place))
            # All are walked: one that fails says nothing of the other.
            good = [ROADS[name](road, wanted) for name in args.road]
            road.house.end()
            done = site.command("batches", "verify")
            tell(verify=done.returncode, said=done.stdout.strip().splitlines()[-1])
        return 0 if all(good) and not done.returncode else 1


if __name__ == "__main__":
    sys.exit(main())
