"""How a person of a dossier wants to be told: channels, addresses, language.

Without a choice it is the way that was asked for at intake, else the e-mail address,
else the mobile number. What they choose lies in SQL, one sealed row a person, and not
in the ledger: consent that is taken back must be gone, an anonymous visitor writes
nothing into the database of content, and no officer's page gets old by it (see
docs/decisions/0023-notices.md). A lost row means the default again. Who of the people
is told at all is decided in ``recipients``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field
from datetime import datetime
from datetime import UTC
import json
from motcua import _
from motcua.base.messages import mobile
from motcua.dossiers.errors import MissingData
from motcua.dossiers.interfaces import INotifier
from motcua.dossiers.ledger import since
from motcua.organisation import units
from motcua.organisation.errors import UnknownUnit
from motcua.storage import sealing
from motcua.storage.engines import register_engine
from motcua.storage.projections import insert_for
from motcua.storage.schema import metadata
from motcua.storage.schema import UTCDateTime
import sqlalchemy as sa
from typing import Any
from typing import Final
from typing import TYPE_CHECKING
from zope.component import queryUtility


if TYPE_CHECKING:
    from motcua.dossiers.dossier import Dossier

EMAIL: Final = "email"
SMS: Final = "sms"
ZALO: Final = "zalo"
CHANNELS: Final = (EMAIL, SMS, ZALO)
LANGUAGES: Final = ("vi", "en")
#: Field of a person that holds the address, by channel.
FIELDS: Final = {EMAIL: "email", SMS: "phone", ZALO: "phone"}
_SEAL: Final = "notice choice"

#: Whose choice it is where nobody else is named; see ``persons.ROLES``.
APPLICANT: Final = "applicant"

#: code of the dossier; choice: sealed JSON, for it holds addresses.
CHOICES = sa.Table(
    "notice_choices",
    metadata,
    sa.Column("code", sa.String(64), primary_key=True),
    sa.Column("role", sa.String(16), primary_key=True, server_default=APPLICANT),
    sa.Column("choice", sa.Text, nullable=False),
    sa.Column("at", UTCDateTime, nullable=False),
)


@dataclass(frozen=True)
class Wish:
    """What the applicant asked for at intake; it goes into the first event.

    ``channels`` is None where nothing was asked for, and empty for no news at all.
    """

    channels: tuple[str, ...] | None = None
    language: str = LANGUAGES[0]

    @classmethod
    def of(cls, said: Mapping[str, Any]) -> Wish:
        """Return the wish that stands in a payload as "news"."""
        channels = said.get("channels")
        return cls(
            None if channels is None else tuple(channels),
            str(said.get("language", LANGUAGES[0])),
        )

    @property
    def data(self) -> dict[str, Any]:
        """What the payload of the first event holds of it; nothing for no wish."""
        said: dict[str, Any] = {}
        if self.channels is not None:
            said["channels"] = list(self.channels)
        if self.language != LANGUAGES[0]:
            said["language"] = self.language
        return {"news": said} if said else {}

    def lacks(self, person: Mapping[str, str]) -> str:
        """Return the first channel for which no address was given, "" for none."""
        known = _addresses(person)
        return next((one for one in self.channels or () if one not in known), "")

    def check(self, person: Mapping[str, str]) -> None:
        """Raise ``MissingData`` for a way for which the person gave no address."""
        lacking = self.lacks(person)
        if lacking == EMAIL:
            raise MissingData(_("News are to go by e-mail: enter the e-mail address."))
        if lacking:
            raise MissingData(
                _(
                    "News are to go to the mobile telephone: enter its number, for "
                    "example 0912 345 678."
                )
            )


#: Nothing was asked for: what the unit does holds.
AS_USUAL: Final = Wish()


@dataclass(frozen=True)
class Choice:
    """Where news of a dossier go: address by channel, none for no news at all."""

    to: Mapping[str, str] = field(default_factory=dict)
    language: str = LANGUAGES[0]

    def without(self, channel: str) -> Choice:
        """Return the choice less one channel."""
        rest = {name: to for name, to in self.to.items() if name != channel}
        return Choice(rest, self.language)


def of(dossier: Dossier) -> Choice:
    """Return what holds for the applicant: the choice, else what the ledger says."""
    own = chosen(dossier.code)
    return default(dossier) if own is None else own


def chosen(code: str) -> Choice | None:
    """Return what the applicant of a dossier chose, None for nothing."""
    return all_chosen(code).get(APPLICANT)


def all_chosen(code: str) -> dict[str, Choice]:
    """Return what the people of a dossier chose, by role."""
    query = sa.select(CHOICES.c.role, CHOICES.c.choice).where(CHOICES.c.code == code)
    with register_engine().connect() as connection:
        rows = connection.execute(query).all()
    found = {}
    for role, sealed in rows:
        try:
            said = json.loads(sealing.unseal(_SEAL, sealed))
        except ValueError:
            # Sealed with another secret of the house: nobody can read it any more.
            continue
        found[str(role)] = Choice(dict(said["to"]), str(said["language"]))
    return found


def choose(code: str, choice: Choice, role: str = APPLICANT) -> None:
    """Keep a choice in place of the one before; commits at once.

    Asks nobody for proof: see ``asking`` for what a visitor may do.
    """
    said = json.dumps({"to": dict(choice.to), "language": choice.language})
    values = {
        "choice": sealing.seal(_SEAL, said),
        "at": datetime.now(UTC),
    }
    key = {"code": code, "role": role}
    with register_engine().begin() as connection:
        insert = insert_for(connection, CHOICES).values(**key, **values)
        connection.execute(
            insert.on_conflict_do_update(
                index_elements=[CHOICES.c.code, CHOICES.c.role], set_=values
            )
        )


def default(dossier: Dossier) -> Choice:
    """Return what holds for the applicant who chose nothing on the tracking page.

    The channels and the language that were asked for at intake (``wishes``), else
    e-mail, else a short message, else nothing.
    """
    said = asked_at_intake(dossier)
    addresses = given(dossier)
    wanted = said.channels
    if wanted is None:
        return Choice(usual(dossier.unit, addresses), said.language)
    return Choice({c: addresses[c] for c in wanted if c in addresses}, said.language)


def asked_at_intake(dossier: Dossier) -> Wish:
    """Return what the applicant asked for when the dossier came in."""
    return Wish.of({} if dossier.first is None else dossier.first.data.get("news", {}))


def usual(unit: str, addresses: Mapping[str, str]) -> dict[str, str]:
    """Return the one way that is taken for who said nothing: that of the unit first."""
    for channel in (first_way(unit), EMAIL, SMS):
        if channel in addresses and (channel == EMAIL or ready(channel)):
            return {channel: addresses[channel]}
    return {}


def first_way(unit: str) -> str:
    """Return the channel that a unit takes first."""
    try:
        return units.get(unit).news_first
    except UnknownUnit:
        return EMAIL


def given(dossier: Dossier) -> dict[str, str]:
    """Return the addresses of the applicant by channel, as the ledger says them now."""
    return persons(dossier).get(APPLICANT, {})


def persons(dossier: Dossier) -> dict[str, dict[str, str]]:
    """Return the addresses of all people, by role and channel, as they are now."""
    named = dossier.standing.named
    saying = since(dossier, named)[:1] if named else []
    for event in (*saying, dossier.first):
        data = {} if event is None else event.data
        found = data.get("changes", data).get("persons")
        if found is not None:
            return {str(one["role"]): _addresses(one) for one in found}
    return {}


def ready(channel: str) -> bool:
    """Say whether the office sends anything this way."""
    notifier = queryUtility(INotifier, name=channel)
    return notifier is not None and bool(notifier.ready())


def _addresses(person: Mapping[str, Any]) -> dict[str, str]:
    found = {EMAIL: str(person.get("email", "")).strip()}
    found[SMS] = found[ZALO] = mobile(str(person.get("phone", "")))
    return {channel: to for channel, to in found.items() if to}
