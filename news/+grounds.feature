The page of a dossier tells why a person may see it and take a step, or what would be needed and who has it.
