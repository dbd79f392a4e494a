"""Problems of a draft as the screens list them: words, and where to mend them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from motcua import _
from motcua.admin.catalogue.sections import locate
from motcua.procedures.checking import linter
from motcua.procedures.definitions import Version
from motcua.procedures.drafting import checks
from typing import Any
from typing import Final


GRAVITY: Final[dict[str, Any]] = {
    "serious": _("Has to be mended"),
    "warning": _("Probably wrong"),
    "hint": _("Could be better"),
}


@dataclass(frozen=True)
class Trouble:
    """One problem: how grave, in words, and the path and id where it is mended."""

    severity: str
    message: Any
    path: tuple[str, ...]
    anchor: str

    @property
    def gravity(self) -> Any:
        """How grave it is, in words."""
        return GRAVITY[self.severity]


def troubles(version: Version, on: date, site: Any = None) -> list[Trouble]:
    """Return what the checks and the linter find, the serious things first.

    Only what the checks call serious keeps a draft from procedure control: the
    linter speaks of published texts, whose fields are not all ours to fill.
    """
    found = [
        Trouble(one.severity, one.message, *locate(version, one.place))
        for one in checks.check(version, on, site)
    ]
    seen = {(one.path, one.anchor) for one in found}
    for each in linter.check(version, on):
        path, anchor = locate(version, each.place)
        if (path, anchor) not in seen:
            severity = "warning" if each.severity == "serious" else each.severity
            found.append(Trouble(severity, each.message, path, anchor))
    return sorted(found, key=lambda one: [*GRAVITY].index(one.severity))
