"""``make load``: a house as full as a province's, to measure how it behaves then.

Everything here is invented: province H98 has no place on a map. Some thousand
dossiers are played through the same functions as in an office; the rest are rows
of the register alone, copied from those and marked as having no dossier behind.
"""
