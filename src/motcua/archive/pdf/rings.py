"""Forms of a PDF that draw each other in a ring, and so would be drawn without end.

Runs only inside ``confined``. Many writers give all forms of a file one list of
resources, in which each form stands itself; that is no ring as long as it does not
draw what leads back to it.
"""

from __future__ import annotations

from typing import Any
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Mapping
    import pikepdf

    Id = tuple[int, int]

_DRAW = "Do"


def in_a_ring(objects: Iterable[pikepdf.Object]) -> bool:
    """Say whether a form among the objects draws itself, alone or by way of others."""
    import pikepdf

    forms = {
        one.objgen: one
        for one in objects
        if isinstance(one, pikepdf.Stream) and one.get("/Subtype") == "/Form"
    }
    named = {id: set(_named(form).values()) for id, form in forms.items()}
    # To read what a form draws takes longer than to see what it might draw.
    suspects = _without_end(named)
    return bool(_without_end({id: _drawn(forms[id]) for id in suspects}))


def _named(form: pikepdf.Stream) -> dict[str, Id]:
    """Return the forms that a form might draw, by the names it has for them."""
    import pikepdf

    place: Any = form
    for key in ("/Resources", "/XObject"):
        place = place.get(key)
        if not isinstance(place, pikepdf.Dictionary):
            return {}
    return {
        name: one.objgen
        for name, one in place.items()
        if isinstance(one, pikepdf.Stream) and one.get("/Subtype") == "/Form"
    }


def _drawn(form: pikepdf.Stream) -> set[Id]:
    """Return the forms that a form draws."""
    import pikepdf

    named = _named(form)
    try:
        orders = pikepdf.parse_content_stream(form, _DRAW)
    except pikepdf.PdfError:
        # Each reader makes something else of it: it might draw all of them.
        return set(named.values())
    drawn = {str(each) for order in orders for each in order.operands}
    return {id for name, id in named.items() if name in drawn}


def _without_end(leads: Mapping[Id, set[Id]]) -> set[Id]:
    """Return what lies in a ring or leads into one: all but what comes to an end."""
    waits = {id: to & leads.keys() for id, to in leads.items()}
    before: dict[Id, list[Id]] = {id: [] for id in leads}
    for id, to in waits.items():
        for each in to:
            before[each].append(id)
    ended = [id for id, to in waits.items() if not to]
    while ended:
        last = ended.pop()
        for id in before[last]:
            waits[id].discard(last)
            if not waits[id]:
                ended.append(id)
    return {id for id, to in waits.items() if to}
