"""Putting the pages of a document together as one PDF, from the files they came in.

Runs only inside ``confined``. Pages of a PDF are carried over as they are, pictures are
put into a page of their true size without re-encoding; a page is turned by its own
``/Rotate``, half of a register is shown by its boxes. The same order gives the same
bytes, so that filing a second time is found out.
"""

from __future__ import annotations

from motcua.archive.incoming import sniffing
from motcua.archive.pdf import images
from motcua.storage import confined
from pathlib import Path
from typing import Any
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from motcua.storage.confined import Progress
    import pikepdf


@confined.task
def assemble(
    *,
    pages: list[dict[str, Any]],
    target: str,
    folder: str,
    progress: Progress,
) -> dict[str, Any]:
    """Write a PDF of the pages to ``target``.

    Each page is ``{"path", "media", "number", "rotation", "part"}``: the file, which
    page of it, degrees clockwise, and the part that is shown or None, see
    ``pages.Page``. ``folder`` takes files in between.
    """
    import pikepdf

    sources: dict[str, pikepdf.Pdf] = {}
    try:
        with pikepdf.new() as made:
            for count, page in enumerate(pages, start=1):
                source = _source(page, sources, Path(folder))
                made.pages.append(source.pages[page["number"] - 1])
                # Halves of one page share what it shows, and not its boxes.
                own = made.make_indirect(
                    pikepdf.Dictionary(dict(made.pages[-1].obj.items()))
                )
                made.pages[-1] = pikepdf.Page(own)
                _show(made.pages[-1], page["rotation"], page["part"])
                progress(count, len(pages))
            made.save(target, deterministic_id=True)
    finally:
        for each in sources.values():
            each.close()
    return {"pages": len(pages)}


def _source(
    page: dict[str, Any], sources: dict[str, pikepdf.Pdf], folder: Path
) -> pikepdf.Pdf:
    import pikepdf

    path = page["path"]
    if path not in sources:
        readable = Path(path)
        if page["media"] != sniffing.PDF:
            place = folder / f"source-{len(sources)}"
            place.mkdir()
            readable = place / "pages.pdf"
            images.to_pdf(Path(path), readable, place, page["media"])
        sources[path] = pikepdf.open(readable)
    return sources[path]


def _show(page: pikepdf.Page, rotation: int, part: list[float] | None) -> None:
    """Turn a page and show the part of it; the part is of the page as it is seen."""
    import pikepdf

    before = int(page.obj.get("/Rotate", 0)) % 360
    if part is not None:
        left, bottom, right, top = (float(side) for side in page.mediabox)
        wide, high = right - left, top - bottom
        x0, y0, x1, y1 = _unturned(part, before)
        box = [
            left + x0 * wide,
            top - y1 * high,
            left + x1 * wide,
            top - y0 * high,
        ]
        for name in ("/MediaBox", "/CropBox"):
            page.obj[name] = pikepdf.Array([round(side, 3) for side in box])
        for name in ("/BleedBox", "/TrimBox", "/ArtBox"):
            if name in page.obj:
                del page.obj[name]
    if rotation:
        page.obj["/Rotate"] = (before + rotation) % 360


def _unturned(part: list[float], rotation: int) -> tuple[float, float, float, float]:
    """Return a part of the page as seen in the directions of the page as stored."""
    x0, y0, x1, y1 = part
    if rotation == 90:
        return y0, 1 - x1, y1, 1 - x0
    if rotation == 180:
        return 1 - x1, 1 - y1, 1 - x0, 1 - y0
    if rotation == 270:
        return 1 - y1, x0, 1 - y0, x1
    return x0, y0, x1, y1
