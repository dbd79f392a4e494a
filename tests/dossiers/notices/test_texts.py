"""What may be said by which way; texts are data with dates."""

from __future__ import annotations

from datetime import date
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st
from motcua.base import messages
from motcua.dossiers.notices import texts
from motcua.dossiers.slips import book
import pytest


PLACES = texts.places()
CANARIES = {
    "name": "Nguyễn Văn Canary",
    "phone_of_applicant": "0987654321",
    "id_number": "030957001234",
    "reason": "Chim hoàng yến",
}


@pytest.mark.parametrize("place", PLACES, ids=lambda one: one.name)
def test_every_shipped_text_is_right(place):
    found = texts.check(place, texts.shipped(place))
    assert "000.00.99.H99-261102-00001" in found.subject + found.body
    assert bool(found.subject) == (place.channel == "email")


@pytest.mark.parametrize("place", PLACES, ids=lambda one: one.name)
def test_no_text_can_say_who_people_are(place):
    values = {**texts.SAMPLE, **CANARIES}
    for field in CANARIES:
        text = texts.shipped(place) + f"{{{{ {field} }}}}"
        with pytest.raises(book.TemplateRefused):
            texts.check(place, text)
        said = texts.fill(place, text, values)
        assert not any(word in said.subject + said.body for word in CANARIES.values())


@pytest.mark.parametrize("place", PLACES, ids=lambda one: one.name)
def test_a_channel_shows_only_what_it_deserves(place):
    everything = "\n".join(f"{{{{ {name} }}}}" for name in texts.SAMPLE)
    said = texts.fill(place, f"{{{{ code }}}}\n{everything}", texts.SAMPLE)
    shown = said.subject + "\n" + said.body
    for name in set(texts.SAMPLE) - set(place.fields):
        value = texts.SAMPLE[name]
        assert value not in shown and messages.plain(value) not in shown, name


def test_a_short_message_knows_code_status_and_dates():
    place = texts.Place("ready", "sms", "vi")
    assert set(place.fields) == {
        *("code", "status", "due", "was", "until", "since", "phone")
    }
    assert texts.Place("restricted", "sms", "vi").fields == ("code",)


@settings(max_examples=60)
@given(
    place=st.sampled_from([one for one in PLACES if one.channel == "sms"]),
    values=st.dictionaries(
        st.sampled_from(sorted(texts.SAMPLE)), st.text(max_size=300)
    ),
    text=st.text(max_size=400),
)
def test_a_short_message_is_one_whatever_is_written(place, values, text):
    said = texts.fill(place, f"{{{{ code }}}} {text} {{{{due}}}}", values)
    assert len(said.body) <= 160
    assert set(said.body) <= messages.ALPHABET


def test_a_line_with_nothing_to_say_is_left_out():
    place = texts.Place("received", "email", "vi")
    said = texts.fill(place, texts.shipped(place), {"code": "H99.01-261102-0001"})
    assert "Hẹn trả" not in said.body
    assert "{{" not in said.body


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("Hồ sơ {{ code }}\n\n{{ applicant }}", "applicant"),
        ("Hồ sơ {{ code }}\n\n{% if x %}", "{{ code }}"),
        ("Hồ sơ {{ code }}\n\n{{ code.upper() }}", "{{ code }}"),
        ("Hồ sơ\n\nxong", "{{ code }}"),
        ("Hồ sơ {{ code }} " + "x" * 150 + "\n\nxong", "150"),
        ("Hồ sơ {{ code }}", ""),
        ("x" * 5000, "4000"),
    ],
)
def test_what_is_wrong_is_named(text, why):
    with pytest.raises(book.TemplateRefused) as refused:
        texts.check(texts.Place("received", "email", "vi"), text)
    mapping = refused.value.message.mapping or {}
    assert why in str(refused.value.message) or why in mapping.values()


def test_a_short_message_that_would_be_two_is_refused():
    place = texts.Place("received", "sms", "vi")
    text = "Hồ sơ {{ code }} " + "rất dài " * 20
    with pytest.raises(book.TemplateRefused) as refused:
        texts.check(place, text)
    letters = len("Ho so 000.00.99.H99-261102-00001 " + "rat dai " * 20) - 1
    assert refused.value.message.mapping["letters"] == str(letters)
    assert refused.value.message.mapping["over"] == str(letters - 160)


def test_a_new_version_holds_from_its_day_on(province):
    place = texts.Place("ready", "zalo", "vi")
    book.enter(place.name, "Hồ sơ {{ code }} xong rồi", date(2026, 12, 1), "admin")
    assert texts.on(place, date(2026, 11, 30)) == texts.shipped(place)
    assert texts.on(place, date(2026, 12, 1)) == "Hồ sơ {{ code }} xong rồi\n"


def test_names_lead_back_to_their_texts():
    assert [texts.place(one.name) for one in PLACES] == PLACES
    assert texts.place("notice-ready-fax-vi") is None
