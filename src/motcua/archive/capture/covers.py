"""Cover sheets (tờ bìa): what separates a stack into documents without sorting.

One sheet stands before each paper. Its code says which paper of which dossier, or which
number of which batch, and ends with check letters of this house: what was not printed
here is unknown. The code stands in all four corners, and black bars between them tell a
cover sheet even when no code can be read any more.
"""

from __future__ import annotations

from dataclasses import dataclass
from hmac import compare_digest
from motcua import _
from motcua.archive.capture import layout
from motcua.archive.capture import papers
from motcua.archive.capture.errors import Missing
from motcua.archive.capture.pages import Target
from motcua.dossiers.slips import checks
from motcua.dossiers.slips.book import Template
from motcua.dossiers.slips.rendering import printing
from pathlib import Path
from typing import Any
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Iterable
    from motcua.archive.capture.store import Batch
    from motcua.dossiers.dossier import Dossier

#: What every code begins with; a reader of another house's sheets passes them over.
PREFIX: Final = "MCTB1"
#: Sheets of one print.
MOST: Final = 200
_BARS: Final = 6
_TEMPLATES: Final = Path(__file__).parent / "templates"


@dataclass(frozen=True)
class Cover:
    """What a code says: ``batch`` is "" for the sheet of a dossier's paper."""

    target: Target
    batch: str = ""

    @property
    def _name(self) -> str:
        if self.batch:
            return f"B|{self.batch}|{self.target.ordinal}"
        return f"D|{self.target.dossier}|{self.target.paper}"

    @property
    def text(self) -> str:
        """What the code holds."""
        return f"{PREFIX}|{self._name}|{_letters(self._name)}"


def _letters(name: str) -> str:
    return checks.letters(f"cover:{name}").replace("-", "")


def parse(text: str) -> Cover | None:
    """Return what a code says, None for one that this house did not print."""
    parts = text.split("|")
    if len(parts) != 5 or parts[0] != PREFIX:
        return None
    _prefix, kind, first, second, letters = parts
    if not compare_digest(
        _letters("|".join((kind, first, second))).encode(), letters.encode()
    ):
        return None
    if kind == "D":
        return Cover(Target(first, second))
    if kind == "B" and second.isascii() and second.isdigit():
        return Cover(Target(ordinal=int(second)), first)
    return None


def of_dossier(
    site: Any, dossier: Dossier, wanted: Iterable[str] | None = None
) -> bytes:
    """Return a PDF with a sheet for each paper of the dossier.

    ``wanted`` are keys of papers; without it those that were handed in, and all that
    the case knows where none was. Checks no rights. Raises ``Missing``,
    ``printing.SlipFailed``.
    """
    known = papers.of_dossier(site, dossier.code)
    keys = list(papers.given(dossier) or known) if wanted is None else list(wanted)
    if not keys or any(key not in known for key in keys):
        raise Missing(_("Choose papers of the dossier."))
    return _pdf(
        {
            "text": Cover(Target(dossier.code, key)).text,
            "title": known[key],
            "of": f"Hồ sơ {dossier.code}",
        }
        for key in keys
    )


def of_batch(batch: Batch, first: int, count: int) -> bytes:
    """Return a PDF with sheets for ``count`` documents of a batch of plain papers.

    ``first`` is the ordinal of the first one. Raises as ``of_dossier`` does.
    """
    found = layout.fold(batch, 1)
    if found.purpose != "papers" or first < 1 or not 1 <= count <= MOST:
        raise Missing(
            _("Cover sheets are printed for 1 to 200 documents of plain papers.")
        )
    return _pdf(
        {
            "text": Cover(Target(ordinal=number), batch.code).text,
            "title": f"Tài liệu số {number}",
            "of": f"Hồ sơ {found.file_code} · Lô {batch.code}"
            if found.file_code != batch.code
            else f"Lô {batch.code}",
        }
        for number in range(first, first + count)
    )


def _pdf(covers: Iterable[dict[str, str]]) -> bytes:
    template = Template(
        form=(_TEMPLATES / "cover.html").read_text(encoding="utf-8"),
        layout="",
        style=(_TEMPLATES / "cover.css").read_text(encoding="utf-8"),
    )
    told = {"covers": list(covers), "bars": list(range(_BARS))}
    return printing.pdf(template, told, "A4", seconds=printing.SECONDS_OF_A_BOOK)
