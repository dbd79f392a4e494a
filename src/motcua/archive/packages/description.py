"""What a package says about its record, in forms that others read."""

from __future__ import annotations

from dataclasses import asdict
import json
from motcua.base.vietnam import VIETNAM
from motcua.dossiers.ledger import events
from motcua.dossiers.states import fold
from typing import Any
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape


if TYPE_CHECKING:
    from motcua.archive.records import RecordView
    from motcua.dossiers.dossier import Dossier

#: Format of ``metadata.json`` and of ``ledger.json``.
FORMAT = 1


def _json(value: Any) -> bytes:
    text = json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True)
    return f"{text}\n".encode()


def as_json(view: RecordView, dossier: Dossier, paths: list[str]) -> bytes:
    """Return everything known of the record; ``paths`` name its files in order."""
    now = fold(dossier)
    return _json(
        {
            "format": FORMAT,
            "code": view.code,
            "title": view.title,
            "unit": view.unit,
            "procedure": {"code": view.procedure, "version": now.version},
            "received_at": now.received_at.isoformat(),
            "due_at": now.due.isoformat() if now.due else None,
            "finished_at": now.finished_at.isoformat() if now.finished_at else None,
            "returned_at": now.returned_at.isoformat() if now.returned_at else None,
            "closed_at": now.closed_at.isoformat() if now.closed_at else None,
            "persons": [person.to_json() for person in now.persons],
            "papers": [paper.to_json() for paper in now.papers],
            "retention": {
                "class": view.retention_class.key,
                "code": view.retention_class.code,
                "from": view.retention_from.isoformat(),
                "until": view.retention_until.isoformat()
                if view.retention_until
                else None,
                "decided_by": view.decided_by,
                "confirmed": view.confirmed,
            },
            "record_sha256": view.digest,
            "ledger": {"head": view.ledger_head, "length": view.ledger_length},
            "files": [
                {
                    **asdict(file),
                    "verdicts": [verdict.to_json() for verdict in file.verdicts],
                    "path": path,
                }
                for path, file in zip(paths, view.files, strict=True)
            ],
        }
    )


def as_dublin_core(view: RecordView, dossier: Dossier) -> bytes:
    """Return the record in Dublin Core terms; nothing personal in it."""
    now = fold(dossier)
    closed = now.closed_at or now.received_at
    ends = (moment.astimezone(VIETNAM).date() for moment in (now.received_at, closed))
    days = "/".join(day.isoformat() for day in ends)
    terms = [
        ("dc:identifier", view.code),
        ("dc:title", view.title),
        ("dc:creator", view.unit),
        ("dc:subject", view.procedure),
        ("dc:date", days),
        ("dc:type", "Collection"),
        ("dc:language", "vi"),
        ("dcterms:extent", f"{len(view.files)} files"),
        ("dcterms:provenance", f"ledger {view.ledger_head}"),
    ]
    terms += [("dc:format", media) for media in sorted({f.media for f in view.files})]
    body = "".join(f"  <{name}>{escape(value)}</{name}>\n" for name, value in terms)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<record xmlns:dc="http://purl.org/dc/elements/1.1/"'
        ' xmlns:dcterms="http://purl.org/dc/terms/">\n'
        f"{body}</record>\n"
    ).encode()


def ledger_json(dossier: Dossier) -> bytes:
    """Return the ledger: the exact texts that were hashed, and their hashes."""
    return _json(
        {
            "format": FORMAT,
            "code": dossier.code,
            "head": dossier.head.hex(),
            "length": dossier.length,
            "events": [
                {
                    "header": event.header.decode("utf-8"),
                    "payload": event.payload.decode("utf-8") if event.payload else None,
                    "payload_sha256": event.payload_digest.hex(),
                    "hash": event.hash.hex(),
                }
                for event in events(dossier)
            ],
        }
    )


def read_me() -> bytes:
    """Return the words for whoever opens the package in thirty years."""
    return (
        "Gói hồ sơ lưu trữ theo BagIt 1.0 (RFC 8493).\n"
        "Kiểm tra: so mã SHA-256 của từng tệp với manifest-sha256.txt.\n"
        "Tệp gốc có chữ ký số được giữ nguyên từng byte; bản PDF/A nằm bên cạnh.\n"
        "Sổ cái (ledger.json): băm của sự kiện = SHA-256 của chuỗi byte\n"
        '"motcua-ledger-1" + băm sự kiện trước (sự kiện đầu: 32 byte 0)\n'
        "+ SHA-256(header) + payload_sha256; băm cuối cùng là head.\n"
        "\n"
        "An archived dossier as a BagIt 1.0 package (RFC 8493).\n"
        "To check it, compare each file's SHA-256 with manifest-sha256.txt.\n"
        "Originals with digital signatures are kept byte for byte; the PDF/A\n"
        "copies stand beside them.\n"
        "Ledger (ledger.json): the hash of an event = SHA-256 over the bytes\n"
        '"motcua-ledger-1" + hash of the event before (32 zero bytes for the\n'
        "first) + SHA-256(header) + payload_sha256; the last hash is the head.\n"
    ).encode()
