"""Pages from the cache are those of the house, and the house is asked for each once."""

from __future__ import annotations

import pytest
import shutil


def test_the_house_is_asked_for_each_page_once(bench):
    if not shutil.which("nginx", path="/usr/sbin:/usr/bin"):
        pytest.skip("missing: nginx")
    *rounds, told = bench(
        *("cached_reading", "--pages", "20", "--rounds", "1"),
        *("--seconds", "0.5", "--clients", "2"),
    )
    assert {line["side"] for line in rounds} == {"cache", "files"}
    # One more for the page that was edited.
    assert told["asked_of_the_house"] == 20 + 1
    assert told["edit_to_visible_seconds"] < 1
