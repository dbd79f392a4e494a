"""``motcua load N``: fill a demo house with invented dossiers, to measure it."""

from __future__ import annotations

from motcua.setup.cli.site import open_site
import sys
from typing import Any
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    import argparse

OBJECTS = 20_000


def register(commands: Any) -> None:
    """Add the command."""
    parser = commands.add_parser(
        "load",
        help="fill a demo house with N invented dossiers; goes on where it stopped",
    )
    parser.add_argument("number", type=int, metavar="N", help="rows in the register")
    parser.add_argument(
        "--objects",
        type=int,
        default=OBJECTS,
        help="how many of them are real dossiers with ledgers (%(default)s)",
    )
    parser.add_argument("--seed", type=int, default=1, help="other lives (%(default)s)")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Fill the house, made first where there is none; 1 when that is refused."""
    from motcua.base.vietnam import today
    from motcua.setup import house
    from motcua.setup import instance
    from motcua.setup.load.loading import load
    from motcua.setup.load.loading import LoadError

    where = instance.load()
    if where.storage == "file" and where.profile == "development":
        where = instance.prepare()
        house.create_first_site(where)
    if args.number < 1 or args.objects < 0:
        print("N >= 1, OBJECTS >= 0", file=sys.stderr)
        return 2
    with open_site() as site:
        try:
            report = load(site, args.number, args.objects, args.seed, today(), _say)
        except LoadError as error:
            print(error, file=sys.stderr)
            return 1
    if report.logins:
        with where.demo_logins.open("a", encoding="utf-8") as out:
            out.writelines(f"{'  '.join(line)}\n" for line in report.logins)
    for number, seconds, what in (
        (report.played, report.play_seconds, "hồ sơ thật / real dossiers"),
        (report.copied, report.copy_seconds, "dòng sổ / rows of the register"),
    ):
        rate = number / seconds if seconds else 0
        _say(f"{number:,} {what}, {seconds:,.0f} s, {rate:,.0f}/s")
    return 0


def _say(text: str) -> None:
    print(text, flush=True)
