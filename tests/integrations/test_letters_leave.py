"""The whole way: a commit, the worker, a mail server and a folder; both read back."""

from __future__ import annotations

from datetime import datetime
from datetime import UTC
import json
from motcua.dossiers.intake import receive
from motcua.dossiers.notices import choices
from motcua.dossiers.notices import outbox
from motcua.dossiers.notices import sending
from motcua.storage import worker
from plone import api
from plone.app.testing import SITE_OWNER_NAME
import pytest
from tests.dossiers.conftest import an_intake
from tests.dossiers.conftest import build_procedure
from tests.dossiers.conftest import build_province
from tests.dossiers.notices.conftest import BY_PROXY
from tests.dossiers.notices.conftest import OWNER
from tests.dossiers.notices.conftest import PERSONS
from tests.integrations.test_email import mail_server
from tests.portal.test_letters import browser
import transaction


@pytest.fixture
def house(functional_portal, tmp_path, monkeypatch):
    monkeypatch.setenv("MOTCUA_VAR", str(tmp_path))
    monkeypatch.setenv("MOTCUA_SPOOLED", "sms")
    with api.env.adopt_user(SITE_OWNER_NAME), api.env.adopt_roles(["Manager"]):
        build_province(functional_portal)
    return functional_portal


def settings(port):
    api.portal.set_registry_record("plone.smtp_host", "127.0.0.1")
    api.portal.set_registry_record("plone.smtp_port", port)
    api.portal.set_registry_record("plone.email_from_address", "motcua@example.org")


def received(house, persons=PERSONS):
    with api.env.adopt_user(SITE_OWNER_NAME), api.env.adopt_roles(["Manager"]):
        intake = an_intake(build_procedure(house), persons=persons)
    dossier = receive(house, intake, "reception", datetime.now(UTC))
    transaction.commit()
    return dossier


def test_a_letter_leaves_after_the_commit_and_once(house):
    with mail_server() as server:
        settings(server.port)
        dossier = received(house)
        assert server.letters == []
        assert worker.drain() >= 1
        worker.drain()
    [(_envelope, letter)] = server.letters
    assert letter["Subject"] == f"Hồ sơ {dossier.code}: được tiếp nhận"
    assert dossier.code in letter.get_content()
    assert "Đức" not in letter.as_string()


@pytest.mark.parametrize("kind", ["parts", "form"])
def test_the_button_of_a_mail_program_ends_the_letters(house, monkeypatch, kind):
    monkeypatch.setenv("MOTCUA_ADDRESS", "https://motcua.example")
    with mail_server() as server:
        settings(server.port)
        dossier = received(house, BY_PROXY)
        worker.drain()
    headers = {letter["To"]: letter for _envelope, letter in server.letters}
    letter = headers[OWNER]
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    link = letter["List-Unsubscribe"].strip(" <>")
    for word in (dossier.code, "hoa", "owner", "email"):
        assert word not in link
    path = link.removeprefix("https://motcua.example")
    visitor = browser(house.getPhysicalRoot(), monkeypatch)
    said = {"List-Unsubscribe": "One-Click"}
    # It stands anywhere, has no cookie, and may say so (RFC 8058, section 3.2).
    elsewhere = {"Origin": "https://mail.example"}
    posted = {"upload_files": []} if kind == "parts" else {}
    content = "multipart/form-data" if kind == "parts" else None
    answer = visitor.post(path, said, headers=elsewhere, content_type=content, **posted)
    assert answer.status_int == 200
    assert "Set-Cookie" not in answer.headers
    assert choices.all_chosen(dossier.code) == {"owner": choices.Choice({})}


def test_what_was_taken_back_leaves_nothing(house):
    with mail_server() as server:
        settings(server.port)
        with api.env.adopt_user(SITE_OWNER_NAME), api.env.adopt_roles(["Manager"]):
            intake = an_intake(build_procedure(house), persons=PERSONS)
        transaction.commit()
        receive(house, intake, "reception", datetime.now(UTC))
        transaction.abort()
        worker.drain()
    assert server.letters == []


def test_a_busy_server_gets_the_letter_in_a_later_round(house):
    with mail_server(answers=["451 later"]) as server:
        settings(server.port)
        dossier = received(house)
        worker.drain()
        [waits] = outbox.of(dossier.code)
        assert (waits.state, waits.error) == (outbox.WAITING, "busy 451")

        sending.deliver(outbox.due(waits.due_at), waits.due_at)
    assert len(server.letters) == 1
    [sent] = outbox.of(dossier.code)
    assert (sent.state, sent.tries) == (outbox.SENT, 2)


def test_a_short_message_is_read_back(house, tmp_path):
    first = PERSONS[0]
    without = type(first)("applicant", first.name, phone=first.phone)
    dossier = received(house, (without,))
    worker.drain()
    [path] = (tmp_path / "spool" / "sms").glob("*.json")
    said = json.loads(path.read_text(encoding="utf-8"))
    assert said["to"] == "+84912345678"
    assert said["text"].startswith(f"Ho so {dossier.code} da duoc tiep nhan. Hen tra ")
    assert said["text"].isascii() and len(said["text"]) <= 160
    assert choices.chosen(dossier.code) is None
