What a crash leaves undone heals by itself: `bin/motcua worker` follows the database, and `bin/motcua register verify` and `rebuild` compare and mend what SQL says about it.
