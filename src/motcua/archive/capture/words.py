"""Words for what the chain of a batch keeps as keys."""

from __future__ import annotations

from motcua import _
from typing import Any
from typing import Final


PURPOSES: Final[dict[str, Any]] = {
    "counter": _("Stack of one dossier at the counter"),
    "dossiers": _("Papers of several dossiers"),
    "papers": _("Plain papers"),
}
STATES: Final[dict[str, Any]] = {
    "open": _("Being arranged"),
    "submitted": _("Being examined"),
    "accepted": _("Found good"),
    "closed": _("Closed"),
}
SIDES: Final[dict[str, Any]] = {
    "all": _("Pages in reading order"),
    "fronts": _("First pass: the fronts"),
    "backs": _("Second pass: the backs, in reverse order"),
}
#: Why a page is unassigned.
REASONS: Final[dict[str, Any]] = {
    "new": _("The page has not been looked at yet."),
    "unseen": _("The file could not be looked at; place its pages by hand."),
    "no-cover": _("No cover sheet comes before it in its file."),
    "unreadable": _("A cover sheet whose codes cannot be read."),
    "after-unreadable": _("It follows a cover sheet that cannot be read."),
    "unknown": _("A cover sheet that this batch does not know."),
    "after-unknown": _("It follows a cover sheet that this batch does not know."),
    "other-dossier": _("The cover sheet of another dossier."),
    "after-other-dossier": _("It follows the cover sheet of another dossier."),
    "names-other-dossier": _("The page bears the code of another dossier."),
    "ordinal-taken": _("A second cover sheet with the same number."),
    "after-ordinal-taken": _("It follows a second cover sheet with the same number."),
    "other-side": _("It waits for the other pass of its stack."),
    "sides-differ": _("The two passes of its stack have different numbers of pages."),
    "signed": _("A signed file: tick one page, and all of it goes along."),
    "by-hand": _("The file was arranged by hand before it was looked at."),
    "moved": _("Somebody took it out of its document."),
    "restored": _("It was rejected and taken back."),
    "released": _("It was in quarantine and released."),
}
#: Why a person rejects a page.
REJECTIONS: Final[dict[str, Any]] = {
    "blank": _("The page is blank"),
    "rescan": _("To be scanned again"),
    "double": _("Scanned twice"),
    "alien": _("It does not belong here"),
    "separator": _("A cover sheet or separator"),
}
#: Why a page is rejected although nobody rejected it by itself.
REFUSED: Final[dict[str, Any]] = {
    "file-refused": _("Its file could not be looked at and was refused"),
}
#: Why a document could not be filed.
PROBLEMS: Final[dict[str, Any]] = {
    "not-allowed": _("Who asked for it may not add scans to this dossier any more."),
    "not-now": _("The dossier takes no scans in its present state."),
    "no-paper": _("The dossier has no such paper any more."),
    "no-pdf": _("The pages could not be put together."),
    "code-taken": _("The file has another document with this number already."),
    "no-room": _("There was no room on the disk; file it again."),
    "stopped": _("Filing stood still and was taken back; file it again."),
}
#: What is missing of a paper at the counter.
GAPS: Final[dict[str, Any]] = {
    "not-scanned": _("Handed in, and not in the stack"),
    "not-given": _("Asked for, and not handed in"),
}
#: Acts and events, as a history shows them.
EVENTS: Final[dict[str, Any]] = {
    "open": _("Batch opened"),
    "arrive": _("File came in"),
    "turn_away": _("File refused"),
    "look": _("Pages looked at"),
    "give_up": _("Pages to be placed without a look"),
    "refuse_file": _("Unseen file refused"),
    "look_again": _("Another look asked for"),
    "collate": _("Two passes collated"),
    "rotate": _("Pages turned"),
    "move": _("Pages moved"),
    "split": _("Document split"),
    "merge": _("Documents merged"),
    "cut": _("Page cut in two"),
    "reject": _("Pages rejected"),
    "restore": _("Pages taken back"),
    "assign": _("Document assigned"),
    "describe": _("Document described"),
    "secret": _("Pages put into quarantine"),
    "release": _("Pages released from quarantine"),
    "undo": _("Act undone"),
    "submit": _("Batch handed to the examination"),
    "sample": _("Sample drawn"),
    "judge": _("Page judged"),
    "accept": _("Batch found good"),
    "refuse": _("Batch sent back"),
    "filing": _("Filing asked for"),
    "file": _("Document filed"),
    "unfiled": _("Document could not be filed"),
    "close": _("Batch closed"),
}
