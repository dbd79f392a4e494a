"""Why somebody may do what with a dossier, in the words of a screen."""

from __future__ import annotations

from motcua.dossiers import grounds
from motcua.dossiers import progress
from motcua.shell.wording import RIGHTS
from typing import Any
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from motcua.dossiers.dossier import Dossier
    from motcua.shell.screen import Screen

#: An operation in words, whether the person may do it, and why or who may.
Account = tuple[Any, bool, list[str]]


def accounts(screen: Screen, dossier: Dossier, person: str) -> list[Account]:
    """Return what there is to do with a dossier now, and how a person stands to it.

    ``person`` is a login, "" for nobody in particular.
    """
    titles = progress.titles_of(screen.context, dossier)
    return [
        (
            RIGHTS[each.operation],
            each.permitted,
            grounds.sentences(each, screen.language, screen.name_of, titles),
        )
        for each in grounds.accounts(dossier, person, screen.now)
    ]
