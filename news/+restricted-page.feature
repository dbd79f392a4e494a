Who opens the page of a restricted dossier, or reads it by REST, is written into the journal of access.
