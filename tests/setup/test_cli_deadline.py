"""Due dates on the command line: facts of the law, file by file and line by line."""

from __future__ import annotations

import io
import json
from motcua.base.calendars import vietnam
from motcua.setup import cli
import os
import pytest
import subprocess
import sys


#: What is received when, with which term: due to the hour, due by whole days.
FACTS = {
    "three days from a Friday morning pass over the weekend": (
        ("2026-10-16T09:00", "3 working days"),
        ("2026-10-21T09:00", "2026-10-21T17:30"),
    ),
    "one day from late Friday ends on Monday": (
        ("2026-10-16T16:50", "1 working day"),
        ("2026-10-19T16:50", "2026-10-19T17:30"),
    ),
    "the days of Tết do not count": (
        ("2026-02-12T10:00", "5 working days"),
        ("2026-02-26T10:00", "2026-02-26T17:30"),
    ),
    "the Saturday worked for 2 January counts": (
        ("2026-01-08T09:00", "3 working days"),
        ("2026-01-12T09:00", "2026-01-12T17:30"),
    ),
    "New Year and the swapped Friday do not count": (
        ("2025-12-31T14:00", "2 working days"),
        ("2026-01-06T14:00", "2026-01-06T17:30"),
    ),
    "the Saturday worked for 31 August counts": (
        ("2026-08-20T15:00", "3 working days"),
        ("2026-08-24T15:00", "2026-08-24T17:30"),
    ),
    "the long National Day does not count": (
        ("2026-08-27T08:00", "5 working days"),
        ("2026-09-08T08:00", "2026-09-08T17:30"),
    ),
    "Hùng Kings' day, 30 April and 1 May do not count": (
        ("2026-04-20T11:00", "10 working days"),
        ("2026-05-07T11:00", "2026-05-07T17:30"),
    ),
    "what is sent on a Saturday evening counts from Monday morning": (
        ("2026-10-17T20:15", "1 working day"),
        ("2026-10-19T17:30", "2026-10-20T17:30"),
    ),
    "eight hours from Friday afternoon end at the same hour on Monday": (
        ("2026-10-16T15:30", "8 working hours"),
        ("2026-10-19T15:30", "2026-10-19T15:30"),
    ),
    "what comes in the midday break counts from the afternoon": (
        ("2026-10-15T12:10", "8 working hours"),
        ("2026-10-16T11:30", "2026-10-16T11:30"),
    ),
    "hours pass over the midday break": (
        ("2026-10-15T10:30", "4 working hours"),
        ("2026-10-15T16:30", "2026-10-15T16:30"),
    ),
    "ten days that end on a Sunday end on Monday": (
        ("2026-10-08T09:00", "10 days"),
        ("2026-10-19T17:30", "2026-10-19T17:30"),
    ),
    "fifteen days that end in Tết end on the first working day": (
        ("2026-02-03T09:00", "15 days"),
        ("2026-02-23T17:30", "2026-02-23T17:30"),
    ),
    "in the day, received after three o'clock, is the next day": (
        ("2026-10-15T15:05", "in the day"),
        ("2026-10-16T17:30", "2026-10-16T17:30"),
    ),
    "in the day, a minute after three on a Friday, is Monday": (
        ("2026-10-16T15:01", "in the day"),
        ("2026-10-19T17:30", "2026-10-19T17:30"),
    ),
    "in the day, at three o'clock itself, is the same day": (
        ("2026-10-16T15:00", "in the day"),
        ("2026-10-16T17:30", "2026-10-16T17:30"),
    ),
}
WAIT = [
    {"type": "pause", "at": "2026-11-04T10:00"},
    {"type": "resume", "at": "2026-11-09T14:00"},
]
#: Five working days from 2-11-2026 09:00 with the wait above.
WAITS = {
    ("pause", "clock"): "2026-11-12T11:00",
    ("restart", "clock"): "2026-11-16T14:00",
    ("pause", "end-of-day"): "2026-11-12T17:30",
    ("restart", "end-of-day"): "2026-11-16T17:30",
}


@pytest.fixture
def batch(tmp_path, capsys):
    """Answer the lines; return exit status and answers."""

    def answer(*lines, options=()):
        path = tmp_path / "questions.jsonl"
        text = "\n".join(
            line if isinstance(line, str) else json.dumps(line) for line in lines
        )
        path.write_text(text, encoding="utf-8")
        status = cli.main(["deadline", "--batch", str(path), *options])
        return status, [json.loads(x) for x in capsys.readouterr().out.splitlines()]

    return answer


def ask(capsys, *words):
    """Return exit status, output and errors of one question."""
    status = cli.main(["deadline", *words])
    told = capsys.readouterr()
    return status, told.out, told.err


QUESTION = ("--received", "2026-11-02T09:00", "--term", "5 working days")


def question(**fields):
    return {"received": "2026-11-02T09:00", "term": "5 working days", **fields}


