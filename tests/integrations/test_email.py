"""Notices leave the house over SMTP."""

from __future__ import annotations

from contextlib import contextmanager
from email import message_from_bytes
from email import policy
from motcua.dossiers.interfaces import INotifier
from motcua.dossiers.notices import ChannelNotSetUp
from motcua.integrations.email import notifier
from plone import api
import pytest
import socket
import threading
from zope.component import getUtility
from zope.interface.verify import verifyObject


SUBJECT = "H99.01-261102-0001: Đã tiếp nhận / Accepted"
TEXT = "Received: not a header\n\nHồ sơ của ông/bà đã được tiếp nhận.\n.\nEnd\n"


class MailServer:
    """As much of SMTP (RFC 5321) as one client needs, on a port of 127.0.0.1."""

    def __init__(self, refusing=False):
        self.refusing = refusing
        self.letters = []
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
                self.talk(connection, lines)

    def talk(self, connection, lines):
        def say(text):
            connection.sendall(text.encode() + b"\r\n")

        say("220 test")
        envelope = []
        for line in lines:
            word = line.split()[0].upper() if line.split() else b""
            if word in (b"MAIL", b"RCPT"):
                envelope.append(line.decode().strip())
                say("550 no" if self.refusing and word == b"RCPT" else "250 ok")
            elif word == b"DATA":
                say("354 go on")
                self.letters.append((envelope, self.body(lines)))
                envelope = []
                say("250 taken")
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
        return message_from_bytes(b"".join(found), policy=policy.default)

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
        notifier.EmailNotifier().send("duc@example.org", SUBJECT, TEXT)
    [(envelope, letter)] = server.letters
    assert [line.lower().split(" size=")[0] for line in envelope] == [
        "mail from:<motcua@example.org>",
        "rcpt to:<duc@example.org>",
    ]
    assert letter["Subject"] == SUBJECT
    assert letter["To"] == "duc@example.org"
    assert "Một cửa Cửa Lớn" in letter["From"]
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter.get_content().replace("\r\n", "\n").rstrip() == TEXT.rstrip()


def test_a_server_out_of_reach_is_told_to_the_job(mail):
    with mail_server() as server:
        port = server.port
    mail(port)
    with pytest.raises(OSError):
        notifier.EmailNotifier().send("duc@example.org", SUBJECT, TEXT)


def test_a_refused_address_is_told_to_the_job(mail):
    with mail_server(refusing=True) as server:
        mail(server.port)
        with pytest.raises(OSError):
            notifier.EmailNotifier().send("duc@example.org", SUBJECT, TEXT)
    assert server.letters == []


def test_a_silent_server_is_not_waited_for_for_ever(mail, monkeypatch):
    monkeypatch.setattr(notifier, "PATIENCE", 0.2)
    silent = socket.create_server(("127.0.0.1", 0))
    try:
        mail(silent.getsockname()[1])
        with pytest.raises(OSError):
            notifier.EmailNotifier().send("duc@example.org", SUBJECT, TEXT)
    finally:
        silent.close()
    assert socket.getdefaulttimeout() is None


@pytest.mark.parametrize("missing", [{"host": ""}, {"sender": ""}])
def test_without_mail_settings_nothing_is_sent(mail, missing):
    mail(25, **missing)
    with pytest.raises(ChannelNotSetUp):
        notifier.EmailNotifier().send("duc@example.org", SUBJECT, TEXT)


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
        with pytest.raises(OSError):
            notifier.EmailNotifier().send(address, SUBJECT, TEXT)
    assert server.letters == []
