"""Those on reception and supervision duty read the book of their departments."""

from __future__ import annotations

import csv
from datetime import date
import io
from motcua.dossiers.actions import act
from motcua.dossiers.folder import find
from motcua.dossiers.intake import receive
from motcua.dossiers.register import DOSSIERS
from motcua.organisation import duties
from motcua.setup.testing.web import Client
from motcua.storage.engines import register_engine
import pytest
from tests.dossiers.conftest import an_intake
from tests.dossiers.conftest import build_procedure
from tests.dossiers.conftest import build_province
from tests.dossiers.conftest import empty_sql
from tests.dossiers.conftest import LAND
from tests.dossiers.conftest import MONDAY
import transaction


PASSWORD = "Mot-cua-1!"
CODE = "H99.01-261102-0001"
PERIOD = "from=2026-11-01&to=2026-11-30"


@pytest.fixture
def site(functional_portal):
    empty_sql()
    build_province(functional_portal)
    duties.assign("jurist", LAND, "supervision", date(2026, 1, 1), deed="QĐ 2")
    version = build_procedure(functional_portal)
    receive(functional_portal, an_intake(version), "reception", MONDAY)
    transaction.commit()
    return functional_portal


@pytest.fixture
def book(site):
    client = Client(site.aq_parent)
    root = "/".join(site.getPhysicalPath())

    def read(person, query=PERIOD):
        login = None if person is None else (person, PASSWORD)
        return client.request("GET", f"{root}/bao-cao?{query}", login)

    return read


def test_the_book_shows_who_owns_what_and_until_when(book):
    answer = book("supervisor")
    assert answer.status_int == 200
    for words in (CODE, "Đăng ký biến động đất đai", "Hoa", "02/11/2026 09:00"):
        assert words in answer.text, words
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert "Sổ theo dõi hồ sơ" in answer.text


def test_the_book_is_for_reception_and_supervision_alone(book):
    assert book("reception").status_int == 200
    for person in ("handler", "leader", "stranger", "archivist", None):
        answer = book(person)
        assert CODE not in answer.text, person
        assert answer.status_int in (302, 401, 404), person


def test_another_department_cannot_be_chosen(book):
    answer = book("jurist", f"{PERIOD}&unit=H99.01")
    assert answer.status_int == 200
    assert CODE not in answer.text


def test_a_department_reads_what_was_forwarded_to_it(book, site):
    act(find(site, CODE), "forward", "reception", data={"to": LAND}, now=MONDAY)
    transaction.commit()
    answer = book("jurist")
    assert CODE in answer.text
    assert "Hoa" in answer.text


def test_the_file_holds_all_rows_and_no_names(book):
    answer = book("supervisor", f"{PERIOD}&csv=1")
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert "attachment" in answer.headers["Content-Disposition"]
    rows = list(csv.reader(io.StringIO(answer.text.lstrip("\ufeff"), newline="")))
    assert len(rows) == 2
    assert len(rows[0]) == len(rows[1]) == 8
    assert rows[1][:2] == ["1", CODE]
    assert "Hoa" not in answer.text and "Đức" not in answer.text


@pytest.mark.parametrize(
    "query",
    [
        "from=x",
        "from=2026-12-01&to=2026-11-01",
        "csv=1&from=x",
        "from=9999-12-31&to=9999-12-31",
        "from=0001-01-01&to=0001-01-01",
    ],
)
def test_a_senseless_period_is_explained(book, query):
    answer = book("supervisor", query)
    assert answer.status_int == 200
    assert 'role="alert"' in answer.text
    assert CODE not in answer.text


def test_what_is_typed_is_shown_as_text(book):
    answer = book("supervisor", 'from="><script>alert(1)</script>')
    assert "<script>alert(1)" not in answer.text


def pages_of(answer):
    import pypdfium2

    document = pypdfium2.PdfDocument(answer.body)
    return [
        " ".join(page.get_textpage().get_text_bounded().split()) for page in document
    ]


def test_the_book_prints_as_form_07_across_with_numbered_pages(book):
    import pypdfium2

    answer = book("supervisor", PERIOD + "&volume=1")
    assert answer.headers["Content-Type"] == "application/pdf"
    width, height = pypdfium2.PdfDocument(answer.body)[0].get_size()
    assert [round(side / 72 * 25.4) for side in (width, height)] == [297, 210]
    [page] = pages_of(answer)
    for words in (
        "SỔ THEO DÕI HỒ SƠ",
        "Từ ngày 01/11/2026 đến ngày 30/11/2026",
        CODE,
        "Đăng ký biến động đất đai",
        "Hoa",
        "09:00 ngày 02/11/2026",
        "09:00 ngày 09/11/2026",
        "Mẫu số 07",
        "Trang 1/1",
        "Cơ quan chủ trì",
    ):
        assert words in page, words


def test_volumes_divide_a_long_book_and_too_long_ones_are_refused(book, monkeypatch):
    from motcua.reports import register_print

    monkeypatch.setattr(register_print, "VOLUME", 1)
    assert "volume=1" in book("supervisor").text
    assert "volume=2" not in book("supervisor").text
    assert register_print.volumes(3) == 3
    monkeypatch.setattr(register_print, "MOST_ROWS", 0)
    answer = book("supervisor", PERIOD + "&volume=1")
    assert answer.headers["Content-Type"].startswith("text/html")
    assert "ít ngày hơn" in answer.text


def test_a_row_leads_to_its_dossier_and_only_for_who_may_view_it(book, site):
    def links(person):
        return [a["href"] for a in book(person).html.select("table.list a.code")]

    assert [each.endswith(f"/desk/ho-so/{CODE}") for each in links("supervisor")] == [
        True
    ]
    assert links("jurist") == []


def test_what_was_entered_late_is_told_on_the_page_and_in_the_file(book, site):
    said = "Nhận trên giấy, nhập sau"
    assert said not in book("supervisor").text
    with register_engine().begin() as sql:
        sql.execute(DOSSIERS.update().values(late_entry=True))
    assert said in book("supervisor").text
    rows = list(csv.reader(io.StringIO(book("supervisor", f"{PERIOD}&csv=1").text)))
    assert said in rows[1][-1]
