"""The middle stretch: taken over, an opinion, the proposal, many approved, a result."""

from __future__ import annotations

from tests.e2e import scans
from tests.e2e.counter_road import scan
from tests.e2e.people import follow
from tests.e2e.people import take
from tests.e2e.test_desk_pages import press_access_key


JUSTICE = "H99.02"
QUESTION = "Thửa đất có tranh chấp quyền khai thác không?"
OPINION = "Không có tranh chấp."
PROPOSAL = "Đủ điều kiện, đề nghị cấp phép 05 năm."
DONE = "✓ Đã xong"


class Inner:
    """The department of land and whom it asks; ``road`` is that of the dossier."""

    def __init__(self, road):
        self.road = road
        self.people = road.people
        self.look = road.look

    def acknowledge(self, path):
        """The handler finds the open list, scans what arrived and signs."""
        page = self.people.officer("chuyenvien")
        page.goto("/desk/ban-giao?mo=1")
        follow(page.locator(f"a[href='{path}']").first)
        page.locator("#scan").focus()
        scan(page, self.road.code)
        page.wait_for_function(
            "() => document.querySelector('[data-count]').textContent === '1'"
        )
        assert page.locator("[name=missing]:checked").count() == 0
        self.look(page, "road-list-arrives")
        with page.expect_navigation():
            press_access_key(page, "g")
        assert "Lê Văn Bình" in page.locator("dl.facts").inner_text()
        self.look(page, "road-list-taken")

    def ask_and_answer(self):
        """Another department is asked, sees it among its work, and answers."""
        page = self.road.open("chuyenvien")
        take(page, "ask_opinion", to=JUSTICE, question=QUESTION)
        self.look(page, "road-opinion-asked")
        jurist = self.people.officer("tuphap")
        jurist.goto("/desk?viec=opinion")
        follow(jurist.locator(f"a.code:text-is('{self.road.code}')"))
        assert QUESTION in jurist.locator("[aria-labelledby=way]").inner_text()
        take(jurist, "give_opinion", outcome="agree", opinion=OPINION)
        self.look(jurist, "road-opinion-given")

    def propose(self):
        page = self.road.open("chuyenvien")
        assert OPINION in page.locator("[aria-labelledby=way]").inner_text()
        take(page, "propose", proposal=PROPOSAL)
        self.look(page, "road-proposed")

    def approve_several(self):
        """The leader ticks this one and two more; each row tells what became of it."""
        page = self.people.officer("lanhdao")
        page.goto("/desk?state=proposed")
        while not page.locator(f"[name=hs][value='{self.road.code}']").count():
            follow(page.locator("a[rel=next]"))
        boxes = page.locator("[name=hs]")
        every = boxes.evaluate_all("all => all.map(each => each.value)")
        chosen = [self.road.code, *[c for c in every if c != self.road.code][:2]]
        assert len(chosen) == 3
        for code in chosen:
            page.locator(f"[name=hs][value='{code}']").press("Space")
        page.select_option("#lam", "approve")
        self.look(page, "road-leader-list")
        with page.expect_navigation():
            page.locator("button[value=danh-dau]").press("Enter")
        assert sorted(page.locator("td .code").all_inner_texts()) == sorted(chosen)
        self.look(page, "road-leader-chosen")
        with page.expect_navigation():
            page.locator("#decide button.main").press("Enter")
        told = self.results(page, len(chosen))
        assert told == dict.fromkeys(chosen, DONE)
        self.look(page, "road-leader-results")

    def results(self, page, number):
        """Wait until every row has its result; return them by code."""
        rows = page.locator("table.list tbody tr")
        assert rows.count() == number
        for _look in range(60):
            said = [row.locator("td").all_inner_texts() for row in rows.all()]
            told = {code.strip(): " ".join(word.split()) for code, word, *_ in said}
            if not any(word.startswith("…") for word in told.values()):
                return told
            page.wait_for_timeout(500)
            follow(page.get_by_role("link", name="xem lại"))
        raise AssertionError(told)

    def register_result(self, folder):
        page = self.road.open("chuyenvien")
        result = scans.blank_pdf(folder / "giay-phep.pdf")
        take(page, "attach_result", file=str(result))
        take(page, "finish")
        assert page.get_by_role("link", name="giay-phep.pdf").first.is_visible()
        self.look(page, "road-finished")
