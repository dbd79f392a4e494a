"""Messages as files: one JSON file each, complete as soon as it has its name.

Provinces have different gateways, so the house ends at a folder,
``$MOTCUA_VAR/spool/<channel>``: a program of the province takes a file, sends it and
removes it. The name of a file is the identity of the message, so what is sent again
while it still lies there is one file. Only channels of ``MOTCUA_SPOOLED`` are used.
"""

from __future__ import annotations

from dataclasses import dataclass
import json
from motcua.base import messages
from motcua.dossiers.interfaces import INotifier
from motcua.dossiers.notices import delivery
from motcua.storage.settings import settings
import os
from pathlib import Path
import secrets
from typing import Final
from typing import TYPE_CHECKING
from zope.interface import implementer


if TYPE_CHECKING:
    from motcua.dossiers.notices.delivery import Message


@implementer(INotifier)
@dataclass(frozen=True)
class Spool:
    """See ``INotifier``; ``short`` messages are of at most 160 plain letters."""

    channel: str
    short: bool

    def ready(self) -> bool:
        """Say whether the settings of the house name the channel."""
        return self.channel in settings().spooled

    @property
    def folder(self) -> Path:
        """Where the files lie."""
        return settings().var / "spool" / self.channel

    def send(self, message: Message) -> None:
        """Lay the message down; see ``INotifier``."""
        if not self.ready():
            raise delivery.ChannelNotSetUp(self.channel)
        to = messages.mobile(message.to)
        if not to:
            raise delivery.Undeliverable(delivery.ADDRESS)
        if self.short and message.text != messages.short(message.text):
            raise delivery.Undeliverable(delivery.TEXT)
        said = {
            "id": message.identity,
            "channel": self.channel,
            "to": to,
            "language": message.language,
            "text": message.text,
        }
        try:
            self._lay(message.identity, said)
        except OSError:
            raise delivery.Unreachable(delivery.AWAY) from None

    def _lay(self, identity: str, said: dict[str, str]) -> None:
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        target = self.folder / f"{identity}.json"
        draft = target.with_name(f".{os.getpid()}-{secrets.token_hex(4)}")
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            with os.fdopen(descriptor, "w", encoding="utf-8") as out:
                json.dump(said, out, ensure_ascii=False)
                out.flush()
                os.fsync(out.fileno())
            draft.replace(target)
        finally:
            draft.unlink(missing_ok=True)


SMS: Final = Spool("sms", short=True)
ZALO: Final = Spool("zalo", short=False)
