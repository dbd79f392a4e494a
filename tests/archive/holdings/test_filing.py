"""Files are opened, filled, described, closed with checks and reopened by right."""

from __future__ import annotations

from datetime import date
from motcua.archive import renditions
from motcua.archive.capture import batches
from motcua.archive.capture import documents
from motcua.archive.holdings import closing
from motcua.archive.holdings import files
from motcua.archive.holdings import filing
from motcua.archive.holdings import register
from motcua.archive.holdings import store
from motcua.archive.holdings import verification
from motcua.archive.holdings.errors import Impossible
from motcua.archive.holdings.errors import Incomplete
from motcua.archive.holdings.errors import Missing
from motcua.archive.holdings.errors import NotYours
from motcua.archive.holdings.errors import Secret
from motcua.archive.holdings.errors import Stale
from motcua.archive.holdings.errors import Unknown
from motcua.dossiers import ledger
from plone import api
import pytest
from tests.archive.holdings.conftest import document
from tests.archive.holdings.conftest import GIVEN
from tests.archive.holdings.conftest import LATER
from tests.archive.holdings.conftest import PROVINCE
from tests.archive.holdings.conftest import YEAR
from tests.dossiers.conftest import LAND
from tests.dossiers.conftest import MONDAY
from tests.dossiers.conftest import UNIT


def opened(site, actor="archivist", year=YEAR, **how):
    how = {"department": UNIT, "given": GIVEN, **how}
    return filing.open_file(site, PROVINCE, year, actor, MONDAY, **how)


def test_a_file_has_the_code_of_fonds_year_and_number(province, file):
    found = files.view(file)
    assert found.code == "H99.2026.1"
    assert (found.state, found.origin, found.heading) == ("open", "papers", "")
    assert found.fields["access"] == "conditional"
    assert opened(province).code == "H99.2026.2"
    assert ledger.verify(file) == []


def test_an_old_file_keeps_its_number_and_no_number_is_given_twice(province, fonds):
    assert opened(province, year=2004, number=7).code == "H99.2004.7"
    assert opened(province, year=2004).code == "H99.2004.8"
    with pytest.raises(Impossible):
        opened(province, year=2004, number=7)


def test_a_file_under_the_list_takes_what_it_foresees(province, issued):
    one = opened(province, heading="k3", department="", given={})
    found = files.view(one)
    assert found.title == "Hồ sơ kho lưu trữ"
    assert found.fields["retention"] == "10-years"
    assert (found.list, found.heading, found.department) == ("DM-H99-2026", "k3", UNIT)
    with pytest.raises(Missing):
        opened(province, heading="k9")


@pytest.mark.parametrize("name", ["title", "retention", "begin"])
def test_a_file_outside_the_list_tells_what_it_is(province, fonds, name):
    with pytest.raises(Missing):
        opened(province, given={**GIVEN, name: ""})


def test_a_department_opens_and_fills_its_own_files_alone(province, fonds):
    one = opened(province, "handler", department=LAND)
    filing.describe(province, one, {"note": "Có bản vẽ"}, "handler", LATER)
    with pytest.raises(Unknown):
        opened(province, "handler", department=UNIT)
    with pytest.raises(Unknown):
        filing.describe(province, one, {"note": "x"}, "jurist", LATER)
    with pytest.raises(NotYours):
        filing.describe(province, one, {"note": "x"}, "leader", LATER)


def test_state_secrets_are_refused_with_where_they_go(province, fonds):
    with pytest.raises(Secret) as told:
        opened(province, given={**GIVEN, "access": "secret"})
    assert "officer in charge of secrets" in str(told.value)
    document(province, "H99.2026.1", 1, access="secret")
    one = opened(province)
    with pytest.raises(Secret):
        filing.take_documents(province, one, "archivist", LATER)
    assert files.view(one).documents == ()


