"""From a scan or a PDF to a searchable PDF/A-2b, page by page what it needs.

Runs only inside ``confined``. Pages that hold text keep it and are never
rasterised; scans are read by tesseract; a page is straightened only when it
leans, because that stores its picture anew, and turned when it cannot be read as it
lies.
"""

from __future__ import annotations

from motcua.archive.incoming import sniffing
from motcua.archive.ocr import headreading
from motcua.archive.ocr import hearing as ocrhearing
from motcua.archive.ocr import progress as ocrprogress
from motcua.archive.ocr import straightening
from motcua.archive.ocr import turning
from motcua.archive.ocr import words
from motcua.archive.ocr.keeping import Keeping
from motcua.archive.pdf import images
from motcua.archive.pdf import pages
from motcua.archive.pdf import rings
from motcua.archive.pdf import verdicts
from motcua.archive.pdf.signatures import plain_copy
from motcua.archive.quality.figures import measure
from motcua.storage import confined
from motcua.storage import room
from motcua.storage.confined import TaskRefused
from pathlib import Path
import shutil
import subprocess
from typing import Any
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Iterable
    from motcua.archive.pdf.pages import PageFigure
    from motcua.storage.confined import Progress

LANGUAGE = "vie"

#: ISO 32000-1, tables 15 and 17.
_TRAILER = frozenset(
    {
        *("/Size", "/Prev", "/Root", "/Encrypt", "/Info", "/ID", "/XRefStm"),
        *("/Type", "/Index", "/W", "/Length", "/Filter", "/DecodeParms"),
    }
)

#: What scanners and browsers write into pictures and no standard knows there.
_NOT_OF_IMAGES = ("/ColorTransform", "/Resolution")

_ALWAYS = {
    "language": [LANGUAGE],
    "jobs": 1,
    "use_threads": True,
    "pdfa_backend": "internal",
    "rasterizer": "pypdfium",
    "progress_bar": True,
    "tesseract_timeout": 600,
    # A4 at 400 dpi has 15 million; more costs memory and reads no better.
    "max_ocr_image_mpixels": 40,
    "plugins": [
        "motcua.archive.ocr.cleaning",
        "motcua.archive.ocr.drawing",
        "motcua.archive.ocr.hearing",
        "motcua.archive.ocr.progress",
    ],
}


@confined.task
def convert(
    *,
    source: str,
    target: str,
    media: str,
    folder: str,
    pixels: int,
    progress: Progress,
    judged: bool = False,
    rasterise: bool = False,
    kept: str | None = None,
    shared: str | None = None,
) -> dict[str, Any]:
    """Write the archival form of ``source`` to ``target``; return what was done.

    ``folder`` takes files in between and is the caller's to remove. ``judged`` says
    that another validator will be asked: then what the library's own knows nothing of
    may pass for now; ``rasterise`` makes pictures of all pages; ``kept`` is a folder
    with the readings of pages of an earlier run that was ended, ``shared`` one with
    those of pages of other files. The result
    is ``{"method", "stripped", "pages": [PageFigure...], "texts": [str...],
    "layout": [see ``words.layout``], "again": see ``headreading``,
    "measured": see ``quality.figures``, "verdict": Verdict}``; ``method`` is
    ``text kept``, ``read`` (OCR) or ``rasterised`` (the last resort, for files PDF/A
    cannot hold otherwise). Raises ``TaskRefused`` with ``missing`` or ``input``.
    """
    prepared, stripped = _prepare(Path(source), media, Path(folder))
    # No page is read yet; but it is asked whether anybody still wants the file.
    measured = measure(
        path=source, media=media, progress=lambda _done, total: progress(0, total)
    )
    figures = pages.figures(prepared, [one["skew"] for one in measured])
    scans = [figure for figure in figures if figure.is_scan]
    if scans:
        require_tesseract()
    of = len(figures)
    ocrprogress.report[:] = [lambda done: progress(min(done, of), of)]
    hearing = _listen(kept or str(Path(folder) / "readings"), shared)
    straight = straightening.straighten(prepared, scans, Path(folder))
    if rasterise:
        require_tesseract()
        _last_resort(straight, Path(target), pixels)
        method = "rasterised"
    else:
        method = _archive(straight, Path(target), figures, pixels, judged)
    read = pages.texts(Path(target))
    layout = words.layout(Path(target), hearing.heard)
    again = headreading.look_again(
        Path(target), read, layout, frozenset(hearing.heard), Path(folder)
    )
    return {
        "method": method,
        "stripped": stripped,
        "pages": [figure.to_json() for figure in figures],
        "texts": read,
        "layout": layout,
        "again": again,
        "measured": measured,
        "verdict": verdicts.by_pikepdf(Path(target)).to_json(),
    }


