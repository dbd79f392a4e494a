"""Open an upload far enough to know that it can be kept and converted.

Runs only inside ``confined``: the parsers used here read hostile bytes. What is
refused is named by a key of ``errors.REFUSALS``.
"""

from __future__ import annotations

from motcua.archive.incoming import sniffing
from motcua.archive.pdf.pdfinspection import inspect_pdf
from motcua.storage import confined
from motcua.storage.confined import TaskRefused
from pathlib import Path
from typing import Any
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from motcua.storage.confined import Progress
    from PIL.Image import Image


@confined.task
def inspect(
    *, path: str, media: str, pages: int, pixels: int, progress: Progress
) -> dict[str, Any]:
    """Return ``{"pages", "signed", "active"}`` of the file at ``path``.

    ``pages`` and ``pixels`` are the limits of ``limits.Limits``; ``active``
    names what a PDF carries besides pages (scripts, attachments ...). Raises
    ``TaskRefused``.
    """
    if media == sniffing.PDF:
        return inspect_pdf(Path(path), pages, pixels)
    return _inspect_image(Path(path), pages, pixels, progress)


def _inspect_image(
    path: Path, pages: int, pixels: int, progress: Progress
) -> dict[str, Any]:
    from PIL import Image
    from PIL import UnidentifiedImageError

    # The limit is checked by hand before any pixel is decoded.
    Image.MAX_IMAGE_PIXELS = None
    try:
        with Image.open(path, formats=("JPEG", "PNG", "TIFF")) as image:
            # A JPEG with several pictures (MPO) shows its first one.
            count = _frames(image, pages) if image.format == "TIFF" else 1
            for index in range(count):
                image.seek(index)
                if image.width * image.height > pixels:
                    raise TaskRefused(
                        "too-big-page", page=index + 1, limit=pixels // 10**6
                    )
                image.load()
                progress(index + 1, count)
            return {"pages": count, "signed": False, "active": []}
    except (
        UnidentifiedImageError,
        OSError,
        SyntaxError,
        ValueError,
        TypeError,
        KeyError,
        IndexError,
        EOFError,
    ) as error:
        # Pillow raises any of these on malformed input.
        raise TaskRefused("broken", str(error)[:200]) from error


def _frames(image: Image, pages: int) -> int:
    """Return how many pages a TIFF has; no more are counted than may come in.

    They are met one by one: behind one that it did not find, Pillow is lost.
    """
    for index in range(1, pages + 1):
        try:
            image.seek(index)
        except EOFError:
            return index
    raise TaskRefused("too-many-pages", limit=pages)
