"""What is no process is refused with its place and with what would do."""

from __future__ import annotations

import json
from motcua.dossiers.processes.reading import from_json
from motcua.dossiers.processes.reading import loads
from motcua.dossiers.processes.reading import MalformedProcess
from motcua.dossiers.processes.reading import MOST_STEPS
import pytest
from typing import Any


STEP: dict[str, Any] = {
    "step": "one",
    "title": "One",
    "kind": "handle",
    "department": "@unit",
    "duty": "processing",
}
PROCESS: dict[str, Any] = {"key": "p", "title": "P", "way": STEP}


def refused(data: Any) -> str:
    with pytest.raises(MalformedProcess) as found:
        from_json(data)
    return str(found.value)


def with_way(way: Any) -> dict[str, Any]:
    return {**PROCESS, "way": way}


def with_step(**more: Any) -> dict[str, Any]:
    return with_way({**STEP, **more})


def deep(levels: int) -> Any:
    way: Any = STEP
    for _level in range(levels):
        way = {"sequence": [way]}
    return way


@pytest.mark.parametrize(
    ("data", "place", "allowed"),
    [
        ([], "process", "an object"),
        ({**PROCESS, "colour": "red"}, "process", "deed, key, procedure"),
        ({**PROCESS, "key": "một cửa"}, "key", "letters without marks"),
        ({**PROCESS, "title": " "}, "title", "not empty"),
        ({**PROCESS, "title": ["P"]}, "title", "text"),
        ({**PROCESS, "title": "x" * 1001}, "title", "at most 1000"),
        ({**PROCESS, "promise": "soon"}, "promise", "term, way"),
        (with_way(None), "way", "step, sequence, parallel, choice, leg"),
        (with_way({"jump": 1}), "way", "step, sequence, parallel, choice, leg"),
        (with_way({"sequence": []}), "way.sequence", "not empty"),
        (with_way({"parallel": "x"}), "way.parallel", "not empty"),
        (with_way({"choice": []}), "way.choice", "not empty"),
        (
            with_way({"choice": [{"when": {"case": []}, "part": STEP}]}),
            "way.choice[0].when.case",
            "at least one value",
        ),
        (
            with_way({"choice": [{"when": {"a": ["1"], "b": ["2"]}, "part": STEP}]}),
            "way.choice[0].when",
            "one condition",
        ),
        (
            with_way({"sequence": [STEP, {"leg": "l", "title": "L", "part": STEP}]}),
            "way.sequence[1].agency",
            "not empty",
        ),
        (with_step(kind="dance"), "way.kind", "reception, handle, opinion"),
        (with_step(term="soon"), "way.term", "3 working days"),
        (with_step(term=3), "way.term", "text"),
        (with_step(returns="one"), "way.returns", "a list"),
        (with_step(returns=[1]), "way.returns[0]", "text"),
        (with_step(slips=["01"] * 101), "way.slips", "at most 100"),
        (with_step(colour="red"), "way", "checklist, department"),
        ({**PROCESS, "tests": [{"title": "T", "facts": {"case": 1}}]}, "tests[0]", ""),
        ({**PROCESS, "tests": [{"title": "T", "events": [1]}]}, "tests[0].events", ""),
        (with_way(deep(13)), "way", "nested no deeper than 12"),
        (with_way({"sequence": [STEP] * (MOST_STEPS + 1)}), "way", "at most 200 steps"),
    ],
)
def test_a_wrong_value_is_refused_with_place_and_choices(
    data: Any, place: str, allowed: str
) -> None:
    message = refused(data)
    vi, en = message.split(" / ")
    assert vi.startswith(place)
    assert en.startswith(place)
    assert "không hợp lệ" in vi
    assert allowed in en


@pytest.mark.parametrize(
    "title",
    ["a\x00b", "a\x1bb", "a\ud800b", "nghich\u202edao", "\x7f", "a\u0085b"],
)
def test_letters_that_nobody_sees_are_refused(title: str) -> None:
    message = refused({**PROCESS, "title": title})
    message.encode("utf-8")
    assert "U+" in message


def test_hidden_letters_are_refused_wherever_they_stand() -> None:
    trial = {"title": "T", "events": [{"do": "a\x00"}]}
    assert "process.tests[0].events[0].do" in refused({**PROCESS, "tests": [trial]})
    assert "U+0000" in refused({**PROCESS, "a\x00": 1})


def test_vietnamese_is_kept_composed_and_in_one_line() -> None:
    decomposed = "Thu\u0309 tu\u0323c\n  mo\u0302\u0323t cu\u031b\u0309a"
    assert from_json({**PROCESS, "title": decomposed}).title == "Thủ tục một cửa"


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("", "line 1, column 1"),
        ('{"key": "p",}', "line 1"),
        ("[" * 100_000, "nested too deep"),
        ('{"a": ' * 5_000 + "1" + "}" * 5_000, "nested too deep"),
        ("9" * 6_000, "numbers too large"),
        ('{"key": "a", "key": "b"}', "each name once"),
        ('{"way": {"step": "a", "step": "b"}}', "each name once"),
        ("x" * 600_000, "500 kB"),
        ("NaN", "a number"),
        ("null", "an object"),
        ("[" * 70 + "]" * 70, "at most 60 levels"),
        ("[" + "1," * 30_000 + "1]", "at most 20000 values"),
    ],
)
def test_hostile_text_is_answered_with_a_message(written: str, words: str) -> None:
    with pytest.raises(MalformedProcess, match=words):
        loads(written)


def test_a_branch_may_be_empty_where_others_may_not() -> None:
    way = {
        "choice": [
            {"when": {"case": ["1"]}, "part": STEP},
            {"part": {"sequence": []}},
        ]
    }
    assert from_json(with_way(way)).way == loads(json.dumps(with_way(way))).way
    way["choice"][1]["part"] = {"parallel": []}
    assert "way.choice[1].part.parallel" in refused(with_way(way))
