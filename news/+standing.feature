A step takes the same time behind three events and behind three hundred: a dossier keeps how it stands beside its ledger, and verification compares the two.
