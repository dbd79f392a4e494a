"""By how much the lines of a scanned page lean.

Lines of text give rows of ink and rows of paper; the more upright the page, the
sharper the change between them. The page is turned step by step and the angle
of the sharpest profile wins (Postl's projection method). A page scanned
sideways is measured along its columns.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Any
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from PIL.Image import Image

#: Straightening a page stores it anew, often several times larger, and reading
#: copes with less: below this many degrees a page stays as it is.
DESKEW_FROM = 1.5
#: Beyond this a lean is not an accident of the feeder.
_WIDEST = 6.0
#: (long side in pixels, step in degrees) of the first and the second look.
_COARSE, _FINE = (400, 1.0), (1000, 0.2)
#: A page whose profile gains less than this by turning has no lines to judge.
_GAIN = 1.05


def _sharpness(ink: Image, degrees: float) -> float:
    from PIL import Image as images

    turned = ink.rotate(degrees, resample=images.Resampling.NEAREST, fillcolor=0)
    rows = list(turned.resize((1, turned.height), images.Resampling.BOX).getdata())
    pairs = pairwise(rows)
    return float(sum((one - other) ** 2 for one, other in pairs))


def _sharpest(ink: Image, angles: list[float]) -> tuple[float, float]:
    return max((_sharpness(ink, angle), angle) for angle in angles)


def angle(page: Image) -> float:
    """Return the lean of ``page`` (mode L) in degrees, clockwise positive.

    0.0 when nothing on the page tells. Precise to about two tenths of a degree
    between -6 and 6.
    """
    side, step = _COARSE
    steps = [count * step for count in range(-6, 7)]
    upright = _sharpest(_ink(page, side), steps)
    sideways = _sharpest(_ink(page, side).transpose(_quarter()), steps)
    side, step = _FINE
    ink = _ink(page, side)
    if sideways[0] > upright[0]:
        ink, upright = ink.transpose(_quarter()), sideways
    level = _sharpness(ink, 0.0)
    best, lean = _sharpest(ink, [upright[1] + n * step for n in range(-4, 5)])
    if not level or best < level * _GAIN or abs(lean) >= _WIDEST:
        return 0.0
    return round(lean, 1)


def _ink(page: Image, side: int) -> Image:
    """Return ``page`` reduced to ``side`` pixels, ink white on black."""
    small = page.copy()
    small.thumbnail((side, side))
    return small.point(lambda value: 255 if value < 160 else 0)


def _quarter() -> Any:
    from PIL.Image import Transpose

    return Transpose.ROTATE_90
