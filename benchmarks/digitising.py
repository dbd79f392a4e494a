"""Digitising beside raw OCRmyPDF (B10), and what is read beside plain tesseract.

    digitising.py [--pages 12] [--rounds 1] [--scans FOLDER] [--truth FOLDER ...]

Twelve pages are made archival by ``bin/motcua digitise`` (checked, measured, read,
judged, its fields read) and by the command ``ocrmypdf`` with the same flags, in the
order ABBA. Wall time, processor time of everything that was started, the largest memory
of any one process and of all together are told, and ours : raw. Ours is not nice here.

``--scans`` is a folder of PDF scans from which the pages are taken, the first of each
file, the second of each and so on, so that they are mixed; without it pages are drawn.
Signed files are left out, for raw OCRmyPDF takes none, and so are keys of pictures with
which it makes no PDF/A. ``--truth`` names folders of pictures with their
text beside them (``.gt.txt``): the share of wrong characters (edits : characters;
blanks and line ends are one blank) of our text layer and of plain ``tesseract`` on
the same picture. Characters are put in order by neither side: columns cost both.
"""

from __future__ import annotations

import argparse
from contextlib import ExitStack
from itertools import islice
from itertools import zip_longest
import json
from motcua.base.folding import normalise
import os
from pathlib import Path
import statistics
import subprocess
import sys
import tempfile
import time
from typing import Any
import unicodedata


sys.path.insert(0, str(Path(__file__).parent))
from sides.rounds import middle
from sides.rounds import tell


#: The flags of ``archive.pdf.conversion`` as words of the command line.
FLAGS = (
    *("--language", "vie", "--jobs", "1", "--output-type", "pdfa-2"),
    *("--pdfa-backend", "internal", "--rasterizer", "pypdfium", "--rotate-pages"),
    *("--tesseract-timeout", "600", "--max-image-mpixels", "200", "--skip-text"),
)
#: Keys that scanners write into pictures and no standard knows.
NO_PDFA = frozenset({"/Resolution", "/ColorTransform"})
PICTURES = (".png", ".jpg", ".jpeg")


