"""Duties reach Plone as groups, at the next request, and as nothing else."""

from __future__ import annotations

from datetime import date
from datetime import timedelta
from motcua.base import vietnam
from motcua.organisation import duties
from motcua.organisation import folder
from motcua.organisation import groups
from motcua.organisation import subscribers
from motcua.organisation import units
from motcua.organisation.errors import ReservedLogin
from plone import api
import pytest


TODAY = vietnam.today()
DAY = timedelta(days=1)


def groups_of(portal, person="lan"):
    """Return the duty groups Plone sees on a user who is looked up anew."""
    return {
        group
        for group in portal.acl_users.getUserById(person).getGroups()
        if ":" in group
    }


@pytest.fixture
def officer(province, lan):
    """Lan processes at the department, open-ended."""
    duties.assign("lan", "H99.01", "processing", TODAY)
    return province


def test_a_duty_in_force_is_a_group_of_the_user(officer):
    assert groups_of(officer) == {"H99.01:processing"}


def test_a_duty_that_begins_tomorrow_or_ended_yesterday_is_none(province, lan):
    duties.assign("lan", "H99.01", "processing", TODAY + DAY)
    duties.assign("lan", "H99.01", "approval", TODAY - 9 * DAY, TODAY - DAY)
    assert groups_of(province) == set()


def test_dates_act_without_a_new_login(officer, monkeypatch):
    duties.end("lan", "H99.01", "processing", TODAY)
    assert groups_of(officer) == {"H99.01:processing"}
    monkeypatch.setattr(groups, "today", lambda: TODAY + DAY)
    assert groups_of(officer) == set()


def test_a_duty_gives_no_role(officer):
    assert set(api.user.get_roles("lan")) == {"Member", "Authenticated"}
    duties.end("lan", "H99.01", "processing", TODAY - DAY)
    assert set(api.user.get_roles("lan")) == {"Member", "Authenticated"}


def test_a_local_role_of_the_group_follows_the_dates(officer, monkeypatch):
    content = units.find("H99.61")
    content.manage_setLocalRoles("H99.01:processing", ["Reviewer"])
    assert "Reviewer" in api.user.get_roles("lan", obj=content)
    monkeypatch.setattr(groups, "today", lambda: TODAY - DAY)
    assert "Reviewer" not in api.user.get_roles("lan", obj=content)


def test_plone_can_show_the_groups_of_an_officer(officer):
    found = api.group.get_groups(username="lan")
    assert {"H99.01:processing"} <= {group.getId() for group in found}
    assert None not in officer.portal_groups.getGroupsByUserId("lan")


def test_duty_groups_are_neither_listed_nor_searched(officer):
    assert not [g for g in officer.portal_groups.getGroupIds() if ":" in g]
    assert not officer.acl_users.searchGroups(id="H99")
    assert officer.portal_groups.getGroupMembers("H99.01:processing") == []


def test_no_group_can_be_made_with_the_name_of_a_duty(officer):
    assert not officer.portal_groups.addGroup("H99.01:approval")
    with pytest.raises(ValueError, match="kept for duties"):
        officer.acl_users.source_groups.addGroup("H99.01:approval")


def test_no_user_can_be_made_with_the_name_of_a_duty(officer):
    with pytest.raises(ValueError, match="kept for duties"):
        officer.acl_users.userFolderAddUser(
            "H99.01:approval", "correct horse battery", ["Member"], []
        )


@pytest.mark.parametrize("login", ["applicant", "Applicant", " APPLICANT "])
def test_no_officer_is_called_by_the_word_for_applicants(officer, login):
    with pytest.raises(ReservedLogin, match="applicants"):
        officer.acl_users.userFolderAddUser(
            login, "correct horse battery", ["Member"], []
        )


def test_who_is_called_so_elsewhere_is_given_no_duty(officer, monkeypatch):
    """A directory outside may know such a login: nobody asked the house."""
    monkeypatch.setattr(subscribers, "reserved", lambda name: False)
    api.user.create(email="a@example.org", username="applicant")
    with pytest.raises(ReservedLogin):
        duties.assign("applicant", "H99.01", "processing", TODAY)
    assert groups_of(officer, "applicant") == set()


def test_nobody_is_put_into_a_duty_group_by_hand(officer):
    api.user.create(email="binh@example.org", username="binh")
    with pytest.raises(KeyError):
        officer.portal_groups.addPrincipalToGroup("binh", "H99.01:processing")
    assert groups_of(officer, "binh") == set()


def test_a_group_named_like_a_person_passes_no_duties_on(officer):
    officer.acl_users.source_users.doDeleteUser("lan")
    officer.acl_users.source_groups.addGroup("lan")
    api.user.create(email="binh@example.org", username="binh")
    officer.portal_groups.addPrincipalToGroup("binh", "lan")
    assert "lan" in officer.acl_users.getUserById("binh").getGroups()
    assert groups_of(officer, "binh") == set()


def test_a_new_account_does_not_come_into_the_duties_of_a_deleted_one(officer):
    api.user.delete(username="lan")
    api.user.create(email="other@example.org", username="lan")
    assert groups_of(officer) == set()
    assert duties.rows("lan")[0].until == TODAY - DAY


def test_installing_again_changes_nothing(officer):
    plugin = officer.acl_users[groups.PLUGIN]
    folder.install(officer)
    assert officer.acl_users[groups.PLUGIN].aq_base is plugin.aq_base
    assert groups_of(officer) == {"H99.01:processing"}
    active = officer.acl_users.plugins.listPluginIds(groups.INTERFACES[0])
    assert list(active).count(groups.PLUGIN) == 1


def test_uninstalling_takes_the_groups_away_and_leaves_the_book(officer):
    officer.portal_setup.runAllImportStepsFromProfile("profile-motcua:uninstall")
    assert groups.PLUGIN not in officer.acl_users.objectIds()
    assert groups_of(officer) == set()
    assert duties.groups("lan", TODAY) == {"H99.01:processing"}
    assert units.get("H99.01").name == "Sở Tư pháp"
    folder.install(officer)
    assert groups_of(officer) == {"H99.01:processing"}


def test_a_date_far_away_is_no_special_case(province, lan):
    duties.assign("lan", "H99.01", "processing", date.min, date.max)
    assert groups_of(province) == {"H99.01:processing"}