def _listen(kept: str, shared: str | None) -> ocrhearing.Hearing:
    """Begin to listen to what is read; see ``ocrkeeping`` for the folders."""
    keeping = Keeping(Path(kept), Path(shared) if shared else None, _reader())
    ocrhearing.present = ocrhearing.Hearing(keeping=keeping)
    return ocrhearing.present


def _reader() -> str:
    """Return by what pages are read: version of the program, data of the language."""
    program = shutil.which("tesseract")
    if program is None:
        return ""
    told = [
        subprocess.run(
            [program, asked], capture_output=True, check=False, text=True
        ).stdout
        for asked in ("--version", "--list-langs")
    ]
    data = ""
    # “List of available languages in "/usr/share/…/tessdata/" (4):”
    if told[1].count('"') == 2:
        path = Path(told[1].split('"')[1]) / f"{LANGUAGE}.traineddata"
        if path.is_file():
            status = path.stat()
            data = f"{status.st_size} {status.st_mtime_ns}"
    return f"{told[0].partition(chr(10))[0]} {LANGUAGE} {data}"


def require_tesseract() -> None:
    """Raise ``TaskRefused("missing")`` unless Vietnamese can be read here."""
    program = shutil.which("tesseract")
    if program is None:
        raise TaskRefused("missing", "tesseract-ocr tesseract-ocr-vie")
    listed = subprocess.run(
        [program, "--list-langs"], capture_output=True, check=False, text=True
    )
    if LANGUAGE not in (listed.stdout + listed.stderr).split():
        raise TaskRefused("missing", "tesseract-ocr-vie")


def _prepare(source: Path, media: str, folder: Path) -> tuple[Path, bool]:
    """Return a PDF that may be converted, and whether anything was taken away."""
    if media != sniffing.PDF:
        target = folder / "images.pdf"
        images.to_pdf(source, target, folder, media)
        return target, False
    copy = folder / "plain.pdf"
    if plain_copy(source, copy):
        return _tidy(copy, folder), True
    return _tidy(source, folder), False


def _tidy(source: Path, folder: Path) -> Path:
    """Return the PDF without keys that no standard knows and no page needs.

    LibreOffice writes a checksum into the trailer, browsers write types where there
    are none; of what a validator does not know it says nothing good.
    """
    import pikepdf

    with pikepdf.open(source) as pdf:
        if rings.in_a_ring(pdf.objects):
            # Refused at the door; this one came before there was that rule.
            raise TaskRefused("input", "forms that draw each other without end")
        places: list[tuple[Any, Any]] = []
        for key in pdf.trailer:
            if key not in _TRAILER:
                places.append((pdf.trailer, key))
        for name in ("/MarkInfo", "/ViewerPreferences"):
            if "/Type" in pdf.Root.get(name, {}):
                places.append((pdf.Root[name], "/Type"))
        for one in pdf.objects:
            if isinstance(one, pikepdf.Stream) and one.get("/Subtype") == "/Image":
                places += [(one, key) for key in _NOT_OF_IMAGES if key in one]
        if not places:
            return source
        for holder, key in places:
            if key in holder:
                del holder[key]
        target = folder / "tidy.pdf"
        pdf.save(target)
    return target


