"""What the archive keeps, in words.

Three things are truth, all in the ZODB: what was attached to a dossier (events
of its ledger), what was made of each file (renditions) and what became of a
closed dossier (records). Bytes lie in the content-addressed store; tables in
SQL and the full-text index repeat the truth and can be thrown away.
"""

from __future__ import annotations

from motcua.storage.interfaces import IUncatalogued
from zope.interface import Attribute
from zope.interface import Interface


class IArchiveFolder(Interface):
    """Marks ``/records``; it has no address on the web."""


class IRendition(Interface):
    """What was made of one original file, once, whoever attached it.

    Immutable. The original is untouched: the archival copy stands beside it,
    found by the digest of the original. A rendition exists when the conversion
    succeeded; as long as there is none, the job ``ocr`` with the digest as its
    key says why.
    """

    original = Attribute("SHA-256 of the original, hexadecimal")
    archival = Attribute("SHA-256 of the searchable PDF/A")
    archival_size = Attribute("Its size in bytes")
    text = Attribute("SHA-256 of the JSON file with the text of each page")
    pages = Attribute("Number of pages")
    method = Attribute("text kept, read, rasterised or provided")
    provided = Attribute("Who provided it by hand, why and when; None for ours")
    verdicts = Attribute("What validators said: tuple of ``verdicts.Verdict``")
    made_at = Attribute("Moment, in UTC")


class IRecord(IUncatalogued):
    """A closed dossier (hồ sơ lưu trữ) with its term of keeping.

    Made by the event that closes the dossier and immutable from then on. Its
    facts name the dossier, the retention class with the day and the document
    that decided it, and every file by digest. Titles say what the procedure
    was, never whose dossier it is.
    """

    code = Attribute("Code of the dossier; the id as well")
    facts = Attribute("The facts as a mapping, see ``records.facts_of``")
    digest = Attribute("SHA-256 of the canonical JSON of the facts")
