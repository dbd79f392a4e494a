"""Why a dossier of an order was left as it is, as it was told when its turn came.

What was done stands in the ledgers; what was not leaves no trace there, so it is
written down here, in both languages, beside the register. It names no citizen.
"""

from __future__ import annotations

from dataclasses import dataclass
from motcua.storage.engines import register_engine
from motcua.storage.schema import metadata
import sqlalchemy as sa
from typing import Any
from typing import TYPE_CHECKING
from zope.i18n import translate


if TYPE_CHECKING:
    from collections.abc import Iterable

REFUSALS = sa.Table(
    "order_refusals",
    metadata,
    sa.Column("decision", sa.String(64), primary_key=True),
    sa.Column("code", sa.String(64), primary_key=True),
    sa.Column("vi", sa.Text, nullable=False),
    sa.Column("en", sa.Text, nullable=False),
)


@dataclass(frozen=True)
class Refusal:
    """Why, in Vietnamese and English; both empty where somebody acted meanwhile."""

    vi: str = ""
    en: str = ""

    def text(self, language: str) -> str:
        """Return the words for a reader."""
        return self.vi if language == "vi" else self.en


MOVED_ON = Refusal()


def refusal(message: Any) -> Refusal:
    """Return a message of an error in both languages."""
    vi, en = (
        str(translate(message, domain="motcua", target_language=language))
        for language in ("vi", "en")
    )
    return Refusal(vi, en)


def write(decision: str, refused: Iterable[tuple[str, Refusal]]) -> None:
    """Write down what was refused, at once; a second time changes nothing new."""
    rows = [
        {"decision": decision, "code": code, "vi": each.vi, "en": each.en}
        for code, each in refused
    ]
    if not rows:
        return
    codes = [row["code"] for row in rows]
    with register_engine().begin() as connection:
        connection.execute(
            sa.delete(REFUSALS).where(
                REFUSALS.c.decision == decision, REFUSALS.c.code.in_(codes)
            )
        )
        connection.execute(sa.insert(REFUSALS), rows)


def read(decision: str, codes: Iterable[str]) -> dict[str, Refusal]:
    """Return what was refused of an order, by code."""
    query = sa.select(REFUSALS.c.code, REFUSALS.c.vi, REFUSALS.c.en).where(
        REFUSALS.c.decision == decision, REFUSALS.c.code.in_(list(codes))
    )
    with register_engine().connect() as connection:
        return {code: Refusal(vi, en) for code, vi, en in connection.execute(query)}
