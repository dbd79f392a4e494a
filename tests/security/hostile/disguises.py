"""Files that are not what they are called, or two things at once (S27, S29)."""

from __future__ import annotations

from base64 import b64decode
import struct
from tests.security.hostile.case import case
from tests.security.hostile.case import TAKEN
from tests.security.hostile.documents import plain
from tests.security.hostile.packages import zipped
from tests.security.hostile.pictures import saved
from tests.security.hostile.pictures import sheet


SCRIPT = b"<script>alert(document.domain)</script>"
#: The harmless file that all virus scanners agree to find (eicar.org).
EICAR = b64decode(
    "WDVPIVAlQEFQWzRcUFpYNTQoUF4pN0NDKTd9JEVJQ0FSLVNUQU5EQVJELUFOVElWSVJVUy1URVNU"
    "LUZJTEUhJEgrSCo="
)


def jpeg():
    """Return an ordinary picture."""
    return saved(sheet(), "JPEG")


def jpeg_with(content):
    """Return a picture with a comment right behind its beginning."""
    whole = jpeg()
    note = b"\xff\xfe" + struct.pack(">H", len(content) + 2) + content
    return whole[:2] + note + whole[2:]


SVG = b"<svg xmlns='http://www.w3.org/2000/svg'>" + SCRIPT + b"</svg>"
HTML = b"<!doctype html>" + SCRIPT
XHTML = b"<html xmlns='http://www.w3.org/1999/xhtml'>" + SCRIPT + b"</html>"
MHT = b"MIME-Version: 1.0\r\nContent-Type: text/html\r\n\r\n" + SCRIPT
XML = (
    b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/x">]><a>&b;</a>'
)
GIF = b"GIF89a/*" + bytes(20) + b"*/=1;alert(1)"
PROGRAM = b"MZ\x90\x00" + bytes(500)
#: (id, name, build, what may become of it).
ALONE = (
    ("svg", "dấu.svg", lambda: SVG, "unknown-type"),
    ("html", "đơn.html", lambda: HTML, "unknown-type"),
    ("html-as-pdf", "đơn.pdf", lambda: HTML, "unknown-type"),
    ("xhtml", "đơn.xhtml", lambda: XHTML, "unknown-type"),
    ("mht", "trang.mht", lambda: MHT, "unknown-type"),
    ("xml", "a.xml", lambda: XML, "unknown-type"),
    ("gif-js", "anh.gif", lambda: GIF, "unknown-type"),
    ("gif-as-png", "anh.png", lambda: GIF[:28], "unknown-type"),
    ("program", "đơn.pdf", lambda: PROGRAM, "unknown-type"),
    ("elf", "đơn", lambda: b"\x7fELF" + bytes(500), "unknown-type"),
    ("shell", "đơn.pdf", lambda: b"#!/bin/sh\nrm -rf /\n", "unknown-type"),
    ("empty", "trống.pdf", lambda: b"", "empty"),
    ("one-byte", "một.pdf", lambda: b"%", "unknown-type"),
    ("head-alone", "đầu.pdf", lambda: b"%PDF-1.7", "broken"),
    ("zeros", "không.pdf", lambda: bytes(4096), "unknown-type"),
    ("jpeg-as-pdf", "don.pdf", jpeg, "lying-type"),
    ("pdf-as-jpeg", "anh.jpg", plain, "lying-type"),
    ("pdf-as-program", "đơn.pdf.exe", plain, "lying-type"),
)


def packed_program():
    """Return an archive with a program in it."""
    return zipped(("a.exe", b"MZ"))


def pdf_with_markup():
    """A page of the web in the first comment of a document."""
    return plain().replace(b"\n", b"\n%" + SCRIPT + b"\n", 1)


def pdf_with_eicar():
    """What virus scanners look for, in a value of a page that nobody reads."""
    return plain(b"/Note<%s>" % EICAR.hex().encode())


TWO = (
    ("pdf-html", "hai.pdf", pdf_with_markup, "polyglot"),
    ("pdf-behind-html", "hai.pdf", lambda: SCRIPT + plain(), "unknown-type"),
    ("pdf-zip", "hai.pdf", lambda: plain() + packed_program(), "polyglot"),
    ("pdf-and-more", "hai.pdf", lambda: plain() + SCRIPT * 100, "polyglot"),
    ("jpeg-html", "anh.jpg", lambda: jpeg_with(SCRIPT), "polyglot"),
    ("jpeg-pdf", "anh.jpg", lambda: jpeg_with(b"%PDF-1.4"), "polyglot"),
    ("jpeg-zip", "anh.jpg", lambda: jpeg() + packed_program(), "polyglot"),
)
CASES = (
    *(
        case(f"disguise-{id}", "S27", f"{id} {name}", build, *expected)
        for id, name, build, *expected in (*ALONE, *TWO)
    ),
    case("eicar", "S29", "eicar.com", lambda: EICAR, "unknown-type"),
    case("eicar-in-pdf", "S29", "sạch.pdf", pdf_with_eicar, TAKEN),
)
