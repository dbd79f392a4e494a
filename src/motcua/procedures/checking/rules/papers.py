"""Rules about what has to be brought along."""

from __future__ import annotations

from collections.abc import Iterator
from motcua import _
from motcua.base.folding import fold
from motcua.procedures.checking.rules.rule import Known
from motcua.procedures.checking.rules.rule import rule
from motcua.procedures.checking.rules.rule import short
from motcua.procedures.checking.rules.rule import Spots
from motcua.procedures.definitions import Paper
from motcua.procedures.definitions import Version
import re
from typing import Final


#: Folded words -> the database of the State that holds it.
STATE_HOLDS: Final[tuple[tuple[str, str], ...]] = (
    (r"so (?:ho khau|tam tru)", "CSDL quốc gia về dân cư"),
    (
        r"(?:the )?can cuoc(?: cong dan)?\b(?! dien tu)|cccd\b|cmnd\b"
        r"|(?:giay )?chung minh nhan dan",
        "CSDL căn cước",
    ),
    (r"(?:trich luc |giay )(?:dang ky )?khai sinh", "CSDL hộ tịch điện tử"),
    (r"(?:giay chung nhan |trich luc )(?:dang ky )?ket hon", "CSDL hộ tịch điện tử"),
    (r"giay xac nhan tinh trang hon nhan", "CSDL hộ tịch điện tử"),
    (
        r"giay (?:chung nhan )?dang ky (?:kinh doanh|doanh nghiep|ho kinh doanh)",
        "CSDL quốc gia về đăng ký doanh nghiệp",
    ),
    (r"the bao hiem y te", "CSDL bảo hiểm"),
    (r"phieu ly lich tu phap", "CSDL lý lịch tư pháp"),
)
#: What may stand before the name of the paper itself.
_BEFORE: Final = (
    r"^(?:[-+*•.()\[\]\d\s]|[a-zđ][.)]\s|\([ivx]+\)\s|(?:01|02|mot|ban|cac|sao|chup|chinh|goc"
    r"|hop le|hop phap|chung thuc|dien tu|co|xuat trinh|nop|hoac|giay to|va|thong tin"
    r"|photo|photocopy|trich luc|tu so goc|y)\s)*"
)
_HELD: Final = tuple(
    (re.compile(_BEFORE + f"(?:{words})"), holder) for words, holder in STATE_HOLDS
)
_NAMES_FORM: Final = re.compile(
    r"\btheo (?:bieu )?mau\b|\bmau (?:so|don|to khai|bieu)\b|\(mau [a-z0-9]"
)
_LEADS: Final = re.compile(r"^[-+*•. \d()a-z]{0,6}[-+*•.)] *")


@rule("warning", _("No papers"))
def no_papers(version: Version, known: Known) -> Spots:
    """The components of a dossier are a compulsory part (Decree 63/2010, art. 8)."""
    for case in version.cases:
        if not case.papers:
            yield f"cases/{case.key}", _("No papers are listed.")


@rule("warning", _("Paper that the State holds already"))
def paper_state_holds(version: Version, known: Known) -> Spots:
    """Information is given once only; databases are asked first (224/2026, art. 15)."""
    for place, paper in _papers(version):
        holder = paper.held_by or held_by(paper.title)
        if holder:
            yield (
                place,
                _(
                    "${paper}: held in ${holder}",
                    mapping={"paper": short(paper.title), "holder": holder},
                ),
            )


@rule("warning", _("Form named and not attached"))
def form_missing(version: Version, known: Known) -> Spots:
    """Who must fill in a form must be able to get it (Decree 63/2010, art. 8)."""
    if known.forms is None:
        return
    for place, paper in _papers(version):
        names = {paper.key, *(fold(name) for name in paper.form.split(";"))}
        wanted = paper.form or _NAMES_FORM.search(fold(paper.title))
        if wanted and not {name.strip() for name in names} & known.forms:
            yield (
                place,
                _(
                    "A form is named and none can be downloaded: ${paper}",
                    mapping={"paper": short(paper.form or paper.title)},
                ),
            )


@rule("hint", _("Paper without a number"))
def paper_without_count(version: Version, known: Known) -> Spots:
    """How many originals and copies is a compulsory part (Decree 63/2010, art. 8)."""
    for place, paper in _papers(version):
        if not (paper.originals or paper.copies or paper.shown or paper.note):
            yield (
                place,
                _(
                    "Neither originals nor copies are asked for: ${paper}",
                    mapping={"paper": short(paper.title)},
                ),
            )


@rule("warning", _("Paper listed twice"))
def paper_repeated(version: Version, known: Known) -> Spots:
    """A paper that stands twice in one list is brought twice."""
    for case in version.cases:
        seen: dict[tuple[object, ...], str] = {}
        for paper in case.papers:
            name = _LEADS.sub("", fold(paper.title)).strip(" .,;")
            key = (name, paper.group, paper.when, paper.channels)
            if seen.setdefault(key, paper.key) != paper.key:
                yield (
                    f"cases/{case.key}/papers/{paper.key}",
                    _(
                        "It stands in the list already: ${paper}",
                        mapping={"paper": short(paper.title)},
                    ),
                )


def held_by(title: str) -> str:
    """Return the database that holds a paper, "" when its title names none.

    Only what the title begins with counts: "form with a copy of the identity card"
    is a form. Titles that speak of not having to hand it in are no demand.
    """
    text = fold(title)
    if "khong phai nop" in text or "khai thac" in text or "thay the thanh phan" in text:
        return ""
    for words, holder in _HELD:
        if words.match(text):
            return holder
    return ""


def _papers(version: Version) -> Iterator[tuple[str, Paper]]:
    """Give each paper with its place."""
    for case in version.cases:
        for paper in case.papers:
            yield f"cases/{case.key}/papers/{paper.key}", paper
