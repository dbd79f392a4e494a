"""A ring of forms is told from forms that only stand in one list."""

from __future__ import annotations

from io import BytesIO
from motcua.archive.pdf import conversion
from motcua.archive.pdf import rings
from motcua.storage.confined import TaskRefused
import pikepdf
import pytest
from tests.security.hostile import documents


def chain(length):
    """Return a PDF of so many forms, each of which draws the next one twice."""
    form = (
        b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</F %d 0 R>>>>"
    )
    forms = {
        f"o{number}": documents.stream(b"/F Do /F Do", form % (number + 1))
        for number in range(4, 4 + length)
    }
    return documents.plain(
        b"/Contents %d 0 R/Resources<</XObject<</F 4 0 R>>>>" % (5 + length),
        **forms,
        **{f"o{4 + length}": documents.stream(b"", form[:-1].partition(b"/Res")[0])},
        **{f"o{5 + length}": documents.stream(b"/F Do")},
    )


@pytest.mark.parametrize(
    ("build", "ring"),
    [
        (documents.form_in_itself, True),
        (documents.forms_in_a_ring, True),
        (documents.stamp_in_a_ring, True),
        (documents.field_in_a_ring, True),
        (documents.forms_that_share, False),
        (documents.picture_inside_a_form, False),
        (documents.plain, False),
        (lambda: chain(2000), False),
    ],
)
def test_what_is_drawn_decides_and_not_what_is_listed(build, ring):
    with pikepdf.open(BytesIO(build())) as pdf:
        assert rings.in_a_ring(pdf.objects) is ring


def test_a_ring_that_is_kept_already_is_converted_by_nobody(tmp_path):
    path = tmp_path / "kept.pdf"
    path.write_bytes(documents.forms_in_a_ring())
    with pytest.raises(TaskRefused) as refused:
        conversion._tidy(path, tmp_path)
    assert refused.value.reason == "input"
