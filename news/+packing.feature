Long public pages travel packed, so that a weak link carries a fifth.
