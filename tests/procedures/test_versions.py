"""A procedure keeps every version; what holds depends on the day and the state."""

from __future__ import annotations

import dataclasses
from datetime import date
from decimal import Decimal
from motcua.base.durations import Term
from motcua.procedures import creation
from motcua.procedures import versions
from motcua.procedures.definitions import Act
from motcua.procedures.definitions import Case
from motcua.procedures.definitions import Channel
from motcua.procedures.definitions import Fee
from motcua.procedures.definitions import Paper
from motcua.procedures.definitions import Version
from motcua.procedures.procedure import Ending
from plone import api
from plone.app.testing import login
from plone.app.testing import logout
from plone.app.testing import SITE_OWNER_NAME
import pytest


def a_version(**changes):
    """Return a full version, so that every field takes part in the round trip."""
    values = {
        "code": "9.000001",
        "title": "Cấp phép đặt bàn ghế trên vỉa hè",
        "field": "Đô thị",
        "level": "commune",
        "decision": "12/QĐ-UBND",
        "decision_date": date(2026, 1, 5),
        "effective_from": date(2026, 2, 1),
        "agencies": ("Ủy ban nhân dân cấp xã",),
        "cases": (
            Case(
                "1",
                "Lần đầu",
                (
                    Channel(
                        "counter",
                        Term("working_days", Decimal("2.5")),
                        "2,5 ngày làm việc",
                        (Fee(0, "miễn phí"), Fee(None, "theo nghị quyết")),
                    ),
                    Channel("post", None, "tùy bưu cục"),
                ),
                (Paper("p01", "Đơn", 1, 0, form="Mẫu số 1"), Paper("p02", "Ảnh")),
            ),
        ),
        "audience": ("citizen", "enterprise"),
        "legal_basis": (Act("Luật Đường bộ", "35/2024/QH15"),),
        "result": "Giấy phép",
    }
    return Version(**values | changes)


def test_a_version_survives_the_way_through_json():
    version = a_version()
    assert Version.from_json(version.to_json()) == version


def test_an_empty_version_survives_too():
    version = Version("9.000002", "Không có gì")
    assert Version.from_json(version.to_json()) == version


def test_a_fee_of_nothing_is_not_a_fee_unknown():
    read = Version.from_json(a_version().to_json())
    fees = read.case("1").channel("counter").fees
    assert [fee.amount for fee in fees] == [0, None]


def test_the_digest_changes_with_one_letter_and_only_then():
    version = a_version()
    assert version.digest == a_version().digest
    assert version.digest != a_version(result="Giấy phép.").digest


def test_a_version_cannot_be_changed():
    with pytest.raises(dataclasses.FrozenInstanceError):
        a_version().title = "Khác"  # type: ignore[misc]


def test_an_unknown_case_is_refused_with_the_ones_there_are():
    with pytest.raises(KeyError, match="has the cases 1"):
        a_version().case("7")


def test_the_first_and_the_last_day_are_in_force():
    version = a_version(effective_to=date(2026, 3, 1))
    days = [date(2026, 1, 31), date(2026, 2, 1), date(2026, 3, 1), date(2026, 3, 2)]
    assert [version.in_force(day) for day in days] == [False, True, True, False]


@pytest.fixture
def procedure(portal):
    login(portal.aq_parent, SITE_OWNER_NAME)
    content = api.content.create(
        portal.procedures, "Procedure", "9.000001", "Nháp", safe_id=False
    )
    content.adopt(a_version())
    return content


def publish(content):
    creation.enter(content, "published")


ON = date(2026, 5, 5)


def test_a_draft_is_not_current(procedure):
    with pytest.raises(KeyError):
        versions.current("9.000001", ON)


def test_a_published_procedure_is_current(procedure):
    publish(procedure)
    assert versions.current("9.000001", ON) == a_version()


def test_before_its_first_day_it_is_as_if_it_were_not_there(procedure):
    publish(procedure)
    with pytest.raises(KeyError):
        versions.current("9.000001", date(2026, 1, 31))


def test_an_unknown_code_gives_the_same_error(portal):
    with pytest.raises(KeyError, match=r"9\.999999"):
        versions.current("9.999999")


def test_a_new_version_takes_over_on_its_day_and_the_old_one_stays(procedure):
    publish(procedure)
    newer = a_version(effective_from=date(2026, 6, 1), result="Giấy phép điện tử")
    assert procedure.adopt(newer)
    assert versions.current("9.000001", date(2026, 5, 31)) == a_version()
    assert versions.current("9.000001", date(2026, 6, 1)) == newer
    assert versions.get("9.000001", a_version().digest) == a_version()


def test_a_repeal_ends_it_without_bringing_the_old_text_back(procedure):
    publish(procedure)
    last = a_version(effective_from=None, effective_to=date(2026, 6, 30))
    procedure.adopt(last)
    assert versions.current("9.000001", date(2026, 6, 30)) == last
    with pytest.raises(KeyError):
        versions.current("9.000001", date(2026, 7, 1))


def test_adopting_the_same_again_changes_nothing(procedure):
    before = procedure.timeline
    assert not procedure.adopt(a_version())
    assert procedure.timeline == before


def test_a_version_of_another_procedure_is_refused(procedure):
    with pytest.raises(ValueError, match="cannot adopt a version"):
        procedure.adopt(a_version(code="9.000009"))


