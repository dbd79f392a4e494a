Cashiers close their shifts, books of receipts are kept, and what goes to the treasury is listed and acknowledged.