@pytest.mark.parametrize("place", [0, 1], ids=["clock", "end-of-day"])
def test_the_facts_of_the_law_hold_in_one_file(batch, place):
    accounting = ("clock", "end-of-day")[place]
    lines = [
        {"id": name, "received": at, "term": term, "accounting": accounting}
        for name, ((at, term), _) in FACTS.items()
    ]
    status, answers = batch(*lines)
    assert status == 0
    assert {answer["id"]: answer["due"] for answer in answers} == {
        name: f"{due[place]}:00+07:00" for name, (_, due) in FACTS.items()
    }


def test_waiting_for_a_supplement_pauses_or_restarts(batch):
    """Seventeen of forty hours were used up; a shift by calendar time is wrong."""
    lines = [
        question(id=[*key], supplement=key[0], accounting=key[1], events=WAIT)
        for key in WAITS
    ]
    status, answers = batch(*lines)
    found = {tuple(answer["id"]): answer["due"] for answer in answers}
    assert status == 0
    assert found == {key: f"{due}:00+07:00" for key, due in WAITS.items()}
    assert "2026-11-14T13:00:00+07:00" not in found.values()


def test_an_answer_has_these_names_and_explains_itself(batch):
    _, [answer] = batch(question(id="a"))
    assert list(answer) == ["id", "due", "explanation"]
    assert {"text", "ground", "date", "kind"} < set(answer["explanation"][0])
    assert all(line["ground"] for line in answer["explanation"])
    _, [paused] = batch(question(id="b", events=WAIT[:1]))
    assert (paused["due"], paused["paused"]) == (None, True)
    assert (paused["remaining"], paused["unit"]) == (2.875, "working_days")


def test_a_bad_line_is_told_in_its_place_and_the_rest_goes_on(batch):
    status, answers = batch(
        question(id=1),
        "{not json",
        "",
        "[]",
        question(id=2, accounting="eod"),
        question(id=3, term="soon"),
        question(id=4, events=[{"type": "stop", "at": "2026-11-04T10:00"}]),
        question(id=5, events=WAIT[1:]),
        question(id=6, acounting="clock"),
        question(id=7, calendar={"name": "x", "weekdays": [8]}),
        question(id=8, calendar="nowhere.json"),
        {"id": 9, "term": "1 day"},
        question(id=10, received="2026-11-02"),
        question(id=11),
    )
    assert status == 1
    assert [answer["id"] for answer in answers] == [1, None, None, *range(2, 12)]
    errors = {answer["id"]: answer.get("error") for answer in answers}
    assert errors[1] is errors[11] is None
    assert "dòng / line 4" in errors[None]
    for name, words in {
        2: ("accounting", "clock, end-of-day"),
        3: ("term", "N working days"),
        4: ("events[0].type", "pause, resume, extend"),
        5: ("events", "no pause"),
        6: ("acounting", "accounting"),
        7: ("calendar", "weekdays"),
        8: ("calendar", "nowhere.json"),
        9: ("received", "text is needed"),
        10: ("received", "YYYY-MM-DDTHH:MM"),
    }.items():
        assert all(word in errors[name] for word in words), errors[name]
        assert " / " in errors[name]


def test_a_term_that_never_ends_is_told(batch):
    """One worked minute a week does not hold 9,999 hours before the year 10000."""
    calendar = {"name": "x", "weekdays": [1], "hours": [["08:00", "08:01"]]}
    status, [answer] = batch(question(term="9999 working hours", calendar=calendar))
    assert status == 1
    assert "never ends" in answer["error"]


def test_a_calendar_may_be_an_object_a_path_or_the_default(batch, tmp_path):
    """Saturday is worked where the calendar says so."""
    calendar = {"name": "x", "weekdays": [1, 2, 3, 4, 5, 6]}
    (tmp_path / "own.json").write_text(json.dumps(calendar), encoding="utf-8")
    _, answers = batch(
        question(calendar=calendar),
        question(calendar="own.json"),
        question(calendar=str(tmp_path / "own.json")),
        question(calendar=None),
    )
    days = [answer["due"][:10] for answer in answers]
    assert days == ["2026-11-07", "2026-11-07", "2026-11-07", "2026-11-09"]
    options = ["--calendar", str(tmp_path / "own.json"), "--accounting", "end-of-day"]
    _, answers = batch(question(), question(accounting="clock"), options=options)
    assert [answer["due"][:16] for answer in answers] == [
        "2026-11-07T17:30",
        "2026-11-07T09:00",
    ]


def test_the_shipped_calendar_is_the_default_one(batch):
    lines = [
        question(received="2026-01-08T09:00"),
        question(received="2026-01-08T09:00", calendar=vietnam().to_json()),
    ]
    _, [default, written] = batch(*lines)
    assert default["explanation"] == written["explanation"]


def test_questions_come_from_standard_input_too(capsys, monkeypatch):
    line = json.dumps(question(id="x")).encode()
    stdin = io.TextIOWrapper(io.BytesIO(b"\xef\xbb\xbf" + line), encoding="utf-8")
    monkeypatch.setattr(sys, "stdin", stdin)
    assert cli.main(["deadline", "--batch", "-"]) == 0
    assert json.loads(capsys.readouterr().out)["id"] == "x"


