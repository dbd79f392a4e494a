"""What was made of each original file: truth about conversions."""

from __future__ import annotations

from datetime import datetime
from datetime import UTC
import json
from motcua.archive import folder
from motcua.archive.extraction import fields
from motcua.archive.interfaces import IRendition
from motcua.archive.pdf.pdfa import TEXT_FORMAT
from motcua.archive.pdf.verdicts import passed
from motcua.archive.pdf.verdicts import Verdict
from motcua.storage import files
from motcua.storage.projections import after_commit
from persistent import Persistent
from typing import Any
from typing import TYPE_CHECKING
from zope.interface import implementer


if TYPE_CHECKING:
    from collections.abc import Iterator
    from motcua.archive.extraction.fields import Fields
    from motcua.archive.pdf.pdfa import Archival

#: A reader refuses a format it does not know. The first had no places of words.
_READABLE = frozenset({1, TEXT_FORMAT})


@implementer(IRendition)
class Rendition(Persistent):
    """See ``IRendition``."""

    def __init__(self, original: str, **facts: Any) -> None:
        self.original = original
        self._facts: dict[str, Any] = facts

    @property
    def archival(self) -> str:
        """SHA-256 of the searchable PDF/A."""
        return str(self._facts["archival"])

    @property
    def archival_size(self) -> int:
        """Size of the searchable PDF/A in bytes."""
        return int(self._facts["archival_size"])

    @property
    def text(self) -> str:
        """SHA-256 of the JSON file with the text of each page."""
        return str(self._facts["text"])

    @property
    def pages(self) -> int:
        """Number of pages."""
        return int(self._facts["pages"])

    @property
    def method(self) -> str:
        """How the text came about: text kept, read, rasterised or provided."""
        return str(self._facts["method"])

    @property
    def stripped(self) -> bool:
        """Whether signatures, forms or actions were left out of the copy."""
        return bool(self._facts["stripped"])

    @property
    def verdicts(self) -> tuple[Verdict, ...]:
        """What validators said of the archival file."""
        return tuple(Verdict.from_json(one) for one in self._facts["verdicts"])

    @property
    def passed(self) -> bool:
        """Whether a validator approved the file and none rejected it."""
        return passed(self.verdicts)

    @property
    def made_at(self) -> datetime:
        """When the conversion ended, in UTC."""
        return datetime.fromisoformat(self._facts["made_at"])

    @property
    def provided(self) -> dict[str, str] | None:
        """Who provided it by hand (``by``), ``why`` and when (``at``); else None."""
        found: dict[str, str] | None = self._facts.get("provided")
        return found

    def texts(self) -> list[str]:
        """Return the text of each page, read from the store."""
        return read_texts(self.text)

    def layout(self) -> list[dict[str, Any]]:
        """Return the words of each page with their places, read from the store."""
        return read_layout(self.text)

    def fields(self) -> Fields:
        """Return what the document says of itself, read from its text."""
        return read_fields(self.text)

    def reading(self) -> dict[str, Any]:
        """Return all that was read, as ``text_file`` keeps it, from the store."""
        return _read(self.text)


def read_texts(sha256: str) -> list[str]:
    """Return the text of each page from a stored text file."""
    return list(_read(sha256)["texts"])


def read_layout(sha256: str) -> list[dict[str, Any]]:
    """Return the words of each page, see ``words.layout``, from a stored text file.

    Empty where the file was written before places were kept.
    """
    return list(_read(sha256).get("layout", ()))


def read_fields(sha256: str) -> Fields:
    """Return what a document says of itself, from a stored text file."""
    data = _read(sha256)
    return fields.read(
        data["texts"],
        data.get("measured") or None,
        data.get("layout") or None,
        data.get("again"),
    )


def _read(sha256: str) -> dict[str, Any]:
    with files.open(sha256) as stream:
        data: dict[str, Any] = json.load(stream)
    if data["format"] not in _READABLE:
        raise ValueError(f"{sha256}: unknown text format {data['format']!r}")
    return data


def get(original: str, site: Any = None) -> Rendition | None:
    """Return the rendition of an original, None when there is none (yet)."""
    found: Rendition | None = folder.root(site)._renditions.get(original)
    return found


def every(site: Any = None) -> Iterator[Rendition]:
    """Yield every rendition."""
    yield from folder.root(site)._renditions.values()


def drop(original: str, site: Any = None) -> bool:
    """Let the rendition of a destroyed file go; say whether there was one.

    Its files and its rows in SQL are the caller's to remove.
    """
    tree = folder.root(site)._renditions
    if original not in tree:
        return False
    del tree[original]
    return True


def keep(
    original: str,
    made: Archival,
    site: Any = None,
    now: datetime | None = None,
    provided: dict[str, str] | None = None,
) -> Rendition:
    """Store what was made of ``original`` and return its rendition.

    ``provided`` says who made it by hand, why and when, where that is so.
    The first one stays: a second conversion of the same file changes nothing.
    """
    tree = folder.root(site)._renditions
    existing: Rendition | None = tree.get(original)
    if existing is not None:
        return existing
    archival = files.store(made.path)
    text = files.store(made.text_file(original))
    rendition = Rendition(
        original,
        archival=archival.sha256,
        archival_size=archival.size,
        text=text.sha256,
        pages=len(made.texts),
        method=made.method,
        stripped=made.stripped,
        verdicts=[verdict.to_json() for verdict in made.verdicts],
        made_at=(now or datetime.now(UTC)).isoformat(),
        **({"provided": provided} if provided else {}),
    )
    tree[original] = rendition
    after_commit(rendition)
    return rendition
