"""From a bare machine to ``bin/instance``: the steps of ``make environment``.

Runs before anything of ours is installed, so it uses the standard library alone
and is started as a file: ``python3.11 -I src/motcua/setup/environment.py``.

Each step carries a stamp, the hash of what it depends on; a step whose stamp is
right does nothing, and a step that was cut short has no stamp and starts again.
Debian packages are installed where that is allowed and named where it is not.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass
import fcntl
from hashlib import sha256
import importlib.util
import os
from pathlib import Path
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Sequence

HOME = Path(__file__).resolve().parents[3]
SCRIPTS = ("instance", "motcua")
LOG_LINES = 15


Command = list[str | Path]


class SetupError(Exception):
    """A step cannot be done; the message says what happened and the way out."""


@dataclass(frozen=True)
class Package:
    """A Debian package and what is missing without it."""

    name: str
    purpose: str


RUN_PACKAGES = (
    Package("tesseract-ocr", "nhận dạng chữ / text recognition of scans (OCR)"),
    Package("tesseract-ocr-vie", "nhận dạng chữ Việt / OCR of Vietnamese"),
    Package("libreoffice-writer-nogui", "biểu mẫu dạng PDF / forms as PDF"),
    Package("libreoffice-calc-nogui", "bảng tính dạng PDF/A / spreadsheets as PDF/A"),
    Package(
        "libreoffice-impress-nogui", "bản trình chiếu dạng PDF/A / slides as PDF/A"
    ),
    Package("pngquant", "nén bản quét / smaller archive files"),
    Package("libpango-1.0-0", "in phiếu PDF / slips as PDF"),
    Package("libpangoft2-1.0-0", "in phiếu PDF / slips as PDF"),
    Package("libharfbuzz-subset0", "in phiếu PDF / slips as PDF"),
    Package("fonts-noto-core", "chữ Việt trên phiếu / Vietnamese letters on slips"),
    Package("gettext", "kiểm tra bản dịch / checking translations"),
)
TEST_PACKAGES = (
    Package("postgresql", "kiểm thử PostgreSQL / tests on PostgreSQL"),
    Package("chromium", "kiểm thử trình duyệt / tests in a browser"),
    Package("libfaketime", "kiểm thử qua đêm / tests of a night by the clock"),
    *RUN_PACKAGES,
)


def say(text: str) -> None:
    """Write one line of progress at once."""
    sys.stdout.write(f"== {text}\n")
    sys.stdout.flush()


def digest(*parts: str | Path) -> str:
    """Return a hash of these texts and of the contents of these files."""
    total = sha256()
    for part in parts:
        data = part.read_bytes() if isinstance(part, Path) else part.encode()
        total.update(f"{len(data)}:".encode() + data)
    return total.hexdigest()


@dataclass(frozen=True)
class Stamp:
    """Remembers with what inputs a step was last finished."""

    path: Path
    value: str

    def holds(self) -> bool:
        """Return whether the step was finished with just these inputs."""
        return self.path.is_file() and self.path.read_text() == self.value

    def write(self) -> None:
        """Record the step as finished."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        draft = self.path.with_suffix(".new")
        draft.write_text(self.value)
        draft.replace(self.path)