def test_one_question_is_explained_line_by_line(capsys):
    _, told, _ = ask(capsys, *QUESTION)
    assert "Thứ Hai 02-11-2026: tiếp nhận lúc 09:00" in told
    assert "[Bộ luật Lao động 2019, Điều 111]" in told
    assert told.splitlines()[-1] == "Hạn trả kết quả: 09:00, thứ Hai 09-11-2026"
    _, told, _ = ask(capsys, *QUESTION, "--language", "en")
    assert "[Labour Code 2019, Article 111]" in told
    assert told.splitlines()[-1] == "Due: 09:00, Monday 09-11-2026"
    _, told, _ = ask(capsys, *QUESTION[:2], "--term", "none")
    assert "Hạn trả kết quả: không quy định" in told
    _, told, _ = ask(capsys, *QUESTION, "--event", "pause/finance:2026-11-04T10:00")
    assert "chờ thực hiện nghĩa vụ tài chính" in told
    assert told.splitlines()[-1] == "Hạn trả kết quả: đang tạm dừng"


def test_one_question_in_json(capsys):
    options = [
        "--event",
        "resume:2026-11-09T14:00",
        "--event",
        "pause:2026-11-04T10:00",
    ]
    status, told, _ = ask(capsys, *QUESTION, *options, "--json")
    assert (status, json.loads(told)["due"]) == (0, "2026-11-12T11:00:00+07:00")
    _, told, _ = ask(capsys, *QUESTION, *options, "--json", "--supplement", "restart")
    assert json.loads(told)["due"] == "2026-11-16T14:00:00+07:00"


def test_an_extension_shows_both_dates(capsys):
    extend = ("--event", "extend:2026-11-05T09:00=2026-11-12T17:30")
    _, told, _ = ask(capsys, *QUESTION, *extend, "--json")
    found = json.loads(told)
    assert found["due"] == "2026-11-12T17:30:00+07:00"
    assert found["kept"] == "2026-11-09T09:00:00+07:00"
    _, told, _ = ask(capsys, *QUESTION, *extend)
    assert "Hạn trước khi gia hạn: 09:00 09-11-2026" in told


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (("--term", "1 day"), "--received"),
        (("--received", "2026-11-02T09:00"), "--term"),
        ((*QUESTION, "--accounting", "eod"), "clock, end-of-day"),
        ((*QUESTION, "--accounting", ""), "clock, end-of-day"),
        ((*QUESTION, "--supplement", "stop"), "pause, restart"),
        ((*QUESTION, "--event", "pause"), "pause:YYYY-MM-DDTHH:MM"),
        ((*QUESTION, "--event", "pause:tomorrow"), "events[0].at"),
        ((*QUESTION, "--event", "pause:2026-13-04T10:00"), "events[0].at"),
        ((*QUESTION, "--event", "pause:2026-11-01T10:00"), "before the receipt"),
        ((*QUESTION, "--event", "extend:2026-11-04T10:00"), "events[0].until"),
        (
            (*QUESTION, "--event", "pause:2026-11-04T10:00=2026-11-05T10:00"),
            "events[0].until",
        ),
        ((*QUESTION, "--calendar", "/nowhere.json"), "/nowhere.json"),
        ((*QUESTION, "--language", "fr"), "vi, en"),
        ((*QUESTION[:2], "--term", "0 days"), "above 0"),
        (("--received", "1066-10-14T09:00", "--term", "1 day"), "1900 and 2500"),
        (("--batch", "/nowhere.jsonl"), "/nowhere.jsonl"),
        (("--batch", "x", "--term", "1 day"), "--term"),
    ],
)
def test_wrong_use_names_the_field_in_both_languages(capsys, words, named):
    status, told, error = ask(capsys, *words)
    assert (status, told) == (2, "")
    assert named in error
    assert " / " in error
    assert error.startswith("motcua: ")


def test_neither_a_site_nor_a_house_is_needed(tmp_path):
    run = subprocess.run(
        [sys.executable, "-m", "motcua.setup.cli", "deadline", *QUESTION, "--json"],
        env={"PATH": os.environ["PATH"], "MOTCUA_VAR": str(tmp_path / "none")},
        cwd=tmp_path,
        capture_output=True,
        check=False,
    )
    assert run.stderr == b""
    assert json.loads(run.stdout)["due"] == "2026-11-09T09:00:00+07:00"
    assert list(tmp_path.iterdir()) == []


def test_a_reader_that_has_seen_enough_is_no_fault(tmp_path):
    path = tmp_path / "many.jsonl"
    path.write_text(f"{json.dumps(question())}\n" * 200, encoding="utf-8")
    with subprocess.Popen(
        [sys.executable, "-m", "motcua.setup.cli", "deadline", "--batch", str(path)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as run:
        run.stdout.close()
        assert run.stderr.read() == b""
