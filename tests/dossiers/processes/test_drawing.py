"""The picture of a process, and the list that says the same in words."""

from __future__ import annotations

from collections.abc import Iterator
from hypothesis import given
from hypothesis import settings
from lxml import etree
from motcua.dossiers.processes.definitions import Part
from motcua.dossiers.processes.definitions import Sequence
from motcua.dossiers.processes.definitions import steps_of
from motcua.dossiers.processes.drawing import draw
from motcua.dossiers.processes.outline import Entry
from motcua.dossiers.processes.outline import outline
from motcua.dossiers.processes.words import Reader
from tests.dossiers.processes.ways import beside
from tests.dossiers.processes.ways import choose
from tests.dossiers.processes.ways import line
from tests.dossiers.processes.ways import otherwise
from tests.dossiers.processes.ways import process
from tests.dossiers.processes.ways import share
from tests.dossiers.processes.ways import step
from tests.dossiers.processes.ways import ways
from tests.dossiers.processes.ways import when
from typing import Any
from zope.i18n import translate


SVG = "{http://www.w3.org/2000/svg}"
READER = Reader(lambda said: str(translate(said)), lambda code: f"Unit {code}", "en")
WAY = line(
    step("look", outcomes=("fine", "visit"), kind="reception"),
    choose(
        when("outcome:look", "visit", then=share("visit", step("go"), "H99.05")),
        when("case", "1", "2", then=step("ask", department="@agency/03")),
        when("channel", "online", then=step("read")),
        otherwise(Sequence(())),
    ),
    beside(step("one", department="@agency"), step("two", "none")),
    step("sign", kind="approve", returns=("look", "gone")),
)


def picture(way: Part, **more: Any) -> Any:
    return etree.fromstring(draw(process(way), READER, **more).encode())


def texts(found: Any) -> list[str]:
    return [each.text for each in found.iter(f"{SVG}text")]


def boxes(found: Any) -> list[tuple[int, int, int, int]]:
    """Return (left, top, right, bottom) of every step."""
    made = []
    for each in found.iter(f"{SVG}rect"):
        x, y, w, h = (int(each.get(name)) for name in ("x", "y", "width", "height"))
        if each.get("stroke-dasharray") is None:
            made.append((x, y, x + w, y + h))
    return made


def flat(entries: tuple[Entry, ...]) -> Iterator[Entry]:
    for entry in entries:
        yield entry
        yield from flat(entry.inside)


def test_the_picture_names_steps_offices_times_and_conditions() -> None:
    said = texts(picture(WAY))
    for words in (
        "Look",
        "Reception · 1 working day",
        "Unit H99.05",
        "Department .03 of that",
        "The unit that receives",
        "Look: visit",
        "Case 1, 2",
        "Online",
        "All others",
        "Side by side",
        "↩ Look",
        "↩ gone",
    ):
        assert any(words in each for each in said), words


def test_people_who_do_not_see_it_are_told_what_it_is() -> None:
    found = picture(WAY, name="picture")
    assert found.get("role") == "img"
    assert found.get("aria-labelledby") == "picture-title picture-desc"
    assert found.find(f"{SVG}title").text == "P"
    assert "7 steps" in found.find(f"{SVG}desc").text


def test_it_brings_neither_style_nor_script_nor_colour_of_its_own() -> None:
    text = draw(process(WAY), READER)
    for word in ("<style", " style=", "<script", " on", "href", "url("):
        assert word not in text
    found = etree.fromstring(text.encode())
    colours = {each.get(name) for each in found.iter() for name in ("fill", "stroke")}
    assert colours <= {None, "none", "currentColor"}


def test_where_a_dossier_stands_is_a_sign_and_not_a_colour() -> None:
    said = texts(picture(WAY, marks={"look": "done", "go": "open"}))
    assert "✓ Look" in said
    assert "▶ Go" in said
    assert "Ask" in said


def test_hostile_words_stay_words() -> None:
    bad = step("x")
    bad = type(bad)(**{**bad.__dict__, "title": "<script>&\"'"})
    assert any("<script>&" in each for each in texts(picture(bad)))


def test_a_long_title_ends_with_dots_and_no_line_runs_out_of_its_box() -> None:
    made = step("x")
    made = type(made)(**{**made.__dict__, "title": "thẩm định hồ sơ " * 20})
    said = texts(picture(made))
    assert said[2].endswith("…")
    assert max(len(each) for each in said) <= 28


@settings(max_examples=50, deadline=None)
@given(way=ways())
def test_every_step_has_a_box_of_its_own_within_the_picture(way: Part) -> None:
    found = picture(way)
    all_boxes = boxes(found)
    assert len(all_boxes) == len(list(steps_of(way)))
    width, height = int(found.get("width")), int(found.get("height"))
    for left, top, right, bottom in all_boxes:
        assert 0 <= left < right <= width
        assert 0 <= top < bottom <= height
    for number, one in enumerate(all_boxes):
        for two in all_boxes[number + 1 :]:
            apart = one[2] <= two[0] or two[2] <= one[0]
            assert apart or one[3] <= two[1] or two[3] <= one[1]


def test_the_list_says_the_same_in_order() -> None:
    found = outline(process(WAY), READER, {"look": "done"})
    said = [entry.said for entry in flat(found)]
    assert said == [
        "Look",
        "One of",
        "Look: visit",
        "Visit",
        "Go",
        "Case 1, 2",
        "Ask",
        "Online",
        "Read",
        "All others",
        "Side by side",
        "One",
        "Two",
        "Sign",
    ]
    look, choice, *_rest = found
    assert look.mark == "done"
    assert look.details.startswith("done · Reception · The unit that receives")
    assert choice.inside[3].details == "No step: straight on"
    assert choice.place == "way-1"
    assert choice.inside[0].inside[0].details == "Unit H99.05"


@given(way=ways())
def test_the_list_holds_every_step_at_its_place(way: Part) -> None:
    from motcua.dossiers.processes.places import part_at

    found = {entry.place: entry for entry in flat(outline(process(way), READER))}
    for key in steps_of(way):
        assert any(part_at(way, place) == key for place in found)
