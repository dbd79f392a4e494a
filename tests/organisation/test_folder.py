"""The organisation is public to read and for administrators to change."""

from __future__ import annotations

from AccessControl import Unauthorized
from datetime import date
from motcua.organisation import duties
from motcua.organisation import folder
from motcua.organisation import units
from motcua.organisation.interfaces import IAgency
from plone import api
from plone.app.testing import logout
from plone.dexterity.utils import createContent
import pytest
from zExceptions import NotFound
from zope.component import getMultiAdapter
from zope.container.interfaces import INameChooser
from zope.interface import Invalid


def test_the_folder_is_made_once(portal):
    before = portal["organisation"]
    serial = before._p_oid
    folder.install(portal)
    assert portal["organisation"]._p_oid == serial
    assert before.Title() == "Tổ chức"


def test_anybody_may_read_units(province):
    logout()
    for code in ("H99", "H99.50", "H99.90.T1"):
        assert api.user.has_permission("View", obj=units.find(code))
    found = api.content.find(portal_type="Department")
    assert [brain.Title for brain in found] == ["Sở Tư pháp"]


@pytest.mark.parametrize(
    "roles", [["Member"], ["Editor"], ["Owner"], ["Contributor"], ["Reviewer"]]
)
@pytest.mark.parametrize("permission", folder.PERMISSIONS)
def test_no_lesser_role_may_change_units(province, roles, permission):
    with api.env.adopt_roles(roles):
        for code in ("H99", "H99.01", "H99.90.T1"):
            assert not api.user.has_permission(permission, obj=units.find(code))


def test_no_lesser_role_may_add_units(province):
    with api.env.adopt_roles(["Contributor"]), pytest.raises(Unauthorized):
        units.create("department", "H99.02", "Sở khác", "H99")
    with api.env.adopt_roles(["Editor"]), pytest.raises(Unauthorized):
        units.close("H99.01", date(2026, 1, 1))


def test_site_administrators_keep_the_organisation(portal):
    with api.env.adopt_roles(["Site Administrator"]):
        units.create("agency", "H98", "Tỉnh khác", level="province")
        assert units.close("H98", date(2026, 1, 1)).valid_to == date(2026, 1, 1)


def test_units_cannot_be_made_outside_the_organisation(province):
    with pytest.raises(api.exc.InvalidParameterError):
        api.content.create(province, "Agency", "H97", title="x", code="H97")
    with pytest.raises(api.exc.InvalidParameterError):
        api.content.create(units.find("H99.90"), "Agency", "H97", title="x", code="H97")


def serialised(content, request):
    from plone.restapi.interfaces import ISerializeToJson

    return getMultiAdapter((content, request), ISerializeToJson)()


def test_rest_shows_a_unit_to_anybody_and_no_person(province, lan, http_request):
    duties.assign("lan", "H99.01", "processing", date(2025, 7, 1), deed="QĐ 12")
    logout()
    shown = serialised(units.find("H99.01"), http_request)
    assert (shown["title"], shown["phone"]) == ("Sở Tư pháp", "0999 111 222")
    top = serialised(units.organisation(), http_request)
    for answer in (shown, top):
        assert "QĐ 12" not in str(answer)
        assert not {"_duties", "duties", "_units"} & set(answer)
    assert all(value != "lan" for value in shown.get("creators", ()))


def test_the_catalogue_does_not_tell_who_entered_a_unit(province):
    user = api.user.get_current().getId()
    found = api.content.find(context=units.find("H99"))
    assert len(found) == 6
    for brain in found:
        assert (brain.Creator, tuple(brain.listCreators)) == ("", ())
        assert not api.content.find(Creator=user, UID=brain.UID)


def test_the_duty_book_is_not_reached_by_an_address(province):
    logout()
    for name in ("_duties", "_units", "duties", "by_person"):
        with pytest.raises((NotFound, KeyError, AttributeError)):
            units.organisation().restrictedTraverse(name)


def test_a_unit_made_in_a_form_is_named_by_its_code(province):
    content = createContent("Department", title="Sở Nội vụ", code="H99.02")
    chooser = INameChooser(units.find("H99"))
    assert chooser.chooseName(None, content) == "H99.02"


class Typed:
    """What somebody typed into a form; ``context`` None in a form that adds."""

    def __init__(self, context, **fields):
        self.__context__ = context
        empty = dict.fromkeys(IAgency.names(all=True))
        self.__dict__.update(empty | fields)


def test_a_form_that_adds_refuses_what_makes_no_sense(province):
    with pytest.raises(Invalid, match="Another unit has this code"):
        IAgency.validateInvariants(Typed(None, code="H99.01"))
    with pytest.raises(Invalid, match="end before it begins"):
        IAgency.validateInvariants(
            Typed(
                None,
                code="H99.7A",
                valid_from=date(2026, 2, 1),
                valid_to=date(2026, 1, 1),
            )
        )
    with pytest.raises(Invalid, match="own successor"):
        IAgency.validateInvariants(Typed(None, code="H99.7A", successor="H99.7A"))
    IAgency.validateInvariants(Typed(None, code="H99.7A", successor="H99.61"))


def test_a_form_that_edits_keeps_the_code(province):
    h99 = units.find("H99")
    IAgency.validateInvariants(Typed(h99, code="H99"))
    for code in ("H99.01", "H99.7A"):
        with pytest.raises(Invalid, match="Another unit has this code"):
            IAgency.validateInvariants(Typed(h99, code=code))
