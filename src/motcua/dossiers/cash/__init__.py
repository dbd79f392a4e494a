"""Money taken at the counter: receipts, their books, shifts, lists for the treasury."""
