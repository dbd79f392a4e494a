"""The cashier's screens: closing a shift, books of receipts, money for the treasury."""
