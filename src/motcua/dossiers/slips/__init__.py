"""Slips (phiếu): what is printed and handed over, made from the ledger alone.

``issuing`` says which operation issues which slip, ``issued`` what became of the slips
of a dossier, ``prints`` makes their PDF, ``checking`` tells strangers whether a slip
holds. A PDF is made anew whenever it is asked for and is the same again; nothing of it
is stored. Make it outside transactions that may be retried.

This package imports nothing by itself: the confined process loads it to draw.
"""
