Archivists open batches of scans and find them by unit and state.
