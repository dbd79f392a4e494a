"""Looks at a page as its users do: on a telephone, on a desk, with aids."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from pathlib import Path
from typing import Any


WIDTHS = {320: 640, 1280: 800}
#: What the guideline asks for at levels A and AA; its findings of lower impact
#: are kept out by what this test is about, nothing serious and nothing critical.
RULES = {
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
    },
    "resultTypes": ["violations"],
}
GRAVE = ("serious", "critical")
OVERFLOW = """
() => {
  const wide = document.scrollingElement.scrollWidth;
  if (wide <= window.innerWidth) return null;
  const out = [...document.querySelectorAll("body *")]
    .filter(e => e.getBoundingClientRect().right > window.innerWidth + 1)
    .slice(0, 3).map(e => e.outerHTML.slice(0, 120));
  return [wide, window.innerWidth, ...out];
}
"""


#: A label names the first of two fields with one id, and axe-core does not tell.
DOUBLED = """
() => {
  const ids = [...document.querySelectorAll("[id]")].map(e => e.id);
  return [...new Set(ids.filter((id, at) => ids.indexOf(id) !== at))];
}
"""


SQUEEZED = """
() => [...document.querySelectorAll("caption, h1, h2, h3, p, li, td, th, dd, label")]
  .filter(e => e.textContent.trim().length > 40)
  .filter(e => {
    const box = e.getBoundingClientRect();
    return box.width > 1 && box.width < 80 && box.height > 3 * box.width;
  })
  .slice(0, 3).map(e => e.outerHTML.slice(0, 120))
"""
"""Text that stands in a column of single words."""


class Witness:
    """Keeps pictures of pages, and what is wrong with them.

    ``faults`` are those of the present test: (page, width, what is wrong).
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.folder.mkdir(parents=True, exist_ok=True)
        self.axe = Axe()
        self.faults: list[tuple[str, int, Any]] = []
        self.names: list[str] = []

    def begin(self) -> None:
        """Forget the faults of the test before."""
        self.faults = []

    def look(self, page: Any, name: str) -> None:
        """Look at the page in every width, then leave it as it was."""
        before = page.viewport_size
        self.names.append(name)
        for width, height in WIDTHS.items():
            page.set_viewport_size({"width": width, "height": height})
            self.measure(page, name, width)
            page.screenshot(
                path=self.folder / f"{len(self.names):02d}-{name}-{width}.png",
                full_page=True,
            )
        page.set_viewport_size(before)

    def measure(self, page: Any, name: str, width: int) -> None:
        """Note what is wrong with the page in its present width."""
        overflow = page.evaluate(OVERFLOW)
        if overflow:
            self.faults.append((name, width, f"scrolls sideways: {overflow}"))
        doubled = page.evaluate(DOUBLED)
        if doubled:
            self.faults.append((name, width, f"ids that stand twice: {doubled}"))
        squeezed = page.evaluate(SQUEEZED)
        if squeezed:
            self.faults.append((name, width, f"squeezed: {squeezed}"))
        for found in self.axe.run(page, options=RULES).response["violations"]:
            if found["impact"] in GRAVE:
                where = [node["html"][:200] for node in found["nodes"]]
                self.faults.append((name, width, (found["id"], where)))
