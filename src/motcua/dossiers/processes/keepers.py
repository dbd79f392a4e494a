"""Who may write processes, and who may let them come into force.

* Administrators (permission "motcua: Manage Organisation") may do both, as a
  province needs when it begins.
* The duty *catalogue* writes drafts; the duty *publication* lets them come into
  force and ends them. Both count in one of the highest agencies, or in the agency
  that published the procedure last (`procedures.drafting.officials`).
* Who wrote a draft does not let it come into force (four eyes), administrators
  excepted: they answer for the organisation as a whole.
* Whoever holds a duty of the catalogue may read.
"""

from __future__ import annotations

from datetime import date
from motcua.organisation import units
from motcua.procedures.drafting import officials
from motcua.procedures.folder import folder
from plone import api
from typing import Any


def manages(person: str, site: Any = None) -> bool:
    """Say whether a person administers the organisation."""
    if api.user.get(userid=person) is None:
        return False
    place = units.organisation(site)
    return bool(api.user.has_permission(units.MANAGE, username=person, obj=place))


def may_read(person: str, on: date, site: Any = None) -> bool:
    """Say whether a person sees processes and their history."""
    return bool(officials.held(person, on, site)) or manages(person, site)


def may_write(procedure: str, person: str, on: date, site: Any = None) -> bool:
    """Say whether a person may write the draft of a procedure's process."""
    return _decides(procedure, person, "catalogue", on, site)


def may_enact(procedure: str, person: str, on: date, site: Any = None) -> bool:
    """Say whether a person may let a process come into force, or end it."""
    return _decides(procedure, person, "publication", on, site)


def _decides(procedure: str, person: str, duty: str, on: date, site: Any) -> bool:
    if manages(person, site):
        return True
    if procedure in folder(site):
        return officials.may_decide(procedure, person, duty, on, site)
    return False
