Who works in a unit that took over another one goes on with its dossiers; a merger moves none of them.
