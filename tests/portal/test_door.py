"""Where addresses lead: the language first, and never to a server error."""

from __future__ import annotations

from motcua.portal.interfaces import IPortalSettings
from plone import api
from tests.portal.samples import BIRTH
from tests.portal.samples import DRAFT
from tests.portal.samples import HOSTILE
import transaction


TWINS = {
    "/vi": "/en",
    "/vi/thu-tuc": "/en/procedures",
    f"/vi/thu-tuc/{BIRTH}": f"/en/procedures/{BIRTH}",
    "/vi/thu-tuc?q=khai+sinh&field=H%E1%BB%99+t%E1%BB%8Bch": (
        "/en/procedures?q=khai+sinh&field=H%E1%BB%99+t%E1%BB%8Bch"
    ),
    "/vi/linh-vuc": "/en/fields",
    "/vi/tra-cuu": "/en/tracking",
    "/vi/co-quan": "/en/units",
    "/vi/tro-giup": "/en/help",
    "/vi/gop-y?page=%2Fvi%2Fco-quan": "/en/feedback?page=%2Fvi%2Fco-quan",
    f"/vi/gop-y/{BIRTH}": f"/en/feedback/{BIRTH}",
    "/vi/co-quan/H99.11.01": "/en/units/H99.11.01",
    "/vi/co-quan?q=an+mau": "/en/units?q=an+mau",
    f"/vi/thu-tuc/{BIRTH}/chuan-bi": f"/en/procedures/{BIRTH}/checklist",
}
NOWHERE = (
    "/vi/khong-co",
    f"/vi/thu-tuc/{DRAFT}",
    "/vi/thu-tuc/9.999999",
    f"/vi/thu-tuc/{BIRTH}/them",
    "/vi/tra-cuu/H99.01-261123-0042",
    "/vi/a/b/c/d/e/f",
    "/vi/thu-tuc/%00",
    "/vi/thu-tuc/acl_users",
    "/vi/thu-tuc/manage_main",
)


def test_the_root_of_the_site_shows_the_vietnamese_home_itself(visitor):
    page = visitor.get("/", status=200)
    assert page.html.html["lang"] == "vi"
    assert len(page.html.select("form[role=search]")) == 1
    assert "Dịch vụ hành chính công" in page.html.h1.text


def test_root_and_language_address_of_the_home_are_the_same_page(visitor):
    assert visitor.get("/").text == visitor.get("/vi").text


def test_every_page_links_to_itself_in_the_other_language(visitor):
    english = [(each, "en", twin) for twin, each in TWINS.items()]
    vietnamese = [(each, "vi", twin) for each, twin in TWINS.items()]
    for address, lang, twin in vietnamese + english:
        page = visitor.get(address, status=200)
        assert page.html.html["lang"] == lang
        assert page.headers["Content-Language"] == lang
        assert page.html.select_one("a.tongue")["href"] == twin


def test_cookies_and_browser_settings_do_not_change_the_language(visitor):
    wishes = {"Accept-Language": "en", "Cookie": "I18N_LANGUAGE=en"}
    page = visitor.get("/vi/linh-vuc", headers=wishes)
    assert page.html.h1.text == "Lĩnh vực"
    page = visitor.get("/en/fields", headers={"Accept-Language": "vi"})
    assert page.html.h1.text == "Fields"


def test_a_word_of_the_other_language_leads_to_the_page(visitor):
    for typed, target in {
        f"/vi/procedures/{BIRTH}": f"/vi/thu-tuc/{BIRTH}",
        f"/en/thu-tuc/{BIRTH}": f"/en/procedures/{BIRTH}",
        "/en/tra-cuu": "/en/tracking",
        "/vi/procedures?q=khai": "/vi/thu-tuc?q=khai",
    }.items():
        answer = visitor.get(typed, status=301)
        assert answer.headers["Location"] == f"http://localhost{target}"


def test_no_address_leads_to_another_site(visitor):
    answer = visitor.get("/vi/procedures//evil.example/%0d%0aX-Header:%201")
    assert "evil.example" not in answer.headers.get("Location", "").split("/")[2:3]
    assert "X-Header" not in answer.headers


