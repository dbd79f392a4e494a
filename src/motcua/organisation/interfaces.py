"""What the organisation consists of: units, their calendars, and the folder."""

from __future__ import annotations

from motcua import _
from motcua.organisation.constraints import is_agency_code
from motcua.organisation.constraints import is_calendar_text
from motcua.organisation.constraints import is_free
from motcua.organisation.constraints import is_map_point
from motcua.organisation.constraints import is_new_code
from motcua.organisation.constraints import is_old_code
from plone.autoform.interfaces import MODES_KEY
from typing import Any
from z3c.form.interfaces import IEditForm
from zope import schema
from zope.interface import Interface
from zope.interface import Invalid
from zope.interface import invariant


class IOrganisation(Interface):
    """The folder ``/organisation``: every unit this site knows, and who serves in it.

    Made once by ``organisation.folder.install``. Beside its content it carries four
    indexes that subscribers keep (units by code, other codes, children, calendars)
    and the duty book. None of them is content: no page and no REST answer shows
    the duty book.
    """


class IUnit(Interface):
    """Something with a code that takes part in procedures.

    Its id in the site is its code, so codes are unique and never change: a unit that
    gets a new code is closed (``valid_to``, ``successor``) and another one opens.
    A closed unit stays where it is, under the name it had; dossiers of its time go
    on showing that name. Anybody may read a unit; it names no person.
    """

    title = schema.TextLine(title=_("Name of the unit"))

    code = schema.TextLine(
        title=_("Code"),
        description=_("In the form of Decision 20/2020, for example H99.01.02."),
        constraint=is_new_code,
    )

    old_code = schema.TextLine(
        title=_("Old code"),
        description=_("In the form of QCVN 102:2016, for example 000.00.01.H99."),
        required=False,
        constraint=is_old_code,
    )

    former_codes = schema.Tuple(
        title=_("Codes of predecessors"),
        description=_("Looking up one of these codes finds this unit."),
        value_type=schema.TextLine(constraint=is_agency_code),
        required=False,
        default=(),
        missing_value=(),
    )

    valid_from = schema.Date(title=_("In force from"), required=False)

    valid_to = schema.Date(
        title=_("In force until"),
        description=_("The last day; empty while the unit exists."),
        required=False,
    )

    deed = schema.TextLine(
        title=_("Deciding document"),
        description=_("Number and date of the decision that set the unit up."),
        required=False,
    )

    end_deed = schema.TextLine(
        title=_("Closing document"),
        description=_("Number and date of the decision that closed the unit."),
        required=False,
    )

    successor = schema.TextLine(
        title=_("Successor"),
        description=_("The code of the unit that takes over."),
        required=False,
        constraint=is_new_code,
    )

    address = schema.Text(title=_("Address"), required=False)

    phone = schema.TextLine(title=_("Telephone"), required=False)

    opening_hours = schema.Text(
        title=_("Opening hours"),
        description=_("For the public to read; deadlines follow the calendar."),
        required=False,
    )

    accessibility = schema.Text(
        title=_("Access"),
        description=_("Ramp, lift, seats, help for people who need it."),
        required=False,
    )

    services = schema.Text(
        title=_("Services at the unit"),
        description=_("What is there beside the counters, one service per line."),
        required=False,
    )

    map_point = schema.TextLine(
        title=_("Place on the map"),
        description=_(
            "Latitude and longitude in degrees, for example 10.7769, 106.7009."
        ),
        required=False,
        constraint=is_map_point,
    )

    former_names = schema.Tuple(
        title=_("Former names"),
        description=_(
            "Names that people still use for the area, one per line: communes and "
            "districts that were merged into it."
        ),
        value_type=schema.TextLine(),
        required=False,
        default=(),
        missing_value=(),
    )

    @invariant
    def ends_after_it_begins(data: Any) -> None:
        """A unit is in force on one day at least."""
        if data.valid_from and data.valid_to and data.valid_to < data.valid_from:
            raise Invalid(_("The unit would end before it begins."))

    @invariant
    def is_not_its_own_successor(data: Any) -> None:
        """The shortest of all loops is refused where it is typed."""
        if data.successor and data.successor == data.code:
            raise Invalid(_("A unit cannot be its own successor."))

    @invariant
    def code_is_free(data: Any) -> None:
        """A code of another unit, or a change of code, is refused where it is typed."""
        if not is_free(data.code, getattr(data, "__context__", None)):
            raise Invalid(_("Another unit has this code, or had it before."))


# Shown, but not editable, once the unit exists.
IUnit.setTaggedValue(MODES_KEY, [(IEditForm, "code", "display")])


class IAgency(IUnit):
    """Agency (cơ quan): a body with its own authority, seal and calendar.

    Agencies contain agencies (a province its departments-general and communes),
    departments and one-stop units.
    """

    level = schema.Choice(
        title=_("Level"),
        description=_("District is kept for history; there is none since 1 July 2025."),
        vocabulary="motcua.Levels",
    )


class IDepartment(IUnit):
    """Department (sở, phòng, ban): a part of an agency that handles dossiers.

    A large one contains departments of its own, and may keep its own calendar.
    """


class IOneStopUnit(IUnit):
    """One-stop unit (Bộ phận Một cửa, Trung tâm Phục vụ hành chính công).

    Where dossiers are received and results returned. It may receive for agencies
    other than the one it belongs to.
    """

    receives_for = schema.Tuple(
        title=_("Receives for"),
        description=_("Codes of agencies beside its own, one per line."),
        value_type=schema.TextLine(constraint=is_agency_code),
        required=False,
        default=(),
        missing_value=(),
    )

    news_first = schema.Choice(
        title=_("News go first by"),
        description=_(
            "The way that is taken for applicants who choose none at the counter; "
            "where it is not set up or no address is known, by e-mail, then by short "
            "message."
        ),
        vocabulary="motcua.NewsWays",
        required=False,
        default="email",
    )


class ICounter(IUnit):
    """Counter (quầy): one desk of a one-stop unit.

    Tax, treasury, police and social insurance keep counters there too; such a
    counter stands in the one-stop unit and serves another agency.
    """

    served_agency = schema.TextLine(
        title=_("Agency served"),
        description=_("The code of the agency, where it is not that of the unit."),
        required=False,
        constraint=is_agency_code,
    )


class IAgencyCalendar(Interface):
    """Working calendar (lịch làm việc) of a unit for a stretch of time.

    Lies in the unit it is for, and holds for every unit inside that has none of its
    own; the one in ``/organisation`` itself holds for all the rest. Every day off and
    make-up workday in the text names its decision. A changed calendar is for dossiers
    received later: a due date that was given is stored with its dossier and stays.
    """

    title = schema.TextLine(title=_("Name of the calendar"))

    valid_from = schema.Date(title=_("In force from"), required=False)

    valid_to = schema.Date(
        title=_("In force until"),
        description=_("The last day; empty when there is no end."),
        required=False,
    )

    deed = schema.TextLine(
        title=_("Deciding document"),
        description=_("Number and date of the decision on these working hours."),
        required=False,
        default="",
    )

    text = schema.Text(
        title=_("Calendar as JSON"),
        description=_("Weekdays, hours, seasons, days off, make-up days, half days."),
        constraint=is_calendar_text,
    )

    @invariant
    def ends_after_it_begins(data: Any) -> None:
        """A calendar is in force on one day at least."""
        if data.valid_from and data.valid_to and data.valid_to < data.valid_from:
            raise Invalid(_("The calendar would end before it begins."))
