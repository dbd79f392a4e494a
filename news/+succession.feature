When a person moves, one screen shows all that the person has and hands it over by one decision: duties, delegations, steps and restricted dossiers given by name; each ledger that is touched says so.
