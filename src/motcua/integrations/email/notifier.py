"""Notices by e-mail, over the server that the site's mail settings name."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from email.mime.text import MIMEText
from email.utils import formataddr
from email.utils import make_msgid
from motcua.dossiers.interfaces import INotifier
from motcua.dossiers.notices import ChannelNotSetUp
from plone import api
import re
import socket
from typing import Any
from zope.interface import implementer


#: Seconds after which a mail server that says nothing is out of reach.
PATIENCE = 30.0
ADDRESS = re.compile(r"[^\s,;<>@\0]+@[^\s,;<>@\0]+\.[^\s,;<>@\0]+")


class Undeliverable(OSError):
    """The address cannot be written to."""


@implementer(INotifier)
class EmailNotifier:
    """See ``INotifier``. The message is handed over at once, not at a commit.

    So the caller learns when the server does not take it, and may try again.
    """

    def send(self, to: str, subject: str, text: str) -> None:
        """Send ``text``; raises ``OSError`` and ``ChannelNotSetUp``."""
        host = api.portal.get_tool("MailHost")
        sender = _sender()
        if not _record("plone.smtp_host") or not sender:
            raise ChannelNotSetUp("email")
        recipient = to.strip()
        if not is_address(recipient):
            raise Undeliverable("not an e-mail address")
        message = MIMEText(text, "plain", "utf-8")
        message["Message-ID"] = make_msgid(domain=sender.rpartition("@")[2].strip(">"))
        # No machine that answers mail shall answer this one.
        message["Auto-Submitted"] = "auto-generated"
        with _patience():
            host.send(
                message,
                mto=recipient,
                mfrom=sender,
                subject=" ".join(subject.split()),
                immediate=True,
                charset="utf-8",
            )


def is_address(text: str) -> bool:
    """Say whether ``text`` is one bare address; nothing that could end a header."""
    return bool(ADDRESS.fullmatch(text))


def _sender() -> str:
    address = _record("plone.email_from_address")
    name = _record("plone.email_from_name")
    return formataddr((name, address)) if address else ""


def _record(name: str) -> str:
    value: Any = api.portal.get_registry_record(name, default="")
    return str(value or "").strip()


@contextmanager
def _patience() -> Iterator[None]:
    """Wait no longer than ``PATIENCE`` for a server that does not answer.

    The mail host of the site has no setting for it. The worker, which is the one
    that sends, opens no other connection meanwhile.
    """
    before = socket.getdefaulttimeout()
    socket.setdefaulttimeout(PATIENCE)
    try:
        yield
    finally:
        socket.setdefaulttimeout(before)
