"""Slips (phiếu): what is printed and handed over, made from the ledger alone.

A slip is made anew whenever it is asked for and is the same again: nothing of it
is stored. Make it outside transactions that may be retried.
"""

from motcua.dossiers.slips.form01 import receipt


__all__ = ["receipt"]
