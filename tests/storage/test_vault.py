"""A vault finds by code, holds nobody's permission and makes its leaves in time."""

from __future__ import annotations

from AccessControl.PermissionRole import rolesForPermissionOn
from datetime import date
from motcua.storage import shards
from motcua.storage.vault import Vault
from OFS.SimpleItem import SimpleItem
import pytest


CODE = "H99.01-261102-0065"


class Thing(SimpleItem):
    """Something that lies in a vault."""

    def __init__(self, id):
        self.id = id


@pytest.fixture
def vault():
    return Vault("things")


def test_what_was_put_under_a_code_is_found_by_it(vault):
    vault.place(CODE).add(CODE, Thing(CODE))
    assert vault.find(CODE).id == CODE
    assert vault.find(CODE.lower()).id == CODE


def test_the_place_follows_from_the_code(vault):
    assert vault.place(CODE).getPhysicalPath() == ("things", "H99.01", "2026", "01")


@pytest.mark.parametrize(
    "code", ["", "x", "H99.01-261102-0066", "H99.02-261102-0065", "../etc", "\x00"]
)
def test_what_is_not_there_is_none(vault, code):
    vault.place(CODE).add(CODE, Thing(CODE))
    assert vault.find(code) is None


def test_looking_makes_nothing(vault):
    vault.find(CODE)
    assert list(vault.walk()) == []


def test_a_place_for_no_code_is_refused(vault):
    with pytest.raises(ValueError, match="not a dossier code"):
        vault.place("x")


def test_every_permission_ends_here(vault):
    vault.place(CODE).add(CODE, Thing(CODE))
    thing = vault.find(CODE)
    for permission in ("View", "Manage portal", "An add-on: Do Anything"):
        assert set(rolesForPermissionOn(permission, thing)) <= {"Shared"}


def test_leaves_are_made_once_for_the_year(vault):
    units = ["H99.01", "H99.02"]
    assert vault.prepare(units, date(2026, 5, 4)) == 2
    assert vault.prepare(units, date(2026, 11, 30)) == 0
    assert len(list(vault["H99.01"]["2026"].walk())) == shards.LEAVES


def test_in_december_the_next_year_is_made_ready(vault):
    assert vault.prepare(["H99.01"], date(2026, 12, 1)) == 2
    assert vault["H99.01"].get("2027") is not None
    assert vault.prepare(["H99.01"], date(2027, 1, 1)) == 0
