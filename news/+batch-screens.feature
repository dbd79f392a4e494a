Archivists open batches of scans and find them by unit and state; they arrange the pages by keys or buttons, on small pictures and with figures that add up, and print cover sheets.
