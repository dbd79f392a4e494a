"""Where a running house keeps its things, and the variables that say so.

The files in ``instance/`` read ``$(NAME)`` from the environment. ``prepare``
fills in every variable that the caller left open; what is set already wins, so
a developer or a service file can move any single thing. Without Zope imports:
the supervisor and the scripts call this before anything heavy is loaded.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from motcua.storage.settings import DEFAULT_VAR
import os
from pathlib import Path
import secrets
import socket
import stat
import sys
import tempfile
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import MutableMapping

SOCKET_PATH_LIMIT = 107
"""Bytes of a unix socket's path on Linux (``sun_path`` less its final NUL)."""

DEFAULT_PORT = 8080
FOLDERS = ("blobstorage", "cache", "client", "filestorage", "log")
PROFILES = ("development", "production")


class InstanceError(Exception):
    """The settings cannot work; the message says why and what to do."""


@dataclass(frozen=True)
class Instance:
    """One house: a checkout, a data folder and a port."""

    home: Path
    """The checkout; ``instance/`` with the configuration lies in it."""

    var: Path
    """Everything that changes: database, blobs, SQL files, logs, secrets."""

    port: int
    profile: str
    """``development`` or ``production``."""

    storage: str
    """``zeo``, ``file`` (no server, one process) or ``postgresql``."""

    @property
    def zope_conf(self) -> Path:
        """Configuration of every Zope process."""
        return self.home / "instance" / "zope.conf"

    @property
    def instance_home(self) -> Path:
        """What Zope calls so: where buildout put the interpreter of bin/instance."""
        built = self.home / "parts" / "instance"
        return built if built.is_dir() else self.home / "instance"

    @property
    def zeo_socket(self) -> Path:
        """Socket of the ZEO server, at most 107 bytes long."""
        return zeo_socket(self.var)

    @property
    def url(self) -> str:
        """Address to open in a browser (theming is off on 127.0.0.1)."""
        return f"http://localhost:{self.port}/"

    @property
    def data_fs(self) -> Path:
        """The embedded database; where it exists the site has been created."""
        return self.var / "filestorage" / "Data.fs"

    @property
    def demo_logins(self) -> Path:
        """Logins of the demo persons, readable by the owner alone."""
        return self.var / "demo-logins.txt"


def home() -> Path:
    """Return the checkout that this package was installed from."""
    named = os.environ.get("MOTCUA_HOME")
    return Path(named) if named else Path(__file__).resolve().parents[3]


def zeo_socket(var: Path) -> Path:
    """Return the socket for a data folder: inside it, or in a short private place.

    The place depends on the folder and the user alone, so that every process
    finds the same one.
    """
    inside = var / "zeo.sock"
    # The server's name may get a suffix; keep some bytes in hand.
    if len(os.fsencode(inside)) <= SOCKET_PATH_LIMIT - 7:
        return inside
    name = sha256(os.fsencode(var)).hexdigest()[:16]
    return Path(tempfile.gettempdir()) / f"motcua-{os.getuid()}" / f"{name}.sock"


