A dossier on the way of a process agrees with a model of it, step for step; one that was withdrawn before its first step was done begins its way again when it is opened.
