"""PDFs that unpack, loop, lie, act or hide (S25)."""

from __future__ import annotations

from io import BytesIO
import pikepdf
from pikepdf import Array
from pikepdf import Dictionary
from pikepdf import Name
from tests.security.hostile.case import case
from tests.security.hostile.case import TAKEN
import zlib


PAGE = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]%s>>"
TREE = b"<</Type/Pages/Kids[3 0 R]/Count 1>>"
CATALOGUE = b"<</Type/Catalog/Pages 2 0 R>>"


def written(objects, version=b"1.7"):
    """Return a PDF with these objects (number -> bytes) and a table that is right."""
    out, places = [b"%PDF-" + version + b"\n"], {}
    at = len(out[0])
    for number, content in objects.items():
        places[number] = at
        out.append(b"%d 0 obj\n%s\nendobj\n" % (number, content))
        at += len(out[-1])
    size = max(objects) + 1
    rows = [b"0000000000 65535 f \n"]
    rows += [
        b"%010d 00000 n \n" % places[number]
        if number in places
        else b"0000000000 65535 f \n"
        for number in range(1, size)
    ]
    out.append(b"xref\n0 %d\n%s" % (size, b"".join(rows)))
    out.append(
        b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (size, at)
    )
    return b"".join(out)


def plain(page=b"", **more):
    """Return a PDF of one page; ``more`` are objects o4, o5 ... and o1 to o3."""
    objects = {1: CATALOGUE, 2: TREE, 3: PAGE % page}
    objects |= {int(name[1:]): content for name, content in more.items()}
    return written(dict(sorted(objects.items())))


def stream(content, entries=b""):
    """Return a stream object as it stands in a file."""
    return b"<<%s/Length %d>>stream\n%s\nendstream" % (entries, len(content), content)


