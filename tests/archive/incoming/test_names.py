"""File names as given are never believed."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from motcua.archive.incoming.names import content_disposition
from motcua.archive.incoming.names import display_name
from motcua.archive.incoming.names import LONGEST
import pytest
import unicodedata


@pytest.mark.parametrize(
    ("given_name", "shown"),
    [
        ("Quyết định số 09.pdf", "Quyết định số 09.pdf"),
        (unicodedata.normalize("NFD", "Đơn đề nghị.pdf"), "Đơn đề nghị.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\Lan\\giấy tờ.pdf", "giấy tờ.pdf"),
        ("a\x00b\r\nSet-Cookie: x.pdf", "a b Set-Cookie_ x.pdf"),
        ("\u202egpj.exe.pdf", "gpj.exe.pdf"),
        ("CON.pdf", "_CON.pdf"),
        ("nul .pdf", "_nul.pdf"),
        ("COM¹.pdf", "_COM¹.pdf"),
        ("conin$.pdf", "_conin$.pdf"),
        ("-rf.pdf", "rf.pdf"),
        (" - - .-x.pdf", "x.pdf"),
        ("...", "tai-lieu"),
        ("", "tai-lieu"),
        ('a"b;c.pdf', "a_b_c.pdf"),
    ],
)
def test_a_name_is_made_harmless(given_name, shown):
    assert display_name(given_name) == shown


def test_the_ending_follows_the_content():
    assert display_name("đơn", "application/pdf") == "đơn.pdf"
    assert display_name("đơn.tiff", "image/tiff") == "đơn.tiff"
    assert display_name("đơn.exe", "image/png") == "đơn.exe.png"


@given(st.text(max_size=400))
def test_any_text_becomes_one_name_that_file_systems_take(text):
    name = display_name(text, "application/pdf")
    assert name.lower().endswith(".pdf")
    assert len(name.encode("utf-8")) <= LONGEST
    assert not set(name) & set('/\\\x00\r\n<>:"|?*;')
    assert name == unicodedata.normalize("NFC", name)
    assert all(unicodedata.category(letter)[0] != "C" for letter in name)
    assert display_name(name, "application/pdf") == name


@given(st.text(max_size=300))
def test_the_header_is_one_line_of_ascii(text):
    header = content_disposition(text)
    assert header.isascii() and header.isprintable()
    assert header.count('"') == 2


def test_the_header_keeps_the_vietnamese_name():
    header = content_disposition("Đơn đề nghị.pdf")
    assert header == (
        'attachment; filename="Don de nghi.pdf"; '
        "filename*=UTF-8''%C4%90%C6%A1n%20%C4%91%E1%BB%81%20ngh%E1%BB%8B.pdf"
    )
