"""Administrators see units, duties, calendars and jobs, and change them by form."""

from __future__ import annotations

from datetime import date
from datetime import datetime
from datetime import UTC
import json
from motcua.organisation import calendars
from motcua.organisation import delegations
from motcua.organisation import duties
from motcua.procedures.finding import misses
from motcua.procedures.finding import synonyms
from motcua.procedures.finding.search import Results
from motcua.setup.testing.web import Client
from motcua.storage import jobs
from motcua.storage.engines import register_engine
from motcua.storage.keeping import rounds
from plone import api
from plone.app.testing import SITE_OWNER_NAME
import pytest
import re
from tests.dossiers.conftest import build_province
from tests.dossiers.conftest import empty_sql
from tests.dossiers.conftest import JUSTICE
from tests.dossiers.conftest import LAND
import transaction
from urllib.parse import urlencode


PASSWORD = "Mot-cua-1!"
KEEPER = ("keeper", PASSWORD)
OFFICER = ("reception", PASSWORD)
PAGES = (
    "",
    "/nhiem-vu",
    "/nhiem-vu/handler",
    "/uy-quyen",
    "/kiem-nhiem",
    "/lich",
    "/lich/H99.02",
    "/quet",
    "/tim-kiem",
    "/cong-viec",
    "/tep",
)
FORM = "application/x-www-form-urlencoded"
DEED = "QĐ 12/QĐ-UBND ngày 01/11/2026"


@pytest.fixture
def site(functional_portal):
    empty_sql()
    build_province(functional_portal)
    api.user.create(email="k@example.org", username="keeper", password=PASSWORD)
    api.user.grant_roles(username="keeper", roles=["Site Administrator"])
    transaction.commit()
    return functional_portal


@pytest.fixture
def client(site):
    return Client(site.aq_parent)


@pytest.fixture
def get(client, site):
    root = "/".join(site.getPhysicalPath())

    def read(path, login=KEEPER):
        return client.request("GET", f"{root}/quan-tri{path}", login)

    return read


@pytest.fixture
def post(client, site, get):
    root = "/".join(site.getPhysicalPath())

    def send(path, login=KEEPER, token=True, **form):
        if token:
            found = re.search(
                r'name="_authenticator"\s+type="hidden"\s+value="([^"]+)"',
                get("/cong-viec").text,
            )
            form["_authenticator"] = found.group(1)
        path = f"{root}/quan-tri{path}"
        answer = client.request("POST", path, login, urlencode(form), Content_Type=FORM)
        transaction.begin()
        return answer

    return send


def test_persons_are_listed_page_by_page(get, monkeypatch):
    from motcua.admin import duties as screen

    def logins(page):
        rows = get(f"/nhiem-vu?page={page}").html.select("table.list tbody tr")
        return [row.select("td")[1].text for row in rows]

    every = logins(1)
    assert len(every) > 3
    monkeypatch.setattr(screen, "PAGE", len(every) - 1)
    assert logins(1) + logins(2) == every
    assert "Trang sau" in get("/nhiem-vu").text
    assert "Trang sau" not in get("/nhiem-vu?page=2").text
    assert get("/nhiem-vu?q=kh%C3%B4ng-ai").html.select("table.list") == []


def test_lost_files_are_told_with_what_to_do(get, monkeypatch):
    found = rounds.Round("2026-11-26T22:00:00+07:00", damaged=["a" * 64])
    monkeypatch.setattr(rounds, "going", lambda: found)
    page = get("/tep").html
    [heading] = page.select("section h3")
    assert " ".join(heading.text.split()) == "Hỏng (1)"
    assert "a" * 64 in page.text


def test_every_screen_is_for_administrators_alone(get):
    for path in PAGES:
        assert get(path).status_int == 200, path
        for login in (OFFICER, None):
            answer = get(path, login)
            assert answer.status_int in (302, 401), path
            assert "handler" not in answer.text


def test_every_form_needs_the_token_of_our_page(post, site):
    before = duties.rows("handler")
    form = {"do": "end", "department": LAND, "duty": "processing"}
    form |= {"until": "2026-11-30", "deed": DEED}
    answer = post("/nhiem-vu/handler", token=False, **form)
    assert answer.status_int in (403, 404)
    assert duties.rows("handler") == before


def test_an_officer_cannot_post_either(post):
    before = duties.rows("reception")
    form = {"do": "assign", "department": LAND, "duty": "approval"}
    form |= {"since": "2026-11-30", "deed": DEED}
    assert post("/nhiem-vu/reception", OFFICER, **form).status_int in (302, 401)
    assert duties.rows("reception") == before


