"""Packages on the archivists' screens: what is made, what came."""