def test_what_another_unit_filed_under_the_code_is_passed_over(province, file):
    mine = document(province, file.code, 1)
    api.content.create(
        province["organisation"],
        "Agency",
        id="H77",
        title="Tỉnh Núi Cao",
        code="H77",
        level="province",
    )
    batch = batches.Batch("H77-2026-L0001")
    facts = {"code": batch.code}
    batches.append(batch, "open", "x", MONDAY, facts, {}, unit="H77")
    told = {"file_code": file.code, "ordinal": 2, "sha256": "0" * 64, "size": 1}
    told |= {"media": "application/pdf", "pages": 1, "signed": False}
    data = {"fields": {"access": "secret"}}
    documents.catalogue(province, batch, told, data, "x", MONDAY)
    filing.take_documents(province, file, "archivist", LATER)
    assert files.view(file).documents == (mine,)


@pytest.mark.parametrize(
    "given",
    [
        {"sheets": "-1"},
        {"begin": "2026-13-01"},
        {"retention": "9-years"},
        {"colour": "red"},
        {"begin": "2026-05", "end": "2025"},
        {"end": "2025-12-31"},
        {"end": "9999"},
        {"end": "20261231"},
        {"title": ""},
    ],
)
def test_what_cannot_be_is_refused(province, file, given):
    with pytest.raises(Missing):
        filing.describe(province, file, given, "archivist", LATER)
    assert file.length == 1


def test_documents_lie_in_one_file_in_their_order(province, file):
    codes = [document(province, file.code, number) for number in (12, 2, 1)]
    filing.take_documents(province, file, "archivist", LATER, seen=1)
    found = files.view(file)
    assert list(found.documents) == sorted(codes)
    assert [number for number, _one in files.documents_of(province, found)] == [1, 2, 3]
    with pytest.raises(Missing):
        filing.take_documents(province, file, "archivist", LATER)
    other = opened(province)
    with pytest.raises(Missing):
        filing.take_documents(province, other, "archivist", LATER, file_code=file.code)
    with pytest.raises(Stale):
        filing.take_documents(province, file, "archivist", LATER, seen=1)
    assert verification.verify(province).faults == []


def test_documents_named_by_a_longer_code_are_no_documents_of_this_file(province, file):
    document(province, f"{file.code}.1", 1)
    with pytest.raises(Missing):
        filing.take_documents(province, file, "archivist", LATER)


def test_papers_of_a_batch_without_a_file_are_taken_in_by_its_code(province, file):
    code = document(province, "", 1)
    batch = code.rpartition(".")[0]
    filing.take_documents(province, file, "archivist", LATER, file_code=batch)
    assert files.view(file).documents == (code,)


def test_what_is_taken_out_waits_again_and_numbers_have_no_gap(province, file):
    codes = [document(province, file.code, number) for number in (1, 2, 3)]
    filing.take_documents(province, file, "archivist", LATER)
    with pytest.raises(Missing):
        filing.take_out(province, file, codes[:1], "", "archivist", LATER)
    filing.take_out(province, file, codes[:1], "Bản trùng", "archivist", LATER)
    numbered = files.documents_of(province, files.view(file))
    assert [(number, one.code) for number, one in numbered] == [
        (1, codes[1]),
        (2, codes[2]),
    ]
    assert filing.waiting(province, file.code) == codes[:1]


def test_a_file_of_paper_is_closed_when_nothing_is_missing(province, file):
    with pytest.raises(Incomplete) as told:
        closing.close(province, file, "archivist", LATER)
    assert told.value.lacks == ("end", "sheets", "numbered")
    given = {"end": "2026-10-30", "sheets": "42", "numbered": "yes"}
    filing.describe(province, file, given, "archivist", LATER)
    closing.close(province, file, "archivist", LATER)
    found = files.view(file)
    assert (found.state, found.until) == ("closed", date(2036, 12, 31))
    with pytest.raises(Impossible):
        filing.describe(province, file, {"note": "x"}, "archivist", LATER)
    with pytest.raises(Impossible):
        closing.close(province, file, "archivist", LATER)


def test_what_is_kept_for_ever_has_a_document_list(province, file):
    given = {
        "retention": "permanent",
        "end": "2026",
        "sheets": "3",
        "numbered": "yes",
    }
    filing.describe(province, file, given, "archivist", LATER)
    assert closing.lacks(province, files.view(file)) == ("listed",)
    filing.describe(province, file, {"listed": "yes"}, "archivist", LATER)
    closing.close(province, file, "archivist", LATER)
    assert files.view(file).until is None


