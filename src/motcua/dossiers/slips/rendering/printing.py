"""Asking the confined process for a PDF, and saying why there is none."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from motcua import _
from motcua.storage import confined
from typing import Any
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from motcua.dossiers.slips.book import Template

_TASK: Final = "motcua.dossiers.slips.rendering.drawing:draw"
_MIB: Final = 1024 * 1024
#: Seconds for one slip, while a person waits, and for a volume of the register.
SECONDS: Final = 20
SECONDS_OF_A_BOOK: Final = 120

REASONS: Final[dict[str, Any]] = {
    "syntax": _("The template cannot be read."),
    "unknown": _("The template prints a field that does not exist."),
    "forbidden": _("The template asks for more than printing fields."),
    "missing": _("The template includes another one; it can only extend “layout”."),
    "long": _("The template prints too much."),
    "fetch": _("The template asks for a file or an address; a slip fetches nothing."),
    "time": _("Printing took too long and was stopped. Is there an endless loop?"),
    "memory": _("Printing took too much memory and was stopped."),
    "crash": _("Printing failed. The log of the server tells more."),
}


class SlipFailed(Exception):
    """There is no PDF.

    ``message`` says why, in both languages; ``detail`` is what the program met,
    ``part`` and ``line`` where in the template, "" and 0 where that is not known.
    """

    def __init__(self, reason: str, detail: str, part: str, line: int) -> None:
        super().__init__(f"{reason}: {detail} ({part} {line})")
        self.reason = reason
        self.message = REASONS.get(reason, REASONS["crash"])
        self.detail = detail
        self.part = part
        self.line = line


@dataclass(frozen=True)
class _Limits:
    memory: int = 1536 * _MIB
    disk: int = 64 * _MIB


def pdf(
    template: Template,
    values: dict[str, Any],
    paper: str,
    *,
    large: bool = False,
    seconds: int = SECONDS,
) -> bytes:
    """Return the PDF of a template filled with ``values``, which are plain.

    Call it outside transactions that may be retried. Raises ``SlipFailed``.
    """
    try:
        made = confined.run_at_once(
            _TASK,
            {
                "texts": {"form": template.form, "layout": template.layout},
                "style": template.style,
                "values": values,
                "paper": paper,
                "large": large,
            },
            limits=_Limits(),
            seconds=seconds,
        )
    except confined.TaskFailed as failure:
        raise SlipFailed(
            failure.reason,
            failure.detail,
            str(failure.values.get("part", "")),
            int(failure.values.get("line", 0)),
        ) from failure
    return base64.b64decode(made["pdf"])
