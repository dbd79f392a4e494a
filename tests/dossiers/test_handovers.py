"""Lists of dossiers go from hand to hand, and what did not arrive stays open."""

from __future__ import annotations

from datetime import timedelta
from motcua.dossiers import ledger
from motcua.dossiers.actions import act
from motcua.dossiers.errors import IllegalStep
from motcua.dossiers.errors import MissingData
from motcua.dossiers.errors import NotAllowed
from motcua.dossiers.handovers import lists
from motcua.dossiers.handovers import prints
from motcua.dossiers.handovers import store
from motcua.dossiers.handovers.view import view
from motcua.dossiers.intake import receive
from motcua.dossiers.slips import checks
from motcua.storage import numbers
from plone import api
import pypdfium2
import pytest
from tests.dossiers.conftest import an_intake
from tests.dossiers.conftest import build_procedure
from tests.dossiers.conftest import build_province
from tests.dossiers.conftest import empty_sql
from tests.dossiers.conftest import JUSTICE
from tests.dossiers.conftest import LAND
from tests.dossiers.conftest import MONDAY
from tests.dossiers.conftest import UNIT
from tests.dossiers.test_slips import text_of
import transaction
from ZODB.POSException import ConflictError
import zxingcpp


LATER = MONDAY + timedelta(hours=1)


@pytest.fixture
def dossiers(province, version):
    found = [
        receive(province, an_intake(version, answer_by="post"), "reception", MONDAY)
        for _ in range(3)
    ]
    for one in found:
        act(one, "forward", "reception", data={"to": LAND}, now=MONDAY)
    return found


def codes(dossiers):
    return [one.code for one in dossiers]


def issued(province, dossiers, kind="dossiers-handover", **given):
    values = {"to": LAND, **given}
    return lists.issue(
        province, kind, UNIT, codes(dossiers), "reception", MONDAY, **values
    )


def test_a_list_is_numbered_by_unit_and_year(province, dossiers):
    one = issued(province, dossiers[:1])
    two = issued(province, dossiers[1:])
    assert (one.code, two.code) == (f"{UNIT}-2026/1-BG", f"{UNIT}-2026/2-BG")
    assert view(two).numbered == "0002/BGHS"
    assert [code for code, _n in view(two).rows] == codes(dossiers[1:])
    assert ledger.verify(one) == []


def test_the_list_moves_no_dossier(province, dossiers):
    heads = [one.head for one in dossiers]
    issued(province, dossiers, to=JUSTICE)
    assert [one.head for one in dossiers] == heads
    assert {one.holder for one in dossiers} == {LAND}


def test_numbers_in_use_after_a_restore_are_passed_over(province, dossiers):
    issued(province, dossiers[:1])
    with numbers.numbers_engine().begin() as connection:
        connection.execute(numbers.counters.delete())
    assert issued(province, dossiers[1:]).code == f"{UNIT}-2026/2-BG"


@pytest.mark.parametrize(
    "changes", [{"to": ""}, {"to": UNIT}, {"to": "H98"}, {"way": "pigeon"}]
)
def test_a_list_that_goes_nowhere_is_refused(province, dossiers, changes):
    with pytest.raises(MissingData):
        issued(province, dossiers, **changes)
    assert store.shelf(province) is None


def test_only_who_holds_a_duty_in_the_unit_gives(province, dossiers):
    with pytest.raises(NotAllowed):
        lists.issue(
            province,
            "dossiers-handover",
            UNIT,
            codes(dossiers),
            "handler",
            MONDAY,
            to=JUSTICE,
        )


def test_unknown_codes_and_those_of_others_look_the_same(province, dossiers, version):
    foreign = receive(province, an_intake(version), "reception", MONDAY).code
    unknown = f"{UNIT}-261102-0999"
    found = lists.lines(
        province, "dossiers-handover", [foreign, unknown, "x"], "handler", MONDAY
    )
    assert [line.dossier for line in found] == [None, None, None]
    assert len({str(line.problem) for line in found}) == 1


