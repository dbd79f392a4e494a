"""Documents of the archive that await their signature: sign, fetch or bring several."""

from __future__ import annotations

from functools import cached_property
from motcua import _
from motcua.archive import renditions
from motcua.archive.capture import documents
from motcua.archive.capture import register
from motcua.archive.errors import ArchiveError
from motcua.archive.finding import readings
from motcua.archive.incoming.limits import MIB
from motcua.dossiers import signing
from motcua.shell.bounds import Bounds
from motcua.shell.bounds import bounds
from motcua.shell.files import head
from motcua.shell.files import PDF
from motcua.shell.screen import Missing
from motcua.shell.screen import Screen
from motcua.storage import files
from motcua.storage import room
from motcua.workbench import bundle
from motcua.workbench.frame import SIGNING
from motcua.workbench.frame import TABS
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
    from collections.abc import Iterable
    from pathlib import Path

PAGE: Final = 50
DUTY: Final = "archive"
#: Characters in which a code is looked for: one has 72 at most.
_LONGEST_NAME: Final = 200
ABSENT: Final = _("There is no such document in the archives that you keep.")
NO_ROOM: Final = _(
    "There is no room to put the files together: the disk of the server is full. "
    "Download them singly, and tell whoever looks after the machine."
)
TOO_LARGE: Final = _(
    "This file alone is larger than ${limit} MB. Download it by itself: the link is in "
    "its row."
)
TOO_MANY: Final = _("More than ${number} files at once; send this one again.")
TOO_MUCH: Final = _(
    "The files are larger than ${limit} MB together. Tick fewer: the first ${number} "
    "fit into one download."
)


class SigningScreen(WorkbenchScreen):
    """``cho-ky``: what awaits its signature in the archives that a person keeps."""

    tab = SIGNING
    title = dict(TABS)[SIGNING]
    styles = ("batches.css",)
    body = ViewPageTemplateFile("templates/signing.pt")

    def __init__(self, *given: Any) -> None:
        super().__init__(*given)
        self.refused: list[tuple[str, Any]] = []
        self.signed: list[str] = []
        self.ticked: frozenset[str] = frozenset()

    def answer(self) -> Any:
        """Return the list, or several archival files in one that is saved."""
        if self.posted and self.text("do") == "download":
            self.secure()
            whole = self.download()
            if whole is not None:
                return whole
        return super().answer()

    def prepare(self) -> None:
        """Sign what was ticked or take what was brought; then read the list."""
        if self.posted and not self.refused:
            self.act()
        self.total, found = self.here
        self.lines = self.standing(code for code in found if code not in self.signed)
        self.more = self.total > self.page * PAGE
        # SQL follows when this is written for good.
        self.total = max(self.total - len(self.signed), 0)

    @property
    def here(self) -> tuple[int, list[str]]:
        """How many documents wait, and the codes of those on this page."""
        codes = [unit.code for unit in self.units_with(DUTY)]
        if not codes:
            raise Missing
        return register.awaiting(codes, limit=PAGE, offset=(self.page - 1) * PAGE)

    @property
    def page(self) -> int:
        """Which page of the list is shown."""
        return self.number("page")

    def download(self) -> filestream_iterator | None:
        """Return what was ticked as a ZIP, without a tick all that is ready here.

        None when something is refused; then nothing is sent, for it would lack there.
        """
        transaction.doom()
        lines = self.standing(self.here[1])
        ready = [line["view"].code for line in lines if line["ready"]]
        found: dict[str, tuple[documents.DocumentView, Path]] = {}
        sizes: dict[str, int] = {}
        for code in self.texts("code")[:PAGE] or ready:
            try:
                one = to_sign(self, code)
                sizes[code] = one[1].stat().st_size
                found[f"{code}.pdf"] = one
            except (KeyError, FileNotFoundError):
                self.refused.append((code[:80], ABSENT))
            except ArchiveError as error:
                self.refused.append((code, error.message))
        if not (found or self.refused):
            self.refused.append(("", _("No archival file of this page is ready yet.")))
        self.fit(sizes)
        if self.refused:
            self.status = 400
            return None
        for view, _path in found.values():
            readings.note_document(view, self.person, self.now)
        return self.bundled({name: path for name, (_view, path) in found.items()})

    def fit(self, sizes: dict[str, int]) -> None:
        """Refuse files that are too large together; the first that fit are ticked."""
        fit = bundle.fitting(list(sizes.values()))
        if fit == len(sizes):
            return
        told = {"limit": str(bundle.LARGEST // MIB), "number": str(fit)}
        if fit:
            self.ticked = frozenset(list(sizes)[:fit])
            self.refused.append(("", Message(TOO_MUCH, mapping=told)))
        else:
            code = next(iter(sizes))
            self.ticked = frozenset(sizes) - {code}
            self.refused.append((code, Message(TOO_LARGE, mapping=told)))

    def bundled(self, found: dict[str, Path]) -> filestream_iterator | None:
        """Return files as a ZIP with its headers; None on a full disk."""
        try:
            whole = bundle.bundled(found)
        except FileNotFoundError as error:
            # Destroyed since it was looked for.
            gone = [
                name.removesuffix(".pdf")
                for name, path in found.items()
                if str(path) == str(error.filename)
            ]
            self.refused += [(code, ABSENT) for code in gone or [""]]
            self.status = 400
            return None
        except OSError as error:
            if not room.is_short(error):
                raise
            self.refused.append(("", NO_ROOM))
            self.status = 503
            return None
        name = self.say(_("to-sign-${day}", mapping={"day": f"{self.now:%y%m%d}"}))
        head(self.request.response, bundle.TYPE, f"{name}.zip", len(whole))
        return whole

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
        for number, upload in enumerate(uploads):
            name = str(upload.filename)
            if number >= PAGE:
                told = Message(TOO_MANY, mapping={"number": str(PAGE)})
                self.refused.append((name[:_LONGEST_NAME], told))
                continue
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
            self.refused.append((code[:80], ABSENT))
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

    def standing(self, codes: Iterable[str]) -> list[dict[str, Any]]:
        """Return the documents of codes; what SQL alone still knows is passed over."""
        found = []
        for code in codes:
            try:
                found.append(self.line(code))
            except KeyError:
                continue
        return found

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

    @property
    def ready(self) -> bool:
        """Whether the archival file of a document on this page is there."""
        return any(line["ready"] for line in self.lines)

    def turn(self, page: int) -> str:
        """Return the address of another page of the list."""
        return self.address(self.tab, page=str(page) if page > 1 else "")


class ToSignAnswer(Screen):
    """``cho-ky/<code>``: the archival file that is to be signed."""

    def answer(self) -> Any:
        """Return the PDF/A, called by the code; for the archive of its unit."""
        self.secure()
        try:
            found, path = to_sign(self, self.names[1])
            # From here on it may be destroyed: it stays open.
            whole = filestream_iterator(str(path), "rb")
        except (KeyError, FileNotFoundError, ArchiveError) as error:
            raise Missing from error
        readings.note_document(found, self.person, self.now)
        head(self.request.response, PDF, f"{found.code}.pdf", len(whole))
        return whole


def to_sign(screen: Screen, code: str) -> tuple[documents.DocumentView, Path]:
    """Return a document of an archive that the person keeps, and its archival file.

    KeyError where there is no such document or file, ArchiveError where it is not
    ready.
    """
    one = documents.get(screen.context, code, screen.person, screen.now)
    found = documents.view(one)
    archival = documents.archival_of(screen.context, found)
    if not files.exists(archival):
        raise KeyError(code)
    return found, files.path(archival)
