"""The PDF of a slip: of a dossier, or of several when they are handed over."""

from __future__ import annotations

from datetime import date
from motcua.dossiers.slips import book
from motcua.dossiers.slips.issued import slips_of
from motcua.dossiers.slips.rendering import printing
from motcua.dossiers.slips.values import values
from typing import Any
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from motcua.dossiers.dossier import Dossier
    from motcua.dossiers.slips.issued import Slip


def pdf(site: Any, dossier: Dossier, slip: Slip, *, large: bool = False) -> bytes:
    """Return the PDF of a slip, in 18 points when ``large``.

    Reads the dossier and changes nothing; a reprint is the same, with its number on it.
    Raises ``printing.SlipFailed``.
    """
    return printing.pdf(
        template_of(site, slip),
        values(site, dossier, slip),
        slip.form.paper,
        large=large,
    )


def receipt(site: Any, dossier: Dossier, *, large: bool = False) -> bytes:
    """Return the PDF of the last receipt; LookupError before acceptance."""
    found = [slip for slip in slips_of(dossier) if slip.form.kind == "receipt"]
    return pdf(site, dossier, found[-1], large=large)


def template_of(site: Any, slip: Slip) -> book.Template:
    """Return what a slip is printed with: kept at issue, else as it ships."""
    if slip.template:
        return book.get(slip.template, site)
    # From before templates were kept, when there was the shipped one alone.
    return book.template_on(slip.form, date.min, site)
