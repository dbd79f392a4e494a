The page of a dossier whose result waits leads to the one page of the return counter.
