"""Writing a draft and having it looked over: every act, with the rights it needs.

Acts raise DraftRefused before they change anything. `now` is the moment of the act,
in UTC; it decides which duties hold. The caller commits.
"""

from __future__ import annotations

from dataclasses import fields
from datetime import date
from datetime import datetime
from datetime import UTC
from motcua.base.vietnam import VIETNAM
from motcua.procedures.definitions import Version
from motcua.procedures.drafting import checks
from motcua.procedures.drafting import drafts
from motcua.procedures.drafting import officials
from motcua.procedures.drafting.drafts import Draft
from motcua.procedures.drafting.drafts import DraftRefused
from motcua.procedures.drafting.drafts import Loan
from motcua.procedures.drafting.drafts import LogEntry
from motcua.procedures.drafting.drafts import StaleDraft
from motcua.procedures.drafting.drafts import Waiver
from motcua.procedures.folder import folder
from motcua.procedures.importing.portal_records import USABLE_CODE
from typing import Any
from typing import cast
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from motcua.procedures.drafting.drafts import Stage


def moment(now: datetime | None) -> datetime:
    """Return the moment of an act in UTC."""
    return (now or datetime.now(UTC)).astimezone(UTC)


def day_of(now: datetime) -> date:
    """Return the day it is in Việt Nam at a moment."""
    return now.astimezone(VIETNAM).date()


def begin(
    code: str, person: str, now: datetime | None = None, site: Any = None
) -> Draft:
    """Open a draft of a procedure, or of a new one under a code nobody has.

    It begins with what was adopted last, so that a version that is still to come is
    not forgotten; a new one begins empty.
    """
    at = moment(now)
    if not USABLE_CODE.fullmatch(code):
        raise DraftRefused(
            f"{code!r}: mã thủ tục không hợp lệ / no code of a procedure: 1.001193"
        )
    if drafts.find(code, site) is not None:
        raise DraftRefused(f"{code}: đã có bản dự thảo / there is a draft already")
    content = folder(site).get(code)
    latest = content.latest() if content is not None else None
    version = latest or Version(code=code, title="")
    unit = officials.unit_for_editing(
        person, code, latest.level if latest else "", day_of(at), site
    )
    draft = Draft(version, latest.digest if latest else "", unit)
    draft.note(LogEntry(at, person, "begin", revision=draft.revision))
    drafts.made_book(site).open[code] = draft
    return draft


def save(
    draft: Draft,
    version: Version,
    seen: int,
    person: str,
    now: datetime | None = None,
    site: Any = None,
) -> bool:
    """Keep a new text of the draft; return False when it says nothing new.

    `seen` is the revision that was worked upon. Raises StaleDraft, and writes
    nothing, when somebody else saved since; also when the person did so in another
    window and this text would undo it unseen.
    """
    at = moment(now)
    if draft.stage != "editing":
        raise DraftRefused(
            f"{draft.code}: bản dự thảo đang được xem xét, cần trả lại trước khi sửa / "
            "the draft is under review; it has to be sent back before it is changed"
        )
    officials.standing(draft, person, day_of(at), site)
    if version.code != draft.code:
        raise DraftRefused(f"{version.code}: khác mã {draft.code} / is another code")
    if seen != draft.revision and (
        _others_since(draft, seen, person) or _undoes(draft, seen, version)
    ):
        raise StaleDraft(
            draft.text_at(seen), draft.version, draft.last_author, draft.revision
        )
    if version == draft.version:
        return False
    draft.saved(version, person)
    return True


def _others_since(draft: Draft, seen: int, person: str) -> bool:
    """Say whether anybody else saved after the revision `seen`."""
    later = [by for number, by, _text in draft.texts if number > seen]
    # What is kept no more may have been anybody's.
    lost = draft.texts[0][0] > seen + 1
    return lost or seen > draft.revision or any(by != person for by in later)


def _undoes(draft: Draft, seen: int, version: Version) -> bool:
    """Say whether a text changes again what was saved since the revision `seen`."""
    before = draft.text_at(seen)
    if before is None:
        return True
    then, now, new = _places(before), _places(draft.version), _places(version)
    return any(
        then.get(place) != value and new.get(place) != value
        for place, value in now.items()
    ) or any(place in new for place in then.keys() - now.keys())


def _places(version: Version) -> dict[tuple[str, ...], Any]:
    """Return the fields of a text, those of each case apart."""
    found: dict[tuple[str, ...], Any] = {
        (field.name,): getattr(version, field.name)
        for field in fields(version)
        if field.name != "cases"
    }
    for case in version.cases:
        found |= {
            ("cases", case.key, field.name): getattr(case, field.name)
            for field in fields(case)
        }
    return found


def submit(
    draft: Draft,
    person: str,
    note: str = "",
    now: datetime | None = None,
    site: Any = None,
) -> None:
    """Hand the draft to procedure control; serious problems have to be mended."""
    at = _act(draft, "editing", person, now, site)
    officials.check_level(draft, site)
    serious = [
        one for one in checks.check(draft.version, day_of(at), site) if one.serious
    ]
    if serious:
        raise DraftRefused(
            f"{draft.code}: còn {len(serious)} lỗi nghiêm trọng / {len(serious)} "
            "serious problems have to be mended first"
        )
    if not draft.authors and draft.base:
        raise DraftRefused(f"{draft.code}: chưa sửa gì / nothing was changed yet")
    _move(draft, "control", LogEntry(at, person, "submit", note))


