"""Which field stands in which section of the editor, under which label."""

from __future__ import annotations

from dataclasses import dataclass
from motcua import _
from motcua.base.durations import KINDS
from motcua.procedures import wording
from motcua.procedures.definitions import AUDIENCES
from typing import Any
from typing import Final


@dataclass(frozen=True)
class Section:
    """One page of the editor: its name in the address, title, fields of a version."""

    slug: str
    title: Any
    names: tuple[str, ...]


CASES: Final = "truong-hop"
SECTIONS: Final[tuple[Section, ...]] = (
    Section(
        "chung",
        _("General"),
        (
            "title",
            "field",
            "level",
            "level_text",
            "kind",
            "description",
            "audience",
            "audience_text",
            "conditions",
            "result",
            "result_kind",
            "result_validity",
            "keywords",
            "effective_to",
        ),
    ),
    Section(
        "co-quan",
        _("Agencies and places"),
        (
            "agencies",
            "competent",
            "delegated",
            "coordinating",
            "vertical",
            "inter_agency",
            "receipt",
            "units",
            "place",
            "bundle",
        ),
    ),
    Section(CASES, _("Cases"), ("cases",)),
    Section("trinh-tu", _("Steps"), ("steps", "sequence", "timing")),
    Section("cau-hoi", _("Questions"), ("questions",)),
    Section("can-cu", _("Legal basis"), ("legal_basis",)),
    Section(
        "danh-dau",
        _("Online, ISO and remarks"),
        (
            "online",
            "online_reason",
            "on_the_spot",
            "high_volume",
            "iso_code",
            "iso_version",
            "notes",
        ),
    ),
)
BY_SLUG: Final = {section.slug: section for section in SECTIONS}
#: Fields that the publication fills in.
PUBLISHED: Final = ("decision", "decision_date", "effective_from")

