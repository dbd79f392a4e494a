"""A page of a PDF drawn as a screen shows it. Only inside ``confined``."""

from __future__ import annotations

from motcua.archive.capture.portraying import small
from motcua.storage import confined
from pathlib import Path
from typing import Any
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from motcua.storage.confined import Progress

#: The longest side that is drawn, in pixels: some pages are rolls.
_LONGEST: Final = 6_000


@confined.task
def draw(
    *, path: str, page: int, width: int, target: str, progress: Progress
) -> dict[str, Any]:
    """Write page ``page`` (from 1) of a PDF as JPEG to ``target``, 150 kB at most."""
    import pypdfium2

    document = pypdfium2.PdfDocument(Path(path))
    try:
        one = document[page - 1]
        across, down = one.get_size()
        image = one.render(scale=min(width / across, _LONGEST / down)).to_pil()
    finally:
        document.close()
    Path(target).write_bytes(small(image.convert("RGB"), width))
    return {}
