People of a contractor work on the batches of a digitisation project that are given to them, and find nothing else.
