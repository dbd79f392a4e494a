Dossiers are received, handled, approved, returned and followed in a hash-chained ledger, each seen only by the departments that take part.
