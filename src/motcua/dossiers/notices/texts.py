"""Texts of notices: one per kind, channel and language, each with its versions.

A text is words and fields, ``{{ code }}``, and nothing else: there is no language in
it that would have to be confined. A line of which a field has nothing to say is left
out. The first line of an e-mail is its subject. What may be said depends on the
channel: a short message carries code, status, dates and the telephone of the office,
and a restricted dossier shows its code alone. Versions lie in the book of templates
beside those of slips.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from motcua import _
from motcua.base import messages
from motcua.dossiers.notices import news
from motcua.dossiers.notices.choices import CHANNELS
from motcua.dossiers.notices.choices import EMAIL
from motcua.dossiers.notices.choices import LANGUAGES
from motcua.dossiers.notices.choices import SMS
from motcua.dossiers.notices.choices import ZALO
from motcua.dossiers.slips import book
from pathlib import Path
import re
import tomllib
from typing import Any
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from datetime import date

#: What restricted dossiers say, whatever the news.
RESTRICTED: Final = "restricted"
#: The letter that asks an address whether it wants news.
CONFIRM: Final = "confirm"
KINDS: Final = (*news.KINDS, RESTRICTED, CONFIRM)
#: Letters of a text and of a subject.
LONGEST: Final = 4000
LONGEST_SUBJECT: Final = 150
#: Every field: the longest value that is met, by which texts are tried.
SAMPLE: Final[Mapping[str, str]] = {
    "code": "000.00.99.H99-261102-00001",
    "status": "Thực hiện nghĩa vụ tài chính",
    "due": "09:00 09/11/2026",
    "was": "17:00 06/11/2026",
    "until": "17:00 30/11/2026",
    "since": "16:30 05/11/2026",
    "phone": "1900 1234",
    "amount": "1.250.000",
    "unit": "Trung tâm Phục vụ hành chính công tỉnh Cửa Lớn",
    "address": "Số 1, đường Trần Hưng Đạo, phường Đông Kinh, tỉnh Cửa Lớn",
    "hours": "7:30-11:30, 13:30-17:30",
    "tracking": "https://motcua.example.gov.vn/vi/tra-cuu",
    "leave": "https://motcua.example.gov.vn/vi/thu-bao/Ab1",
    "confirm": "https://motcua.example.gov.vn/vi/thu-bao/Xy2",
}
WORDS: Final[Mapping[str, Any]] = {
    "code": _("Dossier code"),
    "status": _("Public status"),
    "due": _("Result due"),
    "was": _("The due date before"),
    "until": _("Waited for until"),
    "since": _("Result ready since"),
    "phone": _("Telephone of the unit"),
    "amount": _("Amount to be paid"),
    "unit": _("Name of the unit"),
    "address": _("Address of the unit"),
    "hours": _("Opening hours"),
    "tracking": _("Where dossiers are followed"),
    "leave": _("Link that ends the letters"),
    "confirm": _("Link that says yes to the letters"),
}
_LONG: Final = tuple(name for name in SAMPLE if name != "confirm")
_SHORT: Final = ("code", "status", "due", "was", "until", "since", "phone")
_FIELD: Final = re.compile(r"\{\{\s*(\w*)\s*\}\}")
_SHIPPED: Final = Path(__file__).with_name("shipped.toml")


@dataclass(frozen=True)
class Place:
    """Which text is meant."""

    kind: str
    channel: str
    language: str

    @property
    def name(self) -> str:
        """Its name in the book and in addresses."""
        return f"notice-{self.kind}-{self.channel}-{self.language}"

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields that it may show."""
        if self.kind == CONFIRM:
            return ("code", "confirm")
        found = _SHORT if self.channel == SMS else _LONG
        if self.kind == RESTRICTED:
            found = ("code", "tracking", "leave")
        # Only an e-mail has somewhere to click that ends it.
        kept = {SMS: ("tracking", "leave"), ZALO: ("leave",)}.get(self.channel, ())
        return tuple(name for name in found if name not in kept)


@dataclass(frozen=True)
class Text:
    """What is sent; ``subject`` is "" where the channel knows none."""

    subject: str
    body: str


