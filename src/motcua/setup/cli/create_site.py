"""``motcua create-site``: the site /motcua and its keeper, once."""

from __future__ import annotations

from motcua.setup.cli.site import open_application
import os
import sys
from typing import Any
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    import argparse
    from motcua.setup.site import Login
    from pathlib import Path


def register(commands: Any) -> None:
    """Add the command."""
    parser = commands.add_parser(
        "create-site",
        help="create the site /motcua; logins go to demo-logins.txt or the terminal",
    )
    parser.add_argument("--demo", action="store_true", help="with a demo province")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Create the site in one transaction; return 1 when that is refused."""
    from motcua.setup import instance
    from motcua.setup import secrets
    from motcua.setup.site import create_site
    from motcua.setup.site import SiteError
    import transaction

    house = instance.prepare()
    if secrets.in_production() and args.demo:
        secrets.refuse(["create-site --demo"])
    password = os.environ.get("MOTCUA_ADMIN_PASSWORD", "")
    with open_application(create=True) as app:
        try:
            site = create_site(app, args.demo, password)
        except SiteError as error:
            print(error, file=sys.stderr)
            return 1
        transaction.commit()
    if args.demo:
        write_logins(house.demo_logins, site.logins)
    elif not password:
        print(f"{site.logins[0].login}  {site.logins[0].password}")
    return 0


def write_logins(path: Path, logins: tuple[Login, ...]) -> None:
    """Write the logins where only the owner of the data can read them."""
    width = max(len(login.login) for login in logins)
    lines = [f"{x.login:<{width}}  {x.password}  {x.description}\n" for x in logins]
    path.unlink(missing_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as out:
        out.writelines(lines)
