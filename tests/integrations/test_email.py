"""Notices leave the house over SMTP, spoken by a server of the tests."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from email import message_from_bytes
from email import policy
from motcua.dossiers.interfaces import INotifier
from motcua.dossiers.notices import delivery
from motcua.integrations.email import notifier
from plone import api
import pytest
import socket
import threading
import time
from zope.component import getUtility
from zope.interface.verify import verifyObject


SUBJECT = "Hồ sơ H99.01-261102-0001: được tiếp nhận"
TEXT = "Received: not a header\n\nHồ sơ của ông/bà đã được tiếp nhận.\n.\nEnd\n"
MESSAGE = delivery.Message("duc@example.org", SUBJECT, TEXT, "0a1b2c3d")


class MailServer:
    """As much of SMTP (RFC 5321) as one client needs, on a port of 127.0.0.1.

    ``answers`` are said to RCPT, one after the other, before "250 ok"; ``offers``
    are the extensions of its greeting; it takes STARTTLS up and then talks nonsense.
    """

    def __init__(self, answers=(), offers=()):
        self.answers = list(answers)
        self.offers = offers
        self.letters = []
        self.raw = []
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]
        self.thread = threading.Thread(target=self.serve, daemon=True)
        self.thread.start()

    def serve(self):
        while True:
            try:
                connection, _address = self.socket.accept()
            except OSError:
                return
            with connection, connection.makefile("rb") as lines:
                try:
                    self.talk(connection, lines)
                except ConnectionError:
                    continue

    def talk(self, connection, lines):
        def say(text):
            connection.sendall(text.encode() + b"\r\n")

        say("220 test")
        envelope = []
        for line in lines:
            word = line.split()[0].upper() if line.split() else b""
            if word == b"EHLO":
                names = ["test", *self.offers]
                for name in names[:-1]:
                    say(f"250-{name}")
                say(f"250 {names[-1]}")
            elif word in (b"MAIL", b"RCPT"):
                envelope.append(line.decode().strip())
                scripted = word == b"RCPT" and self.answers
                say(self.answers.pop(0) if scripted else "250 ok")
            elif word == b"DATA":
                say("354 go on")
                self.letters.append((envelope, self.body(lines)))
                envelope = []
                say("250 taken")
            elif word == b"STARTTLS":
                say("220 go on")
                connection.sendall(b"this is not TLS" * 50)
                return
            elif word == b"QUIT":
                say("221 bye")
                return
            else:
                say("250 ok")

    def body(self, lines):
        found = []
        for line in lines:
            if line == b".\r\n":
                break
            found.append(line[1:] if line.startswith(b"..") else line)
        self.raw.append(b"".join(found))
        return message_from_bytes(self.raw[-1], policy=policy.default)

    def close(self):
        # A close alone would leave the port open under a waiting accept.
        self.socket.shutdown(socket.SHUT_RDWR)
        self.socket.close()


@contextmanager
def mail_server(**options):
    server = MailServer(**options)
    try:
        yield server
    finally:
        server.close()


@pytest.fixture
def mail(portal):
    """Let the mail host of the site, a real one, speak to a server."""

    def settings(port, host="127.0.0.1", sender="motcua@example.org"):
        api.portal.set_registry_record("plone.smtp_host", host)
        api.portal.set_registry_record("plone.smtp_port", port)
        api.portal.set_registry_record("plone.email_from_address", sender)
        api.portal.set_registry_record("plone.email_from_name", "Một cửa Cửa Lớn")

    return settings


def test_the_notifier_is_found_by_the_name_of_its_channel(portal):
    assert verifyObject(INotifier, getUtility(INotifier, name="email"))


def test_a_notice_arrives_as_it_was_written(mail):
    with mail_server() as server:
        mail(server.port)
        notifier.EmailNotifier().send(MESSAGE)
    [(envelope, letter)] = server.letters
    assert [line.lower().split(" size=")[0] for line in envelope] == [
        "mail from:<motcua@example.org>",
        "rcpt to:<duc@example.org>",
    ]
    assert letter["Subject"] == SUBJECT
    assert letter["To"] == "duc@example.org"
    assert "Một cửa Cửa Lớn" in letter["From"]
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter["Content-Language"] == "vi"
    assert letter.get_content().replace("\r\n", "\n").rstrip() == TEXT.rstrip()


def test_the_letter_byte_for_byte(mail):
    with mail_server() as server:
        mail(server.port)
        notifier.EmailNotifier().send(MESSAGE)
    [raw] = server.raw
    assert b"\n" not in raw.replace(b"\r\n", b"")
    head, _empty, body = raw.partition(b"\r\n\r\n")
    lines = head.replace(b"\r\n ", b" ").split(b"\r\n")
    said = dict(line.split(b": ", 1) for line in lines)
    assert head.isascii()
    # RFC 2047: UTF-8 in printable letters.
    assert said[b"Subject"].lower().startswith(b"=?utf-8?")
    assert said[b"Message-ID"] == b"<0a1b2c3d@example.org>"
    assert said[b"Content-Type"] == b'text/plain; charset="utf-8"'
    assert said[b"MIME-Version"] == b"1.0"
    assert said[b"To"] == b"duc@example.org"
    assert b"Date" in said
    decoded = message_from_bytes(raw).get_payload(decode=True)
    assert decoded.replace(b"\r\n", b"\n").rstrip() == TEXT.encode().rstrip()
    assert body.isascii() or said[b"Content-Transfer-Encoding"] == b"8bit"


@pytest.mark.parametrize(
    ("leave", "one_click"),
    [
        ("https://motcua.example/vi/thu-bao/Ab1", "List-Unsubscribe=One-Click"),
        # Nothing is posted over a line that is not sealed (RFC 8058, section 3.1).
        ("http://motcua.example/vi/thu-bao/Ab1", None),
    ],
)
def test_a_mail_program_finds_where_the_letters_end(mail, leave, one_click):
    with mail_server() as server:
        mail(server.port)
        notifier.EmailNotifier().send(replace(MESSAGE, leave=leave))
    [(_envelope, letter)] = server.letters
    assert letter["List-Unsubscribe"] == f"<{leave}>"
    assert letter["List-Unsubscribe-Post"] == one_click


def test_a_letter_that_asks_an_address_has_nothing_to_end(mail):
    with mail_server() as server:
        mail(server.port)
        notifier.EmailNotifier().send(MESSAGE)
    [(_envelope, letter)] = server.letters
    assert letter["List-Unsubscribe"] is None


def test_the_same_news_have_the_same_message_id(mail):
    with mail_server() as server:
        mail(server.port)
        notifier.EmailNotifier().send(MESSAGE)
        notifier.EmailNotifier().send(MESSAGE)
    first, second = [letter["Message-ID"] for _envelope, letter in server.letters]
    assert first == second


def refused_by(error):
    with pytest.raises(error) as told:
        notifier.EmailNotifier().send(MESSAGE)
    return told.value.reason


def test_a_server_out_of_reach_may_be_tried_again(mail):
    with mail_server() as server:
        port = server.port
    mail(port)
    assert refused_by(delivery.Unreachable) == "away"


def test_a_busy_server_may_be_tried_again(mail):
    with mail_server(answers=["451 come back later"]) as server:
        mail(server.port)
        assert refused_by(delivery.Unreachable) == "busy 451"
        assert server.letters == []
        notifier.EmailNotifier().send(MESSAGE)
    assert len(server.letters) == 1


def test_a_refused_address_is_refused_for_good(mail):
    with mail_server(answers=["550 <duc@example.org> is unknown here"]) as server:
        mail(server.port)
        # The words of the server name the address and are left out.
        assert refused_by(delivery.Undeliverable) == "refused 550"
    assert server.letters == []


def test_a_silent_server_is_not_waited_for_for_ever(mail, monkeypatch):
    monkeypatch.setattr(notifier, "PATIENCE", 0.2)
    silent = socket.create_server(("127.0.0.1", 0))
    try:
        mail(silent.getsockname()[1])
        assert refused_by(delivery.Unreachable) == "silent"
    finally:
        silent.close()
    assert socket.getdefaulttimeout() is None


def test_of_two_letters_at_once_none_waits_for_ever():
    patience = []

    def send():
        with notifier._patience():
            time.sleep(0.1)
            patience.append(socket.getdefaulttimeout())

    lanes = [threading.Thread(target=send) for _each in range(2)]
    for lane in lanes:
        lane.start()
        time.sleep(0.05)
    for lane in lanes:
        lane.join()
    assert patience == [notifier.PATIENCE] * 2
    assert socket.getdefaulttimeout() is None


def test_where_tls_is_demanded_nothing_goes_without(mail):
    with mail_server() as server:
        mail(server.port)
        api.portal.get_tool("MailHost").force_tls = True
        assert refused_by(delivery.Unreachable) == "tls"
    assert server.letters == []


def test_a_broken_tls_is_not_gone_round(mail):
    with mail_server(offers=["STARTTLS"]) as server:
        mail(server.port)
        assert refused_by(delivery.Unreachable) == "tls"
    assert server.letters == []


@pytest.mark.parametrize("missing", [{"host": ""}, {"sender": ""}])
def test_without_mail_settings_nothing_is_sent(mail, missing):
    mail(25, **missing)
    assert not notifier.EmailNotifier().ready()
    with pytest.raises(delivery.ChannelNotSetUp):
        notifier.EmailNotifier().send(MESSAGE)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "duc",
        "duc@localhost",
        "a@example.org, b@example.org",
        "a@example.org\nBcc: b@example.org",
    ],
)
def test_what_is_no_address_gets_no_letter(mail, address):
    with mail_server() as server:
        mail(server.port)
        with pytest.raises(delivery.Undeliverable):
            notifier.EmailNotifier().send(
                delivery.Message(address, SUBJECT, TEXT, "0a1b")
            )
    assert server.letters == []
