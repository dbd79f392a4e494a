"""A ledger that left the house proves itself to anybody."""

from __future__ import annotations

import ast
from datetime import datetime
from datetime import UTC
import hashlib
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st
import json
from motcua.dossiers import ledger
from motcua.dossiers.dossier import Dossier
from motcua.dossiers.ledger import export
from motcua.dossiers.ledger import heads
from motcua.dossiers.ledger import verify_ledger
from pathlib import Path
import pytest
import stat
import subprocess
import sys
from tests.dossiers.test_ledger import chain


NOW = datetime(2026, 11, 30, 1, 0, tzinfo=UTC)
CODE = "H99.01-261102-0001"


def a_dossier(count=5):
    dossier = chain([{"text": f"Nguyễn Văn Đức, “{n}”\n"} for n in range(count)])
    dossier.id = CODE
    return dossier


def kept(dossier, *numbers):
    """Return heads kept outside, as an export names them."""
    found = ledger.events(dossier)
    for number in numbers:
        yield {
            "day": "2026-11-03",
            "file": "2026-11-03.jsonl",
            "sha256": "0" * 64,
            "n": number,
            "head": found[number - 1].hash.hex(),
        }


def exported(dossier, *numbers, personal=True):
    values = export.lines(dossier, kept(dossier, *numbers), NOW, personal)
    return export.sealed(values)


def altered(data):
    """Return what the verifier says of an export that does not hold."""
    with pytest.raises(verify_ledger.Altered) as told:
        verify_ledger.check(data)
    return str(told.value)


def resealed(data, change):
    """Alter the values of an export as somebody who makes the seal fit again."""
    values = [json.loads(line) for line in data.splitlines()[:-1]]
    change(values)
    return export.sealed(values)


@pytest.fixture
def anchors(tmp_path, monkeypatch):
    """A folder of heads of its own."""
    folder = tmp_path / "anchors"
    folder.mkdir()
    monkeypatch.setattr(heads, "folder", lambda: folder)
    return folder


def keep(folder, day, *lines, before=""):
    first = {"v": 1, "day": day, "before": before}
    path = folder / f"{day}.jsonl"
    path.write_text("".join(json.dumps(one) + "\n" for one in (first, *lines)))
    return hashlib.sha256(path.read_bytes()).hexdigest()


def head_line(dossier, number):
    event = ledger.events(dossier)[number - 1]
    return {"code": dossier.code, "n": number, "head": event.hash.hex()}


