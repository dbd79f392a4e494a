"""What it costs to receive dossiers at the counter: keys, decisions, seconds.

    intake_keys.py [--house DIR] [--port 8124]

A demo house is started (DIR: data of one that stands still, which is copied) and a
real browser types 20 intakes in a row, half of them of people who come again and are
found by identity number, five of them incomplete and answered with one slip; then ten
services on the spot. The script of the page is in force and keys are real events, but
letters with marks come as an input method sends them; their keys are counted as Telex
needs them. What is a decision stands in docs/desk.md. Server time is what the browser
saw of each page and each slip: from its first request to its last byte. A figure is

    keys x 0.28 s + decisions x 1.35 s + server time

Talking, looking through papers and the printer are not in it. Fails when a goal is
missed.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from contextlib import contextmanager
from dataclasses import dataclass
import json
from motcua.setup.testing import live
from pathlib import Path
from playwright.sync_api import Page
from playwright.sync_api import sync_playwright
import re
import shutil
import statistics
import sys
import tempfile
from typing import Any
from typing import TYPE_CHECKING
import unicodedata


if TYPE_CHECKING:
    from collections.abc import Iterator

#: A browser without a window has no printer and dies of printing a PDF in a frame.
NO_PRINTER = "window.print = () => {}"
KEY, DECISION = 0.28, 1.35
PROCEDURE, COPY = "9.900201", "2.000815"
RECEIVED = re.compile(r"/desk/ho-so/H[0-9.]+-\d+-\d+(/da-nhan)?$")
BROWSER = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
#: Most keys (None: no goal) and most seconds of one of each kind.
GOALS = {
    "new, typed": (None, None),
    "new, card scanned": (None, None),
    "returning": (70, 60.0),
    "incomplete": (None, None),
    "on the spot": (None, 15.0),
}
#: name, birth, identity number, telephone, address; nobody of them lives.
PEOPLE = [
    (
        f"{family} {middle} {given}",
        f"{number + 1:02}/0{number % 9 + 1}/19{60 + number}",
        f"0010{60 + number}9{number:05}",
        f"0912 000 1{number:02}",
        f"Số {number + 3}, thôn Bến Xanh",
    )
    for number, (family, middle, given) in enumerate(
        zip(
            ["Nguyễn", "Trần", "Lê", "Phạm", "Đặng", "Vũ", "Bùi", "Đỗ", "Hồ", "Lý"],
            ["Thị", "Văn", "Thị", "Đức", "Ngọc", "Văn", "Thị", "Hữu", "Minh", "Thị"],
            ["Hoa", "Lúa", "Sen", "Cường", "Ánh", "Dũng", "Mận", "Phước", "Tâm", "Nụ"],
            strict=True,
        )
    )
]
#: Types as a scanner does: all keys within one turn of the browser, then Enter.
SCANNER = """
text => {
  for (const key of [...text, "Enter"]) {
    const field = document.activeElement;
    const event = { key, bubbles: true, cancelable: true };
    const goes = field.dispatchEvent(new KeyboardEvent("keydown", event));
    if (goes && key.length === 1 && "value" in field) {
      field.setRangeText(key, field.selectionStart, field.selectionEnd, "end");
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }
    field.dispatchEvent(new KeyboardEvent("keyup", event));
  }
}
"""
#: Milliseconds of the page and of the slip in its frame.
SERVER = """
() => {
  const page = performance.getEntriesByType("navigation")[0];
  const slips = performance.getEntriesByType("resource")
    .filter(each => each.initiatorType === "iframe");
  return page.responseEnd - (page.redirectStart || page.fetchStart) +
    slips.reduce((sum, each) => sum + each.responseEnd - each.fetchStart, 0);
}
"""
FOCUS = "() => document.activeElement.name || document.activeElement.id"


@dataclass
class Cost:
    """What one dossier took."""

    keys: int = 0
    decisions: int = 0
    server: float = 0.0

    @property
    def seconds(self) -> float:
        """Return the figure."""
        return self.keys * KEY + self.decisions * DECISION + self.server


class Hand:
    """An officer at the keyboard, whose keys and decisions are counted."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.raw = page.context.new_cdp_session(page)
        self.cost = Cost()

    def decide(self) -> None:
        """Turn to something else."""
        self.cost.decisions += 1

    def press(self, key: str) -> None:
        """Press one key."""
        self.cost.keys += 1
        self.page.keyboard.press(key)

    def write(self, text: str) -> None:
        """Decide what a field says, and type it."""
        self.decide()
        self.cost.keys += telex(text)
        self.page.keyboard.type(text, delay=35)

    def scan(self, text: str) -> None:
        """Hold a card under the scanner; the page comes again."""
        self.decide()
        with self.arrival():
            self.page.evaluate(SCANNER, text)

    def chord(self, key: str) -> None:
        """Decide for a button and press its access key; a page comes."""
        self.decide()
        self.cost.keys += 2
        code = {"code": f"Key{key.upper()}", "windowsVirtualKeyCode": ord(key.upper())}
        event = {"modifiers": 1, "key": key, "unmodifiedText": key, **code}
        with self.arrival():
            for kind in ("rawKeyDown", "char", "keyUp"):
                text = {"text": key} if kind == "char" else {}
                self.raw.send("Input.dispatchKeyEvent", {"type": kind, **event, **text})

    def enter(self) -> None:
        """Decide for the button in focus and press it; a page comes."""
        self.decide()
        with self.arrival():
            self.press("Enter")

    def tab_to(self, name: str) -> None:
        """Press Tab until a field has the focus."""
        for _number in range(30):
            if self.page.evaluate(FOCUS) == name:
                return
            self.press("Tab")
        raise LookupError(f"the keyboard does not reach {name}")

    def at(self, name: str) -> None:
        """Wait until the page has set the focus by itself."""
        self.page.wait_for_function(
            "name => [document.activeElement.name, document.activeElement.id]"
            ".includes(name)",
            arg=name,
        )

    @contextmanager
    def arrival(self) -> Iterator[None]:
        """Wait for the page that comes, and count what the server took."""
        with self.page.expect_navigation(wait_until="load"):
            yield
        self.cost.server += self.page.evaluate(SERVER) / 1000

    def done(self) -> Cost:
        """Return what it took since the last time."""
        cost, self.cost = self.cost, Cost()
        return cost


