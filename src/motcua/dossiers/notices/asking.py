"""What the people of a dossier may ask for themselves: which ways, which language.

The public page calls this with a dossier that a second factor opened (see
``proofs``). Short messages go to the number that was given at intake and to no other.
An e-mail address that the house does not know yet is asked first: a letter goes there
with a sealed link, and only who opens it and says yes gets news; until then nothing is
kept anywhere. Every letter holds a link that ends them. All writes are in SQL.
"""

from __future__ import annotations

from collections.abc import Collection
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from datetime import timedelta
from datetime import UTC
import json
from motcua import _
from motcua.dossiers.errors import MissingData
from motcua.dossiers.folder import find
from motcua.dossiers.interfaces import INotifier
from motcua.dossiers.notices import choices
from motcua.dossiers.notices import delivery
from motcua.dossiers.notices import facts
from motcua.dossiers.notices import recipients
from motcua.dossiers.notices import texts
from motcua.dossiers.notices.choices import APPLICANT
from motcua.dossiers.notices.choices import Choice
from motcua.dossiers.notices.choices import EMAIL
from motcua.storage import jobs
from motcua.storage import sealing
from motcua.storage import tries
from motcua.storage.interfaces import IJob
import re
from typing import Any
from typing import Final
from typing import TYPE_CHECKING
from zope.component import queryUtility
from zope.component.hooks import getSite
from zope.interface import implementer


if TYPE_CHECKING:
    from motcua.dossiers.dossier import Dossier

JOB: Final = "notice-confirm"
#: Changes of a choice, and letters that ask an address, per dossier or address and day.
CHANGES: Final = 20
ASKED: Final = 3
#: How long the link of a letter that asks an address holds.
HOLDS: Final = timedelta(days=3)
#: Words of the addresses below which the links of letters lie.
PAGE: Final[Mapping[str, str]] = {"vi": "vi/thu-bao", "en": "en/letters"}
_ADDRESS: Final = re.compile(
    r"[^\s,;<>@\0\"]{1,64}@[^\s,;<>@\0\"]+\.[^\s,;<>@\0\"]{2,}"
)
_LONGEST: Final = 1000


@dataclass(frozen=True)
class Offer:
    """One way to be told, as the page shows it."""

    channel: str
    chosen: bool
    to: str
    """The address with its middle hidden; "" where none is known."""

    open: bool
    """Whether it can be chosen: the office uses it and an address is known, or can
    be given."""


@dataclass(frozen=True)
class Asked:
    """What a link of a letter asks for; ``channel`` ends where ``confirms`` is not.

    ``role`` is that of the person who is told.
    """

    code: str
    channel: str
    confirms: bool
    to: str = ""
    language: str = "vi"
    role: str = APPLICANT


def offers(dossier: Dossier) -> tuple[list[Offer], str]:
    """Return the ways to be told with what is chosen, and the language."""
    choice, known = choices.of(dossier), choices.given(dossier)
    found = []
    for channel in choices.CHANNELS:
        to = choice.to.get(channel) or known.get(channel, "")
        usable = choices.ready(channel) and (channel == EMAIL or bool(to))
        found.append(Offer(channel, channel in choice.to, hidden(to), usable))
    return found, choice.language


def others(dossier: Dossier) -> list[tuple[str, str]]:
    """Return who is told beside the applicant: role, address with its middle hidden."""
    return [
        (role, hidden(to))
        for role, choice in recipients.of(dossier).items()
        for to in choice.to.values()
        if role != APPLICANT
    ]


