"""Imports: upload, look through, apply in part or whole, undo; and tables out."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from motcua import _
from motcua.admin.catalogue.keeping import IMPORTS
from motcua.admin.catalogue.keeping import KeepingScreen
from motcua.admin.catalogue.keeping import SIZE
from motcua.admin.frame import Refused
from motcua.procedures.drafting import officials
from motcua.procedures.folder import folder
from motcua.procedures.importing import jobs as import_jobs
from motcua.procedures.importing import journal
from motcua.procedures.importing import preview
from motcua.procedures.importing.incoming import SOURCES
from motcua.procedures.importing.journal import Run
from motcua.procedures.importing.preview import Row
from motcua.procedures.importing.preview import Summary
from motcua.shell.screen import Missing
from motcua.storage import files
from motcua.storage import jobs
from motcua.storage.files import FileTooLarge
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any
from typing import Final
from ZPublisher.HTTPRequest import FileUpload


MIB: Final = 1024 * 1024
LARGEST: Final = 64 * MIB
#: Imports shown in the list.
RUNS: Final = 50
#: Rows that were refused, shown on the page; the file has them all.
REFUSED: Final = 100
SOURCE_TITLES: Final[dict[str, Any]] = {
    "auto": _("Told by the content"),
    "records": _("Records of the national portal (JSON lines, plain or .xz)"),
    "pages": _("Pages of the national portal kept as text (JSON lines)"),
    "sheet": _("Tables of a small office (CSV or XLSX)"),
}
STAGES: Final[dict[str, Any]] = {
    "uploaded": _("Being looked through"),
    "previewed": _("Waits for a decision"),
    "applying": _("Being applied"),
    "applied": _("Applied"),
    "undoing": _("Being undone"),
    "undone": _("Undone"),
    "dropped": _("Given up"),
}
#: Stages in which it is known what became of each row.
DECIDED: Final = ("applied", "undoing", "undone")
ACTS: Final[dict[str, Any]] = {
    "upload": _("Uploaded"),
    "apply": _("Applied"),
    "undo": _("Undone"),
    "drop": _("Given up"),
}
#: Stage -> the job that moves it on.
JOBS: Final = {
    "uploaded": import_jobs.PREVIEW,
    "applying": import_jobs.APPLY,
    "undoing": import_jobs.UNDO,
}


class ImportsScreen(KeepingScreen):
    """``/danh-muc/nhap``: upload a file, and what was imported before."""

    title = _("Import and export")
    tab = IMPORTS
    body = ViewPageTemplateFile("templates/imports.pt")
    MOST = LARGEST // MIB

    @property
    def sources(self) -> list[tuple[str, str]]:
        """Kinds of files: (name, title)."""
        return [(name, self.say(SOURCE_TITLES[name])) for name in SOURCES]

    @property
    def may_upload(self) -> bool:
        """Whether the person may bring in a file."""
        return self.tops("catalogue") or self.tops("control")

    def act(self) -> None:
        """Keep the file and have it looked through."""
        if not self.may_upload:
            raise Refused(self.say(_("That needs another duty than you hold today.")))
        upload = self.request.form.get("file")
        if not isinstance(upload, FileUpload) or not upload.filename:
            raise Refused(self.say(_("Choose a file first.")))
        source = self.text("source")
        if source not in SOURCES:
            raise Refused(self.say(_("Choose what the file holds.")))
        try:
            kept = files.store(upload, LARGEST)
        except FileTooLarge as error:
            told = _("At most ${most} MB.", mapping={"most": self.MOST})
            raise Refused(self.say(told)) from error
        name = str(upload.filename).replace("\\", "/").rpartition("/")[2][:120]
        run = journal.start(
            name, kept.sha256, self.person, source, now=self.now, site=self.context
        )
        import_jobs.ask(run, import_jobs.PREVIEW)
        self.tell(_("The file is kept and will be looked through now."))
        self.lead_to(IMPORTS, run.id)

    def runs(self) -> list[Run]:
        """Return the newest imports."""
        return list(journal.listed(self.context))[:RUNS]

    def stage_of(self, run: Run) -> str:
        """Return how an import stands, in words."""
        return self.say(STAGES[run.stage])


@dataclass(frozen=True)
class Shown:
    """A row of a preview as the page shows it."""

    row: Row
    sentences: tuple[str, ...]
    more: int


#: Sentences of one procedure on the page.
SENTENCES: Final = 8


class ImportScreen(KeepingScreen):
    """``/danh-muc/nhap/<id>``: what it would change, apply, undo."""

    tab = IMPORTS
    body = ViewPageTemplateFile("templates/import.pt")

    @cached_property
    def run(self) -> Run:
        """The import of the path."""
        try:
            return journal.get(self.names[1], self.context)
        except KeyError as error:
            raise Missing from error

    @property
    def heading(self) -> str:
        """Name of the file."""
        return self.run.name

    def prepare(self) -> None:
        """Find the import, then do what was posted."""
        self.run  # noqa: B018
        super().prepare()

    def act(self) -> None:
        """Apply, give up, or undo."""
        acts = {"all": self.apply, "some": self.apply, "drop": self.drop}
        done = (acts | {"undo": self.undo}).get(self.text("do"))
        if done is None:
            raise Refused(self.say(_("Choose what to do.")))
        self.tell(done())
        self.lead_to(IMPORTS, self.run.id)

    def apply(self) -> Any:
        """Have it applied: all that is not odd, or the rows that were ticked."""
        self.need_top("publication")
        if self.run.stage != "previewed":
            raise Refused(self.say(_("It does not wait for a decision.")))
        if self.run.acts[0].person == self.person:
            raise Refused(
                self.say(_("Somebody else than the one who uploaded it applies it."))
            )
        if not self.text("deed"):
            raise Refused(self.say(_("Name the decision: number and date.")))
        self.run.selection = None
        if self.text("do") == "some":
            self.run.selection = self.ticked()
        self.run.stage = "applying"
        self.run.note("apply", self.person, self.now, self.text("deed"))
        import_jobs.ask(self.run, import_jobs.APPLY)
        return _("It is being applied; this page tells how far it is.")

    def ticked(self) -> tuple[str, ...]:
        """Return the codes that were ticked, of those that are in the preview."""
        sent = self.request.form.get("row", ())
        wanted = {sent} if isinstance(sent, str) else set(map(str, sent))
        codes = tuple(row.code for row in self.all_rows if row.code in wanted)
        if not codes:
            raise Refused(self.say(_("Tick at least one procedure.")))
        return codes

    def drop(self) -> Any:
        """Give an import up that was never applied."""
        if not self.may_drop:
            raise Refused(self.say(_("That needs another duty than you hold today.")))
        if self.run.stage != "previewed":
            raise Refused(self.say(_("It does not wait for a decision.")))
        self.run.stage = "dropped"
        self.run.note("drop", self.person, self.now)
        return _("The import was given up; nothing was written.")

    def undo(self) -> Any:
        """Have it undone."""
        self.need_top("publication")
        if self.run.stage != "applied":
            raise Refused(self.say(_("Only what was applied can be undone.")))
        if not self.text("deed"):
            raise Refused(self.say(_("Name the decision: number and date.")))
        self.run.stage = "undoing"
        self.run.note("undo", self.person, self.now, self.text("deed"))
        import_jobs.ask(self.run, import_jobs.UNDO)
        return _("It is being undone; this page tells how far it is.")

    # What the page shows

    @property
    def stage_words(self) -> str:
        """How the import stands."""
        return self.say(STAGES[self.run.stage])

    @property
    def source_words(self) -> str:
        """What the file holds."""
        return self.say(SOURCE_TITLES[self.run.source])

    def done(self, act: Any) -> str:
        """Return an act in words."""
        return self.say(ACTS[act.name])

    @cached_property
    def job(self) -> jobs.JobState | None:
        """The job that is at work, None for a stage that waits for people."""
        kind = JOBS.get(self.run.stage)
        return jobs.status(kind, self.run.id) if kind else None

    @property
    def failed(self) -> bool:
        """Whether the job gave up."""
        return self.job is not None and self.job.state == jobs.FAILED

    @cached_property
    def kept(self) -> tuple[Summary, list[Row]] | None:
        """The preview, None before there is one."""
        if not self.run.preview:
            return None
        summary, rows = preview.load(self.run.preview)
        return summary, list(rows)

    @property
    def summary(self) -> Summary | None:
        """Counts of the preview."""
        return self.kept[0] if self.kept else None

    @property
    def all_rows(self) -> list[Row]:
        """All rows of the preview."""
        return self.kept[1] if self.kept else []

    @property
    def rows(self) -> list[Shown]:
        """The rows of this page, in the language of the person."""
        place = 0 if self.language == "vi" else 1
        first = (self.page - 1) * SIZE
        return [
            Shown(
                row,
                tuple(pair[place] for pair in row.said[:SENTENCES]),
                max(0, len(row.names) - SENTENCES),
            )
            for row in self.all_rows[first : first + SIZE]
        ]

    @property
    def paging(self) -> list[tuple[str, str]]:
        """Links to the pages before and after."""
        return self.pages(len(self.all_rows), IMPORTS, self.run.id)

    @property
    def failures(self) -> list[tuple[int, str, str]]:
        """Rows that cannot be read, with the reasons."""
        return list(self.summary.failures[:REFUSED]) if self.summary else []

    @property
    def may_drop(self) -> bool:
        """Whether the person brings files in or decides on them, and may give it up."""
        return any(map(self.tops, sorted(officials.DUTIES)))

    def outcome(self, row: Row) -> str:
        """Say what became of a row once it was decided about; "" before."""
        if self.run.stage not in DECIDED:
            return ""
        if row.code not in self.run.written:
            return self.say(_("Not applied"))
        if self.run.undone.get(row.code) == "":
            return self.say(_("Undone"))
        return self.say(_("Applied"))

    @property
    def may_apply(self) -> bool:
        """Whether the person may decide on it."""
        return self.tops("publication") and self.run.acts[0].person != self.person

    @property
    def may_undo(self) -> bool:
        """Whether the person may have it undone."""
        return self.run.stage == "applied" and self.tops("publication")


class ImportFile(ImportScreen):
    """``/danh-muc/nhap/<id>/tai-ve``: the preview as a table, refused rows too."""

    def answer(self) -> Any:
        """Return the table."""
        if self.summary is None:
            raise Missing
        place = 0 if self.language == "vi" else 1
        rows = [("line", "code", "title", "what", "sentence")]
        for row in self.all_rows:
            what = "odd" if row.odd else ("new" if row.new else "changed")
            for said in row.said or (("", ""),):
                rows.append((str(row.line), row.code, row.title, what, said[place]))
        for line, code, reason in self.summary.failures:
            rows.append((str(line), code, "", "refused", reason))
        return self.as_csv("nhap", rows)


class TableFile(KeepingScreen):
    """``/danh-muc/nhap/bang``: tables to fill in, or of chosen procedures."""

    #: Procedures in one file.
    MOST: Final = 500

    def answer(self) -> Any:
        """Return the tables as CSV or XLSX (``loai``), of the codes in ``ma``."""
        # The libraries for workbooks are loaded when somebody wants one.
        from motcua.procedures.importing.sheets import files as sheets
        from motcua.procedures.importing.sheets import rows

        versions = []
        home = folder(self.context)
        for code in self.text("ma").replace(",", " ").split()[: self.MOST]:
            content = home.get(code)
            version = content.latest() if content is not None else None
            if version is None:
                raise Missing
            versions.append(version)
        tables = rows.tables_of(versions)
        name = "thu-tuc" if versions else "mau-thu-tuc"
        if self.text("loai") == "csv":
            media = "text/csv; charset=utf-8"
            return self.file(f"{name}.csv", media, sheets.to_csv(tables))
        media = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        try:
            return self.file(f"{name}.xlsx", media, sheets.to_xlsx(tables))
        except rows.SheetRefused:
            # A text too long for a workbook: the other form holds everything.
            media = "text/csv; charset=utf-8"
            return self.file(f"{name}.csv", media, sheets.to_csv(tables))
