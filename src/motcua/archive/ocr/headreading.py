"""A second look at the head of a scan, where the first reading left doubts.

Runs only inside ``confined``. Stamps that lie beside or upon a heading mislead the
search for columns, so the upper part of the page is read as sparse text; a day that was
written by hand is drawn in several ways and read as figures, and the votes are counted.
"""

from __future__ import annotations

from collections import Counter
import csv
from io import StringIO
from motcua.archive.extraction import fields
from motcua.archive.extraction import sheet
from motcua.archive.extraction.letters import bare
from motcua.base.folding import normalise
from pathlib import Path
import re
import shutil
import subprocess
from typing import Any
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Mapping
    from collections.abc import Sequence
    from PIL.Image import Image

_LANGUAGE: Final = "vie"
#: Figures by hand are read by the model for Latin letters without marks.
_FIGURES: Final = "eng"
_DPI: Final = 300
#: Share of the page, from above, in which heads stand.
_UPPER: Final = 0.42
_SECONDS: Final = 60
#: What the model makes of figures that a hand wrote.
_AS_FIGURES: Final = str.maketrans("L£ZzOoQ|", "22220001")
_SCALES: Final = (0.5, 0.7, 0.85, 1.0)
#: A day needs so many of the votes, and so many votes.
_MAJORITY, _VOTES = 0.6, 4
#: So many votes for one day and none for another need no more.
_ENOUGH: Final = 5

Words = list[list[Any]]


def look_again(
    path: Path,
    texts: Sequence[str],
    layout: Sequence[Mapping[str, Any]],
    scans: frozenset[int],
    folder: Path,
) -> dict[str, Any] | None:
    """Return a second reading of the head as one page of ``words.layout``.

    ``scans`` are the numbers of pages that were read; None where the first reading
    left no doubt, or where the head was no scan.
    """
    first = fields.read(texts, layout=layout)
    index = fields.head_page(texts)
    if index + 1 not in scans or not fields.worth_a_second_look(first):
        return None
    picture, whole = _upper(path, index)
    words = _sparse(picture, whole, folder)
    if not words:
        return None
    page = {**layout[index], "words": words}
    found = fields.read(texts, layout=layout, again=page)
    lines = (words, layout[index]["words"])
    return page | _hand(found, lines, picture, whole, folder)


def look_at(page: Image, dpi: float, folder: Path) -> dict[str, Any] | None:
    """Return a reading of the head of a page that is upright, as ``look_again`` does.

    For pages of which it is known that a document begins with them, whatever the first
    reading of their file will say; None where nothing can be read.
    """
    size = (round(page.width * _DPI / dpi), round(page.height * _DPI / dpi))
    drawn = page.convert("L").resize(size)
    picture = drawn.crop((0, 0, drawn.width, round(_UPPER * drawn.height)))
    words = _sparse(picture, drawn.height, folder)
    if not words:
        return None
    read: dict[str, Any] = {"words": words}
    found = fields.read([""], layout=[{"words": []}], again=read)
    return read | _hand(found, (words,), picture, drawn.height, folder)


def _hand(
    found: fields.Fields,
    lines: Sequence[Words],
    picture: Image,
    whole: float,
    folder: Path,
) -> dict[str, Any]:
    """Return ``{"hand": ...}`` where a day was written by hand and can be read."""
    if len(found.date.value) == len("yyyy-mm"):
        for words in lines:
            day = _by_hand(words, picture, whole, folder)
            if day:
                return {"hand": day}
    return {}


def _upper(path: Path, index: int) -> tuple[Image, float]:
    """Return the upper part of a page in grey, and the height of the whole page."""
    import pypdfium2

    document = pypdfium2.PdfDocument(path)
    try:
        page = document[index]
        _width, height = page.get_size()
        drawn = page.render(
            scale=_DPI / 72, crop=(0, height * (1 - _UPPER), 0, 0), grayscale=True
        ).to_pil()
        return drawn.convert("L"), height * _DPI / 72
    finally:
        document.close()


