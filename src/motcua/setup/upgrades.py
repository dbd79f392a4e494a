"""A house that was made by an older motcua is brought up to date when it opens."""

from __future__ import annotations

from Acquisition import aq_base
from Acquisition import aq_inner
from Acquisition import aq_parent
from BTrees.OOBTree import OOBTree
import logging
from motcua.organisation import folder as organisation
from motcua.organisation import registry
from motcua.organisation import units
import transaction
from typing import Any
from typing import Final


logger = logging.getLogger(__name__)

PROFILE: Final = "motcua:default"


def learn_delegations(tool: Any) -> None:
    """Let the plugin of duty groups know the whole book, delegations among it."""
    organisation.install(aq_parent(aq_inner(tool)))


def index_predecessors(tool: Any) -> None:
    """Let the organisation know which units each one succeeds."""
    found = units.organisation(aq_parent(aq_inner(tool)))
    if not hasattr(aq_base(found), "_predecessors"):
        found._predecessors = OOBTree()
    registry.rebuild(found)


def pending(site: Any) -> list[str]:
    """Return the versions that the profile of the site has still to go through."""
    steps = site.portal_setup.listUpgrades(PROFILE)
    flat = [
        one for each in steps for one in (each if isinstance(each, list) else [each])
    ]
    return [str(step["sdest"]) for step in flat]


def upgrade(site: Any) -> bool:
    """Run what is pending and commit; say whether anything was.

    Meant for the worker, alone in the house: two at once would conflict, and the
    one that lost finds nothing pending at its next start.
    """
    versions = pending(site)
    if not versions:
        return False
    site.portal_setup.upgradeProfile(PROFILE)
    transaction.commit()
    logger.info("The site was upgraded to %s.", versions[-1])
    return True
