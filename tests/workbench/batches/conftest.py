"""Batches with pages that somebody looked at, without a scanner."""

from __future__ import annotations

from io import BytesIO
import json
from motcua.archive.capture import batches
from motcua.archive.capture import layout
from motcua.archive.capture import seeing
from motcua.archive.capture import store
from motcua.archive.capture.arranging import Acting
from motcua.archive.capture.pages import Target
from motcua.storage import files
from PIL import Image
from PIL import ImageDraw
import pytest
from tests.archive.capture.conftest import arrived
from tests.dossiers.conftest import MONDAY
from tests.dossiers.conftest import UNIT
import transaction
from zope.component.hooks import site


GOOD = {
    "width_px": 1654,
    "height_px": 2339,
    "dpi": 200,
    "skew": 0.1,
    "blur": 0.2,
    "contrast": 0.7,
    "clipped": 0.0,
    "blank": 0.6,
    "ink": 0.05,
    "colour": "colour",
    "rotation": 0,
}


def jpeg(number, size):
    """Draw a page with its number, the upper left corner dark."""
    image = Image.new("RGB", size, "white")
    pen = ImageDraw.Draw(image)
    pen.rectangle((0, 0, size[0] // 4, size[1] // 4), fill="black")
    pen.text((size[0] // 2, size[1] // 2), str(number), fill="red")
    out = BytesIO()
    image.save(out, "JPEG", quality=72)
    return out.getvalue()


def keep(pages, size):
    """Store pictures behind each other; return the digest and the places."""
    whole, places = b"", []
    for number in range(1, pages + 1):
        one = jpeg(number, size)
        places.append((len(whole), len(one)))
        whole += one
    return files.store(whole).sha256, places


def scanned(
    batch,
    pages,
    marks=None,
    figures=None,
    side="all",
    sha256="",
    signed=False,
    heads=None,
):
    """Let a file come in and be looked at.

    ``figures`` are page -> what differs, ``heads`` page -> what was read of it.
    """
    number = len(layout.fold(batch).arrivals) + 1
    digest = files.store(f"{batch.code}{batch.length}".encode()).sha256
    arrived(batch, pages, sha256=sha256 or digest, side=side, signed=signed)
    thumbs, small = keep(pages, (198, 280))
    pictures, large = keep(pages, (1131, 1600))
    told = {
        "format": seeing.FORMAT,
        "thumbs": thumbs,
        "pictures": pictures,
        "pages": [
            {
                "thumb": one,
                "picture": other,
                "width": 1654,
                "height": 2339,
                **({"head": heads[page]} if page in (heads or {}) else {}),
            }
            for page, (one, other) in enumerate(zip(small, large, strict=True), 1)
        ],
        "figures": [
            {**GOOD, "page": page, **(figures or {}).get(page, {})}
            for page in range(1, pages + 1)
        ],
    }
    facts = {
        "arrival": number,
        "sha256": files.store(json.dumps(told).encode()).sha256,
        "thumbs": thumbs,
        "pictures": pictures,
        "marks": {page: list(mark) for page, mark in (marks or {}).items()},
        "rotations": {},
    }
    batches.append(batch, "look", "archivist", MONDAY, facts)


@pytest.fixture
def stack(house):  # noqa: F811
    """The code of a batch of plain papers: six pages, two documents of three."""
    with site(house):
        batch = batches.open_batch(
            house, UNIT, "papers", "archivist", MONDAY, declared=6
        )
        scanned(batch, 6, figures={2: {"dpi": 120}, 3: {"blank": 1.0}})
        acting = Acting(house, batch, "archivist", MONDAY, None)
        acting.move([f"a1.{page}" for page in (1, 2, 3)], "new")
        acting.move([f"a1.{page}" for page in (4, 5, 6)], "new")
        for number, one in enumerate(layout.fold(batch).documents, start=1):
            acting.assign(one.id, Target(ordinal=number))
        transaction.commit()
    return batch.code


@pytest.fixture
def stands(house):  # noqa: F811
    """Tell what stands where in a batch: documents, then the other places."""

    def tell(code):
        transaction.begin()
        with site(house):
            found = layout.fold(store.batch(house, code))
        assert found.astray() == []
        return found

    return tell


from tests.workbench.conftest import house  # noqa: E402, F401
from tests.workbench.conftest import officer  # noqa: E402, F401
from tests.workbench.conftest import pdf  # noqa: E402, F401
from tests.workbench.conftest import received  # noqa: E402, F401
from tests.workbench.conftest import scan  # noqa: E402, F401
