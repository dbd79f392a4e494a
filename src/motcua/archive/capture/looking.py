"""Looking at pages that arrived: codes, bars, orientation, secrecy, pictures.

Runs only inside ``confined``. Of codes that are not of this house nothing is told but
that they are there: the code of an identity card holds what nobody asked for. Pictures
of the pages go into two files, one page behind the other, for the screens.
"""

from __future__ import annotations

from motcua.archive.capture import patch
from motcua.archive.extraction import secrecy
from motcua.archive.incoming import sniffing
from motcua.archive.ocr import headreading
from motcua.archive.pdf import images
from motcua.storage import confined
from pathlib import Path
import re
import shutil
import subprocess
from typing import Any
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Iterator
    from motcua.storage.confined import Progress
    from PIL.Image import Image

#: Resolution at which codes are read, and the most pixels of the long side.
_DPI: Final = 200
_LONGEST: Final = 5000
#: Long side of the pictures, in pixels.
_THUMB, _PICTURE = 280, 1600
#: What a code of this house begins with, see ``covers.PREFIX``.
_OURS: Final = "MCTB"
_PLAIN: Final = "MCTB1|B|"
#: Codes of dossiers within what a slip's code holds.
_DOSSIER: Final = re.compile(
    r"[A-K]\d{2}[0-9A-Z.]{0,30}-\d{6}-\d{4,9}|"
    r"\d{3}\.\d{2}\.\d{2}\.[A-K]\d{2}-\d{6}-\d{4,9}",
    re.ASCII,
)
#: Side of an unreadable code, in inches, from which it may be that of a cover sheet.
_LARGE: Final = 1.1
#: Confidence from which the orientation that tesseract finds is believed.
_SURE: Final = 4.0
_SECONDS: Final = 30
#: Share of a page in which a stamp of secrecy is looked for.
_UPPER: Final = 0.45


@confined.task
def look(*, path: str, media: str, folder: str, progress: Progress) -> dict[str, Any]:
    """Return what is seen on each page; pictures go to ``folder``.

    ``{"pages": [{"rotation", "covers", "dossiers", "patch", "torn", "others",
    "secrecy", "thumb", "picture", "width", "height"}]}``. ``rotation`` is by how many
    degrees clockwise the page has to be turned, 0 where that is not sure; ``covers``
    are texts of this house's codes, ``dossiers`` codes of dossiers on slips, ``others``
    counts the rest, ``torn`` says that a large code cannot be read, ``patch`` that the
    bars of a cover sheet are there, ``secrecy`` the level of a stamp that can be read,
    or "". A page behind the cover sheet of a plain paper has ``head``, see
    ``headreading.look_at``.
    ``thumb`` and ``picture`` are (offset, length) in the files ``thumbs`` and
    ``pictures`` (JPEG).
    """
    found: list[dict[str, Any]] = []
    with (
        (Path(folder) / "thumbs").open("wb") as thumbs,
        (Path(folder) / "pictures").open("wb") as pictures,
    ):
        for image, dpi, text, total in _pages(Path(path), media):
            seen = _seen(image, dpi, Path(folder))
            seen["secrecy"] = _secrecy(image, seen, text, Path(folder))
            if _begins(seen, found):
                upright = image.rotate(-seen["rotation"], expand=True)
                seen["head"] = headreading.look_at(upright, dpi, Path(folder))
            seen["thumb"] = _keep(image, _THUMB, thumbs)
            seen["picture"] = _keep(image, _PICTURE, pictures)
            seen["width"], seen["height"] = image.size
            found.append(seen)
            progress(len(found), total)
    return {"pages": found}


def _begins(seen: dict[str, Any], before: list[dict[str, Any]]) -> bool:
    """Say whether a plain paper begins with the page, the last of ``before`` told so.

    What bears a stamp of secrecy is not read any further.
    """
    announced = before and any(one.startswith(_PLAIN) for one in before[-1]["covers"])
    return bool(announced and not (seen["covers"] or seen["patch"] or seen["secrecy"]))


def _pages(path: Path, media: str) -> Iterator[tuple[Image, float, str, int]]:
    """Yield each page: picture, resolution, text that is there, how many there are."""
    if media == sniffing.PDF:
        yield from _of_pdf(path)
        return
    from PIL import Image as pictures
    from PIL import ImageOps

    pictures.MAX_IMAGE_PIXELS = None
    with pictures.open(path, formats=("JPEG", "PNG", "TIFF")) as image:
        total = getattr(image, "n_frames", 1) if media == sniffing.TIFF else 1
        for index in range(total):
            image.seek(index)
            dpi = images.resolution(image)
            upright = ImageOps.exif_transpose(image)
            yield *_fitting(images.plain(upright), dpi), "", total


