"""A program at the counter receives dossiers, by the rules of the counter."""

from __future__ import annotations

from motcua.dossiers import ledger
from motcua.dossiers.folder import find
from motcua.dossiers.folder import walk
from motcua.dossiers.states import fold
import pytest
from tests.dossiers.conftest import LAND
from tests.dossiers.conftest import OFFICERS
from tests.dossiers.conftest import UNIT
import transaction


def a_dossier(**changes):
    """Return what a program sends to have a dossier received."""
    values = {
        "unit": UNIT,
        "procedure": "1.001193",
        "case": "1",
        "channel": "counter",
        "persons": [
            {
                "role": "applicant",
                "name": "Nguyễn Văn Đức",
                "birth": "1957",
                "phone": "0912 345 678",
            }
        ],
        "papers": [{"key": "1", "form": "original", "count": 1}],
    }
    return {**values, **changes}


def codes(site):
    transaction.begin()
    return [one.code for one in walk(site)]


def test_a_dossier_is_received_and_answered_whole(ask, site):
    answer = ask("POST", "@dossiers", "reception", a_dossier())
    assert answer.status_int == 201, answer.text
    shown = answer.json
    assert answer.headers["Location"] == shown["@id"]
    assert shown["@id"].endswith(f"/@dossiers/{shown['code']}")
    assert answer.headers["ETag"] == f'"1-{shown["head"]}"'
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert shown["state"] == "received"
    assert shown["promised"]
    again = ask("GET", f"@dossiers/{shown['code']}", "reception")
    assert again.json == shown
    assert again.headers["ETag"] == answer.headers["ETag"]
    transaction.begin()
    dossier = find(site, shown["code"])
    assert not ledger.verify(dossier)
    view = fold(dossier)
    assert view.person("owner").name == "Nguyễn Văn Đức"
    assert [paper.title for paper in view.papers] == ["Đơn đăng ký"]


def test_a_dossier_is_booked_before_acceptance(ask):
    answer = ask("POST", "@dossiers", "reception", a_dossier(operation="submit"))
    assert (answer.status_int, answer.json["state"]) == (201, "submitted")
    assert "accept" in answer.json["operations"]


def test_an_applicant_says_how_to_be_told(ask, site):
    news = {"channels": ["sms"], "language": "en"}
    persons = [{**APPLICANT, "phone": "0912 345 678"}]
    answer = ask(
        "POST", "@dossiers", "reception", a_dossier(news=news, persons=persons)
    )
    assert answer.status_int == 201
    assert find(site, answer.json["code"]).first.data["news"] == news


def test_what_is_allowed_is_told(ask):
    asked = a_dossier(news={"channels": ["fax"]})
    answer = ask("POST", "@dossiers", "reception", asked)
    [error] = answer.json["errors"]
    assert "email, sms, zalo" in error["message"]


@pytest.mark.parametrize("person", sorted({*OFFICERS, "stranger"} - {"reception"}))
def test_only_reception_receives(ask, site, person):
    for unit in (UNIT, LAND, "H99.77", "x"):
        answer = ask("POST", "@dossiers", person, a_dossier(unit=unit))
        assert (answer.status_int, answer.json["type"]) == (403, "NotAllowed")
    assert len(codes(site)) == 2


def test_units_of_others_and_missing_ones_answer_alike(ask):
    said = {
        ask("POST", "@dossiers", "reception", a_dossier(unit=unit)).text
        for unit in (LAND, "H99.77", "H12.01")
    }
    assert len(said) == 1


def test_nobody_receives_without_a_login(ask, site):
    assert ask("POST", "@dossiers", None, a_dossier()).status_int == 401
    assert len(codes(site)) == 2


