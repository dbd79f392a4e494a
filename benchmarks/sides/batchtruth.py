"""What a house holds of a batch, read beside the running house; changes nothing.

Run as a program with the environment of the house it answers each code of a batch that
comes in with a line of JSON: the layout as it is folded, what was measured, and where
the files lie.
"""

from __future__ import annotations

from contextlib import closing
from functools import cached_property
import json
from motcua.setup.testing import live
import sqlite3
import subprocess
import sys
from typing import Any


#: Jobs of the archive.
_KINDS = ("capture-look", "capture-file", "ocr")


class Truth:
    """Asks a process of its own, for opening a site takes its time."""

    def __init__(self, site: live.LiveSite) -> None:
        self.site = site

    def read(self, code: str) -> dict[str, Any]:
        """Return what the house holds of a batch at this moment."""
        asked, answer = self._process.stdin, self._process.stdout
        if asked is None or answer is None:
            raise SystemExit("the house cannot be read")
        asked.write(f"{code}\n")
        asked.flush()
        line = answer.readline()
        while line and not line.startswith("{"):
            line = answer.readline()
        if not line:
            raise SystemExit(f"nothing is told of batch {code}")
        return dict(json.loads(line))

    def end(self) -> None:
        """End the process before its house ends."""
        self._process.communicate()

    @cached_property
    def _process(self) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, __file__],
            env=live.environment(self.site.var, PORT=str(self.site.port)),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )


def jobs(site: live.LiveSite) -> dict[str, str]:
    """Return the state of each job of the archive; the demo keeps them in SQLite."""
    place = site.var / "sql/jobs.sqlite"
    with closing(sqlite3.connect(f"file:{place}?mode=ro", uri=True)) as database:
        rows = database.execute("SELECT kind, key, state FROM jobs").fetchall()
    return {f"{kind} {key}": state for kind, key, state in rows if kind in _KINDS}


def _told(site: Any, code: str) -> dict[str, Any]:
    from motcua.archive.capture import layout
    from motcua.archive.capture import store

    batch = store.batch(site, code)
    if batch is None:
        raise SystemExit(f"no batch {code}")
    found = layout.fold(batch)
    return {
        "state": found.state,
        "astray": found.astray(),
        "adds_up": found.figures.adds_up,
        "pages_in": found.figures.arrived + found.figures.cut,
        "placed": found.figures.placed,
        "arrivals": [_arrival(site, one) for one in found.arrivals],
        "pages": {
            id: [one.arrival, one.number, one.rotation, one.part, _blank(found, one)]
            for id, one in found.pages.items()
        },
        "documents": [_document(site, one) for one in found.documents],
        "unassigned": dict(found.unassigned),
        "rejected": dict(found.rejected),
        "quarantined": dict(found.quarantined),
        "covers": {id: one.ordinal for id, one in found.covers.items()},
    }


def _blank(found: Any, page: Any) -> bool:
    """Say whether screens call the page blank."""
    from motcua.workbench.batches.thumbs import Sheet

    return any(flag.code == "blank" for flag in Sheet(found).flags(page.id))


def _arrival(site: Any, one: Any) -> dict[str, Any]:
    from motcua.archive import renditions
    from motcua.storage import files

    return {
        "number": one.number,
        "sha256": one.sha256,
        "pages": one.pages,
        "signed": one.signed,
        "intact": files.check(one.sha256),
        "read": renditions.get(one.sha256, site) is not None,
    }


def _document(site: Any, one: Any) -> dict[str, Any]:
    from motcua.archive import renditions
    from motcua.archive.capture import documents
    from motcua.archive.capture import store
    from motcua.storage import files

    told: dict[str, Any] = {
        "id": one.id,
        "ordinal": one.target.ordinal if one.target else 0,
        "pages": list(one.pages),
        "state": one.state,
        "problem": one.problem,
        "fields": dict(one.fields),
    }
    if one.state == "filed":
        digest = one.filed["sha256"]
        kept = store.document(site, one.filed["document"])
        made = renditions.get(digest, site)
        told |= {
            "code": one.filed["document"],
            "there": kept is not None and documents.view(kept).sha256 == digest,
            "sha256": digest,
            "path": str(files.path(digest)),
            "archival": str(files.path(made.archival)) if made else "",
            "passed": bool(made and made.passed),
        }
    return told


if __name__ == "__main__":
    from motcua.setup.cli.site import open_site
    import transaction

    with open_site() as portal:
        for asked in sys.stdin:
            # See what was committed meanwhile.
            transaction.begin()
            told = _told(portal, asked.strip())
            print(json.dumps(told, ensure_ascii=False), flush=True)
