"""Production refuses known passwords, weak secrets and demo content - and runs."""

from __future__ import annotations

from motcua.setup import secrets
from motcua.setup.site import create_keeper
from motcua.setup.site import DEMO_KEY
import os
from pathlib import Path
import pytest
import subprocess
import sys
from typing import Any
from typing import TYPE_CHECKING
from zope.annotation.interfaces import IAnnotations


if TYPE_CHECKING:
    from motcua.setup.testing.postgres import Postgres

GOOD = {
    "MOTCUA_SECRET": "q8ZxP1mC7uVtR4sWb2NfK9yLhJ6dGa3E",
    "MOTCUA_URL": "https://motcua.example.vn",
    "MOTCUA_ZODB_DSN": "dbname=motcua user=motcua password=hT5-kk2QpzR0vv8w",
    "MOTCUA_SQL": "postgresql://motcua:hT5-kk2QpzR0vv8w@127.0.0.1/motcua",
}
HOME = Path(__file__).parents[2]


def test_good_settings_pass() -> None:
    assert secrets.environment_problems(GOOD) == []


@pytest.mark.parametrize("name", sorted(GOOD))
def test_every_setting_is_needed(name: str) -> None:
    settings = {key: value for key, value in GOOD.items() if key != name}
    problems = secrets.environment_problems(settings)
    assert [problem.split(":")[0] for problem in problems] == [name]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("MOTCUA_SECRET", GOOD["MOTCUA_SECRET"][:31]),
        ("MOTCUA_SECRET", "changeme-q8ZxP1mC7uVtR4sWb2NfK9yL"),
        ("MOTCUA_SECRET", "abababababababababababababababab"),
        ("MOTCUA_URL", "http://motcua.example.vn"),
        ("MOTCUA_URL", "motcua.example.vn"),
        ("MOTCUA_ZODB_DSN", "dbname=motcua password=postgres"),
        ("MOTCUA_ZODB_DSN", "dbname=motcua password='Password'"),
        ("MOTCUA_SQL", "postgresql://motcua:motcua@127.0.0.1/motcua"),
        ("MOTCUA_ADMIN_PASSWORD", "admin"),
        ("MOTCUA_ADMIN_PASSWORD", "Motcua2026x"),
    ],
)
def test_weak_values_are_refused_by_name(name: str, value: str) -> None:
    problems = secrets.environment_problems({**GOOD, name: value})
    assert [problem.split(":")[0] for problem in problems] == [name]


def test_a_finding_never_repeats_the_secret() -> None:
    weak = {**GOOD, "MOTCUA_SECRET": "hunter2hunter2", "MOTCUA_ADMIN_PASSWORD": "s3s"}
    text = "\n".join(secrets.environment_problems(weak))
    assert "hunter2" not in text
    assert "s3s" not in text


def test_database_without_password_is_the_socket_owners_business() -> None:
    settings = {**GOOD, "MOTCUA_ZODB_DSN": "dbname=motcua host=/run/postgresql"}
    assert secrets.environment_problems(settings) == []


def test_refusing_ends_the_process_with_every_reason(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(SystemExit) as caught:
        secrets.refuse(["first", "second"])
    assert caught.value.code == 78
    written = capsys.readouterr().err
    assert "first" in written
    assert "second" in written


def test_nothing_found_nothing_refused() -> None:
    secrets.refuse([])


def test_demo_site_is_refused(app: Any, portal: Any) -> None:
    app = _App(app, portal)
    assert not any("demo" in problem for problem in secrets.site_problems(app))
    IAnnotations(portal)[DEMO_KEY] = True
    assert any("demo" in problem for problem in secrets.site_problems(app))


@pytest.mark.parametrize("password", ["admin", "secret", "123456"])
def test_known_password_of_the_keeper_is_refused(app: Any, password: str) -> None:
    create_keeper(app, password)
    assert any("admin" in problem for problem in secrets.site_problems(app))


def test_own_password_of_the_keeper_passes(app: Any) -> None:
    create_keeper(app, "T9-vorblitz-ume")
    assert secrets.site_problems(app) == []


class _App:
    """The application root, with the test site where the real one lies."""

    def __init__(self, app: Any, portal: Any) -> None:
        self.acl_users = app.acl_users
        self.portal = portal

    def get(self, name: str) -> Any:
        assert name == "motcua"
        return self.portal


CREATE_AND_ASK = """
from motcua.setup.cli import main
from motcua.setup.frontdoor import FrontDoor
from wsgiref.util import setup_testing_defaults
from ZPublisher.WSGIPublisher import publish_module
import io, sys
assert main(["create-site"]) == 0
environ = {"wsgi.input": io.BytesIO()}
setup_testing_defaults(environ)
seen = []
b"".join(FrontDoor(publish_module, "https://motcua.example.vn")(
    environ, lambda status, headers, exc_info=None: seen.append(status)))
print("STATUS", seen[-1])
"""


def production(postgres: Postgres, folder: Path, **changes: str) -> dict[str, str]:
    return {
        "PATH": os.environ["PATH"],
        "MOTCUA_PROFILE": "production",
        "MOTCUA_VAR": str(folder),
        "MOTCUA_SECRET": GOOD["MOTCUA_SECRET"],
        "MOTCUA_URL": GOOD["MOTCUA_URL"],
        "MOTCUA_ZODB_DSN": postgres.dsn_of(postgres.create_database()),
        "MOTCUA_SQL": postgres.url_of(postgres.create_database()),
        "MOTCUA_ADMIN_PASSWORD": "T9-vorblitz-ume",
        **changes,
    }


def start(code: str, variables: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code],
        env=variables,
        cwd=HOME,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.postgres
def test_runs_on_postgresql(postgres: Postgres, tmp_path: Path) -> None:
    result = start(CREATE_AND_ASK, production(postgres, tmp_path))
    assert "STATUS 200 OK" in result.stdout, result.stderr


@pytest.mark.postgres
def test_does_not_open_with_an_example_secret(
    postgres: Postgres, tmp_path: Path
) -> None:
    weak = production(postgres, tmp_path, MOTCUA_SECRET="changeme" * 4)
    result = start(CREATE_AND_ASK, weak)
    assert result.returncode == 78, result.stderr
    assert "MOTCUA_SECRET" in result.stderr
    assert "STATUS" not in result.stdout


@pytest.mark.postgres
def test_does_not_create_a_demo(postgres: Postgres, tmp_path: Path) -> None:
    code = "from motcua.setup.cli import main; main(['create-site', '--demo'])"
    result = start(code, production(postgres, tmp_path))
    assert result.returncode == 78
    assert "create-site --demo" in result.stderr
