"""One file: checked, made archival, read and measured. Needs no site, no database."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import file_digest
from motcua.archive.digitising import office
from motcua.archive.errors import ConversionFailed
from motcua.archive.errors import UploadRefused
from motcua.archive.extraction import secrecy
from motcua.archive.incoming import uploads
from motcua.archive.incoming.limits import Limits
from motcua.archive.incoming.limits import limits as limits_in_force
from motcua.archive.incoming.names import display_name
from motcua.archive.pdf.verdicts import FAIL
from motcua.archive.pdf.verdicts import FLAVOUR
from motcua.archive.pdf.verdicts import PASS
from motcua.storage import confined
from pathlib import Path
from typing import Any
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from motcua.archive.pdf.pdfa import Archival
    from motcua.archive.pdf.verdicts import Verdict

#: Levels of secrecy, from the highest.
_LEVELS = (secrecy.TOP_SECRET, secrecy.VERY_SECRET, secrecy.SECRET)


@dataclass(frozen=True)
class Taken:
    """A file that may be made archival."""

    #: What came, untouched.
    source: Path
    name: str
    sha256: str
    signed: bool
    #: What is converted: the source itself, or its PDF for a file of an office program.
    convert: Path
    media: str
    pages: int
    office: bool = False


def digest(path: Path) -> str:
    """Return the SHA-256 of a file."""
    with path.open("rb") as stream:
        return file_digest(stream, "sha256").hexdigest()


def take(source: Path, folder: Path, limits: Limits | None = None) -> Taken:
    """Check a file; ``folder`` takes the PDF of a file of an office program.

    Raises ``UploadRefused``, or ``ConversionFailed`` where LibreOffice is missing
    or cannot read the file.
    """
    limits = limits or limits_in_force()
    size = source.stat().st_size
    kind = office.ending(source, source.name) if 0 < size <= limits.upload else ""
    if not kind:
        upload = uploads.check(source, source.name, limits)
        return Taken(
            source,
            upload.name,
            upload.sha256,
            upload.signed,
            source,
            upload.media,
            upload.pages,
        )
    target = folder / "office.pdf"
    _convert_office(source, target, kind, folder, limits)
    upload = uploads.check(target, f"{source.stem}.pdf", limits)
    return Taken(
        source,
        display_name(source.name),
        digest(source),
        False,
        target,
        upload.media,
        upload.pages,
        office=True,
    )


def _convert_office(
    source: Path, target: Path, kind: str, folder: Path, limits: Limits
) -> None:
    arguments = {
        "source": str(source),
        "target": str(target),
        "ending": kind,
        "folder": str(folder),
    }
    try:
        confined.run(
            "motcua.archive.pdf.formconversion:formconversion",
            arguments,
            limits=limits,
            seconds=limits.conversion,
            scratch=folder,
        )
    except confined.TaskFailed as failure:
        raise ConversionFailed(failure.reason, failure.detail) from failure


def deciding(said: tuple[Verdict, ...]) -> dict[str, str]:
    """Return the verdict that counts: a rejection, else an approval, else the first."""
    for wanted in (FAIL, PASS):
        for verdict in reversed(said):
            if verdict.verdict == wanted:
                return _told(verdict)
    if said:
        return _told(said[0])
    return {"flavour": FLAVOUR, "validator": "", "verdict": "not_checked"}


def _told(verdict: Verdict) -> dict[str, str]:
    validator = f"{verdict.validator} {verdict.version}".strip()
    return {
        "flavour": verdict.flavour,
        "validator": validator,
        "verdict": verdict.verdict,
    }


def told(taken: Taken, made: Archival) -> dict[str, Any]:
    """Return what is known of a file that was made archival, as JSON."""
    stamps = {secrecy.found(text) for text in made.texts}
    return {
        "sha256": taken.sha256,
        "pages": len(made.texts),
        "signed": taken.signed,
        "pdfa": deciding(made.verdicts),
        "method": made.method,
        "converted": taken.office,
        "page_figures": list(made.measured),
        "fields": made.fields.to_json(),
        "secrecy": next((level for level in _LEVELS if level in stamps), None),
        "error": None,
    }


def why(error: Exception) -> dict[str, str]:
    """Return the reason and the sentence for the person, as JSON."""
    if isinstance(error, UploadRefused | ConversionFailed):
        return {"reason": error.reason, "message": str(error)}
    if isinstance(error, FileNotFoundError):
        return {"reason": "not-found", "message": "There is no such file."}
    if isinstance(error, IsADirectoryError):
        return {"reason": "folder", "message": "This is a folder; name its files."}
    if isinstance(error, OSError):
        return {"reason": "unreadable", "message": error.strerror or str(error)}
    raise error
