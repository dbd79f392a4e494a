"""Catalogued documents are found by those who keep the archive of their unit."""

from __future__ import annotations

import hashlib
from motcua.archive import renditions
from motcua.archive.capture import batches
from motcua.archive.capture import card
from motcua.archive.capture import documents
from motcua.archive.capture.register import Documents
from motcua.archive.finding import choices
from motcua.archive.finding.scope import DOCUMENT
from motcua.archive.finding.scope import Filters
from motcua.archive.finding.search import search
from motcua.archive.pdf.pdfa import Archival
from motcua.archive.pdf.verdicts import Verdict
from motcua.dossiers.rights import groups_of
from motcua.storage.engines import register_engine
import pytest
from tests.archive.finding.test_search import convert
from tests.archive.finding.test_search import project
from tests.archive.finding.test_search import TEXTS
from tests.archive.test_records import attach
from tests.archive.test_records import close
from tests.dossiers.conftest import MONDAY
from tests.dossiers.conftest import UNIT


FIELDS = {
    "type": "Quyết định",
    "number": "20",
    "notation": "QĐ-UBND",
    "date": "1987-05-07",
    "agency": "UBND huyện Tam Đảo",
    "abstract": "Giao đất trồng rừng cho hợp tác xã",
    "access": "open",
}


@pytest.fixture
def filing(province, tmp_path):
    """Catalogue a document with these pages; the batch is of a unit."""

    def file(ordinal=1, texts=(), unit=UNIT, **fields):
        batch = batches.Batch(f"{unit}-1987-L{ordinal:04}")
        batches.append(
            batch, "open", "archivist", MONDAY, {"code": batch.code}, {}, unit=unit
        )
        sha256 = hashlib.sha256(f"{ordinal}".encode()).hexdigest()
        facts = {
            "file_code": f"{unit}.1987.7",
            "ordinal": ordinal,
            "document": "d1",
            "sha256": sha256,
            "size": 1000,
            "media": "application/pdf",
            "pages": max(len(texts), 1),
            "signed": False,
        }
        data = {"fields": {**FIELDS, **fields}, "name": "x.pdf"}
        one = documents.catalogue(province, batch, facts, data, "archivist", MONDAY)
        project(one)
        if texts:
            path = tmp_path / f"{ordinal}.pdf"
            path.write_bytes(b"%PDF-1.7 " + sha256.encode())
            said = (Verdict("test", "1", "2b", "pass"),)
            made = Archival(path, "read", False, tuple(texts), ({},) * len(texts), said)
            project(renditions.keep(sha256, made, province, MONDAY))
        return one

    return file


def found(person, query, **options):
    return search(groups_of(person, MONDAY.date()), query, **options)


def places(results):
    return [(row.code, row.page) for row in results.rows]


@pytest.mark.parametrize(
    "query",
    [
        "20/QD-UBND",
        "quyet dinh giao dat trong rung",
        "7/5/1987",
        "07/05/1987",
        '"hợp tác xã" Tam Đảo',
        f"{UNIT}.1987.7",
    ],
)
def test_a_document_is_found_by_its_catalogue_data(filing, query):
    one = filing()
    results = found("archivist", query)
    assert places(results) == [(one.code, 0)]
    (row,) = results.rows
    assert (row.catalogued, row.title, row.place) == (True, "Quyết định", 1)


def test_a_document_is_found_by_the_words_of_its_pages(filing):
    one = filing(texts=TEXTS)
    assert places(found("archivist", "thua dat so 47")) == [(one.code, 2)]


@pytest.mark.parametrize("person", ["reception", "handler", "leader", "stranger"])
def test_who_does_not_keep_the_archive_finds_nothing(filing, person):
    filing(texts=TEXTS)
    for query in ("Tam Đảo", "thửa đất"):
        results = found(person, query)
        assert (results.total, results.more, results.rows) == (0, False, ())
    assert choices.values(groups_of(person, MONDAY.date()), "agency") == []


