"""Documents of the archive that await their signature: sign several, or bring them."""

from __future__ import annotations

from functools import cached_property
from motcua import _
from motcua.archive import readings
from motcua.archive import renditions
from motcua.archive.capture import documents
from motcua.archive.capture import register
from motcua.archive.errors import ArchiveError
from motcua.dossiers import signing
from motcua.shell.bounds import Bounds
from motcua.shell.bounds import bounds
from motcua.shell.files import head
from motcua.shell.files import PDF
from motcua.shell.screen import Missing
from motcua.shell.screen import Screen
from motcua.storage import files
from motcua.workbench.frame import SIGNING
from motcua.workbench.frame import WorkbenchScreen
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
import transaction
from typing import Any
from typing import Final
from typing import TYPE_CHECKING
from zope.i18nmessageid import Message
from ZPublisher.HTTPRequest import FileUpload
from ZPublisher.Iterators import filestream_iterator


if TYPE_CHECKING:
    from collections.abc import Callable

PAGE: Final = 50
DUTY: Final = "archive"
#: Characters in which a code is looked for: one has 72 at most.
_LONGEST_NAME: Final = 200


class SigningScreen(WorkbenchScreen):
    """``cho-ky``: what awaits its signature in the archives that a person keeps."""

    tab = SIGNING[0]
    title = SIGNING[1]
    styles = ("batches.css",)
    body = ViewPageTemplateFile("templates/signing.pt")

    def prepare(self) -> None:
        """Sign what was ticked or take what was brought; then read the list."""
        self.codes = [unit.code for unit in self.units_with(DUTY)]
        if not self.codes:
            raise Missing
        self.refused: list[tuple[str, Any]] = []
        self.signed: list[str] = []
        if self.posted:
            self.act()
        self.page = self.number("page")
        self.total, found = register.awaiting(
            self.codes, limit=PAGE, offset=(self.page - 1) * PAGE
        )
        self.lines = [self.line(code) for code in found if code not in self.signed]
        self.more = self.total > self.page * PAGE

    def act(self) -> None:
        """Sign or bring, each document for itself; refused ones are named."""
        {"sign": self.sign, "bring": self.bring}.get(self.text("do"), self.nothing)()
        if not self.signed:
            transaction.doom()
        if self.refused:
            self.status = 200 if self.signed else 400
            return
        number = str(len(self.signed))
        told = _("Signed documents: ${number}.")
        self.tell(Message(told, mapping={"number": number}))
        self.go(self.tab)

    def nothing(self) -> None:
        """Refuse what no button of the page asks for."""
        raise Missing

    def sign(self) -> None:
        """Have every ticked document signed in the name of the person."""
        chosen = self.texts("code")[:PAGE]
        if not chosen:
            self.refused.append(("", _("Choose a document first.")))
        for code in chosen:
            self.attempt(code, documents.sign)

    def bring(self) -> None:
        """Take every signed file; its name begins with the code of its document."""
        sent = self.request.form.get("files", ())
        found = sent if isinstance(sent, list | tuple) else [sent]
        uploads = [one for one in found if isinstance(one, FileUpload) and one.filename]
        if not uploads:
            self.refused.append(("", _("Choose a file first.")))
        for upload in uploads[:PAGE]:
            name = str(upload.filename)
            code = self.code_in(name)
            if not code:
                words = _("Its name begins with no code of a document on this list.")
                self.refused.append((name, words))
                continue
            self.attempt(code, documents.bring_signed, upload, name)

    def attempt(self, code: str, act: Callable[..., Any], *given: Any) -> None:
        """Do something to one document; a refusal hinders no other."""
        try:
            one = documents.get(self.context, code, self.person, self.now)
            act(self.context, one, *given, self.person, self.now)
        except KeyError:
            words = _("There is no such document in the archives that you keep.")
            self.refused.append((code[:80], words))
        except ArchiveError as error:
            self.refused.append((code, error.message))
        else:
            self.signed.append(code)

    def code_in(self, name: str) -> str:
        """Return the code with which the name of a file begins, "" for none.

        Programs that sign put something behind the name: “….0000012_signed.pdf”.
        """
        plain = name.replace("\\", "/").rpartition("/")[2][:_LONGEST_NAME]
        at = len(plain)
        while at > 0:
            code = plain[:at]
            try:
                documents.get(self.context, code, self.person, self.now)
            except KeyError:
                at = max(code.rfind(mark) for mark in "._- (")
            else:
                return code
        return ""

    # What the template asks

    def line(self, code: str) -> dict[str, Any]:
        """Return a document of the list: view, title, whether its file is there."""
        one = documents.get(self.context, code, self.person, self.now)
        found = documents.view(one)
        told = [str(found.fields.get(name, "")) for name in ("type", "abstract")]
        rendition = renditions.get(found.sha256, self.context)
        return {
            "view": found,
            "title": ": ".join(filter(None, told)),
            "ready": rendition is not None and rendition.passed,
            "made": rendition is not None,
        }

    @cached_property
    def may_sign(self) -> bool:
        """Whether a signer is set up here."""
        return signing.signer() is not None

    @cached_property
    def bounds(self) -> Bounds:
        """How large files may be, for the script of the page."""
        return bounds(self.say)

    def turn(self, page: int) -> str:
        """Return the address of another page of the list."""
        return self.address(self.tab, page=str(page) if page > 1 else "")


class ToSignAnswer(Screen):
    """``cho-ky/<code>``: the archival file that is to be signed."""

    def answer(self) -> Any:
        """Return the PDF/A, called by the code; for the archive of its unit."""
        self.secure()
        try:
            one = documents.get(self.context, self.names[1], self.person, self.now)
            found = documents.view(one)
            archival = documents.archival_of(self.context, found)
        except (KeyError, ArchiveError) as error:
            raise Missing from error
        if not files.exists(archival):
            raise Missing
        readings.note_document(found, self.person, self.now)
        path = files.path(archival)
        response = self.request.response
        head(response, PDF, f"{one.code}.pdf", path.stat().st_size)
        return filestream_iterator(str(path), "rb")
