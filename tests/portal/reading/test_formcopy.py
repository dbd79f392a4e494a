"""Forms of word processors are there as PDF too, made by the worker."""

from __future__ import annotations

from io import BytesIO
from motcua.archive.pdf import formcopies
from motcua.procedures import forms
from motcua.procedures.versions import procedure
from motcua.storage.jobs import JobFailed
from motcua.storage.jobs import Urgency
from motcua.storage.jobs import Wanted
import pikepdf
import pytest
import shutil
from tests.portal.samples import BIRTH
import transaction
from zope.component.hooks import setSite


RTF = rb"{\rtf1\ansi\ansicpg1258 {\b TO KHAI} ho ten: ..........\page trang hai}"
NAME = "Tờ khai khai sinh.rtf"
DATA = {"ending": ".rtf"}


@pytest.fixture
def office():
    """LibreOffice Writer."""
    if shutil.which("soffice") is None:
        pytest.skip("missing: libreoffice-writer-nogui")


@pytest.fixture
def form(filled):
    """A form of the birth registration, committed."""
    made = forms.attach(procedure(BIRTH, filled), BytesIO(RTF), NAME)
    transaction.commit()
    setSite(filled)
    return made


def progress(done, total, message=""):
    """Count nothing."""


def links(visitor):
    page = visitor.get(f"/vi/thu-tuc/{BIRTH}")
    return page.html.select('section[aria-labelledby="forms"] a')


def test_publishing_a_form_asks_for_its_pdf_once(filled, form):
    wanted = list(forms.copies(procedure(BIRTH, filled)))
    assert wanted == [Wanted("form-copy", form.sha256, DATA, Urgency.BACKGROUND)]


def test_what_every_telephone_shows_or_no_writer_reads_needs_none(filled):
    content = procedure(BIRTH, filled)
    forms.attach(content, BytesIO(b"%PDF-1.7"), "a.pdf")
    forms.attach(content, BytesIO(b"PK\x03\x04"), "b.xlsx")
    assert list(forms.copies(content)) == []


def test_the_page_offers_the_pdf_when_it_is_there(visitor, filled, form, office):
    assert len(links(visitor)) == 1
    setSite(filled)
    formcopies.convert(form.sha256, DATA, progress)
    transaction.commit()
    original, copy = links(visitor)
    assert original.text == NAME
    assert "PDF" in copy.text
    answer = visitor.get(copy["href"])
    assert answer.content_type == "application/pdf"
    assert "khai%20sinh.pdf" in answer.headers["Content-Disposition"]
    with pikepdf.open(BytesIO(answer.body)) as pdf:
        assert len(pdf.pages) == 2
    assert visitor.get(original["href"]).body == RTF, "the form itself is untouched"


def test_a_second_conversion_changes_nothing(filled, form, office):
    formcopies.convert(form.sha256, DATA, progress)
    made = formcopies.get(form.sha256, filled)
    transaction.commit()
    formcopies.convert(form.sha256, DATA, progress)
    assert formcopies.get(form.sha256, filled) == made
    assert made.pages == 2


def test_the_pdf_goes_with_the_form(visitor, filled, form, office):
    formcopies.convert(form.sha256, DATA, progress)
    forms.detach(procedure(BIRTH, filled), form.sha256)
    copy = formcopies.get(form.sha256, filled)
    transaction.commit()
    visitor.get(f"/vi/thu-tuc/{BIRTH}/bieu-mau/{copy.sha256}", status=404)


def test_without_the_program_the_job_says_what_is_missing(filled, form, monkeypatch):
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(JobFailed, match="missing: libreoffice-writer-nogui"):
        formcopies.convert(form.sha256, DATA, progress)
    assert formcopies.get(form.sha256, filled) is None


def test_the_page_says_since_when_a_form_is_published(visitor, form):
    year, month, day = form.since.split("-")
    page = visitor.get(f"/vi/thu-tuc/{BIRTH}")
    assert f"công bố ngày {day}/{month}/{year}" in " ".join(page.html.main.text.split())


def test_forms_published_before_days_were_written_down_are_still_read(filled):
    content = procedure(BIRTH, filled)
    content.forms = (("cũ.doc", "0" * 64, 9, "application/msword", ""),)
    assert forms.listed(content)[0].since == ""
