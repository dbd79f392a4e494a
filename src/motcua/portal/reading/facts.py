"""The details of a procedure: everything that has no part of its page to itself."""

from __future__ import annotations

from dataclasses import dataclass
from motcua import _
from motcua.organisation import units
from motcua.portal.catalogue import label_of
from motcua.procedures.definitions import Act
from motcua.procedures.definitions import Version
from motcua.procedures.wording import day
from motcua.procedures.wording import INTER_AGENCY
from motcua.procedures.wording import ONLINE
from motcua.procedures.wording import RECEIPT
from motcua.procedures.wording import RESULT_KINDS
import re
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from motcua.portal.page import Page


@dataclass(frozen=True)
class Fact:
    """One line of the details; ``published`` texts are the agency's own words."""

    label: str
    texts: list[str]
    published: bool = True


def facts(page: Page, version: Version) -> list[Fact]:
    """Return the details in the order people know; empty lines are left out.

    Agencies and groups stay in one line, as published: what was read as a list of
    names may be one name with a comma in it.
    """
    lines = [
        *_people(page, version),
        *_agencies(page, version),
        *_result(page, version),
        *_documents(version),
        *_keys(page, version),
    ]
    return [
        Fact(page.say(line.label), texts, line.published)
        for line in lines
        if (texts := [text for text in line.texts if text])
    ]


def audience(page: Page, version: Version) -> list[str]:
    """Return the groups of people it is for, in words."""
    named = [label_of(page, "audience", key) for key in version.audience]
    return named or [text for text in (version.audience_text,) if text]


def level(page: Page, version: Version) -> str:
    """Return the level that decides, in words."""
    return label_of(page, "level", version.level) or version.level_text


def flags(page: Page, version: Version) -> list[str]:
    """Return what sets a procedure apart, in words, for the first screen."""
    found = [ONLINE[version.online]] if version.online else []
    if version.on_the_spot:
        found.append(_("Settled on the spot, at the one-stop unit itself"))
    found.extend(INTER_AGENCY[reach] for reach in version.inter_agency)
    if version.vertical:
        found.append(_("Settled by an arm of a central agency"))
    return [page.say(each) for each in found]


def _people(page: Page, version: Version) -> list[Fact]:
    groups = ", ".join(audience(page, version))
    published = version.audience_text
    return [
        Fact(_("Who it is for"), [groups], not version.audience),
        Fact(
            _("Who it is for, as published"),
            [published] if published not in (groups, "") else [],
        ),
    ]


def _agencies(page: Page, version: Version) -> list[Fact]:
    offered = [_unit(page, code) for code in version.units]
    receipt = [page.say(RECEIPT[each]) for each in version.receipt]
    return [
        Fact(_("Agencies that carry it out"), [", ".join(version.agencies)]),
        Fact(_("Competent agencies"), [", ".join(version.competent)]),
        Fact(_("Delegated agencies"), [", ".join(version.delegated)]),
        Fact(_("Coordinating agencies"), [", ".join(version.coordinating)]),
        Fact(_("Where dossiers are received"), receipt, False),
        Fact(_("One-stop units that offer it"), offered),
        Fact(_("Address for handing in"), [version.place]),
        Fact(_("Why not all of it is online"), [version.online_reason]),
    ]


def _result(page: Page, version: Version) -> list[Fact]:
    kind = page.say(RESULT_KINDS[version.result_kind]) if version.result_kind else ""
    validity = version.result_validity
    return [
        Fact(_("Result"), [version.result]),
        Fact(_("Kind of result"), [kind], False),
        Fact(
            _("The result is valid for"),
            [validity.text(page.language)] if validity else [],
            False,
        ),
    ]


def _documents(version: Version) -> list[Fact]:
    acts = [described(act) for act in version.legal_basis]
    process = " - ".join(
        text for text in (version.iso_code, version.iso_version) if text
    )
    return [
        Fact(_("Legal basis"), acts),
        Fact(_("Decision that publishes it"), [version.decision]),
        Fact(_("Date of the decision"), [day(version.decision_date)], False),
        Fact(_("In force from"), [day(version.effective_from)], False),
        Fact(_("In force until"), [day(version.effective_to)], False),
        Fact(_("ISO 9001 process"), [process]),
    ]


def _keys(page: Page, version: Version) -> list[Fact]:
    name = level(page, version)
    text = version.level_text
    busy = page.say(_("One of those with the most dossiers"))
    return [
        Fact(_("Level of the procedure"), [name], bool(name == text)),
        Fact(_("Level, as published"), [text] if text != name else []),
        Fact(_("Kind of procedure"), [version.kind]),
        Fact(_("Share of work"), [busy] if version.high_volume else [], False),
        Fact(_("Forms"), forms_named(version)),
        Fact(_("Keywords"), list(version.keywords)),
        Fact(_("Remarks"), list(version.notes)),
    ]


def forms_named(version: Version) -> list[str]:
    """Return the forms that papers name, each once."""
    papers = (paper for case in version.cases for paper in case.papers)
    return list(dict.fromkeys(paper.form for paper in papers if paper.form))


def _unit(page: Page, code: str) -> str:
    """Return the name of a one-stop unit; the code of one that is not known."""
    try:
        return units.get(code, page.context).name
    except KeyError:
        return code


def described(act: Act) -> str:
    """Return a legal act with its number, where the title does not hold it yet."""
    # "53/2025/TT-BCAngày" cannot be read, and 97/2014 is another act than 7/2014.
    alone = rf"(?<!\w){re.escape(act.number)}(?!\w)"
    if not act.number or re.search(alone, act.title):
        return act.title
    return f"{act.title} ({act.number})" if act.title else act.number
