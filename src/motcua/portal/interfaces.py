"""What an office sets for its public pages."""

from __future__ import annotations

from motcua import _
from zope import schema
from zope.interface import Interface


class IPortalSettings(Interface):
    """Records of the registry that the public pages show, all of them optional.

    Where the office has not said who takes feedback, the pages name the first
    one-stop unit in force; where it has not chosen common procedures, the home
    page leaves that part out instead of guessing.
    """

    feedback_office = schema.TextLine(
        title=_("Office that takes feedback and petitions"),
        required=False,
        default="",
    )

    feedback_address = schema.TextLine(
        title=_("Address for feedback and petitions"), required=False, default=""
    )

    feedback_phone = schema.TextLine(
        title=_("Telephone for feedback and petitions"), required=False, default=""
    )

    feedback_email = schema.TextLine(
        title=_("E-mail for feedback and petitions"), required=False, default=""
    )

    common_procedures = schema.Tuple(
        title=_("Common procedures"),
        description=_("Codes of procedures that the home page names, one per line."),
        value_type=schema.ASCIILine(),
        required=False,
        default=(),
        missing_value=(),
    )
