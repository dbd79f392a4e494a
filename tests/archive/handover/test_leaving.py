"""Whoever leaves hands all files on; the successor accepts file by file."""

from __future__ import annotations

from motcua.archive.handover import leaving
from motcua.archive.handover import lists
from motcua.archive.handover import register
from motcua.archive.handover.errors import Decided
from motcua.archive.holdings import files
from motcua.archive.holdings.errors import Impossible
from motcua.archive.holdings.errors import Missing
from motcua.archive.holdings.errors import NotYours
from motcua.archive.holdings.errors import Unknown
from motcua.storage.engines import register_engine
import pytest
from tests.archive.handover.conftest import a_file
from tests.archive.handover.conftest import submitted
from tests.archive.holdings.conftest import PROVINCE
from tests.dossiers.conftest import LAND
from tests.dossiers.conftest import MONDAY


DEED = "QĐ 3/QĐ-SNV"


@pytest.fixture
def held(kept):
    """Two files, one of them open, that the archivist opened for the department."""
    made = [a_file(kept), a_file(kept, close=False)]
    write(made)
    return made


def write(made):
    projection = register.Holders()
    with register_engine().begin() as connection:
        for one in made:
            projection.upsert(connection, projection.row(one))


def drawn(site, successor="handler"):
    told = ("archivist", LAND, successor, DEED)
    return leaving.draw_up(site, *told, "leader", MONDAY)


def test_all_open_and_closed_files_of_a_person_are_listed(kept, held):
    one = drawn(kept)
    found = leaving.view(one)
    assert set(found.items) == {file.code for file in held}
    assert (found.state, found.deed) == ("waits", DEED)
    with pytest.raises(Impossible) as refused:
        drawn(kept)
    assert one.code in str(refused.value)


def test_the_successor_accepts_file_by_file_and_keeps_them_then(kept, held):
    one = drawn(kept)
    leaving.accept(kept, one, [held[0].code], "handler", MONDAY)
    with pytest.raises(Decided):
        leaving.accept(kept, one, [held[0].code], "handler", MONDAY)
    with pytest.raises(Missing):
        leaving.return_(kept, one, [held[1].code], " ", "handler", MONDAY)
    leaving.return_(kept, one, [held[1].code], "Không có", "handler", MONDAY)
    found = leaving.view(one)
    assert (found.state, found.reasons[held[1].code]) == ("done", "Không có")
    assert found.at(lists.ACCEPTED) == (held[0].code,)
    assert files.view(held[0]).holder == "handler"
    assert files.view(held[1]).holder == "archivist"
    write(held)
    assert register.held_by("archivist") == [held[1].code]
    # What was passed on is handed over to the archive as any other.
    submitted(kept, held[0])


def test_only_a_colleague_takes_over_and_nobody_else_accepts(kept, held):
    for wrong in ("archivist", "stranger", "nobody"):
        with pytest.raises(Missing):
            drawn(kept, wrong)
    one = drawn(kept)
    with pytest.raises(NotYours):
        leaving.accept(kept, one, [held[0].code], "archivist", MONDAY)
    with pytest.raises(Unknown):
        leaving.get(kept, one.code, "stranger", MONDAY)
    assert leaving.view(one).fonds == PROVINCE


def test_who_keeps_nothing_needs_no_list(kept):
    with pytest.raises(Missing):
        drawn(kept)
