"""Which page a picture shows: pages compared by their pixels, by nothing else."""

from __future__ import annotations

from collections.abc import Iterable
import numpy as np
from numpy.typing import NDArray
from pathlib import Path
from PIL import Image
import pypdfium2


#: Size in which pages are compared: some 40 dpi, enough to tell lines of text apart.
SIZE = (330, 467)

Print = NDArray[np.float32]


def printed(picture: Image.Image) -> Print:
    """Return a picture as a vector: what differs from its mean, of length 1."""
    small = picture.convert("L").resize(SIZE, Image.Resampling.BOX)
    flat = np.asarray(small, dtype=np.float32).ravel()
    flat -= flat.mean()
    length = float(np.linalg.norm(flat))
    return flat / length if length else flat


def prints(path: Path) -> list[Print]:
    """Return the vectors of all pages of a PDF, as a reader shows them."""
    document = pypdfium2.PdfDocument(path)
    try:
        found = []
        for page in document:
            scale = 2 * max(SIZE) / max(page.get_size())
            found.append(printed(page.render(scale=scale).to_pil()))
            page.close()
        return found
    finally:
        document.close()


class Known:
    """Pages by name, to ask which of them another picture is."""

    def __init__(self, pages: Iterable[tuple[str, Print]]) -> None:
        names, vectors = zip(*pages, strict=True)
        self.names: tuple[str, ...] = names
        self.vectors = np.stack(vectors)

    def nearest(self, page: Print) -> tuple[str, float]:
        """Return the name of the page that is most alike, and how alike (to 1)."""
        alike = self.vectors @ page
        best = int(alike.argmax())
        return self.names[best], float(alike[best])