def run(command: Sequence[str | Path], hint: str, **variables: str) -> str:
    """Run a command quietly and return its output.

    Raises ``SetupError`` with the end of its output and ``hint``, the way out.
    """
    result = subprocess.run(
        [str(part) for part in command],
        cwd=HOME,
        env={**os.environ, **variables},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if result.returncode:
        tail = "\n".join(result.stdout.splitlines()[-LOG_LINES:])
        raise SetupError(f"{tail}\n\n{hint}")
    return result.stdout


def administrator() -> list[str] | None:
    """Return the prefix that gives rights to install, or None without any."""
    if os.geteuid() == 0:
        return []
    sudo = shutil.which("sudo")
    if sudo is None:
        return None
    probe = subprocess.run(
        [sudo, "-n", "true"], stdin=subprocess.DEVNULL, capture_output=True, check=False
    )
    return (
        [sudo, "-n", "--preserve-env=DEBIAN_FRONTEND"] if not probe.returncode else None
    )


def missing(packages: Sequence[Package]) -> list[Package]:
    """Return those packages that Debian's own records do not list as installed."""
    if shutil.which("dpkg-query") is None:
        return []
    query = ["dpkg-query", "-W", "-f", "${Package} ${db:Status-Status}\n"]
    names = [package.name for package in packages]
    listed = subprocess.run(
        [*query, *names], capture_output=True, text=True, check=False
    ).stdout
    installed = {
        line.split()[0] for line in listed.splitlines() if line.endswith(" installed")
    }
    return [package for package in packages if package.name not in installed]


def apt_install(packages: Sequence[Package], prefix: list[str]) -> None:
    """Install Debian packages; raise ``SetupError`` when that fails."""
    hint = "apt-get: không cài được / could not install."
    quiet = {"DEBIAN_FRONTEND": "noninteractive"}
    install = [*prefix, "apt-get", "install", "-y", "-q", "--no-install-recommends"]
    names = [package.name for package in packages]
    try:
        run([*install, *names], hint, **quiet)
    except SetupError:
        # The lists of a fresh machine are empty or old.
        run([*prefix, "apt-get", "update", "-q"], hint, **quiet)
        run([*install, *names], hint, **quiet)


def debian(packages: Sequence[Package]) -> None:
    """Install what is missing, or say what depends on it and go on."""
    wanted = missing(packages)
    if not wanted:
        return
    prefix = administrator()
    if prefix is not None:
        say(f"apt-get install {' '.join(package.name for package in wanted)}")
        try:
            apt_install(wanted, prefix)
        except SetupError as error:
            say(str(error))
        wanted = missing(packages)
    if not wanted:
        return
    say("Thiếu gói Debian, vẫn chạy tiếp / Debian packages missing, going on without:")
    for package in wanted:
        say(f"   {package.name}: {package.purpose}")
    names = " ".join(package.name for package in wanted)
    say(f"   sudo apt-get install {names}")


@dataclass(frozen=True)
class Environment:
    """The virtual environment of one checkout and the steps that fill it."""

    folder: Path

    @property
    def python(self) -> Path:
        """Interpreter of the environment."""
        return self.folder / "bin" / "python"

    def stamp(self, name: str, *inputs: str | Path) -> Stamp:
        """Return the stamp of a step, bound to the place of the checkout too."""
        return Stamp(self.folder / "stamps" / name, digest(str(HOME), *inputs))

    def usable(self) -> bool:
        """Return whether the interpreter is there, is 3.11 and has pip."""
        if not (self.folder / "pyvenv.cfg").is_file() or not self.python.exists():
            return False
        code = "import pip, sys; sys.exit(sys.version_info[:2] != (3, 11))"
        probe = [str(self.python), "-I", "-c", code]
        return subprocess.run(probe, capture_output=True, check=False).returncode == 0

    def create(self) -> None:
        """Make the environment, replacing what an earlier run left half-made."""
        if self.usable():
            return
        if importlib.util.find_spec("ensurepip") is None:
            self.get_ensurepip()
        say(f"{self.folder.name}: môi trường Python / Python environment")
        hint = (
            "Không tạo được môi trường Python: cài python3.11-venv rồi chạy lại.\n"
            "No Python environment: install python3.11-venv and run again."
        )
        run([sys.executable, "-m", "venv", "--clear", self.folder], hint)

    def get_ensurepip(self) -> None:
        """Install Debian's package for virtual environments, or say how to."""
        package = Package("python3.11-venv", "môi trường Python / virtual environment")
        prefix = administrator()
        hint = (
            "Thiếu gói / missing package: python3.11-venv\n"
            "    sudo apt-get install python3.11-venv\n"
            "rồi chạy lại lệnh này / then run this command again."
        )
        if prefix is None:
            raise SetupError(hint)
        say("apt-get install python3.11-venv")
        try:
            apt_install([package], prefix)
        except SetupError as error:
            raise SetupError(f"{error}\n{hint}") from error

    def index_settings(self) -> dict[str, str]:
        """Return pip's configured package index as variables that uv reads."""
        command = [str(self.python), "-m", "pip", "config", "get"]
        found: dict[str, str] = {}
        for key, variable in (
            ("global.index-url", "UV_DEFAULT_INDEX"),
            ("global.cert", "SSL_CERT_FILE"),
        ):
            asked = subprocess.run(
                [*command, key], capture_output=True, text=True, check=False
            )
            if not asked.returncode and variable not in os.environ:
                found[variable] = asked.stdout.strip()
        return found

    def install(self) -> None:
        """Install every pinned package, checked by its hash, with uv."""
        lock = HOME / "constraints.txt"
        installer = HOME / "profiles" / "uv.txt"
        stamp = self.stamp("packages", lock, installer, sys.version)
        if stamp.holds():
            return
        hint = (
            "Không tải được các gói: kiểm tra kết nối mạng rồi chạy lại; phần đã tải "
            "được giữ.\n"
            "Packages could not be fetched: check the network and run again; what was "
            "fetched is kept."
        )
        say("các gói Python / Python packages (constraints.txt)")
        pip: Command = [self.python, "-m", "pip", "install", "--quiet", "--no-input"]
        run([*pip, "--require-hashes", "-r", installer], hint)
        uv: Command = [self.folder / "bin" / "uv", "pip", "install", "--quiet"]
        options: Command = ["--python", self.python, "--require-hashes", "-r", lock]
        # Two packages come as sources: what builds them is pinned as well.
        options += ["--build-constraints", lock]
        run([*uv, *options], hint, **self.index_settings())
        stamp.write()

    def develop(self) -> None:
        """Install this checkout itself, editable and without fetching anything."""
        stamp = self.stamp("develop", HOME / "setup.py", HOME / "constraints.txt")
        if stamp.holds():
            return
        say("motcua")
        uv: Command = [self.folder / "bin" / "uv", "pip", "install", "--quiet"]
        options: Command = [
            "--offline",
            "--python",
            self.python,
            "--no-deps",
            "--no-build-isolation",
        ]
        run([*uv, *options, "--editable", HOME], "setup.py: see the lines above.")
        stamp.write()

    def build(self, profile: str) -> None:
        """Write ``bin/instance`` and its neighbours with buildout, offline."""
        config = HOME / "profiles" / f"{profile}.cfg"
        if not config.is_file():
            raise SetupError(f"PROFILE={profile}: {config} không có / does not exist.")
        files = sorted((HOME / "profiles").glob("*.cfg"))
        inputs = [HOME / "buildout.cfg", *files, HOME / "setup.py"]
        stamp = self.stamp("buildout", profile, str(self.folder), *inputs)
        if stamp.holds() and all((HOME / "bin" / name).exists() for name in SCRIPTS):
            return
        say(f"buildout ({profile})")
        code = "from zc.buildout.buildout import main; main()"
        options: Command = [
            "-o",
            "-N",
            "-q",
            "-c",
            config,
            f"buildout:directory={HOME}",
        ]
        hint = "buildout: see the lines above; `make clean` and run again."
        # What an interrupted buildout recorded may not match what it wrote.
        (HOME / ".installed.cfg").unlink(missing_ok=True)
        place = f"buildout:directory={HOME}"
        run([self.python, "-c", code, *options, place], hint)
        stamp.write()


def main(argv: Sequence[str] | None = None) -> int:
    """Bring the environment up to date; return 1 with a message when it fails."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--profile", default="development")
    parser.add_argument("--packages", choices=("none", "run", "test"), default="run")
    args = parser.parse_args(argv)
    environment = Environment(Path(os.environ.get("VENV") or HOME / ".venv"))
    wanted = {"none": (), "run": RUN_PACKAGES, "test": TEST_PACKAGES}[args.packages]
    # Two runs in one checkout take turns; the lock ends with the process.
    with (HOME / "setup.py").open() as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        try:
            debian(wanted)
            environment.create()
            environment.install()
            environment.develop()
            environment.build(args.profile)
        except SetupError as error:
            sys.stderr.write(f"\n{error}\n")
            return 1
        except KeyboardInterrupt:
            sys.stderr.write("\nDừng / stopped; run again to go on.\n")
            return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
