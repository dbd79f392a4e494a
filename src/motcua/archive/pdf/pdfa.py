"""The archival form of a file: searchable, PDF/A-2b, judged.

This is the door for callers; the work is done in a process apart.
"""

from __future__ import annotations

from dataclasses import dataclass
import json
from motcua.archive.errors import ConversionFailed
from motcua.archive.extraction import fields
from motcua.archive.incoming.limits import Limits
from motcua.archive.incoming.limits import limits as limits_in_force
from motcua.archive.pdf import verdicts
from motcua.archive.pdf.verdicts import Verdict
from motcua.storage import confined
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from motcua.archive.extraction.fields import Fields
    from motcua.storage.confined import Progress


#: Written into every text file, see ``renditions``.
TEXT_FORMAT = 2


@dataclass(frozen=True)
class Archival:
    """What became of one file."""

    path: Path
    #: ``text kept``, ``read`` or ``rasterised``, see ``conversion.convert``.
    method: str
    #: Whether signatures, forms or actions were left out of the copy.
    stripped: bool
    texts: tuple[str, ...]
    figures: tuple[dict[str, Any], ...]
    verdicts: tuple[Verdict, ...]
    #: The words of each page with their places, see ``words.layout``.
    layout: tuple[dict[str, Any], ...] = ()
    #: A second reading of the head, see ``headreading``; None where none was needed.
    again: dict[str, Any] | None = None
    #: What was measured of each page as it came, see ``quality.figures``.
    measured: tuple[dict[str, Any], ...] = ()

    @property
    def fields(self) -> Fields:
        """What the document says of itself."""
        return fields.read(self.texts, self.measured, self.layout, self.again)

    def text_file(self, original: str) -> bytes:
        """Return the text of a file as it is kept: words, places, doubts, figures."""
        data = {
            "format": TEXT_FORMAT,
            "original": original,
            "pages": list(self.figures),
            "texts": list(self.texts),
            "layout": list(self.layout),
            "again": self.again,
            "measured": list(self.measured),
        }
        return json.dumps(data, ensure_ascii=False).encode("utf-8")

    @property
    def passed(self) -> bool:
        """Whether a validator approved the file and none rejected it."""
        return verdicts.passed(self.verdicts)


def make(
    source: Path,
    target: Path,
    *,
    media: str,
    pages: int,
    progress: Progress | None = None,
    limits: Limits | None = None,
    kept: Path | None = None,
    shared: Path | None = None,
) -> Archival:
    """Write the archival form of ``source`` to ``target``.

    ``media`` and ``pages`` are those of the checked ``uploads.Upload``;
    ``source`` is only read. ``progress(done, total)`` counts pages. ``kept`` is a
    folder in which the readings of pages outlive a run that is ended, the caller's to
    remove, ``shared`` one with readings of pages of any file, see ``ocrkeeping``.
    Raises ``ConversionFailed``; ``target`` then does not exist.
    """
    limits = limits or limits_in_force()
    with TemporaryDirectory(prefix="motcua-ocr-", dir=target.parent) as folder:
        made = Path(folder) / "archival.pdf"
        arguments: dict[str, Any] = {
            "source": str(source),
            "target": str(made),
            "media": media,
            "folder": folder,
            "pixels": limits.pixels,
            "judged": verdicts.second_validator(),
            "kept": None if kept is None else str(kept),
            "shared": None if shared is None else str(shared),
        }
        result = _convert(arguments, limits, pages, progress)
        said = _said(result, made)
        if result["method"] == "text kept" and not verdicts.passed(said):
            # Neither validator answers for it as it is: as pictures it will do.
            arguments["rasterise"] = True
            result = _convert(arguments, limits, pages, progress)
            said = _said(result, made)
        made.replace(target)
    return Archival(
        path=target,
        method=result["method"],
        stripped=result["stripped"],
        texts=tuple(result["texts"]),
        figures=tuple(result["pages"]),
        verdicts=said,
        layout=tuple(result["layout"]),
        again=result["again"],
        measured=tuple(result["measured"]),
    )


def _convert(
    arguments: dict[str, Any], limits: Limits, pages: int, progress: Progress | None
) -> dict[str, Any]:
    # A folder of its own for each attempt: files in between have fixed names.
    with TemporaryDirectory(dir=arguments["folder"]) as place:
        try:
            return confined.run(
                "motcua.archive.pdf.conversion:convert",
                {**arguments, "folder": place},
                limits=limits,
                seconds=limits.conversion_time(pages),
                progress=progress,
                scratch=Path(place),
            )
        except confined.TaskFailed as failure:
            raise ConversionFailed(failure.reason, failure.detail) from failure


def _said(result: dict[str, Any], made: Path) -> tuple[Verdict, ...]:
    first = Verdict.from_json(result["verdict"])
    second = verdicts.by_verapdf(made)
    return (first,) if second is None else (first, second)