def telex(text: str) -> int:
    """Return how many keys of Telex a text takes, Shift among them.

    Each mark is one key (``Nguyễn`` is ``Nguyeenx``), ``đ`` is two.
    """
    apart = unicodedata.normalize("NFD", text)
    return len(apart) + sum(each in "đĐ" or each.isupper() for each in apart)


def next_form(hand: Hand) -> None:
    """Go on to the next person from the page of the one before."""
    if hand.page.url.endswith("/da-nhan"):
        hand.chord("t")
    else:
        with hand.arrival():
            hand.page.goto(f"/desk/tiep-nhan/{PROCEDURE}")
        # The last dossier of the list of procedures: Alt+2, then the digit 1.
        hand.cost.keys += 4
        hand.decide()
    if not hand.page.locator("form[data-guard]").count():
        with hand.arrival():
            hand.page.get_by_role("link", name="Trực tiếp").first.click()
        hand.decide()
        hand.cost.keys += 1
    hand.at("applicant-name")


def identify(hand: Hand, number: int, way: str) -> None:
    """Enter who has come: typed, by the card, or found by number."""
    name, birth, identity, phone, address = PEOPLE[number]
    if way == "typed":
        hand.write(name)
        for field, text in (
            ("birth", birth.replace("/", "")),
            ("id_number", identity),
            ("phone", phone.replace(" ", "")),
            ("address", address),
        ):
            hand.tab_to(f"applicant-{field}")
            hand.write(text)
        hand.tab_to("papers")
    elif way == "card":
        day = birth.replace("/", "")
        hand.scan(f"{identity}||{name}|{day}|Nam|{address}|01012021")
        hand.at("papers")
        hand.decide()
    else:
        hand.tab_to("applicant-id_number")
        hand.write(identity)
        hand.chord("n")
        hand.at("papers")
        # Asked whether it still holds.
        hand.decide()
        assert hand.page.input_value("#applicant-name") == name


def complete(hand: Hand) -> None:
    """All papers are there: save and print."""
    hand.decide()
    hand.press("Enter")
    hand.at("print")
    hand.enter()
    hand.at("print")


