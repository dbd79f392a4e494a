"""A PDF made of pictures of another one's pages, as PDF/A. Only inside ``confined``.

Nothing of the other file comes along but what can be seen: no text, no fields, no
signature, no data about it. What is covered is painted over in the pixels.
"""

from __future__ import annotations

from motcua.archive.pdf import verdicts
from motcua.storage import confined
from motcua.storage.confined import TaskRefused
from pathlib import Path
from typing import Any
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Mapping
    from motcua.storage.confined import Progress
    from PIL.Image import Image
    from PIL.ImageFont import FreeTypeFont

#: The longest side that is drawn, in pixels: some pages are rolls.
_LONGEST: Final = 6_000
#: Letters of 10 points (Circular 05/2025/TT-BNV article 40(4)) in a strip of 18.
_LETTERS: Final = 10
_STRIP: Final = 18
_MARGIN: Final = 36
_QUALITY: Final = 82
#: Letters as wide as those of Times New Roman, or what prints Vietnamese everywhere.
_FONTS: Final = (
    "/usr/share/fonts/truetype/liberation/LiberationSerif-Regular.ttf",
    "/usr/share/fonts/truetype/liberation2/LiberationSerif-Regular.ttf",
    "/usr/share/fonts/truetype/noto/NotoSerif-Regular.ttf",
    "/usr/share/fonts/truetype/dejavu/DejaVuSerif.ttf",
)


@confined.task
def picture(
    *,
    path: str,
    target: str,
    folder: str,
    title: str,
    footer: str,
    mark: str,
    boxes: Mapping[str, list[list[float]]],
    dpi: int,
    progress: Progress,
) -> dict[str, Any]:
    """Write pictures of the pages of ``path`` to ``target``; return {"pages"}.

    ``footer`` stands in a strip below each page, in its middle; ``mark`` in a strip
    above the first one, at its right; "" leaves a strip out. The page itself keeps its
    size, so nothing of it is hidden. ``boxes`` are painted black: page (from 1) to
    [left, top, right, bottom] in fractions of the page. ``folder`` takes files in
    between. Raises ``TaskRefused``: ``missing`` without letters, ``input`` when the
    result is no PDF/A.
    """
    import pypdfium2

    document = pypdfium2.PdfDocument(Path(path))
    drawn: list[tuple[Path, float]] = []
    try:
        for index in range(len(document)):
            one = document[index]
            scale = min(dpi / 72, _LONGEST / max(one.get_size()))
            image = one.render(scale=scale).to_pil().convert("RGB")
            _cover(image, boxes.get(str(index + 1), ()))
            framed = _framed(image, scale, footer, mark if index == 0 else "")
            place = Path(folder) / f"page-{index:05}.jpg"
            framed.save(place, "JPEG", quality=_QUALITY)
            drawn.append((place, scale))
            progress(index + 1, len(document))
    finally:
        document.close()
    _bind(drawn, Path(target), Path(folder), title)
    return {"pages": len(drawn)}


def _cover(image: Image, boxes: Any) -> None:
    from PIL import ImageDraw

    pen = ImageDraw.Draw(image)
    for left, top, right, bottom in boxes:
        # Rounded outwards: an edge of a letter is a part of it.
        corner = (int(left * image.width), int(top * image.height))
        end = (int(right * image.width) + 1, int(bottom * image.height) + 1)
        pen.rectangle((corner, end), fill="black")


def _framed(image: Image, scale: float, footer: str, mark: str) -> Image:
    """Return the page with its strips."""
    from PIL import Image as images
    from PIL import ImageDraw

    strip = round(_STRIP * scale)
    above, below = (strip if mark else 0), (strip if footer else 0)
    if not above and not below:
        return image
    size = (image.width, image.height + above + below)
    page = images.new("RGB", size, "white")
    page.paste(image, (0, above))
    pen = ImageDraw.Draw(page)
    if mark:
        font = _font(scale, mark, image.width)
        place = (image.width - round(_MARGIN * scale), strip // 2)
        pen.text(place, mark, "black", font=font, anchor="rm")
    if footer:
        font = _font(scale, footer, image.width)
        middle = (image.width // 2, size[1] - strip // 2)
        pen.text(middle, footer, "black", font=font, anchor="mm")
    return page


def _font(scale: float, text: str, width: int) -> FreeTypeFont:
    """Return the letters, smaller where a line would be wider than the page."""
    from PIL import ImageFont

    path = next((one for one in _FONTS if Path(one).exists()), None)
    if path is None:
        raise TaskRefused("missing", "fonts-noto-core")
    font = ImageFont.truetype(path, max(1, round(_LETTERS * scale)))
    wide = font.getlength(text)
    if wide > width * 0.95:
        font = ImageFont.truetype(path, max(1, int(font.size * width * 0.95 / wide)))
    return font


def _bind(
    drawn: list[tuple[Path, float]], target: Path, folder: Path, title: str
) -> None:
    """Put the pictures into one PDF/A of their true size."""
    import img2pdf
    import pikepdf
    from pikepdf import pdfa

    scales = [scale for _place, scale in drawn]

    def layout(width: int, height: int, _dpi: tuple[float, float]) -> tuple[float, ...]:
        scale = scales.pop(0)
        page = (width / scale, height / scale)
        return (*page, *page)

    plain = folder / "plain.pdf"
    with plain.open("wb") as stream:
        places = [str(place) for place, _scale in drawn]
        img2pdf.convert(places, layout_fun=layout, outputstream=stream)
    with pikepdf.open(plain) as pdf:
        pdf.docinfo["/Title"] = title
        try:
            pdfa.save(pdf, target, verdicts.FLAVOUR)
        except pdfa.PdfaError as error:
            raise TaskRefused("input", str(error)[:200]) from error
