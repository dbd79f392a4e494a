"""Two archivists at one batch, each in a process of the house: no page is lost."""

from __future__ import annotations

import pytest
from tests.archive.conftest import blank_pdf
from tests.dossiers.test_races import Process
from tests.dossiers.test_races import var  # noqa: F401 (the fixture)


ACTS = 150
PAGES = 30


class Archivist(Process):
    """A process that arranges batches."""

    module = "tests.archive.capture.batching"


@pytest.fixture(scope="module")
def pair(var):  # noqa: F811
    log = (var / "archivists.log").open("wb")
    found = Archivist(var, log), Archivist(var, log)
    for process in found:
        assert process.hear() == {"ready": True}
    yield found
    for process in found:
        process.end()
    log.close()


@pytest.fixture(scope="module")
def code(pair, tmp_path_factory):
    path = blank_pdf(tmp_path_factory.mktemp("scan") / "x.pdf", PAGES)
    return pair[0].ask("open", path=str(path))["code"]


def arrange(pair, code, acts):
    for seed, process in enumerate(pair):
        process.send("arrange", code=code, acts=acts, seed=seed)


def test_of_two_who_arrange_the_slower_is_told_and_every_page_has_one_place(
    pair, code, record_property
):
    arrange(pair, code, ACTS)
    told = [process.hear() for process in pair]
    record_property("told", str(told))
    done = sum(one["done"] for one in told)
    for one in told:
        assert one["done"] + one["stale"] + one["impossible"] == ACTS
        assert one["done"], "nobody is shut out"
    assert sum(one["stale"] + one["conflicts"] for one in told) > 0, "they met"
    for process in pair:
        stands = process.ask("stands", code=code)
        assert stands["arrived"] == stands["placed"] == PAGES
        assert stands["astray"] == [] and stands["faults"] == []
        # Opened, arrived, given up; and one event for each act that was done.
        assert stands["length"] == 3 + done
