"""A version written into a form and read again says the same."""

from __future__ import annotations

from dataclasses import fields
from dataclasses import is_dataclass
from datetime import date
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st
from motcua.admin.catalogue import layout
from motcua.admin.catalogue import rows
from motcua.admin.catalogue.reading import chapters
from motcua.admin.catalogue.sections import CaseLine
from motcua.admin.catalogue.sections import CaseList
from motcua.admin.catalogue.sections import locate
from motcua.admin.catalogue.sections import part_at
from motcua.admin.catalogue.sheet import bare
from motcua.admin.catalogue.sheet import flat
from motcua.admin.catalogue.sheet import from_form
from motcua.admin.catalogue.sheet import item_type
from motcua.admin.catalogue.sheet import Problems
from motcua.admin.catalogue.sheet import read
from motcua.admin.catalogue.sheet import tree_of
from motcua.base.durations import KINDS
from motcua.base.durations import LARGEST
from motcua.base.durations import Term
from motcua.procedures.definitions import Act
from motcua.procedures.definitions import Case
from motcua.procedures.definitions import Channel
from motcua.procedures.definitions import Exemption
from motcua.procedures.definitions import Fee
from motcua.procedures.definitions import Option
from motcua.procedures.definitions import Paper
from motcua.procedures.definitions import Question
from motcua.procedures.definitions import Step
from motcua.procedures.definitions import Timing
from motcua.procedures.definitions import Version
import pytest
from tests.procedures.drafting.officials import a_version
from types import NoneType
from typing import get_args
from typing import get_origin
from typing import get_type_hints
from typing import Literal


CLASSES = (
    Version,
    Case,
    Channel,
    Fee,
    Exemption,
    Paper,
    Option,
    Question,
    Step,
    Timing,
    Act,
    CaseLine,
    CaseList,
)
#: What a browser sends back as it was shown: no control characters, ends as \n.
TEXT = st.text(
    st.characters(exclude_categories=("Cs", "Cc"), include_characters="\n\t"),
    max_size=20,
).filter(lambda text: "\ufffe" not in text and "\uffff" not in text)


@st.composite
def terms(draw):
    kind = draw(st.sampled_from(KINDS))
    if kind not in LARGEST:
        return Term(kind)
    number = draw(st.integers(1, 600))
    half = kind != "months" and draw(st.booleans())
    return Term.parse(f"{number}{'.5' if half else ''} {kind.replace('_', ' ')}")


def of(kind, name=""):
    if NoneType in get_args(kind):
        return st.none() | of(bare(kind), name)
    item = item_type(kind)
    if item is not None and item is kind:
        return values(kind)
    if item is not None and is_dataclass(item):
        return st.lists(values(item), max_size=3).map(tuple).map(with_keys_apart)
    if item is not None:
        lines = of(item).filter(lambda text: bool(text.strip()))
        return st.lists(lines, max_size=3).map(tuple)
    if kind is Term:
        return terms()
    if kind is bool:
        return st.booleans()
    if kind is int:
        return st.integers(0, 10**12)
    if kind is date:
        return st.dates(date(1900, 1, 1), date(2999, 12, 31))
    if get_origin(kind) is Literal:
        return st.sampled_from(get_args(kind))
    return TEXT


def values(kind):
    hints = get_type_hints(kind)
    return st.builds(kind, **{each.name: of(hints[each.name]) for each in fields(kind)})


def with_keys_apart(items):
    """Rows have keys, because the form gives one to each that has none."""
    if not items or not hasattr(items[0], "key"):
        return items
    return tuple(
        type(one)(**{**vars(one), "key": f"k{number}"})
        for number, one in enumerate(items)
    )


@settings(max_examples=60, deadline=None)
@given(values(Version))
def test_a_tree_is_read_as_it_was_written(version):
    problems = Problems()
    assert read(Version, tree_of(version), problems) == version
    assert problems.found == {}


