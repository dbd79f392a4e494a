"""The settings of this process, from its environment alone."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
import os
from pathlib import Path
import re
import secrets


DATABASES = ("register", "numbers", "jobs")
"""Databases of the house: three files on SQLite, one database on PostgreSQL."""

DEFAULT_VAR = "instance/var"


class SettingsError(Exception):
    """The environment cannot work; the message says why and what to do."""


@dataclass(frozen=True)
class Settings:
    """What the environment says, with the defaults filled in."""

    var: Path
    """Folder of everything that changes (``MOTCUA_VAR``)."""

    sql: str
    """DSN of one database for all SQL (``MOTCUA_SQL``); empty: SQLite files."""

    files: Path
    """Folder of the content-addressed files (``MOTCUA_FILES``)."""

    profile: str
    """``development`` or ``production`` (``MOTCUA_PROFILE``)."""

    journal_days: int = 730
    """Days for which the journal of access is kept (``MOTCUA_JOURNAL_DAYS``)."""

    soon_days: int = 2
    """Working days before the due date in which a dossier is called due soon
    (``MOTCUA_SOON_DAYS``)."""

    day_duties: int = 3
    """Duties in one agency from which on a person begins with the day of the office
    (``MOTCUA_DAY_DUTIES``)."""

    address: str = ""
    """Address of the site as citizens type it (``MOTCUA_ADDRESS``), for what is not
    made in answer to a request; empty: what the site takes for its address."""

    spooled: tuple[str, ...] = ()
    """Channels whose messages are laid into a folder for a gateway to fetch
    (``MOTCUA_SPOOLED``: "sms", "zalo" or both, with a comma)."""

    files_copy: Path | None = None
    """Folder of a second copy of the files, on another disk (``MOTCUA_FILES_COPY``)."""

    least_free_gb: int = 5
    """Gigabytes of the disk that new files leave free (``MOTCUA_LEAST_FREE_GB``)."""

    backup_days: int = 1095
    """Days that a backup which cannot be rewritten is kept (``MOTCUA_BACKUP_DAYS``):
    what is destroyed lives on in it until then."""

    def url(self, database: str) -> str:
        """Return the SQLAlchemy URL of one of ``DATABASES``."""
        if not self.sql:
            return f"sqlite:///{self.var}/sql/{database}.sqlite"
        scheme, _, rest = self.sql.partition("://")
        if scheme in ("postgres", "postgresql"):
            scheme = "postgresql+psycopg2"
        return f"{scheme}://{rest}"


_NAMES = (
    *("HOME", "VAR", "SQL", "FILES", "PROFILE"),
    *("JOURNAL_DAYS", "SOON_DAYS", "DAY_DUTIES", "ADDRESS", "SPOOLED"),
    *("FILES_COPY", "LEAST_FREE_GB", "BACKUP_DAYS"),
)


def settings() -> Settings:
    """Return the settings of this moment: tests and scripts change them."""
    given = {name.lower(): os.environ.get(f"MOTCUA_{name}", "") for name in _NAMES}
    return _settings(os.getcwd(), **given)


@lru_cache(maxsize=8)
def _settings(
    folder: str,
    home: str,
    var: str,
    sql: str,
    files: str,
    profile: str,
    journal_days: str,
    soon_days: str,
    day_duties: str,
    address: str,
    spooled: str,
    files_copy: str,
    least_free_gb: str,
    backup_days: str,
) -> Settings:
    """Return what the environment says; paths begin at the folder of the process."""
    base = Path(folder, home, var or DEFAULT_VAR)
    return Settings(
        var=base,
        sql=sql,
        files=Path(folder, files) if files else base / "files",
        profile=profile or "development",
        journal_days=_whole("MOTCUA_JOURNAL_DAYS", journal_days or "730"),
        soon_days=_whole("MOTCUA_SOON_DAYS", soon_days or "2"),
        day_duties=_whole("MOTCUA_DAY_DUTIES", day_duties or "3"),
        address=address,
        spooled=tuple(filter(None, re.split(r"[\s,]+", spooled))),
        files_copy=Path(folder, files_copy) if files_copy else None,
        least_free_gb=_whole("MOTCUA_LEAST_FREE_GB", least_free_gb or "5"),
        backup_days=_whole("MOTCUA_BACKUP_DAYS", backup_days or "1095"),
    )


def _whole(name: str, text: str) -> int:
    """Return a whole number from 1 on; raises ``SettingsError`` for what is none."""
    if not text.isdecimal() or int(text) < 1:
        message = (
            f"{name}: {text!r} không phải số nguyên từ 1 trở lên.\n"
            f"{name}: {text!r} is not a whole number from 1 on."
        )
        raise SettingsError(message)
    return int(text)


def secret() -> str:
    """Return the secret of this house, which signs what leaves it.

    ``MOTCUA_SECRET``, or else ``$MOTCUA_VAR/secret``, made up at first use with
    mode 600. In production the secret has to be given: one that a process makes
    up on one machine would not hold on another.
    """
    given = os.environ.get("MOTCUA_SECRET")
    if given:
        return given
    current = settings()
    path = current.var / "secret"
    if path.exists():
        return path.read_text(encoding="ascii").strip()
    if current.profile == "production":
        message = (
            "MOTCUA_SECRET: chưa đặt khóa bí mật của hệ thống.\n"
            "MOTCUA_SECRET is not set; production needs a secret of its own."
        )
        raise SettingsError(message)
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"secret.{os.getpid()}.{secrets.token_hex(4)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as out:
        out.write(secrets.token_hex(32))
    try:
        # Unlike a rename, a link never replaces what another process wrote.
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
    return path.read_text(encoding="ascii").strip()


def gateway_secret() -> str:
    """Return what the gateway of short messages proves itself with, "" for no gateway.

    ``MOTCUA_GATEWAY``; raises ``SettingsError`` for one that could be guessed.
    """
    given = os.environ.get("MOTCUA_GATEWAY", "")
    if given and len(given) < 32:
        message = (
            "MOTCUA_GATEWAY: khóa của cổng tin nhắn phải có từ 32 ký tự.\n"
            "MOTCUA_GATEWAY: the secret of the gateway needs 32 letters or more."
        )
        raise SettingsError(message)
    return given
