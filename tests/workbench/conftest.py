"""Archivists at their browsers, and a reading that takes no time."""

from __future__ import annotations

from motcua.archive import renditions
from motcua.archive.incoming.attachments import attachments
from motcua.archive.ocr import recognition
from motcua.archive.pdf.pdfa import Archival
from motcua.archive.pdf.verdicts import Verdict
from motcua.dossiers.actions import act
from motcua.dossiers.folder import find
from motcua.storage import jobs
import pytest
from tests.archive.conftest import blank_pdf
from tests.dossiers.conftest import LAND
import transaction
from webtest import Upload
from zope.component.hooks import site


TEXTS = ("Giấy chứng nhận quyền sử dụng đất", "thửa đất số 47, tờ bản đồ số 12")
ROAD = (
    ("forward", "reception", {"to": LAND}),
    ("propose", "handler", {"proposal": "Đủ điều kiện"}),
    ("approve", "leader", {}),
    ("finish", "handler", {}),
    ("return_result", "reception", {}),
    ("close", "archivist", {}),
)


def upload(app, code, *sent, status=None):
    """Send files, each for the paper with this number, and return the next page."""
    form = app.get(f"/luu-tru/so-hoa/{code}").forms["upload"]
    for paper, name, content in sent:
        # A field for many files takes a list.
        form[f"file-{paper}"] = [Upload(name, content)]
    return form.submit(status=status)


def walk(province, code, upto="close"):
    """Let the dossier walk its road up to a step."""
    # A request that ended has left the site.
    with site(province):
        for operation, person, data in ROAD:
            act(find(province, code), operation, person, data=data)
            if operation == upto:
                break
        transaction.commit()


@pytest.fixture
def read(house, tmp_path, monkeypatch):  # noqa: F811
    """Run the job for every file of a dossier, with these texts for its pages."""

    def run(code, texts=TEXTS, verdict="pass", layout=()):
        def make(source, target, *, media, pages, **_others):
            blank_pdf(target, len(texts))
            said = (Verdict("test", "1", "2b", verdict),)
            figures = ({},) * len(texts)
            return Archival(target, "read", False, texts, figures, said, layout)

        monkeypatch.setattr("motcua.archive.pdf.pdfa.make", make)
        with site(house):
            found = attachments(find(house, code))
            for file in found:
                facts = {"media": file.media, "pages": file.pages}
                recognition.recognise(file.sha256, facts, print)
            transaction.commit()
        return renditions.get(found[0].sha256, house)

    return run


@pytest.fixture
def keep(house, tmp_path):  # noqa: F811
    """Keep a copy of a file with these words, as its job would."""

    def run(sha256, texts=TEXTS, layout=()):
        path = blank_pdf(tmp_path / f"{sha256[:8]}.pdf", len(texts))
        said = (Verdict("test", "1", "2b", "pass"),)
        figures = ({},) * len(texts)
        made = Archival(path, "read", False, texts, figures, said, layout)
        return renditions.keep(sha256, made, house)

    return run


def set_job(sha256, **values):
    """Say what the worker is doing with a file."""
    from motcua.storage.engines import jobs_engine

    jobs.enqueue_now("ocr", sha256, {"media": "image/jpeg", "pages": 1})
    with jobs_engine().begin() as connection:
        connection.execute(
            jobs.table.update().where(jobs.table.c.key == sha256).values(**values)
        )


# The province with its officers, and files to bring along.
from tests.archive.conftest import pdf  # noqa: E402, F401
from tests.archive.conftest import scan  # noqa: E402, F401
from tests.archive.conftest import tesseract  # noqa: E402, F401
from tests.desk.conftest import house  # noqa: E402, F401
from tests.desk.conftest import officer  # noqa: E402, F401
from tests.desk.conftest import received  # noqa: E402, F401
