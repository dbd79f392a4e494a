"""What a logout means: after it neither cookie nor token opens anything."""

from __future__ import annotations

from BTrees.OOBTree import OOBTree
from typing import Any
from typing import Final


#: Seconds that a program's token holds; it can be renewed while it does.
TOKEN_SECONDS: Final = 4 * 60 * 60


def install(site: Any) -> None:
    """Let sessions and tokens end with the logout; safe to run again.

    Every person has a key of their own, which a logout throws away together with
    all that was signed with it, on every machine of the person. Tokens of programs
    hold only while they are on record.
    """
    users = site.acl_users
    session = users.get("session")
    if session is not None and not session.per_user_keyring:
        session.per_user_keyring = True
    tokens = users.get("jwt_auth")
    if tokens is not None and not tokens.store_tokens:
        tokens.store_tokens = True
        tokens.token_timeout = TOKEN_SECONDS
        tokens._tokens = OOBTree()
