"""A story is played through a process and held against what was expected."""

from __future__ import annotations

from motcua.base.calendars import vietnam
from motcua.base.durations import Term
from motcua.dossiers.processes.definitions import Process
from motcua.dossiers.processes.definitions import Sequence
from motcua.dossiers.processes.definitions import Trial
from motcua.dossiers.processes.reading import MalformedProcess
from motcua.dossiers.processes.trying import Setting
from motcua.dossiers.processes.trying import try_all
from motcua.dossiers.processes.trying import try_one
from motcua.dossiers.processes.trying import Verdict
import pytest
from tests.dossiers.processes.ways import beside
from tests.dossiers.processes.ways import choose
from tests.dossiers.processes.ways import line
from tests.dossiers.processes.ways import otherwise
from tests.dossiers.processes.ways import process
from tests.dossiers.processes.ways import share
from tests.dossiers.processes.ways import step
from tests.dossiers.processes.ways import when
from typing import Any


SETTING = Setting(lambda _department: vietnam())
WAY = line(
    step("receive", "0.5 working days", "reception"),
    share(
        "office",
        line(
            step("look", "2 working days", outcomes=("fine", "visit")),
            choose(
                when("outcome:look", "visit", then=step("visit", "3 working days")),
                otherwise(Sequence(())),
            ),
            beside(
                step("land", "2 working days", "opinion", "H99.03"),
                step("tax", "1 working day", "opinion", person="an"),
            ),
            step("sign", "1 working day", "approve", returns=("look",)),
        ),
    ),
    step("issue", "0.5 working days", "issue"),
)
PROCESS = process(WAY, promise="way")


def told(*events: str) -> tuple[dict[str, Any], ...]:
    """Read ``"02 09:00 complete look visit"``, all in November 2026."""
    found = []
    for event in events:
        day, hour, done, *rest = event.split()
        made = {"at": f"2026-11-{day}T{hour}", "do": done}
        names = ("step", "back_to") if done == "send_back" else ("step", "outcome")
        found.append(made | dict(zip(names, rest, strict=False)))
    return tuple(found)


def play(
    events: tuple[dict[str, Any], ...],
    *expected: dict[str, Any],
    of: Process = PROCESS,
    setting: Setting = SETTING,
) -> Verdict:
    return try_one(of, Trial("T", events, expected), setting)


START = told("02 08:00 receive", "02 09:00 complete receive")
FINE = (*START, *told("03 09:00 complete look fine"))


def test_the_story_is_followed_to_its_end() -> None:
    found = play(
        (
            *FINE,
            *told(
                "03 10:00 complete land",
                "03 11:00 complete tax",
                "03 14:00 approve",
                "03 15:00 complete",
            ),
        ),
        {"after": 1, "state": "received", "holders": ["@unit:reception"]},
        {"after": 2, "state": "processing", "open": ["look"]},
        {"after": 3, "open": ["tax", "land"], "holders": ["an", "H99.03:processing"]},
        {"after": 5, "state": "proposed"},
        {"after": 6, "state": "approved"},
        {"state": "finished", "open": []},
    )
    assert found.ok
    assert len(found.met) == 10


def test_what_came_otherwise_is_told_beside_what_was_expected() -> None:
    found = play(START, {"open": ["visit"], "state": "processing"})
    assert not found.ok
    assert [(one.wanted, one.found) for one in found.met if not one.ok] == [
        ("visit", "look")
    ]


def test_due_dates_of_steps_shares_and_the_whole() -> None:
    found = play(
        FINE,
        {
            "after": 1,
            "due": {"look": "2026-11-04T14:00", "office": "2026-11-12T14:00"},
            "overall": "2026-11-13T08:00",
        },
        {"after": 3, "due": {"sign": "2026-11-06T09:00"}},
    )
    assert found.ok, found.met


def test_the_legal_time_is_promised_where_the_process_says_so() -> None:
    setting = Setting(
        lambda _department: vietnam(),
        term_of=lambda facts: Term.parse(f"{facts.get('case', 1)} working days"),
    )
    trial = Trial("T", START, ({"overall": "2026-11-17T08:00"},), {"case": "11"})
    assert try_one(process(WAY), trial, setting).ok


def test_a_pause_stops_the_clock_and_the_work() -> None:
    events = (*START, *told("03 09:00 pause", "03 10:00 complete look fine"))
    found = play(
        (*events, *told("05 09:00 resume")),
        {"after": 3, "state": "supplement", "overall": "", "due": {"look": ""}},
        {"after": 4, "refused": True},
        {"after": 5, "state": "processing", "due": {"look": "2026-11-06T09:00"}},
    )
    assert found.ok, found


def test_waiting_for_payment_and_a_storm_stop_the_clock_too() -> None:
    found = play(
        (
            *START,
            *told(
                "03 09:00 ask_payment",
                "03 10:00 confirm_payment",
                "03 10:00 suspend",
                "04 10:00 complete look fine",
                "05 10:00 unsuspend",
            ),
        ),
        {"after": 3, "state": "payment"},
        {"after": 5, "state": "processing", "overall": ""},
        {"after": 6, "open": ["land", "tax"]},
        {"state": "processing", "due": {"tax": "2026-11-06T10:00"}},
    )
    assert found.ok, found


def test_going_back_forgets_what_was_answered() -> None:
    found = play(
        (
            *START,
            *told(
                "03 09:00 complete look visit",
                "04 09:00 complete visit",
                "04 10:00 complete land",
                "04 11:00 complete tax",
                "05 09:00 send_back sign look",
                "05 10:00 complete look fine",
            ),
        ),
        {"after": 3, "open": ["visit"]},
        {"after": 7, "open": ["look"], "due": {"look": "2026-11-04T09:00"}},
        {"after": 8, "open": ["land", "tax"]},
    )
    assert found.ok, found