def _tesseract(picture: Image, folder: Path, language: str, *options: str) -> str:
    program = shutil.which("tesseract")
    if program is None:
        return ""
    file = folder / "head.png"
    picture.save(file, dpi=(_DPI, _DPI))
    try:
        done = subprocess.run(
            [program, str(file), "-", "-l", language, *options],
            capture_output=True,
            check=False,
            text=True,
            errors="replace",
            timeout=_SECONDS,
        )
    except subprocess.TimeoutExpired:
        return ""
    return done.stdout if done.returncode == 0 else ""


def _sparse(picture: Image, whole: float, folder: Path) -> Words:
    """Return the words of the picture with their places on the whole page."""
    said = _tesseract(picture, folder, _LANGUAGE, "--psm", "11", "tsv")
    found: Words = []
    for row in csv.DictReader(StringIO(said), delimiter="\t", quoting=csv.QUOTE_NONE):
        text = normalise(row.get("text") or "")
        if not text or float(row["conf"]) < 0:
            continue
        left, top, width, height = (
            int(row[name]) for name in ("left", "top", "width", "height")
        )
        box = (
            left / picture.width,
            top / whole,
            (left + width) / picture.width,
            (top + height) / whole,
        )
        found.append(
            [*(round(side, 4) for side in box), text, round(float(row["conf"]))]
        )
    return found


def _by_hand(
    words: Sequence[Sequence[Any]], picture: Image, whole: float, folder: Path
) -> dict[str, Any] | None:
    """Return ``{"day", "share"}`` by vote, None when the votes do not agree."""
    box = _gap(words)
    if box is None:
        return None
    x0, y0, x1, y1 = box
    line = picture.crop(
        (
            int(max(x0 - 0.12, 0) * picture.width),
            int(y0 * whole),
            int(min(x1 + 0.3, 1) * picture.width),
            int(y1 * whole),
        )
    )
    votes: Counter[int] = Counter()
    for vote in _votes(line, folder):
        if vote is not None:
            votes[vote] += 1
        if votes.total() >= _ENOUGH and len(votes) == 1:
            break
    if not votes:
        return None
    day, most = votes.most_common(1)[0]
    total = votes.total()
    if total < _VOTES or most / total < _MAJORITY:
        return None
    return {"day": day, "share": round(most / total, 2)}


def _gap(words: Sequence[Sequence[Any]]) -> tuple[float, float, float, float] | None:
    """Return the box between "ngày" and "tháng" in the first line that has both."""
    for row in sheet.placed(words):
        if not re.search(r"ngay\b.{0,8}\bthang\b.{0,6}\bnam\b", bare(row.text)):
            continue
        near = [
            word for word in words if abs((word[1] + word[3]) / 2 - (row.y or 0)) < 0.01
        ]
        before = next((word for word in near if bare(word[4]) == "ngay"), None)
        after = next((word for word in near if bare(word[4]) == "thang"), None)
        if before and after and after[0] > before[2]:
            top, bottom = min(before[1], after[1]), max(before[3], after[3])
            return before[2], top - 0.006, after[0], bottom + 0.006
    return None


def _votes(line: Image, folder: Path) -> Iterator[int | None]:
    """Read a line with a day in it, drawn larger, smaller, thinner and blurred."""
    from PIL import Image as images
    from PIL import ImageFilter

    for scale in _SCALES:
        size = (max(int(line.width * scale), 1), max(int(line.height * scale), 1))
        drawn = line.resize(size, images.Resampling.LANCZOS)
        for changed in (
            drawn,
            drawn.filter(ImageFilter.MinFilter(3)),
            drawn.filter(ImageFilter.GaussianBlur(1.5)),
        ):
            yield _vote(_tesseract(changed, folder, _FIGURES, "--psm", "7"))


def _vote(said: str) -> int | None:
    """Return the day that a reading names: what stands before "thang"."""
    found = re.search(r"(\S{1,3})\s+\w?h[ao]ng\b", bare(said.replace("£", "L")).lower())
    if found is None:
        return None
    token = said.replace("£", "L")[slice(*found.span(1))].strip(".,;:")
    figures = token.upper().translate(_AS_FIGURES)
    if not figures.isdigit() or not 1 <= int(figures) <= 31:
        return None
    return int(figures)
