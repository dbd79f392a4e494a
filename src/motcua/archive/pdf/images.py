"""Scanned images put into a PDF at their true size, without re-encoding.

Runs only inside ``confined``.
"""

from __future__ import annotations

from io import BytesIO
from motcua.archive.incoming import sniffing
from motcua.archive.pdf.jpeg import first_picture
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from pathlib import Path
    from PIL.Image import Image

#: Resolutions outside are placeholders of cameras and screens, not of scanners.
_LEAST_DPI, _MOST_DPI = 100, 2400
#: The long side of A4 in inches, which a page of unknown resolution is taken for.
_A4 = 11.69
_SIXTEEN_BITS = 65535.0
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
    if image.mode.startswith("I;16"):
        # 16 bits a sample: the upper eight are what a scanner resolves.
        return image.convert("I").point(lambda value: value / 256).convert("L")
    if image.mode in ("I", "F"):
        return _spread(image)
    if image.mode == "LAB":
        return _from_lab(image)
    return image.convert("RGB")


def _spread(image: Image) -> Image:
    """Return a grey picture of samples without bounds, from the least to the most.

    A PNG of 16 bits comes with such samples as well and keeps its own scale.
    """
    from PIL import Image as images

    least, most = (float(one) for one in image.getextrema())  # type: ignore[arg-type]
    if image.mode == "I" and least >= 0 and most <= _SIXTEEN_BITS:
        least, most = 0.0, _SIXTEEN_BITS
    if least == most:
        return images.new("L", image.size, "white")
    scale = 255 / (most - least)
    shades = image.convert("F").point(lambda value: value * scale - least * scale)
    return shades.convert("L")


def _from_lab(image: Image) -> Image:
    from PIL import ImageCms

    lab, srgb = ImageCms.createProfile("LAB"), ImageCms.createProfile("sRGB")
    made = ImageCms.profileToProfile(image, lab, srgb, outputMode="RGB")  # type: ignore[arg-type]
    assert made is not None
    return made


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
                as_it_is = _as_it_is(image, source, folder, media)
                if as_it_is is not None:
                    return [(as_it_is, dpi)]
            page = folder / f"frame-{index:05}.png"
            upright = ImageOps.exif_transpose(image) if turned else image
            ready = upright if upright.mode in _PLAIN_MODES else plain(upright)
            ready.info.pop("icc_profile", None)
            ready.save(page, dpi=(dpi, dpi))
            found.append((page, dpi))
    return found


def _as_it_is(image: Image, source: Path, folder: Path, media: str) -> Path | None:
    """Return the file whose samples go into the PDF untouched, None without one."""
    told = _tells_its_colours(image)
    if media != sniffing.JPEG:
        return source if told else None
    target = folder / "picture.jpg"
    try:
        target.write_bytes(first_picture(source.read_bytes(), profile=told))
    except ValueError:
        return None
    return target


def _tells_its_colours(image: Image) -> bool:
    """Say whether the profile of an image is one, and of colours that it has.

    PDF/A takes no other; without one, the colours are taken for those of screens.
    """
    from PIL import ImageCms

    profile = image.info.get("icc_profile")
    if not profile:
        return True
    try:
        told = ImageCms.ImageCmsProfile(BytesIO(profile)).profile
    except (OSError, ImageCms.PyCMSError):
        return False
    colours = "RGB" if image.mode == "RGB" else "GRAY"
    known = told.device_class.strip() in ("scnr", "mntr", "prtr", "spac")
    return known and told.xcolor_space.strip() == colours


def to_pdf(source: Path, target: Path, folder: Path, media: str) -> None:
    """Write the pages of the image at ``source`` as a PDF at ``target``.

    The samples of a JPEG are carried over unchanged, what its camera noted of place
    and time is not; a page is as large as its paper was.
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
