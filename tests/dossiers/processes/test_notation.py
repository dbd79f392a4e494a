"""Trials are typed as lines, and versions compared in words."""

from __future__ import annotations

from dataclasses import replace
from motcua.dossiers.processes import library
from motcua.dossiers.processes.comparing import differences
from motcua.dossiers.processes.definitions import Trial
from motcua.dossiers.processes.notation import events_text
from motcua.dossiers.processes.notation import expected_text
from motcua.dossiers.processes.notation import read_trial
from motcua.dossiers.processes.values import MalformedProcess
import pytest
from tests.dossiers.processes.ways import beside
from tests.dossiers.processes.ways import line
from tests.dossiers.processes.ways import process
from tests.dossiers.processes.ways import step
from zope.i18n import translate


TRIALS = [trial for one in library.common() for trial in one.tests]


@pytest.mark.parametrize("trial", TRIALS, ids=lambda trial: trial.title)
def test_a_trial_written_as_lines_reads_as_the_same_trial(trial: Trial) -> None:
    made = read_trial(
        trial.title, trial.facts, events_text(trial), expected_text(trial)
    )
    assert made == trial


@pytest.mark.parametrize("checks", [[], ["Đủ giấy tờ"], ["Đủ, đúng", "Đã > ký"]])
def test_what_is_ticked_is_typed_behind_a_plus(checks: list[str]) -> None:
    events = (
        {"at": "2026-11-02T09:00", "do": "receive"},
        {"at": "2026-11-02T10:00", "do": "complete", "step": "a", "checks": checks},
    )
    trial = Trial("T", events, ({"open": ["b"]},))
    text = events_text(trial)
    assert (
        text.splitlines()[1]
        == f"2026-11-02 10:00 complete a + {'; '.join(checks)}".strip()
    )
    assert read_trial("T", {}, text, expected_text(trial)) == trial


@pytest.mark.parametrize(
    ("events", "expected", "place"),
    [
        ("soon receive", "1: open = a", "events 1"),
        ("2026-11-02 09:00 dance", "1: open = a", "events 1"),
        ("2026-11-02 09:00 receive\n\n2026-11-02 complete", "*: refused", "events 3"),
        ("2026-13-02 09:00 receive", "1: open = a", "trial.events[0].at"),
        ("2026-11-02 09:00 receive", "open = a", "expected 1"),
        ("2026-11-02 09:00 receive", "1: colour = red", "expected 1"),
        ("2026-11-02 09:00 receive", "7: open = a", "trial.expected[0].after"),
        ("", "1: open = a", "trial.events"),
    ],
)
def test_a_line_that_says_nothing_is_named(
    events: str, expected: str, place: str
) -> None:
    with pytest.raises(MalformedProcess) as found:
        read_trial("T", {}, events, expected)
    assert str(found.value).startswith(place)


def said(old: object, new: object) -> list[str]:
    return [translate(one) for one in differences(old, new)]  # type: ignore[arg-type]


def test_differences_are_told_step_by_step() -> None:
    old = process(line(step("a"), step("b"), step("c")))
    new = replace(
        process(line(beside(step("a", "2 working days", slips=("06",)), step("d")))),
        title="Mới",
        tests=(TRIALS[0],),
    )
    assert said(old, old) == []
    assert said(old, new) == [
        "Process, Title: P → Mới",
        "Step b is gone: B",
        "Step c is gone: C",
        "A, Time: 1 working day → 2 working days",
        "A, Slips: - → 06",
        "Step d is new: D",
        "Order or branches differ",
        f"Trial differs: {TRIALS[0].title}",
    ]


def test_another_order_of_the_same_steps_is_a_difference() -> None:
    old = process(line(step("a"), step("b")))
    assert said(old, process(line(step("b"), step("a")))) == [
        "Order or branches differ"
    ]
