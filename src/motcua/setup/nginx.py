"""nginx in front of a house: its configuration, and its pages for bad moments.

``instance/nginx-site.conf`` is ours; ``$(NAME)`` in it is filled in for one house. The
trial of ``make run-nginx`` keeps everything in ``nginx/`` of the data folder and needs
no rights; ``bin/motcua nginx`` writes the site for the nginx of a server.
"""

from __future__ import annotations

from dataclasses import dataclass
from motcua.portal.addresses import LANGUAGES
from motcua.portal.addresses import PAGES
from motcua.setup.pages import DOWN
from motcua.setup.pages import SLOW
from motcua.storage import edits
import os
from pathlib import Path
import re
import resource
import shutil
from typing import Final
from typing import TYPE_CHECKING
from urllib.parse import urlsplit


if TYPE_CHECKING:
    from collections.abc import Mapping
    from motcua.setup.instance import Instance

PLACE: Final = re.compile(r"\$\(([A-Z_]+)\)")
#: What goes between quotes or as one word into the configuration: nothing that ends it.
WORD: Final = re.compile(r"[A-Za-z0-9._/:@\[\]+~-]+")
#: Public pages that look for one dossier, and letters about it.
TRACKED: Final = ("tracking", "slipcheck", "letters")


class NginxError(Exception):
    """There can be no nginx here; the message says why and the way out."""


@dataclass(frozen=True)
class Front:
    """One nginx in front of one house."""

    url: str
    """Address that visitors type, without a path: ``https://motcua.example.vn``."""

    port: int
    """Port of the house on 127.0.0.1."""

    edited: Path
    """The link that leads somewhere else after each edit (``storage.edits``)."""

    folder: Path
    """Folder of caches, socket and pages."""

    certificate: str = ""
    """Folder with ``fullchain.pem`` and ``privkey.pem``, for ``https``."""

    names: tuple[str, ...] = ()
    """More names that are answered; links go to the first address all the same."""

    open_files: int = 400
    """Pages that stay open between visits. A worker of Debian may open 1,024 files."""

    def values(self) -> dict[str, str]:
        """Return what stands for each ``$(NAME)``; raise ``NginxError``."""
        parts = urlsplit(self.url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise NginxError(f"{self.url!r}: expected http(s)://host[:port]")
        secure = parts.scheme == "https"
        values = {
            "PORT": str(self.port),
            "SOCKETS": str(self.folder),
            "CACHE": str(self.folder / "cache"),
            "PAGES": str(self.folder / "pages"),
            "EDITED": str(self.edited),
            "HOST": parts.netloc,
            "OPEN": str(self.open_files),
            "SECURE": "1" if secure else "0",
        }
        for name, value in (
            *values.items(),
            *(("NAMES", each) for each in self.names),
            ("certificate", self.certificate or "-"),
        ):
            if not WORD.fullmatch(value):
                raise NginxError(f"{name}={value!r}: letters, digits and ._/:- only")
        at = parts.port or (443 if secure else 80)
        values["NAMES"] = " ".join((parts.hostname, *self.names))
        values["LISTEN"] = f"{at} ssl http2" if secure else f"127.0.0.1:{at}"
        values["TLS"] = self.tls() if secure else ""
        values["TRACKED"] = "|".join(
            f"{language}/{PAGES[name][language]}"
            for name in TRACKED
            for language in LANGUAGES
        )
        return values

    def tls(self) -> str:
        """Return the lines that name the certificate."""
        if not self.certificate:
            raise NginxError("https: name the folder of the certificate")
        return (
            f"ssl_certificate {self.certificate}/fullchain.pem;\n"
            f"  ssl_certificate_key {self.certificate}/privkey.pem;\n"
            "  ssl_protocols TLSv1.2 TLSv1.3;\n"
            "  ssl_session_tickets off;"
        )


def fill(template: str, values: Mapping[str, str]) -> str:
    """Return the configuration with every ``$(NAME)`` filled in.

    Raises ``KeyError`` for a name without a value.
    """
    return PLACE.sub(lambda found: values[found[1]], template)


def site(front: Front, home: Path) -> str:
    """Return the site for this front; ``home`` is the checkout."""
    template = (home / "instance" / "nginx-site.conf").read_text(encoding="utf-8")
    return fill(template, front.values())


def write_pages(folder: Path) -> None:
    """Write what is shown when there is nothing else: down, and too often."""
    folder.mkdir(mode=0o755, parents=True, exist_ok=True)
    for name, said in (("down", DOWN), ("slow", SLOW)):
        (folder / f"{name}.html").write_text(said.html(), encoding="utf-8")
        (folder / f"{name}.json").write_text(said.json(), encoding="utf-8")


def binary() -> str:
    """Return the program; raise ``NginxError`` where it is not installed."""
    # Debian keeps it where the search path of a plain user does not look.
    path = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
    if path is None:
        message = (
            "Chưa cài nginx: sudo apt-get install nginx-light\n"
            "nginx is missing: sudo apt-get install nginx-light"
        )
        raise NginxError(message)
    return path


def most_files() -> int:
    """Return how many files a process of ours may open, 40,000 at most."""
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    return 40_000 if hard == resource.RLIM_INFINITY else min(hard, 40_000)


def trial_front(instance: Instance, port: int) -> Front:
    """Return the front of a trial at this port of 127.0.0.1."""
    return Front(
        url=f"http://localhost:{port}",
        port=instance.port,
        edited=edits.path(),
        folder=instance.var / "nginx",
        names=("127.0.0.1",),
        open_files=most_files() // 2,
    )


def lay_trial(front: Front, home: Path) -> list[str]:
    """Write the whole configuration of a trial; return the command that runs it."""
    program = binary()
    prefix = front.folder
    for folder in (prefix, prefix / "tmp", prefix / "cache"):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    # What a killed nginx left behind keeps the next one from listening.
    for name in ("keeper.sock", "kept.sock"):
        (prefix / name).unlink(missing_ok=True)
    edits.begin(front.edited)
    write_pages(prefix / "pages")
    values = {
        "PREFIX": str(prefix),
        "FILES": str(most_files()),
        "TYPES": "/etc/nginx/mime.types",
        # Otherwise workers of root become somebody who cannot read the data folder.
        "USER": "user root;" if os.geteuid() == 0 else "",
    }
    main = (home / "instance" / "nginx.conf").read_text(encoding="utf-8")
    (prefix / "site.conf").write_text(site(front, home), encoding="utf-8")
    (prefix / "nginx.conf").write_text(fill(main, values), encoding="utf-8")
    return [
        program,
        "-p",
        str(prefix),
        "-c",
        str(prefix / "nginx.conf"),
        "-e",
        "stderr",
    ]
