"""Every stored file that something refers to is known, so that none is cleared."""

from __future__ import annotations

import ast
from motcua.storage.interfaces import IDerivesFiles
from motcua.storage.interfaces import IRefersToFiles
from motcua.storage.keeping.bucket import referred
from tests.invariants.house import modules
from tests.invariants.house import package_of
from tests.invariants.house import tree
from zope.component import getUtilitiesFor


#: Packages whose files are referred to by another package's content: what a signer
#: returns is an event of a dossier, what is imported a run of the catalogue, and
#: the demo keeps a result of dossiers.
ELSEWHERE = {"dossiers": "archive", "admin": "procedures", "setup": "archive"}


#: Parts of a package that tell of their own.
WITHIN = {"backlog", "packages", "reading"}


def storing():
    """Return the packages that store files."""
    found = set()
    for path in modules():
        if package_of(path) == "storage":
            continue
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "files.store":
                found.add(package_of(path))
    return found


def test_every_package_that_stores_files_tells_which_it_refers_to(functional_portal):
    known = {
        name
        for name, utility in getUtilitiesFor(IRefersToFiles)
        if not IDerivesFiles.providedBy(utility)
    }
    assert {ELSEWHERE.get(each, each) for each in storing()} == known - WITHIN


def test_what_is_attached_and_made_of_it_is_referred_to(functional_portal):
    from datetime import datetime
    from motcua.archive.finding.documents import DOCUMENTS
    from motcua.archive.finding.documents import RENDITIONS
    from motcua.base.vietnam import VIETNAM
    from motcua.storage.engines import register_engine

    with register_engine().begin() as connection:
        connection.execute(
            DOCUMENTS.insert(),
            {
                "code": "H99.01-261127-0001",
                "number": 2,
                "role": "original",
                "paper": "don",
                "title": "Đơn",
                "sha256": "ab" + "1" * 62,
                "media": "application/pdf",
                "pages": 1,
            },
        )
        connection.execute(
            RENDITIONS.insert(),
            {
                "sha256": "ab" + "1" * 62,
                "length": 1,
                "archival": "cd" + "2" * 62,
                "text": "cd" + "3" * 62,
                "pages": 1,
                "passed": True,
                "made_at": datetime.now(VIETNAM),
            },
        )
    assert referred("ab") >= {"ab" + "1" * 62}
    assert referred("cd") >= {"cd" + "2" * 62, "cd" + "3" * 62}
    assert not {each for each in referred("ab") if not each.startswith("ab")}


def test_forms_and_imports_of_the_catalogue_are_referred_to(functional_portal):
    from motcua.procedures.importing import journal

    run = journal.start("thu-tuc.xlsx", "ef" + "4" * 62, "admin", "portal")
    run.preview = "ef" + "5" * 62
    assert referred("ef") >= {"ef" + "4" * 62, "ef" + "5" * 62}
    assert "ef" + "4" * 62 not in referred("ee")
