"""Notices by e-mail, over the server that the site's mail settings name."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from email import policy
from email.mime.text import MIMEText
from email.utils import formataddr
from motcua.dossiers.interfaces import INotifier
from motcua.dossiers.notices import delivery
from plone import api
import re
import smtplib
import socket
import ssl
import threading
from typing import Any
from typing import TYPE_CHECKING
from zope.interface import implementer


if TYPE_CHECKING:
    from motcua.dossiers.notices.delivery import Message

#: Seconds after which a mail server that says nothing is out of reach.
PATIENCE = 30.0
WIRE = policy.compat32.clone(linesep="\r\n")
ADDRESS = re.compile(r"[^\s,;<>@\0]+@[^\s,;<>@\0]+\.[^\s,;<>@\0]+")


@implementer(INotifier)
class EmailNotifier:
    """See ``INotifier``. The message is handed over at once, not at a commit.

    So the caller learns when the server does not take it, and may try again.
    """

    def ready(self) -> bool:
        """Say whether the site has a mail server and a sender."""
        return bool(_record("plone.smtp_host") and _sender())

    def send(self, message: Message) -> None:
        """Hand the message over to the server; see ``INotifier``."""
        if not self.ready():
            raise delivery.ChannelNotSetUp("email")
        recipient = message.to.strip()
        if not is_address(recipient):
            raise delivery.Undeliverable(delivery.ADDRESS)
        host = api.portal.get_tool("MailHost")
        with _patience(), _told():
            host.send(
                letter(message),
                mto=recipient,
                mfrom=_sender(),
                subject=" ".join(message.subject.split()),
                immediate=True,
                charset="utf-8",
            )


def letter(message: Message) -> MIMEText:
    """Return the message with the headers that machines read."""
    # Servers that are careful take no line that ends with a line feed alone.
    made = MIMEText(message.text, "plain", "utf-8", policy=WIRE)
    domain = _record("plone.email_from_address").rpartition("@")[2]
    made["Message-ID"] = f"<{message.identity}@{domain}>"
    made["Content-Language"] = message.language
    # No machine that answers mail shall answer this one.
    made["Auto-Submitted"] = "auto-generated"
    if message.leave:
        made["List-Unsubscribe"] = f"<{message.leave}>"
        if message.leave.startswith("https:"):
            # RFC 8058: a mail program ends the letters with one POST, over TLS alone.
            made["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return made


def is_address(text: str) -> bool:
    """Say whether ``text`` is one bare address; nothing that could end a header."""
    return bool(ADDRESS.fullmatch(text))


@contextmanager
def _told() -> Iterator[None]:
    """Put what goes wrong with a mail server into the words of ``INotifier``."""
    try:
        yield
    except smtplib.SMTPRecipientsRefused as error:
        raise _refused(max(code for code, _said in error.recipients.values())) from None
    except smtplib.SMTPAuthenticationError:
        raise delivery.Unreachable(delivery.LOGIN) from None
    except smtplib.SMTPResponseException as error:
        raise _refused(error.smtp_code) from None
    except UnicodeEncodeError:
        # An address with letters that this server cannot write to.
        raise delivery.Undeliverable(delivery.ADDRESS) from None
    except TimeoutError:
        raise delivery.Unreachable(delivery.SILENT) from None
    except ssl.SSLError:
        raise delivery.Unreachable(delivery.TLS) from None
    except RuntimeError as error:
        # The mailer of the site says so where TLS is demanded and not offered.
        reason = delivery.TLS if "TLS" in str(error) else delivery.UNEXPECTED
        raise delivery.Unreachable(reason) from None
    except OSError as error:
        # A library that reads a greeting hides the silence it met in its own error.
        silent = isinstance(error.__context__, TimeoutError)
        reason = delivery.SILENT if silent else delivery.AWAY
        raise delivery.Unreachable(reason) from None


def _refused(code: int) -> delivery.NotDelivered:
    """Return what an answer of the server means (RFC 5321, 4.2.1)."""
    if code >= 500:
        return delivery.Undeliverable(f"{delivery.REFUSED} {code}")
    return delivery.Unreachable(f"{delivery.BUSY} {code}")


def _sender() -> str:
    address = _record("plone.email_from_address")
    name = _record("plone.email_from_name")
    return formataddr((name, address)) if address else ""


def _record(name: str) -> str:
    value: Any = api.portal.get_registry_record(name, default="")
    return str(value or "").strip()


_alone = threading.Lock()


@contextmanager
def _patience() -> Iterator[None]:
    """Wait no longer than ``PATIENCE`` for a server that does not answer.

    The mail host of the site has no setting for it, and the setting of sockets is one
    for the whole process: so the lanes of a worker send one after the other.
    """
    with _alone:
        before = socket.getdefaulttimeout()
        socket.setdefaulttimeout(PATIENCE)
        try:
            yield
        finally:
            socket.setdefaulttimeout(before)
