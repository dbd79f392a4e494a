"""Requests through the publisher, without a server: any method, any body."""

from __future__ import annotations

from base64 import b64encode
import json
from plone.testing._z2_testbrowser import Zope2Caller
from types import SimpleNamespace
from typing import Any
from webtest import TestApp


class Client:
    """Sends requests to the application of a functional test layer.

    The layer has committed; a request runs in a transaction and a connection
    of its own, as in a server.
    """

    def __init__(self, app: Any) -> None:
        browser = SimpleNamespace(handleErrors=True)
        self._app = TestApp(Zope2Caller(browser, app))

    def request(
        self,
        method: str,
        path: str,
        login: tuple[str, str] | None = None,
        body: bytes | str | dict[str, Any] | None = None,
        **headers: str,
    ) -> Any:
        """Send one request; header names are written with underscores.

        A dict as ``body`` is sent as JSON. Returns WebTest's response whatever
        its status.
        """
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        if login is not None:
            token = b64encode(":".join(login).encode()).decode()
            sent["Authorization"] = f"Basic {token}"
        if isinstance(body, dict):
            sent.setdefault("Content-Type", "application/json")
            body = json.dumps(body)
        if isinstance(body, str):
            body = body.encode()
        return self._app.request(
            path,
            method=method,
            headers=sent,
            body=body or b"",
            expect_errors=True,
        )
