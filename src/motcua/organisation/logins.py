"""The PAS plugin that lets nobody guess passwords.

Every way in that carries a login and a password passes it: the form, HTTP Basic
and the login for programs. It opens nothing itself; it counts what fitted no
account, in SQL, and stops the asking before any password is compared. Sessions
that are open already carry no password and go on.
"""

from __future__ import annotations

from AccessControl.class_init import InitializeClass
from collections.abc import Iterator
from datetime import datetime
from datetime import UTC
from motcua.storage import tries
from Products.PluggableAuthService.interfaces.plugins import IAuthenticationPlugin
from Products.PluggableAuthService.plugins.BasePlugin import BasePlugin
from typing import Any
from typing import Final
from zExceptions import HTTPException
from zope.annotation.interfaces import IAnnotations
from zope.interface import implementer


PLUGIN: Final = "motcua_logins"
#: Failures in 15 minutes: of one address with one login, of one address, and with
#: one login from anywhere.
PER_PAIR: Final = 10
PER_CLIENT: Final = 60
PER_LOGIN: Final = 100
TESTED: Final = "motcua.logins"
#: What plugins of others may raise at odd input; the user folder swallows these too.
ODD: Final = (NameError, AttributeError, KeyError, TypeError, ValueError)


class TooManyRequests(HTTPException):
    """Too many wrong passwords; answered with 429, which the name stands for."""

    def __init__(self, seconds: int) -> None:
        super().__init__(
            f"Sai mật khẩu quá nhiều lần; hãy thử lại sau {-(-seconds // 60)} phút. / "
            f"Too many wrong passwords; try again in {-(-seconds // 60)} minutes."
        )
        self.setStatus(429)
        self.setHeader("Retry-After", str(seconds))


@implementer(IAuthenticationPlugin)
class LoginGuard(BasePlugin):
    """Counts wrong passwords; the first to be asked about any."""

    meta_type = "motcua login guard"

    def __init__(self, id: str, title: str = "") -> None:
        self._setId(id)
        self.title = title

    def authenticateCredentials(self, credentials: dict[str, Any]) -> None:
        """Authenticate nobody; raise ``TooManyRequests`` after too many failures."""
        login, password = credentials.get("login"), credentials.get("password")
        if not isinstance(login, str) or not login or not password:
            return
        request = self.REQUEST
        tested = IAnnotations(request).setdefault(TESTED, set())
        if (login, password) in tested:
            return
        tested.add((login, password))
        now = datetime.now(UTC)
        limits = limits_of(login, request.getClientAddr())
        try:
            tries.check(limits, now)
        except tries.TooManyTries as stopped:
            raise TooManyRequests(stopped.retry_after) from stopped
        if not any(_fits(plugin, credentials) for plugin in self._others()):
            tries.count(limits, now)

    def _others(self) -> Iterator[Any]:
        """Yield whoever compares passwords here and at the root of the database."""
        for folder in (self._getPAS(), self.getPhysicalRoot().acl_users):
            for name, plugin in folder.plugins.listPlugins(IAuthenticationPlugin):
                if name != PLUGIN:
                    yield plugin


InitializeClass(LoginGuard)


def limits_of(login: str, client: str) -> dict[str, int]:
    """Return the keys that a failure counts for, and how often each may fail."""
    name = login[:200].casefold()
    return {
        tries.key("login-client", f"{client} {name}"): PER_PAIR,
        tries.key("login-from", client): PER_CLIENT,
        tries.key("login", name): PER_LOGIN,
    }


def install(acl_users: Any) -> None:
    """Put the plugin before all that compare passwords; safe to run again."""
    if PLUGIN not in acl_users.objectIds():
        acl_users._setObject(PLUGIN, LoginGuard(PLUGIN, "motcua logins"))
    plugins = acl_users.plugins
    if PLUGIN not in plugins.listPluginIds(IAuthenticationPlugin):
        plugins.activatePlugin(IAuthenticationPlugin, PLUGIN)
    while plugins.listPluginIds(IAuthenticationPlugin)[0] != PLUGIN:
        plugins.movePluginsUp(IAuthenticationPlugin, [PLUGIN])


def uninstall(acl_users: Any) -> None:
    """Switch the plugin off and remove it."""
    if PLUGIN in acl_users.objectIds():
        acl_users[PLUGIN].manage_activateInterfaces([])
        acl_users._delObject(PLUGIN)


def _fits(plugin: Any, credentials: dict[str, Any]) -> bool:
    try:
        return plugin.authenticateCredentials(dict(credentials)) is not None
    except ODD:
        return False