def send_back(
    draft: Draft, person: str, note: str, now: datetime | None = None, site: Any = None
) -> None:
    """Give the draft back to its editors; the reason is needed."""
    if draft.stage not in ("control", "publication"):
        raise _elsewhere(draft)
    at = moment(now)
    _able_to_return(draft, person, day_of(at), site)
    if not note.strip():
        raise DraftRefused(f"{draft.code}: hãy nêu lý do / say why")
    _move(draft, "editing", LogEntry(at, person, "send_back", note))


def _able_to_return(draft: Draft, person: str, on: date, site: Any) -> None:
    """An author may always take the own draft back to go on writing."""
    if person in draft.authors and officials.may_edit(draft, person, on, site):
        return
    officials.standing(draft, person, on, site)


def agree(
    draft: Draft,
    person: str,
    note: str = "",
    now: datetime | None = None,
    site: Any = None,
) -> None:
    """Procedure control finds the draft in order; it waits for the publisher."""
    at = _act(draft, "control", person, now, site)
    how = officials.standing(draft, person, day_of(at), site)
    entry = LogEntry(
        at, person, "agree", note, borrowed=how.borrowed, waived=how.waived
    )
    _move(draft, "publication", entry)


def discard(
    draft: Draft, person: str, note: str, now: datetime | None = None, site: Any = None
) -> None:
    """Give the draft up; it stays on record with the reason."""
    at = moment(now)
    if draft.stage == "closed":
        raise _elsewhere(draft)
    if not officials.may_edit(draft, person, day_of(at), site):
        raise DraftRefused(
            f"{draft.code}: chỉ người biên soạn được bỏ bản dự thảo / only editors "
            "give a draft up"
        )
    if not note.strip():
        raise DraftRefused(f"{draft.code}: hãy nêu lý do / say why")
    _move(draft, "closed", LogEntry(at, person, "discard", note))
    close(draft, site)


def waive(
    draft: Draft,
    person: str,
    stage: str,
    reason: str,
    deed: str,
    now: datetime | None = None,
    site: Any = None,
) -> None:
    """Let an author act in a stage: for communes that have nobody else."""
    at = _act(draft, "", person, now, site, editor=True)
    if stage not in ("control", "publication"):
        raise DraftRefused(f"{stage!r}: control, publication")
    if not officials.may_waive(draft, site):
        raise DraftRefused(
            f"{draft.code}: chỉ cấp xã được miễn, với thủ tục do xã tự công bố; hãy "
            "mượn người của tỉnh / only communes may waive the second pair of eyes, "
            "for what they publish themselves; borrow somebody from the province"
        )
    if officials.others(draft, drafts.DUTY_OF[stage], day_of(at), site):
        raise DraftRefused(
            f"{draft.code}: cơ quan còn người khác giữ nhiệm vụ này / somebody else in "
            "the agency holds this duty"
        )
    _told(draft, reason, deed)
    kept = Waiver(cast("Stage", stage), reason, deed, person)
    draft.waivers = (*draft.waivers, kept)
    draft.note(LogEntry(at, person, "waive", f"{stage}: {reason}", deed))


def borrow(
    draft: Draft,
    person: str,
    duty: str,
    lent: str,
    reason: str,
    deed: str,
    now: datetime | None = None,
    site: Any = None,
) -> None:
    """Record who of a higher agency acts in place of the own officer."""
    at = _act(draft, "", person, now, site, editor=True)
    if duty not in ("control", "publication"):
        raise DraftRefused(f"{duty!r}: control, publication")
    if lent not in officials.lenders(draft, duty, day_of(at), site):
        raise DraftRefused(
            f"{lent}: không giữ nhiệm vụ {duty} ở cơ quan cấp trên / does not hold the "
            f"duty {duty} in a higher agency"
        )
    _told(draft, reason, deed)
    draft.loans = (*draft.loans, Loan(duty, lent, reason, deed, person))
    draft.note(LogEntry(at, person, "borrow", f"{duty}, {lent}: {reason}", deed))


def _told(draft: Draft, reason: str, deed: str) -> None:
    if not reason.strip() or not deed.strip():
        raise DraftRefused(
            f"{draft.code}: cần lý do và văn bản / the reason and the document are "
            "needed"
        )


def _act(
    draft: Draft,
    stage: str,
    person: str,
    now: datetime | None,
    site: Any,
    editor: bool = False,
) -> datetime:
    """Return the moment of an act that the stage and the duties allow."""
    at = moment(now)
    if draft.stage == "closed" or (stage and draft.stage != stage):
        raise _elsewhere(draft)
    if not editor:
        officials.standing(draft, person, day_of(at), site)
    elif not officials.may_edit(draft, person, day_of(at), site):
        raise DraftRefused(
            f"{draft.code}: chỉ người biên soạn ghi được / only editors record this"
        )
    return at


def _elsewhere(draft: Draft) -> DraftRefused:
    return DraftRefused(
        f"{draft.code}: bản dự thảo đang ở bước {draft.stage} / the draft is in the "
        f"stage {draft.stage}"
    )


def _move(draft: Draft, stage: Stage, entry: LogEntry) -> None:
    draft.stage = stage
    draft.note(
        LogEntry(**{**vars(entry), "revision": draft.revision}),
    )


def close(draft: Draft, site: Any = None) -> None:
    """Take a closed draft out of the open ones and keep it with its procedure."""
    kept = drafts.made_book(site)
    kept.open.pop(draft.code, None)
    content = folder(site).get(draft.code)
    if content is not None:
        content.closed = (*content.closed, draft)
    else:
        before = kept.given_up.get(draft.code, ())
        kept.given_up[draft.code] = (*before, draft)
