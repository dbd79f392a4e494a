"""Shards: wide folders that write little, refuse duplicates and show nothing."""

from __future__ import annotations

from AccessControl.SecurityManagement import newSecurityManager
from AccessControl.SpecialUsers import nobody
from motcua.storage import shards
from motcua.storage.catalog import SelectiveProcessor
from motcua.storage.catalog import Uncatalogued
from motcua.storage.interfaces import IShard
from motcua.storage.interfaces import IUncatalogued
from plone.app.linkintegrity.interfaces import IRetriever
from plone.app.testing import SITE_OWNER_NAME
from plone.app.testing import SITE_OWNER_PASSWORD
from plone.dexterity.content import Item
from plone.testing.zope import Browser
from Products.CMFCore.interfaces import IIndexQueueProcessor
import pytest
import threading
import transaction
from zExceptions import Forbidden
from zExceptions import Unauthorized
from ZODB.POSException import ConflictError
from zope.component import getUtilitiesFor
from zope.interface import implementer
from zope.keyreference.interfaces import IKeyReference


@implementer(IUncatalogued)
class Quiet(Uncatalogued, Item):
    """Content as dossiers are."""

    portal_type = "Document"


def quiet(code):
    content = Quiet(code)
    content.title = code
    return content


@pytest.fixture
def root(portal):
    portal._setObject("wide", shards.Shard("wide"))
    return portal["wide"]


def test_leaves_are_numbered_by_the_serial():
    assert [shards.leaf_id(n) for n in (1, 63, 64, 65, 6400)] == [
        "01",
        "63",
        "00",
        "01",
        "00",
    ]


def test_a_year_is_prepared_with_all_its_leaves(root):
    year = shards.prepare(root, "H38.12", 2026)
    assert [leaf.getId() for leaf in year.walk()] == [
        f"{n:02d}" for n in range(shards.LEAVES)
    ]
    assert shards.prepare(root, "H38.12", 2026)._p_oid == year._p_oid


def test_a_child_is_reached_by_its_code(root, portal):
    leaf = shards.leaf(root, "H38.12", 2026, 7)
    added = leaf.add("H38.12-260915-0007", quiet("H38.12-260915-0007"))
    path = "wide/H38.12/2026/07/H38.12-260915-0007"
    assert "/".join(added.getPhysicalPath()).endswith(path)
    assert portal.unrestrictedTraverse(path).Title() == "H38.12-260915-0007"
    assert leaf["H38.12-260915-0007"].getId() == "H38.12-260915-0007"
    assert "H38.12-260915-0007" in leaf
    assert leaf.get("H38.12-260915-0008") is None


def test_a_taken_code_is_refused_and_the_first_object_stays(root):
    leaf = shards.leaf(root, "H38.12", 2026, 7)
    first = leaf.add("code", quiet("code"))
    with pytest.raises(shards.DuplicateId):
        leaf.add("code", quiet("code"))
    with pytest.raises(shards.DuplicateId):
        leaf._setObject("code", quiet("code"))
    assert leaf["code"].aq_base is first.aq_base


def test_walking_finds_all_objects_and_no_shards(root):
    for serial in range(5):
        leaf = shards.leaf(root, "H38.12", 2026, serial)
        leaf.add(f"c{serial}", quiet(f"c{serial}"))
    found = list(shards.walk(root))
    assert sorted(obj.getId() for obj in found) == ["c0", "c1", "c2", "c3", "c4"]
    assert not any(IShard.providedBy(obj) for obj in found)


@pytest.mark.parametrize(
    "name",
    ["objectIds", "objectValues", "objectItems", "contentIds", "keys", "items"],
)
def test_listing_shows_nothing(root, name):
    leaf = shards.leaf(root, "H38.12", 2026, 7)
    leaf.add("code", quiet("code"))
    assert list(getattr(leaf, name)()) == []


@pytest.mark.parametrize(
    "name",
    ["manage_delObjects", "manage_pasteObjects", "manage_renameObject", "_delObject"],
)
def test_contents_are_neither_moved_nor_deleted(root, name):
    leaf = shards.leaf(root, "H38.12", 2026, 7)
    leaf.add("code", quiet("code"))
    with pytest.raises(Forbidden):
        getattr(leaf, name)("code")
    assert "code" in leaf


def test_walking_through_gives_no_right_to_what_lies_inside(root, portal):
    leaf = shards.leaf(root, "H38.12", 2026, 7)
    content = leaf.add("code", quiet("code"))
    content.manage_permission("View", ["Manager"])
    content.manage_permission("Access contents information", ["Manager"])
    newSecurityManager(None, nobody.__of__(portal.acl_users))
    with pytest.raises(Unauthorized):
        portal.restrictedTraverse("wide/H38.12/2026/07/code")


def test_tools_that_walk_the_site_do_not_see_into_shards(root, portal):
    leaf = shards.leaf(root, "H38.12", 2026, 7)
    leaf.add("code-unseen", quiet("code-unseen"))
    seen = []
    portal.ZopeFindAndApply(
        portal, search_sub=True, apply_func=lambda obj, path: seen.append(path)
    )
    assert seen
    assert not [path for path in seen if "H38.12" in path]


def test_clear_and_rebuild_catalogues_nothing_of_it(root, portal):
    leaf = shards.leaf(root, "H38.12", 2026, 7)
    content = leaf.add("code-hidden", quiet("code-hidden"))
    content.reindexObject()
    catalog = portal.portal_catalog
    catalog.clearFindAndRebuild()
    assert len(catalog.unrestrictedSearchResults(Title="code-hidden")) == 0
    assert not [p for p in catalog._catalog.uids if "H38.12" in p]


