"""Lists on the desk, the editor of templates, and the public check, in a browser."""

from __future__ import annotations

from datetime import datetime
from datetime import UTC
from motcua.dossiers.actions import act
from motcua.dossiers.folder import find
from motcua.dossiers.handovers import lists
from motcua.dossiers.slips import checks
from motcua.dossiers.slips.issued import slips_of
from plone import api
import pytest
import re
from tests.desk.conftest import house  # noqa: F401
from tests.desk.conftest import PASSWORD
from tests.desk.conftest import receive
from tests.dossiers.conftest import LAND
from tests.dossiers.conftest import UNIT
from tests.e2e.test_desk_pages import check
from tests.e2e.test_desk_pages import served  # noqa: F401
from tests.e2e.test_desk_pages import sitting
from tests.e2e.test_desk_pages import WIDTHS
import transaction


pytestmark = pytest.mark.browser
PAGES = {"vi": "/vi/kiem-tra-phieu", "en": "/en/check-slip"}
VERDICTS = {
    "vi": {
        "valid": "Phiếu còn hiệu lực",
        "replaced": "Phiếu đã được thay thế",
        "void": "Phiếu không còn giá trị",
    },
    "en": {"valid": "is valid", "replaced": "was replaced", "void": "is void"},
}


@pytest.fixture
def slips(house):  # noqa: F811
    """Names of slips by what became of them."""
    code = receive(house)
    dossier = find(house, code)
    changes = {"persons": [{"role": "applicant", "name": "Nguyễn Văn Đúc"}]}
    data = {"reason": "Ghi sai tên", "changes": changes}
    act(dossier, "correct", "reception", data=data)
    now = datetime.now(UTC)
    listed = lists.issue(
        house, "dossiers-handover", UNIT, [code], "reception", now, to=LAND
    )
    lists.make_void(house, listed, "Ghi nhầm", "reception", now)
    transaction.commit()
    old, _control, new = slips_of(dossier)
    return {"valid": new.id, "replaced": old.id, "void": listed.code}


def ask(page, served, language, name, letters):  # noqa: F811
    page.goto(served + PAGES[language])
    page.fill("#slip", name)
    page.fill("#letters", letters)
    page.click("form.form button")
    return page.inner_text("main")


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("language", PAGES)
def test_anybody_learns_whether_a_slip_holds_and_nothing_of_persons(
    chromium,
    served,  # noqa: F811
    slips,
    language,
    width,
):
    page = chromium.new_page(
        viewport=dict(zip(("width", "height"), WIDTHS[width], strict=True))
    )
    page.goto(served + PAGES[language])
    check(page, f"slip-check-{language}-{width}")
    for status, name in slips.items():
        text = ask(page, served, language, name, checks.letters(name))
        assert VERDICTS[language][status] in text
        assert page.url == served + PAGES[language]
        for secret in ("Nguyễn", "0912", "030957001234", "Đăng ký biến động", "Hoa"):
            assert secret not in text
        check(page, f"slip-{status}-{language}-{width}")
    page.close()


@pytest.mark.parametrize("language", PAGES)
def test_forged_numbers_and_wrong_letters_get_one_answer_and_then_a_pause(
    chromium,
    served,  # noqa: F811
    slips,
    language,
):
    page = chromium.new_page(viewport={"width": 320, "height": 800})
    unknown = f"{UNIT}-261102-0999/1-01"
    wrong = {
        "forged letters": (slips["valid"], "00000-00000"),
        "letters of another": (slips["valid"], checks.letters(slips["replaced"])),
        "unknown slip": (unknown, checks.letters(unknown)),
        "no slip at all": ("x", "y"),
    }
    told = set()
    for name, letters in wrong.values():
        told.add(ask(page, served, language, name, letters))
    assert len(told) == 1
    assert page.locator("#problem").get_attribute("role") == "alert"
    check(page, f"slip-unknown-{language}")
    for _try in range(checks.PER_CLIENT - len(wrong)):
        ask(page, served, language, "x", "y")
    good = (slips["valid"], checks.letters(slips["valid"]))
    text = ask(page, served, language, *good)
    assert VERDICTS[language]["valid"] not in text
    assert re.search(r"\d+ (phút|minutes)", page.locator("[role=alert]").inner_text())
    check(page, f"slip-wait-{language}")
    page.close()


def test_the_address_in_the_qr_code_fills_the_form_in(chromium, served, slips):  # noqa: F811
    name = slips["valid"]
    page = chromium.new_page()
    page.goto(f"{served}{PAGES['vi']}#{name}~{checks.letters(name)}")
    assert page.input_value("#slip") == name
    assert page.input_value("#letters") == checks.letters(name)
    page.close()


def send(page, button):
    """Press what leads to another page, and wait until that one is there."""
    with page.expect_navigation():
        page.click(button)


@pytest.mark.parametrize("width", WIDTHS)
def test_lists_are_made_and_acknowledged(chromium, served, house, width):  # noqa: F811
    codes = [receive(house) for _ in range(3)]
    with sitting(chromium, served, "reception", WIDTHS[width]) as page:
        page.goto(f"{served}/desk/ban-giao")
        check(page, f"lists-none-{width}")
        send(page, "a.button.main")
        check(page, f"list-new-{width}")
        page.fill("#codes", f"{codes[0]}\nsai-ma")
        send(page, "button[value=preview]")
        check(page, f"list-wrong-{width}")
        page.fill("#codes", "\n".join(codes[:2]))
        page.check(f"input[name=tick][value='{codes[2]}']")
        page.select_option("#to", LAND)
        send(page, "button[value=preview]")
        check(page, f"list-preview-{width}")
        send(page, "button[value=issue]")
        check(page, f"list-issued-{width}")
        address = page.url
    with sitting(chromium, served, "handler", WIDTHS[width]) as page:
        page.goto(address)
        page.check(f"input[name=missing][value='{codes[1]}']")
        send(page, "button.main")
        check(page, f"list-differs-{width}")
        page.fill("textarea[name=reason]", "Còn ở quầy 2")
        send(page, f"form:has(#reason-{codes[1].replace('.', chr(92) + '.')}) button")
        check(page, f"list-settled-{width}")
        page.goto(f"{served}/desk/ban-giao")
        check(page, f"lists-{width}")


@pytest.mark.parametrize("width", WIDTHS)
def test_a_template_is_edited_and_what_is_wrong_told_with_its_line(
    chromium,
    served,  # noqa: F811
    house,  # noqa: F811
    width,
):
    api.user.create(email="keeper@example.org", username="keeper", password=PASSWORD)
    api.user.grant_roles("keeper", roles=["Manager"])
    transaction.commit()
    with sitting(chromium, served, "keeper", WIDTHS[width]) as page:
        page.goto(f"{served}/quan-tri/mau-phieu")
        check(page, f"templates-{width}")
        page.goto(f"{served}/quan-tri/mau-phieu/2025-01")
        check(page, f"template-{width}")
        for group in page.locator("details summary").all():
            group.click()
        check(page, f"template-fields-{width}")
        page.fill("#source", "{% extends 'layout' %}\n\n{{ people.nobody }}{% if %}")
        page.locator("form button:not([name=preview])").last.click()
        problem = page.locator("#problem").inner_text()
        assert "Dòng 3 của “Giấy tiếp nhận hồ sơ và hẹn trả kết quả”" in problem
        check(page, f"template-wrong-{width}")
        with page.expect_popup() as opened:
            page.click("button[value=plain]")
        assert "Dòng 3 của" in opened.value.locator("#problem").inner_text()
