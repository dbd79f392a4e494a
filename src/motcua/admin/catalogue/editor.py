"""The editor: one section of a draft, with everything typed kept."""

from __future__ import annotations

from functools import cached_property
from motcua import _
from motcua.admin.catalogue import known
from motcua.admin.catalogue import layout
from motcua.admin.catalogue import rows
from motcua.admin.catalogue.frame import CatalogueScreen
from motcua.admin.catalogue.problems import Trouble
from motcua.admin.catalogue.problems import troubles
from motcua.admin.catalogue.sections import answers_of
from motcua.admin.catalogue.sections import CaseList
from motcua.admin.catalogue.sections import papers_of
from motcua.admin.catalogue.sections import Part
from motcua.admin.catalogue.sections import part_at
from motcua.admin.catalogue.sheet import flat
from motcua.admin.catalogue.sheet import from_form
from motcua.admin.catalogue.sheet import Problems
from motcua.admin.catalogue.sheet import read_fields
from motcua.admin.catalogue.widgets import Row
from motcua.admin.catalogue.widgets import Sheet
from motcua.admin.catalogue.widgets import Widget
from motcua.admin.frame import Refused
from motcua.procedures.definitions import Version
from motcua.procedures.difference import changes
from motcua.procedures.drafting import officials
from motcua.procedures.drafting import scratch
from motcua.procedures.drafting import writing
from motcua.procedures.drafting.drafts import StaleDraft
from motcua.shell.screen import Missing
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any
from typing import Final


SOAN: Final = "soan"
_GO: Final = "go-"


