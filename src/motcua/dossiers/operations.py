"""What each operation on a dossier asks for: one table for desk, REST and engine.

An operation is a transition of ``dossier_workflow`` and the type of the event it
writes. Where a field is a *fact* it goes into the header of the event, which is
kept for ever and holds nothing personal; everything else is payload.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from typing import Literal


FieldKind = Literal[
    "words",
    "line",
    "day",
    "moment",
    "amount",
    "department",
    "person",
    "step",
    "outcome",
    "reason_code",
    "method",
    "taker",
    "number",
    "count",
    "flag",
    "digest",
    "list",
    "papers",
    "object",
    "source",
]


@dataclass(frozen=True)
class Field:
    """One value that an operation takes along; ``name`` is its key in the event."""

    name: str
    kind: FieldKind = "words"
    required: bool = False
    fact: bool = False


@dataclass(frozen=True)
class Operation:
    """One operation.

    ``idle`` operations are never what a dossier waits for: they record, correct or
    follow a wish. ``grave`` ones end the matter against or without a result.
    """

    name: str
    fields: tuple[Field, ...] = ()
    idle: bool = False
    grave: bool = False

    @property
    def reasoned(self) -> bool:
        """Whether it is never done without a reason in words."""
        return REASON in self.fields

    @property
    def coded(self) -> bool:
        """Whether the reason has a code as well."""
        return REASON_CODE in self.fields


REASON: Final = Field("reason", "words", required=True)
REASON_CODE: Final = Field("reason_code", "reason_code", required=True, fact=True)
NOTE: Final = Field("note")
#: What is said to somebody: a note, a message, an urging.
WORDS: Final = Field("words", "words", required=True)
#: Papers that were missing and came.
CAME: Final = Field("came", "papers")
STEP: Final = Field("step", "step", fact=True)
#: Where a file comes from that the house had already, see ``archive.reuse``.
SOURCE: Final = Field("source", "source")
_FILE: Final = (
    Field("sha256", "digest", required=True),
    Field("size", "number", required=True),
    Field("media", "line", required=True),
    Field("name", "line", required=True),
    Field("pages", "count"),
    Field("signed", "flag"),
    Field("title", "line"),
)

#: In the order of the road.
OPERATIONS: Final[dict[str, Operation]] = {
    each.name: each
    for each in (
        Operation("accept", (NOTE,)),
        Operation("guide", (REASON_CODE, REASON, Field("missing", "list")), idle=True),
        Operation("resubmit", (CAME, NOTE)),
        Operation("decline", (REASON_CODE, REASON), grave=True, idle=True),
        Operation(
            "forward", (Field("to", "department", required=True, fact=True), NOTE)
        ),
        Operation(
            "complete",
            (
                STEP,
                Field("outcome", "outcome", fact=True),
                Field("checks", "list"),
                NOTE,
            ),
        ),
        Operation("propose", (Field("proposal", "words", required=True),)),
        Operation(
            "send_back", (REASON, STEP, Field("back_to", "step", fact=True)), idle=True
        ),
        Operation(
            "approve",
            (
                STEP,
                Field("outcome", "outcome", fact=True),
                Field("checks", "list"),
                NOTE,
            ),
        ),
        Operation("refuse", (REASON_CODE, REASON, STEP), grave=True, idle=True),
        Operation(
            "pause",
            (REASON_CODE, REASON, Field("missing", "list"), Field("legal_basis")),
            idle=True,
        ),
        Operation("resume", (CAME, NOTE)),
        Operation(
            "ask_payment",
            (Field("amount", "amount", required=True, fact=True), NOTE),
            idle=True,
        ),
        Operation("confirm_payment", (NOTE,)),
        Operation(
            "collect_fee",
            (
                Field("amount", "amount", required=True, fact=True),
                Field("method", "method", required=True, fact=True),
                Field("symbol", "line", fact=True),
                Field("number", "line", fact=True),
                NOTE,
            ),
            idle=True,
        ),
        Operation(
            "void_fee",
            (Field("receipt", "number", required=True, fact=True), REASON),
            True,
        ),
        Operation(
            "suspend",
            (REASON_CODE, REASON, Field("deed", "line", fact=True)),
            idle=True,
        ),
        Operation("unsuspend", (NOTE,), idle=True),
        Operation("recalendar", (REASON,), idle=True),
        Operation(
            "extend",
            (
                Field("until", "moment", required=True, fact=True),
                Field("fault", "department", fact=True),
                REASON,
            ),
            idle=True,
        ),
        Operation(
            "assign",
            (
                STEP,
                Field("person", "person", required=True, fact=True),
                # Who had it by name until now and gives it up.
                Field("instead", "person", fact=True),
                Field("deed", "line", fact=True),
                NOTE,
            ),
            idle=True,
        ),
        Operation("take_back", idle=True),
        Operation(
            "restrict",
            (
                Field("ground", "words", required=True),
                Field("person", "person", fact=True),
            ),
            idle=True,
        ),
        Operation("unrestrict", (Field("ground", "words", required=True),), idle=True),
        Operation(
            "ask_opinion",
            (
                Field("to", "department", required=True, fact=True),
                Field("question", "words", required=True),
                Field("by", "moment", fact=True),
            ),
            idle=True,
        ),
        Operation(
            "give_opinion",
            (
                STEP,
                Field("outcome", "outcome", fact=True),
                Field("opinion", "words", required=True),
            ),
        ),
        Operation(
            "correct", (REASON, Field("changes", "object", required=True)), idle=True
        ),
        Operation(
            "attach_scan",
            (Field("paper", "line", required=True), *_FILE, SOURCE),
            idle=True,
        ),
        Operation("attach_result", _FILE),
        Operation("finish", (NOTE,)),
        Operation("report", (WORDS,), idle=True),
        Operation(
            "shelve", (Field("shelf", "line", required=True, fact=True),), idle=True
        ),
        Operation(
            "return_result",
            (
                Field("taker", "taker", fact=True),
                Field("receiver", "line"),
                Field("proof_kind", "line"),
                Field("proof_number", "line"),
                # The statement of who lost the receipt slip.
                Field("lost", "words"),
                # Originals that are given back with the result.
                Field("returned", "list"),
                NOTE,
            ),
        ),
        Operation("withdraw", (REASON_CODE, REASON), grave=True, idle=True),
        Operation("stop", (REASON_CODE, REASON), grave=True, idle=True),
        Operation(
            "reopen",
            (REASON_CODE, REASON, Field("back_to", "step", fact=True)),
            idle=True,
        ),
        Operation(
            "reprint",
            (
                Field("slip", "number", required=True, fact=True),
                Field("form", "line", required=True, fact=True),
                NOTE,
            ),
            idle=True,
        ),
        Operation(
            "change_process",
            (
                REASON,
                Field("process", "digest", required=True, fact=True),
                Field("deed", "line", fact=True),
            ),
            idle=True,
        ),
        Operation("note", (WORDS,), idle=True),
        Operation("message", (WORDS,), idle=True),
        Operation(
            "urge",
            (
                Field("to", "department", fact=True),
                Field("person", "person", fact=True),
                WORDS,
            ),
            idle=True,
        ),
        Operation("close", (NOTE,)),
    )
}

#: Ways of paying that a fee receipt names.
METHODS: Final = ("cash", "transfer", "online")
#: Who takes a result; a proxy (người được ủy quyền) proves the mandate.
TAKERS: Final = ("applicant", "owner", "representative", "proxy")
#: Whether an opinion agrees.
OPINIONS: Final = ("agree", "disagree", "conditional")
#: Operations of the free road: a dossier that follows a process has its steps.
FREE: Final = frozenset({"forward", "propose", "finish"})
#: Decisions: on the free road about what was proposed alone; in a process they end
#: a step of their own, beside which others may be open.
DECISIONS: Final = frozenset({"approve", "refuse", "send_back"})
#: What ``correct`` can change; ``case`` comes with its procedure.
CORRECTABLE: Final = ("persons", "papers", "note", "received", "procedure")
#: Operations that only a dossier with a process knows.
BY_PROCESS: Final = frozenset({"complete", "change_process"})
#: What can be taken back; all else has told somebody outside, or cost somebody time.
UNDONE: Final = frozenset({"forward", "assign"})
#: Events that stop the clock, with the reason they do it for.
STOPS: Final[dict[str, str]] = {
    "pause": "supplement",
    "ask_payment": "finance",
    "suspend": "suspension",
}
#: Events that let it go on.
GOES_ON: Final[dict[str, str]] = {
    "resume": "supplement",
    "confirm_payment": "finance",
    "unsuspend": "suspension",
}
