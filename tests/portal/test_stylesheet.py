"""The stylesheet: kept for a year under an address that changes with it."""

from __future__ import annotations

from motcua.portal import stylesheet
import re


def test_the_present_sheet_is_kept_for_a_year(visitor):
    answer = visitor.get(stylesheet.LOOKS.address("", "portal.css"), status=200)
    assert answer.content_type == "text/css"
    assert "immutable" in answer.headers["Cache-Control"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_an_older_page_gets_the_present_sheet_without_keeping_it(visitor):
    answer = visitor.get("/portal-style/000000000000/portal.css", status=200)
    assert answer.headers["Cache-Control"] == "no-cache"


def test_the_mark_is_an_image(visitor):
    answer = visitor.get(stylesheet.LOOKS.address("", "mark.svg"), status=200)
    assert answer.content_type == "image/svg+xml"


def test_nothing_else_is_given_out(visitor):
    for path in ("", "/x", "/x/configure.zcml", "/x/../page.py", "/x/y/portal.css"):
        visitor.get(f"/portal-style{path}", status=404)


def test_the_sheet_loads_nothing():
    assert not re.search(
        r"url\(|@import|@font-face", stylesheet.LOOKS.text("portal.css")
    )


def test_motion_is_only_for_those_who_do_not_mind():
    text = stylesheet.LOOKS.text("portal.css")
    calm = text.index("prefers-reduced-motion: no-preference")
    assert text.index("transition") > calm
    assert "animation" not in text
