"""Appraisal, legal hold and destruction of files of the archive.

``holds`` keeps files from being destroyed, ``lists`` and ``listing`` have the disposal
lists, ``councils`` the council that looks at one, ``deciding`` opinion and decision,
``destroying`` the job that destroys; ``erasure`` says what goes with a file and
``purging`` removes the bytes that nobody else refers to.
"""
