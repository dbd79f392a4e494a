"""What a dossier is, and what other layers may learn from it.

A dossier (hồ sơ) is what one citizen or organisation hands in for one
administrative procedure, from receipt to archive. Everything that is known
about it is written in its *ledger*, a chain of immutable events; its state, its
due date, its slips, its row in the register and what the citizen sees are
functions of that chain. Nobody changes a dossier in any other way: the generic
screens and endpoints of the platform are shut for it, for managers too.
"""

from __future__ import annotations

from motcua.storage.interfaces import IUncatalogued
from typing import Any
from typing import TYPE_CHECKING
from zope.interface import Attribute
from zope.interface import Interface
from zope.interface.interfaces import IObjectEvent
from zope.schema import TextLine


if TYPE_CHECKING:
    from motcua.dossiers.notices.delivery import Message


class IDossier(IUncatalogued):
    """A dossier: a head, a length and a reference to its last event.

    ``standing`` is what the ledger comes to, kept beside the head because the object
    is rewritten with every event anyway, so that a step need not read the whole
    history; verification compares it with the ledger. All that follows it below is
    read from there.
    """

    code = TextLine(
        title="Code (mã hồ sơ)",
        description="<agency>-<yyMMdd>-<NNNN>, never used twice",
        readonly=True,
    )
    head = Attribute("Hash of the last event, 32 bytes")
    length = Attribute("Number of events")
    last = Attribute("The last event; each event refers to the one before")
    first = Attribute("The first event: what was handed in")
    standing = Attribute("``standing.Standing``: how it stands after the last event")
    state = Attribute("State id of dossier_workflow after the last event")
    unit = Attribute("Code of the one-stop unit that received it")
    holder = Attribute("Code of the unit or department that has it now")
    participants = Attribute("Codes of all departments that take or took part")
    public_status = Attribute("Status 1..10 of the national portal")
    process = Attribute("Digest of the internal process it follows, empty without")
    tasks = Attribute("Tuple of ``tasks.Task``: what is open, and where")
    done = Attribute("Keys of the steps of the process that are done")
    answers = Attribute("Pairs (name, value) that conditions of the process ask")
    supplements = Attribute("How often a supplement was asked for")
    suspended = Attribute("Whether the clock stands because of a disaster")
    restricted = Attribute("Whether only leaders and persons by name may see it")
    entrusted = Attribute("Logins to whom it was given by name, once restricted")


class IKeepsLedgers(Interface):
    """What keeps papers of the house with ledgers of their own, above this layer.

    A utility by name. Their heads are kept outside the database and proved with those
    of lists and books, see ``apart``.
    """

    def every(site: Any) -> Any:
        """Yield every ``ledger.apart.Apart`` it keeps."""

    def find(site: Any, code: str) -> Any:
        """Return the one with this code, None when there is none. Checks no rights."""


class IDossiersFolder(Interface):
    """Marks the root of all dossiers; it has no address on the web."""


class IDossierActed(IObjectEvent):
    """An event was appended to a dossier, in the running transaction.

    Subscribers write what must be true together with the event. What leaves
    the database (mail, files, prints) is a job derived from the ledger.
    """

    event = Attribute("The ``ledger.Event`` just appended")


class IEscalated(Interface):
    """A person is to be told of something that does not move.

    Sent from a job, outside every request, at least once for each escalation; a
    subscriber asks for a job under ``escalation.key``, which makes it once.
    """

    escalation = Attribute("The ``watching.escalations.Escalation``")


class INotifier(Interface):
    """Tells a person of a change; named by channel ("email", "sms", "zalo").

    A real gateway takes the place of the utility. Called from a job, at least once
    per letter, never inside a transaction that may be retried; ``identity`` of the
    message is the same when it is sent again.
    """

    def ready() -> bool:
        """Say whether the office sends anything this way."""

    def send(message: Message) -> None:
        """Send a ``notices.delivery.Message``.

        Raises ``Unreachable`` for what may be taken later, ``Undeliverable`` for what
        will not, ``ChannelNotSetUp`` where the office does not use the channel.
        """


class ISigner(Interface):
    """Signs documents in the name of a person (ký số); a utility named by its way.

    ``prepare`` is asked by a job for each dossier of an act, before the approval is
    written; where the person has to confirm on a device, the state is "waiting" until
    then and the dossier stays as it is. Both may be called again with the same
    request, and then do nothing anew. Raise ``OSError`` when the service is out of
    reach; the job is then tried again. Where no signer is there, documents are signed
    on paper and the approval records it.
    """

    title = Attribute("What people call this way of signing, a message")

    def prepare(
        request: str, person: str, documents: tuple[tuple[str, str], ...]
    ) -> None:
        """Ask for signatures: pairs (name of the file, SHA-256 in hexadecimal).

        ``person`` is a login, ``request`` a digest that names order and dossier. The
        bytes are in the store of files under their hash.
        """

    def collect(request: str) -> Any:
        """Return how it stands: a ``signing.Signed``; KeyError for no such request."""
