"""Hand-over of files: to the archive of the agency, and to whoever comes after.

``listing`` fills an inventory (mục lục hồ sơ nộp lưu) and submits it, ``accepting``
takes its files over one by one, ``resting`` all that are left as a job, ``signing``
draws up the minutes; ``holdback`` lets a maker keep files with consent and a limit,
``use`` lets makers see what they handed over. See ``docs/handover.md``.
"""
