"""Plugin of OCRmyPDF that cleans the picture which tesseract reads, never the page.

Tesseract parts ink from paper by one threshold for the whole page: a shadow along the
spine or grey paper drowns lines in it, and specks become letters. Paper is made evenly
white, single specks go. Pages without either are handed on as they are.
"""

from __future__ import annotations

from ocrmypdf import hookimpl
from ocrmypdf.builtin_plugins.tesseract_ocr import filter_ocr_image as within_bounds
from PIL import Image
from PIL import ImageFilter
from typing import Any
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


#: Side of the tiles over which paper is taken to be even, in pixels.
_TILE: Final = 40
#: Paper that differs by so many of 255 between its lightest and darkest parts.
_SHADE: Final = 25
#: Share of pixels that are dark and alone, from which a page is specked.
_SPECKED: Final = 0.0002
_DARK, _LIGHT = 110, 150
#: Rows that are searched for specks at a time.
_BAND: Final = 512


def cleaned(picture: Image.Image) -> Image.Image:
    """Return ``picture`` with even paper and without specks; itself if it is clean."""
    import numpy as np

    if picture.mode == "1":
        return picture
    grey = picture.convert("L")
    tiles = _tiles(grey)
    shaded = _shade(tiles) > _SHADE
    if shaded:
        drawn = tiles.resize(grey.size, Image.Resampling.BILINEAR)
        paper = np.maximum(np.asarray(drawn, dtype=np.float32), 1)
        even = np.asarray(grey, dtype=np.float32) / paper * 255
        grey = Image.fromarray(np.clip(even, 0, 255).astype(np.uint8))
    specks = _specks(grey)
    if specks.mean() > _SPECKED:
        # Only the specks: smoothing all of a page would cost letters their marks.
        around = np.asarray(grey.filter(ImageFilter.MedianFilter(3)))
        grey = Image.fromarray(np.where(specks, around, np.asarray(grey)))
    elif not shaded:
        return picture
    if "dpi" in picture.info:
        grey.info["dpi"] = picture.info["dpi"]
    return grey


def _specks(grey: Image.Image) -> NDArray[np.bool_]:
    """Return which pixels are dark while all around them is light."""
    import numpy as np

    page = np.asarray(grey)
    found = np.zeros(page.shape, dtype=bool)
    for top in range(0, page.shape[0] - 2, _BAND):
        band = page[top : top + _BAND + 2]
        ink = (band <= _LIGHT).view(np.uint8)
        rows = ink[:, :-2] + ink[:, 1:-1]
        rows += ink[:, 2:]
        around = rows[:-2] + rows[1:-1]
        around += rows[2:]
        inner = found[top + 1 : top + 1 + around.shape[0], 1:-1]
        np.logical_and(around == 1, band[1:-1, 1:-1] < _DARK, out=inner)
    return found


def _tiles(grey: Image.Image) -> Image.Image:
    """Return how light the paper is: tiles, as light as their lightest neighbours."""
    size = (max(grey.width // _TILE, 1), max(grey.height // _TILE, 1))
    small = grey.resize(size, Image.Resampling.BOX)
    return small.filter(ImageFilter.MaxFilter(5)).filter(ImageFilter.GaussianBlur(3))


def _shade(tiles: Image.Image) -> float:
    """Return by how much the paper differs between its lightest and darkest parts."""
    import numpy as np

    lightest, darkest = np.percentile(np.asarray(tiles), (95, 5))
    return float(lightest - darkest)


@hookimpl(tryfirst=True)
def filter_ocr_image(page: Any, image: Image.Image) -> Image.Image:
    """Give OCRmyPDF the cleaned picture, within the bounds of tesseract.

    What ``ocrdrawing`` drew is clean, and one that is not touched is not stored anew.
    """
    picture = cleaned(image) if page.options.is_force_mode else image
    bounded: Image.Image = within_bounds(page, picture)
    return bounded
