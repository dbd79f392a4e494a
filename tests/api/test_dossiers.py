"""Officers' programs see and do what the officers may, and not more."""

from __future__ import annotations

from motcua.dossiers import ledger
from motcua.dossiers.folder import find
import pytest
from tests.dossiers.conftest import LAND
import transaction


CODE = "H99.01-261102-0001"
FORWARD = {"to": LAND}


def dossier(site):
    transaction.begin()
    return find(site, CODE)


def test_an_officer_reads_the_own_inbox(ask):
    answer = ask("GET", "@dossiers", "reception").json
    assert [line["code"] for line in answer["items"]] == [CODE, CODE[:-1] + "2"]
    assert answer["counts"]["received"] == 2
    assert "next" not in answer["batching"]


def test_lists_hold_nothing_personal(ask):
    text = ask("GET", "@dossiers", "reception").text
    assert "Đức" not in text and "0912" not in text and "\\u0110" not in text


def test_a_person_without_duties_gets_an_empty_inbox(ask):
    assert ask("GET", "@dossiers", "stranger").json["items"] == []


def test_nobody_reads_without_a_login(ask):
    for path in ("@dossiers", f"@dossiers/{CODE}", "@dossiers/x"):
        assert ask("GET", path).status_int == 401, path
    assert ask("POST", f"@dossiers/{CODE}/forward", None, FORWARD).status_int == 401


def test_pages_are_bounded_and_linked(ask):
    first = ask("GET", "@dossiers?b_size=1", "reception").json
    assert [line["code"] for line in first["items"]] == [CODE]
    link = first["batching"]["next"].partition("@dossiers")[2]
    second = ask("GET", f"@dossiers{link}", "reception").json
    assert [line["code"] for line in second["items"]] == [CODE[:-1] + "2"]
    assert "next" not in second["batching"]
    assert second["batching"]["prev"].endswith("b_start=0&b_size=1")
    huge = ask("GET", "@dossiers?b_size=999999999", "reception").json
    assert huge["batching"]["first"].endswith("b_size=100")


def test_lists_are_narrowed_by_state_and_lateness(ask):
    assert ask("GET", "@dossiers?state=processing", "reception").json["items"] == []
    assert ask("GET", "@dossiers?late=1", "reception").json["items"] == []
    assert len(ask("GET", "@dossiers?late=0", "reception").json["items"]) == 2


SENSELESS = (
    "b_size=x",
    "b_size=-1",
    "b_start=1e9",
    "b_start=9999999999999999999999",
    "state=lost",
    "late=maybe",
    "state=received&state=processing",
    "b_size=1&b_size=2",
)


def test_senseless_questions_are_refused(ask):
    answers = {
        query: ask("GET", f"@dossiers?{query}", "reception").status_int
        for query in SENSELESS
    }
    assert answers == dict.fromkeys(SENSELESS, 400)


def test_a_dossier_is_shown_whole_to_who_may_view_it(ask):
    answer = ask("GET", f"@dossiers/{CODE}", "reception")
    shown = answer.json
    assert shown["persons"][0]["name"] == "Nguyễn Văn Đức"
    assert {"forward", "view", "withdraw"} <= set(shown["operations"])
    assert answer.headers["Cache-Control"] == "private, no-store"


def test_foreign_missing_and_malformed_dossiers_answer_alike(ask):
    paths = (CODE, CODE[:-4] + "9999", "0", "%2e%2e.", "%C4%91", f"{CODE}/forward")
    for person in ("handler", "stranger", "jurist"):
        answers = [ask("GET", f"@dossiers/{path}", person) for path in paths]
        assert {answer.status_int for answer in answers} == {404}
        foreign, missing = answers[0].text, answers[1].text
        assert foreign.replace(CODE, "") == missing.replace(paths[1], "")


def test_acting_on_foreign_and_missing_dossiers_answers_alike(ask, site):
    for code in (CODE, CODE[:-4] + "9999", "x"):
        answer = ask("POST", f"@dossiers/{code}/forward", "handler", FORWARD)
        assert answer.status_int == 404, code
    assert dossier(site).length == 1


def test_an_officer_forwards_a_dossier(ask, site):
    tag = ask("GET", f"@dossiers/{CODE}", "reception").headers["ETag"]
    answer = ask(
        "POST", f"@dossiers/{CODE}/forward", "reception", FORWARD, If_Match=tag
    )
    assert answer.status_int == 200
    assert answer.json["state"] == "processing"
    moved = dossier(site)
    assert moved.holder == LAND
    assert moved.head.hex() == answer.json["head"]
    assert answer.headers["ETag"] == f'"2-{answer.json["head"]}"'
    assert answer.json == ask("GET", f"@dossiers/{CODE}", "reception").json
    assert not ledger.verify(moved)


def test_a_stale_page_loses_and_is_told_so_in_two_languages(ask, site):
    tag = ask("GET", f"@dossiers/{CODE}", "reception").headers["ETag"]
    ask("POST", f"@dossiers/{CODE}/forward", "reception", FORWARD, If_Match=tag)
    body = {"reason_code": "wish", "reason": "x"}
    path = f"@dossiers/{CODE}/withdraw"
    answer = ask("POST", path, "reception", body, If_Match=f'"1-0", {tag}')
    assert answer.status_int == 412
    assert answer.json["type"] == "StalePage"
    assert "Another person changed" in answer.json["message"]
    assert " / " in answer.json["message"]
    assert dossier(site).length == 2


