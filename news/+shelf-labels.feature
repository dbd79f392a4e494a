Labels of shelves are printed from the page where results are put on shelves: Code 128 that the scanner reads there, one shelf or a row of them on a line.
