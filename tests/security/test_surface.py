"""Every address tried by nobody, by other departments and by the keeper."""

from __future__ import annotations

import pytest
from tests.desk.conftest import browser
from tests.security.conftest import PERSONAL


NOBODY = None
#: Who has no part in the dossier: nobody, other departments, other duties.
OTHERS = [NOBODY, "handler", "jurist", "stranger"]
HANGING = (
    "/desk/ho-so/{}",
    "/desk/ho-so/{}/giay-tiep-nhan",
    "/desk/ho-so/{}/to-bia",
    "/desk/ho-so/{}/tep/" + "0" * 64,
    "/desk/ho-so/{}/quyen",
    "/desk/ho-so/{}/quyen?nguoi=reception",
    "/desk/tim?ma={}",
    "/luu-tru/so-hoa/{}",
    "/luu-tru/so-hoa/{}/tien-do",
    "/luu-tru/so-hoa/{}/tep/" + "0" * 64,
    "/luu-tru/so-hoa/{}/van-ban/" + "0" * 64,
    "/luu-tru/so-hoa?ma={}",
    "/luu-tru/chua-luu/{}/" + "0" * 64,
    "/luu-tru/ho-so/{}",
    "/++api++/@dossiers/{}",
    "/++api++/@dossiers/{}/history",
    "/dossiers/{}",
    "/dossiers/{}/@@title",
    "/dossiers/{}/@@plone_context_state/object_title",
    "/++api++/dossiers/{}/@history",
    "/++api++/dossiers/{}/@sharing",
    "/++api++/dossiers/{}/@workflow",
    "/++api++/++api++/dossiers/{}",
    "/organisation/dossiers/{}",
    "/organisation/desk/ho-so/{}",
    "/resolveuid/{}",
    "/bao-cao/{}",
    "/quan-tri/{}",
)
#: Where staff and their work must not be listed for the public.
PUBLIC = (
    "/",
    "/vi",
    "/en",
    "/organisation",
    "/procedures",
    "/sitemap",
    "/search?SearchableText=chuy%C3%AAn",
    "/author/handler",
    "/@@getVocabulary?name=plone.app.vocabularies.Users",
    "/++api++/organisation?fullobjects=1",
    "/++api++/@search?metadata_fields=_all&b_size=100",
    "/++api++/@users",
    "/++api++/@users/handler",
    "/++api++/@groups",
    "/++api++/@principals?search=handler",
    "/++api++/@vocabularies",
    "/++api++/@vocabularies/plone.app.vocabularies.Users",
    "/++api++/@vocabularies/plone.app.vocabularies.Principals",
    "/++api++/@vocabularies/plone.app.vocabularies.Groups",
    "/++api++/organisation/@vocabularies/plone.app.vocabularies.Principals",
    "/++api++/@transactions",
    "/++api++/@querystring-search",
    "/++api++/organisation/@sharing",
    "/++api++/organisation/@history",
)
#: Also closed to officers: lists of persons, and what others did when.
MANAGERS_ONLY = (
    "/++api++/@transactions",
    "/++api++/@users",
    "/++api++/@groups",
    "/++api++/@principals?search=a",
    "/++api++/@vocabularies/plone.app.vocabularies.Principals",
    "/++api++/organisation/@vocabularies/plone.app.vocabularies.Principals",
    "/++api++/@querystring-search",
    "/++api++/@controlpanels",
    "/++api++/@registry",
    "/manage_main",
    "/acl_users/manage_main",
    "/portal_catalog/manage_catalogView",
    "/error_log/manage_main",
    "/@@usergroup-userprefs",
    "/@@user-information?userid=handler",
    "/folder_contents",
    "/@@sharing",
    "/organisation/@@sharing",
    "/quan-tri",
)


@pytest.fixture
def sit(officer):
    return lambda name: browser() if name is NOBODY else officer(name)


def seen(answer, code):
    """Return what an answer tells, but for the code asked for and the clock."""
    head = {k: v for k, v in answer.headers.items() if k != "Date"}
    return answer.status_int, f"{head} {told(answer)}".replace(code, "<code>")


def told(answer):
    """Return the text of an answer; a workbook, which is none, by its names alone."""
    return answer.text if answer.charset else ""


@pytest.mark.parametrize("name", OTHERS)
def test_a_dossier_of_others_and_no_dossier_are_one_answer(sit, received, name):
    missing = f"{received[:-4]}9999"
    app = sit(name)
    for path in HANGING:
        there = app.get(path.format(received), status="*")
        nowhere = app.get(path.format(missing), status="*")
        assert seen(there, received) == seen(nowhere, missing), path
        assert there.status_int in (302, 303, 401, 404), path
        assert not any(word in there.text for word in PERSONAL), path


def test_the_public_learns_nothing_about_persons(house, received):
    app = browser()
    for path in PUBLIC:
        text = app.get(path, status="*").text
        for word in ("handler", "jurist", "Trần Thị Lụa", received, *PERSONAL):
            if word == "handler" and word in path:
                text = text.replace(path, "")
            assert word not in text, (path, word)


@pytest.mark.parametrize("name", ["reception", "handler", "stranger"])
def test_duties_open_no_list_of_persons_and_deeds(officer, house, received, name):
    app = officer(name)
    for path in MANAGERS_ONLY:
        answer = app.get(path, headers={"Accept": "text/html"}, status="*")
        assert answer.status_int in (302, 400, 401, 403, 404), path
        others = {"reception", "handler", "jurist"} - {name}
        assert not any(f'"{other}"' in answer.text for other in others), path


@pytest.mark.parametrize(
    "asked",
    ["_all", "notifyModified", "get_local_roles", "workflow_history", "getOwner"],
)
def test_search_shows_no_more_than_its_columns(house, received, asked):
    transaction = house._p_jar.db().lastTransaction()
    app = browser()
    headers = {"Accept": "application/json"}
    query = {"metadata_fields": asked, "b_size": "100"}
    text = app.get("/@search", query, headers=headers, status="*").text
    for word in (received, "reception", "Owner'", *PERSONAL):
        assert word not in text
    assert house._p_jar.db().lastTransaction() == transaction
