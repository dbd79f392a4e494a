"""At the counter: papers that the house has already, offered and used with consent."""

from __future__ import annotations

from datetime import datetime
from datetime import UTC
from motcua.archive.finding.documents import Documents
from motcua.dossiers import ledger
from motcua.dossiers.folder import find
from motcua.dossiers.folder import walk
from motcua.dossiers.states import fold
from motcua.storage import drafts
from motcua.storage import journal
import pytest
from tests.archive.reuse.conftest import CARD
from tests.archive.reuse.conftest import ended
from tests.archive.reuse.conftest import house
from tests.archive.reuse.conftest import kept
from tests.archive.reuse.conftest import NAME
from tests.archive.reuse.conftest import NEW
from tests.archive.reuse.conftest import NUMBER
from tests.archive.reuse.conftest import officer
from tests.archive.reuse.conftest import prior
from tests.archive.reuse.conftest import RESULT
import transaction
from zope.component.hooks import site


__all__ = ["house", "kept", "officer", "prior"]
#: Names of the boxes of both papers.
BOXES = ("paper-2-reuse", "paper-3-reuse")


@pytest.fixture
def form(officer, prior):
    """The form of the new procedure with the person in it."""
    page = officer("reception").get(f"/desk/tiep-nhan/{NEW}")
    return typed(page.forms["form"])


def typed(form, name=NAME, number=NUMBER):
    form["applicant-name"] = name
    form["applicant-birth"] = "30/04/1957"
    form["applicant-id_number"] = number
    form["paper-1-form"] = "original"
    return form


def looked(form):
    form["reuse-consent"] = True
    return form.submit("reuse", value="1", status=200)


def codes(portal):
    with site(portal):
        transaction.begin()
        return {one.code for one in walk(portal)}


def test_nothing_is_offered_before_somebody_asks_and_the_owner_agrees(kept, form):
    assert not any(name in form.fields for name in BOXES)
    page = form.submit("reuse", value="1", status=400)
    assert page.html.find(id="reuse-wrong") is not None
    assert not any(name in page.forms["form"].fields for name in BOXES)
    assert journal.newest(journal.REUSE) == []


def test_an_offer_tells_from_where_it_comes(form, prior):
    page = looked(form)
    told = page.html.find(id="paper-2-source").get_text(" ", strip=True)
    assert prior in told
    assert "leader" in told
    assert "Có giá trị đến" in told
    assert not page.forms["form"]["paper-2-reuse"].checked
    assert "chưa rõ thời hạn" in page.html.find(id="paper-3-source").get_text(" ")


def test_what_is_ticked_is_used_with_provenance_and_no_byte_is_copied(
    kept, form, prior, monkeypatch
):
    page = looked(form)
    form = page.forms["form"]
    form["paper-2-reuse"] = True

    def stored(*_args, **_named):
        raise AssertionError("a file was stored")

    monkeypatch.setattr("motcua.storage.files.store", stored)
    before = datetime.now(UTC)
    after = form.submit("save", value="1").follow()
    code = after.request.path.rpartition("/")[2]
    with site(kept):
        transaction.begin()
        dossier, old = find(kept, code), find(kept, prior)
        view, result = fold(dossier), fold(old).results[-1]
        assert [(one.key, one.form) for one in view.papers] == [
            ("1", "original"),
            ("2", "reused"),
        ]
        event = ledger.events(dossier)[-1]
        assert (event.type, event.data["sha256"]) == ("attach_scan", result.sha256)
        source = event.data["source"]
        assert (source["dossier"], source["event"]) == (prior, result.number)
        assert source["title"] in (RESULT, "Thủ tục 1.000100")
        consent = source["consent"]
        assert (consent["role"], consent["purpose"]) == ("applicant", NEW)
        assert datetime.fromisoformat(consent["at"]) >= before
        # The tables that keep files from being collected know it.
        rows = Documents().row(dossier)["documents"]
        assert [row for row in rows if result.sha256 in row]
    text = after.html.main.get_text(" ", strip=True)
    assert "Khai thác từ kho" in text
    assert prior in text


def test_the_slip_says_that_it_came_from_the_store(kept, form):
    form = looked(form).forms["form"]
    form["paper-2-reuse"] = True
    code = form.submit("save", value="1").headers["Location"].rpartition("/")[2]
    with site(kept):
        from motcua.dossiers.slips import particulars

        transaction.begin()
        papers = particulars.papers(fold(find(kept, code)))
        assert "Khai thác từ kho dữ liệu" in [one["form"] for one in papers]


def test_a_ticked_box_of_another_person_opens_nothing(kept, form, officer, prior):
    form = looked(form).forms["form"]
    form["paper-2-reuse"] = True
    there = codes(kept)
    typed(form, name="Trần Thị Khác")
    page = form.submit("save", value="1", status=400)
    assert page.html.find(id="paper-2-reuse-wrong") is not None
    assert codes(kept) == there


def test_a_value_that_was_made_up_opens_nothing(kept, form, prior):
    with site(kept):
        other = ended(kept, upto="propose")
    there = codes(kept)
    form = looked(form).forms["form"]
    for value in (f"{other}:2", f"{prior}:1", "x", "H99.01-999999-0001:4"):
        box = form["paper-2-reuse"]
        box._value, box.checked = value, True
        form.submit("save", value="1", status=400)
    assert codes(kept) == there


def test_consent_that_is_taken_back_uses_nothing(kept, form):
    form = looked(form).forms["form"]
    form["paper-2-reuse"] = True
    form["reuse-consent"] = False
    there = codes(kept)
    page = form.submit("save", value="1", status=400)
    assert page.html.find(id="reuse-wrong") is not None
    assert codes(kept) == there


def test_consent_is_no_part_of_a_draft(form):
    form = looked(form).forms["form"]
    form["paper-2-reuse"] = True
    form.submit("check", value="1")
    (draft,) = [one for one in drafts.of("reception") if one.about == NEW]
    assert draft.fields["applicant-name"] == NAME
    assert not [name for name in draft.fields if "reuse" in name]


def test_when_the_journal_cannot_be_written_nothing_is_shown(form, monkeypatch):
    def fail(_look):
        raise journal.Unrecorded

    monkeypatch.setattr(journal, "note", fail)
    form["reuse-consent"] = True
    page = form.submit("reuse", value="1", status=400)
    assert not any(name in page.forms["form"].fields for name in BOXES)
    assert page.html.find(id="reuse-wrong") is not None


def test_asking_for_what_is_missing_uses_what_is_there(kept, form, prior):
    form = looked(form).forms["form"]
    form["paper-3-reuse"] = True
    form["guide-reason"] = "Thiếu giấy xác nhận"
    after = form.submit("reply", value="guide").follow()
    code = after.request.path.rpartition("/")[2]
    with site(kept):
        transaction.begin()
        view = fold(find(kept, code))
        assert [one.paper for one in view.scans] == ["3"]
        assert view.scans[0].source.result is False
        assert CARD in [one.title for one in fold(find(kept, prior)).papers]


def test_a_form_that_is_sent_twice_uses_a_paper_once(kept, form):
    form = looked(form).forms["form"]
    form["paper-2-reuse"] = True
    first, second = (form.submit("save", value="1") for _time in range(2))
    assert first.headers["Location"] == second.headers["Location"]
    with site(kept):
        transaction.begin()
        code = first.headers["Location"].rpartition("/")[2]
        assert len(fold(find(kept, code)).scans) == 1
