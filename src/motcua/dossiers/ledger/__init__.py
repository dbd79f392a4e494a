"""The ledger of a dossier: the chain itself, its anchors, its proof elsewhere."""

from motcua.dossiers.ledger.chain import append
from motcua.dossiers.ledger.chain import canonical
from motcua.dossiers.ledger.chain import CircularChain
from motcua.dossiers.ledger.chain import Event
from motcua.dossiers.ledger.chain import events
from motcua.dossiers.ledger.chain import FORMAT
from motcua.dossiers.ledger.chain import GENESIS
from motcua.dossiers.ledger.chain import link
from motcua.dossiers.ledger.chain import moment
from motcua.dossiers.ledger.chain import since
from motcua.dossiers.ledger.faults import Fault
from motcua.dossiers.ledger.faults import unroll
from motcua.dossiers.ledger.faults import verify


__all__ = [
    "FORMAT",
    "GENESIS",
    "CircularChain",
    "Event",
    "Fault",
    "append",
    "canonical",
    "events",
    "link",
    "moment",
    "since",
    "unroll",
    "verify",
]
