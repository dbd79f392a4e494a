"""What can be measured of a scanned page without reading it.

Runs only inside ``confined``. A page is drawn at 150 dpi in grey and looked at as ink
on paper; what its picture is (pixels, resolution, colour) comes from the file. Nothing
is judged here: when a lean or a faint page matters is for ``thresholds`` to say.
"""

from __future__ import annotations

from dataclasses import asdict
from dataclasses import dataclass
from motcua.archive.incoming import sniffing
from motcua.archive.ocr import skew
from motcua.storage import confined
from pathlib import Path
from typing import Any
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Iterator
    from motcua.storage.confined import Progress
    import numpy as np
    from numpy.typing import NDArray
    from PIL.Image import Image

    Grey = NDArray[np.float32]

#: Resolution at which a page is judged, and the most pixels of its long side.
_DPI: Final = 150
_LONGEST: Final = 7200
#: Side of a tile of paper in millimetres: a letter in pencil fills one.
_TILE_MM: Final = 5
#: Paper darker than its surroundings by so many of 255 bears a mark.
_MARK: Final = 14
#: Ink is darker than paper by so many at least; pencil and dirt are not.
_INK: Final = 40
#: Margin where lids and feeders leave shadows, in millimetres.
_MARGIN_MM: Final = 4
#: The outermost strip, in which no writing ought to be, in millimetres.
_EDGE_MM: Final = 1.0
#: A strip darker than this over more than half its length is a shadow of the lid.
_SHADOW: Final = 0.5
_MM_PER_INCH: Final = 25.4


@dataclass(frozen=True)
class Figures:
    """Measures of one page."""

    #: From 1.
    page: int
    #: The picture of the page, as it was scanned.
    width_px: int
    height_px: int
    #: Dots per inch of that picture; 0 for a page that is no picture.
    dpi: int
    #: Degrees by which lines lean, clockwise positive, to 0.1.
    skew: float
    #: Width of the sharpest edges between ink and paper in millimetres: letters of
    #: a good scan have 0.1 to 0.3; 0 where there is no edge.
    blur: float
    #: Difference between paper and ink, 0 to 1.
    contrast: float
    #: The largest share of ink along one of the four edges of the paper, 0 to 1.
    clipped: float
    #: Share of the paper, in tiles of 5 mm and without its margin, that bears no
    #: mark at all: 1.0 is an empty page.
    blank: float
    #: Share of the paper that is ink, 0 to 1.
    ink: float
    #: ``bilevel``, ``grey``, ``colour``, or ``none`` for a page that is no picture.
    colour: str
    #: Degrees clockwise by which the file says the page is to be turned.
    rotation: int

    def to_json(self) -> dict[str, Any]:
        """Return the figures as JSON."""
        return asdict(self)


@confined.task
def measure(
    *,
    path: str,
    media: str,
    numbers: list[int] | None = None,
    progress: Progress,
) -> list[dict[str, Any]]:
    """Return the ``Figures`` of each page of a checked file, as JSON.

    ``numbers`` names the pages that are wanted, from 1; without it all are.
    """
    found = []
    for figures, total in _each(Path(path), media, set(numbers or ())):
        found.append(figures.to_json())
        progress(len(found), len(numbers) if numbers else total)
    return found


def _each(
    path: Path, media: str, numbers: Iterable[int]
) -> Iterator[tuple[Figures, int]]:
    return _of_pdf(path, numbers) if media == sniffing.PDF else _of_image(path, numbers)


def _of_pdf(path: Path, numbers: Iterable[int]) -> Iterator[tuple[Figures, int]]:
    import pypdfium2

    document = pypdfium2.PdfDocument(path)
    try:
        for index in range(len(document)):
            if numbers and index + 1 not in numbers:
                continue
            page = document[index]
            scale = min(_DPI / 72, _LONGEST / max(page.get_size()))
            grey = page.render(scale=scale, grayscale=True).to_pil().convert("L")
            picture = _picture(page)
            turn = int(page.get_rotation())
            yield _figures(index + 1, grey, scale * 72, turn, picture), len(document)
            page.close()
    finally:
        document.close()


def _picture(page: Any) -> tuple[int, int, int, str]:
    """Return (width, height, dpi, colour) of the picture that fills the page.

    Scanners that part ink from paper lay several pictures over each other: the
    finest tells the resolution, the most coloured one the colour.
    """
    import pypdfium2.raw as pdfium

    wide, high = page.get_size()
    best, kinds = (0, 0, 0), {"none"}
    for image in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=8):
        left, bottom, right, top = image.get_bounds()
        if (right - left) * (top - bottom) < 0.5 * wide * high:
            continue
        size = image.get_px_size()
        dpi = round(max(size) / max(right - left, top - bottom) * 72)
        best = max(best, (dpi, *size))
        kinds.add(_kind(image.get_metadata()))
    colour = max(kinds, key=("none", "bilevel", "grey", "colour").index)
    return best[1], best[2], best[0], colour


