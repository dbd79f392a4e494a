"""A certified copy is given when the very copy that was handed out came back signed."""

from __future__ import annotations

from datetime import timedelta
from motcua.archive.capture.errors import Missing as NotThis
from motcua.archive.holdings.errors import Impossible
from motcua.archive.holdings.errors import Unknown
from motcua.archive.reading import making
from motcua.archive.reading import opening
from motcua.archive.reading import requests
from motcua.archive.reading import signing
from motcua.storage import files
import pytest
from tests.archive.capture import sheets
from tests.archive.pdf.test_pdfa import signed
from tests.archive.reading.conftest import agreed
from tests.archive.reading.conftest import LATER
from tests.archive.reading.conftest import made


NEXT = LATER + timedelta(days=2)


@pytest.fixture
def one(kept, papers):
    """A request for a certified copy, which waits for its signature."""
    request = agreed(kept, papers[0], use=requests.CERTIFIED)
    made(kept, request)
    return request


def bring(site, one, path, who="archivist"):
    """Bring a file back."""
    return signing.bring(site, one, 1, sheets.sent(path), path.name, who, NEXT)


def test_it_is_given_signed_and_its_days_begin_then(kept, one, papers, tmp_path):
    _found, copy = signing.to_sign(kept, one, 1, "archivist", NEXT)
    with pytest.raises(KeyError):
        opening.whole(kept, requests.view(one), 1, NEXT)
    path = tmp_path / "ký.pdf"
    path.write_bytes(files.path(copy.sha256).read_bytes())
    path = signed(path)
    with pytest.raises(Unknown):
        bring(kept, one, path, who="stranger")
    bring(kept, one, path)
    found = requests.view(one)
    given = opening.whole(kept, found, 1, NEXT)
    assert given.read_bytes() == path.read_bytes()
    last = NEXT.date() + timedelta(days=requests.MOST_DAYS)
    assert found.items[papers[0]].until == last
    with pytest.raises(Impossible):
        bring(kept, one, path)
    event = making.wipe(one, NEXT + timedelta(days=21))
    both = set(found.items[papers[0]].copies[0].digests)
    assert len(both) == 2
    assert set(event.facts["digests"]) == both


def test_another_signed_file_is_refused(kept, one, tmp_path):
    other = signed(sheets_pdf(tmp_path / "khac.pdf"))
    with pytest.raises(NotThis, match="not the archival file"):
        bring(kept, one, other)
    assert not requests.view(one).copies(NEXT)[0][1].signed


def sheets_pdf(path):
    """Write another PDF."""
    from tests.archive.conftest import blank_pdf

    return blank_pdf(path, 2)
