"""A page drawn as a screen shows it: cut, turned, small. Only inside ``confined``."""

from __future__ import annotations

from io import BytesIO
from motcua.storage import confined
from pathlib import Path
from typing import Any
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from motcua.storage.confined import Progress
    from PIL.Image import Image

#: Bytes of the largest picture: five seconds on a line of 256 kbit/s.
LARGEST: Final = 150_000
_QUALITIES: Final = (72, 60, 50, 40, 32, 25)


@confined.task
def draw(
    *,
    path: str,
    begins: int,
    length: int,
    rotation: int,
    part: list[float] | None,
    width: int,
    target: str,
    progress: Progress,
) -> dict[str, Any]:
    """Write a page as JPEG to ``target``: ``width`` pixels wide, 150 kB at most.

    The picture stands at ``begins`` in the file ``path``. It is cut to ``part``
    (fractions of the page as it came) and then turned clockwise.
    """
    from PIL import Image as pictures

    with Path(path).open("rb") as stream:
        stream.seek(begins)
        kept = BytesIO(stream.read(length))
    with pictures.open(kept, formats=("JPEG",)) as image:
        drawn = image.convert("RGB")
    if part is not None:
        sides = (drawn.width, drawn.height, drawn.width, drawn.height)
        box = [round(at * side) for at, side in zip(part, sides, strict=True)]
        drawn = drawn.crop((box[0], box[1], box[2], box[3]))
    if rotation:
        drawn = drawn.rotate(-rotation, expand=True)
    Path(target).write_bytes(small(drawn, width))
    return {}


def small(image: Image, width: int) -> bytes:
    """Return the picture no wider than asked for, and no larger than allowed."""
    while True:
        height = max(1, round(image.height * width / image.width))
        wide = min(width, image.width)
        drawn = image.resize((wide, max(1, round(height * wide / width))))
        for quality in _QUALITIES:
            out = BytesIO()
            drawn.save(out, "JPEG", quality=quality, optimize=True)
            if out.tell() <= LARGEST:
                return out.getvalue()
        width = wide * 3 // 4
