"""``motcua run``: database server, web and worker under the supervisor."""

from __future__ import annotations

from typing import Any
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    import argparse


def register(commands: Any) -> None:
    """Add the command."""
    parser = commands.add_parser(
        "run", help="run this house in the foreground until Ctrl-C"
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Return the exit status of the house."""
    from motcua.setup import house

    return house.main()
