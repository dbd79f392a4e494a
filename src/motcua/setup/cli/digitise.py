"""``bin/motcua digitise FILE... --out DIR``: scans and files made archival and read."""

from __future__ import annotations

import json
from pathlib import Path
import sys
from typing import Any
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    import argparse


def register(commands: Any) -> None:
    """Add the command."""
    parser = commands.add_parser(
        "digitise",
        help="make searchable PDF/A of scans and files, and read their fields",
        description="Writes a searchable PDF/A-2b, the text and the words with their "
        "places of each file into a folder. Needs no site and no database. A second "
        "run into the same folder skips what is done.",
    )
    parser.add_argument("files", metavar="FILE", nargs="+")
    parser.add_argument(
        "--out", metavar="DIR", type=Path, required=True, help="folder for the results"
    )
    parser.add_argument(
        "--json", action="store_true", help="print one JSON object per file"
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Digitise every file; return 1 when some could not be taken, 2 for wrong use."""
    from motcua.archive.digitising import outlet
    from motcua.archive.digitising.run import digitise

    failed = 0
    try:
        with outlet.opened(args.out) as place:
            for told in digitise(args.files, place, _say):
                failed += told["error"] is not None
                print(
                    json.dumps(told, ensure_ascii=False) if args.json else _line(told)
                )
                sys.stdout.flush()
    except outlet.Busy as busy:
        print(
            f"motcua: một lệnh khác đang ghi vào {busy}.\n"
            f"motcua: another run is writing into {busy}.",
            file=sys.stderr,
        )
        return 2
    except OSError as error:
        print(f"motcua: {args.out}: {error.strerror}", file=sys.stderr)
        return 2
    except ValueError as error:
        print(f"motcua: {error}", file=sys.stderr)
        return 2
    return 1 if failed else 0


def _say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


def _line(told: dict[str, Any]) -> str:
    if told["error"] is not None:
        return f"{told['file']}: {told['error']['message']}"
    fields = told["fields"]
    shown = [fields[name]["value"] for name in ("type", "number", "date", "agency")]
    return "  ".join(
        (
            told["file"],
            told["archival"],
            f"PDF/A-{told['pdfa']['flavour']}: {told['pdfa']['verdict']}",
            *filter(None, shown),
        )
    )
