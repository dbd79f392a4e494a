"""A process as a value: its JSON, its digest, what lies in its way."""

from __future__ import annotations

from dataclasses import replace
from hypothesis import given
from motcua.dossiers.processes.definitions import dumps
from motcua.dossiers.processes.definitions import legs_of
from motcua.dossiers.processes.definitions import Part
from motcua.dossiers.processes.definitions import Sequence
from motcua.dossiers.processes.definitions import steps_of
from motcua.dossiers.processes.definitions import to_json
from motcua.dossiers.processes.definitions import Trial
from motcua.dossiers.processes.reading import loads
import pytest
from tests.dossiers.processes.ways import beside
from tests.dossiers.processes.ways import choose
from tests.dossiers.processes.ways import line
from tests.dossiers.processes.ways import otherwise
from tests.dossiers.processes.ways import process
from tests.dossiers.processes.ways import share
from tests.dossiers.processes.ways import step
from tests.dossiers.processes.ways import ways
from tests.dossiers.processes.ways import when


WAY = line(
    step("look", outcomes=("fine", "visit"), slips=("06",), checklist=("Đủ giấy tờ",)),
    choose(
        when("outcome:look", "visit", then=share("visit", step("go"))),
        otherwise(Sequence(())),
    ),
    beside(step("one"), step("two", "none", person="an")),
)


@given(way=ways())
def test_what_is_written_reads_as_the_same_process(way: Part) -> None:
    made = process(way)
    assert loads(dumps(made)) == made


def test_every_field_survives_writing_and_reading() -> None:
    made = process(
        WAY,
        procedure="1.001193",
        deed="12/QĐ-UBND",
        regulation="Quy chế 5",
        promise="way",
        tests=(
            Trial(
                "Thử",
                ({"at": "2026-11-02T09:00", "do": "receive"},),
                ({"after": 1, "open": ["look"]},),
                {"case": "1"},
            ),
        ),
    )
    assert loads(dumps(made)) == made


def test_fields_without_a_value_are_left_out() -> None:
    assert to_json(process(step("one", "none"))) == {
        "key": "p",
        "title": "P",
        "promise": "term",
        "way": {
            "step": "one",
            "title": "One",
            "kind": "handle",
            "department": "@unit",
            "duty": "processing",
        },
    }


def test_any_change_makes_another_version() -> None:
    made = process(WAY)
    assert made.digest == process(WAY).digest
    assert made.digest != replace(made, deed="13/QĐ-UBND").digest


def test_steps_and_shares_are_found_in_the_order_written() -> None:
    assert [each.key for each in steps_of(WAY)] == ["look", "go", "one", "two"]
    assert [each.key for each in legs_of(WAY)] == ["visit"]
    assert process(WAY).step("go").title == "Go"
    with pytest.raises(KeyError):
        process(WAY).step("fly")
