A version of a procedure is drafted, looked over by a second person and published by decision while the old one holds; it takes effect by itself, waits for what depends on it, and ends by decision.
