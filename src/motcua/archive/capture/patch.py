"""The bars of a cover sheet, found although none of its codes can be read.

Runs only inside ``confined``. Six bars of 5 mm with as much paper between them: along
any line across them ink and paper change in equal steps, which no writing does.
"""

from __future__ import annotations

from typing import Any
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

#: Steps of ink and paper that must follow each other, of the eleven on a sheet.
_STEPS: Final = 7
#: Share of the long side of the page that one step takes: 5 of 297 mm, with room for
#: feeders that stretch and pages that were scaled.
_LEAST, _MOST = 0.0115, 0.0235
#: By how much the steps may differ from their median.
_UNEVEN: Final = 0.3
#: Lines that are looked along, and how many of them must agree.
_LINES: Final = 40
_AGREE: Final = 8


def found(grey: Any) -> bool:
    """Say whether a grey picture of a page shows the bars, lying or standing."""
    import numpy as np

    page = np.asarray(grey.convert("L"))
    dark = page < (int(page.max()) + int(page.min())) // 2
    long = max(dark.shape)
    return _along(dark, long) or _along(dark.T, long)


def _along(dark: NDArray[np.bool_], long: int) -> bool:
    """Say whether lines down the picture cross the bars."""
    import numpy as np

    lines = np.linspace(0, dark.shape[1] - 1, _LINES).astype(int)
    return sum(_crosses(dark[:, line], long) for line in lines) >= _AGREE


def _crosses(line: NDArray[np.bool_], long: int) -> bool:
    import numpy as np

    turns = np.flatnonzero(line[1:] != line[:-1]) + 1
    runs = np.diff(turns)
    fits = (runs >= _LEAST * long) & (runs <= _MOST * long)
    for start in range(len(runs) - _STEPS + 1):
        window = runs[start : start + _STEPS]
        if fits[start : start + _STEPS].all():
            middle = float(np.median(window))
            if np.abs(window - middle).max() <= _UNEVEN * middle:
                return True
    return False