def wish(
    dossier: Dossier,
    channels: Collection[str],
    language: str,
    email: str = "",
    now: datetime | None = None,
) -> bool:
    """Keep how the people of a dossier want to be told.

    ``email`` is a new address, "" for the one that is known. Returns whether a letter
    was sent to ask that address first; until it says yes the one before holds, and
    the rest of the choice holds at once. Raises
    ``MissingData`` for what cannot be chosen, ``TooManyTries`` for too many changes.
    """
    moment = now or datetime.now(UTC)
    if language not in choices.LANGUAGES or not set(channels) <= set(choices.CHANNELS):
        raise MissingData(_("Choose one of the ways and languages on the page."))
    new = email.strip() if EMAIL in channels else ""
    if new and not (len(new) <= 254 and _ADDRESS.fullmatch(new)):
        raise MissingData(_("This is no e-mail address: name@example.org is one."))
    known = {**choices.given(dossier), **choices.of(dossier).to}
    if new and new in (known.get(EMAIL), choices.given(dossier).get(EMAIL)):
        known[EMAIL], new = new, ""
    to = {one: known[one] for one in channels if one in known}
    if any(one not in to for one in channels if one != EMAIL or not new):
        raise MissingData(
            _("No address is known for this way; give one, or leave it out.")
        )
    _count(f"choice of {dossier.code}", CHANGES, moment)
    if new:
        _ask(dossier.code, new, language, moment)
    choices.choose(dossier.code, Choice(to, language))
    return bool(new)


def _ask(code: str, to: str, language: str, now: datetime) -> None:
    for what in (f"asked for {code}", f"asked at {to.lower()}"):
        _count(what, ASKED, now)
    # The end of a day: who asks twice gets one letter.
    until = facts.day(now + HOLDS).isoformat()
    token = sealing.seal(JOB, json.dumps([code, to, language, until]))
    jobs.enqueue_now(JOB, tries.key("asked", token)[:40], {"token": token})


def _count(what: str, most: int, now: datetime) -> None:
    key = tries.key("notices", what)
    tries.check({key: most}, now, tries.DAY)
    tries.count([key], now, tries.DAY)


def leaving(code: str, channel: str, language: str, role: str = APPLICANT) -> str:
    """Return the address at which the letters to a person are ended."""
    token = sealing.seal("notice-leave", f"{channel} {role} {code}")
    return f"{facts.base()}/{PAGE[language]}/{token}"


def asked(token: str, now: datetime | None = None) -> Asked | None:
    """Return what the link of a letter asks for, None for a strange or ended one."""
    if not token.isascii() or len(token) > _LONGEST:
        return None
    try:
        # Letters of before named the channel and the code alone.
        channel, *role, code = sealing.unseal("notice-leave", token).split(" ")
    except ValueError:
        pass
    else:
        return Asked(code, channel, confirms=False, role="".join(role) or APPLICANT)
    try:
        code, to, language, until = json.loads(sealing.unseal(JOB, token))
    except ValueError:
        return None
    if facts.day(now or datetime.now(UTC)).isoformat() > until:
        return None
    return Asked(code, EMAIL, True, to, language)


def answer(site: Any, token: str, now: datetime | None = None) -> Asked | None:
    """Do what the link of a letter asks for; the same twice changes nothing."""
    found = asked(token, now)
    dossier = None if found is None else find(site, found.code)
    if found is None or dossier is None:
        return None
    before = recipients.one(dossier, found.role)
    if found.confirms:
        after = Choice({**before.to, EMAIL: found.to}, found.language)
    else:
        after = before.without(found.channel)
    choices.choose(found.code, after, found.role)
    return found


def hidden(to: str) -> str:
    """Return an address with its middle hidden: "d***@example.org", "***678"."""
    name, at, domain = to.partition("@")
    if at:
        return f"{name[:1]}***@{domain}"
    return f"***{to[-3:]}" if to else ""


@implementer(IJob)
class Confirm:
    """Asks an e-mail address whether it wants news; the job ``notice-confirm``."""

    def __call__(self, key: str, data: Mapping[str, Any], progress: Any) -> None:
        """Send the letter; what the server does not take now is tried again."""
        found = asked(data["token"])
        notifier = queryUtility(INotifier, name=EMAIL)
        if found is None or notifier is None or find(getSite(), found.code) is None:
            progress(1, 1, "outdated")
            return
        place = texts.Place(texts.CONFIRM, EMAIL, found.language)
        link = f"{facts.base()}/{PAGE[found.language]}/{data['token']}"
        text = texts.on(place, facts.day(datetime.now(UTC)), getSite())
        said = texts.fill(place, text, {"code": found.code, "confirm": link})
        message = delivery.Message(
            found.to, said.subject, said.body, key, found.language
        )
        try:
            notifier.send(message)
        except delivery.ChannelNotSetUp:
            progress(1, 1, "not set up")
        except delivery.Undeliverable as error:
            raise jobs.JobFailed(error.reason) from None
