"""What was found in a package from elsewhere: JSON for machines, words for people."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from dataclasses import field
import json
from motcua import _
from typing import Any
from typing import Final
from zope.i18n import translate
from zope.i18nmessageid import Message


FORMAT: Final = "motcua-package-report-1"
#: What is wrong -> words; each names the thing and says what to do.
FAULTS: Final[dict[str, Any]] = {
    "not-zip": _("“${name}” is no ZIP file, or it is cut off. Send it again."),
    "encrypted": _("“${name}” is encrypted. Pack it without a password."),
    "path": _("“${name}” leads out of the package or is no possible name."),
    "link": _("“${name}” is a link or a device, not a plain file."),
    "bomb": _("“${name}” unpacks to more than may be taken in (${detail})."),
    "doubled": _("“${name}” is in the package twice."),
    "twin": _(
        "“${name}” has a twin that differs in capitals or in the way its letters are "
        "composed: on other systems one would replace the other."
    ),
    "top": _("The package must be one folder with everything in it (${detail})."),
    "fetch": _("The package has holes that are to be fetched elsewhere: “${name}”."),
    "bag": _("The bag is not valid: ${detail}"),
    "checksum": _("“${name}” is not what was sent: its checksum differs."),
    "missing": _("“${name}” is listed and not in the package."),
    "extra": _("“${name}” is in the package and listed nowhere."),
    "outside": _("“${name}” points outside the package."),
    "dtd": _("“${name}” defines entities or a document type; that is not read."),
    "encoding": _("“${name}” is not written in UTF-8."),
    "xml": _("“${name}” is not well-formed XML: ${detail}"),
    "foreign": _("“${name}” has a foreign schema: ${detail}"),
    "schema": _("“${name}” does not follow its schema: ${detail}"),
    "kind": _("This package is a ${detail}; a SIP or AIP is taken in."),
    "code": _("The code of the file is missing or names no fonds and year: ${detail}"),
    "description": _("The description lacks “${detail}”."),
    "empty": _("No document lies in the package."),
    "secret": _("State secrets are not taken in here: “${name}”."),
    "document": _("“${name}” cannot be opened: ${detail}"),
    "premis": _("PREMIS and the files differ: “${name}”."),
    "too-heavy": _("The package takes too much time or memory to check."),
    "no-room": _("There is no room left on the disk to check the package."),
    "many": _("The package holds more documents than one file may: ${detail}."),
    "count": _("The number of documents is not as the package says: ${detail}."),
    "alone": _(
        "The package is described as one document and holds ${detail}: it has to be "
        "described as a file."
    ),
    "mode": _("“${name}” has a level of access that nobody knows: ${detail}"),
    "media": _(
        "“${name}” is a sound or film recording; those are not taken in here yet: hand "
        "it over on its own carrier."
    ),
}
WARNINGS: Final[dict[str, Any]] = {
    "not-pdfa": _("“${name}” is not proven to be PDF/A: ${detail}"),
    "unsigned": _("“${name}” has no digital signature."),
    "count": _("The number of documents is not as the package says: ${detail}."),
    "no-premis": _("There is no PREMIS file: nothing is known of what was done."),
    "no-bag": _("There is no bag around it: METS alone names the files."),
    "weak": _("“${name}” is only named by ${detail}."),
    "bag": _("The bag is odd: ${name}"),
    "name": _("The folder is not called like the package: “${name}”."),
    "unknown-field": _("A field that the circular does not have: “${name}”."),
}
_VERDICTS: Final = {
    "sound": "HỢP LỆ / SOUND",
    "faulty": "KHÔNG HỢP LỆ / FAULTY",
    "unchecked": "CHƯA KIỂM TRA ĐƯỢC / NOT CHECKED",
}
#: So many of a sort are told; the rest is counted.
SHOWN: Final = 50


#: Not faults of the package: nobody knows yet what is in it.
UNCHECKED: Final = frozenset(("no-room", "too-heavy"))


@dataclass(frozen=True)
class Finding:
    """One thing that was found; ``code`` is a key of ``FAULTS`` or ``WARNINGS``."""

    code: str
    name: str = ""
    detail: str = ""

    @property
    def words(self) -> Any:
        """What people read."""
        known = FAULTS.get(self.code) or WARNINGS.get(self.code) or "${name} ${detail}"
        return Message(known, mapping={"name": self.name, "detail": self.detail})

    @classmethod
    def from_json(cls, data: dict[str, str]) -> Finding:
        """Return a finding from a report."""
        return cls(data["code"], data["name"], data["detail"])

    def to_json(self) -> dict[str, str]:
        """Return it as a report has it."""
        return {"code": self.code, "name": self.name, "detail": self.detail}


@dataclass
class Report:
    """Everything that was found, and what the package says it is."""

    faults: list[Finding] = field(default_factory=list)
    warnings: list[Finding] = field(default_factory=list)
    about: dict[str, Any] = field(default_factory=dict)

    @property
    def sound(self) -> bool:
        """Whether it may be taken in."""
        return not self.faults

    @property
    def unchecked(self) -> bool:
        """Whether it could not be judged: the machine had no room, or no time."""
        return any(one.code in UNCHECKED for one in self.faults)

    @property
    def verdict(self) -> str:
        """What became of it: sound, faulty or unchecked."""
        if self.unchecked:
            return "unchecked"
        return "sound" if self.sound else "faulty"

    def fault(self, code: str, name: str = "", detail: str = "") -> None:
        """Write down what forbids taking it in."""
        self.faults.append(Finding(code, name[:300], detail[:300]))

    def warn(self, code: str, name: str = "", detail: str = "") -> None:
        """Write down what is odd."""
        self.warnings.append(Finding(code, name[:300], detail[:300]))

    def to_json(self) -> dict[str, Any]:
        """Return the report: the first of each sort, and how many there are."""
        return {
            "format": FORMAT,
            "verdict": self.verdict,
            "package": self.about,
            "faults": [one.to_json() for one in _first(self.faults)],
            "fault_counts": dict(Counter(one.code for one in self.faults)),
            "warnings": [one.to_json() for one in _first(self.warnings)],
            "warning_counts": dict(Counter(one.code for one in self.warnings)),
        }

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Report:
        """Return a report that was written by ``to_json``."""
        return cls(
            [Finding.from_json(one) for one in data["faults"]],
            [Finding.from_json(one) for one in data["warnings"]],
            dict(data["package"]),
        )

    def as_bytes(self) -> bytes:
        """Return it as a file."""
        text = json.dumps(self.to_json(), ensure_ascii=False, indent=1, sort_keys=True)
        return f"{text}\n".encode()

    def as_text(self) -> str:
        """Return it in words, Vietnamese first."""
        lines = [
            _VERDICTS[self.verdict],
            *(f"{name}: {value}" for name, value in sorted(self.about.items())),
        ]
        for mark, found in (("✗", self.faults), ("▲", self.warnings)):
            for one in _first(found):
                said = (translate(one.words, target_language=to) for to in ("vi", "en"))
                lines.append(f"{mark} {' / '.join(dict.fromkeys(said))}")
        return "\n".join(lines)


def _first(found: list[Finding]) -> list[Finding]:
    counted: Counter[str] = Counter()
    shown = []
    for one in found:
        counted[one.code] += 1
        if counted[one.code] <= SHOWN:
            shown.append(one)
    return shown