def _ranges(figures: Iterable[PageFigure]) -> str:
    return ",".join(str(figure.number) for figure in figures)


def _archive(
    source: Path, target: Path, figures: list[PageFigure], pixels: int, judged: bool
) -> str:
    """Write PDF/A-2b; return the method that worked."""
    from ocrmypdf.exceptions import ExitCodeException

    scans = [figure for figure in figures if figure.is_scan]
    if not scans:
        if _declare(source, target, judged):
            return "text kept"
        require_tesseract()
        _last_resort(source, target, pixels)
        return "rasterised"
    attempt: dict[str, Any]
    if any(figure.visible or figure.hidden for figure in scans):
        # Stamps typed onto a scan, or an earlier text layer: read these again.
        attempt = {"mode": "redo", "pages": _ranges(scans)}
    else:
        attempt = {"mode": "skip"}
    try:
        _run(source, target, output_type="pdfa-2", pixels=pixels, **attempt)
    except ExitCodeException as error:
        if room.is_short(error):
            # Nothing is wrong with the pages: they are not made pictures for that.
            raise
        if type(error).__name__ == "MissingDependencyError":
            raise TaskRefused("missing", str(error)[:200]) from error
        require_tesseract()
        _last_resort(source, target, pixels)
        return "rasterised"
    return "read"


def _declare(source: Path, target: Path, judged: bool) -> bool:
    """Write ``source`` as PDF/A without touching a page; say whether it will do."""
    import pikepdf
    from pikepdf import pdfa

    with pikepdf.open(source) as pdf:
        for page in pdf.pages:
            _drop_empty(page.resources)
        try:
            pdfa.save(pdf, target, verdicts.FLAVOUR)
        except pdfa.PdfaError as error:
            target.unlink(missing_ok=True)
            if not judged or error.report.verdict != verdicts.NOT_CHECKED:
                return False
            # Nothing is wrong that is known: shadings, for one, are beyond the library.
            pdf.save(target, **pdfa.resolve_save_kwargs(verdicts.FLAVOUR))
    return True


def _drop_empty(resources: Any) -> None:
    """Remove empty lists of patterns, which some writers add to every page."""
    for kind in ("/Pattern", "/Shading"):
        if kind in resources and not len(resources[kind]):
            del resources[kind]


def _last_resort(source: Path, target: Path, pixels: int) -> None:
    """Turn every page into a picture and read it: always PDF/A, but larger."""
    from ocrmypdf.exceptions import ExitCodeException

    try:
        _run(source, target, output_type="pdfa-2", mode="force", pixels=pixels)
    except ExitCodeException as error:
        raise TaskRefused("input", str(error)[:200]) from error


def _run(source: Path, target: Path, *, pixels: int, **options: Any) -> None:
    """Call OCRmyPDF, a second time if pages are to be turned.

    What was read is not read again then. The exceptions of OCRmyPDF pass through.
    """
    hearing = ocrhearing.present
    hearing.asks = True
    _ocr(source, target, pixels, options)
    if hearing.turned:
        upright = source.with_name("upright.pdf")
        turning.turn(source, hearing.turned, upright)
        hearing.asks = False
        _ocr(upright, target, pixels, options)


def _ocr(source: Path, target: Path, pixels: int, options: dict[str, Any]) -> None:
    import ocrmypdf

    arguments = {**_ALWAYS, **options, "max_image_mpixels": pixels / 10**6}
    try:
        status = ocrmypdf.ocr(source, target, **arguments)
    except RecursionError as error:
        raise TaskRefused("input", "forms within forms without end") from error
    if status != ocrmypdf.ExitCode.ok:
        raise TaskRefused("input", f"ocrmypdf: {status.name}")
