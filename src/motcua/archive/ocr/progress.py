"""Plugin of OCRmyPDF that reports finished pages to the task that started it."""

from __future__ import annotations

from ocrmypdf import hookimpl
from typing import Any
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Callable

#: Called with the number of pages read so far; set by ``conversion``.
report: list[Callable[[int], None]] = []


class PageCounter:
    """A progress bar in OCRmyPDF's sense: it draws nothing and counts pages."""

    def __init__(self, *, desc: str | None = None, **_others: Any) -> None:
        self.counts = desc in ("OCR", "Image processing")
        self.done = 0.0

    def __enter__(self) -> PageCounter:
        return self

    def __exit__(self, *_error: object) -> None:
        return None

    def update(self, n: float = 1, *, completed: float | None = None) -> None:
        """Note that ``n`` more units are done, or ``completed`` in all."""
        before = int(self.done)
        self.done = self.done + n if completed is None else completed
        # A page counts in two halves, before and after it is put together.
        if self.counts and int(self.done) > before:
            for listener in report:
                listener(int(self.done))


@hookimpl
def get_progressbar_class() -> type[PageCounter]:
    """Give OCRmyPDF the counter in place of its own bar."""
    return PageCounter
