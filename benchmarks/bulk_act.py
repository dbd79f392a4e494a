"""A bulk act of 300 dossiers, half of it illegal, whose worker is killed half-way.

    bulk_act.py [--dossiers 300]

Real processes over one database server: one makes the house, receives the dossiers
and withdraws every second one, then gives the order that forwards all of them. A
worker carries it out and is killed (SIGKILL) in the middle, a second one is killed
again, a third ends it. Printed is the report: how many are done, refused by reason,
and how many were done twice, which has to be none; and that every ledger holds.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
import sys
import tempfile


ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))


def main() -> int:
    """Run it and print the report."""
    from tests.dossiers import bulk_house

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--dossiers", type=int, default=300)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        report = bulk_house.played(Path(folder), args.dossiers)
    print(json.dumps(report, ensure_ascii=False, indent=2))
    right = report["done"] + sum(report["refused"].values()) == args.dossiers
    return 0 if right and not report["twice"] and not report["faults"] else 1


if __name__ == "__main__":
    sys.exit(main())