class EditorScreen(CatalogueScreen):
    """``/danh-muc/<code>/soan[/<section>[/<case>]]``."""

    body = ViewPageTemplateFile("templates/editor.pt")
    #: Set when somebody else saved in the meantime.
    stale: StaleDraft | None = None
    restored: bool = False
    tree: dict[str, Any]
    seen: int
    found: dict[str, Any]

    @cached_property
    def version(self) -> Version:
        """What the draft says now."""
        return self.some_draft.version

    @cached_property
    def part(self) -> Part:
        """The part of the path; ``Missing`` for a section or case that is not."""
        try:
            return part_at(self.version, self.names[2:])
        except KeyError as error:
            raise Missing from error

    @property
    def heading(self) -> str:
        """The procedure, and that it is being written."""
        return self.version.title or self.code

    def answer(self) -> Any:
        """Return the page; the script that keeps what is typed gets the time."""
        page = super().answer()
        if self.posted and self.text("do") == "keep" and self.status == 200:
            self.request.response.setHeader("Content-Type", "text/plain; charset=utf-8")
            return self.moment(self.now)[:5]
        return page

    def prepare(self) -> None:
        """Show the section, or take what was typed."""
        draft = self.some_draft
        self.found = {}
        self.seen = draft.revision
        self.tree = self.part.tree(self.version)
        editor = officials.may_edit(draft, self.person, self.today, self.context)
        if not editor or draft.stage != "editing":
            if self.posted:
                self.tell(_("The draft is not open to you for writing now."))
            self.go(self.code, "xem-xet")
            return
        if not self.posted and self.kept and self.text("giu"):
            self.tree, self.seen = self.kept.fields, self.kept.revision
            self.restored = True
        super().prepare()

    # What was typed and not saved

    @cached_property
    def spot(self) -> str:
        """Under which name what is typed here is kept."""
        return "/".join(self.part.path)

    @cached_property
    def kept(self) -> scratch.Scratch | None:
        """What the person typed here before and did not save, if it differs."""
        found = scratch.find(self.person, self.code, self.spot)
        if found is None or found.fields == self.part.tree(self.version):
            return None
        return found

    # What was posted

    def act(self) -> None:
        """Keep, drop or save; a button that changes rows saves as well."""
        do = self.text("do") or "save"
        if do == "drop":
            scratch.drop(self.person, self.code, self.spot)
            self.lead_to(self.code, SOAN, *self.part.path)
            return
        self.seen = self.revision_sent()
        self.tree = from_form(self.part.kind, self.request.form, self.part.names)
        if do == "keep":
            self.keep()
            return
        anchor = ""
        if rows.wanted(do):
            try:
                anchor = rows.change(self.part.kind, self.tree, do)
            except rows.NoSuchRow as error:
                raise Refused(self.say(_("This row is not there any more."))) from error
        self.save(do, anchor)

    def revision_sent(self) -> int:
        """Return the revision that the form was made from, -1 for no number."""
        text = self.text("seen")
        return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else -1

    def keep(self) -> None:
        """Keep what is typed for this person alone, and say nothing."""
        scratch.keep(self.person, self.code, self.spot, self.seen, self.tree, self.now)

    def save(self, do: str, anchor: str) -> None:
        """Save the section into the draft, then go where the button leads."""
        problems = Problems()
        values = read_fields(self.part.kind, self.tree, problems, self.part.names)
        if problems.found:
            self.found = problems.found
            self.status = 400
            return
        version = self.part.put(self.version, values)
        try:
            changed = writing.save(
                self.some_draft, version, self.seen, self.person, self.now, self.context
            )
        except StaleDraft as stale:
            self.stale = stale
            self.seen = stale.revision
            self.status = 409
            return
        scratch.drop(self.person, self.code, self.spot)
        if changed and not anchor:
            self.tell(_("Saved."))
        self.lead_to(self.code, SOAN, *self.target(do), anchor=anchor)

    def target(self, do: str) -> tuple[str, ...]:
        """Return the path of the page that a button leads to."""
        if do == "next":
            return self.following
        if do.startswith(_GO):
            wanted = tuple(do.removeprefix(_GO).split("/", 1))
            try:
                return part_at(self.some_draft.version, wanted).path
            except KeyError:
                return self.part.path
        return self.part.path

    @property
    def following(self) -> tuple[str, ...]:
        """Path of the next page: cases in their order after the list of them."""
        stops = [path for path, _title, _here, _inside in self.stops]
        place = stops.index(self.part.path)
        return stops[(place + 1) % len(stops)]

    # What is shown

    def inside_of(self, row: Row) -> str:
        """Return the button that saves and opens the case of a row, "" without."""
        if self.part.kind is not CaseList:
            return ""
        key = self.tree["cases"][row.number]["source"]
        known = key in {case.key for case in self.version.cases}
        return f"{_GO}{layout.CASES}/{key}" if known else ""

    def described(self, widget: Widget) -> str | None:
        """Return the ids of what describes a field, None when nothing does."""
        found = [f"notes-{widget.name}"] if widget.problem or widget.theirs else []
        found += [f"hint-{widget.name}"] if widget.hint else []
        return " ".join(found) or None

    @property
    def stops(self) -> list[tuple[tuple[str, ...], str, bool, bool]]:
        """All pages of the editor: (path, title, is it this one, is it a case)."""
        found = []
        for section in layout.SECTIONS:
            path: tuple[str, ...] = (section.slug,)
            here = path == self.part.path
            found.append((path, self.say(section.title), here, False))
            if section.slug == layout.CASES:
                for number, case in enumerate(self.version.cases, start=1):
                    path = (layout.CASES, case.key)
                    title = self.say(_("Case")) + f" {number}"
                    if case.title:
                        title = f"{title}: {' '.join(case.title.split())[:60]}"
                    found.append((path, title, path == self.part.path, True))
        return found

    @cached_property
    def widgets(self) -> tuple[Widget, ...]:
        """The form."""
        sheet = Sheet(
            answers_of(self.version),
            papers_of(self.version),
            self.found,
            self.theirs,
        )
        return sheet.widgets(self.part.kind, self.tree, self.part.names)

    @property
    def theirs(self) -> dict[str, str]:
        """What somebody else wrote into the fields of this section: name -> text."""
        if self.stale is None or self.stale.seen is None:
            return {}
        try:
            before = flat(self.part.tree(self.stale.seen))
            now = flat(self.part.tree(self.stale.now))
        except KeyError:
            return {}
        return {
            name: text or self.say(_("(empty)"))
            for name, text in now.items()
            if isinstance(text, str) and text != before.get(name, "")
        }

    @property
    def they_changed(self) -> list[str]:
        """What the other editor changed, in words."""
        if self.stale is None or self.stale.seen is None:
            return []
        return self.sentences(changes(self.stale.seen, self.stale.now))

    @cached_property
    def troubles(self) -> list[Trouble]:
        """Problems of the whole draft."""
        return troubles(self.version, self.today, self.context)

    def mend(self, trouble: Trouble) -> str:
        """Return the address where a problem is mended."""
        address = self.address(self.code, SOAN, *trouble.path)
        return f"{address}#{trouble.anchor}" if trouble.anchor else address

    @cached_property
    def lists(self) -> dict[str, list[tuple[str, str]]]:
        """Known values that the fields of this page offer: id -> (value, words)."""
        wanted = set(_lists_in(self.widgets))
        return known.lists(wanted, self.version, self.content, self.today, self.context)


def _lists_in(widgets: tuple[Widget, ...]) -> list[str]:
    found = [one.known for one in widgets if one.known]
    for one in widgets:
        for row in one.rows:
            found += _lists_in(row.widgets)
    return found
