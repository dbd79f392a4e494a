"""``bin/motcua attach-form CODE FILE``: a form to fill in, for a procedure."""

from __future__ import annotations

import argparse
from motcua.setup.cli.site import open_site
from pathlib import Path
import sys
from typing import Any


def register(subparsers: Any) -> None:
    """Add the command."""
    parser: argparse.ArgumentParser = subparsers.add_parser(
        "attach-form",
        help="publish a form to fill in with a procedure",
        description="Keep FILE with the procedure CODE and offer it on its page; a "
        "form of the same name is replaced.",
    )
    parser.add_argument("code", metavar="CODE")
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.add_argument("--name", help="name shown to people (default: FILE's)")
    parser.add_argument("--paper", default="", help="key of the paper it stands for")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Attach the form; 2 for a file or procedure that cannot be."""
    path = args.file.absolute()
    if not path.is_file():
        print(f"motcua: không có tệp / no such file: {path}", file=sys.stderr)
        return 2
    with open_site() as site:
        from motcua.procedures import forms
        from motcua.procedures.versions import procedure
        import transaction

        try:
            content = procedure(args.code, site)
            with path.open("rb") as stream:
                form = forms.attach(content, stream, args.name or path.name, args.paper)
        except (KeyError, forms.FormRefused) as error:
            print(f"motcua: {error.args[0]}", file=sys.stderr)
            return 2
        transaction.commit()
    print(f"{form.name}: {form.size} byte, {form.sha256}")
    return 0
