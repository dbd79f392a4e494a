"""What changed in the cases of a procedure: ways, times, fees, papers."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Iterator
from motcua import _
from motcua.base.durations import Term
from motcua.procedures import wording
from motcua.procedures.change import Change
from motcua.procedures.change import comparable
from motcua.procedures.change import Kind
from motcua.procedures.change import members
from motcua.procedures.change import one
from motcua.procedures.change import same_text
from motcua.procedures.definitions import Case
from motcua.procedures.definitions import Channel
from motcua.procedures.definitions import Fee
from motcua.procedures.definitions import Paper
from typing import Any
from typing import TypeVar


Item = TypeVar("Item", Case, Paper)


def case_changes(old: tuple[Case, ...], new: tuple[Case, ...]) -> Iterator[Change]:
    """Tell what changed from the cases `old` to the cases `new`."""
    pairs, gone, come = _paired(old, new)
    for case in gone:
        yield Change("removed", "case", _("Case"), case)
    for case in come:
        yield Change("added", "case", _("Case"), None, case)
    named = len(new) > 1
    for before, after in pairs:
        place = (after.title or after.key,) if named else ()
        if not same_text(before.title, after.title):
            yield one("case", _("Case"), before.title, after.title)
        yield from _channels(before, after, *place)
        yield from _papers(before, after, *place)
        yield from members(
            "competent",
            _("Competent agency"),
            before.competent,
            after.competent,
            comparable,
            *place,
        )


def _paired(
    old: Iterable[Item], new: Iterable[Item]
) -> tuple[list[tuple[Item, Item]], list[Item], list[Item]]:
    """Pair what is the same thing: by its title, else by its key and most words.

    Keys of imported things are ordinals, which move when a row is put in between.
    Returns the pairs in their new order, what is gone and what has come.
    """
    left, right = list(old), list(new)
    pairs: list[tuple[Item, Item]] = []
    rules: tuple[Callable[[Item, Item], bool], ...] = (
        lambda one, two: same_text(one.title, two.title),
        lambda one, two: one.key == two.key and _alike(one.title, two.title),
    )
    for rule in rules:
        for before in list(left):
            after = next((each for each in right if rule(before, each)), None)
            if after is not None:
                pairs.append((before, after))
                left.remove(before)
                right.remove(after)
    order = list(new)
    pairs.sort(key=lambda pair: order.index(pair[1]))
    return pairs, left, right


def _alike(before: str, after: str) -> bool:
    """Say whether two titles share more than half of their words."""
    old, new = set(comparable(before).split()), set(comparable(after).split())
    return 2 * len(old & new) > max(len(old), len(new))


def _channels(old: Case, new: Case, *place: str) -> Iterator[Change]:
    for kind in dict.fromkeys((*old.kinds, *new.kinds)):
        before = [channel for channel in old.channels if channel.kind == kind]
        after = [channel for channel in new.channels if channel.kind == kind]
        if not after:
            yield Change("removed", "channel", _("Way"), before[0], None, place)
        elif not before:
            yield Change("added", "channel", _("Way"), None, after[0], place)
        else:
            where = (*place, wording.CHANNELS[kind])
            yield from _times(before, after, *where)
            yield from _fees(before, after, *where)
            yield from members(
                "way_note",
                _("Note"),
                [channel.note for channel in before if channel.note],
                [channel.note for channel in after if channel.note],
                comparable,
                *where,
            )


def _times(old: list[Channel], new: list[Channel], *place: str) -> Iterator[Change]:
    """Compare the times of one kind of channel, which may stand in several rows."""
    for name, subject in (
        ("term", _("Processing time")),
        ("committed", _("Promised time")),
    ):
        before = _times_of(old, name)
        after = _times_of(new, name)
        if [str(each) for each in before] == [str(each) for each in after]:
            continue
        if len(before) == len(after) == 1:
            yield _time(name, subject, before[0], after[0], *place)
        else:
            yield one(
                name, subject, tuple(before) or None, tuple(after) or None, *place
            )
    texts = [
        [row.term_text for row in rows if row.term is None and row.term_text]
        for rows in (old, new)
    ]
    yield from members(
        "term_text", _("Processing time"), texts[0], texts[1], comparable, *place
    )


def _times_of(rows: list[Channel], name: str) -> list[Term]:
    found = (getattr(channel, name) for channel in rows)
    return list(dict.fromkeys(term for term in found if term is not None))


def _time(name: str, subject: Any, before: Term, after: Term, *place: str) -> Change:
    kind: Kind = "changed"
    sizes = [0 if t.kind == "in_the_day" else t.amount for t in (before, after)]
    comparable = before.kind == after.kind or "in_the_day" in (before.kind, after.kind)
    if comparable and "none" not in (before.kind, after.kind):
        kind = "shortened" if sizes[1] < sizes[0] else "lengthened"
    return Change(kind, name, subject, before, after, place)


def _fees(old: list[Channel], new: list[Channel], *place: str) -> Iterator[Change]:
    before = [fee for channel in old for fee in channel.fees]
    after = [fee for channel in new for fee in channel.fees]
    old_fees, new_fees = _without_common(before, after)
    subject = _("Fee")
    if len(old_fees) == len(new_fees) == 1:
        yield Change("changed", "fee", subject, old_fees[0], new_fees[0], place)
        return
    for fee in old_fees:
        yield Change("removed", "fee", subject, fee, None, place)
    for fee in new_fees:
        yield Change("added", "fee", subject, None, fee, place)


def _without_common(old: list[Fee], new: list[Fee]) -> tuple[list[Fee], list[Fee]]:
    def key(fee: Fee) -> tuple[Any, ...]:
        dates = (fee.begins, fee.ends)
        return (
            fee.amount,
            fee.currency,
            fee.kind,
            comparable(fee.text),
            dates,
            fee.exempt,
        )

    known, come = {key(fee) for fee in old}, {key(fee) for fee in new}
    return (
        list({key(fee): fee for fee in old if key(fee) not in come}.values()),
        list({key(fee): fee for fee in new if key(fee) not in known}.values()),
    )


def _papers(old: Case, new: Case, *place: str) -> Iterator[Change]:
    pairs, gone, come = _paired(old.papers, new.papers)
    for paper in gone:
        yield Change("removed", "paper", _("Paper"), paper, None, place)
    for paper in come:
        yield Change("added", "paper", _("Paper"), None, paper, place)
    for before, after in pairs:
        where = (*place, after.title)
        if not same_text(before.title, after.title):
            yield one("paper", _("Paper"), before.title, after.title, *place)
        for name, subject in (
            ("originals", _("Originals")),
            ("copies", _("Copies")),
            ("shown", _("Only to be shown")),
        ):
            values = getattr(before, name), getattr(after, name)
            if values[0] != values[1]:
                yield Change("changed", name, subject, *values, where)
        for name, subject in (("form", _("Form")), ("held_by", _("Held by the State"))):
            texts = getattr(before, name), getattr(after, name)
            if not same_text(*texts):
                yield one(name, subject, *texts, *where)
