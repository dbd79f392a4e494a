"""The house as files: layers, modules, ZCML; what the tests of invariants read."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Final


HOME: Final = Path(__file__).parents[2]
SOURCE: Final = HOME / "src" / "motcua"
PROFILES: Final = SOURCE / "profiles"


def layers() -> list[tuple[str, ...]]:
    """Return the layers as the import contract names them, the roof first."""
    import tomllib

    text = (HOME / "pyproject.toml").read_text(encoding="utf-8")
    [contract] = tomllib.loads(text)["tool"]["importlinter"]["contracts"]
    return [tuple(row.split(" | ")) for row in contract["layers"]]


def height(package: str) -> int:
    """Return how far above the ground a package stands."""
    rows = layers()
    return next(len(rows) - n for n, row in enumerate(rows) if package in row)


def package_of(path: Path) -> str:
    """Return the package of the house that a file belongs to, "" for the root."""
    parts = path.relative_to(SOURCE).parts
    return parts[0] if len(parts) > 1 and parts[0] != "profiles" else ""


def modules() -> list[Path]:
    """Return every module of the house."""
    return sorted(SOURCE.rglob("*.py"))


def zcml() -> list[Path]:
    """Return every ZCML file of the house."""
    return sorted(SOURCE.rglob("*.zcml"))


def tree(path: Path) -> ast.Module:
    """Return the syntax tree of a module."""
    return ast.parse(path.read_text(encoding="utf-8"))


def name(path: Path) -> str:
    """Return a file as messages of tests name it."""
    return str(path.relative_to(HOME))
