"""Marks that machines read off a slip: QR code and Code 128, as inline SVG."""

from __future__ import annotations

from html import escape
import io


#: Width of the narrowest bar and height of the bars, in millimetres. At 200 dpi a
#: bar is then more than two dots wide, which cheap printers and readers manage.
BAR_WIDTH = 0.3
BAR_HEIGHT = 9.0
#: Blank margin beside the bars: ten bars (ISO/IEC 15417).
QUIET_ZONE = 3.0
#: Bars are no wider, however much room there is: readers lose those that are.
WIDEST_BAR = 0.5


def qr(text: str, scalable: bool = False) -> str:
    """Return a QR code of ``text`` with 15 % error correction.

    A ``scalable`` one has no size of its own: the page that shows it gives one.
    """
    import segno

    code = segno.make(text, error="m", micro=False)
    if scalable:
        return str(code.svg_inline(border=4, omitsize=True))
    return str(code.svg_inline(border=4, scale=4))


def code128(text: str, room: float = 0, height: float = BAR_HEIGHT) -> str:
    """Return a Code 128 of ``text`` without the text below it.

    With ``room``, in millimetres, its bars are as wide as fits there, so that it is
    read from farther away; never narrower than ``BAR_WIDTH``.
    """
    import barcode
    from barcode.writer import SVGWriter

    stream = io.BytesIO()
    made = barcode.get("code128", text, writer=SVGWriter())
    fitting = (room - 2 * QUIET_ZONE) / len(made.build()[0])
    made.write(
        stream,
        {
            "module_width": max(BAR_WIDTH, min(WIDEST_BAR, fitting)),
            "module_height": height,
            "quiet_zone": QUIET_ZONE,
            "write_text": False,
        },
    )
    svg = stream.getvalue().decode("utf-8")
    return svg[svg.index("<svg") :]


def labelled(svg: str, label: str) -> str:
    """Return the mark with a title for those who cannot see it."""
    start = svg.index("<svg")
    end = svg.index(">", start) + 1
    return f"{svg[:end]}<title>{escape(label)}</title>{svg[end:]}"
