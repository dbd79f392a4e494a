"""Fonds, file lists and files on the archivists' screens."""
