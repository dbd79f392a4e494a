"""Copies of forms as PDF: made once per content, whoever publishes the form.

Citizens fill in forms of word processors, and cheap telephones cannot even show
them. The worker makes a PDF of each such form; the form itself stays as it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from motcua.archive import folder
from motcua.archive.incoming.limits import limits
from motcua.storage import confined
from motcua.storage import files
from motcua.storage.jobs import JobFailed
from motcua.storage.settings import settings
from pathlib import Path
from tempfile import TemporaryDirectory
import transaction
from typing import Any
from typing import Final
from typing import NamedTuple
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Callable

MEDIA: Final = "application/pdf"
#: Seconds that one form may take; an ordinary one takes three.
SECONDS: Final = 120


class FormCopy(NamedTuple):
    """The PDF of a form: its digest, size in bytes and number of pages."""

    sha256: str
    size: int
    pages: int


def get(original: str, site: Any = None) -> FormCopy | None:
    """Return the PDF of the form with this digest, None when there is none (yet)."""
    found = folder.root(site).form_copies.get(original)
    return FormCopy(*found) if found else None


def convert(key: str, data: Mapping[str, Any], progress: Callable[..., None]) -> None:
    """Make the PDF of the form ``key`` unless that was done; see ``IJob``.

    ``data`` has the ``ending`` of its name. What cannot succeed raises
    ``JobFailed`` with the reason; the form is published all the same.
    """
    if get(key) is not None:
        return
    scratch = settings().var / "tmp"
    scratch.mkdir(mode=0o750, parents=True, exist_ok=True)
    with TemporaryDirectory(prefix="form-", dir=scratch) as place:
        target = Path(place) / "copy.pdf"
        arguments = {
            "source": str(files.path(key)),
            "target": str(target),
            "ending": str(data["ending"]),
            "folder": place,
        }
        try:
            made = confined.run(
                "motcua.archive.pdf.formconversion:formconversion",
                arguments,
                limits=limits(),
                seconds=SECONDS,
                progress=progress,
                scratch=Path(place),
            )
        except confined.TaskFailed as failure:
            raise JobFailed(str(failure)) from failure
        kept = files.store(target)
        # Join the present, or the commit would conflict with what came meanwhile.
        transaction.begin()
        copy = (kept.sha256, kept.size, int(made["pages"]))
        folder.root().keep_form_copy(key, copy)