def incomplete(hand: Hand) -> None:
    """The first paper is missing: tick the others, ask for it."""
    rows = hand.page.locator("tr[data-form]").all()
    for row in rows[1:]:
        choice = row.locator("select")
        hand.decide()
        hand.tab_to(str(choice.get_attribute("name")))
        wanted = row.get_attribute("data-form")
        label = row.locator(f"option[value={wanted}]").inner_text().strip()
        while choice.input_value() != wanted:
            hand.press(label[0].lower())
    hand.chord("m")


def on_the_spot(hand: Hand, number: int) -> None:
    """Enter a certified copy: who, pages, copies."""
    hand.at("name")
    hand.write(PEOPLE[number][0])
    hand.tab_to("pages")
    hand.write("2")
    hand.press("Tab")
    hand.write("3")
    hand.chord("l")
    hand.page.wait_for_selector(".told")


def log_in(page: Page, site: live.LiveSite, login: str) -> None:
    """Log an officer in."""
    page.goto("/login")
    page.fill("[name=__ac_name]", login)
    page.fill("[name=__ac_password]", site.passwords[login])
    with page.expect_navigation():
        page.click("#buttons-login")


def intakes(page: Page) -> dict[str, list[Cost]]:
    """Receive 20 dossiers: ten people come, and then all of them come again."""
    found: dict[str, list[Cost]] = defaultdict(list)
    hand = Hand(page)
    page.goto("/desk")
    for number in range(2 * len(PEOPLE)):
        again = number >= len(PEOPLE)
        way = "known" if again else "typed" if number % 2 else "card"
        lacking = number % 4 == 3
        next_form(hand)
        identify(hand, number % len(PEOPLE), way)
        (incomplete if lacking else complete)(hand)
        assert RECEIVED.search(page.url), page.url
        kinds = {"known": "returning", "typed": "new, typed"}
        kind = kinds.get(way, "new, card scanned")
        found["incomplete" if lacking else kind].append(hand.done())
    return found


def services(page: Page) -> list[Cost]:
    """Serve ten people on the spot, in a row."""
    page.goto(f"/desk/tra-ngay?procedure={COPY}")
    hand = Hand(page)
    costs = []
    for number in range(len(PEOPLE)):
        on_the_spot(hand, number)
        costs.append(hand.done())
    return costs


def measure(site: live.LiveSite) -> dict[str, list[Cost]]:
    """Let a browser do it all at a house."""
    path = shutil.which("chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=BROWSER)
        pages = {}
        for login in ("tiepnhan", "canboxa"):
            context = browser.new_context(base_url=site.url, locale="vi-VN")
            context.set_default_timeout(60_000)
            context.add_init_script(NO_PRINTER)
            pages[login] = context.new_page()
            log_in(pages[login], site, login)
        found = intakes(pages["tiepnhan"])
        found["on the spot"] = services(pages["canboxa"])
        browser.close()
    return found


def tell(found: dict[str, list[Cost]]) -> bool:
    """Print the table of medians; say whether all goals are met."""
    fine = True
    row = "{:18} {:>3} {:>5} {:>9} {:>9} {:>8} {:>8}\n"
    heads = ("", "n", "keys", "decisions", "server s", "total s", "worst s")
    sys.stdout.write(row.format(*heads))
    for kind, (keys, seconds) in GOALS.items():
        costs = found[kind]

        def middle(what: str, costs: list[Cost] = costs) -> float:
            return statistics.median(getattr(cost, what) for cost in costs)

        said: list[Any] = [
            kind,
            len(costs),
            round(middle("keys")),
            round(middle("decisions")),
            f"{middle('server'):.2f}",
            f"{middle('seconds'):.1f}",
            f"{max(cost.seconds for cost in costs):.1f}",
        ]
        sys.stdout.write(row.format(*said))
        figures = {"kind": kind, "n": len(costs), "keys": middle("keys")}
        sys.stdout.write(json.dumps(figures | {"seconds": middle("seconds")}) + "\n")
        fine = fine and (keys is None or middle("keys") <= keys)
        fine = fine and (seconds is None or middle("seconds") <= seconds)
    return fine


def main() -> int:
    """Measure; 1 when a goal was missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--house", type=Path)
    parser.add_argument("--port", type=int)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="motcua-keys-") as folder:
        data = given.house
        if data is None:
            data = Path(folder) / "demo"
            live.create(data)
        house = live.copy(data, Path(folder) / "var")
        with live.running(house, given.port) as site:
            return 0 if tell(measure(site)) else 1


if __name__ == "__main__":
    sys.exit(main())
