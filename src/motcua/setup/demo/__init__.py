"""A province to try the house with: people, procedures and dossiers of our own.

Nothing here is real: the province of Cửa Lớn has no place on a map, its people
are invented, and the procedures are told in our own short words. Passwords are
made up for each site.
"""

from __future__ import annotations

from motcua.setup.demo.catalogue import publish_procedures
from motcua.setup.demo.past import play_dossiers
from motcua.setup.demo.processes import enact_processes
from motcua.setup.demo.province import build_organisation
from motcua.setup.demo.province import employ_persons
from motcua.setup.demo.province import set_portal
from motcua.setup.demo.writings import write_texts
from plone import api
from typing import Any


def create_demo(site: Any) -> list[tuple[str, str, str]]:
    """Fill ``site``; return (login, password, description) of its officers.

    The caller commits. Runs once on a fresh site.
    """
    with api.env.adopt_roles(["Manager"]):
        build_organisation(site)
        logins = employ_persons(site)
        publish_procedures(site)
        enact_processes(site)
        set_portal(site)
        write_texts(site)
    play_dossiers(site)
    return logins
