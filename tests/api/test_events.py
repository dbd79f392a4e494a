"""Programs follow what happens to the dossiers that their people may see."""

from __future__ import annotations

from motcua.dossiers import changes
from motcua.storage.sealing import seal
import pytest
from tests.api.test_dossiers import CODE
from tests.api.test_dossiers import FORWARD
from tests.dossiers.conftest import UNIT


FEED = "@dossier-events"


def link(answer):
    """Return where the next page is, as a path of ``ask``."""
    return FEED + answer.json["next"].partition(FEED)[2]


def test_a_program_follows_step_by_step(ask):
    first = ask("GET", FEED, "reception")
    assert [one["code"] for one in first.json["items"]] == [CODE, CODE[:-1] + "2"]
    assert first.json["more"] is False
    assert first.headers["Cache-Control"] == "private, no-store"
    ask("POST", f"@dossiers/{CODE}/forward", "reception", FORWARD)
    second = ask("GET", link(first), "reception")
    (event,) = second.json["items"]
    assert event == {
        "@id": event["@id"],
        "code": CODE,
        "number": 2,
        "kind": "forward",
        "at": "2026-11-02T03:00:00+00:00",
        "state": "processing",
        "department": UNIT,
    }
    assert event["@id"].endswith(f"/@dossiers/{CODE}")
    assert ask("GET", link(second), "reception").json["items"] == []


def test_pages_are_as_long_as_asked_for(ask):
    first = ask("GET", f"{FEED}?limit=1", "reception")
    assert (len(first.json["items"]), first.json["more"]) == (1, True)
    second = ask("GET", link(first), "reception")
    assert second.json["items"][0]["code"] == CODE[:-1] + "2"
    huge = ask("GET", f"{FEED}?limit=999999999", "reception")
    assert huge.json["more"] is False


@pytest.mark.parametrize("person", ["handler", "jurist", "stranger"])
def test_nobody_follows_dossiers_of_others(ask, person):
    answer = ask("GET", FEED, person)
    assert answer.json["items"] == []
    assert CODE not in answer.text


def test_the_feed_holds_nothing_personal(ask):
    body = {"reason_code": "other", "reason": "Bà Hoa ốm"}
    ask("POST", f"@dossiers/{CODE}/withdraw", "reception", body)
    text = ask("GET", FEED, "reception").text
    for word in ("Hoa", "Đức", "\\u0110", "0912", "reception"):
        assert word not in text


def test_nobody_follows_without_a_login(ask):
    assert ask("GET", FEED).status_int == 401


def test_senseless_questions_are_refused(ask):
    for query in ("after=x", "after=1&after=2", "limit=x", "limit=-1", "after=%00"):
        answer = ask("GET", f"{FEED}?{query}", "reception")
        assert answer.status_int == 400, query
    assert ask("GET", f"{FEED}/x", "reception").status_int == 404


def test_a_cursor_of_another_past_is_gone(ask):
    cursor = seal("change", f"{7:018d}{'0' * 12}")
    answer = ask("GET", f"{FEED}?after={cursor}", "reception")
    assert (answer.status_int, answer.json["type"]) == (410, "CursorLost")


def test_what_others_looked_through_is_still_there(ask, monkeypatch):
    monkeypatch.setattr(changes, "WINDOW", 1)
    assert ask("GET", FEED, "stranger").json["more"] is True
    first = ask("GET", FEED, "reception")
    assert [one["code"] for one in first.json["items"]] == [CODE]
    assert first.json["more"] is True
    second = ask("GET", link(first), "reception")
    assert [one["code"] for one in second.json["items"]] == [CODE[:-1] + "2"]
