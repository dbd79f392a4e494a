"""Words for what notices are about, how they go and why they did not."""

from __future__ import annotations

from motcua import _
from motcua.dossiers.notices import choices
from motcua.dossiers.notices import delivery
from motcua.dossiers.notices import news
from motcua.dossiers.notices import outbox
from motcua.dossiers.notices import texts
from motcua.dossiers.statuses import TITLES
from typing import Any
from typing import Final


CHANNELS: Final[dict[str, Any]] = {
    choices.EMAIL: _("E-mail"),
    choices.SMS: _("Short message"),
    choices.ZALO: _("Zalo"),
}
LANGUAGES: Final[dict[str, Any]] = {"vi": _("Vietnamese"), "en": _("English")}
KINDS: Final[dict[str, Any]] = {
    **{kind: TITLES[status] for status, kind in news.BY_STATUS.items()},
    news.EXTENDED: _("A new date, with an apology"),
    news.MOVED: _("Another due date"),
    news.MESSAGE: _("A message of an officer"),
    news.UNCOLLECTED: _("A result that waits to be collected"),
    texts.RESTRICTED: _("Anything about a restricted dossier"),
    texts.CONFIRM: _("Question to an e-mail address"),
}
STATES: Final[dict[str, Any]] = {
    outbox.WAITING: _("Waiting"),
    outbox.FAILED: _("Failed for good"),
    outbox.UNSET: _("Channel not set up"),
    outbox.SENT: _("Sent"),
    outbox.OUTDATED: _("Overtaken"),
}
#: What can be sent again.
AGAIN: Final = (outbox.FAILED, outbox.UNSET)
REASONS: Final[dict[str, Any]] = {
    delivery.ADDRESS: _("The address cannot be written to"),
    delivery.REFUSED: _("The server refused it"),
    delivery.BUSY: _("The server asked to try later"),
    delivery.SILENT: _("The server did not answer"),
    delivery.AWAY: _("The server is out of reach"),
    delivery.TLS: _("No safe connection (TLS)"),
    delivery.LOGIN: _("The server does not accept our login"),
    delivery.TEXT: _("The text does not suit the channel"),
    delivery.UNEXPECTED: _("Something unexpected; see the log"),
}
