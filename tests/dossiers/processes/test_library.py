"""The processes that come with the house are sound, and their trials pass."""

from __future__ import annotations

from datetime import date
from motcua.base.calendars import vietnam
from motcua.dossiers.processes import library
from motcua.dossiers.processes.checking import check
from motcua.dossiers.processes.checking import errors
from motcua.dossiers.processes.definitions import Process
from motcua.dossiers.processes.definitions import steps_of
from motcua.dossiers.processes.surroundings import Surroundings
from motcua.dossiers.processes.trying import Setting
from motcua.dossiers.processes.trying import try_all
import pytest


COMMON = library.common()


@pytest.mark.parametrize("process", COMMON, ids=library.KEYS)
def test_every_trial_of_a_common_process_passes(process: Process) -> None:
    found = try_all(process, Setting(lambda _department: vietnam()))
    assert len(found) >= 3
    assert [one for one in found if not one.ok] == []


@pytest.mark.parametrize("process", COMMON, ids=library.KEYS)
def test_trials_tell_of_a_pause_a_return_and_days_off(process: Process) -> None:
    done = {event["do"] for trial in process.tests for event in trial.events}
    assert {"pause", "resume", "send_back"} <= done
    days = {event["at"][:7] for trial in process.tests for event in trial.events}
    assert days & {"2026-02", "2026-08", "2026-10"}


@pytest.mark.parametrize("process", COMMON, ids=library.KEYS)
def test_only_the_deed_is_missing(process: Process) -> None:
    around = Surroundings(
        date(2026, 11, 2),
        unit_of=lambda _code: None,
        holders=lambda _unit, _duty: [],
        calendar=lambda _code: vietnam(),
    )
    found = check(process, around)
    assert [one.rule for one in errors(found)] == ["no-deed"]
    assert all(step.department.startswith("@") for step in steps_of(process.way))
    assert not process.procedure


def test_a_common_process_is_found_by_its_key() -> None:
    assert library.get("tai-cho").key == "tai-cho"
    with pytest.raises(KeyError):
        library.get("none")