def main() -> int:
    """Measure both sides; 1 when one of them could not do its work."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=12)
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--scans", type=Path)
    parser.add_argument("--truth", type=Path, nargs="*", default=[])
    args = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="motcua-bench-") as place:
        folder = Path(place)
        if args.pages:
            source = folder / "pages.pdf"
            gather(source, args.pages, args.scans)
            speed(source, args.pages, args.rounds, folder)
        for truth in args.truth:
            quality(truth, folder)
    return 0


def gather(target: Path, count: int, scans: Path | None) -> None:
    """Write a PDF of so many scanned pages."""
    import pikepdf

    folder = target.parent
    stacks: list[list[Any]] = []
    files = (
        [drawn(number, folder) for number in range(count)]
        if scans is None
        else sorted(scans.glob("*.pdf"))
    )
    with ExitStack() as stack, pikepdf.new() as pdf:
        for file in files:
            # Open until all is written: pages are read only then.
            found = stack.enter_context(pikepdf.open(file))
            if "/AcroForm" not in found.Root:
                stacks.append(list(found.pages))
        mixed = (page for turn in zip_longest(*stacks) for page in turn if page)
        for page in islice(mixed, count):
            pdf.pages.append(page)
        for one in pdf.objects:
            if isinstance(one, pikepdf.Stream):
                for key in NO_PDFA.intersection(one.keys()):
                    del one[key]
        if len(pdf.pages) < count:
            raise SystemExit(f"only {len(pdf.pages)} pages in {scans}")
        pdf.save(target)


def drawn(number: int, folder: Path) -> Path:
    """Return a PDF of one page of invented text, a picture at 200 dpi."""
    import img2pdf
    from PIL import Image
    from PIL import ImageDraw
    from PIL import ImageFont

    font = ImageFont.truetype(
        "/usr/share/fonts/truetype/noto/NotoSerif-Regular.ttf", 32
    )
    image = Image.new("L", (1654, 2339), 255)
    pen = ImageDraw.Draw(image)
    for row in range(40):
        line = f"Trang {number + 1}, dòng {row + 1}: hồ sơ đăng ký đã được tiếp nhận đủ"
        pen.text((190, 160 + 50 * row), line, 0, font=font)
    picture = folder / f"page-{number}.jpg"
    image.save(picture, dpi=(200, 200), quality=80)
    made = folder / f"page-{number}.pdf"
    made.write_bytes(img2pdf.convert(str(picture)))
    return made


def speed(source: Path, pages: int, rounds: int, folder: Path) -> None:
    """Tell wall time, processor time and memory of both sides."""
    found: dict[str, list[dict[str, float]]] = {"ours": [], "raw": []}
    turn = 0
    for _round in range(rounds):
        for side in ("ours", "raw", "raw", "ours"):
            turn += 1
            command = ours(source, folder / f"out-{turn}")
            if side == "raw":
                command = raw(source, folder / f"raw-{turn}.pdf")
            found[side].append(run(command))
            tell(run=turn, side=side, **rounded(found[side][-1]))
    figures = {
        f"{side} {name}": middle([each[name] for each in figures], 1)
        for side, figures in found.items()
        for name in ("wall", "processor", "memory", "together")
    }
    shares = {
        f"ours : raw {name}": round(
            statistics.median(each[name] for each in found["ours"])
            / statistics.median(each[name] for each in found["raw"]),
            2,
        )
        for name in ("wall", "processor", "memory", "together")
    }
    tell(pages=pages, runs=turn, **figures, **shares)


def rounded(figures: dict[str, float]) -> dict[str, float]:
    """Return figures with one digit."""
    return {name: round(one, 1) for name, one in figures.items()}


def ours(source: Path, folder: Path) -> list[str]:
    """Return our command."""
    command = [sys.executable, "-m", "motcua.setup.cli", "digitise", str(source)]
    return [*command, "--out", str(folder), "--json"]


def raw(source: Path, target: Path) -> list[str]:
    """Return the command of the other side."""
    return [sys.executable, "-m", "ocrmypdf", *FLAGS, str(source), str(target)]


def run(command: list[str]) -> dict[str, float]:
    """Run a command to its end: seconds, seconds of processor, MB of memory.

    In a process of its own, so that the figures are those of this command alone.
    ``memory`` is that of the largest process, ``together`` that of all (PSS, looked at
    twice a second).
    """
    environment = {**os.environ, "OMP_THREAD_LIMIT": "1", "MOTCUA_TASK_NICE": "0"}
    done = subprocess.run(
        [sys.executable, str(Path(__file__).parent / "sides" / "used.py"), *command],
        capture_output=True,
        check=True,
        env=environment,
        text=True,
    )
    told = json.loads(done.stdout)
    said, status = told.pop("said"), told.pop("status")
    if status:
        raise SystemExit(f"{' '.join(command[:5])}: {said}")
    return dict(told)


def quality(truth: Path, folder: Path) -> None:
    """Tell the share of wrong characters of both sides, by page and together."""
    pictures = [each for each in sorted(truth.iterdir()) if each.suffix in PICTURES]
    pictures = [each for each in pictures if text_of(each).is_file()]
    if not pictures:
        raise SystemExit(f"{truth}: no pictures with their text (.gt.txt)")
    out = folder / f"truth-{truth.name}"
    command = [sys.executable, "-m", "motcua.setup.cli", "digitise"]
    command += [*map(str, pictures), "--out", str(out), "--json"]
    done = subprocess.run(command, capture_output=True, check=True, text=True)
    total = {"characters": 0, "ours": 0, "tesseract": 0}
    for line, picture in zip(done.stdout.splitlines(), pictures, strict=True):
        told = json.loads(line)
        wanted = flat(text_of(picture).read_text("utf-8"))
        wrong = {
            "ours": edits(flat(Path(told["text"]).read_text("utf-8")), wanted),
            "tesseract": edits(flat(plain(picture)), wanted),
        }
        tell(
            page=picture.name,
            characters=len(wanted),
            **{name: round(one / len(wanted), 4) for name, one in wrong.items()},
        )
        total["characters"] += len(wanted)
        for name, one in wrong.items():
            total[name] += one
    size = total["characters"]
    tell(
        folder=truth.name,
        pages=len(pictures),
        characters=size,
        ours=round(total["ours"] / size, 4),
        tesseract=round(total["tesseract"] / size, 4),
    )


def text_of(picture: Path) -> Path:
    """Return where the true text of a picture lies."""
    return picture.with_name(f"{picture.stem}.gt.txt")


def plain(picture: Path) -> str:
    """Return what tesseract reads when nothing is done for it."""
    done = subprocess.run(
        ["tesseract", str(picture), "-", "-l", "vie"],
        capture_output=True,
        check=True,
        env={**os.environ, "OMP_THREAD_LIMIT": "1"},
        text=True,
    )
    return done.stdout


def flat(text: str) -> str:
    """Return a text in one line, composed, with single blanks."""
    return unicodedata.normalize("NFC", " ".join(normalise(text).split()))


def edits(one: str, other: str) -> int:
    """Return how many letters must be put in, taken out or changed (Levenshtein)."""
    import numpy as np

    letters = np.array([ord(letter) for letter in other], dtype=np.int32)
    before = np.arange(len(other) + 1, dtype=np.int32)
    steps = np.arange(len(other) + 1, dtype=np.int32)
    for letter in one:
        now = np.minimum(before[1:] + 1, before[:-1] + (letters != ord(letter)))
        now = np.concatenate(([before[0] + 1], now))
        # What is taken out runs along the row: a running least of distance to it.
        before = np.minimum.accumulate(now - steps) + steps
    return int(before[-1])


if __name__ == "__main__":
    began = time.monotonic()
    status = main()
    tell(seconds=round(time.monotonic() - began, 1))
    sys.exit(status)
