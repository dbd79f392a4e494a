"""Judges from outside: bagit, the schemas of METS and PREMIS, eark-validator."""

from __future__ import annotations

import bagit
import json
from lxml import etree
from motcua.archive.packages import exporting
from motcua.archive.packages import fields
from motcua.archive.packages import kinds
import os
from pathlib import Path
import pytest
import subprocess
from tests.archive.packages.conftest import LATER
from tests.archive.packages.test_exporting import pack
import zipfile


@pytest.fixture(params=list(kinds.KINDS))
def unpacked(request, province, closed, tmp_path):
    """The folder of a package of each kind, in its bag."""
    made = pack(province, closed, request.param, tmp_path / "out")
    with zipfile.ZipFile(made.path) as archive:
        archive.extractall(tmp_path / "in")
    base = kinds.folder_of(made.identifier)
    return tmp_path / "in" / base / "data" / base


def resolved(path, **elsewhere):
    """Return a schema, what it imports found beside it under other names."""

    class Resolver(etree.Resolver):
        def resolve(self, url, _id, context):
            name = url.rpartition("/")[2]
            near = path.parent / elsewhere.get(name, name)
            return self.resolve_filename(str(near), context)

    parser = etree.XMLParser(no_network=True)
    parser.resolvers.add(Resolver())
    return etree.XMLSchema(etree.parse(str(path), parser))


def test_bagit_validates_the_bag(unpacked):
    bagit.Bag(str(unpacked.parents[1])).validate()


def test_every_mets_follows_the_schema_that_travels_with_it(unpacked):
    schema = etree.XMLSchema(etree.parse(str(unpacked / "schemas" / "METS.xsd")))
    found = sorted(unpacked.rglob("METS.xml"))
    assert len(found) >= 2
    for path in found:
        schema.assertValid(etree.parse(str(path)))


def test_every_mets_follows_the_schema_of_the_library_of_congress(unpacked, shared):
    folder = shared / "yardsticks" / "xsd"
    for name in ("mets.xsd", "mets-csip.xsd"):
        schema = resolved(folder / name)
        for path in sorted(unpacked.rglob("METS.xml")):
            schema.assertValid(etree.parse(str(path)))


def test_every_premis_follows_the_schema_of_premis_3(unpacked, shared):
    schema = resolved(shared / "yardsticks" / "xsd" / "premis-v3-0.xsd")
    found = sorted(unpacked.rglob("PREMIS*.xml"))
    assert len(found) >= 2
    for path in found:
        schema.assertValid(etree.parse(str(path)))


def test_descriptions_follow_the_schemas_that_travel_with_them(unpacked):
    for name, pattern in (("EAD.xsd", "EAD.xml"), ("EAD_doc.xsd", "EAD_doc_*.xml")):
        schema = etree.XMLSchema(etree.parse(str(unpacked / "schemas" / name)))
        found = sorted(unpacked.rglob(pattern))
        assert found
        for path in found:
            schema.assertValid(etree.parse(str(path)))


def test_every_file_of_the_package_is_named_by_a_mets(unpacked):
    named = {"METS.xml"}
    for path in unpacked.rglob("METS.xml"):
        base = path.parent.relative_to(unpacked)
        for element in etree.parse(str(path)).iter("{*}FLocat", "{*}mdRef"):
            href = element.get("{http://www.w3.org/1999/xlink}href")
            named.add((base / href).as_posix())
    there = {
        path.relative_to(unpacked).as_posix()
        for path in unpacked.rglob("*")
        if path.is_file()
    }
    assert there == named


def test_eark_validator_finds_no_error(unpacked):
    """The rules of SIP want what those of CSIP forbid: the creator is an organisation
    there and the program here, and its note has an attribute that METS does not allow.
    """
    python = os.environ.get("MOTCUA_EARK")
    if not python:
        pytest.skip("shared: MOTCUA_EARK names no Python with eark-validator")
    script = Path(__file__).with_name("eark_verdict.py")
    done = subprocess.run(
        [python, str(script), str(unpacked)],
        capture_output=True,
        check=True,
        text=True,
    )
    told = json.loads(done.stdout)
    assert told["structure"] == "WellFormed"
    assert told["structure_errors"] == []
    assert told["schema_errors"] == []
    assert told["own_errors"] == []
    assert told["CSIP"] == []
    if told["kind"] in ("SIP", "DIP"):
        assert set(told[told["kind"]]) <= {"SIP11", "SIP14"}


def test_names_of_fields_are_in_the_circular(shared):
    text = shared / "data" / "legal" / "circular-05-2025-digital-archive.md"
    if not text.exists():
        pytest.skip("shared: the circular is not here")
    told = "".join(text.read_text(encoding="utf-8").split())
    for names in (*fields.PACKAGE.values(), *fields.DOCUMENT.values()):
        for name in names:
            assert f"<{name}>" in told, name


def test_a_file_of_many_documents_takes_no_more_memory(province, closed, tmp_path):
    import tracemalloc

    found = exporting.content(province, closed.code)
    few = list(found.items())

    def measured(times):
        many = [
            type(few[0])(**{**vars(each), "name": f"{closed.code}.{number:07}"})
            for number in range(1, times + 1)
            for each in few[:1]
        ]
        content = type(found)(**{**vars(found), "items": lambda: iter(many)})
        tracemalloc.start()
        try:
            exporting.make(province, content, kinds.AIP, tmp_path / str(times))
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    measured(2)
    small, large = measured(20), measured(600)
    # Of each file a ZIP remembers its name and place, and nothing of its bytes.
    assert large - small < 3_000_000
    assert LATER
