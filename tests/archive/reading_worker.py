"""A worker that reads one file and is killed meanwhile; see ``test_recognition``.

``python reading_worker.py DATA-FS`` does the jobs that are due, as the worker of a
house does, on a database that holds the archive's folder and nothing else. Its exit
status tells how many were looked at.
"""

from __future__ import annotations

from contextlib import contextmanager
from motcua.archive import folder
from motcua.archive.ocr import recognition
from motcua.storage import worker
from motcua.storage.interfaces import IJob
import sys
import transaction
from ZODB.DB import DB
from ZODB.FileStorage import FileStorage
from zope.component import provideUtility
from zope.component.hooks import setSite


@contextmanager
def house(path):
    """Open the database; yield the folder of records, as the site has it."""
    database = DB(FileStorage(str(path)))
    connection = database.open()
    root = connection.root()
    if folder.FOLDER not in root:
        root[folder.FOLDER] = folder.ArchiveFolder(folder.FOLDER)
        transaction.commit()
    real, folder.root = folder.root, lambda site=None: root[folder.FOLDER]
    try:
        yield root[folder.FOLDER]
    finally:
        folder.root = real
        transaction.abort()
        connection.close()
        database.close()


if __name__ == "__main__":
    provideUtility(recognition.recognise, IJob, recognition.KIND)
    setSite(None)
    with house(sys.argv[1]):
        looked_at = worker.drain()
    sys.exit(looked_at)
