"""What happens when an officer at the counter receives a dossier."""

from __future__ import annotations

from dataclasses import replace
from motcua.dossiers import ledger
from motcua.dossiers.errors import MissingData
from motcua.dossiers.errors import NotAllowed
from motcua.dossiers.folder import find
from motcua.dossiers.intake import preview
from motcua.dossiers.intake import receive
from motcua.dossiers.persons import Person
from motcua.dossiers.states import fold
import pytest
from tests.dossiers.conftest import an_intake
from tests.dossiers.conftest import MONDAY
from tests.dossiers.conftest import UNIT


def test_the_code_names_unit_day_and_a_serial(dossier):
    assert dossier.code == f"{UNIT}-261102-0001"


def test_the_next_dossier_gets_the_next_serial(province, intake, dossier):
    assert receive(province, intake, "reception", MONDAY).code.endswith("-0002")


def test_a_received_dossier_is_found_by_its_code(province, dossier):
    assert find(province, dossier.code).code == dossier.code


def test_a_code_typed_in_lower_case_is_found_too(province, dossier):
    assert find(province, f" {dossier.code.lower()} ") is not None


def test_garbage_for_a_code_finds_nothing(province, dossier):
    for code in ("", "x", "../..", "H99.01-999999-0001", "H99.01-261102-9999"):
        assert find(province, code) is None


def test_five_working_days_from_monday_nine_end_next_monday_nine(dossier):
    view = fold(dossier)
    assert view.due.isoformat() == "2026-11-09T09:00:00+07:00"
    assert view.promised == view.due


def test_the_due_date_shown_before_saving_is_the_one_promised(province, intake):
    shown = preview(province, intake, MONDAY)
    received = receive(province, intake, "reception", MONDAY)
    assert fold(received).due == shown.due
    assert shown.explanation


def test_applicant_and_owner_are_kept_apart(dossier):
    view = fold(dossier)
    assert view.person("applicant").birth == "1957"
    assert view.person("owner").name == "Hoa"
    assert view.person("representative") is None


def test_papers_are_kept_with_form_and_count(dossier):
    papers = fold(dossier).papers
    assert [(p.key, p.form, p.count) for p in papers] == [
        ("1", "original", 1),
        ("2", "certified", 2),
    ]


def test_nothing_personal_stands_in_id_title_or_header(dossier):
    open_text = f"{dossier.id} {dossier.Title()} {dossier.Description()}"
    header = dossier.last.header.decode()
    for text in ("Nguyễn", "Đức", "0912", "030957", "Hoa"):
        assert text not in open_text
        assert text not in header


def test_only_reception_receives(province, intake):
    for person in ("handler", "leader", "supervisor", "archivist", "stranger"):
        with pytest.raises(NotAllowed):
            receive(province, intake, person, MONDAY)


def test_reception_of_one_unit_does_not_receive_for_another(province, intake):
    with pytest.raises(NotAllowed):
        receive(province, replace(intake, unit="H99.02"), "reception", MONDAY)


def test_without_an_applicant_nothing_is_received(province, intake):
    with pytest.raises(MissingData):
        receive(
            province,
            replace(intake, persons=(Person("owner", "Hoa"),)),
            "reception",
            MONDAY,
        )


def test_a_procedure_that_changed_meanwhile_is_told(province, intake):
    with pytest.raises(MissingData, match="changed while the form was open"):
        receive(province, replace(intake, version="0" * 64), "reception", MONDAY)


def test_a_procedure_of_other_units_is_not_received_here(province, version):
    elsewhere = replace(version, units=("H99.31.01",))
    province["procedures"][version.code].adopt(elsewhere)
    with pytest.raises(MissingData, match="does not receive"):
        receive(province, an_intake(elsewhere), "reception", MONDAY)


def test_an_unknown_case_or_channel_is_told(province, intake):
    with pytest.raises(MissingData, match="case"):
        receive(province, replace(intake, case="9"), "reception", MONDAY)
    with pytest.raises(MissingData, match="channel"):
        receive(province, replace(intake, channel="post"), "reception", MONDAY)


def test_a_double_submit_makes_one_dossier(province, intake):
    twice = replace(intake, token="form-1")
    first = receive(province, twice, "reception", MONDAY)
    second = receive(province, twice, "reception", MONDAY)
    assert first.code == second.code
    assert second.length == 1


def test_the_same_token_of_another_person_is_another_form(province, intake):
    from motcua.organisation import duties
    from tests.dossiers.conftest import SINCE

    duties.assign("stranger", UNIT, "reception", SINCE)
    token = replace(intake, token="form-1")
    first = receive(province, token, "reception", MONDAY)
    assert receive(province, token, "stranger", MONDAY).code != first.code


def test_the_ledger_of_a_new_dossier_holds(dossier):
    assert dossier.length == 1
    assert ledger.verify(dossier) == []


@pytest.mark.parametrize("birth", ["1957", "1957-04", "1957-04-30", ""])
def test_a_birth_year_alone_is_enough(birth):
    assert Person("applicant", "Hoa", birth=birth).birth == birth


@pytest.mark.parametrize("birth", ["57", "30/04/1957", "1957-4-3", "xx"])
def test_a_birth_date_that_cannot_be_read_is_told(birth):
    with pytest.raises(MissingData, match="birth date"):
        Person("applicant", "Hoa", birth=birth)
