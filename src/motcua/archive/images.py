"""Scanned images put into a PDF at their true size, without re-encoding.

Runs only inside ``confined``.
"""

from __future__ import annotations

from motcua.archive import sniffing
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from pathlib import Path
    from PIL.Image import Image

#: Resolutions outside are placeholders of cameras and screens, not of scanners.
_LEAST_DPI, _MOST_DPI = 100, 2400
#: The long side of A4 in inches, which a page of unknown resolution is taken for.
_A4 = 11.69
#: Modes that PDF/A takes as they are.
_PLAIN_MODES = ("1", "L", "RGB")


def resolution(image: Image) -> float:
    """Return dots per inch; guessed as A4 when the file does not say sensibly."""
    stated = image.info.get("dpi", (0, 0))
    try:
        dpi = min(float(stated[0]), float(stated[1]))
    except (TypeError, ValueError, ZeroDivisionError, IndexError):
        dpi = 0.0
    if _LEAST_DPI <= dpi <= _MOST_DPI:
        return dpi
    return max(max(image.size) / _A4, 72.0)


def plain(image: Image) -> Image:
    """Return ``image`` in a mode that PDF/A takes; transparency becomes white."""
    from PIL import Image as images

    if image.mode == "P" and "transparency" not in image.info:
        return image.convert("RGB")
    if image.mode in ("LA", "PA", "RGBA", "P"):
        full = image.convert("RGBA")
        page = images.new("RGB", image.size, "white")
        page.paste(full, mask=full.getchannel("A"))
        return page
    if image.mode.startswith("I") or image.mode == "F":
        # 16 bits a sample: the upper eight are what a scanner resolves.
        return image.convert("I").point(lambda value: value / 256).convert("L")
    return image.convert("RGB")


def _frames(source: Path, folder: Path, media: str) -> list[tuple[Path, float]]:
    """Return one image file and its resolution per page, the source if it will do."""
    from PIL import Image as images
    from PIL import ImageOps

    images.MAX_IMAGE_PIXELS = None
    found = []
    with images.open(source, formats=("JPEG", "PNG", "TIFF")) as image:
        count = getattr(image, "n_frames", 1) if media == sniffing.TIFF else 1
        for index in range(count):
            image.seek(index)
            dpi = resolution(image)
            turned = image.getexif().get(0x0112, 1) != 1
            simple = image.mode in _PLAIN_MODES and "transparency" not in image.info
            if media != sniffing.TIFF and simple and not turned:
                return [(source, dpi)]
            page = folder / f"frame-{index:05}.png"
            upright = ImageOps.exif_transpose(image) if turned else image
            ready = upright if upright.mode in _PLAIN_MODES else plain(upright)
            ready.info.pop("icc_profile", None)
            ready.save(page, dpi=(dpi, dpi))
            found.append((page, dpi))
    return found


def to_pdf(source: Path, target: Path, folder: Path, media: str) -> None:
    """Write the pages of the image at ``source`` as a PDF at ``target``.

    JPEG bytes are carried over unchanged; a page is as large as its paper was.
    ``folder`` takes files in between.
    """
    import img2pdf

    def layout(width: int, height: int, _dpi: tuple[float, float]) -> tuple[float, ...]:
        dpi = resolutions.pop(0)
        page = (width / dpi * 72, height / dpi * 72)
        return (*page, *page)

    frames = _frames(source, folder, media)
    resolutions = [dpi for _path, dpi in frames]
    with target.open("wb") as stream:
        img2pdf.convert(
            [str(path) for path, _dpi in frames],
            layout_fun=layout,
            outputstream=stream,
        )
