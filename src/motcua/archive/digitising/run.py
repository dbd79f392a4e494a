"""Many files one after the other: a broken one never stops the others."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Iterator
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import field
from motcua.archive.digitising import pipeline
from motcua.archive.digitising.outlet import Outlet
from motcua.archive.errors import ArchiveError
from motcua.archive.incoming.limits import Limits
from motcua.archive.incoming.limits import limits as limits_in_force
from motcua.archive.pdf import pdfa
from pathlib import Path
import shutil
import time
from typing import Any
from typing import Final


#: What a file is told with, whatever became of it.
_EMPTY: Final[dict[str, Any]] = {
    "sha256": None,
    "pages": 0,
    "signed": False,
    "archival": None,
    "pdfa": None,
    "text": None,
    "words": None,
    "original": None,
    "method": None,
    "converted": False,
    "page_figures": [],
    "fields": {},
    "secrecy": None,
    "error": None,
}
#: Seconds that a page takes where none was read yet.
_FIRST_GUESS: Final = 6.0

Say = Callable[[str], None]


@dataclass
class Pace:
    """How far a run is, and when it will be done."""

    total: int
    say: Say
    #: A clock that never goes back, for tests to set.
    clock: Callable[[], float] = time.monotonic
    #: Pages done in files that are finished, and read by this run among them.
    done: int = 0
    worked: int = 0
    begun: float = field(default=0.0)
    last: str = ""

    def __post_init__(self) -> None:
        self.begun = self.clock()

    def page(self, done: int, _total: int = 0) -> None:
        """Tell that so many pages of the present file are done."""
        self._tell(self.done + done, self.worked + done)

    def finished(self, pages: int, worked: bool) -> None:
        """Tell that a file of so many pages is finished."""
        self.done += pages
        self.worked += pages if worked else 0
        self._tell(self.done, self.worked, ended=True)

    def _tell(self, done: int, worked: int, ended: bool = False) -> None:
        each = (self.clock() - self.begun) / worked if worked else _FIRST_GUESS
        left = max(self.total - done, 0) * each
        when = duration(left) if done < self.total or not ended else "done"
        words = f"{min(done, self.total)} of {self.total} pages, {when}"
        if words != self.last:
            self.last = words
            self.say(words)


def duration(seconds: float) -> str:
    """Return "about 4 minutes" as people say it."""
    minutes = round(seconds / 60)
    if minutes < 1:
        return "less than a minute"
    if minutes < 90:
        return f"about {minutes} minute{'s' if minutes > 1 else ''}"
    return f"about {round(minutes / 60)} hours"


def digitise(
    files: Sequence[str],
    outlet: Outlet,
    say: Say,
    limits: Limits | None = None,
) -> Iterator[dict[str, Any]]:
    """Yield what became of each file, in their order.

    Every file is checked first, so that ``say`` can tell from the first page on how
    far the run is. What is done already is found by its digest and told again.
    """
    limits = limits or limits_in_force()
    with outlet.work() as folder:
        checked = [
            _check(name, outlet, folder / str(number), limits)
            for number, name in enumerate(files)
        ]
        pace = Pace(sum(each.pages for each in checked), say)
        for each in checked:
            worked = each.known is None and each.taken is not None
            yield {"file": each.file, **_EMPTY, **_one(each, outlet, pace, limits)}
            pace.finished(each.pages, worked)
            shutil.rmtree(each.folder, ignore_errors=True)


@dataclass(frozen=True)
class _Checked:
    """A file before its turn: taken, known from an earlier run, or refused."""

    file: str
    folder: Path
    pages: int = 0
    taken: pipeline.Taken | None = None
    known: dict[str, Any] | None = None
    error: dict[str, Any] | None = None


def _check(name: str, outlet: Outlet, folder: Path, limits: Limits) -> _Checked:
    folder.mkdir()
    source = Path(name)
    sha256 = None
    try:
        if source.is_dir():
            raise IsADirectoryError
        if not source.is_file():
            raise FileNotFoundError
        if 0 < source.stat().st_size <= limits.upload:
            sha256 = pipeline.digest(source)
            known = outlet.known(sha256)
            if known is not None:
                return _Checked(name, folder, known["pages"], known=known)
        taken = pipeline.take(source, folder, limits)
    except (ArchiveError, OSError) as error:
        told = {"sha256": sha256, "error": pipeline.why(error)}
        return _Checked(name, folder, error=told)
    return _Checked(name, folder, taken.pages, taken)


def _one(each: _Checked, outlet: Outlet, pace: Pace, limits: Limits) -> dict[str, Any]:
    if each.taken is None:
        return each.known or each.error or {}
    taken = each.taken
    again = outlet.known(taken.sha256)
    if again is not None:
        # The same bytes stood earlier in this run under another name.
        return again
    try:
        made = pdfa.make(
            taken.convert,
            each.folder / "made.pdf",
            media=taken.media,
            pages=taken.pages,
            progress=pace.page,
            limits=limits,
            kept=outlet.readings(taken.sha256),
        )
        if pipeline.digest(taken.source) != taken.sha256:
            raise OSError(0, "The file changed while it was read.")
        told = pipeline.told(taken, made)
        return outlet.keep(
            taken.sha256, taken.name, _written(each.folder, taken, made), told
        )
    except (ArchiveError, OSError) as error:
        return {
            "sha256": taken.sha256,
            "pages": taken.pages,
            "signed": taken.signed,
            "error": pipeline.why(error),
        }


def _written(folder: Path, taken: pipeline.Taken, made: Any) -> dict[str, Path]:
    """Write what goes beside the archival file; return all by their endings."""
    text, words = folder / "made.txt", folder / "made.json"
    text.write_text("\f\n".join(f"{page}\n" for page in made.texts), encoding="utf-8")
    words.write_bytes(made.text_file(taken.sha256))
    found = {".pdf": made.path, ".txt": text, ".json": words}
    if taken.signed:
        copy = folder / "signed.pdf"
        shutil.copyfile(taken.source, copy)
        found[".signed.pdf"] = copy
    return found
