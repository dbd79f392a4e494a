"""A small truth with a projection, for this process and for writers it starts.

``python toys.py ZEO-ADDRESS`` writes until it is killed, and prints
``<code> <length>`` for everything that was acknowledged. With ``crash`` as a
second argument it dies by itself between the first commit and its row.
"""

from __future__ import annotations

from BTrees.OOBTree import OOBTree
import hashlib
from motcua.storage import projections
from motcua.storage.interfaces import IDerivesJobs
from motcua.storage.interfaces import IIssuesNumbers
from motcua.storage.interfaces import IProjection
import os
from persistent import Persistent
import random
import signal
import sqlalchemy as sa
import sys
import transaction
from ZODB.POSException import ConflictError
from zope.component import provideUtility
from zope.interface import implementer


if __name__ == "__main__":
    sys.modules["toys"] = sys.modules["__main__"]

metadata = sa.MetaData()
TOYS = sa.Table(
    "toys",
    metadata,
    sa.Column("code", sa.String(40), primary_key=True),
    sa.Column("length", sa.Integer, nullable=False),
    sa.Column("head", sa.LargeBinary, nullable=False),
)


class Toy(Persistent):
    __module__ = "toys"

    def __init__(self, code):
        self.code = code
        self.length = 0
        self.head = b""

    def change(self):
        self.length += 1
        self.head = hashlib.sha256(self.head + os.urandom(8)).digest()
        projections.after_commit(self)


class Other(Persistent):
    """Something that no projection follows."""

    __module__ = "toys"


@implementer(IProjection, IDerivesJobs, IIssuesNumbers)
class ToyProjection(projections.TableProjection):
    follows = ("toys.Toy",)
    table = TOYS

    def row(self, obj):
        if obj.length == 0:
            return None
        return {"code": obj.code, "length": obj.length, "head": obj.head}

    def truth(self, site):
        return iter(site["toys"].values())

    def jobs(self, obj):
        if obj.code.startswith("job"):
            yield "toy", obj.code, {"code": obj.code}

    def numbers(self, obj):
        yield "toys", "2026", int(obj.code[-3:])


def fill(site, count):
    site["toys"] = OOBTree()
    for number in range(count):
        site["toys"][f"toy{number:03d}"] = Toy(f"toy{number:03d}")
    transaction.commit()


def write(address):
    from ZEO.ClientStorage import ClientStorage
    from ZODB.DB import DB

    database = DB(ClientStorage(address, wait_timeout=20))
    site = database.open().root()
    names = list(site["toys"])
    while True:
        toy = site["toys"][random.choice(names)]
        try:
            toy.change()
            transaction.commit()
            print(toy.code, toy.length, flush=True)  # noqa: T201
        except ConflictError:
            transaction.abort()


if __name__ == "__main__":
    provideUtility(ToyProjection(), IProjection, "toys")
    if sys.argv[2:] == ["crash"]:
        projections._write_all = lambda *args: os.kill(os.getpid(), signal.SIGKILL)
    write(sys.argv[1])
