"""Rules about who decides, where one goes, and on which ways."""

from __future__ import annotations

from datetime import date
from motcua import _
from motcua.base.folding import fold
from motcua.base.folding import normalise
from motcua.procedures.checking.rules.rule import Known
from motcua.procedures.checking.rules.rule import rule
from motcua.procedures.checking.rules.rule import short
from motcua.procedures.checking.rules.rule import Spots
from motcua.procedures.definitions import Version
import re
from typing import Final


#: First day without districts (Law 72/2025/QH15 on local government).
NO_DISTRICTS: Final = date(2025, 7, 1)
#: With marks: without them "quận" (district) is "quân" (army) and "quan" (office).
_DISTRICT: Final = re.compile(
    r"\bcấp huyện\b|\b(?:[uủ][yỷ] ban nhân dân|ubnd|công an|chi cục thuế|tòa án"
    r"|ban chỉ huy quân sự|phòng(?: \w+){1,6}) "
    r"(?:cấp )?(?:các )?(?:huyện|quận|thị xã)\b"
)


@rule("warning", _("No place of receipt"))
def no_receiving_address(version: Version, known: Known) -> Spots:
    """People must know where to go: the place of receipt is posted (Decree 63/2010)."""
    where = version.place or version.receipt or version.units
    kinds = {kind for case in version.cases for kind in case.kinds}
    if not where and (not kinds or kinds & {"counter", "post"}):
        yield (
            "place",
            _("Dossiers are received on paper, and no place is named where."),
        )


@rule("serious", _("No deciding agency"))
def no_agency(version: Version, known: Known) -> Spots:
    """The agency that settles it is a compulsory part (Decree 63/2010, art. 8)."""
    if not version.agencies and not version.competent:
        yield "agencies", _("No deciding and no competent agency is named.")


@rule("warning", _("Several competent agencies"))
def several_competent(version: Version, known: Known) -> Spots:
    """One case is decided by one agency; otherwise people are sent to and fro."""
    for case in version.cases or ():
        named = case.competent or version.competent
        if len(named) > 1:
            place = f"cases/{case.key}" if case.competent else "competent"
            yield (
                place,
                _(
                    "${number} agencies are competent for one case: ${names}",
                    mapping={
                        "number": len(named),
                        "names": short("; ".join(named)),
                    },
                ),
            )
            if not case.competent:
                return


@rule("warning", _("Former name of an agency"))
def former_agency(version: Version, known: Known) -> Spots:
    """Agencies were merged and renamed, last in 2025; see the table of names."""
    for place, name in _named(version):
        row = known.book.row("agency", name, known.on)
        if row is not None and row.since is not None:
            yield (
                place,
                _(
                    "${old} is called ${new} since ${day}.",
                    mapping={
                        "old": short(name),
                        "new": row.new or "-",
                        "day": f"{row.since:%d/%m/%Y}",
                    },
                ),
            )


@rule("hint", _("Unknown agency"))
def unknown_agency(version: Version, known: Known) -> Spots:
    """A name nobody keeps is a typing error or a new agency to be entered."""
    if known.agencies is None:
        return
    for place, name in _named(version):
        now = known.book.name("agency", name, known.on)
        if fold(now) not in known.agencies:
            yield (
                place,
                _("${name} is in no table of agencies.", mapping={"name": short(name)}),
            )


@rule("warning", _("Former name of a field"))
def former_field(version: Version, known: Known) -> Spots:
    """Two names of one field part what readers look for in one list."""
    new = known.book.name("field", version.field, known.on)
    if new != version.field:
        yield (
            "field",
            _(
                "${old} is ${new} in the table of fields.",
                mapping={
                    "old": short(version.field),
                    "new": short(new),
                },
            ),
        )


@rule("serious", _("District level"))
def district_level(version: Version, known: Known) -> Spots:
    """There are no districts since 1-7-2025; nobody can hand anything in there."""
    if known.on < NO_DISTRICTS:
        return
    if version.level == "district" or "cap huyen" in fold(version.level_text):
        yield "level", _("The district level decides, and there is none any more.")
    if "district" in version.receipt:
        yield "receipt", _("Districts receive dossiers, and there are none any more.")
    for place, name in (*_named(version), ("place", version.place)):
        found = _DISTRICT.search(normalise(name).casefold())
        if found:
            yield (
                place,
                _("A district is named: ${text}", mapping={"text": short(name)}),
            )


@rule("serious", _("Partly online without a reason"))
def partial_without_reason(version: Version, known: Known) -> Spots:
    """Full online is the rule; partial needs a published reason (224/2026, art. 14)."""
    if version.online == "partial" and not version.online_reason.strip():
        yield "online_reason", _("It is only partly online, and nobody says why.")


@rule("warning", _("Online level and channels disagree"))
def online_contradicted(version: Version, known: Known) -> Spots:
    """The level of the online service and the ways of handing in are one promise."""
    offered = any("online" in case.kinds for case in version.cases)
    if version.online == "none" and offered:
        yield "online", _("It is not online, but a case can be handed in online.")
    if version.online in ("full", "partial") and not offered:
        yield "online", _("It is online, but no case can be handed in online.")


@rule("serious", _("No way of handing in"))
def no_channel(version: Version, known: Known) -> Spots:
    """The manner of handing in is a compulsory part (Decree 63/2010, art. 8)."""
    if not version.cases:
        yield "cases", _("There is no case.")
    for case in version.cases:
        if not case.channels:
            yield f"cases/{case.key}", _("No way of handing in is stated.")


def _named(version: Version) -> Spots:
    """Give every agency that the version names, with its place."""
    for group in ("agencies", "competent", "delegated", "coordinating"):
        for number, name in enumerate(getattr(version, group)):
            yield f"{group}/{number}", name
    for case in version.cases:
        for number, name in enumerate(case.competent):
            yield f"cases/{case.key}/competent/{number}", name
