Every date of a dossier - overall, per agency, per step - follows from what was pinned at receipt; the procedure says how time is counted and how long is waited.
