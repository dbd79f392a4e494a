"""Dossier codes as keyboards and scanners type them."""

from __future__ import annotations

from motcua.base.codes import parse_dossier_code
from motcua.shell.screen import Missing


def code_in(text: str) -> str:
    """Return the dossier code in what was typed.

    A slip's QR code holds an address with the code behind ``#``. Raises
    ``Missing`` where there is no code.
    """
    last = text.rpartition("#")[2].rstrip("/").rpartition("/")[2]
    try:
        return str(parse_dossier_code(last))
    except ValueError as error:
        raise Missing from error