def test_a_version_never_adopted_is_not_kept(procedure):
    with pytest.raises(KeyError, match="keeps no version"):
        versions.get("9.000001", "0" * 64)


def test_the_withdrawn_one_still_answers_a_dossier(procedure):
    publish(procedure)
    creation.enter(procedure, "withdrawn")
    with pytest.raises(KeyError):
        versions.current("9.000001", ON)
    assert versions.get("9.000001", a_version().digest).title == a_version().title


def test_the_public_sees_the_published_and_nothing_else(portal, procedure):
    seen = []
    for state in (None, "published", "withdrawn"):
        if state:
            creation.enter(procedure, state)
        logout()
        seen.append(api.user.has_permission("View", obj=procedure))
        login(portal.aq_parent, SITE_OWNER_NAME)
    assert seen == [False, True, False]


def test_a_version_waits_until_what_depends_on_it_is_approved(procedure):
    publish(procedure)
    newer = a_version(effective_from=date(2026, 6, 1), result="Giấy phép mới")
    procedure.adopt(newer, needs=("forms", "slips"))
    july = date(2026, 7, 1)
    assert versions.current("9.000001", july) == a_version()
    standing = versions.standing("9.000001", july)
    assert (standing.kind, standing.waiting) == ("in_force", (newer,))
    procedure.approve(newer.digest, "forms", date(2026, 7, 2), "kiemsoat", "5/QĐ")
    assert versions.current("9.000001", date(2026, 7, 3)) == a_version()
    procedure.approve(newer.digest, "slips", date(2026, 7, 4), "kiemsoat", "6/QĐ")
    assert versions.current("9.000001", date(2026, 7, 3)) == a_version()
    assert versions.current("9.000001", date(2026, 7, 4)) == newer


def test_approved_early_it_still_waits_for_its_day(procedure):
    publish(procedure)
    newer = a_version(effective_from=date(2026, 6, 1), result="Giấy phép mới")
    procedure.adopt(newer, needs=("forms",))
    procedure.approve(newer.digest, "forms", date(2026, 5, 2), "kiemsoat", "5/QĐ")
    assert versions.current("9.000001", date(2026, 5, 31)) == a_version()
    assert versions.current("9.000001", date(2026, 6, 1)) == newer


def test_nothing_is_approved_twice_or_unasked(procedure):
    newer = a_version(result="Giấy phép mới")
    procedure.adopt(newer, needs=("forms",))
    with pytest.raises(ValueError, match="is not waiting for approval"):
        procedure.approve(newer.digest, "slips", ON, "kiemsoat", "5/QĐ")
    procedure.approve(newer.digest, "forms", ON, "kiemsoat", "5/QĐ")
    with pytest.raises(ValueError, match="is not waiting for approval"):
        procedure.approve(newer.digest, "forms", ON, "kiemsoat", "5/QĐ")


def test_a_repealed_procedure_names_what_replaces_it(procedure):
    publish(procedure)
    ending = Ending(date(2026, 6, 30), "9/QĐ-UBND", ("9.000002",))
    procedure.repeal(ending)
    assert versions.current("9.000001", date(2026, 6, 30)) == a_version()
    standing = versions.standing("9.000001", date(2026, 7, 1))
    assert standing.kind == "ended"
    assert standing.span is not None
    assert standing.span.version == a_version()
    assert standing.span.ends == date(2026, 6, 30)
    assert (standing.deed, standing.replaced_by) == ("9/QĐ-UBND", ("9.000002",))
    procedure.repeal(None)
    assert versions.current("9.000001", date(2026, 7, 1)) == a_version()


def test_what_was_never_published_stands_nowhere(procedure):
    with pytest.raises(KeyError):
        versions.standing("9.000001", ON)
    with pytest.raises(KeyError):
        versions.history("9.000001")


def test_before_its_first_day_a_published_procedure_is_planned(procedure):
    publish(procedure)
    standing = versions.standing("9.000001", date(2026, 1, 31))
    assert standing.kind == "planned"
    assert standing.span is not None
    assert standing.span.begins == date(2026, 2, 1)


def test_the_withdrawn_one_is_still_known_to_have_been(procedure):
    publish(procedure)
    creation.enter(procedure, "withdrawn")
    standing = versions.standing("9.000001", ON)
    assert standing.kind == "withdrawn"
    assert standing.span is not None


def test_history_tells_every_version_with_its_days(procedure):
    publish(procedure)
    newer = a_version(effective_from=date(2026, 6, 1), result="Giấy phép mới")
    procedure.adopt(newer)
    found = [(s.begins, s.ends, s.version) for s in versions.history("9.000001")]
    assert found == [
        (date(2026, 2, 1), date(2026, 5, 31), a_version()),
        (date(2026, 6, 1), None, newer),
    ]


def test_a_version_without_a_first_day_holds_from_the_day_it_was_adopted(procedure):
    publish(procedure)
    newer = a_version(effective_from=None, result="Giấy phép mới")
    procedure.adopt(newer, since=date(2026, 6, 1))
    assert versions.current("9.000001", date(2026, 5, 31)) == a_version()
    assert versions.current("9.000001", date(2026, 6, 1)) == newer
