"""Every message of the house is there in Vietnamese, and none is left over.

Tells what is missing in the form of the catalogue, ready to be filled in.
"""

from __future__ import annotations

import ast
from babel.messages.pofile import read_po
from contextlib import redirect_stderr
from contextlib import redirect_stdout
from i18ndude.extract import tal_strings
from i18ndude.gsextract import gs_strings
from i18ndude.zcmlextract import zcml_strings
import io
import pytest
from pythongettext.msgfmt import Msgfmt
import re
from string import Template
from tests.invariants.house import modules
from tests.invariants.house import name
from tests.invariants.house import SOURCE
from tests.invariants.house import tree


DOMAIN = "motcua"
LOCALES = SOURCE / "locales"
LANGUAGES = ("vi", "en")
#: Placeholders of a message.
PLACE = re.compile(r"\$\{(\w+)\}")


def catalogue(language):
    """Return msgid -> translation ("" when there is none)."""
    path = LOCALES / language / "LC_MESSAGES" / f"{DOMAIN}.po"
    with path.open("rb") as file:
        found = read_po(file, abort_invalid=True)
    return {one.id: one.string for one in found if one.id}


def in_modules():
    """Yield (message, where) of every ``_("...")``."""
    for path in modules():
        for node in ast.walk(tree(path)):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id == "_"
            ):
                assert isinstance(node.args[0], ast.Constant), f"{name(path)}: not text"
                # A second one is the default: values for the places get lost.
                where = f"{name(path)}:{node.lineno}"
                assert len(node.args) == 1, f"{where}: write mapping="
                yield node.args[0].value, where


def in_markup():
    """Yield (message, where) of templates, ZCML and profiles."""
    said = io.StringIO()
    with redirect_stdout(said), redirect_stderr(said):
        pages = tal_strings(str(SOURCE), DOMAIN, include_default_domain=False)
        others = [
            *zcml_strings(str(SOURCE), DOMAIN).get(DOMAIN, ()),
            *gs_strings(str(SOURCE), DOMAIN).get(DOMAIN, ()),
        ]
    for message, places in pages.items():
        yield str(message), short(places[0][0])
    for message, _default, where in others:
        yield str(message), short(where)


def short(path):
    return str(path).rpartition("motcua/")[2]


def used():
    """Return message -> where it is used first."""
    found = {}
    for message, where in [*in_modules(), *in_markup()]:
        found.setdefault(" ".join(message.split()), where)
    return found


@pytest.fixture(scope="module")
def messages():
    return used()


def missing(messages, known):
    """Return the messages without a translation, as lines of a catalogue."""
    return [
        f'#: {where}\nmsgid "{escaped(message)}"\nmsgstr ""'
        for message, where in sorted(messages.items(), key=lambda pair: pair[1])
        if not known.get(message)
    ]


def escaped(message):
    return message.replace("\\", "\\\\").replace('"', '\\"')


def test_the_search_meets_all_kinds_of_messages(messages):
    assert "In process" in messages, "in a module"
    assert "Dossiers received in the period" in messages, "in a template"
    assert "A part of an agency that handles dossiers" in messages, "in a profile"


def test_every_message_is_there_in_vietnamese(messages):
    found = missing(messages, catalogue("vi"))
    assert found == [], "\n\n".join(["", *found])


def test_what_is_missing_would_be_found():
    assert missing({"Hello": "x.py:1"}, {}) == ['#: x.py:1\nmsgid "Hello"\nmsgstr ""']
    assert missing({"Hello": "x.py:1"}, {"Hello": "Chào"}) == []


def test_no_translation_is_left_over(messages):
    assert sorted(set(catalogue("vi")) - set(messages)) == []


def test_english_messages_say_what_their_ids_say(messages):
    # A message is its own English; a translation there would only differ.
    wrong = {k: v for k, v in catalogue("en").items() if v not in ("", k)}
    assert wrong == {}
    assert sorted(set(catalogue("en")) - set(messages)) == []


def test_translations_keep_the_places_of_messages():
    wrong = {
        message: text
        for message, text in catalogue("vi").items()
        if set(PLACE.findall(message)) != set(PLACE.findall(text))
        or not Template(text).is_valid()
    }
    assert wrong == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_catalogues_compile_and_name_no_message_twice(language):
    path = LOCALES / language / "LC_MESSAGES" / f"{DOMAIN}.po"
    text = path.read_text(encoding="utf-8")
    ids = re.findall(r'^msgid ("(?:[^"\\]|\\.)*"(?:\n"(?:[^"\\]|\\.)*")*)', text, re.M)
    assert sorted({one for one in ids if ids.count(one) > 1}) == []
    with path.open("rb") as file:
        assert Msgfmt(file, name=DOMAIN).get()
