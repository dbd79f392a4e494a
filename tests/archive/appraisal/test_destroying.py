"""What was decided on is destroyed, all of it, and nothing else is."""

from __future__ import annotations

from datetime import timedelta
from motcua.archive.appraisal import destroying
from motcua.archive.appraisal import erasure
from motcua.archive.appraisal import holds
from motcua.archive.appraisal import lists
from motcua.archive.appraisal import purging
from motcua.archive.appraisal import store
from motcua.archive.appraisal import verification
from motcua.archive.appraisal.errors import Behind
from motcua.archive.appraisal.errors import Late
from motcua.archive.capture import documents
from motcua.archive.capture import register as capture_register
from motcua.archive.capture import store as capture
from motcua.archive.finding.documents import RENDITIONS
from motcua.archive.finding.pageindex import INDEX
from motcua.archive.holdings import closing
from motcua.archive.holdings import files
from motcua.archive.holdings import filing
from motcua.archive.holdings import register
from motcua.archive.holdings import verification as holdings_verification
from motcua.archive.holdings.errors import Appraised
from motcua.archive.holdings.errors import Gone
from motcua.archive.holdings.errors import Held
from motcua.archive.ocr import recognition
from motcua.dossiers import ledger
from motcua.storage import files as stored
from motcua.storage.engines import register_engine
from motcua.storage.jobs import JobFailed
from motcua.storage.replay import Report
from motcua.storage.settings import settings
import pytest
import sqlalchemy as sa
from tests.archive.appraisal.conftest import age
from tests.archive.appraisal.conftest import decided
from tests.archive.appraisal.conftest import destroy
from tests.archive.appraisal.conftest import doomed
from tests.archive.appraisal.conftest import HELD
from tests.archive.appraisal.conftest import old_file
from tests.archive.appraisal.conftest import purge
from tests.archive.appraisal.conftest import put
from tests.archive.appraisal.conftest import WEEKS
from tests.archive.appraisal.conftest import words
from tests.dossiers.conftest import MONDAY
import transaction
from types import SimpleNamespace
from ZODB.POSException import ConflictError


LATER = MONDAY + WEEKS + timedelta(days=1)


def cards():
    with register_engine().connect() as connection:
        INDEX.ensure(connection)
        return set(connection.execute(sa.select(INDEX.docs.c.id)).scalars())


def test_of_a_destroyed_file_the_tombstone_is_left(house):
    digest = put(b"x")
    one = old_file(house, digest)
    document = files.view(one).documents[0]
    assert f"card:{document}" in cards()
    list_ = decided(house, one)
    destroy(house, list_)
    found = files.view(one)
    assert (found.state, found.title) == (files.DESTROYED, "Hồ sơ mua văn phòng phẩm")
    gone = found.destroyed
    assert (gone.list, gone.deed) == (list_.code, "QĐ 9/QĐ-UBND")
    assert (gone.documents, gone.pages, gone.by) == (1, 2, "archivist")
    assert ledger.verify(one) == []
    assert "Đức" not in words(one)
    assert f"card:{document}" not in cards()


def test_what_the_catalogue_said_is_gone_and_its_chain_still_verifies(house):
    one = old_file(house, put(b"x"))
    code = files.view(one).documents[0]
    destroy(house, decided(house, one))
    document = capture.document(house, code)
    found = documents.view(document)
    assert (found.state, found.sha256, found.fields) == (documents.DESTROYED, "", {})
    assert words(document) == "{}"
    assert ledger.verify(document) == []
    with pytest.raises(KeyError):
        documents.get(house, code, "archivist", LATER)
    table = capture_register.DOCUMENTS
    with register_engine().connect() as connection:
        asked = sa.select(table.c.sha256, table.c.type).where(table.c.code == code)
        assert connection.execute(asked).one() == ("", "")


def test_bytes_go_with_their_second_copy(house, tmp_path, monkeypatch):
    monkeypatch.setenv("MOTCUA_FILES_COPY", str(tmp_path / "second"))
    digest = put(b"x")
    second = stored.FileStore(tmp_path / "second")
    second.store(b"x")
    second.mark()
    one = old_file(house, digest)
    destroy(house, decided(house, one))
    assert stored.exists(digest)
    assert purge(house) == ["gone"]
    assert not stored.exists(digest)
    assert not stored.FileStore(tmp_path / "second").exists(digest)
    gone = files.view(one).destroyed
    assert (gone.gone, gone.shared) == (1, 0)
    assert doomed(house) == set()
    assert verification.verify(house).faults == []
    assert holdings_verification.verify(house).faults == []


