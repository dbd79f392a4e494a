"""A confined program whose disk is too small; see ``test_full_disk``.

``python -m tests.archive.crowded WORK SOURCE PLACE KIBIBYTES`` lays a disk of so many
kibibytes in memory over the folder, in a namespace of its own, does the work there and
prints what became of it as JSON. With 0 it uses the folder as it is.
"""

from __future__ import annotations

from hashlib import sha256
import json
from motcua.archive.incoming.limits import Limits
from motcua.archive.pdf import pdfa
from motcua.storage import confined
from motcua.storage import room
from pathlib import Path
import subprocess
import sys
import tempfile


TIFF = "image/tiff"
PAGES = 2


def read(source, place):
    """Make the archival form; tell what was read."""
    target = place / "archival.pdf"
    made = pdfa.make(source, target, media=TIFF, pages=PAGES)
    return {"method": made.method, "texts": made.texts}


def look(source, place):
    """Look at the pages; tell what was seen, and the digests of the pictures."""
    found = task(
        "motcua.archive.capture.looking:look",
        place,
        path=str(source),
        media=TIFF,
        folder=str(place),
    )
    pictures = [(place / one).read_bytes() for one in ("thumbs", "pictures")]
    return {**found, "pictures": [sha256(one).hexdigest() for one in pictures]}


def assemble(source, place):
    """Put a document together; tell its digest."""
    page = {"path": str(source), "media": TIFF, "rotation": 0, "part": None}
    target = place / "document.pdf"
    task(
        "motcua.archive.capture.assembling:assemble",
        place,
        pages=[{**page, "number": number + 1} for number in range(PAGES)],
        target=str(target),
        folder=str(place),
    )
    return {"digest": sha256(target.read_bytes()).hexdigest()}


def draw(source, place):
    """Draw a page for a screen; tell the digest of the picture."""
    target = place / "page.jpg"
    drawn = {"path": str(source), "page": 1, "width": 700, "target": str(target)}
    task("motcua.archive.pdf.pagedrawing:draw", place, **drawn)
    return {"digest": sha256(target.read_bytes()).hexdigest()}


def convert(source, place):
    """Have LibreOffice make a PDF of a letter; tell how many pages it has."""
    told = {"source": str(source), "ending": ".rtf", "folder": str(place)}
    form = "motcua.archive.pdf.formconversion:formconversion"
    return task(form, place, target=str(place / "copy.pdf"), **told)


def task(name, place, **arguments):
    """Run a confined task whose files in between lie in the place."""
    return confined.run(name, arguments, limits=Limits(), seconds=120, scratch=place)


def main(work, source, place, kibibytes):
    """Do one piece of work on a disk of this size."""
    if int(kibibytes):
        told = ["-t", "tmpfs", "-o", f"size={kibibytes}k", "tmpfs", place]
        subprocess.run(["mount", *told], check=True)
        tempfile.tempdir = place
    try:
        found = {"done": globals()[work](Path(source), Path(place))}
    except Exception as error:  # noqa: BLE001
        said = f"{type(error).__name__}: {error}"
        found = {"waits": room.is_short(error), "said": said}
    print(json.dumps(found))  # noqa: T201


if __name__ == "__main__":
    main(*sys.argv[1:])
