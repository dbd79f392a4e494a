"""Check exported ledgers of dossiers; needs Python 3.8 or later and nothing else.

Kiểm tra nhật ký hồ sơ đã xuất; chỉ cần Python 3.8 trở lên, không cần gì khác.

    python3 verify_ledger.py FILE... [--anchors DIR]

``--anchors`` names a folder with files of heads that were kept elsewhere: whoever
could have written a ledger anew cannot have altered those. Exit status: 0 valid,
1 altered (the event at fault is named), 2 nothing that could be read.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable
import hashlib
import json
import pathlib
import sys
from typing import Any


FORMAT = "motcua-ledger"
VERSION = 1
DOMAIN = b"motcua-ledger-1"
_BROKEN = (AttributeError, KeyError, RecursionError, TypeError, ValueError)


class Altered(Exception):
    """What does not hold, and where."""


def canonical(value: object) -> bytes:
    """Return the one JSON text of a value: sorted keys, no blanks, UTF-8."""
    return json.dumps(
        value, ensure_ascii=False, separators=(",", ":"), sort_keys=True
    ).encode("utf-8")


def check(data: bytes, anchors: Iterable[dict[str, Any]] = ()) -> str:
    """Return what there is to say of an export that holds, or raise ``Altered``."""
    *lines, rest = data.split(b"\n")
    if rest or len(lines) < 2:
        raise Altered("the last line: cut off / dòng cuối: bị cắt")
    first = _read(lines[0], "line 1")
    code, length = first.get("code"), first.get("length")
    if (first.get("format"), first.get("v")) != (FORMAT, VERSION):
        raise Altered("line 1: unknown format / định dạng lạ")
    if type(length) is not int or not 0 <= length <= len(lines) - 2:
        raise Altered("line 1: events are missing / thiếu sự kiện")
    hashes = [bytes(32)]
    for number, line in enumerate(lines[1 : length + 1], start=1):
        event = _read(line, f"event {number}")
        hashes.append(_hash(event, hashes[-1], number, code))
    if hashes[-1].hex() != first.get("head"):
        raise Altered(f"event {length}: not the last one / không phải cuối")
    inside = [_read(line, "heads kept") for line in lines[length + 1 : -1]]
    outside = [line for line in anchors if line.get("code") == code]
    for head in inside + outside:
        _compare(head, hashes)
    sealed = _sha256(b"\n".join(lines[:-1]) + b"\n").hex()
    if _read(lines[-1], "the last line") != {"sealed": sealed}:
        raise Altered("line 1, heads kept or the last line: altered / bị sửa")
    return f"{code}: {length} events, {len(inside)} + {len(outside)} heads kept"


def _read(line: bytes, place: str) -> dict[str, Any]:
    """Return the value of a line that is written in its one form."""
    try:
        value = json.loads(line.decode("utf-8"))
        if isinstance(value, dict) and canonical(value) == line:
            return value
    except _BROKEN:
        pass
    raise Altered(place + ": cannot be read / không đọc được")


def _hash(event: dict[str, Any], before: bytes, number: int, code: object) -> bytes:
    """Return the hash of an event, chained to the hash of the one before."""
    place = f"event {number}: "
    try:
        header = event["header"].encode("utf-8")
        digest, payload = event["payload_sha256"], event["payload"]
        own = digest if payload is None else _sha256(payload.encode("utf-8")).hex()
        found = _sha256(DOMAIN + before + _sha256(header) + bytes.fromhex(digest))
        facts = json.loads(header)
        says = (facts["n"], facts["v"], event["n"], facts.get("code", code))
    except _BROKEN:
        raise Altered(place + "cannot be read / không đọc được") from None
    if own != digest:
        raise Altered(place + "payload altered / nội dung bị sửa")
    if found.hex() != event.get("hash"):
        raise Altered(place + "header altered, or out of order / bị sửa hoặc sai chỗ")
    if says != (number, 1, number, code):
        raise Altered(place + "not of this place / không thuộc chỗ này")
    return found


def _compare(kept: dict[str, Any], hashes: list[bytes]) -> None:
    """Compare a head that was kept with the hash of its event."""
    number = kept.get("n")
    if type(number) is not int or not 0 < number < len(hashes):
        raise Altered(f"event {len(hashes)} and later: cut off / phần sau bị cắt")
    if hashes[number].hex() != kept.get("head"):
        raise Altered(f"event {number}: written anew / bị viết lại")


def _sha256(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()


def _anchors(folder: pathlib.Path) -> list[dict[str, Any]]:
    """Return the heads of a folder; its files name the digest of the one before."""
    found: list[dict[str, Any]] = []
    before = ""
    for path in sorted(folder.glob("*.jsonl")):
        text = path.read_bytes()
        first, *lines = [json.loads(line) for line in text.splitlines()]
        if before not in ("", first["before"]):
            raise ValueError(f"{path.name}: the file before it is not the right one")
        before = _sha256(text).hex()
        found += lines
    return found


def main() -> int:
    """Check the files named on the command line."""
    parser = argparse.ArgumentParser(description="Check exported ledgers of dossiers.")
    parser.add_argument("files", nargs="+", type=pathlib.Path, metavar="FILE")
    parser.add_argument("--anchors", type=pathlib.Path, metavar="DIR")
    options = parser.parse_args()
    status = 0
    try:
        anchors = _anchors(options.anchors) if options.anchors else []
        for path in options.files:
            try:
                print("VALID / HỢP LỆ", check(path.read_bytes(), anchors))
            except Altered as error:
                status = 1
                print(f"ALTERED / BỊ SỬA {path.name}: {error}")
    except (OSError, *_BROKEN) as error:
        print(f"{type(error).__name__}: {error}", file=sys.stderr)
        return 2
    return status


if __name__ == "__main__":
    # A console that lacks a letter shows a mark instead of an error.
    sys.stdout.reconfigure(errors="replace")  # type: ignore[union-attr]
    sys.exit(main())
