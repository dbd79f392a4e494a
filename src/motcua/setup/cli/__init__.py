"""``bin/motcua``: one module per command, listed in ``COMMANDS``.

A command module has ``register(subparsers)``, which adds its parser and sets
``run`` as the default; ``run(args)`` returns the exit status of the process.
"""

from __future__ import annotations

import argparse
from importlib import import_module


COMMANDS: tuple[str, ...] = (
    "attach_form",
    "backup",
    "batches",
    "create_site",
    "deadline",
    "digitise",
    "export_record",
    "export_procedures",
    "files",
    "holdings",
    "import_procedures",
    "import_units",
    "imports",
    "ledger",
    "lint_procedures",
    "load",
    "nginx",
    "package",
    "register",
    "run",
    "search",
    "worker",
)


def parser() -> argparse.ArgumentParser:
    """Return the parser with every command of ``COMMANDS``."""
    root = argparse.ArgumentParser(
        prog="motcua",
        description="One-stop shop for administrative procedures (một cửa).",
    )
    commands = root.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name in COMMANDS:
        import_module(f"motcua.setup.cli.{name}").register(commands)
    return root


def main(argv: list[str] | None = None) -> int:
    """Run one command; return its exit status (2 = wrong use)."""
    args = parser().parse_args(argv)
    return int(args.run(args) or 0)