#: (class, field) -> label.
LABELS: Final[dict[str, dict[str, Any]]] = {
    "Version": {
        "title": _("Name of the procedure"),
        "field": _("Field"),
        "level": _("Level that decides"),
        "level_text": _("Level, as published"),
        "kind": _("Kind of procedure"),
        "description": _("Description"),
        "audience": _("Who it is for"),
        "audience_text": _("Who it is for, as published"),
        "conditions": _("Requirements and conditions"),
        "result": _("Result"),
        "result_kind": _("Kind of result"),
        "result_validity": _("How long the result is valid"),
        "keywords": _("Keywords"),
        "effective_to": _("Last day in force"),
        "agencies": _("Agencies that carry it out"),
        "competent": _("Competent agencies"),
        "delegated": _("Delegated agencies"),
        "coordinating": _("Coordinating agencies"),
        "vertical": _("By a vertical agency (arm of the centre)"),
        "inter_agency": _("Inter-agency"),
        "receipt": _("Where dossiers are received"),
        "units": _("One-stop units that offer it"),
        "place": _("Address for handing in"),
        "timing": _("How the time is counted, if not as usual"),
        "bundle": _("Procedures done in one go with it"),
        "cases": _("Cases"),
        "steps": _("Steps, as published"),
        "sequence": _("Steps one by one"),
        "questions": _("Questions that lead to the right case"),
        "legal_basis": _("Legal acts"),
        "online": _("Online level"),
        "online_reason": _("Why not all of it is online"),
        "on_the_spot": _("Appraised and approved on the spot"),
        "high_volume": _("Much used"),
        "iso_code": _("ISO 9001 process"),
        "iso_version": _("Version of the ISO 9001 process"),
        "notes": _("Remarks"),
        "decision": _("Decision that publishes it"),
        "decision_date": _("Date of the decision"),
        "effective_from": _("First day in force"),
    },
    "Case": {
        "key": "",
        "title": _("Name of the case"),
        "when": _("It is the case of those who answer"),
        "competent": _("Agencies that decide this case, if others"),
        "channels": _("Ways of handing in"),
        "papers": _("Papers"),
    },
    "CaseList": {"cases": _("Cases")},
    "CaseLine": {"key": "", "source": "", "title": _("Name of the case")},
    "Channel": {
        "kind": _("Way"),
        "term": _("Legal time"),
        "term_text": _("Time, as published"),
        "committed": _("Promised time, if shorter"),
        "note": _("Note"),
        "fees": _("Fees and charges"),
    },
    "Fee": {
        "amount": _("Amount"),
        "currency": _("Currency"),
        "kind": _("Fee or charge"),
        "begins": _("From"),
        "ends": _("Until"),
        "text": _("In words"),
        "exempt": _("Who pays less"),
    },
    "Exemption": {
        "group": _("Group of people"),
        "percent": _("Remitted, %"),
        "proof": _("Proof"),
    },
    "Paper": {
        "key": "",
        "title": _("Name of the paper"),
        "originals": _("Originals"),
        "copies": _("Copies"),
        "form": _("Form to fill in"),
        "shown": _("Only to be shown"),
        "group": _("Heading above it"),
        "note": _("Note"),
        "held_by": _("The State has it already: where"),
        "channels": _("Only for these ways"),
        "when": _("Only for these answers"),
    },
    "Option": {"key": "", "text": _("Answer")},
    "Question": {
        "key": "",
        "text": _("Question"),
        "hint": _("Help"),
        "options": _("Answers"),
    },
    "Step": {
        "title": _("Name of the step"),
        "text": _("What happens"),
        "who": _("Who"),
        "where": _("Where"),
        "term": _("How long"),
        "cost": _("Cost"),
        "law": _("Provision"),
        "visit": _("One has to come in person"),
        "papers": _("Papers needed at this step"),
    },
    "Timing": {
        "accounting": _("Accounting of time"),
        "supplement": _("When a supplement is asked for"),
        "supplement_wait": _("Longest wait for a supplement"),
        "finance_wait": _("Longest wait for a payment"),
        "alone": _("Requests that a handler makes alone"),
        "without_basis": _("Requests without a legal basis"),
        "paid_first": _("The time begins with the payment"),
    },
    "Act": {"number": _("Number of the act"), "title": _("Title of the act")},
}
#: What one row of a table is called.
ROWS: Final[dict[str, Any]] = {
    "cases": _("Case"),
    "channels": _("Way"),
    "fees": _("Amount"),
    "exempt": _("Group"),
    "papers": _("Paper"),
    "questions": _("Question"),
    "options": _("Answer"),
    "sequence": _("Step"),
    "legal_basis": _("Legal act"),
    "timing": _("Rules of time of its own"),
}
HINTS: Final[dict[str, Any]] = {
    "Version.keywords": _("Words that people look for; one in each field."),
    "Version.units": _("Codes; none means every unit of the level."),
    "Version.bundle": _("Codes of procedures."),
    "Version.effective_to": _("Empty when no end is known."),
    "Version.steps": _("The prose of the deciding document."),
    "Version.sequence": _("What people see step by step; empty shows the prose."),
    "Version.questions": _("Two or three simple questions are enough."),
    "Channel.fees": _("Whole numbers; 0 when it is free."),
    "Paper.held_by": _("Database or agency; then nobody should have to bring it."),
}
_TERMS: Final[dict[str, Any]] = {
    "working_hours": _("working hours"),
    "working_days": _("working days"),
    "days": _("days"),
    "months": _("months"),
    "in_the_day": _("in the day"),
    "none": _("no time limit"),
}
TERMS: Final = tuple((kind, _TERMS[kind]) for kind in KINDS)
#: Class.field -> (value, words) to choose from; others are texts.
CHOICES: Final[dict[str, tuple[tuple[str, Any], ...]]] = {
    "Version.level": tuple(
        (one, wording.LEVELS[one])
        for one in ("ministry", "province", "district", "commune")
    ),
    "Version.audience": tuple((one, wording.AUDIENCES[one]) for one in AUDIENCES),
    "Version.result_kind": tuple(wording.RESULT_KINDS.items()),
    "Version.inter_agency": tuple(wording.INTER_AGENCY.items()),
    "Version.receipt": tuple(wording.RECEIPT.items()),
    "Version.online": tuple(wording.ONLINE.items()),
    "Channel.kind": tuple(wording.CHANNELS.items()),
    "Fee.kind": tuple(wording.FEE_KINDS.items()),
    "Paper.channels": tuple(wording.CHANNELS.items()),
    "Timing.accounting": (
        ("clock", _("The hour of receipt counts")),
        ("end-of-day", _("Whole days, to the end of the last one")),
    ),
    "Timing.supplement": (
        ("pause", _("The clock stands")),
        ("restart", _("The full time begins anew")),
    ),
}
#: Class.field whose values may be missing: then nothing is chosen.
NEVER_EMPTY: Final = frozenset({"Channel.kind"})
#: Class.field -> known list that the browser offers while typing.
LISTS: Final[dict[str, str]] = {
    "Version.field": "known-fields",
    "Version.agencies": "known-agencies",
    "Version.competent": "known-agencies",
    "Version.delegated": "known-agencies",
    "Version.coordinating": "known-agencies",
    "Case.competent": "known-agencies",
    "Version.units": "known-units",
    "Version.bundle": "known-procedures",
    "Paper.form": "known-forms",
    "Fee.currency": "known-currencies",
}
#: Texts of several lines.
LONG: Final = frozenset(
    {
        "Version.description",
        "Version.conditions",
        "Version.result",
        "Version.steps",
        "Version.online_reason",
        "Version.audience_text",
        "Version.notes",
        "Step.text",
        "Channel.note",
        "Paper.note",
    }
)
#: Rows of few short fields stand in a real table.
TABLES: Final = frozenset({"legal_basis", "exempt", "options", "cases"})
#: Fields that few rows need: folded away until one of them says something.
RARE: Final = frozenset(
    {
        "Channel.term_text",
        "Channel.note",
        "Fee.begins",
        "Fee.ends",
        "Fee.exempt",
        "Paper.group",
        "Paper.note",
        "Paper.shown",
        "Paper.held_by",
        "Paper.channels",
        "Paper.when",
        "Question.hint",
        "Step.cost",
        "Step.law",
        "Step.papers",
    }
)
#: How wide a field is: of twelve columns.
WIDTHS: Final[dict[str, int]] = {
    "Version.field": 6,
    "Version.level": 3,
    "Version.level_text": 3,
    "Version.kind": 6,
    "Version.result_kind": 4,
    "Version.result_validity": 5,
    "Version.effective_to": 3,
    "Version.online": 4,
    "Version.iso_code": 6,
    "Version.iso_version": 6,
    "Version.agencies": 6,
    "Version.competent": 6,
    "Version.delegated": 6,
    "Version.coordinating": 6,
    "Version.units": 6,
    "Version.bundle": 6,
    "Version.keywords": 6,
    "Channel.kind": 3,
    "Channel.term": 4,
    "Channel.committed": 4,
    "Channel.term_text": 12,
    "Fee.amount": 2,
    "Fee.currency": 2,
    "Fee.kind": 2,
    "Fee.text": 6,
    "Fee.begins": 3,
    "Fee.ends": 3,
    "Paper.title": 5,
    "Paper.originals": 2,
    "Paper.copies": 2,
    "Paper.form": 3,
    "Paper.group": 4,
    "Paper.held_by": 4,
    "Paper.shown": 12,
    "Paper.channels": 6,
    "Paper.note": 8,
    "Paper.when": 6,
    "Step.who": 6,
    "Step.where": 6,
    "Step.term": 4,
    "Step.cost": 4,
    "Step.law": 4,
    "Question.text": 12,
    "Question.hint": 12,
}
