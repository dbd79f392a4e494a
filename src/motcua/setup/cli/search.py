"""``bin/motcua search QUERY``: published procedures that answer a question."""

from __future__ import annotations

import argparse
import json
from motcua.setup.cli.site import open_site
from typing import Any
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from motcua.procedures.finding.search import Results


def register(subparsers: Any) -> None:
    """Add the command."""
    parser: argparse.ArgumentParser = subparsers.add_parser(
        "search",
        help="find published procedures",
        description="Find published procedures that are in force today.",
    )
    parser.add_argument("query", metavar="QUERY")
    parser.add_argument("--limit", type=_limit, default=10, metavar="N")
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.set_defaults(run=run)


def _limit(text: str) -> int:
    number = int(text)
    if not 1 <= number <= 200:
        message = f"{number}: 1-200"
        raise argparse.ArgumentTypeError(message)
    return number


def run(args: argparse.Namespace) -> int:
    """Search and print; finding nothing is an answer too."""
    with open_site():
        from motcua.procedures.finding.search import search

        found = search(args.query, limit=args.limit)
    if args.json:
        print(json.dumps(as_json(found), ensure_ascii=False, indent=2))
        return 0
    for result in found.results:
        print(f"{result.score:8.1f}  {result.code:12} {result.title}")
    print(f"{found.total} thủ tục / procedures, {found.took_ms} ms")
    return 0


def as_json(found: Results) -> dict[str, Any]:
    """Return the results for programs; `url` is a path on the public site."""
    return {
        "query": found.query,
        "total": found.total,
        "took_ms": found.took_ms,
        "results": [
            {
                "code": result.code,
                "title": result.title,
                "score": result.score,
                "url": f"/vi/thu-tuc/{result.code}",
            }
            for result in found.results
        ],
    }
