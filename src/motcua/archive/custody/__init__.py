"""Where paper is (bảo quản): stores, shelves, boxes, and who has a file on loan.

``places`` opens and moves them, ``paper`` puts files into boxes, lends them and takes
them back, ``scanning`` does so from codes that are scanned one after the other. See
``docs/custody.md``.
"""
