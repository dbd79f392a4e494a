"""Whether a PDF that comes back is the archival file that was given out, signed.

Signing programs write behind the bytes that they sign (ISO 32000-1, 7.5.6 and 12.8),
so the archival file stands unchanged at the beginning. What was written anew is another
file: nobody could say any more that it is the one whose PDF/A was proven. The signature
is recomputed over its bytes; whose it is, and whether the certificate is good, is shown
by a program that knows the authorities.
"""

from __future__ import annotations

from motcua import _
from motcua.archive.capture.errors import Missing
from motcua.archive.limits import limits
from motcua.storage import confined
from motcua.storage import files
from pathlib import Path
from typing import Any
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from motcua.archive.uploads import Upload
    from motcua.storage.confined import Progress

_TASK: Final = "motcua.archive.capture.signedback:examine"
_SECONDS: Final = 60
_CHUNK: Final = 1024 * 1024


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
            {"path": str(upload.path), "given": files.path(archival).stat().st_size},
            limits=limits(),
            seconds=_SECONDS,
            waited_for=True,
        )
    except confined.TaskFailed as error:
        raise Missing(
            _("The signature of “${name}” cannot be read."), name=upload.name
        ) from error
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
def examine(*, path: str, given: int, progress: Progress) -> dict[str, Any]:
    """Return {"whole"}: whether a signature holds for the ``given`` bytes and all."""
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.diff_analysis import ModificationLevel
    from pyhanko.sign.validation.generic_cms import validate_sig_integrity
    from pyhanko.sign.validation.status import SignatureCoverageLevel

    whole = False
    with Path(path).open("rb") as stream:
        reader = PdfFileReader(stream)
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
                level = one.diff_result and one.diff_result.modification_level
                covered = level in (
                    ModificationLevel.NONE,
                    ModificationLevel.LTA_UPDATES,
                    ModificationLevel.FORM_FILLING,
                )
            own = one.byte_range[0] == 0 and one.byte_range[1] > given
            whole = whole or bool(intact and valid and covered and own)
    return {"whole": whole}