def test_the_indexing_queue_passes_over_uncatalogued_content(root, portal):
    names = dict(getUtilitiesFor(IIndexQueueProcessor))
    assert isinstance(names["portal-catalog"], SelectiveProcessor)
    catalog = portal.portal_catalog
    before = len(catalog)
    content = shards.leaf(root, "H38.12", 2026, 7).add("code", quiet("code"))
    names["portal-catalog"].index(content)
    names["portal-catalog"].reindex(content)
    assert len(catalog) == before


def test_other_content_is_indexed_as_ever(portal):
    processor = dict(getUtilitiesFor(IIndexQueueProcessor))["portal-catalog"]
    catalog = portal.portal_catalog
    page = Item("page")
    page.portal_type = "Document"
    portal._setOb("page", page)
    before = len(catalog)
    processor.index(portal["page"])
    assert len(catalog) == before + 1
    processor.unindex(portal["page"])
    assert len(catalog) == before


def test_uncatalogued_content_has_neither_key_reference_nor_link_data(root):
    content = shards.leaf(root, "H38.12", 2026, 7).add("code", quiet("code"))
    assert IKeyReference(content, None) is None
    assert IRetriever(content, None) is None


@pytest.fixture
def published(functional_portal):
    portal = functional_portal
    portal._setObject("wide", shards.Shard("wide"))
    leaf = shards.leaf(portal["wide"], "H38.12", 2026, 7)
    leaf.add("code", quiet("code"))
    transaction.commit()
    return portal


@pytest.mark.parametrize("who", ["nobody", "manager"])
@pytest.mark.parametrize(
    "path",
    [
        "wide",
        "wide/H38.12",
        "wide/H38.12/2026/07",
        "wide/H38.12/2026/07/",
        "wide/H38.12/2026/07/view",
        "wide/H38.12/2026/07/folder_contents",
        "wide/H38.12/2026/07/@@folder_contents",
        "wide/H38.12/2026/07/@@sharing",
        "wide/H38.12/2026/07/manage_main",
        "wide/H38.12/2026/07/manage_workspace",
        "wide/H38.12/2026/07/objectIds",
        "wide/H38.12/2026/07/walk",
        "wide/H38.12/2026/07/Title",
        "wide/H38.12/2026/07/_tree",
        "wide/H38.12/2026/07/missing",
        "wide/H38.12/2026/07/portal_catalog",
        "wide/H38.12/2026/07/++add++Document",
        "++api++/wide/H38.12/2026/07",
        "++api++/wide/H38.12/2026/07/@sharing",
        "++api++/wide/H38.12/2026/07/@search",
    ],
)
def test_every_page_of_a_shard_is_missing_for_everybody(
    published, functional, path, who
):
    browser = Browser(functional["app"])
    browser.handleErrors = True
    browser.raiseHttpErrors = False
    if who == "manager":
        browser.addHeader(
            "Authorization", f"Basic {SITE_OWNER_NAME}:{SITE_OWNER_PASSWORD}"
        )
    if "++api++" in path:
        browser.addHeader("Accept", "application/json")
    browser.open(f"{published.absolute_url()}/{path}")
    assert browser.headers["Status"].startswith("404")


def written_by(connection, change):
    """Return the classes of the records that a committed change writes."""
    before = connection.db().lastTransaction()
    change()
    transaction.commit()
    start = (int.from_bytes(before, "big") + 1).to_bytes(8, "big")
    from ZODB.utils import get_pickle_metadata

    return [
        get_pickle_metadata(record.data)[1]
        for entry in connection.db().storage.iterator(start)
        for record in entry
    ]


def test_adding_writes_the_child_and_one_node_of_the_tree(plain_database):
    database = plain_database
    connection = database.open()
    try:
        root = shards.Shard("wide")
        connection.root()["wide"] = root
        leaf = shards.leaf(root, "H38.12", 2026, 7)
        transaction.commit()
        written = written_by(connection, lambda: leaf.add("a", quiet("a")))
        assert sorted(written) == ["OOBTree", "Quiet"]
    finally:
        transaction.abort()
        connection.close()


def test_parallel_writers_in_their_leaves_never_conflict(plain_database):
    database = plain_database
    connection = database.open()
    connection.root()["wide"] = shards.Shard("wide")
    shards.prepare(connection.root()["wide"], "H38.12", 2026)
    transaction.commit()
    connection.close()
    barrier = threading.Barrier(4)
    conflicts: list[Exception] = []

    def write(writer: int) -> None:
        manager = transaction.TransactionManager()
        mine = database.open(manager)
        for turn in range(50):
            serial = turn * 4 + writer
            barrier.wait()
            manager.begin()
            leaf = shards.leaf(mine.root()["wide"], "H38.12", 2026, serial)
            leaf.add(f"{serial:04d}", quiet(f"{serial:04d}"))
            barrier.wait()
            try:
                manager.commit()
            except ConflictError as error:
                conflicts.append(error)
                manager.abort()
        mine.close()

    threads = [threading.Thread(target=write, args=(n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    connection = database.open()
    present = list(shards.walk(connection.root()["wide"]))
    transaction.abort()
    connection.close()
    assert conflicts == []
    assert len(present) == 200