def blanks(megabytes, byte=b" "):
    """Return so many megabytes of one byte, deflated to a thousandth (RFC 1950)."""
    count = megabytes << 20
    first, second = 1 + byte[0] * count, count + byte[0] * (count * (count + 1) // 2)
    checked = (second % 65521) << 16 | first % 65521
    return b"\x78\xda" + raw_blanks(megabytes, byte) + checked.to_bytes(4, "big")


def raw_blanks(megabytes, byte=b" "):
    """Return the same without frame (RFC 1951): one megabyte, said again and again."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    once = packer.compress(byte * (1 << 20)) + packer.flush(zlib.Z_FULL_FLUSH)
    return once * megabytes + b"\x03\x00"


def made_by_pikepdf(change, **options):
    """Return a page that ``change(pdf)`` made hostile."""
    out = BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page(page_size=(595, 842))
        change(pdf)
        pdf.save(out, static_id=not options, **options)
    return out.getvalue()


def flate():
    """A page whose content unpacks to 800 MB, a thousand to one."""
    packed = stream(blanks(800), b"/Filter/FlateDecode")
    return plain(b"/Contents 4 0 R", o4=packed)


def flate_twice():
    """A few kilobytes that unpack to some, which unpack to 3 GB."""
    inner = zlib.compress(blanks(3072), 9)
    packed = stream(inner, b"/Filter[/FlateDecode/FlateDecode]")
    return plain(b"/Contents 4 0 R", o4=packed)


def flate_inside_a_form():
    """The bomb is in a form that the page draws."""
    form = stream(
        blanks(800),
        b"/Type/XObject/Subtype/Form/BBox[0 0 1 1]/Filter/FlateDecode",
    )
    return plain(
        b"/Contents 5 0 R/Resources<</XObject<</F 4 0 R>>>>",
        o4=form,
        o5=stream(b"/F Do"),
    )


def picture_inside_a_form():
    """A picture of 2,500 million pixels, hidden in a form within a form."""
    image = stream(
        zlib.compress(bytes(1000)),
        b"/Type/XObject/Subtype/Image/Width 50000/Height 50000/BitsPerComponent 8"
        b"/ColorSpace/DeviceGray/Filter/FlateDecode",
    )
    form = b"/Type/XObject/Subtype/Form/BBox[0 0 1 1]/Resources<</XObject<<%s>>>>"
    return plain(
        b"/Contents 7 0 R/Resources<</XObject<</F 4 0 R>>>>",
        o4=stream(b"/G Do", form % b"/G 5 0 R"),
        o5=stream(b"/I Do", form % b"/I 6 0 R"),
        o6=image,
        o7=stream(b"/F Do"),
    )


def picture_as_mask():
    """The giant is the mask of a small picture."""
    small = (
        b"/Type/XObject/Subtype/Image/Width 8/Height 8/BitsPerComponent 8"
        b"/ColorSpace/DeviceGray/SMask 5 0 R"
    )
    mask = (
        b"/Type/XObject/Subtype/Image/Width 50000/Height 50000/BitsPerComponent 8"
        b"/ColorSpace/DeviceGray/Filter/FlateDecode"
    )
    return plain(
        b"/Contents 6 0 R/Resources<</XObject<</I 4 0 R>>>>",
        o4=stream(bytes(64), small),
        o5=stream(zlib.compress(bytes(1000)), mask),
        o6=stream(b"100 0 0 100 0 0 cm /I Do"),
    )


def forms_in_a_ring():
    """A form that draws a form that draws the first."""
    form = (
        b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</F %d 0 R>>>>"
    )
    return plain(
        b"/Contents 6 0 R/Resources<</XObject<</F 4 0 R>>>>",
        o4=stream(b"/F Do /F Do", form % 5),
        o5=stream(b"/F Do /F Do", form % 4),
        o6=stream(b"/F Do"),
    )


FORM = b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</F 4 0 R>>>>"


def form_in_itself():
    """A form that draws itself."""
    return plain(
        b"/Contents 5 0 R/Resources<</XObject<</F 4 0 R>>>>",
        o4=stream(b"q /F Do Q", FORM),
        o5=stream(b"/F Do"),
    )


def stamp_in_a_ring():
    """The ring is in what a note on the page looks like."""
    note = b"<</Type/Annot/Subtype/Stamp/Rect[0 0 99 99]/AP<</N 4 0 R>>>>"
    return plain(b"/Annots[5 0 R]", o4=stream(b"/F Do", FORM), o5=note)


def field_in_a_ring():
    """A field of a form that is its own child, and looks like a ring."""
    note = (
        b"<</Type/Annot/Subtype/Widget/FT/Tx/T(a)/Kids[5 0 R]/Parent 5 0 R"
        b"/Rect[0 0 99 99]/AP<</N 4 0 R>>>>"
    )
    return plain(
        b"/Annots[5 0 R]",
        o1=b"<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[5 0 R]>>>>",
        o4=stream(b"/F Do", FORM),
        o5=note,
    )


def forms_that_share():
    """A form that stands in its own list of resources, and does not draw itself."""
    shared = b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources 6 0 R"
    return plain(
        b"/Contents 5 0 R/Resources 6 0 R",
        o4=stream(b"0 0 9 9 re f", shared),
        o5=stream(b"/F Do"),
        o6=b"<</XObject<</F 4 0 R>>>>",
    )


def tree_in_a_ring():
    """The list of pages holds itself."""
    return plain(o2=b"<</Type/Pages/Kids[3 0 R 2 0 R]/Count 2>>")


def tree_too_deep():
    """Ten thousand lists of pages within each other."""
    depth = 10_000
    objects = {
        1: b"<</Type/Catalog/Pages 4 0 R>>",
        3: PAGE.replace(b"2", b"4", 1) % b"",
    }
    for number in range(4, 4 + depth):
        kid = number + 1 if number < 3 + depth else 3
        parent = b"/Parent %d 0 R" % (number - 1) if number > 4 else b""
        objects[number] = b"<</Type/Pages/Kids[%d 0 R]/Count 1%s>>" % (kid, parent)
    return written(dict(sorted(objects.items())))


def million_pages_said():
    """One page, a million declared."""
    return plain(o2=b"<</Type/Pages/Kids[3 0 R]/Count 1000000>>")


def pages_hidden():
    """Three pages, one declared: one reader shows what another leaves out."""
    return written(
        {
            1: CATALOGUE,
            2: b"<</Type/Pages/Kids[3 0 R 4 0 R 5 0 R]/Count 1>>",
            **dict.fromkeys((3, 4, 5), PAGE % b""),
        }
    )


def million_pages():
    """A hundred thousand times the same page in each of ten lists."""
    kids = b"3 0 R " * 100_000
    objects = {
        1: CATALOGUE,
        2: b"<</Type/Pages/Kids[%s]/Count 1000000>>"
        % b" ".join(b"%d 0 R" % number for number in range(4, 14)),
        3: PAGE % b"",
    }
    node = b"<</Type/Pages/Parent 2 0 R/Kids[%s]/Count 100000>>"
    return written(objects | dict.fromkeys(range(4, 14), node % kids))


def ten_thousand_pages():
    """Pages of their own, five times as many as may come in."""
    kids = b" ".join(b"%d 0 R" % number for number in range(3, 10_003))
    objects = {1: CATALOGUE, 2: b"<</Type/Pages/Kids[%s]/Count 10000>>" % kids}
    return written(objects | dict.fromkeys(range(3, 10_003), PAGE % b""))


def fields_in_a_ring():
    """Fields of a form that are their own children, a hundred each."""
    kids = b"4 0 R " * 100
    return plain(
        o1=b"<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[4 0 R]>>>>",
        o4=b"<</FT/Tx/T(a)/Kids[%s]>>" % kids,
    )


def nested_too_deep():
    """A list within a list, a hundred thousand times."""
    deep = b"[" * 100_000 + b"]" * 100_000
    return plain(b"/Deep 4 0 R", o4=deep)


def table_broken():
    """The table of objects points into nothing."""
    return plain().replace(b"startxref\n", b"startxref\n9")


def tables_in_a_ring():
    """A table whose predecessor is itself."""
    whole = plain()
    at = whole.rindex(b"xref\n0")
    return whole.replace(b"/Root 1 0 R", b"/Root 1 0 R/Prev %d" % at)


def locked(owner, user):
    """Return how to protect a page by passwords."""
    return lambda: made_by_pikepdf(
        lambda pdf: None,
        encryption=pikepdf.Encryption(owner=owner, user=user),
    )


def with_scripts(pdf):
    """Scripts at the opening, in the names, on the page."""
    script = Dictionary(S=Name.JavaScript, JS="app.alert(1)")
    pdf.Root.OpenAction = script
    pdf.Root.Names = Dictionary(JavaScript=Dictionary(Names=Array(["a", script])))
    pdf.pages[0].obj.AA = Dictionary(O=script)


def with_launch(pdf):
    """A link over the whole page that starts a program."""
    action = Dictionary(S=Name.Launch, F="cmd.exe", Win=Dictionary(F="cmd.exe"))
    note = Dictionary(
        Type=Name.Annot, Subtype=Name.Link, Rect=[0, 0, 595, 842], A=action
    )
    pdf.pages[0].obj.Annots = Array([pdf.make_indirect(note)])


def with_files(pdf):
    """A program among the attachments."""
    pdf.attachments["../../hoa-don.exe"] = b"MZ\x90\x00"


def with_xfa(pdf):
    """A form in XML with an entity that reaches outside."""
    xfa = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>'
    pdf.Root.AcroForm = Dictionary(Fields=Array([]), XFA=pdf.make_stream(xfa))


def boxes(box, unit=b""):
    """Return a page with this MediaBox."""
    page = (PAGE % unit).replace(b"[0 0 595 842]", box)
    return lambda: plain(o3=page)


def _of(change):
    return lambda: made_by_pikepdf(change)


HEAVY = ("too-heavy", "broken")
CASES = tuple(
    case(f"pdf-{id}", "S25", f"{id}.pdf", build, *expected)
    for id, build, *expected in (
        ("flate", flate, "too-heavy"),
        ("flate-twice", flate_twice, *HEAVY),
        ("flate-in-form", flate_inside_a_form, "too-heavy"),
        ("picture-in-form", picture_inside_a_form, "too-big-page"),
        ("picture-as-mask", picture_as_mask, "too-heavy"),
        ("forms-in-a-ring", forms_in_a_ring, "ring"),
        ("form-in-itself", form_in_itself, "ring"),
        ("stamp-in-a-ring", stamp_in_a_ring, "ring"),
        ("field-in-a-ring", field_in_a_ring, "ring"),
        ("forms-that-share", forms_that_share, TAKEN),
        ("tree-in-a-ring", tree_in_a_ring, "broken"),
        ("tree-too-deep", tree_too_deep, *HEAVY, TAKEN),
        ("million-pages-said", million_pages_said, "too-many-pages"),
        ("pages-hidden", pages_hidden, "broken"),
        ("million-pages", million_pages, "too-many-pages"),
        ("ten-thousand-pages", ten_thousand_pages, "too-many-pages"),
        ("fields-in-a-ring", fields_in_a_ring, TAKEN),
        ("nested-too-deep", nested_too_deep, TAKEN, "broken"),
        ("table-broken", table_broken, "broken"),
        ("tables-in-a-ring", tables_in_a_ring, "broken"),
        ("no-pages", lambda: plain(o2=b"<</Type/Pages/Kids[]/Count 0>>"), "broken"),
        ("no-catalogue", lambda: plain(o1=b"null"), "broken"),
        ("owner-password", locked("x", ""), "encrypted"),
        ("user-password", locked("x", "y"), "encrypted"),
        ("giant-box", boxes(b"[0 0 1e9 1e9]"), TAKEN, "broken"),
        ("giant-page", boxes(b"[0 0 99999999 99999999]"), "too-big-page"),
        ("giant-unit", boxes(b"[0 0 595 842]", b"/UserUnit 75000"), "too-big-page"),
        ("flat-box", boxes(b"[0 0 0 0]"), "broken"),
        ("box-of-words", boxes(b"[/a /b (c) null]"), TAKEN, "broken"),
        ("scripts", _of(with_scripts), TAKEN),
        ("launch", _of(with_launch), TAKEN),
        ("files", _of(with_files), TAKEN),
        ("xfa", _of(with_xfa), TAKEN),
    )
)
