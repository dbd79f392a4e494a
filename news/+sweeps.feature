Sweeps over every view and attribute of a dossier, every route of the doors and every list prove that a dossier one may not see is not there: not in an answer, not in a number.
