"""S24 to S29: every hostile file at every door through which files come in.

A door refuses a file in Vietnamese, by its name and with the way out, or takes it as
it is under a harmless name. It never fails, and what it refuses hinders nothing else
and leaves nothing behind. What a file is found to be depends on its bytes alone, so
each is looked at in a process of its own once, and the doors share what was found.
"""

from __future__ import annotations

from hashlib import sha256
from html import unescape
from io import BytesIO
from motcua.archive.capture import batches
from motcua.archive.capture import layout
from motcua.archive.capture import store
from motcua.archive.capture import verification
from motcua.archive.capture import watching
from motcua.archive.digitising import pipeline
from motcua.archive.errors import ConversionFailed
from motcua.archive.errors import REFUSALS
from motcua.archive.errors import UploadRefused
from motcua.archive.incoming.attachments import attachments
from motcua.archive.incoming.limits import Limits
from motcua.archive.incoming.names import display_name
from motcua.dossiers.folder import find
from motcua.storage import confined
from motcua.storage import files
import os
from pathlib import Path
import pytest
import re
from tests.dossiers.conftest import MONDAY
from tests.dossiers.conftest import UNIT
from tests.security import hostile
from tests.security.hostile import TAKEN
from tests.workbench.conftest import walk
import time
import transaction
from urllib.parse import quote
from zope.component.hooks import site
from zope.i18n import interpolate
from zope.i18n import translate


#: Bytes of files in one request, and what a process may grow by while it takes them.
TOGETHER = 16 * 2**20
GROWTH = 120 * 2**20
#: Where a document has to be told from a picture, or one of a whole office.
ENDINGS = {"application/pdf": ".pdf"}
INSPECT = "motcua.archive.incoming.inspection:inspect"


@pytest.fixture(scope="module")
def hostiles(tmp_path_factory):
    """The files: (case, path)."""
    return hostile.made(tmp_path_factory.mktemp("hostile"))


@pytest.fixture(scope="module")
def found():
    """What was found of each file, by its bytes."""
    return {}


@pytest.fixture(autouse=True)
def once(monkeypatch, found):
    """Look at the same bytes once."""
    run = confined.run

    def remembered(task, arguments, **options):
        if task != INSPECT:
            return run(task, arguments, **options)
        content = Path(arguments["path"]).read_bytes()
        key = (sha256(content).hexdigest(), arguments["pages"], arguments["pixels"])
        if key not in found:
            try:
                found[key] = run(task, arguments, **options)
            except confined.TaskFailed as failure:
                found[key] = failure
        if isinstance(found[key], confined.TaskFailed):
            raise found[key]
        return found[key]

    monkeypatch.setattr(confined, "run", remembered)


@pytest.fixture
def growth():
    """Tell by how many bytes this process grew at most since it was asked last."""

    def grown():
        status = dict(
            line.split(":", 1)
            for line in Path("/proc/self/status").read_text().splitlines()
        )
        peak, now = (int(status[name].split()[0]) for name in ("VmHWM", "VmRSS"))
        before, grown.before = grown.before, now
        Path("/proc/self/clear_refs").write_text("5")
        return (peak - before) * 1024

    grown.before = 0
    grown()
    return grown