def test_what_is_not_there_answers_with_our_page(visitor):
    for address in NOWHERE:
        page = visitor.get(address, status=404, headers={"Accept": "text/html"})
        assert page.html.h1.text == "Không tìm thấy trang", address
        assert page.html.select_one("form[role=search] input[name=q]"), address


def test_a_draft_answers_exactly_like_a_procedure_that_never_was(visitor):
    draft = visitor.get(f"/vi/thu-tuc/{DRAFT}", status=404)
    missing = visitor.get("/vi/thu-tuc/9.999999", status=404)
    assert draft.body == missing.body
    assert draft.headers == missing.headers


def test_addresses_outside_the_door_get_the_same_page(visitor):
    for address in ("/nowhere", "/vi/@@nowhere", "/en/++x++y", "/procedures/9.9"):
        page = visitor.get(address, status=404, headers={"Accept": "text/html"})
        english = address.startswith("/en")
        assert page.html.html["lang"] == ("en" if english else "vi"), address
        assert page.html.select_one("form[role=search]"), address


def test_programs_get_a_short_answer_for_what_is_not_there(visitor):
    answer = visitor.get("/nowhere", status=404, headers={"Accept": "application/json"})
    assert answer.content_type == "application/json"


def test_head_says_what_get_would_say(visitor):
    for address in ("/", "/vi", f"/en/procedures/{BIRTH}"):
        head = visitor.head(address, status=200)
        assert head.body == b""
        assert head.headers["ETag"] == visitor.get(address).headers["ETag"]
    visitor.head("/vi/khong-co", status=404)


def test_a_browser_that_has_the_page_gets_nothing_more(visitor):
    page = visitor.get(f"/vi/thu-tuc/{BIRTH}")
    tag = {"If-None-Match": f"W/{page.headers['ETag']}"}
    again = visitor.get(f"/vi/thu-tuc/{BIRTH}", headers=tag, status=304)
    assert again.body == b""
    other = visitor.get(f"/vi/thu-tuc/{HOSTILE}", headers=tag, status=200)
    assert other.headers["ETag"] != page.headers["ETag"]


def test_reading_never_writes_to_the_database(visitor, functional):
    connection = functional["app"]._p_jar
    before = connection.db().lastTransaction()
    for address in ("/", *TWINS, *TWINS.values(), *NOWHERE):
        visitor.get(address, expect_errors=True)
    visitor.post("/vi/tra-cuu", {"code": "H99.01-261123-0042", "factor": "1234"})
    assert connection.db().lastTransaction() == before


def test_links_follow_the_place_the_site_is_shown_at(filled, functional, monkeypatch):
    from motcua.portal.addresses import Addresses

    assert Addresses("/somewhere", "vi").page("units") == "/somewhere/vi/co-quan"
    assert Addresses("", "en").page("procedures", "a/b", q="x y") == (
        "/en/procedures/a%2Fb?q=x+y"
    )


def test_the_home_names_the_procedures_that_the_office_has_chosen(visitor):
    api.portal.set_registry_record(
        "common_procedures", (DRAFT, BIRTH, "9.999999"), IPortalSettings
    )
    transaction.commit()
    links = visitor.get("/").html.select(".rows a")
    assert [link.text for link in links] == ["Đăng ký khai sinh"]


def test_the_address_for_petitions_is_the_one_that_was_set(visitor):
    for name, value in {
        "feedback_office": "Văn phòng Ủy ban nhân dân",
        "feedback_phone": "0200 999",
        "feedback_email": "kien-nghi@example.org",
    }.items():
        api.portal.set_registry_record(name, value, IPortalSettings)
    transaction.commit()
    address = visitor.get("/en").html.footer.address
    assert "Văn phòng Ủy ban nhân dân" in address.text
    assert [link["href"] for link in address.select("a")] == [
        "tel:0200999",
        "mailto:kien-nghi@example.org",
    ]