def test_unknown_screens_answer_404(get):
    for path in ("/x", "/nhiem-vu/nobody", "/lich/H99.77", "/lich/H99.77/tai-ve"):
        assert get(path).status_int == 404, path


def test_the_tree_shows_every_unit_and_who_serves_there(get):
    text = get("").text
    for words in ("Tỉnh Cửa Lớn", "Phòng Đất đai", "Trung tâm Phục vụ"):
        assert words in text
    assert text.index("Tỉnh Cửa Lớn") < text.index("Phòng Đất đai")


def test_a_duty_is_assigned_and_ended_by_decision(post, get):
    path = "/nhiem-vu/handler"
    form = {"department": JUSTICE, "duty": "processing"}
    assigned = {**form, "position": "Chuyên viên"}
    answer = post(path, do="assign", since="2026-11-02", deed=DEED, **assigned)
    assert answer.status_int == 303, answer.text
    [row] = [r for r in duties.rows("handler") if r.department == JUSTICE]
    assert (row.since, row.until, row.deed) == (date(2026, 11, 2), None, DEED)
    assert (row.assigned_by, row.position) == ("keeper", "Chuyên viên")
    assert DEED in get(path).text and "Chuyên viên" in get(path).text
    answer = post(path, do="end", until="2027-01-31", deed="QĐ 13", **form)
    assert answer.status_int == 303
    [row] = [r for r in duties.rows("handler") if r.department == JUSTICE]
    assert (row.until, row.end_deed) == (date(2027, 1, 31), "QĐ 13")


def test_what_is_wrong_is_said_and_what_was_typed_stays(post):
    good = {"do": "assign", "department": LAND, "duty": "approval"}
    good |= {"since": "2026-11-02", "deed": DEED}
    before = duties.rows("handler")
    for changes in (
        {"since": "2.11.2026"},
        {"since": ""},
        {"until": "2026-11-01"},
        {"deed": "  "},
        {"department": "H99.77"},
        {"duty": "king"},
        {"do": "promote"},
        {"duty": "processing"},
    ):
        answer = post("/nhiem-vu/handler", **{**good, **changes})
        assert answer.status_int == 400, changes
        assert 'role="alert"' in answer.text
    assert duties.rows("handler") == before


def test_a_calendar_is_kept_for_a_unit_and_downloaded(post, get):
    own = {"name": "Sáng thứ Bảy", "weekdays": [1, 2, 3, 4, 5, 6]}
    form = {"text": json.dumps(own), "since": "2026-11-02", "deed": DEED}
    assert post(f"/lich/{LAND}", **form).status_int == 303
    kept = calendars.calendar_for(LAND, date(2026, 11, 3))
    assert kept.weekdays == (1, 2, 3, 4, 5, 6)
    assert calendars.calendar_for(JUSTICE, date(2026, 11, 3)).weekdays[-1] == 5
    shown = get(f"/lich/{LAND}").body.decode()
    assert "thứ Hai, thứ Ba" in shown
    assert "2026-01-01" not in shown.split("<textarea")[0]
    answer = get(f"/lich/{LAND}/tai-ve")
    assert answer.headers["Content-Type"] == "application/json; charset=utf-8"
    assert "attachment" in answer.headers["Content-Disposition"]
    assert answer.json["name"] == "Sáng thứ Bảy"


def test_a_malformed_calendar_is_refused_with_the_entry_at_fault(post):
    for text in ("{", "[]", '{"name": "x", "weekdays": [8]}'):
        form = {"text": text, "since": "2026-11-02", "deed": DEED}
        answer = post(f"/lich/{LAND}", **form)
        assert answer.status_int == 400, text
        assert 'role="alert"' in answer.text
    assert calendars.rows(LAND) == []


def test_a_failed_job_is_tried_again(post, get):
    jobs.enqueue_now("ocr", "a" * 64, {})
    with jobs.jobs_engine().begin() as sql:
        sql.execute(
            jobs.table.update().values(state=jobs.FAILED, message="<b>hỏng</b>")
        )
    page = get("/cong-viec?state=failed").text
    assert "&lt;b&gt;hỏng" in page
    answer = post("/cong-viec", do="retry", kind="ocr", key="a" * 64)
    assert answer.status_int == 303
    assert jobs.status("ocr", "a" * 64).state == jobs.QUEUED
    answer = post("/cong-viec", do="retry", kind="ocr", key="b")
    assert answer.status_int == 400


