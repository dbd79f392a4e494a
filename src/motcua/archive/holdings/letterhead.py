"""What papers of the archive have in common: look, issuer, days in words."""

from __future__ import annotations

from datetime import datetime
from motcua.base.vietnam import VIETNAM
from motcua.dossiers.slips.book import Template
from motcua.organisation import units
from pathlib import Path
from typing import Any
from typing import Final


_OURS: Final = Path(__file__).parent / "templates"


def template(folder: Path, form: str) -> Template:
    """Return a template of a part of the archive, by the name of its form.

    Its ``layout.html`` and ``style.css`` add to what is here: macros ``letterhead`` and
    ``on_day``, and how papers on holdings look.
    """
    own = "" if folder == _OURS else _text(folder, "style.css")
    return Template(
        form=_text(folder, form),
        layout=_text(_OURS, "letterhead.html") + _text(folder, "layout.html"),
        style=_text(_OURS, "style.css") + own,
    )


def _text(folder: Path, name: str) -> str:
    return (folder / name).read_text(encoding="utf-8")


def office(site: Any, agency: str) -> dict[str, str]:
    """Return the names of an agency and of the one above it, "" for none."""
    line = units.ancestors(agency, site)
    superior = line[1].name if len(line) > 1 else ""
    return {"superior": superior, "agency": line[0].name}


def name(site: Any, code: str) -> str:
    """Return the name of a unit, its code where there is none any more."""
    try:
        return str(units.get(code, site).name)
    except KeyError:
        return code


def written(kept: str) -> str:
    """Return a day, month or year (ISO 8601) as it is written, "" for none."""
    return "/".join(reversed(kept.split("-"))) if kept else ""


def parts(at: datetime | None) -> dict[str, str]:
    """Return day, month, year, hour and minute in Vietnam, nothing for no moment."""
    if at is None:
        return {}
    told = at.astimezone(VIETNAM)
    formats = {"day": "%d", "month": "%m", "year": "%Y", "hour": "%H", "minute": "%M"}
    return {key: told.strftime(form) for key, form in formats.items()}
