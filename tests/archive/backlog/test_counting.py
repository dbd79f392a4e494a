"""Papers go out and come back, and what differs is named and printed."""

from __future__ import annotations

import io
from motcua.archive.backlog import counting
from motcua.archive.backlog import importing
from motcua.archive.backlog import papers
from motcua.archive.backlog import planning
from motcua.archive.backlog import projects
from motcua.archive.holdings.errors import Impossible
from motcua.archive.holdings.errors import Missing
from motcua.archive.holdings.errors import Unknown
import pikepdf
import pytest
from tests.archive.backlog.conftest import row
from tests.archive.backlog.conftest import work
from tests.archive.backlog.conftest import workbook
from tests.dossiers.conftest import MONDAY


TWO = {"giver": "Nguyễn Văn A", "receiver": "Trần Thị B"}


@pytest.fixture
def filled(kept, project):
    """The project with three files in boxes 1 and 2, of 120 sheets each."""
    rows = (row(1), row(2), row(3, **{"Hộp số": "02"}))
    _report, event = importing.upload(
        kept, project, "x.xlsx", workbook(*rows), "archivist", MONDAY
    )
    importing.take(kept, project, event.number, "archivist", MONDAY)
    work(kept, project)
    return project


def counts(boxes, files, sheets):
    return {"boxes": boxes, "files": files, "sheets": sheets}


def out(site, one, *numbers, which="1-2", **changes):
    words = {"which": which, **TWO, **changes}
    return counting.send(
        site, one, "scanning", counts(*numbers), words, "archivist", MONDAY
    )


def back(site, one, of, *numbers, reason="", **named):
    words = {**TWO, "reason": reason}
    return counting.back(
        site, one, of, counts(*numbers), words, "archivist", MONDAY, **named
    )


def test_what_agrees_with_the_inventory_goes_out_and_is_whole_when_it_is_back(
    kept, filled
):
    out(kept, filled, 2, 3, 360)
    with pytest.raises(Impossible):
        planning.end(kept, filled, "Xong", "archivist", MONDAY)
    back(kept, filled, 1, 1, 2, 240)
    assert len(projects.outside(projects.view(filled))) == 1
    back(kept, filled, 1, 1, 1, 120, torn=3, arranged=True)
    found = projects.view(filled)
    assert projects.outside(found) == []
    assert found.movements[-1].torn == 3
    assert [counting.of_movement(found, one) for one in found.movements] == [[]] * 3
    planning.end(kept, filled, "Xong", "archivist", MONDAY)


def test_what_differs_from_the_inventory_needs_a_note_and_is_named(kept, filled):
    with pytest.raises(Missing) as refused:
        out(kept, filled, 2, 3, 355)
    assert refused.value.message.mapping["differences"] == "360 → 355"
    out(kept, filled, 2, 3, 355, note="Năm tờ dính nhau")
    found = projects.view(filled)
    (wrong,) = counting.of_movement(found, found.movements[0])
    assert (wrong.name, wrong.expected, wrong.counted, wrong.by) == (
        *("sheets", 360, 355),
        -5,
    )


def test_boxes_that_the_inventory_lacks_are_compared_with_nothing(kept, filled):
    out(kept, filled, 1, 9, 1, which="77")


def test_sheets_that_do_not_come_back_need_a_reason(kept, filled):
    out(kept, filled, 2, 3, 360)
    with pytest.raises(Missing) as refused:
        back(kept, filled, 1, 2, 3, 359, last=True)
    assert refused.value.message.mapping["differences"] == "360 → 359"
    with pytest.raises(Missing):
        back(kept, filled, 1, 2, 3, 361)
    back(kept, filled, 1, 2, 3, 359, last=True, reason="Tờ 17 còn ở xưởng tu bổ")
    with pytest.raises(Unknown):
        back(kept, filled, 1, 1, 1, 1)


@pytest.mark.parametrize(
    ("numbers", "changes", "torn"),
    [
        ((1, 0, 1), {}, 0),
        ((1, 1, 1), {"receiver": TWO["giver"]}, 0),
        ((1, 1, 1), {"which": " "}, 0),
        ((1, 1, 1), {}, 2),
    ],
)
def test_what_cannot_be_a_count_is_refused(kept, filled, numbers, changes, torn):
    words = {"which": "77", **TWO, **changes}
    with pytest.raises(Missing):
        counting.send(
            *(kept, filled, "scanning", counts(*numbers), words, "archivist", MONDAY),
            torn=torn,
        )


def test_boxes_are_named_one_by_one_or_as_a_range():
    assert counting.boxes("1-3, A5; 007") == ["1", "2", "3", "a5", "7"]
    assert counting.boxes("9-1") == []
    assert len(counting.boxes("1-999999")) == 0


def test_the_minutes_have_two_copies_and_name_the_difference(kept, filled):
    out(kept, filled, 2, 3, 355, note="Năm tờ dính nhau")
    found = projects.view(filled)
    told = papers.filled(kept, found, found.movements[0])
    assert told["differences"] == [
        {"name": "Số tờ", "expected": 360, "counted": 355, "by": "-5"}
    ]
    made = papers.minutes(kept, found, found.movements[0])
    with pikepdf.open(io.BytesIO(made)) as pdf:
        assert len(pdf.pages) == 2
