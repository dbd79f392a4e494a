"""A dossier is followed by short message, with the second factor and one answer."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from motcua.base import messages
from motcua.dossiers import pins
from motcua.dossiers import tracking
from motcua.dossiers.notices import inbound
import pytest
from tests.dossiers.conftest import MONDAY


CODE = "H99.01-261102-0001"
PHONE = "0912345678"


@pytest.mark.parametrize(
    "text",
    [
        f"HS {CODE} 5678",
        f"hs {CODE.lower()} 5678",
        f"Hồ sơ {CODE} 5678",
        f"HOSO  {CODE}   5678.",
        f"hs: {CODE}, 5678",
        "HS H99.01 261102 0001 5678",
        "HS H99 01-261102-0001 56 78",
        f"{CODE} 5678",
        f"HS {CODE}\n5678",
    ],
)
def test_a_text_is_read_however_it_is_typed(text):
    assert inbound.read(text) == (CODE, "5678")


@pytest.mark.parametrize("text", ["", "HS", f"HS {CODE}", "xin chào", "HS 5678", "👍"])
def test_a_text_that_asks_for_nothing_is_told_how(province, text):
    assert inbound.answer(province, text, PHONE, MONDAY) == inbound.HELP


@given(st.text(max_size=300))
def test_no_text_does_harm(text):
    asked = inbound.read(text)
    assert asked is None or (len(asked[0]) <= 64 and asked[1].isdigit())


def test_status_and_date_are_answered_and_nothing_about_people(province, dossier):
    said = inbound.answer(province, f"HS {dossier.code} 5678", PHONE, MONDAY)
    assert said == (f"HS {dossier.code}: Duoc tiep nhan. Hen tra 09:00 09/11/2026.")
    assert len(said) <= messages.LONGEST
    pin = pins.pin(dossier.code)
    assert inbound.answer(province, f"HS {dossier.code} {pin}", PHONE, MONDAY) == said


def test_an_unknown_code_and_a_wrong_number_are_one_answer(province, dossier):
    wrong = inbound.answer(province, f"HS {dossier.code} 0000", PHONE, MONDAY)
    unknown = inbound.answer(province, "HS H99.01-261102-9999 5678", PHONE, MONDAY)
    assert wrong == unknown == inbound.UNKNOWN


def test_who_guesses_has_to_wait_and_so_does_the_page(province, dossier):
    for number in range(tracking.PER_CLIENT):
        inbound.answer(province, f"HS {dossier.code} {number:04}", PHONE, MONDAY)
    said = inbound.answer(province, f"HS {dossier.code} 5678", PHONE, MONDAY)
    assert "thu lai sau" in said
    # Another telephone is let in until the code itself was guessed too often.
    other = "0987 654 321"
    assert "Duoc" in inbound.answer(province, f"HS {dossier.code} 5678", other, MONDAY)


@pytest.mark.parametrize("text", [inbound.HELP, inbound.UNKNOWN, inbound.WAIT])
def test_the_answers_are_short_messages(text):
    assert messages.short(text) == text.replace("${minutes}", "$(minutes)")
