"""The review: what changes, for whom, what is wrong, and what to do with the draft."""

from __future__ import annotations

from functools import cached_property
from motcua import _
from motcua.admin.catalogue.frame import CatalogueScreen
from motcua.admin.catalogue.problems import Trouble
from motcua.admin.catalogue.problems import troubles
from motcua.admin.catalogue.reading import Chapter
from motcua.admin.catalogue.reading import chapters
from motcua.admin.frame import Refused
from motcua.organisation import duties
from motcua.procedures.definitions import Version
from motcua.procedures.difference import changes
from motcua.procedures.drafting import officials
from motcua.procedures.drafting import publishing
from motcua.procedures.drafting import scratch
from motcua.procedures.drafting import writing
from motcua.procedures.drafting.drafts import DraftRefused
from motcua.procedures.drafting.drafts import DUTY_OF
from motcua.shell.wording import in_one_language
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any
from typing import Final


#: Stages in which a second person is needed, in words.
SECOND: Final[dict[str, Any]] = {
    "control": _("Procedure control"),
    "publication": _("Publication"),
}


class ReviewScreen(CatalogueScreen):
    """``/danh-muc/<code>/xem-xet``."""

    body = ViewPageTemplateFile("templates/review.pt")
    SECOND = SECOND

    def prepare(self) -> None:
        """Find the draft, then do what was posted."""
        self.open = self.some_draft
        super().prepare()

    @property
    def heading(self) -> str:
        """Name of the procedure."""
        return self.version.title or self.code

    @cached_property
    def version(self) -> Version:
        """What the draft says."""
        return self.open.version

    @cached_property
    def before(self) -> Version | None:
        """What the draft is compared with: what holds, else what was adopted last."""
        if self.content is None:
            return None
        found = self.content.in_force(self.today) or self.content.latest()
        return found if isinstance(found, Version) else None

    # Acts

    def act(self) -> None:
        """Move the draft on, or record who helps."""
        done = {
            "submit": self.submit,
            "agree": self.agree,
            "send_back": self.send_back,
            "publish": self.publish,
            "discard": self.discard,
            "waive": self.waive,
            "borrow": self.borrow,
        }.get(self.text("do"))
        if done is None:
            raise Refused(self.say(_("Choose what to do.")))
        if self.text("seen") != str(self.open.revision):
            raise Refused(
                self.say(_("The draft was changed since you opened it. Look again."))
            )
        done()

    def submit(self) -> None:
        """Hand the draft to procedure control."""
        writing.submit(
            self.open, self.person, self.text("note"), self.now, self.context
        )
        self.tell(_("The draft is with procedure control."))
        self.lead_to(self.code, "xem-xet")

    def agree(self) -> None:
        """Procedure control finds it in order."""
        writing.agree(self.open, self.person, self.text("note"), self.now, self.context)
        self.tell(_("The draft is with the publisher."))
        self.lead_to(self.code, "xem-xet")

    def send_back(self) -> None:
        """Give it back to the editors."""
        writing.send_back(
            self.open, self.person, self.text("note"), self.now, self.context
        )
        self.tell(_("The draft was sent back."))
        self.lead_to(self.code, "xem-xet")

    def publish(self) -> None:
        """Publish it by decision."""
        first_day = self.day("first_day")
        assert first_day is not None
        publishing.publish(
            self.open,
            self.person,
            self.text("deed"),
            first_day,
            self.day("signed", required=False),
            self.text("note"),
            self.now,
            self.context,
        )
        scratch.drop_all(self.code)
        self.tell(_("Published. The version takes effect on its day by itself."))
        self.lead_to(self.code)

    def discard(self) -> None:
        """Give it up."""
        writing.discard(
            self.open, self.person, self.text("note"), self.now, self.context
        )
        scratch.drop_all(self.code)
        self.tell(_("The draft was given up; it stays on record."))
        self.lead_to(self.code)

    def waive(self) -> None:
        """Record that there is nobody else."""
        writing.waive(
            self.open,
            self.person,
            self.text("stage"),
            self.text("note"),
            self.text("deed"),
            self.now,
            self.context,
        )
        self.tell(_("The waiver is on record."))
        self.lead_to(self.code, "xem-xet")

    def borrow(self) -> None:
        """Record who helps."""
        duty, _sign, lent = self.text("lent").partition(":")
        writing.borrow(
            self.open,
            self.person,
            duty,
            lent,
            self.text("note"),
            self.text("deed"),
            self.now,
            self.context,
        )
        self.tell(_("The loan is on record."))
        self.lead_to(self.code, "xem-xet")

    # What is shown

    @cached_property
    def writes(self) -> bool:
        """Whether the person is an editor of the draft."""
        return officials.may_edit(self.open, self.person, self.today, self.context)

    @cached_property
    def hindrance(self) -> str:
        """Why the person cannot act in this stage, "" when it is possible."""
        try:
            officials.standing(self.open, self.person, self.today, self.context)
        except DraftRefused as refused:
            return in_one_language(str(refused), self.language)
        return ""

    @property
    def waits_for(self) -> str:
        """Who is waited for, in words."""
        return self.say(duties.DUTIES[DUTY_OF[self.open.stage]])

    @property
    def returns(self) -> bool:
        """Whether the person may give the draft back, or take it back as an author."""
        if self.open.stage == "editing":
            return False
        own = self.person in self.open.authors and self.writes
        return own or not self.hindrance

    @property
    def small(self) -> bool:
        """Whether the agency may waive the second pair of eyes."""
        return self.writes and officials.may_waive(self.open, self.context)

    @cached_property
    def lenders(self) -> list[tuple[str, str]]:
        """Who may be borrowed: (value, words)."""
        if not self.writes:
            return []
        return [
            (f"{duty}:{person}", f"{self.say(words)}: {self.name_of(person)}")
            for duty, words in SECOND.items()
            for person in officials.lenders(self.open, duty, self.today, self.context)
        ]

    @cached_property
    def changes(self) -> list[str]:
        """The difference in words."""
        if self.before is None:
            return []
        return self.sentences(changes(self.before, self.version))

    @property
    def moved_on(self) -> bool:
        """Whether another version was adopted since the draft was begun."""
        if self.content is None or not self.content.timeline:
            return False
        return bool(self.content.timeline[-1][1] != self.open.base)

    @cached_property
    def affected(self) -> list[tuple[str, int]]:
        """Who is affected: (what, how many)."""
        if self.content is None:
            return []
        return [
            (self.say(what), number)
            for what, number in publishing.affected(self.content)
        ]

    @property
    def dependents(self) -> list[str]:
        """What has to be approved before the version can hold."""
        if self.content is None:
            return []
        found = publishing.dependents(self.content)
        return [self.say(one.title) for one in found.values()]

    @cached_property
    def troubles(self) -> list[Trouble]:
        """What is wrong with it."""
        return troubles(self.version, self.today, self.context)

    def mend(self, trouble: Trouble) -> str:
        """Return the address where a problem is mended, "" when it cannot be now."""
        if not self.writes or self.open.stage != "editing":
            return ""
        address = self.address(self.code, "soan", *trouble.path)
        return f"{address}#{trouble.anchor}" if trouble.anchor else address

    @property
    def chapters(self) -> list[Chapter]:
        """The whole text, to be read."""
        return chapters(self.version, self.say)

    @property
    def authors(self) -> str:
        """Names of those who wrote it."""
        return ", ".join(map(self.name_of, self.open.authors))

    def kept(self, name: str, default: Any = "") -> str:
        """Return what was typed in a field of a form that was refused."""
        return self.text(name) if self.problem else str(default or "")
