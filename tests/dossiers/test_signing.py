"""A signer that is plugged in signs what is approved; without one, paper does."""

from __future__ import annotations

from motcua.dossiers import bulk
from motcua.dossiers import signing
from motcua.dossiers.actions import act
from motcua.dossiers.interfaces import ISigner
from motcua.dossiers.ledger import events
from motcua.dossiers.signing import Signed
from motcua.storage import files
import pytest
from tests.dossiers.conftest import LAND
from tests.dossiers.conftest import MONDAY
from zope.component import getGlobalSiteManager
from zope.interface import implementer


@implementer(ISigner)
class Stamp:
    """Signs by writing a name behind the bytes; a demonstration, no signature."""

    title = "Con dấu thử"

    def __init__(self):
        self.asked = {}
        self.state = "signed"

    def prepare(self, request, person, documents):
        self.asked.setdefault(request, (person, documents))

    def collect(self, request):
        person, documents = self.asked[request]
        if self.state != "signed":
            return Signed(self.state, why="Chứng thư đã hết hạn")
        signed = []
        for _name, digest in documents:
            with files.open(digest) as stream:
                signed.append(stream.read() + f"\nsigned by {person}".encode())
        return Signed("signed", tuple(signed))


@pytest.fixture
def stamp():
    found = Stamp()
    manager = getGlobalSiteManager()
    manager.registerUtility(found, ISigner, name="stamp")
    yield found
    manager.unregisterUtility(found, ISigner, name="stamp")


@pytest.fixture
def proposed(dossier, tmp_path, monkeypatch):
    """A dossier that waits for approval and has a result that nobody signed."""
    monkeypatch.setenv("MOTCUA_FILES", str(tmp_path / "files"))
    kept = files.store(b"%PDF-1.7 result")
    for operation, person, data in (
        ("forward", "reception", {"to": LAND}),
        ("propose", "handler", {"proposal": "Cấp"}),
        ("approve", "leader", {}),
        (
            "attach_result",
            "leader",
            {
                "sha256": kept.sha256,
                "size": kept.size,
                "media": "application/pdf",
                "name": "Kết quả.pdf",
            },
        ),
    ):
        act(dossier, operation, person, data=data, now=MONDAY)
    return dossier


def test_nobody_signs_where_no_signer_is_there(proposed):
    assert signing.signer() is None
    assert signing.sign(proposed, "leader", "order") == []


def test_the_result_is_signed_stored_and_told_as_the_ledger_keeps_it(proposed, stamp):
    (signed,) = signing.sign(proposed, "leader", "order")
    assert signed["signed"] is True
    assert signed["name"] == "Kết quả.pdf"
    with files.open(signed["sha256"]) as stream:
        assert stream.read() == b"%PDF-1.7 result\nsigned by leader"
    act(proposed, "attach_result", "leader", data=signed, now=MONDAY)
    assert signing.sign(proposed, "leader", "other order") == []
    assert len(stamp.asked) == 1


@pytest.mark.parametrize("state", ["waiting", "refused"])
def test_without_the_signature_nothing_is_approved(dossier, stamp, monkeypatch, state):
    act(dossier, "forward", "reception", data={"to": LAND}, now=MONDAY)
    act(dossier, "propose", "handler", data={"proposal": "Cấp"}, now=MONDAY)

    def unsigned(*_asked):
        raise signing.NotSigned(state)

    monkeypatch.setattr(signing, "sign", unsigned)
    with pytest.raises(signing.NotSigned):
        bulk.do(dossier, "approve", "leader", {}, MONDAY, "order")
    assert dossier.state == "proposed"


@pytest.mark.parametrize(
    ("state", "words"), [("waiting", "device"), ("refused", "Not signed")]
)
def test_the_state_of_a_signature_is_told_in_words(proposed, stamp, state, words):
    stamp.state = state
    with pytest.raises(signing.NotSigned) as raised:
        signing.sign(proposed, "leader", "order")
    assert words in str(raised.value)


def test_what_is_not_ones_to_approve_is_never_sent_to_be_signed(dossier, stamp):
    act(dossier, "forward", "reception", data={"to": LAND}, now=MONDAY)
    act(dossier, "propose", "handler", data={"proposal": "Cấp"}, now=MONDAY)
    with pytest.raises(Exception, match="duties"):
        bulk.do(dossier, "approve", "handler", {}, MONDAY, "order")
    assert stamp.asked == {}
    bulk.do(dossier, "approve", "leader", {}, MONDAY, "order")
    assert dossier.state == "approved"
    assert [e.type for e in events(dossier)][-1] == "approve"
