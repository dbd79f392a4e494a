"""Whether a PDF that comes back is the archival file that was given out, signed.

Signing programs write behind the bytes that they sign (ISO 32000-1, 7.5.6 and 12.8),
so the archival file stands unchanged at the beginning. What was written anew is another
file: nobody could say any more that it is the one whose PDF/A was proven. What is
written behind it adds fields, annotations, proofs and metadata, and replaces no object
that a page is drawn from: else other words would be signed than were read. The
signature is recomputed over its bytes; whose it is, and whether the certificate is
good, is shown by a program that knows the authorities.
"""

from __future__ import annotations

from motcua import _
from motcua.archive.capture.errors import Missing
from motcua.archive.incoming.limits import limits
from motcua.storage import confined
from motcua.storage import files
from pathlib import Path
from typing import Any
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Iterable
    from motcua.archive.incoming.uploads import Upload
    from motcua.storage.confined import Progress

_TASK: Final = "motcua.archive.capture.signedback:examine"
_SECONDS: Final = 60
_CHUNK: Final = 1024 * 1024
#: What is not compared of a page and of the root of a file: nothing of it is the scan.
_OF_PAGE: Final = frozenset({"/Annots", "/LastModified", "/StructParents", "/Tabs"})
_OF_ROOT: Final = frozenset(
    {"/AcroForm", "/DSS", "/Extensions", "/MarkInfo", "/Metadata", "/Perms"}
    | {"/StructTreeRoot", "/Version"}
)


def check(archival: str, upload: Upload) -> None:
    """Raise ``Missing`` unless the upload is the archival file (a digest), signed."""
    if not _begins_with(upload.path, archival):
        raise Missing(
            _(
                "“${name}” is not the archival file of this document. Download it "
                "here, sign it without saving it anew, and bring it back."
            ),
            name=upload.name,
        )
    try:
        told = confined.run(
            _TASK,
            {"path": str(upload.path), "given": str(files.path(archival))},
            limits=limits(),
            seconds=_SECONDS,
            waited_for=True,
        )
    except confined.TaskFailed as error:
        raise Missing(
            _("The signature of “${name}” cannot be read."), name=upload.name
        ) from error
    if not told["kept"]:
        raise Missing(
            _(
                "The pages of “${name}” were changed before it was signed. Download "
                "the archival file here, sign it without changing it, and bring it "
                "back."
            ),
            name=upload.name,
        )
    if not told["whole"]:
        raise Missing(
            _(
                "The signature of “${name}” does not hold for the whole file: it was "
                "changed after it was signed, or only a part of it is signed."
            ),
            name=upload.name,
        )


def _begins_with(path: Path, archival: str) -> bool:
    """Say whether a file begins with the bytes of a stored one and has more."""
    with files.open(archival) as given, path.open("rb") as found:
        while chunk := given.read(_CHUNK):
            if found.read(len(chunk)) != chunk:
                return False
        return bool(found.read(1))


@confined.task
def examine(*, path: str, given: str, progress: Progress) -> dict[str, Any]:
    """Say whether a PDF is the ``given`` one (a path), signed.

    Returns {"whole"}: whether a signature holds for these bytes and all that follow,
    and {"kept"}: whether its pages are drawn from the same objects.
    """
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.diff_analysis import ModificationLevel
    from pyhanko.sign.validation.generic_cms import validate_sig_integrity
    from pyhanko.sign.validation.status import SignatureCoverageLevel

    whole, size = False, Path(given).stat().st_size
    with Path(path).open("rb") as stream, Path(given).open("rb") as before:
        reader = PdfFileReader(stream)
        kept = _keeps_pages(PdfFileReader(before), reader)
        for one in reader.embedded_regular_signatures:
            one.compute_integrity_info()
            intact, valid = validate_sig_integrity(
                one.signer_info,
                one.signer_cert,
                expected_content_type="data",
                actual_digest=one.compute_digest(),
            )
            covered = one.coverage == SignatureCoverageLevel.ENTIRE_FILE
            if one.coverage == SignatureCoverageLevel.ENTIRE_REVISION:
                # Proof of validity and further signatures may stand behind it.
                level = getattr(one.diff_result, "modification_level", None)
                covered = level in (
                    ModificationLevel.NONE,
                    ModificationLevel.LTA_UPDATES,
                    ModificationLevel.FORM_FILLING,
                )
            own = one.byte_range[0] == 0 and one.byte_range[1] > size
            whole = whole or bool(intact and valid and covered and own)
    return {"whole": whole, "kept": kept}


def _keeps_pages(before: Any, after: Any) -> bool:
    """Say whether a PDF goes on from another one and draws the same pages.

    Both are readers of pyHanko. Revisions of the first are those of the second, and
    those behind them replace nothing but what ``_may_change`` names.
    """
    count, chain = before.xrefs.total_revisions, after.xrefs
    roots = _numbers([before.root_ref]), _numbers([after.root_ref])
    if chain.total_revisions <= count or roots[0] != roots[1]:
        return False
    there: set[tuple[int, int]] = set()
    for number in range(count):
        begins = before.xrefs.get_startxref_for_revision(number)
        if chain.get_startxref_for_revision(number) != begins:
            return False
        there |= _numbers(before.xrefs.explicit_refs_in_revision(number))
    written: set[tuple[int, int]] = set()
    for number in range(count, chain.total_revisions):
        written |= _numbers(chain.explicit_refs_in_revision(number))
        written |= _numbers(chain.refs_freed_in_revision(number))
    besides = _beside_pages(before)
    return all(_may_change(one, before, after, besides) for one in written & there)


def _numbers(references: Iterable[Any]) -> set[tuple[int, int]]:
    return {(one.idnum, one.generation) for one in references}


def _beside_pages(reader: Any) -> set[tuple[int, int]]:
    """Return what signing writes anew: metadata, the form, lists of annotations."""
    from pyhanko.pdf_utils.generic import IndirectObject

    root = reader.root
    form = root.get("/AcroForm") or {}
    held = [(reader.trailer, "/Info"), (root, "/Metadata"), (root, "/AcroForm")]
    held += [(form, "/Fields")]
    waiting = [root["/Pages"]]
    while waiting:
        one = waiting.pop()
        waiting += [kid.get_object() for kid in one.get("/Kids", ())]
        held.append((one, "/Annots"))
    found = [where.raw_get(name) for where, name in held if name in where]
    return _numbers(one for one in found if isinstance(one, IndirectObject))


def _may_change(
    number: tuple[int, int], before: Any, after: Any, besides: set[tuple[int, int]]
) -> bool:
    """Say whether an object may have been replaced as it was."""
    from pyhanko.pdf_utils.generic import DictionaryObject
    from pyhanko.pdf_utils.generic import Reference

    if number in besides:
        return True
    old, new = (one.get_object(Reference(*number, one)) for one in (before, after))
    if type(old) is not DictionaryObject or type(new) is not DictionaryObject:
        return False
    kind = old.get("/Type")
    if kind in ("/StructTreeRoot", "/StructElem") or "/Nums" in old:
        return True
    left = {"/Page": _OF_PAGE, "/Catalog": _OF_ROOT}.get(str(kind), frozenset())
    # As they are written: what they refer to is compared by itself.
    as_written = [
        {name: value for name, value in dict.items(one) if name not in left}
        for one in (old, new)
    ]
    return as_written[0] == as_written[1]
