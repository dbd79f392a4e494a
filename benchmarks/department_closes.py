"""One workflow step, and rights that move with a department (B7, B8).

    department_closes.py [--sizes 1000,10000] [--rounds 7] [--steps 20]
                         [--histories 30,250] [--disk]

A site of ours and a plain Plone site lie in one database of this process: in memory, or
with ``--disk`` in a file that each commit syncs (the register is a file of SQLite in
both). No network is measured. B7: a step with its commit (forward, here) at
two lengths of history, beside ``doActionFor`` with its commit on a document of the
one-state-to-another publication workflow; objects and bytes that one writes. B8: an
officer's duty ends and begins elsewhere, beside local roles on a folder of N
documents and ``reindexObjectSecurity``. Ours writes no dossier and does not know N;
that the officer sees the dossiers no more is asked on the same data.
"""

from __future__ import annotations

import argparse
from contextlib import ExitStack
from datetime import date
from datetime import timedelta
import logging
from pathlib import Path
import sys
from typing import Any


ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(Path(__file__).parent), str(ROOT)]
from sides.rounds import interleaved  # noqa: E402
from sides.rounds import middle  # noqa: E402
from sides.rounds import ratios  # noqa: E402
from sides.rounds import tell  # noqa: E402
from sides.rounds import timed  # noqa: E402