def _fitting(image: Image, dpi: float) -> tuple[Image, float]:
    """Return the picture no larger than it has to be."""
    scale = min(_DPI / dpi, _LONGEST / max(image.size), 1.0)
    if scale == 1.0:
        return image.copy(), dpi
    size = tuple(max(1, round(side * scale)) for side in image.size)
    return image.convert("RGB").resize(size), dpi * scale  # type: ignore[arg-type]


def _of_pdf(path: Path) -> Iterator[tuple[Image, float, str, int]]:
    import pypdfium2

    document = pypdfium2.PdfDocument(path)
    try:
        for index in range(len(document)):
            page = document[index]
            scale = min(_DPI / 72, _LONGEST / max(page.get_size()))
            image = page.render(scale=scale).to_pil()
            words = page.get_textpage()
            text = words.get_text_bounded()
            words.close()
            page.close()
            yield image.convert("RGB"), scale * 72, text, len(document)
    finally:
        document.close()


def _seen(image: Image, dpi: float, folder: Path) -> dict[str, Any]:
    grey = image.convert("L")
    seen: dict[str, Any] = {"covers": [], "dossiers": [], "others": 0, "torn": False}
    turns = set()
    for code in _codes(grey):
        text = code.text if code.valid else ""
        if text.startswith(_OURS):
            seen["covers"].append(text[:300])
            turns.add(-round(code.orientation / 90) * 90 % 360)
        elif dossiers := _DOSSIER.findall(text):
            seen["dossiers"].extend(dossiers[:5])
        elif text:
            seen["others"] += 1
        elif _side(code) >= _LARGE * dpi:
            seen["torn"] = True
    seen["covers"] = sorted(set(seen["covers"]))
    seen["dossiers"] = sorted(set(seen["dossiers"]))
    seen["patch"] = not seen["covers"] and patch.found(grey)
    if len(turns) == 1:
        seen["rotation"] = turns.pop()
    else:
        seen["rotation"] = 0 if seen["patch"] else _orientation(grey, folder)
    return seen


def _codes(grey: Image) -> list[Any]:
    import zxingcpp

    formats = zxingcpp.BarcodeFormat.QRCode | zxingcpp.BarcodeFormat.Code128
    return list(zxingcpp.read_barcodes(grey, formats=formats, return_errors=True))


def _side(code: Any) -> float:
    """Return the longest side of a code in pixels; 0 for a row of bars."""
    if "QR" not in str(code.format).upper():
        return 0.0
    corners = [
        getattr(code.position, name)
        for name in ("top_left", "top_right", "bottom_right", "bottom_left")
    ]
    sides = zip(corners, corners[1:] + corners[:1], strict=True)
    return max(((a.x - b.x) ** 2 + (a.y - b.y) ** 2) ** 0.5 for a, b in sides)


def _orientation(grey: Image, folder: Path) -> int:
    """Return by how many degrees to turn the page, 0 where tesseract is not sure."""
    said = dict(
        line.split(": ", 1)
        for line in _tesseract(grey, folder, "--psm", "0", "-l", "osd").splitlines()
        if ": " in line
    )
    sure = float(said.get("Orientation confidence", 0))
    return int(said.get("Rotate", 0)) % 360 if sure >= _SURE else 0


def _secrecy(image: Image, seen: dict[str, Any], text: str, folder: Path) -> str:
    """Return the level of a stamp of secrecy, "" where none can be read.

    The stamp stands in the upper part of a first page (Decree 30/2020, appendix I);
    the text that a PDF holds is read as a whole. Cover sheets bear none.
    """
    if seen["covers"] or seen["patch"]:
        return ""
    level = secrecy.found(text)
    if level is None:
        upright = image.convert("L").rotate(-seen["rotation"], expand=True)
        top = upright.crop((0, 0, upright.width, round(_UPPER * upright.height)))
        level = secrecy.found(_tesseract(top, folder, "--psm", "11", "-l", "vie"))
    return level or ""


def _tesseract(grey: Image, folder: Path, *options: str) -> str:
    """Return what tesseract prints of a picture, "" where it is not there or fails."""
    program = shutil.which("tesseract")
    if program is None:
        return ""
    sheet = folder / "sheet.png"
    grey.save(sheet, dpi=(_DPI, _DPI))
    try:
        done = subprocess.run(
            [program, str(sheet), "-", *options],
            capture_output=True,
            check=False,
            stdin=subprocess.DEVNULL,
            text=True,
            timeout=_SECONDS,
        )
    except subprocess.TimeoutExpired:
        return ""
    return done.stdout


def _keep(image: Image, longest: int, out: Any) -> tuple[int, int]:
    """Write a smaller picture behind the others; return where it stands."""
    small = image.convert("RGB")
    small.thumbnail((longest, longest))
    begins = out.tell()
    small.save(out, "JPEG", quality=72)
    return begins, out.tell() - begins
