"""Codes in any order, and undoing: paper is in one place, and SQL says the same."""

from __future__ import annotations

from hypothesis import given
from hypothesis import HealthCheck
from hypothesis import settings
from hypothesis import strategies as st
from motcua.archive.custody import places
from motcua.archive.custody import scanning
from motcua.archive.custody import store
from motcua.archive.custody import verification
from motcua.archive.holdings.errors import HoldingsError
import pytest
from tests.archive.custody.conftest import lying
from tests.archive.custody.conftest import opened
from tests.archive.custody.conftest import stands
from tests.archive.custody.conftest import WHO
from tests.archive.custody.conftest import written
from tests.archive.handover.conftest import a_file
from tests.dossiers.conftest import MONDAY
import transaction


PLACES = ("KHO-1", "GIA-1", "GIA-2", "HOP-1", "HOP-2", "HOP-9")
STEPS = st.lists(
    st.one_of(
        st.sampled_from(PLACES).map(lambda code: ("scan", code)),
        st.integers(0, 1).map(lambda number: ("file", number)),
        st.integers(0, 1).map(lambda number: ("lend", number)),
        st.just(("undo", 0)),
    ),
    max_size=25,
)


class Model:
    """What should come of it: told in ten lines, without chains or events."""

    def __init__(self):
        self.box = {0: "", 1: ""}
        self.out = {0: False, 1: False}
        self.inside = {"HOP-1": "GIA-1", "HOP-2": "GIA-1"}
        self.chosen = ""
        self.back = None

    def place(self, code):
        if code == "HOP-9":
            return
        if code == self.chosen:
            self.chosen = ""
        elif code in self.inside and self.chosen[:3] == "GIA":
            if self.inside[code] == self.chosen:
                self.chosen = code
            else:
                self.back = (self.inside, code, self.inside[code])
                self.inside[code] = self.chosen
        else:
            self.chosen = code

    def file(self, number):
        if self.out[number]:
            self.back = (self.out, number, True)
            self.out[number] = False
        elif self.chosen[:3] == "HOP" and self.box[number] != self.chosen:
            self.back = (self.box, number, self.box[number])
            self.box[number] = self.chosen

    def lend(self, number):
        if not self.out[number]:
            self.back = (self.out, number, False)
            self.out[number] = True

    def undo(self):
        if self.back is not None:
            kept, key, value = self.back
            kept[key] = value
            self.back = None


@pytest.fixture
def two(house):
    """Another box, and two files."""
    opened(house, places.BOX, "HOP-2", "GIA-1")
    return house, [a_file(house), a_file(house)]


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(steps=STEPS)
def test_scans_in_any_order_come_to_what_a_plain_model_says(two, steps):
    site, files = two
    point = transaction.savepoint()
    model, chosen, last = Model(), "", None
    to = scanning.Borrower("Trần Thị B", "Đối chiếu")
    for what, which in steps:
        code = files[which].code if what in ("file", "lend") else which
        try:
            if what == "undo":
                if last is not None:
                    scanning.undo(site, *last, WHO, MONDAY)
                last = None
                model.undo()
                continue
            borrower = to if what == "lend" else None
            told = scanning.scan(site, chosen, code, WHO, MONDAY, borrower=borrower)
            chosen = told.chosen
            last = (told.code, told.number) if told.number else last
        except HoldingsError:
            pass
        {"scan": model.place, "file": model.file, "lend": model.lend}[what](which)
    assert chosen == model.chosen
    assert [lying(one).box for one in files] == list(model.box.values())
    lent = [lying(one).loan is not None for one in files]
    assert lent == list(model.out.values())
    assert {code: stands(site, code) for code in model.inside} == model.inside
    _agree(site)
    point.rollback()


def _agree(site):
    """Compare SQL, rebuilt for what this example wrote, with the chains."""
    from motcua.archive.custody.register import PAPERS
    from motcua.archive.custody.register import PLACES as TABLE
    from motcua.storage.engines import register_engine

    with register_engine().begin() as connection:
        connection.execute(PAPERS.delete())
        connection.execute(TABLE.delete())
    written(site)
    told = verification.verify(site)
    assert told.faults == []
    assert told.places == len(list(store.every_place(site)))
