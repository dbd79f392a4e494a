"""The inter-agency processes of the demo province, in force from today.

They are written and decided by the officers who hold those duties, through the same
functions as in an office: what does not pass the checks and trials stops the demo.
"""

from __future__ import annotations

from motcua.base import vietnam
from motcua.dossiers.processes import book
from motcua.dossiers.processes import enacting
from motcua.dossiers.processes.definitions import Process
from motcua.dossiers.processes.reading import loads
from pathlib import Path
from typing import Any
from typing import Final


FOLDER: Final = Path(__file__).parent
WRITER: Final = "biensoan"
PUBLISHER: Final = "congbo"


def read() -> list[Process]:
    """Return the processes of the demo."""
    paths = sorted(FOLDER.glob("*.json"))
    return [loads(path.read_text(encoding="utf-8")) for path in paths]


def enact_processes(site: Any) -> None:
    """Let every process of the demo come into force."""
    for process in read():
        draft = book.save(site, process, WRITER)
        enacting.enact(
            site,
            process.procedure,
            PUBLISHER,
            process.deed,
            vietnam.today(),
            draft.digest,
        )
