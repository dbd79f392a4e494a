"""Published prose as lists: what belongs together stands together.

The text is a stranger's: every piece of it is escaped here, and nothing else of it
reaches the page.
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from itertools import groupby
from motcua.procedures.steps import Passage
from motcua.procedures.steps import passages
from typing import Final


#: Marks that deserve to be seen from afar.
STRONG: Final = frozenset({"step", "roman", "heading"})


def markup(prose: str) -> str:
    """Return the text as HTML: paragraphs, and lists that keep the published marks."""
    return "".join(_pieces(passages(prose)))


def _pieces(found: Iterable[Passage]) -> Iterable[str]:
    for marked, group in groupby(found, key=lambda passage: bool(passage.kind)):
        if marked:
            yield '<ul class="m">'
            yield from (f"<li>{_inner(each)}</li>" for each in group)
            yield "</ul>"
        else:
            yield from (f"<p>{escape(each.text)}</p>" for each in group)


def _inner(passage: Passage) -> str:
    mark, text = escape(passage.mark), escape(passage.text)
    if passage.kind in STRONG:
        # A heading is a mark as a whole: "* Lưu ý:"
        whole = passage.kind == "heading"
        mark, text = (
            (f"<b>{mark} {text}</b>", "") if whole else (f"<b>{mark}</b>", text)
        )
    return f"{mark} {text}".strip() + "".join(_pieces(passage.below))
