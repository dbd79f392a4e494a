"""What the profile does beyond its XML files."""

from __future__ import annotations

from Acquisition import aq_inner
from Acquisition import aq_parent
from motcua.archive import folder as archive
from motcua.dossiers import folder as dossiers
from motcua.organisation import folder as organisation
from motcua.portal import writings
from motcua.procedures import folder as procedures
from motcua.setup import sessions
from Products.CMFPlone.interfaces import INonInstallable
from typing import TYPE_CHECKING
from zope.interface import implementer


if TYPE_CHECKING:
    from Products.GenericSetup.tool import SetupTool


@implementer(INonInstallable)
class HiddenProfiles:
    """Keeps profiles that nobody installs by hand out of the add-on list."""

    def getNonInstallableProfiles(self) -> list[str]:
        """Return the profile ids that the control panel does not offer."""
        return ["motcua:uninstall"]


def after_install(tool: SetupTool) -> None:
    """Build the folders of the house once its types exist; safe to run again.

    ``tool`` is the ``portal_setup`` of the site that gets the profile.
    """
    # Each package that owns a folder of the site has a function here.
    site = aq_parent(aq_inner(tool))
    organisation.install(site)
    procedures.install(site)
    dossiers.install(site)
    archive.install(site)
    writings.install(site)
    sessions.install(site)


def after_uninstall(tool: SetupTool) -> None:
    """Take out what acts on the whole site; content stays.

    ``tool`` is the ``portal_setup`` of the site that loses the profile.
    """
    organisation.uninstall(aq_parent(aq_inner(tool)))
