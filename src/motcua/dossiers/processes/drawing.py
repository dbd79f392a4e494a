"""A process as a picture: boxes from top to bottom, side by side where work is.

The picture is SVG without styles and scripts, so it may stand in any page of ours;
it draws in the colour of the text around it and so follows dark and high-contrast
settings. It is as wide as the way is: the page lets it scroll in a box of its own.
People who do not see it are told its title and size, and read the same way as a
nested list (`outline`).
"""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field
from html import escape
from motcua import _
from motcua.dossiers.processes.definitions import Choice
from motcua.dossiers.processes.definitions import Leg
from motcua.dossiers.processes.definitions import Parallel
from motcua.dossiers.processes.definitions import Part
from motcua.dossiers.processes.definitions import Process
from motcua.dossiers.processes.definitions import Step
from motcua.dossiers.processes.definitions import steps_of
from motcua.dossiers.processes.places import inside
from motcua.dossiers.processes.words import MARKS
from motcua.dossiers.processes.words import Reader
from motcua.dossiers.processes.words import SIDE_BY_SIDE
import textwrap
from typing import Final


#: All in CSS pixels.
STEP: Final = 204
LINE: Final = 17
PAD: Final = 10
GAP: Final = 26
BESIDE: Final = 22
HEAD: Final = 30
ROOM: Final = 8
EDGE: Final = 16
END: Final = 26
#: Letters that surely fit into a line of a step.
LETTERS: Final = 25
MOST_LINES: Final = 3


@dataclass(frozen=True)
class Box:
    """A part with the room it takes, and how its inside is labelled."""

    part: Part
    width: int
    height: int
    inner: tuple[Box, ...] = ()
    lines: tuple[str, ...] = ()
    heads: tuple[tuple[str, ...], ...] = ()


def draw(
    process: Process,
    reader: Reader,
    marks: Mapping[str, str] | None = None,
    name: str = "process",
) -> str:
    """Return the picture of a process as an SVG element.

    ``marks`` says how steps stand in a dossier, by key: "done" or "open".
    ``name`` begins the ids in the picture: two pictures of a page need two names.
    """
    paper = _Paper(process, reader, marks or {})
    box = paper.measure(process.way)
    width, height = box.width + 2 * EDGE, box.height + 2 * (EDGE + END)
    middle = width // 2
    paper.circle(middle, EDGE + 7, 6, full=True)
    paper.line(middle, EDGE + 13, middle, EDGE + END)
    paper.put(box, EDGE, EDGE + END)
    bottom = EDGE + END + box.height
    paper.arrow(middle, bottom, bottom + END - 14)
    paper.circle(middle, bottom + END - 7, 7)
    paper.circle(middle, bottom + END - 7, 3, full=True)
    steps = sum(1 for _step in steps_of(process.way))
    told = reader.say(
        _(
            "Picture of the way: ${steps} steps, also as a list.",
            mapping={"steps": steps},
        )
    )
    shapes = "".join(paper.shapes)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" width="{width}" '
        f'height="{height}" viewBox="0 0 {width} {height}" '
        f'aria-labelledby="{name}-title {name}-desc" fill="none" '
        'stroke="currentColor" font-family="inherit" font-size="13">'
        f'<title id="{name}-title">{escape(process.title)}</title>'
        f'<desc id="{name}-desc">{escape(told)}</desc>{shapes}</svg>'
    )


