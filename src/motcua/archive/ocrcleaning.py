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


def cleaned(picture: Image.Image) -> Image.Image:
    """Return ``picture`` with even paper and without specks; itself if it is clean."""
    import numpy as np

    if picture.mode == "1":
        return picture
    grey = picture.convert("L")
    shaded = _shade(grey) > _SHADE
    if shaded:
        paper = np.maximum(np.asarray(_paper(grey), dtype=np.float32), 1)
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

    second = np.asarray(grey.filter(ImageFilter.RankFilter(3, 1)))
    return (np.asarray(grey) < _DARK) & (second > _LIGHT)


def _paper(grey: Image.Image) -> Image.Image:
    """Return how light the paper is everywhere: tiles, their lightest neighbours."""
    tiles = (max(grey.width // _TILE, 1), max(grey.height // _TILE, 1))
    small = grey.resize(tiles, Image.Resampling.BOX)
    small = small.filter(ImageFilter.MaxFilter(5)).filter(ImageFilter.GaussianBlur(3))
    return small.resize(grey.size, Image.Resampling.BILINEAR)


def _shade(grey: Image.Image) -> float:
    """Return by how much the paper differs between its lightest and darkest parts."""
    import numpy as np

    tiles = (max(grey.width // _TILE, 1), max(grey.height // _TILE, 1))
    small = np.asarray(_paper(grey).resize(tiles, Image.Resampling.NEAREST))
    return float(np.percentile(small, 95) - np.percentile(small, 5))


@hookimpl(tryfirst=True)
def filter_ocr_image(page: Any, image: Image.Image) -> Image.Image:
    """Give OCRmyPDF the cleaned picture, within the bounds of tesseract."""
    bounded: Image.Image = within_bounds(page, cleaned(image))
    return bounded
