"""At midnight the new version holds and what has ended is gone, by themselves.

The processes of the house see a clock that the test turns on by a day.
"""

from __future__ import annotations

from datetime import datetime
from datetime import timedelta
from datetime import UTC
from motcua.setup.testing import live
from pathlib import Path
import pytest
import subprocess
import sys
from tests.e2e import overnight
from tests.e2e.overnight import CHANGING
from tests.e2e.overnight import EXPIRING
from tests.e2e.overnight import NEXT
from tests.e2e.overnight import REPEALED
import urllib.error
import urllib.request


LIBRARIES = "/usr/lib/*/faketime/libfaketimeMT.so.1"
#: Far enough ahead that the data of the demo lie in the past; noon in Vietnam.
EVENING = datetime.now(UTC).replace(hour=5, minute=0, second=0) + timedelta(days=40)
LAST = EVENING.date()
FIRST = LAST + timedelta(days=1)


class Clock:
    """The clock of the house: a file that its processes read at each look."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.set(EVENING)

    def set(self, moment: datetime) -> None:
        """Let the processes believe that it was this moment when they started."""
        draft = self.path.with_suffix(".draft")
        draft.write_text(f"@{moment:%Y-%m-%d %H:%M:%S}\n")
        draft.replace(self.path)


@pytest.fixture(scope="module")
def library():
    """The library that turns clocks."""
    found = sorted(Path("/").glob(LIBRARIES.lstrip("/")))
    if not found:
        pytest.skip("missing: libfaketime")
    return str(found[0])


@pytest.fixture(scope="module")
def clock(tmp_path_factory):
    """The clock, on the evening before."""
    return Clock(tmp_path_factory.mktemp("clock") / "now")


@pytest.fixture(scope="module")
def house(demo_data, tmp_path_factory, library, clock):
    """A house with procedures that change in the coming night."""
    var = live.copy(demo_data, tmp_path_factory.mktemp("overnight") / "var")
    done = subprocess.run(
        [sys.executable, overnight.__file__, str(LAST), str(FIRST)],
        env=live.environment(var, MOTCUA_STORAGE="file"),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    turned = {
        "LD_PRELOAD": library,
        "FAKETIME_TIMESTAMP_FILE": str(clock.path),
        "FAKETIME_NO_CACHE": "1",
        "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        "TZ": "UTC",
    }
    with live.running(var, **turned) as site:
        yield site


def read(house, path):
    """Return status and text of a page."""
    try:
        with urllib.request.urlopen(f"{house.url}{path}", timeout=60) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


def listed(house):
    """Return the page that lists what is in force of the field."""
    return read(house, "/vi/thu-tuc?field=%C4%90%C3%AAm+giao+th%E1%BB%ABa")[1]


def test_the_night_between_two_versions(house, clock):
    evening = listed(house)
    assert all(f"/{code}" in evening for code in (CHANGING, EXPIRING, REPEALED))
    assert f"/{NEXT}" not in evening
    assert "Giấy phép bản cũ" in read(house, f"/vi/thu-tuc/{CHANGING}")[1]
    status, page = read(house, f"/vi/thu-tuc/{EXPIRING}")
    assert status == 200
    assert "hết hiệu lực từ" not in page

    clock.set(EVENING + timedelta(days=1))

    morning = listed(house)
    assert all(f"/{code}" in morning for code in (CHANGING, NEXT))
    assert not any(f"/{code}" in morning for code in (EXPIRING, REPEALED))
    page = read(house, f"/vi/thu-tuc/{CHANGING}")[1]
    assert "Giấy phép bản mới" in page
    # The addresses on posters and in QR codes still answer.
    for code in (EXPIRING, REPEALED):
        status, page = read(house, f"/vi/thu-tuc/{code}")
        assert status == 200
        assert f"{LAST:%d/%m/%Y}" in page
    assert f"/vi/thu-tuc/{NEXT}" in read(house, f"/vi/thu-tuc/{REPEALED}")[1]
    assert "77/QĐ-UBND" in read(house, f"/vi/thu-tuc/{REPEALED}")[1]
