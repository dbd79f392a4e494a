"""Zip archives and what is packed like them: bombs, lies, office files (S24)."""

from __future__ import annotations

from functools import cache
from io import BytesIO
import struct
from tests.security.hostile.case import case
from tests.security.hostile.documents import plain
from tests.security.hostile.documents import raw_blanks
import zlib


CONTENT_TYPES = b'<?xml version="1.0"?><Types xmlns="x"/>'


def zipped(*members):
    """Return a zip of (name, content); a number as content is megabytes of blanks."""
    out, table = BytesIO(), b""
    for name, content in members:
        if isinstance(content, int):
            packed, size, check = raw_blanks(content), content << 20, crc(content)
        else:
            packer = zlib.compressobj(9, zlib.DEFLATED, -15)
            packed = packer.compress(content) + packer.flush()
            size, check = len(content), zlib.crc32(content)
        told = name.encode()
        facts = (20, 0x800, 8, 0, 0x21, check, len(packed), size, len(told), 0)
        table += struct.pack("<4sH5H3I2H", b"PK\1\2", 20, *facts)
        table += struct.pack("<3H2I", 0, 0, 0, 0, out.tell()) + told
        out.write(struct.pack("<4s5H3I2H", b"PK\3\4", *facts) + told + packed)
    at, count = out.tell(), len(members)
    end = struct.pack("<4s4H2IH", b"PK\5\6", 0, 0, count, count, len(table), at, 0)
    return out.getvalue() + table + end


@cache
def crc(megabytes):
    """Return the checksum of so many megabytes of blanks."""
    check = 0
    for _megabyte in range(megabytes):
        check = zlib.crc32(b" " * (1 << 20), check)
    return check


def bomb():
    """Two hundred megabytes, a thousand to one."""
    return zipped(("blanks", 200))


def nested():
    """Sixteen archives in each of sixteen archives, five deep."""
    content = zipped(("0", 1))
    for _level in range(5):
        content = zipped(*((f"{number}.zip", content) for number in range(16)))
    return content


def overlapping():
    """A thousand names for the same packed bytes (as the better bombs have)."""
    once = zipped(("a", 10))
    at = once.rindex(b"PK\x01\x02")
    end = once.rindex(b"PK\x05\x06")
    entry = once[at:end]
    table = entry * 1000
    tail = struct.pack("<4s4H2IH", b"PK\5\6", 0, 0, 1000, 1000, len(table), at, 0)
    return once[:at] + table + tail


def lying():
    """An archive that says its ten megabytes are one byte."""
    once = bytearray(zipped(("a", 10)))
    at = once.rindex(b"PK\x01\x02") + 24
    once[at : at + 4] = struct.pack("<I", 1)
    return bytes(once)


def office(folder, part, content):
    """An Open XML package with one large part."""
    return zipped(("[Content_Types].xml", CONTENT_TYPES), (f"{folder}/{part}", content))


def entities():
    """A document of letters whose XML grows a thousand millionfold."""
    lines = ['<!ENTITY a0 "ha">']
    lines += [
        f'<!ENTITY a{number} "{f"&a{number - 1};" * 10}">' for number in range(1, 10)
    ]
    laughs = f"<!DOCTYPE x [{''.join(lines)}]><w:document>&a9;</w:document>"
    return office("word", "document.xml", laughs.encode())


def open_document(megabytes=150):
    """An OpenDocument text of so many megabytes of blanks."""
    return zipped(
        ("mimetype", b"application/vnd.oasis.opendocument.text"),
        ("content.xml", megabytes),
    )


def a_list_without_end(entries=300_000):
    """A PDF that is followed by the table of an archive with so many names.

    Whoever lists the names of the archive to tell what it is pays for each.
    """
    whole = plain()
    entry = struct.pack("<4s6H3I5H2I", b"PK\1\2", *(0,) * 9, 1, *(0,) * 4, 0, 0) + b"a"
    table = entry * entries
    tail = struct.pack(
        "<4s4H2IH", b"PK\5\6", 0, 0, 65535, 65535, len(table), len(whole), 0
    )
    return whole + table + tail


def letters(megabytes=150):
    """A document of letters with so many megabytes of blanks."""
    return office("word", "document.xml", megabytes)


def tables(megabytes=150):
    """A workbook of so many megabytes of blanks."""
    return office("xl", "workbook.xml", megabytes)


CASES = tuple(
    case(f"zip-{id}", "S24", name, build, *expected)
    for id, name, build, *expected in (
        ("bomb", "ảnh chụp.zip", bomb, "unknown-type"),
        ("bomb-as-pdf", "giấy tờ.pdf", bomb, "unknown-type"),
        ("nested", "42.zip", nested, "unknown-type"),
        ("overlapping", "quét.zip", overlapping, "unknown-type"),
        ("lying", "nhỏ.zip", lying, "unknown-type"),
        ("docx", "đơn.docx", letters, "unknown-type"),
        (
            "xlsx",
            "bảng.xlsx",
            lambda: office("xl", "workbook.xml", 150),
            "unknown-type",
        ),
        ("odt", "đơn.odt", open_document, "unknown-type"),
        ("entities", "cười.docx", entities, "unknown-type"),
        ("list-without-end", "hai tệp.pdf", a_list_without_end, "polyglot"),
    )
)
