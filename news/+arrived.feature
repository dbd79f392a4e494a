Papers that were missing and came are ticked when a dossier is completed; the dossier lists them and the receipt names them.
