"""A ledger on its way: plain lines that anybody can check, without this house.

Format ``motcua-ledger`` 1, UTF-8, one JSON value a line, each in its one form
(sorted keys, no blanks, characters as they are)::

    {"code", "exported", "format", "head", "length", "v"}       the dossier
    {"hash", "header", "n", "payload", "payload_sha256"}        each event, in order
    {"day", "file", "head", "n", "sha256"}                      each head kept outside
    {"sealed"}                                                  the last line

``header`` and ``payload`` are the exact texts that were hashed. A payload that was
destroyed, or is withheld because it is personal, is null. ``sealed`` is the SHA-256
of all bytes above: it guards against accidents; against forgers stand the heads that
were kept outside. ``verify_ledger`` checks all of it and needs Python alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from datetime import UTC
import hashlib
from motcua.dossiers import ledger
from motcua.dossiers.ledger import verify_ledger
from motcua.dossiers.ledger.heads import covering
import os
from pathlib import Path
import shutil
from typing import Any
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Iterator
    from motcua.dossiers.dossier import Dossier

VERIFIER: Final = Path(verify_ledger.__file__)
SUFFIX: Final = ".ledger.jsonl"


@dataclass(frozen=True)
class Written:
    """What an export left on the disk."""

    path: Path
    verifier: Path
    faults: tuple[ledger.Fault, ...]
    """What was wrong with the ledger already; it is exported as it is."""


def write(dossier: Dossier, out: Path, personal: bool = True) -> Written:
    """Write the ledger of a dossier and, beside it, the script that checks it.

    ``out`` is a folder (it exists, or has no suffix) or the name of the file.
    Raises ``FileExistsError`` rather than write over anything; the script that lies
    there already is used again.
    """
    folder = out.is_dir() or not out.suffix
    target = out / f"{dossier.code}{SUFFIX}" if folder else out
    target.parent.mkdir(parents=True, exist_ok=True)
    text = sealed(lines(dossier, covering(dossier.code), datetime.now(UTC), personal))
    # Personal data: for whoever exports, and nobody else on this machine.
    descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(text)
    verifier = target.parent / VERIFIER.name
    if not verifier.exists():
        shutil.copyfile(VERIFIER, verifier)
    return Written(target, verifier, tuple(ledger.verify(dossier)))


def lines(
    dossier: Dossier,
    kept: Iterable[dict[str, Any]],
    now: datetime,
    personal: bool = True,
) -> Iterator[dict[str, Any]]:
    """Yield the lines of an export, all but the last; ``kept`` are heads outside."""
    yield {
        "format": verify_ledger.FORMAT,
        "v": verify_ledger.VERSION,
        "code": dossier.code,
        "length": dossier.length,
        "head": dossier.head.hex(),
        "exported": now.astimezone(UTC).isoformat(timespec="seconds"),
    }
    for number, event in enumerate(ledger.unroll(dossier)[0], start=1):
        shown = event.payload if personal else None
        yield {
            "n": number,
            "header": event.header.decode("utf-8"),
            "payload": None if shown is None else shown.decode("utf-8"),
            "payload_sha256": event.payload_digest.hex(),
            "hash": event.hash.hex(),
        }
    yield from kept


def sealed(values: Iterable[dict[str, Any]]) -> bytes:
    """Return the text of an export with its last line."""
    text = b"".join(ledger.canonical(value) + b"\n" for value in values)
    seal = {"sealed": hashlib.sha256(text).hexdigest()}
    return text + ledger.canonical(seal) + b"\n"