def test_a_dossier_is_on_one_list_that_waits(province, dossiers):
    one = issued(province, dossiers)
    with pytest.raises(MissingData):
        issued(province, dossiers[:1])
    [line] = lists.lines(
        province, "dossiers-handover", codes(dossiers[:1]), "reception", MONDAY
    )
    assert api.portal.translate(line.problem, lang="vi").count(one.code) == 1
    lists.make_void(province, one, "Ghi nhầm đơn vị", "reception", LATER)
    assert view(one).status == "void"
    assert issued(province, dossiers[:1])


def test_what_did_not_arrive_stays_open_until_it_is_explained(province, dossiers):
    one = issued(province, dossiers)
    gone = dossiers[1].code
    with pytest.raises(NotAllowed):
        lists.acknowledge(province, one, [], "reception", LATER)
    lists.acknowledge(province, one, [gone], "handler", LATER)
    assert view(one).status == "differs"
    assert one.code in store.shelf(province).open
    with pytest.raises(IllegalStep):
        lists.acknowledge(province, one, [], "handler", LATER)
    with pytest.raises(IllegalStep):
        lists.explain(province, one, dossiers[0].code, "?", "handler", LATER)
    with pytest.raises(MissingData):
        lists.explain(province, one, gone, "", "reception", LATER)
    lists.explain(province, one, gone, "Còn ở quầy 2", "reception", LATER)
    assert view(one).status == "settled"
    assert view(one).differences == {gone: "Còn ở quầy 2"}
    assert one.code not in store.shelf(province).open
    assert ledger.verify(one) == []
    text = text_of(prints.pdf(province, one, lambda code: True))
    assert "Không nhận được. Còn ở quầy 2." in text


def test_a_missing_dossier_has_to_be_on_the_list(province, dossiers):
    one = issued(province, dossiers[:1])
    with pytest.raises(MissingData):
        lists.acknowledge(province, one, [dossiers[1].code], "handler", LATER)


def test_an_acknowledged_list_cannot_be_made_void(province, dossiers):
    one = issued(province, dossiers)
    lists.acknowledge(province, one, [], "handler", LATER)
    with pytest.raises(IllegalStep):
        lists.make_void(province, one, "x", "reception", LATER)


def finished(dossiers):
    for one in dossiers:
        act(one, "propose", "handler", data={"proposal": "Cấp"}, now=MONDAY)
        act(one, "approve", "leader", now=MONDAY)
        act(one, "finish", "handler", now=MONDAY)


def test_the_post_takes_results_whose_owners_chose_it(province, dossiers, version):
    with pytest.raises(MissingData):
        issued(province, dossiers, "post-list")
    finished(dossiers)
    counter = receive(province, an_intake(version), "reception", MONDAY)
    act(counter, "forward", "reception", data={"to": LAND}, now=MONDAY)
    finished([counter])
    with pytest.raises(MissingData):
        issued(province, [counter], "post-list")
    one = issued(province, dossiers, "post-list")
    assert (view(one).to, view(one).way) == ("", "post")
    text = text_of(prints.pdf(province, one, lambda code: True))
    for words in ("Bưu điện", "0912 345 678", "3 bưu gửi", "0001/DSBC"):
        assert words in text
    with pytest.raises(MissingData):
        lists.acknowledge(province, one, [], "reception", LATER)
    lists.acknowledge(province, one, [], "reception", LATER, "Lê Văn Bưu")
    assert view(one).taken_by == "Lê Văn Bưu"


def test_results_are_handed_over_when_there_are_some(province, dossiers):
    with pytest.raises(MissingData):
        issued(province, dossiers, "results-handover", to=JUSTICE)
    finished(dossiers)
    one = issued(province, dossiers, "results-handover", to=JUSTICE)
    assert view(one).numbered == "0001/BGKQ"


def test_the_printed_list_names_dossiers_and_can_be_read_by_machines(
    province, dossiers
):
    one = issued(province, dossiers)
    made = prints.pdf(province, one, lambda code: code != dossiers[2].code)
    text = text_of(made)
    for each in dossiers:
        assert each.code in text
    assert text.count("Hoa") == 2  # the owner of what may not be seen stays out
    page = pypdfium2.PdfDocument(made)[0].render(scale=200 / 72).to_pil().convert("L")
    marks = {mark.text for mark in zxingcpp.read_barcodes(page)}
    check = checks.letters(one.code)
    assert one.code in marks
    assert any(mark.endswith(f"#{one.code}~{check}") for mark in marks)