def main() -> int:
    """Set both sites up and measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default="1000,10000")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--steps", type=int, default=20, help="steps in a turn")
    parser.add_argument("--histories", default="30,250")
    parser.add_argument("--disk", action="store_true", help="commits go to a file")
    args = parser.parse_args()
    logging.disable(logging.WARNING)
    with ExitStack() as stack:
        sites = Sites(stack, args.disk)
        for length in map(int, args.histories.split(",")):
            sites.one_step(length, args.rounds, args.steps)
        for size in map(int, filter(None, args.sizes.split(","))):
            sites.move(size, args.rounds)
        # The process ends; taking two sites apart again would measure nothing.
        stack.pop_all()
    return 0


def on_disk(stack: ExitStack) -> None:
    """Have what is committed from now on written to a file and synced."""
    from tempfile import TemporaryDirectory
    from unittest import mock
    from ZODB.DemoStorage import DemoStorage
    from ZODB.FileStorage import FileStorage

    folder = Path(stack.enter_context(TemporaryDirectory()))

    def stored(name: str, base: Any) -> DemoStorage:
        return DemoStorage(name, base=base, changes=FileStorage(str(folder / name)))

    stack.enter_context(mock.patch("ZODB.DemoStorage.DemoStorage", stored))


class Sites:
    """Our site as the tests build it, and a plain one."""

    def __init__(self, stack: ExitStack, disk: bool = False) -> None:
        from motcua.setup.testing.layers import FUNCTIONAL
        from search_speed import set_up
        from tests.dossiers.conftest import build_procedure
        from tests.dossiers.conftest import build_province
        from tests.dossiers.conftest import empty_sql
        import transaction

        set_up(FUNCTIONAL, stack)
        if disk:
            on_disk(stack)
        self.where = "a file" if disk else "memory"
        FUNCTIONAL.testSetUp()
        stack.callback(FUNCTIONAL.testTearDown)
        self.ours = FUNCTIONAL["portal"]
        self.storage = self.ours._p_jar.db().storage
        empty_sql()
        build_province(self.ours)
        self.version = build_procedure(self.ours)
        transaction.commit()
        self.plain = self.make_plain(
            FUNCTIONAL["app"], FUNCTIONAL["configurationContext"]
        )

    def make_plain(self, app: Any, context: Any) -> Any:
        """Return a Classic site beside ours, with the workflow that Plone brings."""
        from AccessControl.SecurityManagement import newSecurityManager
        from AccessControl.SpecialUsers import system
        import plone.classicui
        import plone.distribution
        from plone.distribution.api import site as distributions  # noqa: F401
        from Products.CMFPlone.factory import addPloneSite
        import transaction
        from zope.component.hooks import setSite
        from zope.configuration import xmlconfig

        xmlconfig.file("meta.zcml", plone.distribution, context=context)
        xmlconfig.file("distributions.zcml", plone.classicui, context=context)
        newSecurityManager(None, system)
        site = addPloneSite(
            app,
            "plain",
            title="Plain",
            distribution_name="classic",
            setup_content=False,
        )
        setSite(site)
        site.portal_workflow.setChainForPortalTypes(
            ["Document"], ("simple_publication_workflow",)
        )
        transaction.commit()
        return site

    def written(self) -> dict[str, int]:
        """Return objects and bytes of the last transaction."""
        sizes: list[int] = []
        for transaction in self.storage.changes.iterator():
            # A file is read as it goes: what is not read now is closed then.
            sizes = [len(record.data) for record in transaction]
        return {"objects": len(sizes), "bytes": sum(sizes)}

    def one_step(self, length: int, rounds: int, steps: int) -> None:
        """Measure a step at this length of history."""
        from motcua.dossiers.actions import act
        from motcua.dossiers.folder import find
        from motcua.dossiers.intake import receive
        from plone import api
        from tests.dossiers.conftest import an_intake
        from tests.dossiers.conftest import JUSTICE
        from tests.dossiers.conftest import LAND
        from tests.dossiers.conftest import MONDAY
        import transaction
        from zope.component.hooks import setSite

        setSite(self.ours)
        code = receive(self.ours, an_intake(self.version), "reception", MONDAY).code
        state = {"now": MONDAY, "at": 0, "length": 1}
        act(
            find(self.ours, code), "forward", "reception", data={"to": LAND}, now=MONDAY
        )
        transaction.commit()

        def forward() -> None:
            state["now"] += timedelta(minutes=1)
            person, to = (("handler", JUSTICE), ("jurist", LAND))[state["at"] % 2]
            state["at"] += 1
            act(
                find(self.ours, code),
                "forward",
                person,
                data={"to": to},
                now=state["now"],
            )
            transaction.commit()

        while find(self.ours, code).length < length:
            forward()
        setSite(self.plain)
        name = f"step-{length}"
        document = api.content.create(self.plain, "Document", id=name, title=name)
        transaction.commit()
        tool = api.portal.get_tool("portal_workflow")

        def transition() -> None:
            published = tool.getInfoFor(document, "review_state") == "published"
            tool.doActionFor(document, "retract" if published else "publish")
            transaction.commit()

        while len(document.workflow_history["simple_publication_workflow"]) < length:
            transition()
        wrote = {}

        def side(site: Any, step: Any, key: str) -> float:
            setSite(site)
            step()
            wrote[key] = self.written()
            return timed(step, steps)

        found = interleaved(
            {
                "ours": lambda: side(self.ours, forward, "ours"),
                "plain": lambda: side(self.plain, transition, "plain"),
            },
            rounds,
        )
        tell(
            figure="B7",
            database=self.where,
            history_at_start=length,
            milliseconds={name: middle(v) for name, v in found.items()},
            faster=ratios(found["ours"], found["plain"]),
            written=wrote,
            rounds=rounds,
            raw_rounds={n: [round(x, 3) for x in v] for n, v in found.items()},
            warm_up="one step before each turn",
        )

    def move(self, size: int, rounds: int) -> None:
        """Measure an officer who moves, where a folder holds `size` documents."""
        from motcua.organisation import duties
        from plone import api
        from tests.dossiers.conftest import JUSTICE
        from tests.dossiers.conftest import LAND
        import transaction
        from zope.component.hooks import setSite

        setSite(self.plain)
        folder = api.content.create(self.plain, "Folder", id=f"office-{size}")
        for number in range(size):
            api.content.create(folder, "Document", id=f"d{number}", title="x")
            if number % 500 == 499:
                transaction.commit()
                self.plain._p_jar.cacheGC()
        transaction.commit()
        state = {"day": date(2027, 1, 1), "there": LAND, "turn": 0}

        def ours() -> float:
            setSite(self.ours)
            return timed(move_officer)

        def move_officer() -> None:
            here = state["there"]
            state["there"] = JUSTICE if here == LAND else LAND
            state["day"] += timedelta(days=2)
            duties.end("handler", here, "processing", state["day"])
            duties.assign(
                "handler",
                state["there"],
                "processing",
                state["day"] + timedelta(days=1),
            )
            transaction.commit()
            held = duties.groups("handler", state["day"] + timedelta(days=1))
            assert held == {f"{state['there']}:processing"}, held

        def plain() -> float:
            setSite(self.plain)
            return timed(move_roles)

        def move_roles() -> None:
            state["turn"] += 1
            user = ("officer-a", "officer-b")[state["turn"] % 2]
            folder.manage_delLocalRoles(["officer-a", "officer-b"])
            folder.manage_setLocalRoles(user, ["Editor"])
            folder.reindexObjectSecurity()
            transaction.commit()

        found = interleaved({"ours": ours, "plain": plain}, rounds)
        setSite(self.ours)
        move_officer()
        wrote = {"ours": self.written()}
        setSite(self.plain)
        move_roles()
        wrote["plain"] = self.written()
        tell(
            figure="B8",
            database=self.where,
            documents=size,
            milliseconds={name: middle(v) for name, v in found.items()},
            faster=ratios(found["ours"], found["plain"]),
            written=wrote,
            rounds=rounds,
            raw_rounds={n: [round(x, 2) for x in v] for n, v in found.items()},
            warm_up="none",
        )


if __name__ == "__main__":
    sys.exit(main())
