"""A logout takes back what the login gave, wherever it was asked for."""

from __future__ import annotations

from plone.protect.interfaces import IDisableCSRFProtection
from typing import Any
from zope.globalrequest import getRequest
from zope.interface import alsoProvides


def user_logged_out(event: Any) -> None:
    """Let keys and tokens of the person be thrown away without a form of ours.

    Who makes somebody log out by a link gains nothing; who could keep a logout from
    being written would keep a stolen session alive.
    Subscriber to ``Products.PluggableAuthService.interfaces.events``.
    """
    request = getRequest()
    if request is not None:
        alsoProvides(request, IDisableCSRFProtection)
