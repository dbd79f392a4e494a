"""Fixtures for all tests.

``portal``, ``app`` ... (integration, rolled back) and ``functional_portal`` ...
(commits into a throw-away storage) come from pytest-plone over our layers.
"""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Generator
from collections.abc import Iterator
from contextlib import ExitStack
from importlib import import_module
from motcua.setup.testing.databases import copied_databases
from motcua.setup.testing.grounds import build
from motcua.setup.testing.grounds import Ground
from motcua.setup.testing.layers import FUNCTIONAL
from motcua.setup.testing.layers import INTEGRATION
from motcua.setup.testing.postgres import Postgres
from motcua.setup.testing.postgres import PostgresUnavailable
from motcua.setup.testing.postgres import temporary_postgres
from motcua.storage import engines
import os
from pathlib import Path
import pytest
from pytest_plone import fixtures_factory
import tempfile
from typing import Any


LAYERS = ((INTEGRATION, "integration"), (FUNCTIONAL, "functional"))

# Here somebody waits for everything, often beside other tests on the same machine.
os.environ.setdefault("MOTCUA_TASK_NICE", "0")

globals().update(fixtures_factory(LAYERS, keep_session=False))

#: Fixtures that ask for a ground: where the function is that builds it.
GROUNDS = {
    "province_ground": "tests.dossiers.conftest:build_province",
    "desk_ground": "tests.desk.conftest:build_desk",
    "catalogue_ground": "tests.portal.conftest:build_catalogue",
    "rest_ground": "tests.api.conftest:build_dossiers",
}


def pytest_configure(config: pytest.Config) -> None:
    """Let workers, and the houses that tests start, share compiled templates.

    Compiling is most of what the first request of a process does. Chameleon reads
    the name of the folder when it is imported, so a run in one process has it for
    its houses alone.
    """
    if "CHAMELEON_CACHE" not in os.environ:
        folder = tempfile.TemporaryDirectory(prefix="motcua-templates-")
        config.add_cleanup(folder.cleanup)
        os.environ["CHAMELEON_CACHE"] = folder.name


@pytest.fixture(scope="session", autouse=True)
def _plone_once(request: pytest.FixtureRequest, _databases_copied: None) -> None:
    """Set each Plone layer up once, and only when a collected test needs it."""
    names = {n for item in request.session.items for n in item.fixturenames}
    for _layer, prefix in LAYERS:
        if {f"{prefix}_session", prefix, f"{prefix}_class"} & names:
            request.getfixturevalue(f"{prefix}_session")


@pytest.fixture(scope="session", autouse=True)
def _databases_copied(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Take new databases from a copy: all revisions take as long as many a test."""
    with copied_databases(tmp_path_factory.mktemp("databases")):
        yield


@pytest.fixture(scope="session")
def _grounds(
    _plone_once: None, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[str], Ground]]:
    """Build each ground when the first test asks for it."""
    made: dict[str, Ground] = {}

    def ground(name: str) -> Ground:
        if name not in made:
            module, _, function = GROUNDS[name].partition(":")
            builder = getattr(import_module(module), function)
            made[name] = build(builder, tmp_path_factory.mktemp(name))
        return made[name]

    yield ground
    for each in made.values():
        each.close()


@pytest.fixture(autouse=True)
def _ground(request: pytest.FixtureRequest) -> Iterator[Ground | None]:
    """Lay the ground that a fixture of this test asks for under its layers."""
    names = [name for name in GROUNDS if name in request.fixturenames]
    if not names:
        yield None
        return
    # Two would be two sites: the test would see the one that was laid last.
    [name] = names
    ground = request.getfixturevalue("_grounds")(name)
    with ground.under():
        yield ground


def asking(name: str) -> Any:
    """Return the fixture by which a test asks for a ground."""

    @pytest.fixture(name=name)
    def asked(_ground: Ground) -> Ground:
        return _ground

    return asked


globals().update({name: asking(name) for name in GROUNDS})


@pytest.fixture(autouse=True)
def _engines_closed() -> Iterator[None]:
    """Close the databases of a test that had its own: a process has 1,024 files."""
    yield
    engines.dispose_others()


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of outside test data; tests that need it skip without it."""
    named = os.environ.get("MOTCUA_SHARED")
    folder = Path(named) if named else Path(__file__).parents[2] / "shared"
    if not folder.is_dir():
        pytest.skip("shared: the outside test data is not here")
    return folder


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A PostgreSQL server for this run; ``postgres.create_database()`` isolates."""
    with ExitStack() as stack:
        try:
            server = stack.enter_context(temporary_postgres())
        except PostgresUnavailable as error:
            pytest.skip(f"missing: PostgreSQL ({error})")
        yield server


def refused_skip(report: pytest.TestReport | pytest.CollectReport) -> str | None:
    """Return why this skip fails the run, or None.

    Under ``MOTCUA_CI`` a test may only be left out for want of the outside test
    data (``shared: ...``); a missing server, browser or tool is an error there.
    """
    if not os.environ.get("MOTCUA_CI") or not report.skipped:
        return None
    if hasattr(report, "wasxfail"):
        return None
    where = report.longrepr
    reason = where[2] if isinstance(where, tuple) else str(where)
    reason = reason.removeprefix("Skipped: ")
    return None if reason.startswith("shared:") else reason


def _refuse(report: Any) -> None:
    reason = refused_skip(report)
    if reason is not None:
        report.outcome = "failed"
        report.longrepr = f"no skips under MOTCUA_CI, but: {reason}"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, Any, Any]:
    """Turn skips for missing tools into failures under ``MOTCUA_CI``."""
    report = yield
    _refuse(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, Any, Any]:
    """The same for whole modules that skip themselves."""
    report = yield
    _refuse(report)
    return report


def pytest_collection_modifyitems(
    config: pytest.Config, items: list[pytest.Item]
) -> None:
    """Let the workers begin with what takes long."""
    if hasattr(config, "workerinput"):
        from motcua.setup.testing.workers import dealt

        dealt(items)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Deal by whole files in our order, unless somebody asked for another way."""
    if config.getvalue("dist") != "loadfile":
        return None
    from motcua.setup.testing.workers import Deal

    # xdist would sort by the number of tests, which says little about their time.
    config.option.loadscopereorder = False
    return Deal(config, log)
