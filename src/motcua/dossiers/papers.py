"""The papers (giấy tờ) that were handed in or shown.

Shown for comparison and handed in are different facts: a paper only shown is
never looked for at hand-over, and nobody asks for it again.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from dataclasses import dataclass
from dataclasses import replace
from motcua import _
from motcua.dossiers.errors import MissingData
from typing import Any


#: original, certified copy, plain copy, electronic, shown for comparison only.
FORMS = ("original", "certified", "copy", "electronic", "shown")
#: Nothing was handed in: the house has it already (khai thác từ kho). Nobody chooses
#: this by hand, see ``archive.reuse``.
REUSED = "reused"


@dataclass(frozen=True)
class PaperGiven:
    """One paper as it was received; ``key`` is that of the procedure version.

    Who opens a scan of a ``sensitive`` one is written down, see ``archive.readings``.
    """

    key: str
    title: str
    form: str
    count: int
    sensitive: bool = False

    def __post_init__(self) -> None:
        if self.form not in (*FORMS, REUSED):
            raise ValueError(f"form {self.form!r} is none of {', '.join(FORMS)}")
        if not self.title.strip():
            raise MissingData(_("A paper has no title."))
        if not 1 <= self.count <= 999:
            raise MissingData(
                _(
                    "The number of copies of a paper is between 1 and 999; leave "
                    "out a paper that was not given."
                )
            )

    def to_json(self) -> dict[str, Any]:
        """Return the paper as JSON."""
        found = asdict(self)
        if not self.sensitive:
            del found["sensitive"]
        return found

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> PaperGiven:
        """Return the paper written by ``to_json``."""
        return cls(**data)


def with_later(
    known: tuple[PaperGiven, ...], came: Iterable[dict[str, Any]]
) -> tuple[PaperGiven, ...]:
    """Return the papers with those that came later in the place of the ones before.

    What was sensitive stays so, whoever did not say it again.
    """
    new = {str(one["key"]): PaperGiven.from_json(one) for one in came}
    kept = []
    for one in known:
        later = new.pop(one.key, one)
        kept.append(replace(later, sensitive=later.sensitive or one.sensitive))
    return (*kept, *new.values())
