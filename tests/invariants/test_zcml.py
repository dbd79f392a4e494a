"""ZCML: short leaves, names that point down the house, layers and permissions."""

from __future__ import annotations

import pytest
import re
from tests.invariants.house import height
from tests.invariants.house import layers
from tests.invariants.house import name
from tests.invariants.house import package_of
from tests.invariants.house import PROFILES
from tests.invariants.house import SOURCE
from tests.invariants.house import zcml
from xml.etree import ElementTree


LONGEST_LEAF = 80
LAYER = "motcua.storage.interfaces.IMotcuaLayer"
BROWSER = "{http://namespaces.zope.org/browser}"
SERVICE = "{http://namespaces.plone.org/plone}service"
PAGES = tuple(f"{BROWSER}{word}" for word in ("page", "view", "viewlet", "resource"))
DOTTED = re.compile(r"\bmotcua\.([a-z]\w*)\.[A-Za-z]")


def test_leaves_fit_on_a_screen():
    found = {name(p): len(p.read_text().splitlines()) for p in zcml()}
    assert {n: k for n, k in found.items() if k > LONGEST_LEAF} == {}


def registrations():
    """Yield (file, element) of every registration for browsers and programs."""
    for path in zcml():
        for element in ElementTree.parse(path).iter():
            if element.tag in PAGES or element.tag == SERVICE:
                yield path, element


def test_the_walk_meets_the_doors():
    assert len(list(registrations())) > 8


def test_every_page_and_service_has_our_layer_and_a_permission():
    wrong = [
        f"{name(path)}: {element.get('name')}"
        for path, element in registrations()
        if element.get("layer") != LAYER or not element.get("permission")
    ]
    assert wrong == []


def named(text):
    """Return the packages of the house that a text names by dotted name."""
    houses = {one for row in layers() for one in row}
    return {one for one in DOTTED.findall(text) if one in houses}


def strangers(package, packages):
    """Return those of ``packages`` that ``package`` may not name."""
    return {
        one for one in packages if one != package and height(one) >= height(package)
    }


def without_comments(text):
    return re.sub(r"<!--.*?-->", "", text, flags=re.DOTALL)


def test_names_in_zcml_point_down_the_house_and_never_to_another_door():
    wrong = {}
    for path in zcml():
        package = package_of(path)
        if package:
            text = without_comments(path.read_text(encoding="utf-8"))
            # A permission's id is a name of its own, not of a module.
            text = re.sub(r'(permission|id|name)="[^"]*"', "", text)
            found = strangers(package, named(text))
            if found:
                wrong[name(path)] = found
    assert wrong == {}


def test_dotted_names_in_strings_of_modules_point_down_too():
    wrong = {}
    for path in sorted(SOURCE.rglob("*.py")):
        package = package_of(path)
        if package:
            text = path.read_text(encoding="utf-8")
            strings = " ".join(re.findall(r'"(motcua\.[\w.]+)"', text))
            found = strangers(package, named(strings))
            if found:
                wrong[name(path)] = found
    assert wrong == {}


def test_the_search_for_directions_can_fail():
    assert strangers("dossiers", {"archive", "storage", "dossiers"}) == {"archive"}
    assert strangers("desk", {"admin", "archive"}) == {"admin"}
    assert strangers("base", {"storage"}) == {"storage"}


def test_below_the_doors_there_is_no_http():
    doors = {one for row in layers()[:2] for one in row} | {"shell"}
    found = [
        f"{name(path)}: {element.get('name')}"
        for path, element in registrations()
        if package_of(path) not in doors
    ]
    assert found == []


def test_a_parent_only_includes():
    text = without_comments((SOURCE / "configure.zcml").read_text(encoding="utf-8"))
    tags = {e.tag.rpartition("}")[2] for e in ElementTree.fromstring(text)}
    assert tags <= {"include", "registerTranslations", "registerProfile"}


@pytest.mark.parametrize("path", sorted(PROFILES.rglob("*.xml")), ids=name)
def test_profiles_are_well_formed(path):
    ElementTree.parse(path)