def places() -> list[Place]:
    """Return all texts that there are."""
    return [
        Place(kind, channel, language)
        for kind in KINDS
        for channel in (CHANNELS if kind != CONFIRM else (EMAIL,))
        for language in LANGUAGES
    ]


def place(name: str) -> Place | None:
    """Return the text of a name, None for what is none."""
    return next((one for one in places() if one.name == name), None)


def shipped(one: Place) -> str:
    """Return a text as it ships."""
    said = _toml()[one.language]
    parts = said[one.kind]
    if one.channel == SMS:
        return str(parts["sms"]).strip() + "\n"
    ends = [] if one.kind == CONFIRM else [said["end"]["text"].strip()]
    if one.channel != EMAIL:
        return "\n\n".join([parts["text"].strip(), *ends]) + "\n"
    leave = [] if one.kind == CONFIRM else [said["end"]["leave"].strip()]
    found = [
        parts["subject"],
        parts["text"].strip(),
        "\n".join([*ends, *leave]),
    ]
    return "\n\n".join(filter(None, found)) + "\n"


def on(one: Place, day: date, site: Any = None) -> str:
    """Return the text that holds on a day."""
    row = book.row_on(one.name, day, site)
    return shipped(one) if row is None else book.text(row.digest, site)


def check(one: Place, text: str) -> Text:
    """Return the text with the longest values; ``TemplateRefused`` says what is wrong.

    An unknown field, one that the channel may not show, braces that are no field, an
    e-mail without a subject, and a short message that would be two.
    """
    if len(text) > LONGEST:
        raise book.TemplateRefused(
            _(
                "The template is longer than ${most} letters.",
                mapping={"most": str(LONGEST)},
            )
        )
    for field in _FIELD.findall(text):
        if field not in one.fields:
            raise book.TemplateRefused(
                _(
                    "The field ${field} cannot be used here. Choose one of: ${fields}.",
                    mapping={"field": field, "fields": ", ".join(one.fields)},
                )
            )
    if re.search(r"[{}]", _FIELD.sub("", text)):
        raise book.TemplateRefused(
            _("Braces are for fields alone, as in {{ code }}; correct or remove them.")
        )
    if "code" not in _FIELD.findall(text):
        raise book.TemplateRefused(
            _("The text has to name the dossier: add the field {{ code }}.")
        )
    found = _filled(one, text, SAMPLE)
    if one.channel == SMS and len(found.body) > messages.LONGEST:
        raise book.TemplateRefused(
            _(
                "With the longest values the short message has ${letters} letters; at "
                "most ${most} are sent. Shorten it by ${over}.",
                mapping={
                    "letters": str(len(found.body)),
                    "most": str(messages.LONGEST),
                    "over": str(len(found.body) - messages.LONGEST),
                },
            )
        )
    if one.channel == EMAIL and not (0 < len(found.subject) <= LONGEST_SUBJECT):
        raise book.TemplateRefused(
            _(
                "The first line is the subject: 1 to ${most} letters, then an empty "
                "line.",
                mapping={"most": str(LONGEST_SUBJECT)},
            )
        )
    if not found.body:
        raise book.TemplateRefused(_("The template is empty."))
    return found


def fill(one: Place, text: str, values: Mapping[str, str]) -> Text:
    """Return what is sent; nothing that the channel may not show is ever in it."""
    shown = {name: values.get(name, "") for name in one.fields}
    found = _filled(one, text, shown)
    if one.channel != SMS:
        return found
    return Text("", messages.short(found.body))


def _filled(one: Place, text: str, values: Mapping[str, str]) -> Text:
    lines = []
    for at, line in enumerate(text.replace("\r\n", "\n").strip().split("\n")):
        subject = not at and one.channel == EMAIL
        if subject or all(values.get(name) for name in _FIELD.findall(line)):
            lines.append(_FIELD.sub(lambda met: values.get(met[1], ""), line).rstrip())
    if one.channel == SMS:
        return Text("", messages.plain(" ".join(lines)))
    if one.channel != EMAIL:
        return Text("", _tidy(lines))
    return Text(" ".join(lines[0].split()), _tidy(lines[1:]))


def _tidy(lines: list[str]) -> str:
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


@cache
def _toml() -> dict[str, Any]:
    return tomllib.loads(_SHIPPED.read_text(encoding="utf-8"))
