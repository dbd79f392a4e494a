"""What production never runs with: known passwords, weak secrets, a demo.

Checked at the start of every process when ``MOTCUA_PROFILE=production``; a
process that finds something writes all findings and ends before it serves
anything.
"""

from __future__ import annotations

from motcua.setup.site import is_demo
from motcua.setup.site import KEEPER
from motcua.setup.site import SITE_ID
import os
import re
import sys
from typing import Any
from typing import TYPE_CHECKING
from urllib.parse import urlsplit


if TYPE_CHECKING:
    from collections.abc import Mapping

SHORTEST_SECRET = 32
SHORTEST_PASSWORD = 12
FEWEST_LETTERS = 8
"""Different characters in a secret; fewer is a pattern, not a secret."""

KNOWN = (
    "admin",
    "admin123",
    "123456",
    "12345678",
    "changeme",
    "demo",
    "example",
    "matkhau",
    "motcua",
    "password",
    "postgres",
    "secret",
    "test",
)
"""Defaults that everybody tries first; also refused as parts of a secret."""

LOCAL = ("localhost", "127.0.0.1", "[::1]")
DSN_PASSWORD = re.compile(r"""password\s*=\s*('(?P<quoted>[^']*)'|(?P<bare>\S+))""")


def secret_problem(name: str, value: str) -> str | None:
    """Return what is wrong with a secret, or None."""
    if not value:
        return f"{name}: chưa đặt / is not set"
    if len(value) < SHORTEST_SECRET:
        return f"{name}: ngắn hơn / shorter than {SHORTEST_SECRET}"
    lowered = value.lower()
    if len(set(value)) < FEWEST_LETTERS or any(
        word in lowered for word in ("changeme", "example", "change-me", "your-")
    ):
        return f"{name}: giá trị mẫu / an example value"
    return None


def password_problem(name: str, value: str) -> str | None:
    """Return what is wrong with a password, or None."""
    if value.lower() in KNOWN or value == KEEPER:
        return f"{name}: mật khẩu mặc định / a default password"
    if len(value) < SHORTEST_PASSWORD:
        return f"{name}: ngắn hơn / shorter than {SHORTEST_PASSWORD}"
    return None


def dsn_password(dsn: str) -> str | None:
    """Return the password inside a database address (either notation), or None."""
    if "://" in dsn:
        return urlsplit(dsn).password
    match = DSN_PASSWORD.search(dsn)
    return (match["quoted"] or match["bare"]) if match else None


def address_problem(url: str) -> str | None:
    """Return what is wrong with the public address, or None."""
    parts = urlsplit(url)
    if parts.scheme == "https" and parts.hostname:
        return None
    if parts.scheme == "http" and parts.netloc.rsplit(":", 1)[0] in LOCAL:
        return None
    return (
        "MOTCUA_URL: cần địa chỉ công khai https://... / "
        "must be the public address, https://..."
    )


def environment_problems(environ: Mapping[str, str]) -> list[str]:
    """Return every reason in the variables not to run in production."""
    found = [
        secret_problem("MOTCUA_SECRET", environ.get("MOTCUA_SECRET", "")),
        address_problem(environ.get("MOTCUA_URL", "")),
    ]
    for name in ("MOTCUA_ZODB_DSN", "MOTCUA_SQL"):
        dsn = environ.get(name, "")
        if not dsn:
            found.append(f"{name}: chưa đặt / is not set")
            continue
        password = dsn_password(dsn)
        # No password means that the server knows us by the socket's owner.
        if password is not None:
            found.append(password_problem(name, password))
    if "MOTCUA_ADMIN_PASSWORD" in environ:
        given = environ["MOTCUA_ADMIN_PASSWORD"]
        found.append(password_problem("MOTCUA_ADMIN_PASSWORD", given))
    return [problem for problem in found if problem]


def has_known_password(users: Any, login: str) -> bool:
    """Return whether this login opens with a password that everybody tries."""
    guesses = (*KNOWN, login, f"{login}{login}")
    if hasattr(users, "plugins"):
        from Products.PluggableAuthService.interfaces.plugins import (
            IAuthenticationPlugin,
        )

        plugins = [p for _id, p in users.plugins.listPlugins(IAuthenticationPlugin)]
        return any(
            plugin.authenticateCredentials({"login": login, "password": guess})
            for plugin in plugins
            for guess in guesses
        )
    user = users.getUser(login)
    return user is not None and any(user.authenticate(g, None) for g in guesses)


def site_problems(app: Any) -> list[str]:
    """Return every reason in the database not to run in production."""
    found = []
    if has_known_password(app.acl_users, KEEPER):
        found.append(f"{KEEPER}: mật khẩu mặc định / a default password")
    portal = app.get(SITE_ID)
    if portal is not None and is_demo(portal):
        found.append(
            f"/{SITE_ID}: trang mẫu với tài khoản mẫu / a demo site with demo logins"
        )
    return found


def refuse(problems: list[str]) -> None:
    """End the process with these findings; do nothing when there are none."""
    if not problems:
        return
    lines = "".join(f"  - {problem}\n" for problem in problems)
    sys.stderr.write(
        "Không khởi động ở chế độ production / refusing to start in production:\n"
        f"{lines}Xem / see docs/administration.md.\n"
    )
    raise SystemExit(78)


def in_production() -> bool:
    """Return whether this process runs the production profile."""
    return os.environ.get("MOTCUA_PROFILE") == "production"


def database_opened(event: Any) -> None:
    """Check variables and database once Zope has opened its database."""
    if not in_production():
        return
    refuse(environment_problems(os.environ))
    connection = event.database.open()
    try:
        refuse(site_problems(connection.root()["Application"]))
    finally:
        connection.transaction_manager.abort()
        connection.close()
