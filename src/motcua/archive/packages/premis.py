"""PREMIS 3: the objects of a package or representation, what happened, who did it."""

from __future__ import annotations

from motcua.archive.packages import markup
from motcua.archive.packages.writing import Spool
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from motcua.archive.packages.deeds import Agent
    from motcua.archive.packages.deeds import Deed
    from motcua.archive.packages.writing import Written

NAMESPACE: Final = "http://www.loc.gov/premis/v3"
_OPEN: Final = (
    f'{markup.DECLARATION}<premis xmlns="{NAMESPACE}"'
    ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" version="3.0">\n'
).encode()
_CLOSE: Final = b"</premis>\n"
#: What an identifier is called; the circular's own example for a file of a package.
_OBJECT: Final = "File"


class Premis:
    """One PREMIS file, written object by object; agents are told at the end."""

    def __init__(self) -> None:
        self._objects, self._events = Spool(), Spool()
        self._agents: dict[str, Agent] = {}

    def entity(self, key: str, title: str) -> None:
        """Tell of the file or document itself (intellectual entity)."""
        self._objects.add(
            markup.tree(
                "object",
                _identifier(key) + markup.leaf("originalName", title),
                {"xsi:type": "intellectualEntity"},
            )
        )

    def file(self, key: str, written: Written, media: str, source: str = "") -> None:
        """Tell of a file of the package; ``source`` is the one it was made from."""
        fixity = markup.leaf("messageDigestAlgorithm", "SHA-256") + markup.leaf(
            "messageDigest", written.sha256
        )
        format_ = markup.tree("formatDesignation", markup.leaf("formatName", media))
        inside = (
            markup.leaf("compositionLevel", 0)
            + markup.tree("fixity", fixity)
            + markup.leaf("size", written.size)
            + markup.tree("format", format_)
        )
        self._objects.add(
            markup.tree(
                "object",
                _identifier(key)
                + markup.tree("objectCharacteristics", inside)
                + markup.leaf("originalName", written.path.rpartition("/")[2])
                + (_source(source) if source else ""),
                {"xsi:type": "file"},
            )
        )

    def event(self, deed: Deed, key: str) -> None:
        """Tell what happened to an object."""
        self._agents.setdefault(f"{deed.agent.type}:{deed.agent.key}", deed.agent)
        outcome = markup.leaf("eventOutcome", deed.outcome)
        if deed.note:
            note = markup.leaf("eventOutcomeDetailNote", deed.note)
            outcome += markup.tree("eventOutcomeDetail", note)
        agent = (
            markup.leaf("linkingAgentIdentifierType", deed.agent.type)
            + markup.leaf("linkingAgentIdentifierValue", deed.agent.key)
            + markup.leaf("linkingAgentRole", "implementer")
        )
        object_ = markup.leaf("linkingObjectIdentifierType", _OBJECT) + markup.leaf(
            "linkingObjectIdentifierValue", markup.id_of(key)
        )
        identifier = markup.leaf("eventIdentifierType", "UUID") + markup.leaf(
            "eventIdentifierValue", markup.uuid_of("event", deed.key)
        )
        detail = markup.leaf("eventDetail", deed.detail)
        self._events.add(
            markup.tree(
                "event",
                markup.tree("eventIdentifier", identifier)
                + markup.leaf("eventType", deed.type)
                + markup.leaf("eventDateTime", deed.at.isoformat())
                + markup.tree("eventDetailInformation", detail)
                + markup.tree("eventOutcomeInformation", outcome)
                + markup.tree("linkingAgentIdentifier", agent)
                + markup.tree("linkingObjectIdentifier", object_),
            )
        )

    def sources(self) -> tuple[bytes | Spool, ...]:
        """Return the whole file, to be written."""
        agents = Spool()
        for name in sorted(self._agents):
            agents.add(_agent(self._agents[name]))
        return _OPEN, self._objects, self._events, agents, _CLOSE


def _identifier(key: str) -> str:
    return markup.tree(
        "objectIdentifier",
        markup.leaf("objectIdentifierType", _OBJECT)
        + markup.leaf("objectIdentifierValue", markup.id_of(key)),
    )


def _source(key: str) -> str:
    related = markup.leaf("relatedObjectIdentifierType", _OBJECT) + markup.leaf(
        "relatedObjectIdentifierValue", markup.id_of(key)
    )
    return markup.tree(
        "relationship",
        markup.leaf("relationshipType", "derivation")
        + markup.leaf("relationshipSubType", "has source")
        + markup.tree("relatedObjectIdentifier", related),
    )


def _agent(one: Agent) -> str:
    identifier = markup.leaf("agentIdentifierType", one.type) + markup.leaf(
        "agentIdentifierValue", one.key
    )
    return markup.tree(
        "agent",
        markup.tree("agentIdentifier", identifier)
        + markup.leaf("agentName", one.name)
        + markup.leaf("agentType", one.type)
        + (markup.leaf("agentVersion", one.version) if one.version else ""),
    )