@settings(max_examples=60, deadline=None)
@given(values(Case))
def test_a_form_is_read_as_it_was_shown(case):
    form = {}
    for name, value in flat(tree_of(case)).items():
        # Browsers send lines with \r\n, one text for one field, nothing for none.
        if isinstance(value, list):
            sent = [each.replace("\n", "\r\n") for each in value]
            if sent:
                form[name] = sent if len(sent) > 1 else sent[0]
        else:
            form[name] = value.replace("\n", "\r\n")
    names = [one.name for one in fields(Case)]
    problems = Problems()
    assert read(Case, from_form(Case, form, names), problems) == case
    assert problems.found == {}


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(st.text(max_size=30), st.text() | st.lists(st.text())))
def test_any_form_is_read_without_falling(form):
    names = [one.name for one in fields(Case)]
    form |= {f"papers-{key}": value for key, value in form.items()}
    read(Case, from_form(Case, form, names), Problems())


ORDERS = st.sampled_from(["add", "copy", "up", "down", "remove"])
TARGETS = st.sampled_from(
    [
        "papers",
        "channels",
        "papers-0",
        "papers-1",
        "channels-0-fees",
        "channels-0-fees-0",
        "channels-0-fees-0-exempt",
        "channels-7",
        "when-0",
        "key",
        "x",
    ]
)
BUTTONS = st.builds("{}-{}".format, ORDERS, TARGETS)


@settings(max_examples=100, deadline=None)
@given(values(Case), st.lists(BUTTONS, max_size=8))
def test_any_buttons_leave_a_case_that_can_be_read(case, buttons):
    tree = tree_of(case)
    for button in buttons:
        before = repr(tree)
        try:
            anchor = rows.change(Case, tree, button)
        except rows.NoSuchRow:
            assert repr(tree) == before
        else:
            assert anchor.startswith(("row-", "add-"))
    problems = Problems()
    read(Case, tree, problems)
    assert problems.found == {}


# Nothing is forgotten


@pytest.mark.parametrize("kind", CLASSES, ids=lambda kind: kind.__name__)
def test_every_field_of_the_catalogue_has_a_label(kind):
    labels = set(layout.LABELS[kind.__name__])
    assert labels == {one.name for one in fields(kind)} - {"code"}


def test_every_field_of_a_version_stands_in_one_section():
    shown = [name for section in layout.SECTIONS for name in section.names]
    assert len(shown) == len(set(shown))
    every = {one.name for one in fields(Version)}
    assert set(shown) | set(layout.PUBLISHED) | {"code"} == every


@pytest.mark.parametrize("kind", CLASSES, ids=lambda kind: kind.__name__)
def test_every_choice_has_words(kind):
    for name, each in get_type_hints(kind).items():
        each = bare(each)
        each = item_type(each) or each
        if get_origin(each) is Literal:
            words = {value for value, _ in layout.CHOICES[f"{kind.__name__}.{name}"]}
            assert set(get_args(each)) - {""} == words


@pytest.mark.parametrize(
    "table",
    [
        layout.CHOICES,
        layout.LISTS,
        layout.WIDTHS,
        layout.HINTS,
        dict.fromkeys(layout.LONG),
        dict.fromkeys(layout.RARE),
    ],
)
def test_the_layout_names_fields_that_are_there(table):
    for place in table:
        kind, _dot, name = place.partition(".")
        assert name in layout.LABELS[kind], place


def test_the_text_to_read_leaves_nothing_out():
    text = str(chapters(a_version(result="Thẻ", vertical=True), str))
    for words in ("Cấp thẻ đọc sách", "Thẻ", "20.000", "Phiếu đăng ký", "46/2019"):
        assert words in text


# Where a problem is mended


@pytest.mark.parametrize(
    ("place", "path", "anchor"),
    [
        ("title", ("chung",), "at-title"),
        ("", ("chung",), ""),
        ("bundle", ("co-quan",), "at-bundle"),
        ("cases", ("truong-hop",), "at-cases"),
        ("cases[0]", ("truong-hop", "1"), ""),
        ("cases[0].papers[0].title", ("truong-hop", "1"), "at-papers-0-title"),
        ("cases/1/papers/1", ("truong-hop", "1"), "row-papers-0"),
        ("cases/1/channels/0", ("truong-hop", "1"), "row-channels-0"),
        ("cases/9", ("truong-hop",), "at-cases"),
        ("legal_basis/0", ("can-cu",), "row-legal_basis-0"),
        ("sequence[3].title", ("trinh-tu",), "at-sequence-3-title"),
        ("nothing", ("chung",), ""),
    ],
)
def test_a_finding_leads_to_its_field(place, path, anchor):
    assert locate(a_version(), place) == (path, anchor)
    part_at(a_version(), path)
