"""Administrators edit templates of slips; what is wrong is told with its line."""

from __future__ import annotations

from motcua.dossiers.slips import book
from motcua.dossiers.slips import fields
from motcua.dossiers.slips import forms
from motcua.dossiers.slips import sample
import pytest
from tests.admin.test_screens import client
from tests.admin.test_screens import get
from tests.admin.test_screens import OFFICER
from tests.admin.test_screens import post
from tests.admin.test_screens import site


__all__ = ["client", "get", "post", "site"]

PLACE = "/mau-phieu/2025-01"
OTHER = "{% extends 'layout' %}{% block body %}<p>Mẫu mới</p>{% endblock %}"
WRONG = "{% extends 'layout' %}\n{% block body %}\n{{ nothing.here }}{% endblock %}"


def test_all_sets_are_listed_and_each_template_has_an_editor(get):
    page = get("/mau-phieu").text
    for form in forms.every():
        assert f"/mau-phieu/{form.path}" in page
    assert "/mau-phieu/layout" in page
    for name in ("2025-01", "house-BL", "layout", "style"):
        assert get(f"/mau-phieu/{name}").status_code == 200
    assert get("/mau-phieu/2025-99").status_code == 404
    assert get("/mau-phieu/x").status_code == 404


def test_templates_are_for_administrators(get):
    assert "extends" not in get(PLACE, OFFICER).text


def test_a_preview_is_a_pdf_and_keeps_nothing(post, site):
    answer = post(PLACE, source=OTHER, preview="plain")
    assert answer.body.startswith(b"%PDF")
    assert book.rows("2025-01", site) == ()


def test_what_is_kept_holds_from_its_day_and_is_kept_with_its_author(post, site, get):
    post(PLACE, source=OTHER, since="2026-11-20", deed="QĐ 5", seen="1")
    [row] = book.rows("2025-01", site)
    assert (row.author, str(row.valid_from), row.deed) == (
        "keeper",
        "2026-11-20",
        "QĐ 5",
    )
    form = forms.get("2025", "01")
    assert "Mẫu mới" in book.text_on("2025-01", row.valid_from, form.kind, site)
    before = row.valid_from.replace(day=19)
    assert "Mẫu mới" not in book.text_on("2025-01", before, form.kind, site)
    assert "QĐ 5" in get(PLACE).text


def test_a_wrong_template_is_told_with_its_line_and_stays_in_the_form(post, site):
    answer = post(PLACE, source=WRONG, since="2026-11-20", seen="1")
    assert answer.status_code == 400
    assert "nothing" in answer.text
    assert "3" in answer.text.split('id="problem"')[1].split("</div>")[0]
    problem = answer.text.split('id="problem"')[1].split("</div>")[0]
    assert "{{ nothing.here }}" in problem
    assert book.rows("2025-01", site) == ()


def test_nobody_overwrites_what_another_entered_unseen(post, site):
    post(PLACE, source=OTHER, since="2026-11-20", seen="1")
    answer = post(PLACE, source=OTHER + " ", since="2026-11-20", seen="1")
    assert answer.status_code == 400
    assert len(book.rows("2025-01", site)) == 1


@pytest.mark.parametrize("form", forms.every(), ids=lambda form: form.path)
def test_every_group_of_values_is_described(form):
    values = sample.values(form, "https://example.vn")
    assert set(values) == set(fields.GROUPS)
    assert len(fields.names(values)) > 40
