"""A gateway of short messages asks for citizens; nobody else finds it."""

from __future__ import annotations

import json
from motcua.dossiers.notices import inbound
from motcua.storage.settings import gateway_secret
from motcua.storage.settings import SettingsError
import pytest
from tests.api.test_dossiers import CODE


SECRET = "0123456789abcdef0123456789abcdef"
TEXT = f"HS {CODE} 5678"


@pytest.fixture
def gateway(ask, monkeypatch):
    monkeypatch.setenv("MOTCUA_GATEWAY", SECRET)

    def send(text=TEXT, sender="0987654321", secret=SECRET, body=None):
        return ask(
            "POST",
            "@short-message",
            None,
            body if body is not None else {"from": sender, "text": text},
            X_Gateway_Secret=secret,
        )

    return send


def test_the_answer_is_a_short_message_without_people(gateway):
    answer = gateway()
    assert answer.status_int == 200
    assert answer.json["to"] == "0987654321"
    said = answer.json["text"]
    assert said.startswith(f"HS {CODE}: Duoc tiep nhan.")
    assert said.isascii() and len(said) <= 160
    for word in ("Duc", "Đức", "0912", "reception"):
        assert word not in json.dumps(answer.json, ensure_ascii=False)


def test_unknown_code_and_wrong_number_answer_alike(gateway):
    wrong = gateway(f"HS {CODE} 0000")
    unknown = gateway(f"HS {CODE[:-4]}9999 5678")
    assert wrong.text == unknown.text
    assert wrong.json["text"] == inbound.UNKNOWN


@pytest.mark.parametrize("secret", ["", "x", SECRET[:-1], SECRET + "x", "đ" * 32])
def test_without_the_secret_there_is_nothing(gateway, secret):
    answer = gateway(secret=secret.encode().decode("latin-1"))
    assert answer.status_int == 404
    assert CODE not in answer.text


def test_it_is_shut_until_the_house_has_a_secret(gateway, monkeypatch):
    monkeypatch.delenv("MOTCUA_GATEWAY")
    assert gateway(secret="").status_int == 404
    assert gateway().status_int == 404


def test_a_secret_that_could_be_guessed_is_refused(monkeypatch):
    monkeypatch.setenv("MOTCUA_GATEWAY", "secret")
    with pytest.raises(SettingsError, match="MOTCUA_GATEWAY"):
        gateway_secret()


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"text": TEXT},
        {"from": "1", "text": 5},
        {"from": "1", "text": "x" * 1001},
        {"from": "1" * 33, "text": "x"},
        {"from": "1", "text": "x", "more": ""},
    ],
)
def test_what_makes_no_sense_is_refused(gateway, body):
    assert gateway(body=body).status_int == 400
