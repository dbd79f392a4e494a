"""The list of templates, and the editor of one."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from motcua import _
from motcua.admin.frame import AdminScreen
from motcua.admin.frame import Refused
from motcua.dossiers.slips import book
from motcua.dossiers.slips import fields
from motcua.dossiers.slips import forms
from motcua.dossiers.slips import sample
from motcua.dossiers.slips.rendering import printing
from motcua.dossiers.slips.values import address
from motcua.dossiers.slips.values import CHECKING
from motcua.shell.files import head
from motcua.shell.files import PDF
from motcua.shell.screen import Missing
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
import re
from typing import Any
from typing import Final


TAB: Final = "mau-phieu"
SHARED: Final[dict[str, Any]] = {
    book.LAYOUT: _("Layout of all slips"),
    book.STYLE: _("Style sheet of all slips"),
}
#: Forms with which a text that all share is tried.
TRIED: Final = ("receipt", "control", "fee-receipt")
#: What a browser sends that no text holds.
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


@dataclass(frozen=True)
class TextLine:
    """A template in the list."""

    name: str
    title: Any
    since: str
    author: str
    address: str


class TemplatesScreen(AdminScreen):
    """``/quan-tri/mau-phieu``: all templates, by set of forms."""

    title = _("Templates of slips")
    tab = TAB
    body = ViewPageTemplateFile("templates/templates.pt")

    def shelves(self) -> list[tuple[str, list[TextLine]]]:
        """Return the templates of each set, the newest set first."""
        shared = [self.line(name, self.say(title)) for name, title in SHARED.items()]
        sets = [
            (
                each.deed or self.site_name,
                [
                    self.line(form.path, f"{form.form}. {form.title}")
                    for form in each.forms
                ],
            )
            for each in sorted(
                forms.sets(), key=lambda one: str(one.valid_from or ""), reverse=True
            )
        ]
        return [*sets, (self.say(_("Texts that all forms share")), shared)]

    def line(self, name: str, title: str) -> TextLine:
        """Return one line of the list."""
        row = book.row_on(name, self.today, self.context)
        return TextLine(
            name,
            title,
            self.written(row.valid_from) if row else self.say(_("As it ships")),
            self.name_of(row.author) if row else "",
            self.address(TAB, name),
        )


class TemplateScreen(AdminScreen):
    """``/quan-tri/mau-phieu/<name>``: one template, its versions and its fields."""

    tab = TAB
    body = ViewPageTemplateFile("templates/template.pt")

    def answer(self) -> Any:
        """Answer with the page, or with a PDF when a preview was asked for."""
        if self.text("preview"):
            self.secure()
            try:
                pdf = self.tried(self.source, self.form, self.text("preview"))
            except printing.SlipFailed as failed:
                self.problem = self.told(failed)
            else:
                head(self.request.response, PDF, f"{self.name}.pdf", len(pdf))
                return pdf
        return super().answer()

    def prepare(self) -> None:
        """Keep what was posted, unless it was a preview."""
        if self.name not in SHARED and self.form.path != self.name:
            raise Missing
        if not self.text("preview"):
            super().prepare()
        elif self.problem:
            self.status = 400

    @property
    def name(self) -> str:
        """Name of the template: of ``SHARED`` or the path of a form."""
        return self.names[1]

    @cached_property
    def form(self) -> forms.Form:
        """The form itself, or the one with which a shared text is shown."""
        if self.name in SHARED:
            return forms.of_kind(TRIED[0], self.today)
        set_, _hyphen, number = self.name.partition("-")
        try:
            return forms.get(set_, number)
        except KeyError as error:
            raise Missing from error

    @property
    def heading(self) -> str:
        """Title of the form."""
        if self.name in SHARED:
            return self.say(SHARED[self.name])
        return f"{self.form.form}. {self.form.title}"

    @cached_property
    def source(self) -> str:
        """The text in the form: what was typed, else the one in force."""
        given = self.request.form.get("source", "")
        if isinstance(given, str) and given.strip():
            return _CONTROL.sub("", given[: book.LONGEST + 1]).replace("\r\n", "\n")
        return book.text_on(self.name, self.today, self.form.kind, self.context)

    @property
    def versions(self) -> list[book.Row]:
        """The versions that were entered, newest first."""
        return list(reversed(book.rows(self.name, self.context)))

    def fields(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """Return the fields by group: (what they are, [(name, sample)])."""
        values = sample.values(self.form, "")
        found: dict[str, list[tuple[str, str]]] = {group: [] for group in fields.GROUPS}
        for group, name, text in fields.names(values):
            found[group].append((name, text))
        return [(self.say(fields.GROUPS[one]), lines) for one, lines in found.items()]

    def tried(self, text: str, form: forms.Form, kind: str = "") -> bytes:
        """Return the PDF of the sample with ``text`` in place of the one in force."""
        if len(text) > book.LONGEST:
            raise printing.SlipFailed("long", str(book.LONGEST), self.name, 0)
        found = book.template_on(form, self.today, self.context)
        parts = {"form": found.form, "layout": found.layout, "style": found.style}
        parts[self.name if self.name in SHARED else "form"] = text
        values = sample.values(form, f"{address(self.context)}/{CHECKING}")
        large = kind == "large"
        return printing.pdf(book.Template(**parts), values, form.paper, large=large)

    def part(self, name: str) -> str:
        """Return the title of one of the three texts that make a slip."""
        return self.say(SHARED[name]) if name in SHARED else self.form.title

    def told(self, failed: printing.SlipFailed) -> str:
        """Return why there is no PDF: reason, place, the line, and what was met."""
        place = ""
        if failed.line:
            place = self.say(
                _(
                    "Line ${line} of “${part}”",
                    mapping={"line": str(failed.line), "part": self.part(failed.part)},
                )
            )
        own = failed.part == (self.name if self.name in SHARED else "form")
        lines = self.source.splitlines() if own else []
        line = lines[failed.line - 1].strip() if 0 < failed.line <= len(lines) else ""
        return " - ".join(
            filter(None, [self.say(failed.message), place, line[:120], failed.detail])
        )

    def act(self) -> None:
        """Keep the text of the form as a new version, when it prints."""
        since = self.day("since")
        assert since is not None
        shared = self.name in SHARED
        try:
            for kind in TRIED if shared else (self.form.kind,):
                form = forms.of_kind(kind, self.today) if shared else self.form
                self.tried(self.source, form)
            book.enter(
                self.name,
                self.source,
                since,
                self.person,
                deed=self.text("deed"),
                expected=self.number("seen", 0, 10**6) - 1,
                site=self.context,
            )
        except printing.SlipFailed as failed:
            raise Refused(self.told(failed)) from failed
        except book.TemplateRefused as refused:
            raise Refused(self.say(refused.message)) from refused
        self.tell(
            _("The template was kept. It holds for slips issued from that day on.")
        )
        self.go(TAB, self.name)