def test_what_was_read_and_drawn_is_gone_before_that_is_written_down(
    house, monkeypatch
):
    file = old_file(house, put(b"x"))
    destroy(house, decided(house, file))
    read = recognition.shared_readings() / "ab" / "ab12.hocr.zlib"
    drawn = settings().var / "cache" / "pages" / "ab" / "ab12.jpg"
    for one in (read, drawn):
        one.parent.mkdir(parents=True, exist_ok=True)
        one.write_bytes(b"words of people")

    def killed(*_arguments):
        raise KeyboardInterrupt

    monkeypatch.setattr(purging, "_ended", killed)
    with pytest.raises(KeyboardInterrupt):
        purge(house)
    transaction.abort()
    assert not read.exists() and not drawn.exists()


def test_a_second_copy_whose_disk_is_missing_is_waited_for(
    house, tmp_path, monkeypatch
):
    monkeypatch.setenv("MOTCUA_FILES_COPY", str(tmp_path / "second"))
    digest = put(b"x")
    destroy(house, decided(house, old_file(house, digest)))
    assert purge(house) == ["waits"]
    assert stored.exists(digest)


def test_a_file_that_is_being_read_waits_for_the_reader(house, monkeypatch):
    digest = put(b"x")
    destroy(house, decided(house, old_file(house, digest)))
    monkeypatch.setattr(recognition, "runs", lambda sha256: sha256 == digest)
    assert purge(house) == ["waits"]
    monkeypatch.undo()
    assert purge(house) == ["gone"]


def test_killed_behind_what_was_undone_the_copies_still_go(house):
    original, copy, text = put(b"copy"), put(b"x"), put(b"text")
    one = old_file(house, original)
    left = {"sha256": original, "archival": copy, "text": text}
    with register_engine().begin() as connection:
        row = {"length": 1, "pages": 1, "passed": True, "made_at": MONDAY, **left}
        connection.execute(sa.insert(RENDITIONS).values(row))
    destroy(house, decided(house, one))
    erasure.doom(store.made(house), {copy, text}, one.code, LATER)
    transaction.commit()
    assert set(purge(house)) == {"gone"}
    assert not any(map(stored.exists, (original, copy, text)))


def compared(state, ended):
    """A night's comparison of SQL that ended so."""
    return SimpleNamespace(key=f"{ended:%Y-%m-%d}", state=state, finished_at=ended)


@pytest.mark.parametrize(
    ("failed", "compared_"),
    [
        (["0a"], [compared("done", LATER)]),
        ([], []),
        ([], [compared("failed", LATER)]),
        ([], [compared("done", LATER - timedelta(days=3))]),
    ],
)
def test_nothing_is_purged_where_sql_is_not_known_to_agree(
    failed, compared_, monkeypatch
):
    monkeypatch.setattr(purging.jobs, "listed", lambda kind: compared_)
    with pytest.raises(JobFailed):
        purging._check_register(Report(failed=failed), LATER)


def test_bytes_are_purged_where_the_last_comparison_found_nothing(monkeypatch):
    before = LATER - timedelta(days=1)
    nights = [compared("failed", before), compared("done", LATER)]
    monkeypatch.setattr(purging.jobs, "listed", lambda kind: nights)
    purging._check_register(Report(), LATER)


def test_nothing_is_taken_out_of_a_held_file(house):
    one = old_file(house, put(b"x"))
    closing.reopen(house, one, "thiếu tờ", "archivist", MONDAY)
    holds.place(house, one, *HELD, "archivist", MONDAY)
    code = files.view(one).documents[0]
    with pytest.raises(Held):
        filing.take_out(house, one, [code], "thừa", "archivist", MONDAY)
    assert files.view(one).documents == (code,)


def test_shared_bytes_live_on_where_somebody_refers_to_them(house):
    digest = put(b"x")
    first, second = old_file(house, digest), old_file(house, digest)
    destroy(house, decided(house, first))
    assert purge(house) == ["shared"]
    assert stored.exists(digest)
    assert files.view(first).destroyed.shared == 1
    destroy(house, decided(house, second))
    assert purge(house) == ["gone"]
    assert not stored.exists(digest)


