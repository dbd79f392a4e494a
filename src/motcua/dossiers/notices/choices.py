"""How the people of a dossier want to be told: channels, addresses, language.

Without a choice it is the e-mail address of the applicant, where one was given at
intake, else the mobile number. What they choose lies in SQL, one sealed row a dossier,
and not in the ledger: consent that is taken back must be gone, an anonymous visitor
writes nothing into the database of content, and no officer's page gets old by it (see
docs/decisions/0023-notices.md). A lost row means the default again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field
from datetime import datetime
from datetime import UTC
import json
from motcua.base.messages import mobile
from motcua.dossiers.interfaces import INotifier
from motcua.dossiers.ledger import since
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

#: code of the dossier; choice: sealed JSON, for it holds addresses.
CHOICES = sa.Table(
    "notice_choices",
    metadata,
    sa.Column("code", sa.String(64), primary_key=True),
    sa.Column("choice", sa.Text, nullable=False),
    sa.Column("at", UTCDateTime, nullable=False),
)


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
    """Return what holds: what was chosen, else what follows from the ledger."""
    own = chosen(dossier.code)
    return default(dossier) if own is None else own


def chosen(code: str) -> Choice | None:
    """Return what the people of a dossier chose, None where they chose nothing."""
    query = sa.select(CHOICES.c.choice).where(CHOICES.c.code == code)
    with register_engine().connect() as connection:
        sealed = connection.execute(query).scalar()
    if sealed is None:
        return None
    try:
        said = json.loads(sealing.unseal(_SEAL, sealed))
    except ValueError:
        # Sealed with another secret of the house: nobody can read it any more.
        return None
    return Choice(dict(said["to"]), str(said["language"]))


def choose(code: str, choice: Choice) -> None:
    """Keep a choice in place of the one before; commits at once.

    Asks nobody for proof: see ``asking`` for what a visitor may do.
    """
    said = json.dumps({"to": dict(choice.to), "language": choice.language})
    values = {
        "choice": sealing.seal(_SEAL, said),
        "at": datetime.now(UTC),
    }
    with register_engine().begin() as connection:
        insert = insert_for(connection, CHOICES).values(code=code, **values)
        connection.execute(
            insert.on_conflict_do_update(index_elements=[CHOICES.c.code], set_=values)
        )


def default(dossier: Dossier) -> Choice:
    """Return what holds without a choice: e-mail, else a short message, else nothing.

    A language or channels that were asked for at intake (``news`` of the first event)
    come before.
    """
    addresses = given(dossier)
    first = dossier.first
    said = {} if first is None else first.data.get("news", {})
    language = said.get("language", LANGUAGES[0])
    wanted = said.get("channels")
    if wanted is None:
        wanted = [EMAIL] if EMAIL in addresses else [SMS] if ready(SMS) else []
    return Choice({c: addresses[c] for c in wanted if c in addresses}, language)


def given(dossier: Dossier) -> dict[str, str]:
    """Return the addresses of the applicant by channel, as the ledger says them now."""
    named = dossier.standing.named
    saying = since(dossier, named)[:1] if named else []
    for event in (*saying, dossier.first):
        data = {} if event is None else event.data
        persons = data.get("changes", data).get("persons")
        if persons is not None:
            found = [p for p in persons if p.get("role") == "applicant"]
            return _addresses(found[0]) if found else {}
    return {}


def ready(channel: str) -> bool:
    """Say whether the office sends anything this way."""
    notifier = queryUtility(INotifier, name=channel)
    return notifier is not None and bool(notifier.ready())


def reached(dossier: Dossier) -> bool:
    """Say whether there is anybody to tell."""
    return bool(of(dossier).to)


def _addresses(person: Mapping[str, Any]) -> dict[str, str]:
    found = {EMAIL: str(person.get("email", "")).strip()}
    found[SMS] = found[ZALO] = mobile(str(person.get("phone", "")))
    return {channel: to for channel, to in found.items() if to}