def run(*words):
    """Run the script where none of our packages can be found."""
    command = [sys.executable, "-I", "-S", *(str(word) for word in words)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


def test_an_export_holds_and_says_what_it_is():
    data = exported(a_dossier(), 3, 5)
    assert verify_ledger.check(data) == f"{CODE}: 5 events, 2 + 0 heads kept"
    first, *events, _one, _two, _seal = map(json.loads, data.splitlines())
    assert first["length"] == len(events) == 5
    assert json.loads(events[0]["payload"])["text"].startswith("Nguyễn Văn Đức")


def test_an_empty_ledger_can_be_exported():
    assert verify_ledger.check(exported(Dossier(CODE)))


@pytest.mark.parametrize("bit", [0x01, 0x20, 0x80])
def test_a_flipped_bit_is_found_in_every_byte(bit):
    text = exported(a_dossier(2), 2)
    for place, byte in enumerate(text):
        altered(text[:place] + bytes([byte ^ bit]) + text[place + 1 :])


@given(st.data())
@settings(max_examples=300, deadline=None)
def test_any_altered_byte_is_found(data):
    text = bytearray(exported(a_dossier(3), 2))
    place = data.draw(st.integers(0, len(text) - 1))
    value = data.draw(st.integers(0, 255).filter(lambda byte: byte != text[place]))
    text[place] = value
    altered(bytes(text))


@given(st.data())
@settings(max_examples=100, deadline=None)
def test_an_altered_event_is_named_even_when_the_seal_fits_again(data):
    dossier = a_dossier(6)
    number = data.draw(st.integers(1, 6))
    name = data.draw(st.sampled_from(["header", "payload", "payload_sha256", "hash"]))

    def change(values):
        text = values[number][name]
        place = data.draw(st.integers(0, len(text) - 1))
        other = data.draw(st.sampled_from("07af ,").filter(lambda c: c != text[place]))
        values[number][name] = text[:place] + other + text[place + 1 :]

    told = altered(resealed(exported(dossier), change))
    assert told.startswith(f"event {number}: ")


@given(st.binary(max_size=200))
@settings(max_examples=100, deadline=None)
def test_nonsense_is_refused_and_never_an_error(data):
    altered(data)


def test_cut_removed_and_exchanged_events_are_named():
    data = exported(a_dossier())

    def cut(values):
        del values[-1]

    def cut_well(values):
        del values[-1]
        values[0]["length"] = 4

    def remove(values):
        del values[2]
        values[0]["length"] = 4

    def exchange(values):
        values[2], values[3] = values[3], values[2]

    assert "events are missing" in altered(resealed(data, cut))
    assert "event 4: not the last one" in altered(resealed(data, cut_well))
    assert altered(resealed(data, remove)).startswith("event 2: ")
    assert altered(resealed(data, exchange)).startswith("event 2: ")


def test_a_ledger_of_another_dossier_is_named():
    dossier = chain([{}, {}], code="H99.01-261102-0002")
    dossier.id = CODE
    assert altered(exported(dossier)).startswith("event 1: not of this place")


def forged():
    """Return an export that somebody wrote anew with all hashes."""
    return exported(chain_of_lies())


def chain_of_lies():
    dossier = chain([{"text": "khác"} for _number in range(5)])
    dossier.id = CODE
    return dossier


def test_only_heads_kept_elsewhere_tell_of_a_ledger_written_anew(tmp_path):
    assert verify_ledger.check(forged())
    true = a_dossier()
    outside = [head_line(true, 2), {**head_line(true, 2), "code": "H99.01-1"}]
    with pytest.raises(verify_ledger.Altered, match="event 2: written anew"):
        verify_ledger.check(forged(), outside)
    shorter = exported(a_dossier(1))
    with pytest.raises(verify_ledger.Altered, match="event 2 and later: cut off"):
        verify_ledger.check(shorter, outside)
    assert "2 + 1 heads" in verify_ledger.check(exported(true, 1, 5), outside)


def test_without_personal_data_the_chain_still_proves():
    data = exported(a_dossier(), personal=False)
    assert "Nguyễn" not in data.decode()
    assert verify_ledger.check(data)
    number = 3

    def change(values):
        values[number]["header"] = values[number]["header"].replace("handler", "x")

    assert altered(resealed(data, change)).startswith("event 3: header altered")


def test_a_destroyed_payload_is_exported_as_its_digest():
    dossier = a_dossier()
    ledger.events(dossier)[1].payload = None
    data = exported(dossier)
    assert json.loads(data.splitlines()[2])["payload"] is None
    assert verify_ledger.check(data)


def test_the_export_names_the_heads_that_cover_it(anchors, tmp_path):
    dossier = a_dossier()
    other = {"code": "H99.01-261102-0009", "n": 1, "head": "00" * 32}
    first = keep(anchors, "2026-11-03", head_line(dossier, 2), other)
    keep(anchors, "2026-11-04", other, before=first)
    keep(anchors, "2026-11-05", head_line(dossier, 5), before=first)
    found = list(heads.covering(CODE))
    assert [(one["file"], one["n"]) for one in found] == [
        ("2026-11-03.jsonl", 2),
        ("2026-11-05.jsonl", 5),
    ]
    assert found[0]["sha256"] == first
    written = export.write(dossier, tmp_path / "out")
    assert "2 + 0 heads" in verify_ledger.check(written.path.read_bytes())


def test_writing_goes_to_a_folder_or_a_file_and_over_nothing(anchors, tmp_path):
    dossier = a_dossier()
    written = export.write(dossier, tmp_path / "out")
    assert written.path == tmp_path / "out" / f"{CODE}.ledger.jsonl"
    assert stat.S_IMODE(written.path.stat().st_mode) == 0o600
    assert written.verifier.read_text() == Path(verify_ledger.__file__).read_text()
    assert written.faults == ()
    with pytest.raises(FileExistsError):
        export.write(dossier, tmp_path / "out")
    again = export.write(dossier, tmp_path / "out" / "b.jsonl", personal=False)
    assert again.path.name == "b.jsonl"


def test_an_altered_ledger_is_exported_as_it_is_and_told(anchors, tmp_path):
    dossier = a_dossier()
    ledger.events(dossier)[2].payload = b'{"text":"x"}'
    written = export.write(dossier, tmp_path / "out")
    assert [(f.number, f.kind) for f in written.faults] == [(3, "payload-altered")]
    assert altered(written.path.read_bytes()).startswith("event 3: payload altered")


def test_the_script_needs_nothing_of_ours(anchors, tmp_path):
    dossier = a_dossier()
    written = export.write(dossier, tmp_path / "out")
    status, said = run(written.verifier, written.path)
    assert status == 0
    assert said.startswith(f"VALID / HỢP LỆ {CODE}: 5 events")
    bad = written.path.with_name("bad.jsonl")
    bad.write_bytes(written.path.read_bytes().replace(b"handler", b"hand1er", 1))
    status, said = run(written.verifier, written.path, bad)
    assert status == 1
    assert "ALTERED / BỊ SỬA bad.jsonl: event 1: header altered" in said
    assert run(written.verifier, tmp_path / "none")[0] == 2


def test_the_script_reads_heads_kept_elsewhere(anchors, tmp_path):
    first = keep(anchors, "2026-11-03", head_line(a_dossier(), 4))
    keep(anchors, "2026-11-04", head_line(a_dossier(), 5), before=first)
    written = export.write(a_dossier(), tmp_path / "out")
    status, said = run(written.verifier, written.path, "--anchors", anchors)
    assert (status, "2 + 2 heads" in said) == (0, True)
    lies = tmp_path / "lies.jsonl"
    lies.write_bytes(forged())
    assert run(written.verifier, lies)[0] == 0
    status, said = run(written.verifier, lies, "--anchors", anchors)
    assert (status, "event 4: written anew" in said) == (1, True)
    (anchors / "2026-11-03.jsonl").write_text('{"before": ""}\n')
    status, said = run(written.verifier, written.path, "--anchors", anchors)
    assert (status, "the file before it" in said) == (2, True)


def test_the_script_is_short_and_of_the_standard_library():
    text = Path(verify_ledger.__file__).read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 150
    tree = ast.parse(text, feature_version=(3, 8))
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add(node.module)
    assert found <= {*sys.stdlib_module_names, "collections.abc"}


@pytest.mark.parametrize("dossier", [a_dossier(), chain_of_lies()])
def test_another_program_comes_to_the_same_hashes_by_the_page_on_ledgers(dossier):
    def sha256(data):
        done = subprocess.run("sha256sum", input=data, capture_output=True, check=True)
        return bytes.fromhex(done.stdout.split()[0].decode())

    before = bytes(32)
    _first, *events, _seal = map(json.loads, exported(dossier).splitlines())
    for event in events:
        payload = sha256(event["payload"].encode())
        header = sha256(event["header"].encode())
        before = sha256(b"motcua-ledger-1" + before + header + payload)
        assert payload.hex() == event["payload_sha256"]
        assert before.hex() == event["hash"]
    assert before == dossier.head


def verifier_of_the_page():
    """Return the function that the page on ledgers shows."""
    page = Path(__file__).parents[2] / "docs" / "ledger.md"
    code = page.read_text(encoding="utf-8").split("```python\n")[1].split("```")[0]
    names = {}
    exec(code, names)
    return names["verify"]


def test_the_verifier_on_the_page_works_as_printed(tmp_path):
    verify = verifier_of_the_page()
    path = tmp_path / "x.jsonl"
    data = exported(a_dossier(), 3)
    path.write_bytes(data)
    verify(path)
    path.write_bytes(data.replace(b"handler", b"hand1er", 1))
    with pytest.raises(AssertionError, match="1"):
        verify(path)
    path.write_bytes(exported(a_dossier(), personal=False))
    verify(path)
