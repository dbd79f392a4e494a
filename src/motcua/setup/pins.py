"""One list of pins in two notations: ``constraints.txt`` leads, buildout follows.

``python -m motcua.setup.pins`` rewrites ``profiles/versions-lock.cfg``.
"""

from __future__ import annotations

from pathlib import Path
import re


PIN = re.compile(r"^(?P<name>[A-Za-z0-9][A-Za-z0-9._-]*)==(?P<version>[^\s;\\]+)")
HEADER = "# Written by `make pins` from constraints.txt; do not edit.\n[versions]\n"
LOCK = "profiles/versions-lock.cfg"


def normalise(name: str) -> str:
    """Return the one spelling of a distribution's name (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()


def constraints(text: str) -> dict[str, str]:
    """Return name -> version of a hashed requirements file; hashes are left out."""
    found = (PIN.match(line) for line in text.splitlines())
    return {normalise(m["name"]): m["version"] for m in found if m}


def versions(text: str) -> dict[str, str]:
    """Return name -> version of the ``[versions]`` part of a buildout file."""
    pins: dict[str, str] = {}
    inside = False
    for line in text.splitlines():
        if line.startswith("["):
            inside = line.strip() == "[versions]"
        elif inside and "=" in line and not line.startswith("#"):
            name, version = line.split("=", 1)
            pins[normalise(name.strip())] = version.strip()
    return pins


def render(pins: dict[str, str]) -> str:
    """Return the buildout file for these pins, sorted by name."""
    return HEADER + "".join(f"{name} = {pins[name]}\n" for name in sorted(pins))


def main() -> None:
    """Rewrite the buildout file of the checkout in the current directory."""
    pins = constraints(Path("constraints.txt").read_text(encoding="utf-8"))
    Path(LOCK).write_text(render(pins), encoding="utf-8")


if __name__ == "__main__":
    main()
