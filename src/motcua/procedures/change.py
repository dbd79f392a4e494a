"""One change between two versions, and the sentence that tells of it.

Spelling, blanks and bullets are no change: two texts differ when a reader would
read other words.
"""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from motcua import _
from motcua.base.durations import Language
from motcua.base.durations import Term
from motcua.base.folding import normalise
from motcua.procedures import wording
from motcua.procedures.definitions import Act
from motcua.procedures.definitions import Case
from motcua.procedures.definitions import Channel
from motcua.procedures.definitions import Fee
from motcua.procedures.definitions import Paper
from motcua.procedures.definitions import Step
import re
from typing import Any
from typing import Final
from typing import Literal
from typing import TypeVar
from zope.i18n import translate
from zope.i18nmessageid import Message


T = TypeVar("T")
Kind = Literal["added", "removed", "changed", "shortened", "lengthened"]

#: Longer texts are not quoted in a sentence.
LONGEST_QUOTE: Final = 160
LONGEST_PLACE: Final = 80
_BULLETS: Final = re.compile(r"(?m)^[\s\-+*•.–—]+|[\s,;.:]+$")


@dataclass(frozen=True)
class Change:
    """One change. `subject` names what changed, `place` the case and channel.

    `before` and `after` are values of the catalogue; an added thing has no
    `before`, a removed one no `after`. `topic` is a stable name for counting.
    """

    kind: Kind
    topic: str
    subject: Any
    before: Any = None
    after: Any = None
    place: tuple[str, ...] = ()

    def say(self, language: Language = "vi") -> str:
        """Return the sentence that tells of the change."""
        words = {
            "subject": _translate(self.subject, language),
            "before": incomparable(self.topic, self.before, language),
            "after": incomparable(self.topic, self.after, language),
        }
        long = max(map(len, words.values())) > LONGEST_QUOTE
        sentence = (_LONG if long else _SENTENCES)[self.kind]
        text = _translate(Message(sentence, mapping=words), language)
        where = [_short(_translate(each, language)) for each in self.place if each]
        return f"{' - '.join(where)}: {text}" if where else text

    @property
    def name(self) -> str:
        """Return a stable name for counting: ``paper_added``."""
        return f"{self.topic}_{self.kind}"


_SENTENCES: Final[dict[str, Any]] = {
    "added": _("${subject} added: ${after}"),
    "removed": _("${subject} removed: ${before}"),
    "changed": _("${subject} changed from “${before}” to “${after}”"),
    "shortened": _("${subject} shortened from ${before} to ${after}"),
    "lengthened": _("${subject} lengthened from ${before} to ${after}"),
}
_LONG: Final[dict[str, Any]] = {
    "added": _("${subject} added"),
    "removed": _("${subject} removed"),
    "changed": _("${subject} changed"),
    "shortened": _("${subject} shortened"),
    "lengthened": _("${subject} lengthened"),
}


def _short(text: str) -> str:
    return text if len(text) <= LONGEST_PLACE else f"{text[:LONGEST_PLACE]}…"


def same_text(one: str, two: str) -> bool:
    """Say whether two texts have the same words, bullets and blanks aside."""
    return one == two or comparable(one) == comparable(two)


def comparable(text: str) -> str:
    """Return the words of a text as they are compared."""
    return " ".join(_BULLETS.sub(" ", normalise(text)).casefold().split())


def incomparable(topic: str, value: Any, language: Language) -> str:
    """Return a value of the field `topic` as a reader of `language` expects it."""
    match value:
        case None | "" | ():
            return _translate(_("nothing"), language)
        case bool():
            return _translate(_("yes") if value else _("no"), language)
        case Term():
            return value.text(language)
        case Fee():
            return _fee_incomparable(value, language)
        case date():
            return f"{value:%d/%m/%Y}"
        case Paper():
            return value.title or _translate(_("a paper without a name"), language)
        case Case():
            return value.title or value.key
        case Step():
            return value.title or value.text
        case Act():
            return " ".join(filter(None, (value.title, value.number)))
        case Channel():
            return _translate(wording.CHANNELS[value.kind], language)
        case tuple():
            return ", ".join(incomparable(topic, each, language) for each in value)
    return _translate(wording.WORDS.get(topic, {}).get(value, str(value)), language)


def _fee_incomparable(fee: Fee, language: Language) -> str:
    amount = wording.amount_of(fee, language)
    kind = _translate(wording.FEE_KINDS.get(fee.kind, ""), language)
    note = "" if fee.amount is None else fee.text
    text = f"{kind} {amount}".strip()
    return f"{text} ({note})" if note else text


def _translate(message: Any, language: Language) -> str:
    return str(translate(message, domain="motcua", target_language=language))


def one(topic: str, subject: Any, before: Any, after: Any, *place: str) -> Change:
    """Return the change of one value; nothing before is an addition."""
    kind: Kind = "changed"
    if before in (None, "", ()):
        kind = "added"
    elif after in (None, "", ()):
        kind = "removed"
    return Change(kind, topic, subject, before, after, place)


def members(
    topic: str,
    subject: Any,
    before: Iterable[T],
    after: Iterable[T],
    key: Callable[[T], str],
    *place: str,
) -> Iterator[Change]:
    """Tell what was removed from and what was added to a list."""
    old = {key(each): each for each in before}
    new = {key(each): each for each in after}
    for name, each in old.items():
        if name not in new:
            yield Change("removed", topic, subject, each, None, place)
    for name, each in new.items():
        if name not in old:
            yield Change("added", topic, subject, None, each, place)
