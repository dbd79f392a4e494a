"""Identity cards are read as the scanner types them; what is none is refused."""

from __future__ import annotations

from datetime import date
from hypothesis import given
from hypothesis import strategies as st
from motcua.base.citizen_cards import CitizenCard
from motcua.base.citizen_cards import holds_one
from motcua.base.citizen_cards import read
from motcua.base.citizen_cards import split
import pytest


HOA = CitizenCard(
    "001157000123", "Nguyễn Thị Hoa", "1957-04-30", "Số 3, phường Bến Xanh"
)
#: The issues of the card that are in people's hands.
ISSUES = {
    "2021": "001157000123|012345678|Nguyễn Thị Hoa|30041957|Nữ"
    "|Số 3, phường Bến Xanh|01012021",
    "2021, no old number": "001157000123||Nguyễn Thị Hoa|30041957|Nữ"
    "|Số 3, phường Bến Xanh|01012021",
    "six fields": "001157000123|Nguyễn Thị Hoa|30041957|Nữ"
    "|Số 3, phường Bến Xanh|01012021",
    "2024": "001157000123||Nguyễn Thị Hoa|30041957|Nữ"
    "|Số 3, phường Bến Xanh|01082024||Nguyễn Văn Đức|Lê Thị Sen|",
}
names = st.text(
    st.sampled_from("aăâbcdđeêghiklmnoôơpqrstuưvxyÁẠẢĐ "), min_size=1, max_size=40
).filter(lambda text: text.strip())
addresses = st.text(st.characters(codec="utf-8", exclude_characters="|"), max_size=80)
digits = st.text(st.sampled_from("0123456789"), min_size=12, max_size=12)
days = st.dates(min_value=date(1900, 1, 1))


@pytest.mark.parametrize("issue", ISSUES)
def test_every_issue_of_the_card_says_the_same(issue):
    assert read(ISSUES[issue]) == HOA


@pytest.mark.parametrize(
    ("written", "birth"),
    [("00041957", "1957-04"), ("00001957", "1957"), ("30041957", "1957-04-30")],
)
def test_who_does_not_know_the_day_has_zeros_on_the_card(written, birth):
    assert read(f"001157000123||Hoa|{written}|Nữ|").birth == birth


@pytest.mark.parametrize(
    "text",
    [
        "",
        "|",
        "||||||",
        "001157000123",
        "001157000123|",
        "001157000123||Hoa|30041957",
        "001157000123||30041957|Hoa|Nữ|",
        "001157000123||Hoa|31021957|Nữ|",
        "001157000123||Hoa|hôm qua|Nữ|",
        "00115700012a||Hoa|30041957|Nữ|",
        "٠٠١١٥٧٠٠٠١٢٣||Hoa|30041957|Nữ|",
    ],
)
def test_what_is_no_card_is_refused(text):
    with pytest.raises(ValueError):
        read(text)


@given(digits, names, days, addresses, st.sampled_from(["", "012345678", None]))
def test_what_is_on_a_card_comes_back(number, name, day, address, old):
    rest = [name, f"{day:%d%m}{day.year:04}", "Nam", address, "01012021"]
    card = read("|".join([number, *([] if old is None else [old]), *rest]))
    assert card.id_number == number
    assert card.name.split() == name.split()
    assert card.birth == day.isoformat()


@given(st.text(max_size=300))
def test_no_text_makes_the_reader_fall(text):
    for one in (read, split):
        try:
            one(text)
        except ValueError:
            continue
    assert holds_one(text) in (True, False)


@given(st.text(st.characters(codec="utf-8", exclude_characters="|"), max_size=40))
def test_what_stood_in_the_field_before_is_kept(before):
    assert holds_one(before + ISSUES["2021"])
    assert split(before + ISSUES["2021"]) == (before, HOA)


def test_what_people_type_is_not_taken_for_a_card():
    for typed in ("001157000123", "Nguyễn Văn A | B", "0912 345 678", "Hoa | 1957 |"):
        assert not holds_one(typed)