def test_a_step_is_meant_for_a_state(ask, client, site):
    path = f"@dossiers/{CODE}/forward"
    tag = ask("GET", f"@dossiers/{CODE}", "reception").headers["ETag"]
    root = "/".join(site.getPhysicalPath())
    login = ("reception", "Mot-cua-1!")
    answer = client.request(
        "POST", f"{root}/++api++/{path}", login, FORWARD, Accept="application/json"
    )
    assert answer.status_int == 428
    assert "If-Match" in answer.json["message"]
    for senseless in ("x", "1-2", '"1', "", '*, "x"'):
        answer = ask("POST", path, "reception", FORWARD, If_Match=senseless)
        assert answer.status_int == 400, senseless
    assert dossier(site).length == 1
    # A proxy that compresses answers weakens the tag.
    answer = ask("POST", path, "reception", FORWARD, If_Match=f'"x", W/{tag}')
    assert answer.status_int == 200


WRONG = (
    ("forward", {}, 400, "MissingData"),
    ("forward", {"to": "H99.77"}, 400, "MissingData"),
    ("forward", {"to": LAND, "state": "closed"}, 400, "MissingData"),
    ("forward", {"to": ["H99.02"]}, 400, "MissingData"),
    ("forward", {"to": "x" * 10_001}, 400, "MissingData"),
    ("withdraw", {"reason_code": "other", "reason": " "}, 400, "MissingData"),
    ("approve", {}, 409, "IllegalStep"),
    ("attach_scan", {"note": "x"}, 403, "NotAllowed"),
    ("forward", '[{"to": "H99.02"}]', 400, "BadRequest"),
    ("forward", '{"to": NaN}', 400, "BadRequest"),
    ("forward", {"to": "\ud800"}, 400, "BadRequest"),
    ("suspend", {"order": "0" * 32}, 400, "MissingData"),
    ("correct", {"changes": {"persons": [{"name": 1}]}}, 400, "MissingData"),
)


def test_what_is_wrong_is_named_and_nothing_changes(ask, site):
    unknown = ask("POST", f"@dossiers/{CODE}/explode", "reception", {})
    assert unknown.status_int == 404
    for operation, body, status, type_ in WRONG:
        sent = {"Content_Type": "application/json"}
        path = f"@dossiers/{CODE}/{operation}"
        answer = ask("POST", path, "reception", body, **sent)
        assert answer.status_int == status, (body, answer.text)
        assert answer.json.get("type") == type_, (body, answer.text)
    assert dossier(site).length == 1


def test_a_step_without_the_duty_is_refused(ask, site):
    ask("POST", f"@dossiers/{CODE}/forward", "reception", FORWARD)
    body = {"proposal": "x"}
    answer = ask("POST", f"@dossiers/{CODE}/propose", "reception", body)
    assert (answer.status_int, answer.json["type"]) == (403, "NotAllowed")
    assert dossier(site).length == 2


def test_malformed_json_is_refused(ask, site):
    answer = ask(
        "POST",
        f"@dossiers/{CODE}/forward",
        "reception",
        "{broken",
        Content_Type="application/json",
    )
    assert answer.status_int == 400
    assert dossier(site).length == 1


@pytest.mark.parametrize(
    "moment", ["9999-12-31T23:59-14:00", "0001-01-01T00:00+14:00", "1999-12-31T10:00"]
)
def test_a_moment_lies_in_a_year_that_can_be_meant(ask, moment):
    until = {"until": moment, "reason": "Thiếu giấy"}
    changes = {"changes": {"received": moment}, "reason": "Nhầm ngày"}
    for person, operation, data in (
        ("supervisor", "extend", until),
        ("reception", "correct", changes),
    ):
        path = f"@dossiers/{CODE}/{operation}"
        assert ask("POST", path, person, data).status_int == 400


def test_a_program_says_which_papers_came(ask, site):
    asked = {"reason_code": "missing_paper", "reason": "Thiếu", "missing": ["Bản vẽ"]}
    for person, step, sent in (
        ("reception", "forward", FORWARD),
        ("handler", "pause", asked),
    ):
        assert ask("POST", f"@dossiers/{CODE}/{step}", person, sent).status_int == 200
    wrong = {"came": [{"form": "papyrus", "count": "2", "colour": "red"}]}
    answer = ask("POST", f"@dossiers/{CODE}/resume", "handler", wrong)
    assert answer.status_int == 400
    assert [one["field"] for one in answer.json["errors"]] == [
        "/came/0/colour",
        "/came/0/form",
        "/came/0/count",
    ]
    came = {"came": [{"title": "Bản vẽ", "form": "copy", "count": 2}]}
    answer = ask("POST", f"@dossiers/{CODE}/resume", "handler", came)
    assert answer.status_int == 200
    last = answer.json["papers"][-1]
    assert (last["key"], last["title"], last["count"]) == ("+1", "Bản vẽ", 2)