def test_short_terms_need_no_numbered_sheets(province, monkeypatch, fonds):
    from motcua.archive import retention

    two = retention.RetentionClass("2-years", "07", "2 năm", 2)
    known = {**retention.classes(), "5-years": two}
    monkeypatch.setattr(retention, "classes", lambda: known)
    one = opened(province, given={**GIVEN, "retention": "5-years", "end": "2026"})
    assert closing.lacks(province, files.view(one)) == ("sheets",)


def test_documents_hold_a_file_open_until_they_are_signed_and_described(province, file):
    document(province, file.code, 1, signed=False, abstract="")
    filing.take_documents(province, file, "archivist", LATER)
    given = {"end": "2026", "medium": "digital"}
    filing.describe(province, file, given, "archivist", LATER)
    assert renditions.get("0" * 64, province) is None
    assert closing.lacks(province, files.view(file)) == (
        "document-data",
        "unsigned",
        "unproven",
    )


def test_a_closed_file_is_reopened_by_the_archive_with_the_reason(province, fonds):
    given = {**GIVEN, "end": "2026", "sheets": "1", "numbered": "yes"}
    one = opened(province, "handler", department=LAND, given=given)
    closing.close(province, one, "handler", LATER)
    with pytest.raises(NotYours):
        closing.reopen(province, one, "Thêm tờ", "handler", LATER)
    with pytest.raises(Missing):
        closing.reopen(province, one, " ", "archivist", LATER)
    closing.reopen(province, one, "Thêm tờ", "archivist", LATER)
    found = files.view(one)
    assert (found.state, found.until, found.reopened) == ("open", None, "Thêm tờ")


@pytest.mark.parametrize(
    "shorter", [{"retention": "5-years"}, {"begin": "1990", "end": "1990"}]
)
def test_a_term_that_people_write_shorter_is_closed_by_the_head_alone(
    province, fonds, shorter
):
    given = {**GIVEN, "retention": "20-years", "end": "2026", "sheets": "1"}
    one = opened(province, given={**given, "numbered": "yes"})
    closing.close(province, one, "archivist", LATER)
    until = files.view(one).until
    closing.reopen(province, one, "Thêm tờ", "archivist", LATER)
    filing.describe(province, one, shorter, "archivist", LATER)
    with pytest.raises(NotYours):
        closing.close(province, one, "archivist", LATER)
    closing.close(province, one, "leader", LATER)
    assert files.view(one).until < until


def test_a_term_that_people_write_longer_is_closed_by_the_archive(province, fonds):
    given = {**GIVEN, "retention": "5-years", "end": "2026", "sheets": "1"}
    one = opened(province, given={**given, "numbered": "yes"})
    closing.close(province, one, "archivist", LATER)
    closing.reopen(province, one, "Sai thời hạn", "archivist", LATER)
    filing.describe(province, one, {"retention": "20-years"}, "archivist", LATER)
    with pytest.raises(NotYours):
        closing.close(province, one, "leader", LATER)
    closing.close(province, one, "archivist", LATER)


def test_a_file_moves_under_another_entry(province, issued, file):
    filing.move(province, file, "k2", "", "archivist", LATER)
    with pytest.raises(Missing):
        filing.move(province, file, "k3", "", "archivist", LATER)
    filing.move(province, file, "k3", "Nhầm đề mục", "archivist", LATER)
    assert files.view(file).heading == "k3"


def test_the_register_follows_the_files(province, file):
    row = register.Files().row(file)
    assert (row["code"], row["documents"], row["until"]) == ("H99.2026.1", 0, None)
    assert row["words"] == "ho so xay dung kho luu tru"
    assert list(register.Files().numbers(file)) == [("file:H99", "2026", 1)]


def test_every_file_is_found_by_its_ledger(province, file, fonds):
    assert [one.code for one in store.every(province)] == ["P-H99", "H99.2026.1"]
    assert store.find(province, "H99.2026.1") is file
