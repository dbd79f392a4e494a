"""What is sent again is done once, by one process or by two."""

from __future__ import annotations

from datetime import timedelta
from motcua.storage import housekeeping
from motcua.storage import repeats
from tests.api.conftest import LATER
from tests.api.test_dossiers import CODE
from tests.api.test_dossiers import dossier
from tests.api.test_dossiers import FORWARD
from tests.api.test_receiving import a_dossier
from tests.api.test_receiving import codes
import transaction


KEY = '"8e03978e-40d5-43dd-bc93-6894a57f9324"'
PATH = f"@dossiers/{CODE}/forward"


def test_a_dossier_sent_again_is_answered_again(ask, site):
    first = ask("POST", "@dossiers", "reception", a_dossier(), Idempotency_Key=KEY)
    again = ask("POST", "@dossiers", "reception", a_dossier(), Idempotency_Key=KEY)
    assert (first.status_int, again.status_int) == (201, 201)
    assert first.json == again.json
    for name in ("ETag", "Location"):
        assert first.headers[name] == again.headers[name]
    assert len(codes(site)) == 3
    ask("POST", "@dossiers", "reception", a_dossier())
    assert len(codes(site)) == 4


def test_it_is_answered_as_it_was_whatever_came_after(ask, site, monkeypatch):
    sent = ("POST", "@dossiers", "reception", a_dossier())
    first = ask(*sent, Idempotency_Key=KEY)
    code = first.json["code"]
    ask("POST", f"@dossiers/{code}/forward", "reception", FORWARD)
    # Not even a procedure that is no longer in force is asked again.
    from motcua.procedures import creation

    transaction.begin()
    creation.enter(site["procedures"]["1.001193"], "withdrawn")
    transaction.commit()
    again = ask(*sent, Idempotency_Key=KEY)
    assert again.status_int == 201
    assert again.headers["ETag"] == first.headers["ETag"]
    assert (again.json["state"], len(again.json["history"])) == ("received", 1)


def test_a_step_sent_again_is_answered_again(ask, site):
    tag = ask("GET", f"@dossiers/{CODE}", "reception").headers["ETag"]
    headers = {"Idempotency_Key": KEY, "If_Match": tag}
    first = ask("POST", PATH, "reception", FORWARD, **headers)
    again = ask("POST", PATH, "reception", FORWARD, **headers)
    assert (first.status_int, again.status_int) == (200, 200)
    assert first.json == again.json
    assert dossier(site).length == 2
    other = ask("POST", PATH, "reception", FORWARD, Idempotency_Key='"x"', If_Match=tag)
    assert other.status_int == 412


def test_a_key_is_for_one_request(ask, site):
    sent = {"Idempotency_Key": KEY}
    ask("POST", PATH, "reception", FORWARD, **sent)
    others = (
        (PATH, {"to": "H99.03"}),
        (PATH, {**FORWARD, "note": "x"}),
        (f"@dossiers/{CODE[:-1]}2/forward", FORWARD),
        (f"@dossiers/{CODE}/withdraw", {"reason_code": "wish", "reason": "x"}),
        ("@dossiers", a_dossier()),
    )
    for path, body in others:
        answer = ask("POST", path, "reception", body, **sent)
        assert answer.status_int == 422, answer.text
        assert answer.json["type"] == "KeyReused"
    assert dossier(site).length == 2
    assert len(codes(site)) == 2


def test_the_key_of_another_person_is_another_key(ask, site):
    ask("POST", PATH, "reception", FORWARD, Idempotency_Key=KEY)
    path = f"@dossiers/{CODE}/propose"
    answer = ask("POST", path, "handler", {"proposal": "Đủ"}, Idempotency_Key=KEY)
    assert answer.status_int == 200
    assert dossier(site).length == 3


def test_what_was_refused_is_tried_anew(ask, site):
    """A refusal wrote nothing, so it is not kept."""
    sent = ("POST", f"@dossiers/{CODE}/propose", "handler", {"proposal": "Đủ"})
    assert ask(*sent, Idempotency_Key=KEY).status_int == 404
    ask("POST", PATH, "reception", FORWARD)
    assert ask(*sent, Idempotency_Key=KEY).status_int == 200
    assert ask(*sent, Idempotency_Key=KEY).status_int == 200
    assert dossier(site).length == 3


def test_a_senseless_key_is_refused(ask, site):
    for key in ("", '""', "x" * 256, "a b", '"Đ"'.encode().decode("latin-1")):
        answer = ask("POST", PATH, "reception", FORWARD, Idempotency_Key=key)
        assert answer.status_int == 400, key
    assert dossier(site).length == 1


def test_nothing_of_the_request_is_kept_but_digests(ask, site):
    ask("POST", "@dossiers", "reception", a_dossier(), Idempotency_Key=KEY)
    with repeats.register_engine().connect() as connection:
        rows = connection.execute(repeats.KEYS.select()).all()
    assert [len(row.key) for row in rows] == [64]
    assert "8e03978e" not in repr(rows)
    assert "reception" not in repr(rows)


def test_keys_are_forgotten_after_a_week(ask, site):
    ask("POST", PATH, "reception", FORWARD, Idempotency_Key=KEY)
    transaction.begin()

    def known(days):
        # At midnight of Vietnam plus three hours the nightly work is asked for.
        moment = (LATER + timedelta(days=days)).replace(hour=3)
        housekeeping.minute(site, moment)
        with repeats.register_engine().connect() as connection:
            return len(connection.execute(repeats.KEYS.select()).all())

    assert [known(days) for days in (1, 7, 8)] == [1, 1, 0]
