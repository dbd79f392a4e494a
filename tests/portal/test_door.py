"""Where addresses lead: the language first, and never to a server error."""

from __future__ import annotations

import pytest
from tests.portal.samples import BIRTH


def test_the_root_of_the_site_shows_the_vietnamese_home_itself(visitor):
    page = visitor.get("/", status=200)
    assert page.html.html["lang"] == "vi"
    assert len(page.html.select("form[role=search]")) == 1
    assert "Dịch vụ hành chính công" in page.html.h1.text
