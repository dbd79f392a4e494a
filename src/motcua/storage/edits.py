"""The mark that tells the cache in front that something public has changed.

A symbolic link that leads to another empty folder after each edit. The cache names what
it keeps after the place to which the link leads (``$realpath_root`` of nginx), so that
nothing kept before an edit is found after it. Every process that edits, web, worker or
a command, moves the same link.
"""

from __future__ import annotations

from contextlib import suppress
import fcntl
import logging
from motcua.storage.settings import settings
import os
from pathlib import Path
import transaction
from typing import Any
from typing import Final


logger = logging.getLogger(__name__)

PLACES: Final = 65_536
"""Numbers of places, used in turn: more than there are edits while a page is kept."""

LEFT: Final = 1_000
"""Places behind the present one that stay, for whoever is just reading the link."""


def path() -> Path:
    """Return the link: ``now`` in ``MOTCUA_EDITED`` or in ``edited`` of the data."""
    named = os.environ.get("MOTCUA_EDITED")
    return (Path(named) if named else settings().var / "edited") / "now"


def after_commit() -> None:
    """Have the mark set when the current transaction has been committed.

    Safe to call any number of times.
    """
    current = transaction.get()
    try:
        current.data(after_commit)
    except KeyError:
        current.set_data(after_commit, True)
        current.addAfterCommitHook(_mark_if)


def process_started(event: Any) -> None:
    """Set the mark: what starts may be a newer motcua, with other pages.

    Subscriber to ``zope.processlifetime.IProcessStarting``.
    """
    mark()


def setting_changed(event: Any) -> None:
    """Set the mark behind a change of the registry, on which public pages stand."""
    after_commit()


def _mark_if(committed: bool) -> None:
    if committed:
        mark()


def mark() -> None:
    """Set the mark now. Never raises: the edit stands, the cache is only late."""
    try:
        move(path())
    except OSError as error:
        logger.error("The cache in front was not told of an edit (%s).", error.strerror)


def begin(link: Path) -> None:
    """Make the link where there is none yet; raises ``OSError``."""
    if not link.is_symlink() or not link.is_dir():
        move(link)


def move(link: Path) -> None:
    """Let the link lead to the next place; raises ``OSError``."""
    folder = link.parent
    # Read by the user of the cache: nothing stands in there.
    folder.mkdir(mode=0o755, parents=True, exist_ok=True)
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        # Two edits at once must not lead to the same place.
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        if link.is_dir() and not link.is_symlink():
            # Data that were copied: the copy has a folder where the link was.
            link.rmdir()
        try:
            present = int(link.readlink().name)
        except (FileNotFoundError, ValueError):
            present = 0
        place = str((present + 1) % PLACES)
        (folder / place).mkdir(exist_ok=True)
        draft = folder / "next"
        draft.unlink(missing_ok=True)
        draft.symlink_to(place)
        draft.replace(link)
        with suppress(OSError):
            (folder / str((present - LEFT) % PLACES)).rmdir()
    finally:
        os.close(descriptor)
