"""Whether projects and files agree on which row became which file.

Every file that a project made says so, and is written down there once; what is written
down is there.
"""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import field
from motcua.archive.backlog import checking
from motcua.archive.backlog import projects
from motcua.archive.backlog import store
from motcua.archive.holdings import store as holdings
from typing import Any


@dataclass
class Verified:
    """What was found; ``faults`` are (code, what is wrong)."""

    projects: int = 0
    files: int = 0
    faults: list[tuple[str, str]] = field(default_factory=list)


def verify(site: Any) -> Verified:
    """Fold everything and compare it."""
    told = Verified()
    written: dict[str, tuple[str, str]] = {}
    for one in store.every(site):
        told.projects += bool(projects.view(one).code)
        for number, code in store.every_taken(site, one.code):
            if code in written:
                told.faults.append((code, "hai số / two numbers"))
            written[code] = (one.code, number)
    for file in holdings.every_file(site):
        data = file.first.data if file.first is not None else {}
        if not data.get("project"):
            continue
        told.files += 1
        said = (data["project"], checking.key(str(data["called"])))
        kept = written.pop(file.code, None)
        if kept != said:
            what = f"dự án / project: {said}, {kept}"
            told.faults.append((file.code, what))
    told.faults += [(code, "không có hồ sơ / no such file") for code in written]
    return told