def test_another_unit_s_documents_change_nothing(filing):
    """Counts, more pages and what is offered are the same with and without them."""
    mine = filing(texts=TEXTS)
    groups = groups_of("archivist", MONDAY.date())
    questions = ("thửa đất", "Tam Đảo", '"thửa đất"', "thửa đất 47", "giao đất")

    def answers():
        told = [
            search(groups, query, misread=misread, limit=limit)
            for query in questions
            for misread in (False, True)
            for limit in (1, 20)
        ]
        return told, choices.values(groups, "agency"), choices.values(groups, "type")

    before = answers()
    filing(2, (*TEXTS, *TEXTS), unit="H98.77", agency="UBND xã Kín", type="Mật lệnh")
    assert answers() == before
    assert places(before[0][0]) == [(mine.code, 2)]
    hidden = Filters(agency="UBND xã Kín")
    assert search(groups, "đất", filters=hidden).rows == ()


def test_one_scan_is_one_hit_for_each_that_holds_it(
    province, dossier, scan, tmp_path, filing
):
    event = attach(province, dossier, scan)
    project(dossier, convert(province, event, tmp_path))
    close(dossier)
    project(dossier)
    assert [row.code for row in found("archivist", "thửa đất").rows] == [dossier.code]
    one = filing(9)
    with register_engine().begin() as connection:
        row = {**Documents().row(one), "sha256": event.data["sha256"]}
        Documents().replace(connection, row)
    codes = [row.code for row in found("archivist", "thửa đất").rows]
    assert codes == [dossier.code, one.code]
    kinds = [Filters(role=role) for role in ("original", "result", DOCUMENT)]
    counted = [len(found("archivist", "thửa đất", filters=each).rows) for each in kinds]
    assert counted == [1, 0, 1]


FILTERS = [
    ({"type": "Quyết định"}, [1, 2]),
    ({"type": "Công văn"}, [3]),
    ({"agency": "Sở Nông nghiệp"}, [2, 3]),
    ({"access": "conditional"}, [2]),
    ({"type": "Quyết định", "access": "conditional"}, [2]),
    ({"type": "Công văn", "access": "conditional"}, []),
    ({"year": 1987}, [1]),
    ({"year": 1991}, [2, 3]),
    ({"year": 1991, "agency": "Sở Nông nghiệp", "unit": UNIT}, [2, 3]),
    ({"unit": "H98.77"}, []),
    ({"role": DOCUMENT}, [1, 2, 3]),
    ({"role": "original"}, []),
    ({"type": "' OR 1=1 --"}, []),
]


@pytest.mark.parametrize(("asked", "ordinals"), FILTERS)
def test_filters_combine(filing, asked, ordinals):
    filing(1)
    filing(2, agency="Sở Nông nghiệp", access="conditional", date="1991-12-31")
    filing(3, type="Công văn", agency="Sở Nông nghiệp", date="1991")
    results = found("archivist", "giao đất", filters=Filters(**asked))
    assert sorted(int(row.code[-7:]) for row in results.rows) == ordinals


def test_values_to_choose_from_stand_in_the_order_of_the_alphabet(filing):
    for ordinal, kind in enumerate(("Tờ trình", "Đơn", "Công văn", "Đơn"), start=1):
        filing(ordinal, type=kind)
    groups = groups_of("archivist", MONDAY.date())
    assert choices.values(groups, "type") == ["Công văn", "Đơn", "Tờ trình"]


def test_the_card_follows_the_truth(filing):
    one = filing()
    with register_engine().connect() as connection:
        stored = dict(Documents().stored(connection))
    row = Documents().row(one)
    assert Documents().compare(row, stored[one.code,]) == []
    with register_engine().begin() as connection:
        Documents().remove(connection, (one.code,))
    assert found("archivist", "Tam Đảo").rows == ()
    project(one)
    assert places(found("archivist", "Tam Đảo")) == [(one.code, 0)]


def test_a_card_leaves_out_what_nobody_filled_in(filing):
    one = filing(number="", notation="", date="", agency="", access="")
    said = card.text(documents.view(one))
    assert said == f"Quyết định. Giao đất trồng rừng cho hợp tác xã. {UNIT}.1987.7"
