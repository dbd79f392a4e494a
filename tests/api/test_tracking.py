"""Citizens' programs follow a dossier with what the citizen holds in hand."""

from __future__ import annotations

import json
from motcua.dossiers import pins
from motcua.dossiers import tracking
import pytest
from tests.api.test_dossiers import CODE
from tests.api.test_guard import ATTACKS
from tests.api.test_guard import carried


FACTOR = "5678"


def track(ask, code=CODE, factor=FACTOR, **headers):
    return ask("POST", "@track", None, {"code": code, "factor": factor}, **headers)


def test_code_and_factor_open_what_the_citizen_may_see(ask):
    for factor in (FACTOR, pins.pin(CODE), "0912345678"):
        answer = track(ask, factor=factor)
        assert answer.status_int == 200, factor
        shown = answer.json
        assert (shown["code"], shown["public_status"]) == (CODE, 2)
        assert " / " in shown["status"]
        assert answer.headers["Cache-Control"] == "private, no-store"
    text = json.dumps(shown, ensure_ascii=False)
    for word in ("Đức", "Hoa", "0912", "1957", "reception", "persons"):
        assert word not in text


def test_unknown_code_and_wrong_factor_answer_alike(ask):
    wrong = track(ask, factor="0000")
    unknown = track(ask, code=CODE[:-4] + "9999")
    malformed = track(ask, code="../../x")
    assert {one.status_int for one in (wrong, unknown, malformed)} == {404}
    assert len({one.text for one in (wrong, unknown, malformed)}) == 1


def test_who_tries_too_often_waits(ask):
    for _ in range(tracking.PER_CLIENT):
        assert track(ask, factor="0000").status_int == 404
    answer = track(ask)
    assert (answer.status_int, answer.json["type"]) == (429, "TooManyTries")
    assert int(answer.headers["Retry-After"]) > 0


SENSELESS = (
    {},
    {"code": CODE},
    {"code": CODE, "factor": ""},
    {"code": CODE, "factor": 5678},
    {"code": [CODE], "factor": FACTOR},
    {"code": CODE, "factor": FACTOR, "more": "x"},
    {"code": CODE, "factor": "1" * 65},
    {"code": "\ud800", "factor": FACTOR},
)


@pytest.mark.parametrize("body", SENSELESS)
def test_senseless_questions_are_refused_and_not_counted(ask, body):
    for _ in range(2):
        assert ask("POST", "@track", None, body).status_int == 400
    assert track(ask).status_int == 200


def test_it_is_posted_as_json_by_programs(ask):
    assert ask("GET", f"@track?code={CODE}&factor={FACTOR}").status_int in (404, 405)
    body = json.dumps({"code": CODE, "factor": FACTOR})
    for headers in ATTACKS:
        answer = ask("POST", "@track", None, carried(headers, body), **headers)
        assert answer.status_int == 403, headers
