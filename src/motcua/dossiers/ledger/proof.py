"""Proving ledgers: everything that repeats a ledger, compared with it.

The chain itself, the copies on the dossier, the heads kept outside the database and
the row of the register. Nothing is changed. A million dossiers are read one after
the other and forgotten again; what has to be remembered about them lies on disk.
"""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field
from dataclasses import fields
from itertools import islice
from motcua.dossiers import apart
from motcua.dossiers import ledger
from motcua.dossiers.folder import find
from motcua.dossiers.folder import root
from motcua.dossiers.ledger import anchors
from motcua.dossiers.ledger.faults import Fault
from motcua.dossiers.ledger.heads import against
from motcua.dossiers.ledger.heads import Heads
from motcua.dossiers.register import DOSSIERS
from motcua.dossiers.register import Register
from motcua.dossiers.standing import Standing
from motcua.dossiers.standing import told
from motcua.storage.engines import register_engine
import sqlalchemy as sa
from typing import Any
from typing import Final
from typing import TYPE_CHECKING
from ZODB.POSException import POSKeyError


if TYPE_CHECKING:
    from motcua.dossiers.dossier import Dossier

#: What the dossier repeats of its folded ledger.
COPIES: Final = tuple(each.name for each in fields(Standing))
BATCH: Final = 500
"""Dossiers whose rows are read at once, and between two clearings of the cache."""

#: Faults of the register, not of the ledger: others write it while we read.
ROWS: Final = frozenset({"row-missing", "row-differs"})

_BROKEN = (AttributeError, KeyError, TypeError, ValueError)
"""What folding a ledger of nonsense raises."""


@dataclass(frozen=True)
class Located:
    """A fault and the dossier, list or file of heads that it was found in."""

    code: str
    fault: Fault


@dataclass
class Proof:
    """What was compared, and what did not hold."""

    dossiers: int = 0
    events: int = 0
    heads: int = 0
    """Heads kept outside that were compared."""

    rows: int = 0
    """Rows of the register that were compared."""

    faults: list[Located] = field(default_factory=list)


def prove(site: Any, only: Iterable[str] | None = None) -> Proof:
    """Compare all dossiers, or those with these codes.

    A code without a dossier, kept outside or given, is a fault of the kind "gone".
    """
    proof = Proof()
    wanted = None if only is None else list(only)
    if wanted is None:
        broken = anchors.broken_files()
        proof.faults += [Located(one.place, Fault(0, "file")) for one in broken]
    with Heads(None if wanted is None else frozenset(wanted)) as kept:
        # After the heads: what they name is in the database that is read now.
        site._p_jar.sync()
        codes = root(site).codes() if wanted is None else iter(wanted)
        for batch in _batches(site, codes):
            _prove(batch, kept, proof)
        _look_again(site, kept, proof)
        if wanted is None:
            _prove_lists(site, kept, proof)
        named = _elsewhere(kept) if wanted is None else iter(wanted)
        for code in named:
            if find(site, code) is None:
                proof.faults.append(Located(code, Fault(0, "gone")))
    return proof


def _prove_lists(site: Any, kept: Heads, proof: Proof) -> None:
    """Compare the chains of hand-over lists with the heads that were kept."""
    for one in apart.every(site):
        kept.see(one.code)
        heads = kept.of(one.code)
        chain, _whole = ledger.unroll(one)
        found = [*ledger.verify(one), *against(chain, heads)]
        proof.faults += [Located(one.code, fault) for fault in found]
        proof.events += len(chain)
        proof.heads += sum(len(several) for several in heads.values())


def _elsewhere(kept: Heads) -> Iterator[str]:
    """Yield the codes that heads or rows name and that were not met."""
    with register_engine().connect() as connection:
        found = connection.execution_options(yield_per=1000).execute(
            sa.select(DOSSIERS.c.code)
        )
        for code in found.scalars():
            if not kept.saw(code):
                yield code
                kept.see(code)
    yield from kept.unseen()


def examine(
    dossier: Dossier, heads: Mapping[int, set[str]], row: Mapping[str, Any] | None
) -> tuple[int, list[Fault]]:
    """Return the number of events met, and all that is wrong with one dossier.

    A chain that cannot be read is not folded; its copies and its row stay unproved.
    """
    chain, whole = ledger.unroll(dossier)
    faults = [*ledger.verify(dossier), *against(chain, heads)]
    if whole and chain:
        faults += _repeats(dossier, row)
    return len(chain), faults


def _repeats(dossier: Dossier, row: Mapping[str, Any] | None) -> Iterator[Fault]:
    """Yield where the copies and the row are not what the folded ledger says."""
    register = Register()
    try:
        standing, expected = told(ledger.events(dossier)), register.row(dossier)
    except _BROKEN as error:
        yield Fault(0, "unreadable", type(error).__name__)
        return
    kept = dossier.standing
    copies = [n for n in COPIES if getattr(standing, n) != getattr(kept, n)]
    if copies:
        yield Fault(dossier.length, "copy-differs", ", ".join(copies))
    if row is None:
        yield Fault(dossier.length, "row-missing")
        return
    columns = register.compare(expected, row)
    if columns:
        yield Fault(dossier.length, "row-differs", ", ".join(sorted(columns)))


def _batches(site: Any, codes: Iterator[str]) -> Iterator[dict[str, Dossier]]:
    """Yield dossiers by the batch, and forget each batch before the next."""
    while batch := list(islice(codes, BATCH)):
        found = ((code, find(site, code)) for code in batch)
        yield {code: dossier for code, dossier in found if dossier is not None}
        site._p_jar.cacheGC()


def _rows(codes: Iterable[str]) -> dict[str, dict[str, Any]]:
    with register_engine().connect() as connection:
        return Register().rows(connection, list(codes))


def _prove(batch: dict[str, Dossier], kept: Heads, proof: Proof) -> None:
    rows = _rows(batch)
    for code, dossier in batch.items():
        kept.see(code)
        heads = kept.of(code)
        row = rows.get(code)
        try:
            events, faults = examine(dossier, heads, row)
        except POSKeyError:
            events, faults = 0, [Fault(0, "unreadable", "dossier")]
        for fault in faults:
            if fault.kind in ROWS:
                kept.doubt(code)
            else:
                proof.faults.append(Located(code, fault))
        proof.dossiers += 1
        proof.events += events
        proof.heads += sum(len(several) for several in heads.values())
        proof.rows += row is not None


def _look_again(site: Any, kept: Heads, proof: Proof) -> None:
    """Compare rows that differed once more: somebody may just have been writing."""
    site._p_jar.sync()
    for batch in _batches(site, kept.doubted()):
        rows = _rows(batch)
        for code, dossier in batch.items():
            found = _repeats(dossier, rows.get(code))
            proof.faults += [Located(code, one) for one in found if one.kind in ROWS]
