"""The table of names of a site: entered, dated, never lost."""

from __future__ import annotations

from datetime import date
from motcua.procedures.naming import names
from motcua.procedures.naming.names import NameRefused
import pytest


ON = date(2026, 11, 25)


def enter(kind, old, new="", since=None, source="1/QĐ-UBND"):
    return names.enter(kind, old, new, since, source, "lan", ON)


def test_what_ships_counts_until_the_site_says_otherwise(portal):
    assert names.current().name("agency", "Sở Giao thông vận tải", ON) == "Sở Xây dựng"
    enter("agency", "Sở Giao thông vận tải", "Sở Giao thông công chánh")
    name = names.current().name("agency", "sở giao thông vận tải", ON)
    assert name == "Sở Giao thông công chánh"


def test_a_row_of_the_same_name_takes_back_what_ships(portal):
    enter("agency", "Sở Giao thông vận tải", "Sở Giao thông vận tải")
    name = names.current().name("agency", "Sở Giao thông vận tải", ON)
    assert name == "Sở Giao thông vận tải"


def test_nothing_that_was_entered_is_lost(portal):
    enter("field", "Chứng thực", "Công chứng, chứng thực")
    enter("field", "Chứng thực", "Hộ tịch và chứng thực")
    rows = [one.row.new for one in names.history()]
    assert rows == ["Công chứng, chứng thực", "Hộ tịch và chứng thực"]
    assert names.history()[0].person == "lan"
    assert names.current().name("field", "chứng thực", ON) == "Hộ tịch và chứng thực"


def test_a_repealed_act_may_have_no_successor(portal):
    enter("act", "Nghị quyết 05/2020/NQ-HĐND", "", date(2026, 1, 1))
    row = names.current().row("act", "05/2020/NQ-HĐND", ON)
    assert (row.new, row.since) == ("", date(2026, 1, 1))


@pytest.mark.parametrize(
    ("values", "said"),
    [
        (("person", "A", "B"), "agency, field, act"),
        (("agency", " ", "B"), "characters"),
        (("agency", "A" * 301, "B"), "characters"),
        (("agency", "A", ""), "new name"),
        (("act", "Luật Thư viện", "B", ON), "number of the act"),
        (("act", "61/2018/NĐ-CP", "118/2025/NĐ-CP"), "Name the day"),
    ],
)
def test_rows_that_say_nothing_are_refused(portal, values, said):
    with pytest.raises(NameRefused, match=said):
        enter(*values)
    assert names.history() == ()


def test_names_do_not_lead_in_a_circle(portal):
    enter("field", "A", "B")
    with pytest.raises(NameRefused, match="circle"):
        enter("field", "B", "A")


def test_without_a_site_what_ships_is_used():
    assert names.current().name("agency", "Ủy ban Dân tộc", ON) == (
        "Bộ Dân tộc và Tôn giáo"
    )
