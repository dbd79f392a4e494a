"""Digital signatures in PDF files, and copies that can be archived.

A signature covers bytes, so a signed file stays byte for byte as it came. What
is converted is a copy in which the signature is only seen: a picture of each
form field is drawn into its page, then the form goes.
"""

from __future__ import annotations

from typing import Any
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from pathlib import Path
    import pikepdf
    from pypdfium2 import PdfPage

#: What PDF/A forbids or a copy cannot honour: forms, permissions given by
#: signatures, validation data, actions, files that come along.
_CATALOGUE_KEYS = (
    "/AcroForm",
    "/Perms",
    "/DSS",
    "/OpenAction",
    "/AA",
    "/AF",
    "/Collection",
)
_PAGE_KEYS = ("/AA", "/AF")
#: Actions that PDF/A takes (ISO 19005-2, 6.5.1): they lead somewhere, no more.
_LEADING = frozenset(("/GoTo", "/GoToR", "/GoToE", "/Thread", "/URI", "/Named"))
#: Flags of an annotation, ISO 32000-1, table 165.
_HIDDEN, _NO_VIEW = 1 << 1, 1 << 5
#: Resolution of the picture of a field.
_FIELD_DPI = 300
_NAME_TREES = ("/JavaScript", "/EmbeddedFiles")


def is_signed(pdf: pikepdf.Pdf) -> bool:
    """Say whether a signature field of ``pdf`` holds a signature over bytes."""
    form = pdf.Root.get("/AcroForm")
    if form is None or "/Fields" not in form:
        return False
    waiting, met = list(form["/Fields"]), set()
    while waiting:
        field = waiting.pop()
        if field.is_indirect:
            # Fields that are their own children would be walked without end.
            if field.objgen in met:
                continue
            met.add(field.objgen)
        value = field.get("/V")
        if field.get("/FT") == "/Sig" and value is not None and "/ByteRange" in value:
            return True
        waiting.extend(field.get("/Kids", ()))
    return False


def plain_copy(source: Path, target: Path) -> bool:
    """Write ``source`` without form, signatures, actions and attachments.

    Fields look as they did, drawn into their pages. Returns whether anything
    had to go; if not, nothing is written and ``source`` itself will do.
    """
    import pikepdf

    with pikepdf.open(source) as pdf:
        root = pdf.Root
        names: Any = root.get("/Names", {})
        keys = [key for key in _CATALOGUE_KEYS if key in root]
        trees = [key for key in _NAME_TREES if key in names]
        pages = [page for page in pdf.pages if _carries(page.obj)]
        if not (keys or trees or pages):
            return False
        _picture_fields(source, pdf)
        for key in keys:
            del root[key]
        for key in trees:
            del names[key]
        for page in pages:
            _unload(page.obj)
        pdf.save(target)
    return True


def _is_file(note: pikepdf.Object) -> bool:
    """Say whether an annotation is a file, pinned to the page."""
    return bool(note.get("/Subtype") == "/FileAttachment")


def _acts(note: pikepdf.Object) -> bool:
    """Say whether an annotation does more than lead to another place."""
    action: Any = note.get("/A", {})
    return "/AA" in note or str(action.get("/S", "/GoTo")) not in _LEADING


def _carries(page: pikepdf.Object) -> bool:
    """Say whether a page has actions or files of its own."""
    notes: Any = page.get("/Annots", [])
    return any(key in page for key in _PAGE_KEYS) or any(
        _is_file(each) or _acts(each) for each in notes
    )


def _unload(page: pikepdf.Object) -> None:
    """Take actions and files from a page."""
    import pikepdf

    for key in _PAGE_KEYS:
        if key in page:
            del page[key]
    if "/Annots" in page:
        notes: Any = page["/Annots"]
        kept = [each for each in notes if not (_is_file(each) or _acts(each))]
        page["/Annots"] = pikepdf.Array(kept)


def _is_seen(note: pikepdf.Object) -> bool:
    """Say whether a field has a place on the page and is not hidden."""
    left, bottom, right, top = _box(note["/Rect"])
    unseen = int(note.get("/F", 0)) & (_HIDDEN | _NO_VIEW)
    return not unseen and "/AP" in note and right - left >= 1 and top - bottom >= 1


def _box(rectangle: pikepdf.Object) -> tuple[float, float, float, float]:
    one, two, three, four = (float(side) for side in rectangle)
    return min(one, three), min(two, four), max(one, three), max(two, four)


def _picture_fields(source: Path, pdf: pikepdf.Pdf) -> None:
    """Replace each field of ``pdf`` by a picture of what it shows in ``source``.

    A picture, because the appearance of a signature may use fonts that are not
    embedded, which PDF/A does not take.
    """
    import pikepdf
    import pypdfium2

    document = None
    for index, page in enumerate(pdf.pages):
        notes: Any = page.obj.get("/Annots", [])
        widgets = [note for note in notes if note.get("/Subtype") == "/Widget"]
        if not widgets:
            continue
        if document is None:
            document = pypdfium2.PdfDocument(source)
            document.init_forms()
        for widget in widgets:
            if _is_seen(widget):
                _draw(pdf, page, document[index], _box(widget["/Rect"]))
        page.obj["/Annots"] = pikepdf.Array(
            [note for note in notes if note.get("/Subtype") != "/Widget"]
        )
    if document is not None:
        document.close()


def _draw(
    pdf: pikepdf.Pdf,
    page: pikepdf.Page,
    seen: PdfPage,
    box: tuple[float, float, float, float],
) -> None:
    """Draw what ``seen`` shows within ``box`` onto ``page``, in the same place."""
    import pikepdf

    left, bottom, right, top = seen.get_cropbox()
    x0, y0 = max(box[0], left), max(box[1], bottom)
    x1, y1 = min(box[2], right), min(box[3], top)
    if x1 - x0 < 1 or y1 - y0 < 1:
        return
    seen.set_rotation(0)
    picture = seen.render(
        scale=_FIELD_DPI / 72,
        crop=(x0 - left, y0 - bottom, right - x1, top - y1),
        may_draw_forms=True,
    ).to_pil()
    image = pikepdf.Stream(pdf, picture.convert("RGB").tobytes())
    image.stream_dict = pikepdf.Dictionary(
        Type=pikepdf.Name.XObject,
        Subtype=pikepdf.Name.Image,
        Width=picture.width,
        Height=picture.height,
        ColorSpace=pikepdf.Name.DeviceRGB,
        BitsPerComponent=8,
    )
    name = page.add_resource(pdf.make_indirect(image), pikepdf.Name.XObject)
    place = f"{x1 - x0:.3f} 0 0 {y1 - y0:.3f} {x0:.3f} {y0:.3f} cm"
    page.contents_add(b"q", prepend=True)
    page.contents_add(f"Q q {place} {name} Do Q".encode())