@dataclass
class _Paper:
    """Measures parts, then puts them down as shapes."""

    process: Process
    reader: Reader
    marks: Mapping[str, str]
    shapes: list[str] = field(default_factory=list)

    # Measuring

    def measure(self, part: Part) -> Box:
        """Return the part with the room that it and all inside it take."""
        if isinstance(part, Step):
            lines = tuple(self._lines(part))
            return Box(part, STEP, 2 * PAD + LINE * len(lines), lines=lines)
        inner = tuple(self.measure(each) for each in inside(part))
        if isinstance(part, Leg):
            (one,) = inner
            width = max(one.width, STEP) + 2 * BESIDE
            head = _wrapped(
                f"{part.title} · {self.reader.department(part.agency)}",
                width // 8,
            )
            height = one.height + LINE * len(head) + 2 * PAD + BESIDE
            return Box(part, width, height, inner, head)
        if isinstance(part, Choice | Parallel):
            return self._beside(part, inner)
        gaps = GAP * (len(inner) - 1)
        if not inner:
            return Box(part, STEP // 2, GAP)
        tall = sum(each.height for each in inner) + gaps
        return Box(part, max(each.width for each in inner), tall, inner)

    def _beside(self, part: Choice | Parallel, inner: tuple[Box, ...]) -> Box:
        heads: tuple[tuple[str, ...], ...] = ()
        if isinstance(part, Choice):
            heads = tuple(
                _wrapped(self.reader.branch(branch, self.process), 20)
                for branch in part.branches
            )
        widths = [max(each.width, STEP * 3 // 4) for each in inner]
        width = sum(widths) + BESIDE * (len(inner) - 1)
        above = HEAD + ROOM + LINE * max((len(head) for head in heads), default=1)
        tallest = max(each.height for each in inner)
        return Box(part, width, above + tallest + GAP, inner, heads=heads)

    def _lines(self, step: Step) -> Iterator[str]:
        sign, _word = MARKS[self.marks.get(step.key, "")]
        yield from _wrapped(f"{sign} {step.title}".strip(), LETTERS)
        told = [self.reader.kind(step), self.reader.term(step)]
        yield from _wrapped(" · ".join(filter(None, told)), LETTERS + 3)
        yield from _wrapped(self.reader.department(step.department), LETTERS + 3)
        for key in step.returns[:MOST_LINES]:
            yield from _wrapped(f"↩ {self._title(key)}", LETTERS + 3)[:1]

    def _title(self, key: str) -> str:
        try:
            return self.process.step(key).title
        except KeyError:
            return key

    # Putting down

    def put(self, box: Box, left: int, top: int) -> None:
        """Put a measured part down, its upper left corner at this point."""
        if isinstance(box.part, Step):
            self._step(box, box.part, left, top)
        elif isinstance(box.part, Leg):
            self._leg(box, left, top)
        elif isinstance(box.part, Choice | Parallel):
            self._branches(box, left, top)
        else:
            self._in_line(box, left, top)

    def _step(self, box: Box, step: Step, left: int, top: int) -> None:
        mark = self.marks.get(step.key, "")
        thick = {"open": 3.5, "done": 1.25}.get(mark, 1.5)
        tint = ' fill="currentColor" fill-opacity="0.08"' if mark == "done" else ""
        self.shapes.append(
            f'<rect x="{left}" y="{top}" width="{box.width}" height="{box.height}" '
            f'rx="6" stroke-width="{thick}"{tint}/>'
        )
        title = len(_wrapped(f"{MARKS[mark][0]} {step.title}".strip(), LETTERS))
        for number, line in enumerate(box.lines):
            bold = ' font-weight="700"' if number < title else ' font-size="12"'
            self.text(left + PAD, top + PAD + 13 + LINE * number, line, bold)

    def _leg(self, box: Box, left: int, top: int) -> None:
        self.shapes.append(
            f'<rect x="{left}" y="{top}" width="{box.width}" height="{box.height}" '
            'rx="10" stroke-dasharray="6 4"/>'
        )
        for number, line in enumerate(box.lines):
            self.text(
                left + PAD, top + PAD + 12 + LINE * number, line, ' font-style="italic"'
            )
        (one,) = box.inner
        below = top + LINE * len(box.lines) + 2 * PAD
        middle = left + box.width // 2
        self.put(one, middle - one.width // 2, below)
        self.line(middle, below + one.height, middle, top + box.height)

    def _in_line(self, box: Box, left: int, top: int) -> None:
        middle = left + box.width // 2
        if not box.inner:
            self.line(middle, top, middle, top + box.height)
        for number, each in enumerate(box.inner):
            if number:
                self.arrow(middle, top, top + GAP)
                top += GAP
            self.put(each, middle - each.width // 2, top)
            top += each.height

    def _branches(self, box: Box, left: int, top: int) -> None:
        middle, bottom = left + box.width // 2, top + box.height
        rows = max((len(head) for head in box.heads), default=1)
        bar, below = top + HEAD // 2, top + HEAD + ROOM + LINE * rows
        self.line(middle, top, middle, bar)
        centres = []
        for number, each in enumerate(box.inner):
            room = max(each.width, STEP * 3 // 4)
            centre = left + room // 2
            centres.append(centre)
            self.line(centre, bar, centre, bar + HEAD // 2 - 4)
            if box.heads:
                for row, line in enumerate(box.heads[number]):
                    self.text(centre, bar + HEAD // 2 + 9 + LINE * row, line, _MIDDLE)
                start = bar + HEAD // 2 + LINE * len(box.heads[number]) - 2
                self.arrow(centre, start, below)
            else:
                self.arrow(centre, bar + HEAD // 2 - 4, below)
            self.put(each, centre - each.width // 2, below)
            self.line(centre, below + each.height, centre, bottom - GAP // 2)
            left += room + BESIDE
        thick = 3 if isinstance(box.part, Parallel) else 1
        first, last = min(*centres, middle), max(*centres, middle)
        self.line(first, bar, last, bar, thick)
        self.line(first, bottom - GAP // 2, last, bottom - GAP // 2, thick)
        self.line(middle, bottom - GAP // 2, middle, bottom)
        if isinstance(box.part, Choice):
            self.shapes.append(
                f'<path d="M{middle} {bar - 9}l9 9l-9 9l-9 -9z" fill="currentColor"/>'
            )
        elif first < last:
            said = self.reader.say(SIDE_BY_SIDE)
            self.text(first + 8, bar - 5, said, ' font-size="11"')

    # Shapes

    def text(self, x: int, y: int, said: str, more: str = "") -> None:
        """Write one line of text."""
        self.shapes.append(
            f'<text x="{x}" y="{y}" stroke="none" fill="currentColor"{more}>'
            f"{escape(said)}</text>"
        )

    def line(self, x1: int, y1: int, x2: int, y2: int, width: int = 1) -> None:
        """Draw a line."""
        self.shapes.append(f'<path d="M{x1} {y1}L{x2} {y2}" stroke-width="{width}"/>')

    def arrow(self, x: int, y1: int, y2: int) -> None:
        """Draw an arrow down."""
        self.line(x, y1, x, y2 - 5)
        self.shapes.append(
            f'<path d="M{x - 4} {y2 - 7}h8l-4 7z" fill="currentColor" stroke="none"/>'
        )

    def circle(self, x: int, y: int, radius: int, full: bool = False) -> None:
        """Draw a circle."""
        tint = ' fill="currentColor"' if full else ""
        self.shapes.append(f'<circle cx="{x}" cy="{y}" r="{radius}"{tint}/>')


_MIDDLE: Final = ' font-size="12" text-anchor="middle"'


def _wrapped(said: str, letters: int) -> tuple[str, ...]:
    """Return a text in at most three lines; what does not fit ends with dots."""
    return tuple(
        textwrap.wrap(said, letters, max_lines=MOST_LINES, placeholder=" …")
    ) or ("",)
