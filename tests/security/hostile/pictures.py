"""Pictures that promise too much, break off or have colours nobody expects (S26)."""

from __future__ import annotations

from io import BytesIO
from PIL import Image
from PIL import ImageCms
import struct
from tests.security.hostile.case import case
from tests.security.hostile.case import TAKEN
from tests.security.hostile.documents import blanks
import zlib


A5 = (620, 874)
LITTLE = zlib.compress(bytes(1000))
#: Latitude and longitude of a square in Hanoi, as a telephone notes them.
GPS = {1: "N", 2: (21.0, 1.0, 42.0), 3: "E", 4: (105.0, 51.0, 8.0)}


def chunk(kind, data):
    """Return one part of a PNG."""
    body = kind + data
    return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))


def png(width, height, packed, *more, colour=0, depth=8):
    """Return a PNG of these promises with this content."""
    header = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0)
    parts = [chunk(b"IHDR", header), *more, chunk(b"IDAT", packed), chunk(b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def saved(image, format, **options):
    """Return a picture as a file."""
    out = BytesIO()
    image.save(out, format, **options)
    return out.getvalue()


def sheet(mode="L"):
    """Return a page with a black bar across its middle, in any colours."""
    page = Image.new("RGB", A5, "white")
    page.paste("black", (60, 400, 560, 474))
    if mode == "LAB":
        srgb, lab = ImageCms.createProfile("sRGB"), ImageCms.createProfile("LAB")
        made = ImageCms.profileToProfile(page, srgb, lab, outputMode="LAB")
        made.info.pop("icc_profile", None)
        return made
    if mode == "I;16":
        return page.convert("I").point(lambda value: value * 257).convert("I;16")
    if mode == "F":
        return page.convert("L").convert("F").point(lambda value: value * 2 - 255)
    if mode == "I":
        return page.convert("I").point(lambda value: value * 8_000_000)
    return page.convert(mode)


def sixteen_bits(colours):
    """A PNG of 16 bits a sample: 1, 3 or 4 of them."""
    kind = {1: 0, 3: 2, 4: 6}[colours]
    pixels = sheet("L").tobytes()
    alpha = b"\xff\xff" if colours == 4 else b""
    shades = min(colours, 3)
    wide = b"".join(bytes((value, value)) * shades + alpha for value in pixels)
    size = 2 * colours * A5[0]
    rows = b"".join(
        b"\0" + wide[start : start + size] for start in range(0, len(wide), size)
    )
    return png(*A5, zlib.compress(rows), colour=kind, depth=16)


def tiff(count, ring=False):
    """A TIFF of tiny pages, by hand: thousands, or a list that bites its tail."""
    entries = (
        (256, 3, 1, 1),
        (257, 3, 1, 1),
        (258, 3, 1, 8),
        (259, 3, 1, 1),
        (262, 3, 1, 1),
        (273, 4, 1, 8),
        (278, 3, 1, 1),
        (279, 4, 1, 1),
    )
    fields = b"".join(struct.pack("<HHII", *entry) for entry in entries)
    length = 2 + len(fields) + 4
    out = [b"II*\x00" + struct.pack("<I", 12) + b"\x80\0\0\0"]
    for number in range(count):
        after = 12 + (number + 1) * length
        if number == count - 1:
            after = 12 if ring else 0
        out.append(struct.pack("<H", len(entries)) + fields + struct.pack("<I", after))
    return b"".join(out)


def tiff_promising():
    """A TIFF of 60,000 by 60,000 pixels in a few bytes."""
    small = bytearray(tiff(1))
    at = small.index(struct.pack("<HHII", 256, 3, 1, 1))
    small[at : at + 24] = struct.pack("<HHIIHHII", 256, 4, 1, 60000, 257, 4, 1, 60000)
    return bytes(small)


def promising_more():
    """A PNG of A4 that holds the first rows only."""
    return png(1654, 2339, zlib.compress(bytes(1655 * 10)))


def holding_more():
    """A PNG of one pixel that holds 300 MB."""
    return png(1, 1, blanks(300, b"\0"))


def words_that_unpack():
    """A PNG with a compressed comment of 300 MB."""
    note = chunk(b"zTXt", b"Comment\0\0" + blanks(300))
    return png(100, 100, zlib.compress(bytes(101 * 100)), note)


def with_place(format="JPEG"):
    """A photo of a telephone that tells where it was taken."""
    photo = sheet("RGB")
    exif = photo.getexif()
    exif[0x010F] = "Hostile Telephone"
    exif.get_ifd(0x8825).update(GPS)
    return saved(photo, format, exif=exif, dpi=(150, 150), comment=b"hidden words")


def of_a_telephone():
    """A JPEG with a second, larger picture and a film behind the first (MPO)."""
    second = Image.new("RGB", (1240, 1748), "red")
    made = saved(sheet("RGB"), "MPO", save_all=True, append_images=[second])
    return made + b"\0\0\0\x18ftypmp42" + bytes(2000)


def with_profile(mode, profile, format="JPEG"):
    """A picture that says its colours are what they are not."""
    return saved(sheet(mode), format, icc_profile=profile)


def srgb():
    """Return a profile of the colours of screens."""
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def jpeg_promising():
    """A JPEG whose header says 60,000 by 60,000."""
    whole = bytearray(saved(sheet(), "JPEG"))
    at = whole.index(b"\xff\xc0") + 5
    whole[at : at + 4] = struct.pack(">HH", 60000, 60000)
    return bytes(whole)


def half(content):
    """Return the first half."""
    return content[: len(content) // 2]


#: Colours that a scanner or a program for pictures may write: (id, name, build).
COLOURS = (
    ("cmyk.jpg", lambda: saved(sheet("CMYK"), "JPEG")),
    ("cmyk.tif", lambda: saved(sheet("CMYK"), "TIFF")),
    ("lab.tif", lambda: saved(sheet("LAB"), "TIFF")),
    ("sixteen.tif", lambda: saved(sheet("I;16"), "TIFF")),
    ("float.tif", lambda: saved(sheet("F"), "TIFF")),
    ("thirty-two.tif", lambda: saved(sheet("I"), "TIFF")),
    ("ycc.tif", lambda: saved(sheet("YCbCr"), "TIFF", compression="jpeg")),
    ("sixteen-grey.png", lambda: sixteen_bits(1)),
    ("sixteen-rgb.png", lambda: sixteen_bits(3)),
    ("sixteen-rgba.png", lambda: sixteen_bits(4)),
    ("palette.png", lambda: saved(sheet("P"), "PNG", transparency=200)),
    ("profile-noise.jpg", lambda: with_profile("RGB", b"no profile" * 50)),
    ("profile-noise.png", lambda: with_profile("RGB", b"no profile" * 50, "PNG")),
    ("profile-noise.tif", lambda: with_profile("L", b"no profile" * 50, "TIFF")),
    ("profile-of-rgb.jpg", lambda: with_profile("L", srgb())),
    ("profile-of-rgb.png", lambda: with_profile("L", srgb(), "PNG")),
    ("profile-of-cmyk.jpg", lambda: with_profile("CMYK", srgb())),
    ("profile-cut.jpg", lambda: with_profile("RGB", half(srgb()))),
    ("telephone.jpg", of_a_telephone),
    ("place.jpg", with_place),
)

CASES = (
    *(case(f"picture-{name}", "S26", name, build, TAKEN) for name, build in COLOURS),
    *(
        case(f"picture-{id}", "S26", f"{id}.{ending}", build, *expected)
        for id, ending, build, *expected in (
            (
                "png-50k",
                "png",
                lambda: png(50_000, 50_000, LITTLE),
                "too-big-page",
            ),
            (
                "png-wide",
                "png",
                lambda: png(2**31 - 1, 1, LITTLE),
                "too-big-page",
            ),
            ("png-none", "png", lambda: png(0, 0, zlib.compress(b"")), "broken"),
            ("jpeg-60k", "jpg", jpeg_promising, "too-big-page"),
            ("tiff-60k", "tif", tiff_promising, "too-big-page"),
            ("tiff-100k-pages", "tif", lambda: tiff(100_000), "too-many-pages"),
            ("tiff-ring", "tif", lambda: tiff(3, ring=True), TAKEN, "broken"),
            ("tiff-own-tail", "tif", lambda: tiff(1, ring=True), TAKEN, "broken"),
            ("tiff-nowhere", "tif", lambda: b"II*\0\xff\xff\xff\x7f", "broken"),
            ("png-promising-more", "png", promising_more, TAKEN, "broken"),
            ("png-holding-more", "png", holding_more, TAKEN, "broken"),
            ("png-comment", "png", words_that_unpack, "broken", TAKEN),
            ("jpeg-half", "jpg", lambda: half(saved(sheet(), "JPEG")), "broken"),
            ("png-half", "png", lambda: half(saved(sheet(), "PNG")), "broken"),
            ("tiff-half", "tif", lambda: half(saved(sheet(), "TIFF")), "broken"),
            ("jpeg-head", "jpg", lambda: b"\xff\xd8\xff\xe0", "broken"),
        )
    ),
)
