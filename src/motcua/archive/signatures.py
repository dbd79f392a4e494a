"""Digital signatures in PDF files, and copies that can be archived.

A signature covers bytes, so a signed file stays byte for byte as it came. What
is converted is a copy in which the signature is only seen: the appearance of
each form field is drawn into its page, then the form goes.
"""

from __future__ import annotations

from typing import Any
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from pathlib import Path
    import pikepdf

#: Fields may be nested; deeper than this is an attack or a loop.
_DEPTH = 32

#: What PDF/A forbids or a copy cannot honour: forms, permissions given by
#: signatures, validation data, actions.
_CATALOGUE_KEYS = ("/AcroForm", "/Perms", "/DSS", "/OpenAction", "/AA", "/Collection")
_NAME_TREES = ("/JavaScript", "/EmbeddedFiles")


def _has_signature(fields: pikepdf.Object, depth: int = 0) -> bool:
    if depth > _DEPTH:
        return False
    for field in fields:
        value = field.get("/V")
        if field.get("/FT") == "/Sig" and value is not None and "/ByteRange" in value:
            return True
        if "/Kids" in field and _has_signature(field["/Kids"], depth + 1):
            return True
    return False


def is_signed(pdf: pikepdf.Pdf) -> bool:
    """Say whether a signature field of ``pdf`` holds a signature over bytes."""
    form = pdf.Root.get("/AcroForm")
    if form is None or "/Fields" not in form:
        return False
    return _has_signature(form["/Fields"])


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
        actions = [page for page in pdf.pages if "/AA" in page.obj]
        if not (keys or trees or actions):
            return False
        if "/AcroForm" in root:
            pdf.flatten_annotations("print")
            _drop_widgets(pdf)
        for key in keys:
            del root[key]
        for key in trees:
            del names[key]
        for page in actions:
            del page.obj["/AA"]
        pdf.save(target)
    return True


def _drop_widgets(pdf: pikepdf.Pdf) -> None:
    """Remove fields that flattening left, as those without an appearance."""
    import pikepdf

    for page in pdf.pages:
        if "/Annots" not in page.obj:
            continue
        kept = [
            note for note in page.obj["/Annots"] if note.get("/Subtype") != "/Widget"
        ]
        page.obj["/Annots"] = pikepdf.Array(kept)