def test_a_reprint_says_so_and_keeps_the_names_of_its_day(province, dossiers):
    one = issued(province, dossiers)
    before = text_of(prints.pdf(province, one, lambda code: True))
    api.user.get("reception").setMemberProperties({"fullname": "Tên Mới"})
    act(
        dossiers[0],
        "correct",
        "reception",
        data={
            "reason": "Sai tên",
            "changes": {"persons": [{"role": "applicant", "name": "Khác"}]},
        },
    )
    lists.reprint(one, "handler", LATER)
    again = text_of(prints.pdf(province, one, lambda code: True))
    assert again.replace(" In lại lần 1.", "") == before
    with pytest.raises(NotAllowed):
        lists.reprint(one, "jurist", LATER)


def test_strangers_learn_whether_a_list_holds_and_no_more(province, dossiers):
    one = issued(province, dossiers)
    letters = checks.letters(one.code)
    found = checks.check(province, one.code, letters, "192.0.2.9", MONDAY)
    assert found == checks.Checked(
        "valid", "Giấy bàn giao hồ sơ", "0001/BGHS", MONDAY.date(), ""
    )
    assert checks.check(province, one.code, "00000-00000", "192.0.2.9", MONDAY) is None
    lists.make_void(province, one, "Nhầm", "reception", LATER)
    found = checks.check(province, one.code, letters, "192.0.2.9", MONDAY)
    assert found.status == "void"


@pytest.mark.parametrize(("paper", "pages"), [("label", 3), ("label-sheet", 1)])
def test_labels_are_printed_for_many(province, dossiers, paper, pages):
    document = pypdfium2.PdfDocument(prints.labels(province, dossiers, paper, MONDAY))
    assert len(document) == pages
    found = set()
    for page in document:
        image = page.render(scale=200 / 72).to_pil().convert("L")
        found |= {mark.text for mark in zxingcpp.read_barcodes(image)}
    assert found == set(codes(dossiers))


def test_two_lists_at_the_same_moment_do_not_both_take_a_dossier(functional_portal):
    empty_sql()
    build_province(functional_portal)
    intake = an_intake(build_procedure(functional_portal))
    other, code = (
        receive(functional_portal, intake, "reception", MONDAY).code for _each in "12"
    )
    lists.issue(
        functional_portal,
        "dossiers-handover",
        UNIT,
        [other],
        "reception",
        MONDAY,
        to=LAND,
    )
    transaction.commit()
    database, name = functional_portal._p_jar.db(), functional_portal.getId()
    managers = [transaction.TransactionManager() for _each in range(2)]
    connections = [database.open(manager) for manager in managers]
    try:
        for connection in connections:
            site = connection.root()["Application"][name]
            lists.issue(
                site, "dossiers-handover", UNIT, [code], "reception", MONDAY, to=LAND
            )
        managers[0].commit()
        with pytest.raises(ConflictError):
            managers[1].commit()
    finally:
        for manager, connection in zip(managers, connections, strict=True):
            manager.abort()
            connection.close()


def test_a_scan_looks_at_no_list(province, dossiers, monkeypatch):
    from motcua.dossiers.handovers import view as views

    code = dossiers[0].code
    made = lists.issue(
        province, "dossiers-handover", UNIT, [code], "reception", MONDAY, to=LAND
    )

    def folded(_one):
        raise AssertionError("a list was folded for one scan")

    monkeypatch.setattr(views, "view", folded)
    assert store.on_list(province, "dossiers-handover", code) == made.code
    assert store.on_list(province, "results-handover", code) == ""
    assert store.on_list(province, "dossiers-handover", dossiers[1].code) == ""


def test_a_shelf_of_an_older_house_begins_to_know_its_open_lists(province, dossiers):
    first, second = (one.code for one in dossiers[:2])
    kind = "dossiers-handover"
    made = lists.issue(province, kind, UNIT, [first], "reception", MONDAY, to=LAND)
    del store.made(province)._taken
    assert store.on_list(province, kind, first) == made.code
    lists.issue(province, kind, UNIT, [second], "reception", MONDAY, to=LAND)
    assert store.on_list(province, kind, first) == made.code
    lists.acknowledge(province, made, [], "handler", MONDAY)
    assert store.on_list(province, kind, first) == ""
    assert store.on_list(province, kind, second) != ""