def test_bytes_that_were_stored_again_wait_for_who_did_it(house):
    digest = put(b"x")
    one = old_file(house, digest)
    destroy(house, decided(house, one))
    stored.store(b"x")
    assert purge(house) == ["waits"]
    assert stored.exists(digest)
    age(digest)
    assert purge(house) == ["gone"]


def test_nothing_is_looked_at_before_everybody_else_has_ended(house):
    one = old_file(house, put(b"x"))
    list_ = decided(house, one)
    destroy(house, list_)
    assert purge(house, LATER + timedelta(minutes=29)) == []
    assert purge(house, LATER + timedelta(minutes=31)) == ["gone"]


def test_a_held_file_is_spared_and_leaves_the_list(house):
    one, other = old_file(house, put(b"x")), old_file(house, put(b"y"))
    list_ = decided(house, one, other)
    holds.place(house, one, *HELD, "archivist", LATER)
    destroy(house, list_)
    assert files.view(one).state == files.CLOSED
    assert files.view(one).appraisal == ""
    assert lists.view(list_).spared == {one.code: "held"}
    assert files.view(other).destroyed is not None


def test_a_hold_in_the_minute_of_destruction_one_of_both_wins(house):
    one = old_file(house, put(b"x"))
    list_ = decided(house, one)
    asked = destroying.begin(house, list_, "archivist", LATER)
    transaction.commit()
    database = house._p_jar.db()
    manager = transaction.TransactionManager()
    connection = database.open(manager)
    manager.begin()
    there = connection.get(one._p_oid)
    assert files.view(there).state == files.CLOSED
    destroying.one(house, list_, one.code, asked, LATER)
    transaction.commit()
    # The other person saw the file before that, and holds it now.
    ledger.append(
        there, "hold", actor="leader", unit="", now=LATER, facts={"hold": 1}, data={}
    )
    with pytest.raises(ConflictError):
        manager.commit()
    manager.abort()
    connection.close()
    with pytest.raises(Gone) as told:
        holds.place(house, one, *HELD, "leader", LATER)
    assert one.code in str(told.value)


def test_done_again_it_changes_nothing(house):
    one = old_file(house, put(b"x"))
    list_ = decided(house, one)
    asked = destroy(house, list_)
    length = one.length
    assert destroying.one(house, list_, one.code, asked, LATER) is False
    assert one.length == length


def test_a_destroyed_file_refuses_every_other_act(house):
    one = old_file(house, put(b"x"))
    destroy(house, decided(house, one))
    for act in (
        lambda: filing.describe(house, one, {"note": "x"}, "archivist", LATER),
        lambda: closing.close(house, one, "archivist", LATER),
        lambda: closing.reopen(house, one, "x", "archivist", LATER),
        lambda: holds.place(house, one, *HELD, "archivist", LATER),
    ):
        with pytest.raises(Gone):
            act()


def test_a_file_on_a_list_is_not_reopened(house):
    one = old_file(house, put(b"x"))
    decided(house, one)
    with pytest.raises(Appraised):
        closing.reopen(house, one, "x", "archivist", LATER)


def test_nothing_is_destroyed_that_sql_does_not_know(house):
    one = old_file(house, put(b"x"))
    list_ = decided(house, one)
    with register_engine().begin() as connection:
        connection.execute(capture_register.DOCUMENTS.delete())
    with pytest.raises(Behind):
        destroy(house, list_)
    transaction.abort()
    assert files.view(one).state == files.CLOSED


def test_after_the_term_the_delay_is_explained(house):
    one = old_file(house, put(b"x"))
    list_ = decided(house, one)
    late = MONDAY + WEEKS + timedelta(days=16)
    with pytest.raises(Late):
        destroying.begin(house, list_, "archivist", late)
    event = destroying.begin(house, list_, "archivist", late, reason="Máy hỏng")
    assert event.facts["late"] is True


def test_a_destroyed_file_is_found_by_its_code_alone(house):
    one = old_file(house, put(b"x"))
    destroy(house, decided(house, one))
    asked = {"fonds": ("H99",), "departments": (), "groups": ()}
    assert register.page(register.Asked(**asked, words="văn phòng phẩm")) == []
    found = register.page(register.Asked(**asked, words=one.code))
    assert [row["code"] for row in found] == [one.code]


def test_a_file_of_paper_alone_has_no_bytes(house):
    one = old_file(house, medium="paper")
    destroy(house, decided(house, one))
    assert files.view(one).destroyed.gone == 0
    assert store.awaited(house, one.code) == 0
    assert verification.verify(house).faults == []
