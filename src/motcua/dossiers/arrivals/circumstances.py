"""Under which circumstances a dossier comes in: who typed it where, who goes first.

Facts of the first event, beside the channel. ``assisted`` is an officer who types an
online application for a citizen: the helper and the consent are recorded, and it is
never counted as an own online filing.
"""

from __future__ import annotations

from dataclasses import dataclass
from motcua import _
from motcua.dossiers.errors import MissingData
from typing import Any
from typing import Final


#: Where and by whom it was typed.
MANNERS: Final[dict[str, Any]] = {
    "counter": _("At the counter"),
    "home": _("At the applicant's home"),
    "mobile": _("At a mobile counter"),
    "assisted": _("Online, typed by an officer for the applicant"),
}
COUNTER: Final = "counter"
ASSISTED: Final = "assisted"
#: Grounds to be served first: the laws on elderly and disabled persons, the ordinance
#: on people of merit, and the rules of reception of the office.
PRIORITIES: Final[dict[str, Any]] = {
    "elderly": _("Elderly person"),
    "disabled": _("Person with a severe disability"),
    "merit": _("Person of merit to the revolution"),
    "pregnant": _("Pregnant woman"),
    "infant": _("With a child under 36 months"),
    "ill": _("Seriously ill person"),
}


@dataclass(frozen=True)
class Circumstances:
    """``manner`` is a key of ``MANNERS``, ``priority`` one of ``PRIORITIES`` or "".

    ``helper`` names who helped, ``consent`` that the applicant agreed to it.
    ``postmark`` is the number of the letter that came by post.
    """

    manner: str = COUNTER
    priority: str = ""
    helper: str = ""
    consent: bool = False
    postmark: str = ""

    def __post_init__(self) -> None:
        if self.manner not in MANNERS or self.priority not in ("", *PRIORITIES):
            raise MissingData(_("Choose how the dossier came in out of the list."))
        if self.manner == ASSISTED and not (self.helper and self.consent):
            raise MissingData(
                _(
                    "Who types an online application for somebody names the helper "
                    "and records that the applicant agrees."
                )
            )

    @property
    def facts(self) -> dict[str, str]:
        """What stands in the header; the usual is left out."""
        found = {"manner": self.manner, "priority": self.priority}
        return {k: v for k, v in found.items() if v not in ("", COUNTER)}

    @property
    def data(self) -> dict[str, Any]:
        """What stands in the payload: names and numbers of letters."""
        found = {
            "helper": self.helper,
            "consent": self.consent,
            "postmark": self.postmark,
        }
        return {name: value for name, value in found.items() if value}


#: As most dossiers come in.
USUAL: Final = Circumstances()