APPLICANT = {"role": "applicant", "name": "Hoa"}
PAPER = {"key": "1", "form": "copy"}
MISTAKES = (
    ({"unit": ""}, ["/unit"]),
    ({"unit": None}, ["/unit"]),
    ({"procedure": ["1.001193"]}, ["/procedure"]),
    ({"case": "", "channel": "pigeon"}, ["/case", "/channel"]),
    ({"operation": "approve"}, ["/operation"]),
    ({"answer_by": "drone"}, ["/answer_by"]),
    ({"state": "finished"}, ["/state"]),
    ({"note": "x" * 2001}, ["/note"]),
    ({"news": "email"}, ["/news"]),
    ({"news": {"channels": ["fax"]}}, ["/news/channels"]),
    ({"news": {"channels": "email"}}, ["/news/channels"]),
    ({"news": {"channels": ["sms", "sms"]}}, ["/news/channels"]),
    ({"news": {"language": "fr", "to": "x"}}, ["/news/language", "/news/to"]),
    ({"note": "\x00"}, ["/note"]),
    ({"persons": "Hoa"}, ["/persons"]),
    ({"persons": ["Hoa"]}, ["/persons"]),
    ({"persons": [{**APPLICANT, "name": " "}]}, ["/persons/0/name"]),
    ({"persons": [{**APPLICANT, "birth": "30/4/57"}]}, ["/persons/0/birth"]),
    ({"persons": [{**APPLICANT, "name": "x" * 301}]}, ["/persons/0/name"]),
    ({"persons": [{**APPLICANT, "role": "friend"}]}, ["/persons/0/role"]),
    (
        {"persons": [APPLICANT, {"role": "owner", "name": 7, "age": "3"}]},
        ["/persons/1/age", "/persons/1/name"],
    ),
    ({"papers": [{**PAPER, "key": "9"}]}, ["/papers/0/key"]),
    ({"papers": [PAPER, {**PAPER, "form": "stone"}]}, ["/papers/1/form"]),
    ({"papers": [{**PAPER, "count": 0}]}, ["/papers/0/count"]),
    ({"papers": [{**PAPER, "sensitive": "yes"}]}, ["/papers/0/sensitive"]),
    ({"persons": [{**APPLICANT, "birth": "1957-13"}]}, ["/persons/0/birth"]),
    ({"persons": [{**APPLICANT, "birth": "0001"}]}, ["/persons/0/birth"]),
    ({"persons": [{**APPLICANT, "birth": "2199-01-01"}]}, ["/persons/0/birth"]),
    ({"papers": [{**PAPER, "count": True}]}, ["/papers/0/count"]),
    ({"papers": [{**PAPER, "count": 10**30}]}, ["/papers/0/count"]),
    ({"papers": [PAPER] * 201}, ["/papers"]),
)


def test_each_mistake_is_named_by_its_place(ask, site):
    for changes, places in MISTAKES:
        answer = ask("POST", "@dossiers", "reception", a_dossier(**changes))
        assert answer.status_int == 400, (changes, answer.text)
        assert answer.json["type"] == "MissingData"
        found = [one["field"] for one in answer.json["errors"]]
        assert sorted(found) == places, changes
        assert all(" / " in one["message"] for one in answer.json["errors"])
    assert len(codes(site)) == 2


TOGETHER = (
    ({"persons": []}, "Enter the person who hands the dossier in."),
    ({"persons": [APPLICANT, APPLICANT]}, "Each role of a person"),
    ({"procedure": "9.999999", "papers": []}, "The procedure is not in force"),
    ({"version": "0" * 64}, "The procedure changed while the form was open."),
    ({"case": "7", "papers": []}, "Choose a case of the procedure."),
    ({"channel": "post"}, "Choose a channel that this case offers."),
)


def test_what_does_not_fit_together_is_refused_as_at_the_counter(ask, site):
    for changes, message in TOGETHER:
        answer = ask("POST", "@dossiers", "reception", a_dossier(**changes))
        assert (answer.status_int, answer.json["type"]) == (400, "MissingData")
        assert message in answer.json["message"], answer.text
    assert len(codes(site)) == 2


def test_a_body_that_is_no_object_of_usual_size_is_refused(ask, site):
    sent = {"Content_Type": "application/json"}
    for body in ("[]", "7", "{", '{"note": Infinity}', "[" * 100_000, " " * 1_000_001):
        answer = ask("POST", "@dossiers", "reception", body, **sent)
        assert answer.status_int == 400, body[:20]
    assert len(codes(site)) == 2
