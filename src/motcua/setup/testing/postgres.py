"""A PostgreSQL server that a test run starts for itself and throws away.

``temporary_postgres`` makes a cluster in a temporary folder, on a unix socket
there and a free port of 127.0.0.1. PostgreSQL refuses to run as root, so root
drops to ``postgres`` or ``nobody`` for the server.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
import os
from pathlib import Path
import pwd
import secrets
import shutil
import socket
import subprocess
import tempfile
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Sequence

DEBIAN_BINARIES = "/usr/lib/postgresql"
PROGRAMS = ("initdb", "pg_ctl", "createdb")
SETTINGS = (
    "listen_addresses = '127.0.0.1'",
    "max_connections = 60",
    "shared_buffers = 64MB",
    "timezone = 'UTC'",
)


class PostgresUnavailable(Exception):
    """No server can be started here; the message says what is missing."""


@dataclass(frozen=True)
class Postgres:
    """A running server with one empty database at first."""

    folder: Path
    """The unix socket lies here."""

    port: int
    user: str
    password: str
    binaries: Path
    account: str | None
    """System account that runs the server; None: the one who runs the tests."""

    @property
    def url(self) -> str:
        """Address of the first database for SQLAlchemy (psycopg2)."""
        return self.url_of("motcua")

    @property
    def dsn(self) -> str:
        """Address of the first database in libpq's notation."""
        return self.dsn_of("motcua")

    def url_of(self, database: str) -> str:
        """Return the SQLAlchemy address of a database."""
        login = f"{self.user}:{self.password}"
        return f"postgresql+psycopg2://{login}@127.0.0.1:{self.port}/{database}"

    def dsn_of(self, database: str) -> str:
        """Return libpq's address of a database."""
        return (
            f"host=127.0.0.1 port={self.port} user={self.user} "
            f"password={self.password} dbname={database}"
        )

    def create_database(self, name: str | None = None) -> str:
        """Create an empty database and return its name (made up by default)."""
        name = name or f"test_{secrets.token_hex(6)}"
        options = ["-h", str(self.folder), "-p", str(self.port), "-U", self.user]
        command = [str(self.binaries / "createdb"), *options, name]
        run(command, self.account, self.folder, PGPASSWORD=self.password)
        return name

    def restart(self) -> None:
        """Stop the server at once, as a crash does, and start it again."""
        self.control("restart", "-m", "immediate")

    def control(self, action: str, *options: str) -> None:
        """Run ``pg_ctl`` and wait until it is done."""
        command = [str(self.binaries / "pg_ctl"), action, "-w", "-t", "60", "-s"]
        command += ["-D", str(self.folder / "data")]
        if action != "stop":
            command += ["-l", str(self.folder / "server.log")]
        run([*command, *options], self.account, self.folder)


def run(
    command: Sequence[str], account: str | None, folder: Path, **variables: str
) -> None:
    """Run a command as another account; raise ``PostgresUnavailable`` on failure."""
    # Not subprocess.PIPE: the server inherits the handles and never closes them.
    with tempfile.TemporaryFile() as output:
        result = subprocess.run(
            list(command),
            user=account,
            group=pwd.getpwnam(account).pw_gid if account else None,
            extra_groups=[] if account else None,
            cwd=folder,
            env={"PATH": os.environ.get("PATH", ""), "LC_ALL": "C", **variables},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            check=False,
        )
        if result.returncode:
            output.seek(0)
            text = output.read().decode("utf-8", "replace")
            raise PostgresUnavailable(f"{Path(command[0]).name}: {text.strip()}")


def find_binaries() -> Path:
    """Return the folder with the server's programs; the newest that Debian has."""
    debian = [path.parent for path in Path(DEBIAN_BINARIES).glob("*/bin/initdb")]
    folders = sorted(debian, key=lambda path: float(path.parent.name), reverse=True)
    found = shutil.which("initdb")
    if found:
        folders.append(Path(found).resolve().parent)
    for folder in folders:
        if all((folder / name).exists() for name in PROGRAMS):
            return folder
    raise PostgresUnavailable("initdb not found; apt-get install postgresql")


def server_account() -> str | None:
    """Return the account for the server: None unless the tests run as root."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            pwd.getpwnam(name)
        except KeyError:
            continue
        return name
    raise PostgresUnavailable("running as root, and no account to drop to")


def free_port() -> int:
    """Return a port of 127.0.0.1 that nobody uses at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def temporary_postgres() -> Iterator[Postgres]:
    """Start a server, give it, and stop and delete it afterwards.

    Raises ``PostgresUnavailable`` with the reason when that cannot be done.
    """
    binaries = find_binaries()
    account = server_account()
    # A socket's path has at most 107 bytes: the name stays short.
    folder = Path(tempfile.mkdtemp(prefix="pg-"))
    server = Postgres(
        folder=folder,
        port=free_port(),
        user="motcua",
        password=secrets.token_hex(16),
        binaries=binaries,
        account=account,
    )
    try:
        initialise(server)
        try:
            server.control("start")
            server.create_database("motcua")
            yield server
        finally:
            if (folder / "data" / "postmaster.pid").exists():
                server.control("stop", "-m", "immediate")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def initialise(server: Postgres) -> None:
    """Make the cluster and write its few settings."""
    if server.account:
        found = pwd.getpwnam(server.account)
        os.chown(server.folder, found.pw_uid, found.pw_gid)
    password = server.folder / "password"
    password.write_text(server.password, encoding="ascii")
    command = [str(server.binaries / "initdb"), "-D", str(server.folder / "data")]
    command += ["-U", server.user, "--pwfile", str(password), "-A", "scram-sha-256"]
    command += ["-E", "UTF8", "--locale", "C.UTF-8", "--no-sync"]
    run(command, server.account, server.folder)
    password.unlink()
    lines = [*SETTINGS, f"port = {server.port}"]
    lines.append(f"unix_socket_directories = '{server.folder}'")
    with (server.folder / "data" / "postgresql.conf").open("a") as settings:
        settings.write("\n".join(lines) + "\n")
