"""A form of a published procedure, as a file to keep."""

from __future__ import annotations

from motcua.archive.incoming.names import content_disposition
from motcua.archive.pdf import formcopies
from motcua.portal import answers
from motcua.portal.page import Missing
from motcua.portal.page import Page
from motcua.procedures import forms
from motcua.procedures import versions
from motcua.storage import files
from pathlib import PurePosixPath
from typing import Any
from typing import Final
from ZPublisher.Iterators import filestream_iterator


#: The segment below a procedure's address, in the language of the address.
SEGMENT: Final = {"vi": "bieu-mau", "en": "forms"}
AN_HOUR: Final = "public, max-age=3600"


class FormFile(Page):
    """``/vi/thu-tuc/<code>/bieu-mau/<sha256>``."""

    name = "procedures"

    def prepare(self) -> None:
        """Find the form; of a procedure that is not published there is none."""
        code, segment, digest = self.rest
        if segment != SEGMENT[self.language]:
            raise Missing
        try:
            versions.current(code, site=self.context)
            content = versions.procedure(code, self.context)
            self.name_of, self.media, self.size = found(content, digest, self.context)
            self.path = files.path(digest)
        except (KeyError, files.UnknownFile) as error:
            raise Missing from error

    def render(self) -> Any:
        """Return the bytes as an attachment."""
        response = self.request.response
        answers.secure(response)
        response.setHeader("Content-Type", self.media)
        response.setHeader("Content-Length", str(self.size))
        response.setHeader("Content-Disposition", content_disposition(self.name_of))
        response.setHeader("Cache-Control", AN_HOUR)
        return filestream_iterator(str(self.path), "rb")


def found(content: Any, digest: str, site: Any) -> tuple[str, str, int]:
    """Return name, type and size of a form, or of the PDF of one; else KeyError."""
    for form in forms.listed(content):
        if form.sha256 == digest:
            return form.name, form.media, form.size
        copy = formcopies.get(form.sha256, site)
        if copy is not None and copy.sha256 == digest:
            return copy_name(form), formcopies.MEDIA, copy.size
    raise KeyError(digest)


def copy_name(form: forms.Form) -> str:
    """Return the name of the PDF of a form."""
    return f"{PurePosixPath(form.name).stem}.pdf"
