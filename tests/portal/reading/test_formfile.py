"""Forms are loaded down from the page of their procedure, and from nowhere else."""

from __future__ import annotations

from io import BytesIO
from motcua.procedures import creation
from motcua.procedures import forms
from motcua.procedures.versions import procedure
import pytest
from tests.portal.samples import BIRTH
import transaction


PDF = b"%PDF-1.7 to khai"
NAME = "Tờ khai khai sinh.pdf"


@pytest.fixture
def form(filled):
    """A form of the birth registration, committed."""
    made = forms.attach(procedure(BIRTH, filled), BytesIO(PDF), NAME, paper="1")
    transaction.commit()
    return made


def test_the_page_offers_the_form_with_type_and_size(visitor, form):
    page = visitor.get(f"/vi/thu-tuc/{BIRTH}")
    link = page.html.select_one('section[aria-labelledby="forms"] a')
    assert link.text == NAME
    assert link["href"] == f"/vi/thu-tuc/{BIRTH}/bieu-mau/{form.sha256}"
    assert "PDF, 1 kB" in page.text


@pytest.mark.parametrize(
    "path", [f"/vi/thu-tuc/{BIRTH}/bieu-mau", f"/en/procedures/{BIRTH}/forms"]
)
def test_the_form_comes_byte_for_byte_as_a_file(visitor, form, path):
    answer = visitor.get(f"{path}/{form.sha256}")
    assert answer.body == PDF
    assert answer.content_type == "application/pdf"
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize(
    "path",
    [
        f"/vi/thu-tuc/{BIRTH}/bieu-mau/" + "0" * 64,
        f"/vi/thu-tuc/{BIRTH}/bieu-mau/../x",
        f"/vi/thu-tuc/{BIRTH}/forms/DIGEST",
        "/vi/thu-tuc/9.999999/bieu-mau/DIGEST",
        f"/vi/thu-tuc/{BIRTH}/bieu-mau",
    ],
)
def test_anything_else_is_not_there(visitor, form, path):
    visitor.get(path.replace("DIGEST", form.sha256), status=404)


def test_a_form_goes_with_its_procedure(visitor, filled, form):
    creation.enter(procedure(BIRTH, filled), "withdrawn")
    transaction.commit()
    visitor.get(f"/vi/thu-tuc/{BIRTH}/bieu-mau/{form.sha256}", status=404)


def test_without_forms_the_page_has_no_such_part(visitor):
    page = visitor.get(f"/vi/thu-tuc/{BIRTH}")
    assert page.html.select_one('section[aria-labelledby="forms"]') is None
