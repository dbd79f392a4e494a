"""The chains of what is packed, for anybody to recompute; what to read first."""

from __future__ import annotations

from hashlib import sha256
import json
from motcua.archive.packages.writing import Spool
from motcua.dossiers import ledger
from typing import Any
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Iterable
    from motcua.dossiers.ledger.chain import Chained

FORMAT = "motcua-ledgers-1"


def spooled(chains: Iterable[Chained], *, personal: bool) -> Spool:
    """Return one line of JSON a chain: its head and the exact texts that were hashed.

    Without ``personal`` payloads and headers, which name who acted, stay here; only
    their digests go: the chain is recomputed all the same.
    """
    lines = Spool()
    for one in chains:
        lines.add(json.dumps(_told(one, personal), ensure_ascii=False, sort_keys=True))
    return lines


def _told(one: Chained, personal: bool) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "code": one.code,
        "head": one.head.hex(),
        "length": one.length,
        "events": [
            {
                "header": event.header.decode() if personal else None,
                "header_sha256": sha256(event.header).hexdigest(),
                "payload": event.payload.decode()
                if personal and event.payload
                else None,
                "payload_sha256": event.payload_digest.hex(),
                "hash": event.hash.hex(),
            }
            for event in ledger.events(one)
        ],
    }


def read_me() -> bytes:
    """Return the words for whoever opens the package in thirty years."""
    return (
        "Gói dữ liệu lưu trữ theo Thông tư 05/2025/TT-BNV (Phụ lục I–V), E-ARK CSIP.\n"
        "METS.xml: thành phần của gói. metadata/descriptive: mô tả hồ sơ.\n"
        "metadata/preservation: đối tượng, sự kiện, tác nhân (PREMIS 3).\n"
        "representations/rep1: bản PDF/A, bản đã ký số; rep2: bản gốc; rep3: văn bản.\n"
        "Kiểm tra: so mã SHA-256 của từng tệp với manifest-sha256.txt và METS.xml.\n"
        "documentation/ledgers.jsonl: mỗi dòng một sổ sự kiện; băm của sự kiện =\n"
        'SHA-256 của chuỗi byte "motcua-ledger-1" + băm sự kiện trước (sự kiện đầu:\n'
        "32 byte 0) + SHA-256(header) + payload_sha256; băm cuối cùng là head.\n"
        "header_sha256 là SHA-256(header), cả khi header không đi cùng (gói DIP).\n"
        "documentation/received: siêu dữ liệu đi cùng gói khi nhận từ nơi khác.\n"
        "\n"
        "An information package after Circular 05/2025/TT-BNV (appendices I-V) and\n"
        "E-ARK CSIP. METS.xml names its parts; metadata/descriptive describes it;\n"
        "metadata/preservation has objects, events and agents (PREMIS 3).\n"
        "representations/rep1: PDF/A files, signed where they are masters;\n"
        "rep2: originals; rep3: text. To check it, compare each file's SHA-256 with\n"
        "manifest-sha256.txt (BagIt) and METS.\n"
        "documentation/ledgers.jsonl: one chain a line; the hash of an event =\n"
        'SHA-256 over the bytes "motcua-ledger-1" + hash of the event before (32 zero\n'
        "bytes for the first) + SHA-256(header) + payload_sha256; the last one is\n"
        "the head. header_sha256 is SHA-256(header), also where the header stays\n"
        "behind (DIP).\n"
        "documentation/received: metadata that came along from elsewhere.\n"
    ).encode()
