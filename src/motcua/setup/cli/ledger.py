"""``bin/motcua ledger``: prove ledgers, and take one along to prove it elsewhere.

Exit status: 0; 1 when something does not hold; 2 for wrong use.
"""

from __future__ import annotations

import argparse
import json
from motcua.setup.cli.site import open_site
from pathlib import Path
import sys
from time import perf_counter
from typing import Any
from typing import Final
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from motcua.dossiers.ledger.proof import Proof

SHOWN: Final = 50
"""Faults that are printed one by one."""

WORDS: Final[dict[str, dict[str, str]]] = {
    "vi": {
        "event": "{code}, sự kiện {number}: {what}",
        "whole": "{code}: {what}",
        "more": "... và {} chỗ nữa",
        "counts": "{dossiers} hồ sơ, {events} sự kiện, {heads} mã băm lưu ngoài, "
        "{rows} dòng sổ đăng ký; {seconds:.1f} giây, {speed:.0f} sự kiện/giây",
        "valid": "Nhật ký toàn vẹn.",
        "faults": "{} chỗ sai.",
        "which": "hãy nêu mã hồ sơ, hoặc --all",
        "unknown": "không có hồ sơ {}",
        "exists": "{} đã có; hãy chọn tên khác",
        "unwritable": "không ghi được {} ({})",
        "written": "Đã ghi {}; kiểm tra bằng: python3 {} {}",
    },
    "en": {
        "event": "{code}, event {number}: {what}",
        "whole": "{code}: {what}",
        "more": "... and {} more",
        "counts": "{dossiers} dossiers, {events} events, {heads} heads kept outside, "
        "{rows} rows of the register; {seconds:.1f} s, {speed:.0f} events/s",
        "valid": "The ledgers hold.",
        "faults": "{} faults.",
        "which": "name the code of a dossier, or --all",
        "unknown": "there is no dossier {}",
        "exists": "{} exists; choose another name",
        "unwritable": "cannot write {} ({})",
        "written": "Written: {}; check it with: python3 {} {}",
    },
}


def register(subparsers: Any) -> None:
    """Add ``ledger verify`` and ``ledger export``."""
    parser = subparsers.add_parser(
        "ledger", help="prove the ledgers of dossiers, or export one with its proof"
    )
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    verify: argparse.ArgumentParser = actions.add_parser(
        "verify",
        help="find what was altered, where; exit status 1 when something was",
        description="Recompute the chains and compare them with the copies on the "
        "dossiers, the heads kept outside the database and the register.",
    )
    verify.add_argument("codes", metavar="CODE", nargs="*", help="code of a dossier")
    verify.add_argument("--all", action="store_true", help="every dossier")
    verify.add_argument("--json", action="store_true", help="print one JSON object")
    export: argparse.ArgumentParser = actions.add_parser(
        "export",
        help="write a ledger as JSON lines, with a script that checks it anywhere",
    )
    export.add_argument("code", metavar="CODE", help="code of the dossier")
    export.add_argument(
        "--out", type=Path, required=True, metavar="DIR|FILE", help="where to write"
    )
    export.add_argument(
        "--without-personal-data",
        action="store_true",
        help="leave the payloads out; their digests still prove the chain",
    )
    for action in (verify, export):
        action.add_argument("--language", choices=("vi", "en"), default="vi")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Verify or export."""
    words = WORDS[args.language]
    if args.action == "export":
        return _export(args, words)
    if args.all == bool(args.codes):
        return _wrong(words["which"])
    with open_site() as site:
        from motcua.dossiers.ledger.proof import prove

        begun = perf_counter()
        proof = prove(site, None if args.all else args.codes)
        seconds = perf_counter() - begun
    if not args.all:
        gone = [one.code for one in proof.faults if one.fault.kind == "gone"]
        if gone:
            return _wrong(words["unknown"].format(", ".join(gone)))
    if args.json:
        _print_json(proof, seconds)
    else:
        _tell(proof, seconds, args.language)
    return 1 if proof.faults else 0


def _wrong(message: str) -> int:
    print(f"motcua: {message}", file=sys.stderr)
    return 2


def _tell(proof: Proof, seconds: float, language: str) -> None:
    words = WORDS[language]
    for one in proof.faults[:SHOWN]:
        fault = one.fault
        print(
            words["event" if fault.number else "whole"].format(
                code=one.code, number=fault.number, what=fault.told(language)
            )
        )
    if len(proof.faults) > SHOWN:
        print(words["more"].format(len(proof.faults) - SHOWN))
    print(words["counts"].format(**_counts(proof, seconds)))
    found = len(proof.faults)
    print(words["faults"].format(found) if found else words["valid"])


def _counts(proof: Proof, seconds: float) -> dict[str, Any]:
    return {
        "dossiers": proof.dossiers,
        "events": proof.events,
        "heads": proof.heads,
        "rows": proof.rows,
        "seconds": round(seconds, 3),
        "speed": round(proof.events / seconds, 1) if seconds else 0,
    }


def _print_json(proof: Proof, seconds: float) -> None:
    counts = _counts(proof, seconds)
    counts["events_per_second"] = counts.pop("speed")
    faults = [
        {
            "code": one.code,
            "event": one.fault.number,
            "kind": one.fault.kind,
            "what": one.fault.what,
        }
        for one in proof.faults
    ]
    print(json.dumps({**counts, "faults": faults}, ensure_ascii=False))


def _export(args: argparse.Namespace, words: dict[str, str]) -> int:
    with open_site() as site:
        from motcua.dossiers.folder import find
        from motcua.dossiers.ledger import export

        dossier = find(site, args.code)
        if dossier is None:
            return _wrong(words["unknown"].format(args.code))
        try:
            written = export.write(dossier, args.out, not args.without_personal_data)
        except FileExistsError as error:
            return _wrong(words["exists"].format(error.filename))
        except OSError as error:
            return _wrong(words["unwritable"].format(args.out, error.strerror))
    print(words["written"].format(written.path, written.verifier, written.path))
    for fault in written.faults:
        told = fault.told(args.language)
        shown = {"code": args.code, "number": fault.number, "what": told}
        print(words["event"].format(**shown), file=sys.stderr)
    return 1 if written.faults else 0
