"""The screens that staff use most, through a weak link: 256 kbit/s, 150 ms, 1366 x 768.

Nothing is in the browser's cache: each screen comes as on the first morning, with the
stylesheet and the script. How long the first paint took and what came is printed; a
screen that weighs more than 60 kB, or paints after three seconds, fails.
"""

from __future__ import annotations

import pytest
import sys
from tests.e2e.people import code_of
from tests.e2e.people import receive


pytestmark = pytest.mark.browser

WINDOW = {"width": 1366, "height": 768}
LINK = {
    "offline": False,
    "latency": 150,
    "downloadThroughput": 256_000 / 8,
    "uploadThroughput": 256_000 / 8,
}
HEAVIEST = 60_000
SLOWEST = 3_000
PAINT = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime || 0"
WEIGHT = """
() => [...performance.getEntriesByType("navigation"),
       ...performance.getEntriesByType("resource")]
  .reduce((sum, each) => sum + each.transferSize, 0)
"""


def measured(page, path):
    """Return milliseconds to the first paint and bytes of a screen."""
    page.goto(path)
    page.wait_for_load_state("load")
    page.wait_for_function(f"() => {PAINT}")
    return round(page.evaluate(PAINT)), page.evaluate(WEIGHT)


def test_staff_screens_come_through_a_weak_link(people):
    page = people.officer("tiepnhan")
    receive(page, "Trần Văn Lúa", "0912 000 111")
    code = code_of(page)
    screens = {
        "my work": "/desk",
        "pick a procedure": "/desk/tiep-nhan",
        "receive": "/desk/tiep-nhan/9.900201?case=1&channel=counter",
        "one dossier": f"/desk/ho-so/{code}",
        "hand-over lists": "/desk/ban-giao",
        "new hand-over list": "/desk/ban-giao/lap",
        "search of the archive": "/luu-tru",
        "reports": "/bao-cao",
    }
    page.set_viewport_size(WINDOW)
    narrow(page)
    rounder = people.officer("canboxa")
    rounder.set_viewport_size(WINDOW)
    narrow(rounder)
    found = {name: measured(page, path) for name, path in screens.items()}
    found["the day"] = measured(rounder, "/desk/ngay")
    for name, (paint, weight) in found.items():
        sys.stdout.write(f"{name}: {paint} ms, {weight} bytes\n")
    heavy = {name: each for name, each in found.items() if each[1] > HEAVIEST}
    slow = {name: each for name, each in found.items() if each[0] > SLOWEST}
    assert heavy == {}
    assert slow == {}


def narrow(page, latency=LINK["latency"]):
    """Put the weak link in front of a page, with nothing kept from before."""
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.setCacheDisabled", {"cacheDisabled": True})
    session.send("Network.emulateNetworkConditions", {**LINK, "latency": latency})