def test_the_register_is_compared_on_demand(post, get):
    assert post("/cong-viec", do="verify").status_int == 303
    [job] = jobs.listed(kind="register-verify")
    assert job.state == jobs.QUEUED
    assert job.queued_at.date() == datetime.now(UTC).date()


def test_the_manager_of_the_site_comes_in_too(client, site):
    with api.env.adopt_user(SITE_OWNER_NAME):
        assert api.user.has_permission("motcua: Manage Organisation", obj=site)


@pytest.fixture
def found(monkeypatch):
    """Let every meaning but one be found by the search."""
    monkeypatch.setattr(
        "motcua.admin.words.search",
        lambda words, site: Results(words, 1, 0.0, (), certain=words != "chim dơi"),
    )


def test_a_phrase_is_explained_and_who_did_it_is_shown(get, post, site, found):
    form = {"do": "say", "say": "nhà yến", "means": "nuôi chim yến\n\nchim"}
    assert post("/tim-kiem", **form).status_int == 303
    (change,) = synonyms.own(site).changes
    assert (change.by, change.means) == ("keeper", ("nuôi chim yến", "chim"))
    page = get("/tim-kiem").text
    assert "nhà yến" in page
    assert "keeper" in page


def test_a_phrase_is_taken_back(get, post, site, found):
    post("/tim-kiem", do="say", say="nhà yến", means="nuôi chim yến")
    assert post("/tim-kiem", do="back", say="nhà yến").status_int == 303
    assert synonyms.own(site).changes[-1].means == ()
    assert "đã bỏ" in get("/tim-kiem").text


@pytest.mark.parametrize(
    "form",
    [
        {"do": "say", "say": "", "means": "nuôi chim yến"},
        {"do": "say", "say": "nhà yến", "means": ""},
        {"do": "say", "say": "nhà dơi", "means": "chim dơi"},
        {"do": "back", "say": ""},
        {"do": "dance"},
        {},
    ],
)
def test_what_cannot_be_explained_stays_in_the_form_with_the_reason(
    post, site, found, form
):
    answer = post("/tim-kiem", **form)
    assert answer.status_int == 400
    assert 'role="alert"' in answer.text
    assert synonyms.own(site) is None
    assert form.get("say", "") in answer.text


def test_questions_without_answer_lead_to_the_form(get, site):
    for day in (1, 2):
        with register_engine().begin() as connection:
            misses.count(connection, "nuoi ky da", date(2026, 11, day))
    page = get("/tim-kiem").text
    assert "nuoi ky da" in page
    assert "?say=nuoi+ky+da" in page


def test_shipped_synonyms_are_found_by_their_words(get):
    assert "khai sinh" not in get("/tim-kiem").text
    assert "Có sẵn trong phần mềm" in get("/tim-kiem?q=khai+sinh").text


def test_an_officer_acts_for_another_by_deed_and_no_longer(post, get):
    path = "/uy-quyen"
    form = {
        "giver": "handler",
        "receiver": "jurist",
        "department": LAND,
        "duty": "processing",
        "since": "2026-11-02",
        "until": "2099-11-30",
        "form": "absence",
        "deed": DEED,
    }
    assert post(path, do="give", **{**form, "deed": ""}).status_int == 400
    refused = post(path, do="give", **{**form, "giver": "stranger"})
    assert refused.status_int == 400
    assert 'value="stranger"' in refused.text
    # Told in the language of the reader alone.
    early = post(path, do="give", **{**form, "until": "2026-11-01"})
    assert "Ngày kết thúc 01/11/2026 trước ngày bắt đầu 02/11/2026" in early.text
    assert "It would end" not in early.text
    assert delegations.rows() == []
    assert post(path, do="give", **form).status_int == 303
    [row] = delegations.rows()
    assert (row.receiver, row.deed, row.given_by) == ("jurist", DEED, "keeper")
    assert DEED in get(path).text
    named = {"giver": "handler", "receiver": "jurist", "group": row.group}
    answer = post(path, do="end", until="2026-11-01", deed="QĐ 13", **named)
    assert answer.status_int == 303
    [row] = delegations.rows()
    assert (row.until, row.end_deed) == (date(2026, 11, 1), "QĐ 13")
    assert (
        post(path, do="end", until="2026-11-01", deed="QĐ 14", **named).status_int
        == 400
    )


def test_officers_do_not_delegate_by_themselves(post):
    form = {"giver": "handler", "receiver": "reception", "do": "give"}
    assert post("/uy-quyen", login=OFFICER, **form).status_int in (302, 401, 403, 404)
    assert delegations.rows() == []