def is_listening(path: Path) -> bool:
    """Return whether a server answers at this unix socket."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as probe:
        probe.settimeout(1)
        try:
            probe.connect(os.fspath(path))
        except OSError:
            return False
        return True


def _port(environ: MutableMapping[str, str]) -> int:
    text = environ.get("PORT") or str(DEFAULT_PORT)
    if not text.isascii() or not text.isdigit() or not 0 < int(text) < 65536:
        message = (
            f"PORT={text!r}: cổng phải là số từ 1 đến 65535.\n"
            f"PORT={text!r}: a port is a number from 1 to 65535."
        )
        raise InstanceError(message)
    return int(text)


def _storage(environ: MutableMapping[str, str], profile: str, var: Path) -> str:
    named = environ.get("MOTCUA_STORAGE")
    if named:
        return named
    if profile == "production":
        return "postgresql"
    return "zeo" if is_listening(zeo_socket(var)) else "file"


def load(environ: MutableMapping[str, str] | None = None) -> Instance:
    """Return the instance that these variables describe (default: the process's).

    Raises ``InstanceError`` for values that cannot work.
    """
    environ = os.environ if environ is None else environ
    profile = environ.get("MOTCUA_PROFILE") or "development"
    if profile not in PROFILES:
        message = f"MOTCUA_PROFILE={profile!r}: choose {' / '.join(PROFILES)}."
        raise InstanceError(message)
    root = home()
    var = Path(os.path.abspath(root / (environ.get("MOTCUA_VAR") or DEFAULT_VAR)))
    return Instance(
        home=root,
        var=var,
        port=_port(environ),
        profile=profile,
        storage=_storage(environ, profile, var),
    )


def variables(instance: Instance) -> dict[str, str]:
    """Return the variables that the files in ``instance/`` read."""
    return {
        "MOTCUA_HOME": str(instance.home),
        "MOTCUA_INSTANCE": str(instance.instance_home),
        "MOTCUA_VAR": str(instance.var),
        "MOTCUA_PROFILE": instance.profile,
        "MOTCUA_STORAGE": instance.storage,
        "MOTCUA_ZEO": str(instance.zeo_socket),
        "MOTCUA_ADDRESS": os.environ.get("MOTCUA_ADDRESS") or instance.url,
        "PORT": str(instance.port),
    }


def _private_folder(folder: Path) -> None:
    """Make a folder that nobody else can look into, or refuse a foreign one."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.getuid():
        message = (
            f"{folder}: thư mục của người khác; hãy đặt MOTCUA_VAR ngắn hơn.\n"
            f"{folder} belongs to somebody else; choose a shorter MOTCUA_VAR."
        )
        raise InstanceError(message)
    folder.chmod(0o700)


def make_folders(instance: Instance) -> None:
    """Create the folders that the processes expect; an existing one is kept."""
    for name in FOLDERS:
        (instance.var / name).mkdir(mode=0o700, parents=True, exist_ok=True)
    if instance.zeo_socket.parent != instance.var:
        _private_folder(instance.zeo_socket.parent)


def site_secret(instance: Instance) -> str:
    """Return the secret of a development house, made up at first use.

    Written beside the data with mode 600. Production brings its own in
    ``MOTCUA_SECRET`` and never comes here.
    """
    path = instance.var / "secret"
    if not path.exists():
        draft = path.with_name(f"secret.{os.getpid()}")
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


def prepare(profile: str | None = None, created: bool = False) -> Instance:
    """Complete the environment of this process and return its instance.

    ``profile`` is what a script of buildout was made for; the variable
    ``MOTCUA_PROFILE``, where set, wins. With ``created``, the process ends with
    status 2 where no site has been made yet: an empty database would stand in
    the way of the first ``make run``. Raises ``InstanceError``.
    """
    if profile:
        os.environ.setdefault("MOTCUA_PROFILE", profile)
    instance = load()
    if created and instance.storage == "file" and not instance.data_fs.exists():
        sys.stderr.write(
            f"{instance.var}: chưa có trang nào; hãy chạy `make run` một lần.\n"
            f"{instance.var}: there is no site yet; run `make run` once.\n"
        )
        raise SystemExit(2)
    make_folders(instance)
    os.environ.update(variables(instance))
    os.environ.setdefault("MOTCUA_PROCESS", f"process-{os.getpid()}")
    # The catalogues of translations are compiled from their .po at start.
    os.environ.setdefault("zope_i18n_compile_mo_files", "1")
    # Compiled templates outlive a restart.
    os.environ.setdefault("CHAMELEON_CACHE", str(instance.var / "cache"))
    if instance.profile == "development" and "MOTCUA_SECRET" not in os.environ:
        os.environ["MOTCUA_SECRET"] = site_secret(instance)
    return instance
