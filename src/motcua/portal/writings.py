"""What editors write for the public: news, questions, services, contact.

It is ordinary Plone content below ``/noi-dung``, one folder for each kind and
language, named by the word that stands in the public address (``tin-tuc``,
``news``). Editors use Plone's own forms, workflow and dates; the public pages show
what is published, effective and not expired, to everybody alike. A text and its
translation have the same id.
"""

from __future__ import annotations

from Acquisition import aq_base
from dataclasses import dataclass
from DateTime import DateTime
from datetime import datetime
from lxml_html_clean import Cleaner
from motcua.base.vietnam import VIETNAM
from motcua.portal.addresses import Language
from motcua.portal.addresses import LANGUAGES
from motcua.portal.addresses import PAGES
from plone import api
from plone.dexterity.utils import createContent
from typing import Any
from typing import Final


ROOT: Final = "noi-dung"
ROOT_TITLE: Final = "Nội dung cổng thông tin"
#: Kinds of writings, by the names of their pages.
KINDS: Final = ("news", "faq", "services", "contact")
TITLES: Final[dict[str, dict[Language, str]]] = {
    "news": {"vi": "Tin tức", "en": "News"},
    "faq": {"vi": "Hỏi đáp", "en": "Questions and answers"},
    "services": {"vi": "Dịch vụ tại nơi tiếp nhận", "en": "Services at the units"},
    "contact": {"vi": "Liên hệ", "en": "Contact"},
}
TYPES: Final = ("Document", "News Item")
PUBLISHED: Final = "published"
MOST: Final = 50

_CLEANER: Final = Cleaner(
    embedded=True,
    forms=True,
    frames=True,
    inline_style=True,
    safe_attrs_only=False,
    style=True,
)


@dataclass(frozen=True)
class Writing:
    """One text. `html` has passed Plone's safe-HTML transform and ours, see `clean`."""

    id: str
    title: str
    summary: str
    html: str
    since: datetime | None
    changed: datetime


@dataclass(frozen=True)
class Title:
    """What a list needs to name a text and lead to it."""

    id: str
    title: str
    since: datetime | None


def install(site: Any) -> None:
    """Make the folders; safe to run again, what is in them stays."""
    if "Folder" not in site.portal_types.objectIds():
        return
    root = _folder(site, ROOT, ROOT_TITLE)
    for kind in KINDS:
        for language in LANGUAGES:
            _folder(root, PAGES[kind][language], TITLES[kind][language])


def listed(
    site: Any, kind: str, language: Language, limit: int = MOST, start: int = 0
) -> list[Writing]:
    """Return the texts of a kind; news latest first, others as editors put them."""
    brains = _brains(site, kind, language)
    return [_writing(_content(brain)) for brain in brains[start : start + limit]]


def titles(site: Any, kind: str, language: Language, limit: int) -> list[Title]:
    """Return the first texts of a kind without reading what they say."""
    return [
        Title(brain.getId, str(brain.Title or brain.getId), _local(brain.effective))
        for brain in _brains(site, kind, language)[:limit]
    ]


def find(site: Any, kind: str, language: Language, name: str) -> Writing | None:
    """Return one text by its id; None for what the public may not see."""
    for brain in _brains(site, kind, language, getId=name):
        return _writing(_content(brain))
    return None


def clean(html: str) -> str:
    """Return the HTML without frames, embedded things, forms and styles.

    Plone's transform lets them through for its own pages. Ours load nothing from
    elsewhere and hold one form at a time.
    """
    return str(_CLEANER.clean_html(html)) if html.strip() else ""


def _folder(container: Any, name: str, title: str) -> Any:
    if name not in container.objectIds():
        # The profile builds the site; there is no user yet who could add it.
        container._setObject(name, createContent("Folder", id=name, title=title))
    return container[name]


def _brains(site: Any, kind: str, language: Language, **more: Any) -> list[Any]:
    """Return what stands in the folder, is published, and whose time it is.

    The question goes past the rights of whoever asks, because public pages are the
    same for everybody: what counts is the state, not who looks.
    """
    folder = f"{'/'.join(site.getPhysicalPath())}/{ROOT}/{PAGES[kind][language]}"
    order = (
        {"sort_on": "effective", "sort_order": "descending"}
        if kind == "news"
        else {"sort_on": "getObjPositionInParent"}
    )
    catalog = api.portal.get_tool("portal_catalog")
    # Nobody's right is lent: whatever is found is published, for anybody to read.
    found: list[Any] = catalog.unrestrictedSearchResults(
        path={"query": folder, "depth": 1},
        portal_type=TYPES,
        review_state=PUBLISHED,
        effectiveRange=DateTime(),
        **order,
        **more,
    )
    return found


def _content(brain: Any) -> Any:
    # Published, see above: everybody may read it.
    return brain._unrestrictedGetObject()


def _local(moment: Any) -> datetime | None:
    # The catalog keeps 1969 for what has no date.
    if moment is None or moment.year() < 1970:
        return None
    local: datetime = moment.asdatetime().astimezone(VIETNAM)
    return local


def _writing(content: Any) -> Writing:
    text = getattr(aq_base(content), "text", None)
    effective = content.effective_date
    return Writing(
        content.getId(),
        str(content.title or content.getId()),
        str(content.description or ""),
        clean(str(text.output_relative_to(content))) if text is not None else "",
        effective.asdatetime().astimezone(VIETNAM) if effective else None,
        content.modified().asdatetime().astimezone(VIETNAM),
    )
