"""What a channel is given to send, and how it says that it could not."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Message:
    """One message to one address."""

    to: str
    """Address of the channel: e-mail, or a mobile number as +84..."""

    subject: str
    """"" where the channel knows none."""

    text: str
    identity: str
    """Letters and digits; the same when the same news are sent again."""

    language: str = "vi"
    leave: str = ""
    """Where one request (RFC 8058) or one click ends these letters; "" for none."""


class ChannelNotSetUp(Exception):
    """The office does not send notices this way; nothing is wrong."""


class NotDelivered(Exception):
    """The message was not taken; ``reason`` is a word and a number, no address.

    One of ``REASONS``, with the number of the answer where there is one:
    "refused 550".
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Undeliverable(NotDelivered):
    """It will not be taken later either: no further try."""


class Unreachable(NotDelivered):
    """It may be taken later."""


ADDRESS = "address"
REFUSED = "refused"
BUSY = "busy"
SILENT = "silent"
AWAY = "away"
TLS = "tls"
LOGIN = "login"
TEXT = "text"
UNEXPECTED = "unexpected"
REASONS = (ADDRESS, REFUSED, BUSY, SILENT, AWAY, TLS, LOGIN, TEXT, UNEXPECTED)
