"""``/vi/theo-doi``: news and changed procedures as an Atom feed (RFC 4287).

For people and other sites that follow what changes. Procedures are named on the day
on which a version begins to hold; the feed knows nothing that the pages do not show.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from datetime import time
from datetime import timedelta
from datetime import UTC
from motcua import _
from motcua.base import vietnam
from motcua.base.vietnam import VIETNAM
from motcua.portal import answers
from motcua.portal import writings
from motcua.portal.page import Page
from motcua.procedures import versions
import re
from typing import Final
from uuid import NAMESPACE_URL
from uuid import uuid5
from xml.sax.saxutils import escape
from xml.sax.saxutils import quoteattr
from zope.i18nmessageid import Message


DAYS: Final = 90
MOST: Final = 50
#: What an empty feed says of its last change.
SINCE: Final = datetime(2025, 7, 1, tzinfo=UTC)
#: What no XML may hold, and one such letter in a title would break the whole feed.
_IMPOSSIBLE: Final = re.compile(
    r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
)
ATOM: Final = "http://www.w3.org/2005/Atom"


@dataclass(frozen=True)
class Item:
    """One entry: what names it for ever, where it leads, and when it changed."""

    name: str
    title: str
    path: str
    updated: datetime
    summary: str = ""


class FeedPage(Page):
    """The feed of one language."""

    name = "feed"
    title = _("News and changed procedures")

    def prepare(self) -> None:
        """Read what is new."""
        super().prepare()
        found = [*self.news(), *self.procedures()]
        self.items = sorted(found, key=lambda item: item.updated, reverse=True)[:MOST]

    def news(self) -> list[Item]:
        """Return the latest news."""
        return [
            Item(
                f"news/{text.id}",
                text.title,
                self.addresses.page("news", text.id),
                text.changed,
                text.summary,
            )
            for text in writings.listed(self.context, "news", self.language, MOST)
        ]

    def procedures(self) -> list[Item]:
        """Return the procedures of which a version began to hold lately."""
        day = vietnam.today()
        return [
            Item(
                f"{change.code}/{change.digest}",
                change.title,
                self.addresses.page("procedures", change.code),
                datetime.combine(change.begins, time(), VIETNAM),
                self.say(
                    Message(
                        _("In force from ${day}, field: ${field}"),
                        mapping={
                            "day": f"{change.begins:%d/%m/%Y}",
                            "field": change.field,
                        },
                    )
                ),
            )
            for change in versions.begun(day - timedelta(days=DAYS), day, MOST)
        ]

    def render(self) -> str:
        """Return the feed with its headers."""
        response = self.request.response
        answers.secure(response)
        response.setHeader("Content-Type", "application/atom+xml; charset=utf-8")
        response.setHeader("Content-Language", self.language)
        response.setHeader("Cache-Control", answers.SHARED)
        return answers.tagged(self.request, _IMPOSSIBLE.sub("", self.atom()))

    def atom(self) -> str:
        """Return the feed as text."""
        root = self.context.absolute_url()
        base = self.addresses.base

        def link(path: str) -> str:
            return quoteattr(f"{root}{path[len(base) :]}")

        updated = max((item.updated for item in self.items), default=SINCE)
        name = uuid5(NAMESPACE_URL, f"motcua/feed/{root}/{self.language}")
        entries = "".join(
            f"<entry><id>urn:uuid:{uuid5(NAMESPACE_URL, f'motcua/{item.name}')}</id>"
            f"<title>{escape(item.title)}</title>"
            f"<updated>{item.updated.isoformat()}</updated>"
            f"<link href={link(item.path)}/>"
            f"<summary>{escape(item.summary)}</summary></entry>"
            for item in self.items
        )
        return (
            '<?xml version="1.0" encoding="utf-8"?>\n'
            f'<feed xmlns="{ATOM}" xml:lang="{self.language}">'
            f"<id>urn:uuid:{name}</id>"
            f"<title>{escape(self.site_name)}: {escape(self.heading)}</title>"
            f"<updated>{updated.isoformat()}</updated>"
            f"<author><name>{escape(self.contact.office)}</name></author>"
            f'<link rel="self" href={link(self.own)}/>'
            f"<link href={link(self.addresses.home)}/>{entries}</feed>\n"
        )