@pytest.mark.parametrize(
    ("event", "why"),
    [
        ("03 09:00 complete sign", "sign is not open for complete; open: look"),
        ("03 09:00 approve", "? is not open for approve"),
        ("03 09:00 complete look", "outcome ? of look; possible: fine, visit"),
        ("03 09:00 complete look maybe", "outcome maybe of look"),
        ("03 09:00 send_back look receive", "look cannot send back to receive"),
        ("03 09:00 receive", "received already"),
        ("03 09:00 resume", "does not stand"),
        ("01 09:00 pause", "earlier than the event before"),
    ],
)
def test_an_event_that_cannot_happen_ends_the_trial(event: str, why: str) -> None:
    from zope.i18n import translate

    found = play((*START, *told(event)), {"state": "processing"})
    assert not found.ok
    assert str(translate(found.problem)).startswith("Event 3: ")
    assert why in str(translate(found.problem))


CHECKED = process(
    line(
        step("receive", kind="reception", checklist=("Đủ giấy tờ", "Đã số hóa")),
        step("sign", kind="approve", checklist=("Đúng thẩm quyền",)),
    )
)


@pytest.mark.parametrize(
    ("checks", "why"),
    [
        (["Đủ giấy tờ"], "Not ticked yet: “Đã số hóa”."),
        ([], "Not ticked yet: “Đủ giấy tờ”."),
        (["Đủ giấy tờ", "Đã số hóa", "Vội"], "“Vội” is not on the checklist of"),
    ],
)
def test_a_step_is_not_done_before_its_checklist_is_ticked(
    checks: list[str], why: str
) -> None:
    from zope.i18n import translate

    begun, done = START
    found = play((begun, {**done, "checks": checks}), {"open": ["sign"]}, of=CHECKED)
    assert why in str(translate(found.problem))


def test_everything_is_ticked_where_a_story_says_nothing() -> None:
    begun, done = START
    every = {**done, "checks": ["Đã số hóa", "Đủ giấy tờ"]}
    signed = told("03 09:00 approve")
    for receipt in (done, every):
        found = play((begun, receipt, *signed), {"state": "finished"}, of=CHECKED)
        assert found.ok, found
    unsigned = {**signed[0], "checks": []}
    refused = {"after": 3, "refused": True}
    found = play((begun, done, unsigned), refused, {"open": ["sign"]}, of=CHECKED)
    assert found.ok, found


def test_an_event_that_was_expected_to_be_refused_is_none_that_happened() -> None:
    found = play(
        (*START, *told("03 09:00 complete sign")),
        {"after": 3, "refused": True, "open": ["look"]},
    )
    assert found.ok
    assert not play(FINE, {"after": 3, "refused": True}).ok


@pytest.mark.parametrize(
    ("done", "state"),
    [("withdraw", "withdrawn"), ("stop", "stopped"), ("refuse", "refused")],
)
def test_a_dossier_that_has_ended_goes_no_further(done: str, state: str) -> None:
    way = line(step("look"), step("sign", kind="approve"))
    events = told(
        "02 08:00 receive",
        "02 09:00 complete",
        f"03 09:00 {done}",
        "03 10:00 approve",
    )
    found = play(
        events,
        {"after": 3, "state": state, "open": []},
        {"after": 4, "refused": True},
        of=process(way),
    )
    assert found.ok, found


def test_all_trials_of_a_process_are_run() -> None:
    trials = (
        Trial("good", START, ({"state": "processing"},)),
        Trial("bad", START, ({"state": "finished"},)),
    )
    found = try_all(process(WAY, tests=trials), SETTING)
    assert [(one.title, one.ok) for one in found] == [("good", True), ("bad", False)]


@pytest.mark.parametrize(
    ("events", "expected", "place"),
    [
        ([], [{"state": "finished"}], "tests.events"),
        ([{"at": "2026-11-02T09:00", "do": "receive"}], [], "tests.expected"),
        ([{"at": "soon", "do": "receive"}], [{"open": []}], "tests.events[0].at"),
        ([{"at": 5, "do": "receive"}], [{"open": []}], "tests.events[0].at"),
        (
            [{"at": "9999-12-31T23:59-12:00", "do": "receive"}],
            [{"open": []}],
            "tests.events[0].at",
        ),
        ([{"at": "2026-11-02", "do": "fly"}], [{"open": []}], "tests.events[0].do"),
        ([{"at": "2026-11-02", "do": "pause"}], [{"open": []}], "tests.events[0].do"),
        (
            [{"at": "2026-11-02", "do": "receive"}],
            [{"after": 2, "open": []}],
            "tests.expected[0].after",
        ),
        (
            [{"at": "2026-11-02", "do": "receive"}],
            [{"after": 1}],
            "tests.expected[0]",
        ),
        (
            [{"at": "2026-11-02", "do": "receive"}],
            [{"state": "lost"}],
            "tests.expected[0].state",
        ),
        (
            [{"at": "2026-11-02", "do": "receive"}],
            [{"due": ["look"]}],
            "tests.expected[0].due",
        ),
    ],
)
def test_a_story_that_cannot_be_read_names_its_place(
    events: list[dict[str, Any]], expected: list[dict[str, Any]], place: str
) -> None:
    trial = Trial("T", tuple(events), tuple(expected))
    with pytest.raises(MalformedProcess) as found:
        try_one(PROCESS, trial, SETTING)
    assert str(found.value).startswith(f"{place}: ")


def test_a_story_of_centuries_is_cut_short() -> None:
    events = (*told("02 08:00 receive"), {"at": "2090-01-01T08:00", "do": "complete"})
    assert not play(events, {"open": ["look"]}).ok
