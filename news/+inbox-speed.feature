The inbox of an officer opens as fast in a register of a million dossiers as in one of
ten thousand: lists and numbers are read from indexes over what waits, per state.
