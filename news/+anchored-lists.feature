Heads of hand-over lists are kept outside the database as well; `ledger verify --all` finds one that was cut off, written anew or taken away.
