"""A vault: millions of objects by code, closed to the web and to every role.

``/<vault>/<unit>/<year>/<leaf>/<code>``, where unit, year and leaf follow from the
code. Dossiers lie in one vault, records in another.
"""

from __future__ import annotations

from AccessControl.class_init import InitializeClass
from datetime import date
from motcua.base.codes import parse_dossier_code
from motcua.storage import shards
from typing import Any
from typing import TYPE_CHECKING
from zExceptions import NotFound


if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Iterator

#: From this month on the leaves of the coming year are made ready.
LAST_MONTH = 12


class Vault(shards.Shard):  # type: ignore[misc]
    """The root of a tree by codes, and the end of every permission.

    Zope looks for the roles of a permission upwards and stops where it finds a
    tuple. Here it always does: a permission that a subclass does not name
    (``_View_Permission = ("Some Role",)``), of the platform or of an add-on that
    nobody has written yet, is for nobody.
    """

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_") and name.endswith("_Permission"):
            return ()
        return super().__getattr__(name)

    def __before_publishing_traverse__(self, _self: Any, request: Any) -> None:
        """Answer "not found" to every URL that leads here or through."""
        raise NotFound(request.get("URL", ""))

    def place(self, code: str) -> shards.Shard:
        """Return the leaf in which ``code`` lies or will lie, made when missing.

        Raises ``ValueError`` for what is no dossier code.
        """
        parts = parse_dossier_code(code)
        return shards.leaf(self, str(parts.agency), parts.day.year, parts.serial)

    def find(self, code: str) -> Any:
        """Return the object with this code, None when there is none.

        Reads four objects whatever the number in the vault; checks no rights.
        """
        try:
            parts = parse_dossier_code(code)
        except ValueError:
            return None
        found: Any = self
        leaf = shards.leaf_id(parts.serial)
        for name in (str(parts.agency), str(parts.day.year), leaf, str(parts)):
            found = found.get(name)
            if found is None:
                return None
        return found

    def codes(self) -> Iterator[str]:
        """Iterate over all codes; what bears them is not read."""
        for unit in self.walk():
            for year in unit.walk():
                for leaf in year.walk():
                    yield from leaf.names()

    def prepare(self, units: Iterable[str], on: date) -> int:
        """Make the leaves of units that have none yet; return how many lacked them.

        For the year of ``on``, and in its last month for the next one too, so that
        the first writers of a year do not meet while making them.
        """
        years = [on.year, on.year + 1] if on.month == LAST_MONTH else [on.year]
        made = 0
        for unit in units:
            for year in years:
                if self.get(unit) is None or self[unit].get(str(year)) is None:
                    shards.prepare(self, unit, year)
                    made += 1
        return made


InitializeClass(Vault)
