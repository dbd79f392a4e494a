"""``motcua nginx``: write the site for the nginx of a server."""

from __future__ import annotations

from pathlib import Path
import sys
from typing import Any
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    import argparse


def register(commands: Any) -> None:
    """Add the command."""
    parser = commands.add_parser("nginx", help="write the site for nginx of a server")
    parser.add_argument("site", type=Path, help="file to write, in conf.d of nginx")
    parser.add_argument("--url", required=True, help="public address (MOTCUA_URL)")
    parser.add_argument("--certificate", default="", help="folder of the certificate")
    parser.add_argument(
        "--folder",
        type=Path,
        default=Path("/var/lib/motcua-nginx"),
        help="folder of caches, socket and pages; nginx must be able to write there",
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Write site and pages; return 2 where that cannot be."""
    from motcua.setup import instance
    from motcua.setup import nginx
    from motcua.storage import edits

    house = instance.load()
    front = nginx.Front(
        url=args.url,
        port=house.port,
        edited=edits.path().absolute(),
        folder=args.folder.absolute(),
        certificate=args.certificate,
    )
    try:
        text = nginx.site(front, house.home)
    except nginx.NginxError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    nginx.write_pages(front.folder / "pages")
    (front.folder / "cache").mkdir(parents=True, exist_ok=True)
    args.site.write_text(text, encoding="utf-8")
    sys.stdout.write(f"{args.site}\n")
    return 0
