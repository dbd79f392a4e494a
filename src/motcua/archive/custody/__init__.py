"""Where paper is (bảo quản): stores, shelves, boxes, and who has a file on loan.

``places`` opens and moves them, ``disuse`` gives them up, ``paper`` puts files into
boxes, lends them and takes them back by the rule of ``lending``, ``scanning`` does so
from codes that are scanned one after the other, ``counting`` looks a shelf through. See
``docs/custody.md``.
"""
