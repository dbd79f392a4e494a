"""Forms to fill in are files of a procedure, of a type people can open."""

from __future__ import annotations

from io import BytesIO
from motcua.procedures import forms
from motcua.procedures.procedure import Procedure
from motcua.storage import files
import pytest


PDF = b"%PDF-1.7 to khai"


@pytest.fixture
def procedure(tmp_path, monkeypatch):
    monkeypatch.setenv("MOTCUA_VAR", str(tmp_path))
    return Procedure(id="1.001193")


def attach(procedure, name, data=PDF, **given):
    return forms.attach(procedure, BytesIO(data), name, **given)


def test_a_form_is_kept_with_its_type_and_size(procedure):
    form = attach(procedure, "Tờ khai.pdf", paper="1")
    assert forms.listed(procedure) == [form]
    assert (form.media, form.size, form.paper) == ("application/pdf", len(PDF), "1")
    assert files.path(form.sha256).read_bytes() == PDF


def test_forms_keep_their_order(procedure):
    attach(procedure, "b.pdf")
    attach(procedure, "a.pdf", b"%PDF-1.7 x")
    assert [form.name for form in forms.listed(procedure)] == ["b.pdf", "a.pdf"]


def test_a_form_of_the_same_name_is_replaced(procedure):
    attach(procedure, "a.pdf")
    newer = attach(procedure, "a.pdf", b"%PDF-1.7 moi")
    assert forms.listed(procedure) == [newer]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.docx", b"PK\x03\x04..."),
        ("a.ODT", b"PK\x03\x04..."),
        ("a.doc", b"\xd0\xcf\x11\xe0..."),
        ("a.rtf", b"{\\rtf1"),
    ],
)
def test_office_files_are_forms(procedure, name, data):
    assert attach(procedure, name, data).name == name


@pytest.mark.parametrize("name", ["a.exe", "a.html", "a.svg", "a", "", ".pdf.js"])
def test_other_endings_are_refused_by_name(procedure, name):
    with pytest.raises(forms.FormRefused, match="a form has to be"):
        attach(procedure, name)


@pytest.mark.parametrize(
    ("name", "data"),
    [("a.pdf", b"MZ"), ("a.docx", PDF), ("a.doc", b""), ("a.pdf", b"")],
)
def test_a_lying_name_is_refused(procedure, name, data):
    with pytest.raises(forms.FormRefused, match="of another type"):
        attach(procedure, name, data)
    assert forms.listed(procedure) == []


def test_a_form_too_large_for_a_phone_is_refused(procedure, monkeypatch):
    monkeypatch.setattr(forms, "LARGEST", 2**20)
    with pytest.raises(forms.FormRefused, match="larger than 1 MB"):
        attach(procedure, "a.pdf", b"%PDF-" + bytes(2**20))


@pytest.mark.parametrize("name", ["../../etc/a.pdf", "C:\\temp\\a.pdf", "/a.pdf"])
def test_folders_before_the_name_go(procedure, name):
    assert attach(procedure, name).name == "a.pdf"


def test_a_form_is_taken_away_by_its_digest(procedure):
    form = attach(procedure, "a.pdf")
    assert forms.detach(procedure, form.sha256)
    assert not forms.detach(procedure, form.sha256)
    assert forms.listed(procedure) == []


def test_a_digest_of_no_form_is_not_found(procedure):
    with pytest.raises(KeyError):
        forms.find(procedure, "0" * 64)
