The demo province has a cashier who returns results, and a treasurer.
