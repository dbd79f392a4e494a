`bin/motcua backup` takes an embedded house along while it runs, reads a backup again, and brings it back equal.