def _kind(metadata: Any) -> str:
    if metadata.bits_per_pixel <= 1:
        return "bilevel"
    return "grey" if metadata.bits_per_pixel <= 8 else "colour"


def _of_image(path: Path, numbers: Iterable[int]) -> Iterator[tuple[Figures, int]]:
    from motcua.archive.pdf.images import resolution
    from PIL import Image
    from PIL import ImageOps

    Image.MAX_IMAGE_PIXELS = None
    kinds = {"1": "bilevel", "L": "grey", "LA": "grey", "I;16": "grey", "I": "grey"}
    with Image.open(path, formats=("JPEG", "PNG", "TIFF")) as image:
        frames = getattr(image, "n_frames", 1) if image.format == "TIFF" else 1
        for index in range(frames):
            if numbers and index + 1 not in numbers:
                continue
            image.seek(index)
            dpi = resolution(image)
            upright = ImageOps.exif_transpose(image)
            longest = max(upright.size)
            share = min(1.0, _DPI / dpi, _LONGEST / longest)
            grey = upright.convert("L")
            if share < 1:
                size = (round(grey.width * share), round(grey.height * share))
                grey = grey.resize(size, Image.Resampling.BOX)
            turn = {6: 90, 3: 180, 8: 270}.get(image.getexif().get(0x0112, 1), 0)
            picture = (*image.size, round(dpi), kinds.get(image.mode, "colour"))
            yield _figures(index + 1, grey, dpi * share, turn, picture), frames


def _figures(
    number: int,
    grey: Image,
    dpi: float,
    turn: int,
    picture: tuple[int, int, int, str],
) -> Figures:
    """Measure a page that is drawn in grey at ``dpi``."""
    import numpy as np

    page = np.asarray(grey, dtype=np.float32)
    millimetre = dpi / _MM_PER_INCH
    paper = float(np.percentile(page, 90))
    marks = _marked(page, millimetre)
    dark = page < _ink_level(page, paper)
    ink = float(dark.mean())
    contrast = (paper - float(page[dark].mean())) / 255 if ink else 0.0
    width, height, resolution, colour = picture
    return Figures(
        page=number,
        width_px=width,
        height_px=height,
        dpi=resolution,
        skew=skew.angle(grey),
        blur=round(_blur(page, contrast * 255) / millimetre, 2),
        contrast=round(max(contrast, 0.0), 3),
        clipped=round(_clipped(dark, millimetre), 3),
        blank=round(1 - marks, 4),
        ink=round(ink, 4),
        colour=colour,
        rotation=turn,
    )


def _ink_level(page: Grey, paper: float) -> float:
    """Return below what a pixel is ink: half-way to the darkest."""
    import numpy as np

    darkest = float(np.percentile(page, 0.2))
    return min((paper + darkest) / 2, paper - _INK)


def _marked(page: Grey, millimetre: float) -> float:
    """Return the share of tiles in which something is darker than its surroundings.

    The third darkest of some blurred pixels is compared with the paper of its own
    tile, so that grey paper and shadows are no marks, and a single speck is none.
    """
    import numpy as np

    margin = round(_MARGIN_MM * millimetre)
    side = max(8, round(_TILE_MM * millimetre))
    inner = page[margin : page.shape[0] - margin, margin : page.shape[1] - margin]
    rows, columns = inner.shape[0] // side, inner.shape[1] // side
    if not (rows and columns):
        return 0.0
    cells = side // 2
    tiles = inner[: rows * side, : columns * side]
    tiles = tiles.reshape(rows, side, columns, side).swapaxes(1, 2)
    tiles = tiles[:, :, : cells * 2, : cells * 2]
    tiles = tiles.reshape(rows, columns, cells, 2, cells, 2).mean(axis=(3, 5))
    flat = np.sort(tiles.reshape(rows * columns, -1), axis=1)
    middle = flat[:, flat.shape[1] // 2]
    # The grain of the paper is that of its quieter tiles, which bear no writing.
    grain = float(np.percentile(middle - flat[:, flat.shape[1] // 10], 25))
    lightest = flat[:, flat.shape[1] * 9 // 10]
    return float((lightest - flat[:, 2] > max(_MARK, 5 * grain)).mean())


def _blur(page: Grey, contrast: float) -> float:
    """Return over how many pixels the sharpest edges go from paper to ink."""
    import numpy as np

    if contrast < _INK:
        return 0.0
    steps = np.abs(np.diff(page, axis=1))
    steepest = float(np.percentile(steps, 99.5))
    return contrast / steepest if steepest > 1 else 0.0


def _clipped(dark: NDArray[np.bool_], millimetre: float) -> float:
    """Return how much of an edge is ink, leaving out shadows along a whole edge."""
    strip = max(1, round(_EDGE_MM * millimetre))
    edges = (dark[:strip], dark[-strip:], dark[:, :strip].T, dark[:, -strip:].T)
    shares = [float(edge.any(axis=0).mean()) for edge in edges]
    return max((share for share in shares if share <= _SHADOW), default=0.0)