def said(case, name=None):
    """Return every message that may answer a case."""
    limits = Limits()
    values = {"name": display_name(name or case.name)}
    told = set()
    for reason in case.expected - {TAKEN}:
        limit = {"too-large": limits.upload >> 20, "too-many-pages": limits.pages}
        values |= {"limit": limit.get(reason, limits.pixels // 10**6), "page": 1}
        for media in ("PDF", "JPEG", "PNG", "TIFF"):
            text = translate(REFUSALS[reason], target_language="vi")
            told.add(interpolate(text, {**values, "media": media}))
    return told


def words(page):
    """Return the words of a page, or of an answer to a program."""
    text = page.decode("utf-8") if isinstance(page, bytes) else page
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", text)).split())


def answered(case, text):
    """Say whether a text refuses a case as it should be."""
    spoken = words(text)
    return any(" ".join(one.split()) in spoken for one in said(case))


def packs(hostiles):
    """Yield the files by the handful, as much as fits into a request."""
    handful, size = [], 0
    for case, path in hostiles:
        if handful and size + path.stat().st_size > TOGETHER:
            yield handful
            handful, size = [], 0
        handful.append((case, path))
        size += path.stat().st_size
    yield handful


def parts(fields, field, sent):
    """Return type and body of a form as browsers send it; ``sent`` are (name, path)."""
    mark, out = b"--hostile-form", BytesIO()
    for name, value in fields.items():
        head = f'Content-Disposition: form-data; name="{name}"\r\n\r\n{value}'
        out.write(b"%s\r\n%s\r\n" % (mark, head.encode()))
    for name, path in sent:
        told = name.encode() if isinstance(name, str) else name
        for sign in (b'"', b"\r", b"\n"):
            told = told.replace(sign, b"%%%02X" % sign[0])
        out.write(b'%s\r\nContent-Disposition: form-data; name="' % mark)
        out.write(b'%s"; filename="%s"\r\n' % (field.encode(), told))
        out.write(b"Content-Type: application/octet-stream\r\n\r\n")
        out.write(path.read_bytes() + b"\r\n")
    out.write(mark + b"--\r\n")
    return f"multipart/form-data; boundary={mark[2:].decode()}", out.getvalue()


def post(app, address, form, field, sent, **more):
    """Send files by a form of a page; return the answer, whatever it is."""
    shown = app.get(address).forms[form] if isinstance(form, str) else form
    fields = {
        name: shown[name].value
        for name in shown.fields
        if name and name not in (field, "do") and not name.startswith("file-")
    }
    kind, body = parts({**fields, **more}, field, sent)
    target = shown.action or address
    return app.post(target, body, headers={"Content-Type": kind}, status="*")


def sound(answer):
    """Hold that an answer is one, and not an error of ours."""
    assert answer.status_int < 500, answer.text[:2000]
    assert "Traceback" not in answer.text


def browser_name(name):
    """Return the name as it stands in a form: a browser writes some signs so."""
    return name.replace('"', "%22").replace("\r", "%0D").replace("\n", "%0A")


def opened(house, scanner=""):
    """Open a batch of plain papers and return its code."""
    with site(house):
        batch = batches.open_batch(
            house, UNIT, "papers", "archivist", MONDAY, scanner=scanner
        )
        transaction.commit()
        return batch.code


def taken_rightly(house, code, hostiles, outcome):
    """Hold that a batch has what was taken, all of it, and nothing that was not."""
    transaction.begin()
    with site(house):
        batch = store.batch(house, code)
        arrivals = {one.sha256: one for one in layout.fold(batch).arrivals}
        assert layout.fold(batch).astray() == []
        told = verification.verify(house)
    assert told.faults == []
    assert told.arrived == told.placed == sum(one.pages for one in arrivals.values())
    for case, path in hostiles:
        digest = sha256(path.read_bytes()).hexdigest()
        assert (digest in arrivals) == (outcome[case.id] == TAKEN), case.id
        assert files.exists(digest) == (digest in arrivals), case.id
        assert outcome[case.id] in case.expected, case.id
        if digest in arrivals:
            assert files.check(digest)


def test_a_screen_takes_or_refuses_each_of_many_files(
    house, officer, hostiles, growth, record_property
):
    code, archivist, outcome = opened(house), officer("archivist"), {}
    address = f"/luu-tru/lo/{code}"
    grown = []
    for handful in packs(hostiles):
        growth()
        sent = [(case.name, path) for case, path in handful]
        answer = post(archivist, address, "upload", "files", sent, do="upload")
        grown.append(growth())
        sound(answer)
        spoken = words(answer.text)
        for case, _path in handful:
            name = browser_name(case.name)
            refused = any(" ".join(one.split()) in spoken for one in said(case, name))
            assert refused or TAKEN in case.expected, case.id
            outcome[case.id] = TAKEN
            if refused:
                outcome[case.id] = next(iter(case.expected - {TAKEN}))
    record_property("files", len(outcome))
    record_property("grown", max(grown))
    taken_rightly(house, code, hostiles, outcome)
    assert max(grown) < GROWTH


def test_the_door_for_programs_answers_each(house, officer, hostiles):
    code, scanner, outcome = opened(house), officer("archivist"), {}
    for case, path in hostiles:
        answer = scanner.post(
            f"/++api++/@scans/{code}?name={quote(case.name)}",
            path.read_bytes(),
            headers={"Content-Type": "application/pdf", "Accept": "application/json"},
            status="*",
        )
        sound(answer)
        outcome[case.id] = TAKEN
        if answer.status_int not in (200, 201):
            assert (answer.status_int, answer.json["type"]) == (400, "UploadRefused")
            assert answered(case, answer.json["message"]), case.id
            outcome[case.id] = next(iter(case.expected - {TAKEN}))
    taken_rightly(house, code, hostiles, outcome)


def in_folder(case, number):
    """Return a name that a disk takes, as near to the case's as there is."""
    name = case.name.replace("/", "\\").replace("\0", "")
    name = f"{number:03} {name}".encode()[:250].decode("utf-8", "ignore")
    return name if name.endswith(Path(case.name).suffix) else name + ".pdf"


def test_the_folder_of_a_scanner_lets_nothing_block_it(house, hostiles):
    code, outcome, names = opened(house, scanner="may-1"), {}, {}
    with site(house):
        watching._met.clear()
        watching.take(house)
        folder = watching.root() / "may-1"
        for number, (case, path) in enumerate(hostiles):
            target = folder / in_folder(case, number)
            target.write_bytes(path.read_bytes())
            os.utime(target, (time.time() - 2 * watching.PATIENCE,) * 2)
            names[display_name(target.name)] = case
        told = watching.take(house, seconds=600)
    assert len(told) == len(hostiles) == len(names)
    for one in told:
        case = names[one.name]
        assert one.outcome in ("taken", "refused"), (case.id, one)
        outcome[case.id] = TAKEN
        if one.outcome == "refused":
            shown = interpolate(one.message, one.message.mapping)
            assert one.name in shown and str(one.message) in REFUSALS.values()
            reasons = [key for key, text in REFUSALS.items() if text == one.message]
            outcome[case.id] = reasons[0]
    taken_rightly(house, code, hostiles, outcome)
    kept = [path for path in folder.rglob("*") if path.is_file()]
    assert len(kept) == len(hostiles), "nothing that came is thrown away"
    assert not [path for path in folder.iterdir() if path.is_file()]


def test_a_dossier_gets_no_file_that_is_refused(house, officer, received, hostiles):
    counter = officer("reception")
    address = f"/luu-tru/so-hoa/{received}"
    expected = set()
    for handful in packs(hostiles):
        sent = [(case.name, path) for case, path in handful]
        answer = post(counter, address, "upload", "file-1", sent)
        sound(answer)
        spoken = words(answer.maybe_follow().text)
        for case, path in handful:
            name = browser_name(case.name)
            refused = any(" ".join(one.split()) in spoken for one in said(case, name))
            assert refused or TAKEN in case.expected, case.id
            if not refused:
                expected.add(sha256(path.read_bytes()).hexdigest())
    transaction.begin()
    with site(house):
        held = attachments(find(house, received))
    assert {one.sha256 for one in held} == expected
    for one in held:
        loaded = counter.get(f"{address}/tep/{one.sha256}")
        assert sha256(loaded.body).hexdigest() == one.sha256
        harmless(loaded, one)


def harmless(answer, file):
    """Hold that a file is sent as what it is and under one line of a name."""
    head = answer.headers
    assert head["Content-Type"] == file.media
    assert head["X-Content-Type-Options"] == "nosniff"
    assert head["Content-Security-Policy"].startswith("default-src 'none'")
    told = head["Content-Disposition"]
    assert told.isascii() and told.isprintable() and told.count('"') == 2
    pattern = r"(inline|attachment); filename=\"[^\"]+\"; filename\*=UTF-8''[^ ;]+"
    assert re.fullmatch(pattern, told), told
    shown = file.media in ("application/pdf", "image/jpeg", "image/png")
    assert told.startswith("inline" if shown else "attachment")


@pytest.fixture
def few(hostiles):
    """One file for each way to be refused, and some that may come in."""
    picked = {}
    for case, path in hostiles:
        picked.setdefault((case.kind, case.expected), (case, path))
    return list(picked.values())


def test_a_result_is_looked_at_as_well(house, officer, received, few):
    walk(house, received, "approve")
    handler = officer("handler")
    address = f"/desk/ho-so/{received}"
    for case, path in few:
        form = next(
            each
            for each in handler.get(address).forms.values()
            if "operation" in each.fields and each["operation"].value == "attach_result"
        )
        answer = post(handler, address, form, "file", [(case.name, path)])
        sound(answer)
        if answer.status_int in (302, 303):
            assert TAKEN in case.expected, case.id
        else:
            name = browser_name(case.name)
            spoken = words(answer.text)
            told = [" ".join(one.split()) for one in said(case, name)]
            assert any(one in spoken for one in told), case.id


def test_the_command_line_tells_what_is_wrong_and_goes_on(few, tmp_path):
    for number, (case, path) in enumerate(few):
        folder = tmp_path / str(number)
        folder.mkdir()
        source = folder / in_folder(case, number)
        source.write_bytes(path.read_bytes())
        if source.suffix in (".docx", ".xlsx", ".odt"):
            continue
        try:
            pipeline.take(source, folder)
        except (UploadRefused, ConversionFailed) as error:
            assert error.reason in case.expected, case.id
            assert pipeline.why(error)["message"]
        else:
            assert TAKEN in case.expected, case.id


@pytest.mark.parametrize("name", [b"\xff\xfe.pdf", b"\xed\xa0\x80.pdf", b"a\xc3"])
def test_a_name_that_is_no_text_is_the_senders_mistake(
    house, officer, hostiles, name, tmp_path
):
    code, archivist = opened(house), officer("archivist")
    path = next(path for case, path in hostiles if case.id == "name-emoji")
    address = f"/luu-tru/lo/{code}"
    answer = post(archivist, address, "upload", "files", [(name, path)], do="upload")
    sound(answer)
    assert answer.status_int in (303, 400)
