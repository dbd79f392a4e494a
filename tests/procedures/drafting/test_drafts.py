"""How a version comes to be: written, looked over by a second person, published."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from datetime import timedelta
from io import BytesIO
from motcua.organisation import duties
from motcua.procedures import creation
from motcua.procedures import forms
from motcua.procedures import versions
from motcua.procedures.definitions import Channel
from motcua.procedures.drafting import drafts
from motcua.procedures.drafting import officials
from motcua.procedures.drafting import publishing
from motcua.procedures.drafting import writing
from motcua.procedures.drafting.drafts import DraftRefused
from motcua.procedures.drafting.drafts import StaleDraft
from motcua.procedures.finding.search import search
from motcua.procedures.procedure import Ending
import pytest
from tests.procedures.drafting.officials import a_draft
from tests.procedures.drafting.officials import a_draft_to_publish
from tests.procedures.drafting.officials import a_draft_under_control
from tests.procedures.drafting.officials import a_version
from tests.procedures.drafting.officials import build
from tests.procedures.drafting.officials import CODE
from tests.procedures.drafting.officials import COMMUNE
from tests.procedures.drafting.officials import COMMUNE_CODE
from tests.procedures.drafting.officials import DEED
from tests.procedures.drafting.officials import NOW
from tests.procedures.drafting.officials import published_by
from tests.procedures.drafting.officials import TODAY
from tests.procedures.drafting.officials import TOMORROW
from tests.procedures.drafting.officials import vars_of


@pytest.fixture
def site(portal, empty_tables):
    build(portal)
    return portal


@pytest.fixture
def content(site):
    return site["procedures"][CODE]


def publish(draft, site, person="publisher", first_day=TOMORROW, **values):
    return publishing.publish(
        draft, person, DEED, first_day, now=NOW, site=site, **values
    )


def with_form(content):
    forms.attach(content, BytesIO(b"%PDF-1.7"), "to-khai.pdf")
    return content


# Writing


def test_a_draft_begins_with_what_holds_and_changes_nothing_of_it(site, content):
    draft = writing.begin(CODE, "editor", NOW, site)
    assert draft.version == content.latest()
    assert draft.base == content.latest().digest
    assert (draft.stage, draft.unit) == ("editing", "H98.01")
    a = a_version(result="Thẻ nhựa")
    assert writing.save(draft, a, draft.revision, "editor", NOW, site)
    assert versions.current(CODE, TODAY) == a_version()
    assert draft.authors == ("editor",)


def test_there_is_one_open_draft_of_a_procedure(site):
    writing.begin(CODE, "editor", NOW, site)
    with pytest.raises(DraftRefused, match="there is a draft already"):
        writing.begin(CODE, "second", NOW, site)


def test_a_new_procedure_begins_empty(site):
    draft = writing.begin("9.000499", "editor", NOW, site)
    assert (draft.version.title, draft.base) == ("", "")


@pytest.mark.parametrize("code", ["", "a b", "../x", "x" * 41, "abc", "1/2"])
def test_a_code_that_cannot_be_an_address_is_refused(site, code):
    with pytest.raises(DraftRefused, match="no code of a procedure"):
        writing.begin(code, "editor", NOW, site)


@pytest.mark.parametrize("person", ["control", "publisher", "clerk", "nobody"])
def test_only_editors_begin(site, person):
    with pytest.raises(DraftRefused, match="no duty to edit"):
        writing.begin(CODE, person, NOW, site)


def test_a_commune_begins_what_communes_decide_and_nothing_else(site):
    assert writing.begin(COMMUNE_CODE, "commune", NOW, site).unit == COMMUNE
    with pytest.raises(DraftRefused):
        writing.begin(CODE, "commune", NOW, site)


def test_a_duty_that_has_ended_opens_nothing(site):
    draft = a_draft(site)
    duties.end("editor", "H98.01", "catalogue", TODAY - timedelta(days=1))
    with pytest.raises(DraftRefused, match="needs the duty catalogue"):
        writing.submit(draft, "editor", now=NOW, site=site)


def test_saving_the_same_text_writes_no_revision(site):
    draft = writing.begin(CODE, "editor", NOW, site)
    assert not writing.save(draft, draft.version, 1, "editor", NOW, site)
    assert (draft.revision, draft.authors) == (1, ())


def test_old_texts_are_dropped_and_the_number_goes_on(site):
    draft = writing.begin(CODE, "editor", NOW, site)
    for number in range(30):
        text = a_version(result=str(number))
        writing.save(draft, text, draft.revision, "editor", NOW, site)
    assert len(draft.texts) == drafts.KEPT_TEXTS
    assert draft.revision == 31
    assert draft.text_at(1) is None
    assert draft.text_at(31).result == "29"


def test_a_save_over_what_somebody_else_saved_writes_nothing_and_shows_it(site):
    draft = writing.begin(CODE, "editor", NOW, site)
    theirs = a_version(result="Thẻ giấy")
    writing.save(draft, theirs, 1, "second", NOW, site)
    with pytest.raises(StaleDraft) as caught:
        writing.save(draft, a_version(place="Tầng 2"), 1, "editor", NOW, site)
    stale = caught.value
    assert (stale.seen, stale.now) == (a_version(), theirs)
    assert (stale.by, stale.revision) == ("second", 2)
    assert draft.version == theirs
    # Having seen it, the first decides.
    assert writing.save(draft, a_version(place="Tầng 2"), 2, "editor", NOW, site)


def test_ones_own_other_window_is_no_surprise_where_nothing_is_undone(site):
    draft = writing.begin(CODE, "editor", NOW, site)
    first = a_version(result="1")
    writing.save(draft, first, 1, "editor", NOW, site)
    assert not writing.save(draft, first, 1, "editor", NOW, site), "pressed twice"
    both = replace(first, place="Tầng 2")
    assert writing.save(draft, both, 1, "editor", NOW, site)


@pytest.mark.parametrize("late", [{"result": "2"}, {}])
def test_a_window_left_open_does_not_undo_what_its_owner_saved_since(site, late):
    draft = writing.begin(CODE, "editor", NOW, site)
    writing.save(draft, a_version(result="1"), 1, "editor", NOW, site)
    with pytest.raises(StaleDraft) as caught:
        writing.save(draft, a_version(**late), 1, "editor", NOW, site)
    assert (caught.value.by, draft.version.result) == ("editor", "1")


def test_two_windows_on_two_cases_do_not_disturb_each_other(site):
    draft = writing.begin(CODE, "editor", NOW, site)
    (case,) = draft.version.cases
    other = replace(case, key="khac", title="Cấp lại")
    writing.save(draft, a_version(cases=(case, other)), 1, "editor", NOW, site)
    changed = replace(case, title="Cấp mới")
    writing.save(draft, a_version(cases=(changed, other)), 2, "editor", NOW, site)
    again = (changed, replace(other, title="Cấp đổi"))
    assert writing.save(draft, a_version(cases=again), 2, "editor", NOW, site)
    with pytest.raises(StaleDraft):
        writing.save(draft, a_version(cases=(case, other)), 2, "editor", NOW, site)


def test_a_revision_that_never_was_is_stale(site):
    draft = writing.begin(CODE, "editor", NOW, site)
    for seen in (-1, 7):
        with pytest.raises(StaleDraft):
            writing.save(draft, a_version(result="1"), seen, "editor", NOW, site)


# Four eyes


def test_the_road_of_a_version(site, content):
    draft = a_draft_to_publish(site)
    version = publish(draft, site)
    assert (version.decision, version.effective_from) == (DEED, TOMORROW)
    assert versions.current(CODE, TODAY) == a_version()
    assert versions.current(CODE, TOMORROW) == version
    assert drafts.find(CODE, site) is None
    assert content.closed == (draft,)
    assert draft.adopted == version.digest
    assert [(entry.act, entry.person) for entry in draft.log] == [
        ("begin", "editor"),
        ("submit", "editor"),
        ("agree", "control"),
        ("publish", "publisher"),
    ]


def test_a_new_procedure_is_there_when_it_is_published_and_not_before(site):
    draft = writing.begin("9.000499", "editor", NOW, site)
    text = a_version("9.000499")
    writing.save(draft, text, 1, "editor", NOW, site)
    writing.submit(draft, "editor", now=NOW, site=site)
    writing.agree(draft, "control", now=NOW, site=site)
    assert "9.000499" not in site["procedures"]
    publish(draft, site, first_day=TODAY)
    assert versions.current("9.000499", TODAY).title == text.title
    assert site["procedures"]["9.000499"].closed == (draft,)


def test_whoever_wrote_it_does_not_agree_to_it_or_publish_it(site):
    draft = a_draft(site, person="both")
    writing.submit(draft, "editor", now=NOW, site=site)
    with pytest.raises(DraftRefused, match="author"):
        writing.agree(draft, "both", now=NOW, site=site)
    writing.agree(draft, "control", now=NOW, site=site)
    with pytest.raises(DraftRefused, match="author"):
        publish(draft, site, "both")
    publish(draft, site)


def test_who_did_not_write_it_may_hold_several_duties(site):
    draft = a_draft_under_control(site)
    writing.agree(draft, "both", now=NOW, site=site)
    assert publish(draft, site, "both")


@pytest.mark.parametrize("person", ["editor", "publisher", "clerk", "commune"])
def test_only_procedure_control_of_the_agency_agrees(site, person):
    draft = a_draft_under_control(site)
    with pytest.raises(DraftRefused):
        writing.agree(draft, person, now=NOW, site=site)
    assert draft.stage == "control"


@pytest.mark.parametrize("person", ["editor", "control", "clerk", "commune"])
def test_only_the_publisher_publishes(site, person):
    draft = a_draft_to_publish(site)
    with pytest.raises(DraftRefused):
        publish(draft, site, person)
    assert drafts.find(CODE, site) is draft


def test_nothing_is_published_that_procedure_control_has_not_seen(site):
    for draft in (a_draft(site), a_draft_under_control(site, code=COMMUNE_CODE)):
        with pytest.raises(DraftRefused, match="not passed"):
            publish(draft, site)


def test_a_draft_under_review_is_not_written(site):
    draft = a_draft_under_control(site)
    for person in ("editor", "control"):
        with pytest.raises(DraftRefused, match="under review"):
            text = a_version(result="x")
            writing.save(draft, text, draft.revision, person, NOW, site)


def test_sent_back_with_a_reason_it_is_written_again(site):
    draft = a_draft_to_publish(site)
    with pytest.raises(DraftRefused, match="say why"):
        writing.send_back(draft, "publisher", " ", NOW, site)
    writing.send_back(draft, "publisher", "Thiếu lệ phí", NOW, site)
    assert draft.stage == "editing"
    assert draft.log[-1].note == "Thiếu lệ phí"
    # What was agreed to is not agreed to any more.
    with pytest.raises(DraftRefused, match="not passed"):
        publish(draft, site)


def test_an_author_takes_the_own_draft_back(site):
    draft = a_draft_under_control(site)
    with pytest.raises(DraftRefused):
        writing.send_back(draft, "second", "Xin sửa", NOW, site)
    writing.send_back(draft, "editor", "Xin sửa thêm", NOW, site)
    assert draft.stage == "editing"


def test_a_draft_in_which_nothing_was_changed_is_not_submitted(site):
    draft = writing.begin(CODE, "editor", NOW, site)
    with pytest.raises(DraftRefused, match="nothing was changed"):
        writing.submit(draft, "editor", now=NOW, site=site)


@pytest.mark.parametrize(
    "changes",
    [
        {"title": " "},
        {"cases": ()},
        {"agencies": ()},
        {"online": "partial"},
        {"bundle": ("9.777777",)},
        {"units": ("H77",)},
    ],
)
def test_serious_problems_keep_a_draft_from_control(site, changes):
    draft = a_draft(site, **changes)
    with pytest.raises(DraftRefused, match="serious problems"):
        writing.submit(draft, "editor", now=NOW, site=site)


def test_a_draft_given_up_stays_on_record(site, content):
    draft = a_draft_under_control(site)
    with pytest.raises(DraftRefused, match="only editors"):
        writing.discard(draft, "control", "x", NOW, site)
    writing.discard(draft, "editor", "Luật đổi", NOW, site)
    assert drafts.find(CODE, site) is None
    assert content.closed[-1].log[-1].note == "Luật đổi"
    assert drafts.closed(CODE, site) == (draft,)
    assert writing.begin(CODE, "second", NOW, site)


def test_a_new_procedure_given_up_leaves_its_draft_in_the_book(site):
    draft = writing.begin("9.000499", "editor", NOW, site)
    writing.discard(draft, "editor", "Nhầm mã", NOW, site)
    assert drafts.closed("9.000499", site) == (draft,)
    assert "9.000499" not in site["procedures"]


# Small communes


@pytest.fixture
def small(site):
    draft = a_draft(site, COMMUNE_CODE, "commune")
    writing.submit(draft, "commune", now=NOW, site=site)
    return draft


def test_a_commune_with_one_official_records_a_waiver(site, small):
    with pytest.raises(DraftRefused, match="author"):
        writing.agree(small, "commune", now=NOW, site=site)
    writing.waive(small, "commune", "control", "Chỉ có một người", DEED, NOW, site)
    writing.agree(small, "commune", now=NOW, site=site)
    assert small.log[-1].waived
    # One waiver is for one stage.
    with pytest.raises(DraftRefused, match="author"):
        publish(small, site, "commune")
    writing.waive(small, "commune", "publication", "Như trên", DEED, NOW, site)
    publish(small, site, "commune")
    assert site["procedures"][COMMUNE_CODE].closed[-1].waivers == small.waivers


def test_one_official_never_changes_alone_what_holds_in_other_communes(site):
    code = "9.000403"
    creation.create(site["procedures"], a_version(code, level="commune"), "published")
    draft = a_draft(site, code, "commune")
    writing.submit(draft, "commune", now=NOW, site=site)
    with pytest.raises(DraftRefused, match="borrow somebody from the province"):
        writing.waive(draft, "commune", "control", "Một người", DEED, NOW, site)
    writing.borrow(draft, "commune", "control", "control", "x", DEED, NOW, site)
    writing.agree(draft, "control", now=NOW, site=site)


def test_nothing_is_waived_while_a_colleague_holds_the_duty(site, small):
    duties.assign("clerk", COMMUNE, "control", TODAY - timedelta(days=9), deed=DEED)
    with pytest.raises(DraftRefused, match="somebody else"):
        writing.waive(small, "commune", "control", "Một người", DEED, NOW, site)
    writing.agree(small, "clerk", now=NOW, site=site)
    writing.waive(small, "commune", "publication", "Một người", DEED, NOW, site)
    publish(small, site, "commune")


@pytest.mark.parametrize("level", ["province", "ministry", "district"])
def test_a_commune_hands_in_what_communes_decide_and_nothing_else(site, level):
    for code in (COMMUNE_CODE, "9.000498"):
        draft = writing.begin(code, "commune", NOW, site)
        text = a_version(code, level=level, title="Cấp phép mỏ")
        writing.save(draft, text, draft.revision, "commune", NOW, site)
        with pytest.raises(DraftRefused, match="of this level"):
            writing.submit(draft, "commune", now=NOW, site=site)
        text = a_version(code, level="commune", title="Cấp phép mỏ")
        writing.save(draft, text, draft.revision, "commune", NOW, site)
        writing.submit(draft, "commune", now=NOW, site=site)


def test_a_waiver_replaces_no_duty(site, small):
    duties.end("commune", COMMUNE, "control", TODAY - timedelta(days=1))
    writing.waive(small, "commune", "control", "Chỉ có một người", DEED, NOW, site)
    with pytest.raises(DraftRefused, match="needs the duty control"):
        writing.agree(small, "commune", now=NOW, site=site)


@pytest.mark.parametrize(("reason", "deed"), [("", DEED), ("Một người", " ")])
def test_a_waiver_needs_reason_and_document(site, small, reason, deed):
    with pytest.raises(DraftRefused, match="reason and the document"):
        writing.waive(small, "commune", "control", reason, deed, NOW, site)


def test_the_province_has_people_enough(site):
    draft = a_draft_under_control(site)
    with pytest.raises(DraftRefused, match="only communes"):
        writing.waive(draft, "editor", "control", "Nghỉ phép", DEED, NOW, site)


def test_a_commune_borrows_a_person_of_the_province(site, small):
    with pytest.raises(DraftRefused, match="needs the duty control"):
        writing.agree(small, "control", now=NOW, site=site)
    assert officials.lenders(small, "control", TODAY, site) == ["both", "control"]
    writing.borrow(
        small, "commune", "control", "control", "Không đủ người", DEED, NOW, site
    )
    writing.agree(small, "control", now=NOW, site=site)
    assert small.log[-1].borrowed
    assert not small.log[-1].waived


@pytest.mark.parametrize("lent", ["editor", "commune", "clerk", "nobody"])
def test_only_holders_in_a_higher_agency_are_lent(site, small, lent):
    with pytest.raises(DraftRefused, match="higher agency"):
        writing.borrow(small, "commune", "control", lent, "x", DEED, NOW, site)


# Publication and what follows by itself


def test_a_first_day_in_the_past_needs_a_reason(site):
    draft = a_draft_to_publish(site)
    past = TODAY - timedelta(days=3)
    with pytest.raises(DraftRefused, match="in the past"):
        publish(draft, site, first_day=past)
    version = publish(draft, site, first_day=past, reason="Bộ công bố muộn")
    assert versions.current(CODE, past) == version
    assert draft.log[-1].note == "Bộ công bố muộn"


@pytest.mark.parametrize(
    ("changes", "values"),
    [
        ({}, {"deed": " "}),
        ({}, {"signed": TOMORROW}),
        ({"effective_to": TODAY}, {}),
    ],
)
def test_senseless_publications_are_refused(site, changes, values):
    draft = a_draft_to_publish(site, **changes)
    values = {"deed": DEED, "first_day": TOMORROW, "now": NOW, **values}
    with pytest.raises(DraftRefused):
        publishing.publish(draft, "publisher", site=site, **values)
    assert draft.stage == "publication"


def test_a_version_waits_visibly_until_its_forms_are_approved(site, content):
    with_form(content)
    version = publish(a_draft_to_publish(site), site, first_day=TODAY)
    assert versions.current(CODE, TODAY) == a_version()
    assert [each for each, _need in content.waiting(TODAY)] == [version]
    assert publishing.waiting(site) == [content]
    with pytest.raises(DraftRefused, match="needs the duty control"):
        publishing.approve(CODE, version.digest, "forms", "editor", DEED, NOW, site)
    assert publishing.approve(CODE, version.digest, "forms", "control", DEED, NOW, site)
    assert versions.current(CODE, TODAY) == version
    assert publishing.waiting(site) == []
    assert content.acts[-1].deed == DEED
    with pytest.raises(DraftRefused, match="not waiting"):
        publishing.approve(CODE, version.digest, "forms", "control", DEED, NOW, site)


def test_approved_late_it_holds_from_the_day_of_the_approval(site, content):
    with_form(content)
    version = publish(a_draft_to_publish(site), site, first_day=TODAY)
    later = NOW + timedelta(days=9)
    publishing.approve(CODE, version.digest, "forms", "control", DEED, later, site)
    assert versions.current(CODE, later.date() - timedelta(days=1)) == a_version()
    assert versions.current(CODE, later.date()) == version


def test_a_repeal_ends_a_procedure_and_names_what_comes_instead(site, content):
    ending = Ending(date(2026, 12, 31), DEED, (COMMUNE_CODE,))
    with pytest.raises(DraftRefused, match="needs the duty publication"):
        publishing.repeal(CODE, "editor", ending, NOW, site)
    publishing.repeal(CODE, "publisher", ending, NOW, site)
    assert versions.current(CODE, date(2026, 12, 31))
    with pytest.raises(KeyError):
        versions.current(CODE, date(2027, 1, 1))
    assert content.version(content.timeline[-1][1]) == a_version()
    publishing.take_back(CODE, "publisher", "Luật hoãn", DEED, NOW, site)
    assert versions.current(CODE, date(2027, 1, 1))
    assert [act.act for act in content.acts] == ["repeal", "take_back"]


@pytest.mark.parametrize(
    "ending",
    [
        Ending(TOMORROW, " "),
        Ending(TOMORROW, DEED, ("9.777777",)),
        Ending(TOMORROW, DEED, (CODE,)),
        Ending(TODAY - timedelta(days=1), DEED),
    ],
)
def test_senseless_repeals_are_refused(site, content, ending):
    with pytest.raises(DraftRefused):
        publishing.repeal(CODE, "publisher", ending, NOW, site)
    assert content.ending is None


def test_a_repealed_procedure_gets_no_version_after_its_last_day(site):
    draft = a_draft_to_publish(site)
    publishing.repeal(CODE, "publisher", Ending(TODAY, DEED), NOW, site)
    with pytest.raises(DraftRefused, match="take the repeal back"):
        publish(draft, site)


def test_a_commune_decides_on_what_it_has_published_alone(site, small):
    ending = Ending(TOMORROW, DEED)
    site["procedures"][COMMUNE_CODE].closed = ()
    with pytest.raises(DraftRefused):
        publishing.repeal(COMMUNE_CODE, "commune", ending, NOW, site)
    site["procedures"][COMMUNE_CODE].closed = (
        published_by(COMMUNE, site["procedures"][COMMUNE_CODE].latest()),
    )
    for stage in ("control", "publication"):
        writing.waive(small, "commune", stage, "Một người", DEED, NOW, site)
    writing.agree(small, "commune", now=NOW, site=site)
    publish(small, site, "commune")
    publishing.repeal(COMMUNE_CODE, "commune", ending, NOW, site)
    with pytest.raises(DraftRefused):
        publishing.repeal(CODE, "commune", ending, NOW, site)


def test_what_is_affected_is_counted(site, content):
    titles = [str(title) for title, count in publishing.affected(content)]
    assert "Open dossiers, which keep their version" in titles
    assert [count for title, count in publishing.affected(content) if count] == []


def found(day):
    return {(one.code, one.title) for one in search("the doc sach", on=day).results}


def test_search_follows_the_days_by_itself(functional_portal, empty_tables):
    import transaction

    site = functional_portal
    build(site)
    draft = a_draft(site, title="Cấp thẻ đọc sách điện tử")
    writing.submit(draft, "editor", now=NOW, site=site)
    writing.agree(draft, "control", now=NOW, site=site)
    publish(draft, site)
    ending = Ending(date(2026, 12, 31), DEED)
    publishing.repeal(CODE, "publisher", ending, NOW, site)
    transaction.commit()
    assert (CODE, "Cấp thẻ đọc sách") in found(TODAY)
    assert (CODE, "Cấp thẻ đọc sách điện tử") in found(TOMORROW)
    assert (CODE, "Cấp thẻ đọc sách") not in found(TOMORROW)
    assert CODE in {code for code, _title in found(date(2026, 12, 31))}
    assert CODE not in {code for code, _title in found(date(2027, 1, 1))}


def test_a_version_that_waits_is_not_found(functional_portal, empty_tables):
    import transaction

    site = functional_portal
    build(site)
    with_form(site["procedures"][CODE])
    draft = a_draft(site, title="Cấp thẻ đọc sách điện tử")
    writing.submit(draft, "editor", now=NOW, site=site)
    writing.agree(draft, "control", now=NOW, site=site)
    version = publish(draft, site, first_day=TODAY)
    transaction.commit()
    assert (CODE, "Cấp thẻ đọc sách điện tử") not in found(TOMORROW)
    publishing.approve(CODE, version.digest, "forms", "control", DEED, NOW, site)
    transaction.commit()
    assert (CODE, "Cấp thẻ đọc sách điện tử") in found(TODAY)


def test_two_editors_at_the_same_moment_do_not_overwrite_each_other(
    functional_portal, empty_tables
):
    from motcua.procedures.drafting.drafts import Draft
    import transaction
    from ZODB.POSException import ConflictError

    site = functional_portal
    build(site)
    draft = writing.begin(CODE, "editor", NOW, site)
    transaction.commit()
    database = site._p_jar.db()
    managers = [transaction.TransactionManager() for _each in range(2)]
    connections = [database.open(manager) for manager in managers]
    try:
        first, second = (one.get(draft._p_oid) for one in connections)
        assert isinstance(first, Draft)
        for one, place, person in (
            (first, "Tầng 1", "editor"),
            (second, "Tầng 2", "second"),
        ):
            writing.save(one, a_version(place=place), 1, person, NOW, site)
        managers[0].commit()
        with pytest.raises(ConflictError):
            managers[1].commit()
        managers[1].abort()
        # The publisher tries again, and now the second sees the first.
        with pytest.raises(StaleDraft) as caught:
            writing.save(second, a_version(place="Tầng 2"), 1, "second", NOW, site)
        assert caught.value.now.place == "Tầng 1"
    finally:
        for manager, connection in zip(managers, connections, strict=True):
            manager.abort()
            connection.close()


def test_fields_of_a_version_survive(site):
    draft = a_draft(site)
    assert vars_of(draft.version)["result"] == "Thẻ nhựa"
    assert isinstance(draft.version.cases[0].channels[0], Channel)
