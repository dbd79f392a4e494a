"""New databases of SQLite for tests, as copies of one that was made in full.

The first database of each kind in a process is made as everywhere, revision by
revision, and kept; each later one begins as a copy of its file. It is then asked
for the newest revision like any other, so a copy that fell behind is brought up.
"""

from __future__ import annotations

from contextlib import contextmanager
from motcua.storage import engines
from motcua.storage import schema
from pathlib import Path
import shutil
import sqlalchemy as sa
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def copied_databases(folder: Path) -> Iterator[None]:
    """Let new databases be copied from ``folder``, which is filled on the way."""
    made = engines._sqlite

    def template(database: str) -> Path:
        kept = folder / f"{database}.sqlite"
        if not kept.exists():
            draft = kept.with_suffix(".new")
            engine = made(database, f"sqlite:///{draft}")
            schema.upgrade(database, engine)
            # The last connection to leave takes the write-ahead log into the file.
            engine.dispose()
            draft.rename(kept)
        return kept

    def sqlite(database: str, url: str) -> sa.Engine:
        path = Path(str(sa.make_url(url).database))
        if not path.exists():
            shutil.copyfile(template(database), path)
        return made(database, url)

    engines._sqlite = sqlite
    try:
        yield
    finally:
        engines._sqlite = made
