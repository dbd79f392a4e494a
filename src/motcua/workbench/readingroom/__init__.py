"""Screens of the reading room: ``/luu-tru/doc``.

Not ``workbench.reading``, which shows the words that were read from a scan.
"""
