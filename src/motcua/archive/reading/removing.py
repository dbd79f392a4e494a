"""Removing the bytes of copies that are wiped, unless they became another's.

A copy that was given is downloaded, and may come back as a paper of a dossier: the same
bytes under the same digest. So it is asked who refers to them before they go.
"""

from __future__ import annotations

from datetime import timedelta
import errno
from motcua.archive.reading import making
from motcua.archive.reading import store
from motcua.storage import files
from motcua.storage.files import FileStore
from motcua.storage.keeping.bucket import is_referred
from motcua.storage.settings import settings
from plone import api
from typing import Any
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Mapping

#: The job; keys are "<code>:<number of the event>".
REMOVE: Final = "reading-remove"
#: What was stored no longer ago may be on its way into a record.
JUST_NOW: Final = timedelta(hours=1)


def remove(key: str, _data: Mapping[str, Any], progress: Callable[..., None]) -> None:
    """Remove the bytes of copies that are gone, for good; see ``IJob``.

    What another record refers to stays with it. What was stored within the hour stays
    as well: it may be just coming in, and if nobody refers to it in the end, the store
    puts it away by itself. Raises ``OSError`` while the second copy of the store is not
    there.
    """
    site = api.portal.get()
    _code, event = making.event_of(store.request, site, key)
    if event is None or event.type != "wipe":
        return
    second = settings().files_copy
    copy = FileStore(second) if second is not None else None
    if copy is not None and not copy.is_marked():
        raise OSError(errno.ENXIO, "The second copy of the files is not there.")
    kept = files.current()
    with kept.tended():
        for digest in event.facts["digests"]:
            if not is_referred(digest) and kept.destroy(digest, JUST_NOW) and copy:
                copy.destroy(digest, timedelta())
    progress(1, 1)
