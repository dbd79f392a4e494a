"""A newly read version brought as near as can be to the one that is known.

Two sources write the same fact differently: other blanks and bullets, other order
of a list, another constant for a kind. Where nothing else differs the known value
stays, so that a difference shows what a reader would see changed, and importing
again changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Iterable
from dataclasses import replace
from motcua.procedures.definitions import Act
from motcua.procedures.definitions import Case
from motcua.procedures.definitions import Channel
from motcua.procedures.definitions import Fee
from motcua.procedures.definitions import Paper
from motcua.procedures.definitions import Version
from motcua.procedures.importing.glued import squeezed
from typing import Any
from typing import Final
from typing import TypeVar


T = TypeVar("T")

TEXTS: Final = (
    "title",
    "field",
    "decision",
    "place",
    "steps",
    "conditions",
    "description",
)
#: Lists whose order says nothing.
SETS: Final = ("agencies", "competent", "delegated", "coordinating", "keywords")
#: Fields that portals do not know; editors fill them in.
OWN: Final = (
    "decision_date",
    "effective_to",
    "units",
    "sequence",
    "questions",
    "receipt",
    "online",
    "online_reason",
    "on_the_spot",
    "high_volume",
    "inter_agency",
    "vertical",
    "iso_code",
    "iso_version",
    "bundle",
    "result_kind",
    "result_validity",
)
#: Kinds of procedures in the words of the portal's pages and of its data.
KINDS: Final[tuple[frozenset[str], ...]] = (
    frozenset(
        map(
            squeezed,
            (
                "TTHC được luật giao quy định chi tiết",
                "TTHC được giao luật quy định chi tiết",
            ),
        )
    ),
    frozenset(
        map(
            squeezed,
            (
                "NOT_ASSIGNED_REGULATION",
                "TTHC không được luật giao cho địa phương quy định",
            ),
        )
    ),
    frozenset(map(squeezed, ("OTHER", "Loại khác"))),
)


def settled(new: Version, base: Version) -> Version:
    """Return `new` with the values of `base` where both say the same."""
    values: dict[str, Any] = {name: getattr(base, name) for name in OWN}
    for name in TEXTS:
        values[name] = same(getattr(new, name), getattr(base, name))
    for name in SETS:
        values[name] = members(getattr(new, name), getattr(base, name))
    # Pages and data give several results in another order.
    alike = _parts(new.result) == _parts(base.result)
    values["result"] = base.result if alike else same(new.result, base.result)
    values["kind"] = _kind(new.kind, base.kind)
    if _levels(new.level_text) == _levels(base.level_text):
        values["level_text"] = base.level_text
    if set(new.audience) == set(base.audience):
        values["audience"] = base.audience
        if _words(new.audience_text) == _words(base.audience_text):
            values["audience_text"] = base.audience_text
    values["legal_basis"] = _aligned(new.legal_basis, base.legal_basis, _same_act)
    values["notes"] = members(new.notes, base.notes)
    values["cases"] = _cases(new.cases, base.cases)
    return replace(new, **values)


def with_own(new: Version, base: Version) -> Version:
    """Return `new` with what only editors enter, as it stands in `base`."""
    own = {name: getattr(base, name) for name in OWN}
    return replace(new, **own) if any(own.values()) else new


def same(new: str, base: str) -> str:
    """Return `base` when both texts have the same letters, else `new`."""
    return base if new == base or squeezed(new) == squeezed(base) else new


def members(new: tuple[str, ...], base: tuple[str, ...]) -> tuple[str, ...]:
    """Return a list with the known spellings, in the known order if nothing changed."""
    return _aligned(new, base, lambda one, two: squeezed(one) == squeezed(two))


def _aligned(
    new: Iterable[T], base: Iterable[T], alike: Callable[[T, T], bool]
) -> tuple[T, ...]:
    """Put known values for what is alike, in the known order; the rest follows."""
    left = list(new)
    found = []
    for known in base:
        match = next((each for each in left if alike(each, known)), None)
        if match is not None:
            left.remove(match)
            found.append(known)
    return (*found, *left)


def _same_act(one: Act, two: Act) -> bool:
    if one.number and two.number:
        return squeezed(one.number) == squeezed(two.number)
    return squeezed(one.title + one.number) == squeezed(two.title + two.number)


def _kind(new: str, base: str) -> str:
    pair = {squeezed(new), squeezed(base)}
    if not new or any(pair <= group for group in KINDS):
        return base
    return same(new, base)


def _words(text: str) -> list[str]:
    """Return the parts of an enumeration, sorted."""
    return sorted(filter(None, map(squeezed, text.split(","))))


def _parts(text: str) -> list[str]:
    """Return the words of a text, sorted."""
    return sorted(filter(None, map(squeezed, text.split())))


def _levels(text: str) -> list[str]:
    """Return the levels named: "Cấp Bộ/Trung ương" is "Cấp bộ"."""
    return _words(text.replace("/Trung ương", ""))


def _cases(new: tuple[Case, ...], base: tuple[Case, ...]) -> tuple[Case, ...]:
    """Settle the one case that portals know; further ones are the editors' work."""
    if len(new) != 1 or not base:
        return new
    first, *others = base
    case = replace(
        first,
        channels=_aligned(new[0].channels, first.channels, _same_channel),
        papers=_papers(new[0].papers, first.papers),
    )
    return (case, *others)


def _same_channel(one: Channel, two: Channel) -> bool:
    if one.kind != two.kind or squeezed(one.note) != squeezed(two.note):
        return False
    if one.term != two.term:
        return False
    if one.term is None and squeezed(one.term_text) != squeezed(two.term_text):
        return False
    return _fees(one.fees) == _fees(two.fees)


def _fees(fees: tuple[Fee, ...]) -> set[tuple[int | None, str, str]]:
    return {(fee.amount, fee.currency, squeezed(fee.text)) for fee in fees}


def _papers(new: tuple[Paper, ...], base: tuple[Paper, ...]) -> tuple[Paper, ...]:
    """Give known papers what is new about them: numbers and the name of a form.

    Keys of papers that are new begin after the known ones.
    """
    left = list(new)
    found = []
    for known in base:
        title = squeezed(known.title)
        match = next((each for each in left if squeezed(each.title) == title), None)
        if match is None:
            continue
        left.remove(match)
        found.append(
            replace(
                known,
                originals=match.originals,
                copies=match.copies,
                form=same(match.form, known.form) if match.form else known.form,
                note=same(match.note, known.note),
            )
        )
    used = {paper.key for paper in found}
    for paper in left:
        key = paper.key
        number = len(base)
        while key in used:
            number += 1
            key = f"p{number:02d}"
        used.add(key)
        found.append(replace(paper, key=key))
    return tuple(found)
