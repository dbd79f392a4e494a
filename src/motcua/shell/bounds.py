"""How large the files of a form may be, said before they are sent.

The archive refuses a file that is too large when it has come in. What is larger than
a whole request never comes in: the server hangs up in the middle, and the browser
shows an error of its own. The script of the screens looks at the sizes first.
"""

from __future__ import annotations

from dataclasses import dataclass
from motcua import _
from motcua.archive.incoming.limits import limits
from motcua.archive.incoming.limits import MIB
from motcua.archive.incoming.limits import REQUEST
from typing import Any
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True)
class Bounds:
    """Sizes in bytes, and the words for what is larger."""

    largest: int
    together: int
    too_large: str
    too_much: str


def bounds(say: Callable[[Any], str]) -> Bounds:
    """Return what the file fields of a form carry; ``say`` translates."""
    largest = limits().upload
    together = REQUEST - MIB
    return Bounds(
        largest=largest,
        together=together,
        too_large=say(
            _(
                "A file is larger than ${limit} MB. Scan at 200 to 300 dpi, or split "
                "it into several files.",
                mapping={"limit": largest // MIB},
            )
        ),
        too_much=say(
            _(
                "The files are larger than ${limit} MB together. Send them in several "
                "goes.",
                mapping={"limit": together // MIB},
            )
        ),
    )
